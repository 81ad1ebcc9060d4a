//! Unions: members that come and go, and how values say which member they are.

use super::schema;
use crate::model::{SchemaId, Union, Use};
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::same::same;
use crate::version::verdict::{Rust, Wire};
use std::collections::BTreeSet;

/// Compares two unions.
pub(super) fn members(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), place: &Place, old: &Union, new: &Union) {
    let matched = matched(cx, old, new);
    for (index, member) in old.members.iter().enumerate() {
        match matched
            .iter()
            .find(|(before, _)| *before == index)
            .and_then(|(_, at)| Some((*at, new.members.get(*at)?)))
        {
            Some((at, after)) => {
                let place = of_member(cx, pair, place, (old, new), (Some(index), Some(at)));
                naming(cx, pair.1, &place);
                schema::uses(cx, &place, member, after);
                tags(cx, &place, (old, index), (new, at));
            }
            None => {
                let place = of_member(cx, pair, place, (old, new), (Some(index), None));
                cx.report(97, &place, "");
            }
        }
    }
    for (index, _) in new.members.iter().enumerate() {
        if !matched.iter().any(|(_, after)| *after == index) {
            let place = of_member(cx, pair, place, (old, new), (None, Some(index)));
            cx.report(96, &place, "");
        }
    }
    discriminator(cx, place, old, new);
    default(cx, place, (old, new), &matched);
    order(cx, pair, place, &matched);
    if old.kind != new.kind {
        cx.report_quiet(102, place, "");
    }
}

/// Whether two members are one.
type Test<'t> = &'t dyn Fn(&Use, &Use) -> bool;

/// Finds the members that are one and the same: components by their keys, others by what they are, then by position.
fn matched(cx: &Cx<'_>, old: &Union, new: &Union) -> Vec<(usize, usize)> {
    let key = |side: &crate::version::side::Side<'_>, used: &Use| side.api.schemas[used.id].component.clone();
    let by_key = |a: &Use, b: &Use| key(&cx.old, a).is_some() && key(&cx.old, a) == key(&cx.new, b);
    let by_shape = |a: &Use, b: &Use| {
        let stays = key(&cx.old, a).is_some_and(|key| cx.new.component(&key).is_some());
        !stays && same(&cx.old, &cx.new, a, b)
    };
    let inline = |a: &Use, b: &Use| {
        let kinds = (cx.old.kind(a.id), cx.new.kind(b.id));
        key(&cx.old, a).is_none()
            && key(&cx.new, b).is_none()
            && std::mem::discriminant(kinds.0) == std::mem::discriminant(kinds.1)
    };
    let tests: [Test<'_>; 3] = [&by_key, &by_shape, &inline];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    for test in tests {
        for (index, member) in old.members.iter().enumerate() {
            let free = |at: &usize| !after.contains(at);
            let fits = new.members.iter().enumerate().find(|(at, other)| free(at) && test(member, other));
            if let (Some((at, _)), false) = (fits, before.contains(&index)) {
                pairs.push((index, at));
                before.insert(index);
                after.insert(at);
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Where the variant of a member stands.
fn of_member(
    cx: &Cx<'_>,
    (o, n): (SchemaId, SchemaId),
    place: &Place,
    (old, new): (&Union, &Union),
    (before, after): (Option<usize>, Option<usize>),
) -> Place {
    let path =
        |path: Option<String>, item: Option<&crate::rust::item::Union>, union: &Union, index: usize| {
            let mut seen = BTreeSet::new();
            let id = union.members.get(index)?.id;
            let distinct: Vec<_> =
                union.members.iter().map(|it| it.id).filter(|id| seen.insert(*id)).collect();
            let variant = item?.variants.get(distinct.iter().position(|it| *it == id)?)?;
            Some(format!("{}::{}", path?, variant.name))
        };
    let named = |side: &crate::version::side::Side<'_>, union: &Union, index: usize| {
        union.members.get(index).map(|member| side.describe(member)).unwrap_or_default()
    };
    let name = after.map(|at| named(&cx.new, new, at)).or(before.map(|at| named(&cx.old, old, at)));
    Place {
        label: format!("{} {}", place.label, name.unwrap_or_default()),
        items: (
            before.and_then(|index| path(cx.old.path(o), cx.old.union(o), old, index)),
            after.and_then(|index| path(cx.new.path(n), cx.new.union(n), new, index)),
        ),
        role: Role::Member,
        lenient: false,
        shown: (None, None),
        ..place.clone()
    }
}

/// Reports a variant that is called otherwise though its member is the same.
fn naming(cx: &mut Cx<'_>, union: SchemaId, place: &Place) {
    let (Some(old), Some(new)) = (&place.items.0, &place.items.1) else { return };
    let variant =
        |path: &str| path.rsplit("::").next().unwrap_or_default().trim_start_matches("r#").to_owned();
    let (was, is) = (variant(old), variant(new));
    if was == is || cx.new.surface.contains_key(&cx.names.path(old)) {
        return;
    }
    let key = cx.new.api.schemas[union].component.clone();
    let key = key.or_else(|| cx.new.name(union).map(str::to_owned)).unwrap_or_default();
    let suggestion =
        format!("schemas: {{ {}: {{ variants: {{ {}: {} }} }} }}", schema::key(&key), schema::key(&is), was);
    let detail = format!("the variant is called `{is}` now");
    cx.report_as(69, place, Judged::Fixed(Rust::Major), detail).wire(Wire::Ok).suggest(suggestion);
}

/// Compares the values that name a member.
fn tags(cx: &mut Cx<'_>, place: &Place, (old, before): (&Union, usize), (new, after): (&Union, usize)) {
    let of = |union: &Union, index: usize| -> BTreeSet<String> {
        let mapping = union.discriminator.iter().flat_map(|it| &it.mapping);
        mapping.filter(|(_, member)| *member == index).map(|(tag, _)| tag.clone()).collect()
    };
    let (was, is) = (of(old, before), of(new, after));
    if old.discriminator.is_some() != new.discriminator.is_some() {
        // That all values have a tag now, or none any more, is told of the union.
        cx.explain(place, Rust::Behaviour);
    } else if was != is {
        let shown = |tags: &BTreeSet<String>| {
            tags.iter().map(|tag| crate::tokens::surface::quoted(tag)).collect::<Vec<_>>().join(", ")
        };
        let detail = format!("from {} to {}", shown(&was), shown(&is));
        let found = cx.report(99, place, detail);
        if was.is_subset(&is) {
            found.wire(place.sides.worse(Wire::Ok, Wire::Drift));
        }
    }
}

fn discriminator(cx: &mut Cx<'_>, place: &Place, old: &Union, new: &Union) {
    let of = |union: &Union| union.discriminator.as_ref().map(|it| it.property.clone());
    let (was, is) = (of(old), of(new));
    if was != is {
        let shown = |tag: &Option<String>| {
            tag.as_ref().map_or("none".to_owned(), |it| crate::tokens::surface::quoted(it))
        };
        cx.report(98, place, format!("from {} to {}", shown(&was), shown(&is)));
    }
}

/// Compares the members that values without a tag are of, or with one that names none.
fn default(cx: &mut Cx<'_>, place: &Place, (old, new): (&Union, &Union), matched: &[(usize, usize)]) {
    let (Some(was), Some(is)) = (&old.discriminator, &new.discriminator) else { return };
    let stays = was.default.and_then(|at| Some(matched.iter().find(|(before, _)| *before == at)?.1));
    if was.default.is_some() == is.default.is_some() && stays == is.default {
        return;
    }
    let shown = |side: &crate::version::side::Side<'_>, union: &Union, at: Option<usize>| {
        at.and_then(|at| union.members.get(at)).map_or("none".to_owned(), |member| side.describe(member))
    };
    let (before, after) = (shown(&cx.old, old, was.default), shown(&cx.new, new, is.default));
    let detail = format!("values of no other member from {before} to {after}");
    let request = if was.default.is_some() { Wire::Break } else { Wire::Ok };
    let wire = place.sides.worse(request, Wire::Drift);
    cx.report(99, place, detail).wire(wire);
}

fn order(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), place: &Place, matched: &[(usize, usize)]) {
    let is_tried = |union: Option<&crate::rust::item::Union>| union.is_some_and(|union| union.tag.is_none());
    let in_order = matched.windows(2).all(|two| matches!(two, [(_, a), (_, b)] if a < b));
    if !in_order && is_tried(cx.old.union(o)) && is_tried(cx.new.union(n)) {
        cx.report_quiet(100, place, "values that fit several members may become another one");
    }
}
