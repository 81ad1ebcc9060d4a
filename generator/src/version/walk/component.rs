//! Components: those that stay, those that are called otherwise, those that come and go.

use crate::model::{SchemaId, Use};
use crate::version::compare::{Cx, Place, Role};
use crate::version::same::same;
use std::collections::BTreeSet;

/// Takes the components of equal keys for one and the same.
pub(super) fn pair(cx: &mut Cx<'_>) {
    let all: Vec<_> =
        cx.old.api.schemas.iter().filter_map(|(id, it)| Some((id, it.component.as_ref()?))).collect();
    for (old, name) in all {
        if let Some(new) = cx.new.component(name) {
            cx.pair(old, new, of(name));
        }
    }
}

fn of(name: &str) -> Place {
    Place { label: name.to_owned(), role: Role::Component, ..Place::default() }
}

/// Reports the components that nothing of the other side was found to be.
pub(super) fn rest(cx: &mut Cx<'_>) {
    let (met_old, met_new): (BTreeSet<_>, BTreeSet<_>) = cx.pairs.iter().copied().unzip();
    let unmet = |side: &crate::version::side::Side<'_>, met: &BTreeSet<SchemaId>| -> Vec<SchemaId> {
        let all = side.api.schemas.iter().filter(|(_, schema)| schema.component.is_some());
        all.map(|(id, _)| id).filter(|id| !met.contains(id)).collect()
    };
    let (mut gone, mut come) = (unmet(&cx.old, &met_old), unmet(&cx.new, &met_new));
    for (old, new) in successors(cx, &gone, &come) {
        gone.retain(|id| *id != old);
        come.retain(|id| *id != new);
        let name = cx.new.api.schemas[new].component.clone().unwrap_or_default();
        cx.pair(old, new, of(&name));
    }
    for id in gone {
        let schema = &cx.old.api.schemas[id];
        let place = Place {
            at: (Some(schema.at.clone()), None),
            items: (cx.old.path(id), None),
            owner: (Some(id), None),
            ..of(schema.component.as_deref().unwrap_or_default())
        };
        if place.items.0.is_some() {
            cx.report(116, &place, "gone");
        }
    }
    for id in come {
        let schema = &cx.new.api.schemas[id];
        let place = Place {
            at: (None, Some(schema.at.clone())),
            items: (None, cx.new.path(id)),
            owner: (None, Some(id)),
            ..of(schema.component.as_deref().unwrap_or_default())
        };
        if place.items.1.is_some() {
            cx.report(115, &place, "");
        }
    }
}

/// Finds the components that are gone of which exactly one new one has the same shape, and the other way about.
fn successors(cx: &Cx<'_>, gone: &[SchemaId], come: &[SchemaId]) -> Vec<(SchemaId, SchemaId)> {
    let is_same = |old: SchemaId, new: SchemaId| {
        let of = |id| Use::of(id);
        // Any two texts have the same shape, which makes neither the other.
        let tells = |side: &crate::version::side::Side<'_>, id| {
            use crate::model::Kind::{Enumeration, Object, Union};
            matches!(side.kind(id), Object(_) | Enumeration(_) | Union(_)) && side.path(id).is_some()
        };
        tells(&cx.old, old) && tells(&cx.new, new) && same(&cx.old, &cx.new, &of(old), &of(new))
    };
    let mut found = Vec::new();
    for old in gone {
        let mut fits = come.iter().filter(|new| is_same(*old, **new));
        if let (Some(new), None) = (fits.next(), fits.next()) {
            if gone.iter().filter(|other| is_same(**other, *new)).count() == 1 {
                found.push((*old, *new));
            }
        }
    }
    found
}
