//! Schemas: what a use leads to, whether it is the same on both sides, and if not, what that means.

use super::{docs, enumeration, property, union};
use crate::model::{Additional, Enumeration, Kind, Object, Scalar, SchemaId, Use};
use crate::version::compare::{Cx, Place, Role};
use crate::version::same::{contains, same, similar};
use crate::version::side::{self, Sides};
use crate::version::verdict::Wire;
use std::collections::BTreeSet;

/// Compares what two uses lead to.
pub(super) fn uses(cx: &mut Cx<'_>, place: &Place, old: &Use, new: &Use) {
    let mut seen = BTreeSet::new();
    let mut open = vec![(place.clone(), old.clone(), new.clone())];
    while let Some((place, old, new)) = open.pop() {
        nullability(cx, &place, &old, &new);
        let pair = (cx.old.target(old.id), cx.new.target(new.id));
        if place.role != Role::Component && is_told_once(cx, old.id, new.id) {
            continue;
        }
        // Of what a property, parameter or header is as a whole it says more than its schema.
        let is_said = seen.is_empty()
            && matches!(place.role, Role::Component | Role::Property | Role::Parameter | Role::Header);
        if seen.insert(pair) {
            if !is_said {
                bounds(cx, &place, (old.id, new.id));
            }
            types(cx, &place, pair, (&old, &new), &mut open);
        }
    }
}

/// Compares what is said of a part that has neither a type of its own nor a property or parameter that says it: items, values
/// of maps, members, and what a body or response is as a whole.
fn bounds(cx: &mut Cx<'_>, place: &Place, (o, n): (SchemaId, SchemaId)) {
    let is_plain = |kind: &Kind| match kind {
        Kind::Scalar(_) | Kind::Array(_) | Kind::Any => true,
        Kind::Enumeration(_) => place.role == Role::Parameter,
        Kind::Object(_) | Kind::Union(_) | Kind::Alias(_) => false,
    };
    if inline(cx, (o, n)) && is_plain(cx.old.kind(o)) && is_plain(cx.new.kind(n)) {
        let (old, new) = (&cx.old.api.schemas[o].docs, &cx.new.api.schemas[n].docs);
        docs::part(cx, place, (old, new));
    }
}

/// Whether two schemas are one component that is an alias on one side alone, or a map, which is reported of the component.
fn is_told_once(cx: &Cx<'_>, old: SchemaId, new: SchemaId) -> bool {
    let is_alias = |kind: &Kind| matches!(kind, Kind::Alias(_));
    let is_open = |kind: &Kind| matches!(kind, Kind::Object(object) if is_map(object));
    let (a, b) = (&cx.old.api.schemas[old], &cx.new.api.schemas[new]);
    let objects = matches!((&a.kind, &b.kind), (Kind::Object(_), Kind::Object(_)));
    let differ = is_alias(&a.kind) != is_alias(&b.kind) || objects && is_open(&a.kind) != is_open(&b.kind);
    a.component.is_some() && a.component == b.component && differ
}

/// Compares two schemas that are one and the same.
pub(super) fn pair(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), place: &Place) {
    let place = Place {
        at: (Some(cx.old.api.schemas[o].at.clone()), Some(cx.new.api.schemas[n].at.clone())),
        items: (cx.old.path(o), cx.new.path(n)),
        owner: (Some(o), Some(n)),
        sides: cx.old.reach.sides(o),
        shown: (None, None),
        ..place.clone()
    };
    naming(cx, (o, n), &place);
    docs::schema(cx, (o, n), &place);
    match (cx.old.kind(o), cx.new.kind(n)) {
        (Kind::Object(old), Kind::Object(new)) if is_map(old) == is_map(new) => {
            property::object(cx, (o, n), &place, old, new);
        }
        (Kind::Enumeration(old), Kind::Enumeration(new)) => enumeration::values(cx, (o, n), &place, old, new),
        (Kind::Union(old), Kind::Union(new)) => union::members(cx, (o, n), &place, old, new),
        _ => {
            let (old, new) = (Use::of(o), Use::of(n));
            uses(cx, &place, &old, &new);
        }
    }
}

/// Reports a type that is called otherwise though its schema is the same.
fn naming(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), place: &Place) {
    let (Some(old), Some(new)) = (cx.old.name(o), cx.new.name(n)) else { return };
    if old == new || cx.names.renamed.get(old).is_none_or(|renamed| renamed != new) {
        return;
    }
    let (old_key, new_key) = (&cx.old.api.schemas[o].component, &cx.new.api.schemas[n].component);
    let entry = new_key.clone().unwrap_or_else(|| new.to_owned());
    let (code, detail) = match (old_key, new_key) {
        (Some(old), Some(new)) if old != new => (116, format!("the schema `{old}` is called `{new}` now")),
        (Some(_), None) | (None, Some(_)) => (117, format!("the type is called `{new}` now")),
        _ => (69, format!("the type is called `{new}` now")),
    };
    let suggestion = format!("schemas: {{ {}: {old} }}", key(&entry));
    cx.report(code, place, detail).at_least(crate::version::Rust::Major).suggest(suggestion);
    cx.explain(place, crate::version::Rust::Major);
}

/// Writes a text as a key of YAML in one line.
pub(super) fn key(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && !text.starts_with(|c: char| c.is_ascii_digit()) {
        text.to_owned()
    } else {
        crate::tokens::surface::quoted(text)
    }
}

fn is_map(object: &Object) -> bool {
    object.properties.is_empty() && object.additional != Additional::Forbidden
}

fn nullability(cx: &mut Cx<'_>, place: &Place, old: &Use, new: &Use) {
    let (was, is) = (cx.old.is_nullable(old), cx.new.is_nullable(new));
    // Anything is anything, with `null` or without.
    let any = |kind: &Kind| matches!(kind, Kind::Any);
    if was == is || any(cx.old.kind(cx.old.target(old.id))) || any(cx.new.kind(cx.new.target(new.id))) {
        return;
    }
    if is {
        let code = match place.role {
            Role::Parameter => 24,
            _ if place.sides.response => 61,
            _ => 60,
        };
        let found = cx.report(code, place, if code == 24 { "became nullable" } else { "" });
        let fits = if place.lenient { Wire::Ok } else { Wire::Break };
        found.wire(place.sides.worse(Wire::Ok, fits));
    } else {
        let code = if place.role == Role::Parameter { 23 } else { 62 };
        cx.report(code, place, if code == 23 { "is not nullable any more" } else { "" })
            .wire(place.sides.worse(Wire::Break, Wire::Ok));
    }
}

/// Compares two schemas at a place, `null` apart; parts without a type of their own go to `open`.
fn types(
    cx: &mut Cx<'_>,
    place: &Place,
    (o, n): (SchemaId, SchemaId),
    (old, new): (&Use, &Use),
    open: &mut Vec<(Place, Use, Use)>,
) {
    match (cx.old.kind(o), cx.new.kind(n)) {
        (Kind::Any, Kind::Any) => {}
        (Kind::Array(a), Kind::Array(b)) => {
            let role = if place.role == Role::Parameter { Role::Parameter } else { Role::Items };
            let part = Place { lenient: false, ..place.part("items", role) };
            open.push((part, a.items.clone(), b.items.clone()));
        }
        (Kind::Object(a), Kind::Object(b)) if is_map(a) && is_map(b) => {
            property::additional(cx, place, (a, b), open);
        }
        (Kind::Scalar(a), Kind::Scalar(b)) if a == b => {}
        (Kind::Enumeration(a), Kind::Enumeration(b))
            if place.role == Role::Parameter && inline(cx, (o, n)) =>
        {
            cx.pairs.insert((o, n));
            enumeration::of_parameter(cx, (o, n), place, a, b);
        }
        (Kind::Object(a), Kind::Object(b)) if is_map(a) != is_map(b) => changed(cx, place, (old, new)),
        (Kind::Object(_), Kind::Object(_))
        | (Kind::Enumeration(_), Kind::Enumeration(_))
        | (Kind::Union(_), Kind::Union(_)) => match is_one(cx, (o, n)) {
            true => {
                let label = cx.new.api.schemas[n].component.clone().unwrap_or_else(|| place.label.clone());
                let operation = place.operation.clone().filter(|_| inline(cx, (o, n)));
                let role = match is_component(cx, (o, n)) {
                    true => Role::Component,
                    false => place.role,
                };
                cx.pair(o, n, Place { label, operation, role, ..place.clone() });
            }
            false => changed(cx, place, (old, new)),
        },
        _ => changed(cx, place, (old, new)),
    }
}

fn inline(cx: &Cx<'_>, (o, n): (SchemaId, SchemaId)) -> bool {
    cx.old.api.schemas[o].component.is_none() && cx.new.api.schemas[n].component.is_none()
}

/// Whether two schemas are one component, and neither stands in its place.
fn is_component(cx: &Cx<'_>, (o, n): (SchemaId, SchemaId)) -> bool {
    cx.old.api.schemas[o].component.is_some() && cx.new.api.schemas[n].component.is_some()
}

/// Whether two schemas of one kind at one place are one that changed, and not one that was replaced by another.
fn is_one(cx: &Cx<'_>, (o, n): (SchemaId, SchemaId)) -> bool {
    if cx.pairs.contains(&(o, n)) {
        return true;
    }
    let (old, new) = (&cx.old.api.schemas[o], &cx.new.api.schemas[n]);
    let alike = || {
        let (a, b) = (Use::of(o), Use::of(n));
        same(&cx.old, &cx.new, &a, &b) || similar(&old.kind, &new.kind)
    };
    match (&old.component, &new.component) {
        (Some(a), Some(b)) if a == b => true,
        (Some(a), Some(b)) => cx.new.component(a).is_none() && cx.old.component(b).is_none() && alike(),
        (None, None) => true,
        (Some(a), None) => cx.new.component(a).is_none() && alike(),
        (None, Some(b)) => cx.old.component(b).is_none() && alike(),
    }
}

/// Reports a type that changed.
fn changed(cx: &mut Cx<'_>, place: &Place, (old, new): (&Use, &Use)) {
    let (o, n) = (cx.old.target(old.id), cx.new.target(new.id));
    let (before, after) = (cx.old.kind(o), cx.new.kind(n));
    if is_secret(before) || is_secret(after) {
        // What that changes is `Debug`, which is reported with the property.
        let text = |kind: &Kind| matches!(kind, Kind::Scalar(Scalar::String(_)));
        if text(before) && text(after) {
            return;
        }
    }
    let plain = |id| Use::of(id);
    let widened = contains((&cx.new, &plain(n)), (&cx.old, &plain(o)));
    let narrowed = contains((&cx.old, &plain(o)), (&cx.new, &plain(n)));
    let code = code(cx, place, (old, new), (before, after), widened);
    if let (120, Kind::Object(a), Kind::Object(b)) = (code, before, after) {
        if is_map(a) == is_map(b) {
            // What of it differs is told property by property.
            cx.report(120, place, "");
            return property::object(cx, (o, n), &Place { owner: (Some(o), Some(n)), ..place.clone() }, a, b);
        }
    }
    let detail = match code {
        120 => String::new(),
        _ => match (cx.old.describe(old), cx.new.describe(new)) {
            (was, is) if was == is => {
                let name =
                    if was.trim_matches('"') == place.label { String::new() } else { format!("{was} ") };
                format!("{name}from {} to {}", side::word(before), side::word(after))
            }
            (was, is) => format!("from {was} to {is}"),
        },
    };
    let sides = place.sides;
    let same_type = cx.weigh(place).is_none();
    let found = cx.report(code, place, detail);
    if is_by_containment(code) {
        let wire = |fits: bool| if fits { Wire::Ok } else { Wire::Break };
        found.wire(worse(sides, wire(widened), wire(narrowed || same_type)));
    }
}

fn worse(sides: Sides, request: Wire, response: Wire) -> Wire {
    sides.worse(request, response)
}

/// Whether the types alone tell what a change of this code means on the wire.
fn is_by_containment(code: u8) -> bool {
    !matches!(code, 76 | 77 | 91 | 92)
}

fn is_secret(kind: &Kind) -> bool {
    matches!(kind, Kind::Scalar(Scalar::String(Some(format))) if format == "password")
}

fn is_constant(values: &Enumeration) -> bool {
    values.values.len() == 1
}

fn code(cx: &Cx<'_>, place: &Place, (old, new): (&Use, &Use), kinds: (&Kind, &Kind), widened: bool) -> u8 {
    let is_alias = |kind: &Kind| matches!(kind, Kind::Alias(_));
    if place.role == Role::Component && is_alias(cx.old.kind(old.id)) != is_alias(cx.new.kind(new.id)) {
        return 120;
    }
    match (place.role, kinds) {
        (Role::Parameter, (Kind::Scalar(_), Kind::Enumeration(_))) => 28,
        (Role::Parameter, _) if widened => 24,
        (Role::Parameter, _) => 23,
        (_, (Kind::Scalar(_), Kind::Enumeration(values))) if is_constant(values) => 76,
        (_, (Kind::Enumeration(values), Kind::Scalar(_))) if is_constant(values) => 77,
        (_, (Kind::Scalar(_), Kind::Enumeration(_))) => 91,
        (_, (Kind::Enumeration(_), Kind::Scalar(_))) => 92,
        (_, (Kind::Scalar(Scalar::Integer(_)), Kind::Scalar(Scalar::Number(_)))) => 65,
        (_, (Kind::Scalar(Scalar::Integer(_)), Kind::Scalar(Scalar::Integer(_)))) => 66,
        (_, (Kind::Scalar(Scalar::Number(_)), Kind::Scalar(Scalar::Number(_)))) => 66,
        (_, (Kind::Scalar(Scalar::String(_)), Kind::Scalar(Scalar::String(_)))) => 67,
        (_, (Kind::Object(a), Kind::Object(b))) if is_map(a) != is_map(b) => 75,
        (Role::Items, _) => 81,
        (Role::Values, _) => 74,
        (Role::Error, _) => 109,
        _ => 64,
    }
}
