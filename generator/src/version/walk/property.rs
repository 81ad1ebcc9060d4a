//! Objects: properties that come and go, presence, direction, secrets, and further members.

use super::{docs, schema};
use crate::model::{Additional, Kind, Object, Property, SchemaId, Use};
use crate::rust::item::Presence;
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::same::same;
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};
use std::collections::BTreeSet;

/// Compares two objects.
pub(super) fn object(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), place: &Place, old: &Object, new: &Object) {
    let of = |object: &Object, name: &str| object.properties.iter().position(|it| it.name == name);
    let mut gone: Vec<&Property> = old.properties.iter().filter(|it| of(new, &it.name).is_none()).collect();
    let mut come: Vec<&Property> = new.properties.iter().filter(|it| of(old, &it.name).is_none()).collect();
    for property in &old.properties {
        if let Some(after) = new.properties.iter().find(|it| it.name == property.name) {
            kept(cx, pair, place, property, after);
        }
    }
    for (before, after) in renamed(cx, &gone, &come) {
        rename(cx, pair, place, before, after);
        gone.retain(|it| it.name != before.name);
        come.retain(|it| it.name != after.name);
    }
    for property in gone {
        removed(cx, pair, place, property);
    }
    for property in come {
        added(cx, pair, place, property);
    }
    parts(cx, pair, old, new);
    let mut open = Vec::new();
    additional(cx, place, (old, new), &mut open);
    for (place, old, new) in open {
        schema::uses(cx, &place, &old, &new);
    }
}

/// Where a property stands, on the sides on which it does.
fn place_of(
    cx: &Cx<'_>,
    (o, n): (SchemaId, SchemaId),
    owner: &Place,
    old: Option<&Property>,
    new: Option<&Property>,
) -> Place {
    let name = new.or(old).map_or("", |property| property.name.as_str());
    let sides = cx.old.reach.sides(o);
    let property = old.or(new);
    Place {
        label: format!("{}.{name}", owner.label),
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (old.and_then(|it| item(&cx.old, o, it)), new.and_then(|it| item(&cx.new, n, it))),
        owner: (Some(o), Some(n)),
        sides: Sides {
            request: sides.request && property.is_some_and(|it| !it.read_only),
            response: sides.response && property.is_some_and(|it| !it.write_only),
        },
        lenient: old.is_some_and(|it| !it.required),
        role: Role::Property,
        operation: owner.operation.clone(),
        ..Place::default()
    }
}

/// Returns the path of a property's field, or of what takes it as a part of a multipart body where there is no struct.
fn item(side: &Side<'_>, owner: SchemaId, property: &Property) -> Option<String> {
    let part = || Some(side.part_paths(owner, &property.name).into_iter().next()?.0);
    side.field_path(owner, &property.name).or_else(part)
}

fn kept(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), owner: &Place, old: &Property, new: &Property) {
    let place = place_of(cx, pair, owner, Some(old), Some(new));
    if effect_on_owner(cx, pair, &new.name) == Rust::Major {
        with_owner(cx, &place, Rust::Major);
    }
    direction(cx, &place, old, new);
    presence(cx, pair, &place, old, new);
    secret(cx, pair, &place, old, new);
    schema::uses(cx, &place, &old.schema, &new.schema);
    docs::property(cx, &place, (&old.docs, &new.docs), (&old.schema, &new.schema));
}

fn presence(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), place: &Place, old: &Property, new: &Property) {
    let code = match (old.required, new.required) {
        (false, true) if place.sides.request || !place.sides.response => 56,
        (false, true) => 58,
        (true, false) if place.sides.response => 59,
        (true, false) => 57,
        _ => return,
    };
    let least = effect_on_owner(cx, pair, &new.name);
    let place = with_owner(cx, place, least);
    cx.report_as(code, &place, Judged::Surface(least), "");
}

/// Returns what a field does to its struct: to the arguments of `new()`, and to whether there is a `Default`.
fn effect_on_owner(cx: &Cx<'_>, (o, n): (SchemaId, SchemaId), wire: &str) -> Rust {
    let is_argument = |side: &Side<'_>, id| side.part_paths(id, wire).iter().any(|(_, required)| *required);
    let both = cx.old.form_paths(o).any(|path| cx.new.form_paths(n).any(|other| other == path));
    if both && is_argument(&cx.old, o) != is_argument(&cx.new, n) {
        return Rust::Major;
    }
    let (Some(old), Some(new)) = (cx.old.structure(o), cx.new.structure(n)) else { return Rust::Patch };
    let is_required =
        |field: Option<&crate::rust::item::Field>| field.is_some_and(|it| it.presence == Presence::Required);
    let (was, is) = (is_required(cx.old.field(o, wire)), is_required(cx.new.field(n, wire)));
    let built = old.built_by_callers && new.built_by_callers;
    let loses_default = is && !was && old.has_default() && !new.has_default();
    if built && was != is || loses_default {
        Rust::Major
    } else {
        Rust::Patch
    }
}

/// Explains the struct's own line with the property's change.
fn with_owner(cx: &mut Cx<'_>, place: &Place, rust: Rust) -> Place {
    if let (Some(o), Some(n)) = place.owner {
        let owner = Place { items: (cx.old.path(o), cx.new.path(n)), ..Place::default() };
        cx.explain(&owner, rust);
        for path in cx.old.form_paths(o).chain(cx.new.form_paths(n)).cloned().collect::<Vec<_>>() {
            cx.explain(&of_item(path), rust);
        }
    }
    place.clone()
}

fn of_item(path: String) -> Place {
    Place { items: (Some(path.clone()), Some(path)), ..Place::default() }
}

/// Explains the parts of multipart bodies with what was said of the properties.
fn parts(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), old: &Object, new: &Object) {
    let find = |object: &Object, name: &str| object.properties.iter().find(|it| it.name == name).cloned();
    let names = old.properties.iter().chain(&new.properties).map(|it| it.name.as_str());
    for name in names.collect::<BTreeSet<_>>() {
        let of = |side: &Side<'_>, id, object| item(side, id, &find(object, name)?);
        let (was, is) = (of(&cx.old, o, old), of(&cx.new, n, new));
        let Some(rust) = cx.explained(was.as_deref(), is.as_deref()) else { continue };
        for (path, _) in cx.old.part_paths(o, name).into_iter().chain(cx.new.part_paths(n, name)) {
            cx.explain(&of_item(path), rust);
        }
    }
}

fn direction(cx: &mut Cx<'_>, place: &Place, old: &Property, new: &Property) {
    let word = |added: bool, word: &str| match added {
        true => format!("became {word}"),
        false => format!("is not {word} any more"),
    };
    if old.read_only != new.read_only {
        // What old clients send of it is ignored; what they did not send they need not.
        let wire = if new.read_only { Wire::Drift } else { Wire::Ok };
        cx.report(70, place, word(new.read_only, "readOnly")).wire(place.sides.worse(wire, Wire::Ok));
    }
    if old.write_only != new.write_only {
        let lost = if old.required { Wire::Break } else { Wire::Drift };
        let wire = if new.write_only { lost } else { Wire::Ok };
        cx.report(71, place, word(new.write_only, "writeOnly")).wire(place.sides.worse(Wire::Ok, wire));
    }
}

fn secret(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), place: &Place, old: &Property, new: &Property) {
    let is_secret = |field: Option<&crate::rust::item::Field>| field.map(|field| field.secret);
    let (was, is) = (is_secret(cx.old.field(o, &old.name)), is_secret(cx.new.field(n, &new.name)));
    match (was, is) {
        (Some(false), Some(true)) => cx.report_quiet(84, place, "`Debug` hides it"),
        (Some(true), Some(false)) => cx.report_quiet(85, place, "`Debug` shows it"),
        _ => return,
    };
}

fn added(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), owner: &Place, property: &Property) {
    let place = place_of(cx, pair, owner, None, Some(property));
    // What a type has that is only received is no request's, wherever the property itself goes.
    let received = cx.old.reach.sides(pair.0).response;
    let code = match (property.required, place.sides.request, place.sides.response) {
        (false, false, true) => 49,
        (false, false, false) if received => 49,
        (false, ..) => 48,
        (true, true, false) => 50,
        (true, false, true) => 51,
        (true, ..) => 52,
    };
    let least = effect_on_owner(cx, pair, &property.name);
    let place = with_owner(cx, &place, least);
    let detail = cx.new.describe(&property.schema);
    cx.report_as(code, &place, Judged::Surface(least), detail);
}

fn removed(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), owner: &Place, property: &Property) {
    let place = place_of(cx, pair, owner, Some(property), None);
    let code = match (property.required, place.sides.request, place.sides.response) {
        (true, _, true) => 55,
        (false, false, true) => 54,
        _ => 53,
    };
    let place = with_owner(cx, &place, Rust::Major);
    let detail = cx.old.describe(&property.schema);
    cx.report(code, &place, detail);
}

/// Finds properties that have another name now: of one shape, and told by how they are spelled or described, or alone.
fn renamed<'p>(
    cx: &Cx<'_>,
    gone: &[&'p Property],
    come: &[&'p Property],
) -> Vec<(&'p Property, &'p Property)> {
    let same_shape =
        |a: &Property, b: &Property| a.required == b.required && same(&cx.old, &cx.new, &a.schema, &b.schema);
    let folded = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let told = |a: &Property, b: &Property| {
        let described = a.docs.description.is_some() && a.docs.description == b.docs.description;
        described || folded(&a.name) == folded(&b.name) && !folded(&a.name).is_empty()
    };
    let alone = gone.len() == 1 && come.len() == 1;
    let mut pairs: Vec<(&Property, &Property)> = Vec::new();
    for before in gone {
        let mut fits =
            come.iter().filter(|after| same_shape(before, after) && (alone || told(before, after)));
        if let (Some(after), None) = (fits.next(), fits.next()) {
            if !pairs.iter().any(|(_, taken)| taken.name == after.name) {
                pairs.push((before, after));
            }
        }
    }
    pairs
}

fn rename(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), owner: &Place, old: &Property, new: &Property) {
    let place = place_of(cx, pair, owner, Some(old), Some(new));
    let is_same_field = place.items.0.as_deref().map(|path| cx.names.path(path)) == place.items.1;
    let field = cx.old.field(pair.0, &old.name).map(|field| field.name.to_string());
    let called = cx.new.api.schemas[pair.1].component.clone();
    let called = called.or_else(|| cx.new.name(pair.1).map(str::to_owned)).unwrap_or_default();
    let least = if is_same_field { Rust::Behaviour } else { Rust::Major };
    let place = with_owner(cx, &place, least);
    let refused = if old.required { Wire::Break } else { Wire::Drift };
    let detail = format!("`{}` is called `{}` now", old.name, new.name);
    let wire = place.sides.worse(refused, refused);
    let found = cx.report_as(68, &place, Judged::Fixed(least), detail).wire(wire);
    if let (Some(field), false) = (field, is_same_field) {
        found.suggest(format!(
            "schemas: {{ {}: {{ properties: {{ {}: {} }} }} }}",
            schema::key(&called),
            schema::key(&new.name),
            field.trim_start_matches("r#")
        ));
    }
    docs::property(cx, &place, (&old.docs, &new.docs), (&old.schema, &new.schema));
}

/// Compares what else may be in two objects.
pub(super) fn additional(
    cx: &mut Cx<'_>,
    place: &Place,
    (old, new): (&Object, &Object),
    open: &mut Vec<(Place, Use, Use)>,
) {
    let is_struct = !old.properties.is_empty() || !new.properties.is_empty();
    let mut part = Place { lenient: false, ..place.part("further members", Role::Values) };
    if let ((Some(o), Some(n)), true) = (place.owner, is_struct) {
        let of = |item: Option<&crate::rust::item::Struct>, path: Option<String>| {
            Some(format!("{}.{}", path?, item?.extra.as_ref()?.name))
        };
        part.items = (of(cx.old.structure(o), cx.old.path(o)), of(cx.new.structure(n), cx.new.path(n)));
    }
    match (&plainly(&cx.old, &old.additional), &plainly(&cx.new, &new.additional)) {
        (Additional::Schema(a), Additional::Schema(b)) => open.push((part, a.clone(), b.clone())),
        (a, b) if a == b => {}
        (Additional::Schema(_), Additional::Any) | (Additional::Any, Additional::Schema(_)) => {
            let wider = matches!(new.additional, Additional::Any);
            let fits = |fits: bool| if fits { Wire::Ok } else { Wire::Break };
            let wire = part.sides.worse(fits(wider), fits(!wider));
            let word = |side: &Side<'_>, additional: &Additional| match additional {
                Additional::Schema(used) => side.describe(used),
                _ => "any value".to_owned(),
            };
            let detail =
                format!("from {} to {}", word(&cx.old, &old.additional), word(&cx.new, &new.additional));
            cx.report(74, &part, detail).wire(wire);
        }
        // A map of anything is what it was.
        (Additional::Any | Additional::Unspecified, Additional::Any | Additional::Unspecified)
            if !is_struct => {}
        (Additional::Any | Additional::Schema(_), _) => {
            let forbidden = matches!(new.additional, Additional::Forbidden);
            let wire = if forbidden { Wire::Break } else { Wire::Ok };
            cx.report(72, &part, "the map of further members is gone").wire(part.sides.worse(wire, Wire::Ok));
        }
        (_, Additional::Any | Additional::Schema(_)) => {
            cx.report(73, &part, "a map of further members is new");
        }
        // Neither has a place for them.
        _ => {}
    }
}

/// Takes a schema that accepts anything for what it is, wherever it stands.
fn plainly(side: &Side<'_>, additional: &Additional) -> Additional {
    match additional {
        Additional::Schema(used) if matches!(side.kind(side.target(used.id)), Kind::Any) => Additional::Any,
        other => other.clone(),
    }
}
