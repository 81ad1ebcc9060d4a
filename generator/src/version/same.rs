//! Whether two schemas of two documents have the same values, and whether one has all values of another.

use super::side::Side;
use crate::model::{Enumeration, Kind, Object, Scalar, SchemaId, Use};
use std::collections::BTreeSet;

/// Whether the uses have the same values, `null` included.
pub(super) fn same(old: &Side<'_>, new: &Side<'_>, a: &Use, b: &Use) -> bool {
    old.api.schemas.is_same_as(a, &new.api.schemas, b)
}

/// Whether two schemas that stand at one place are one that changed: of one kind, and half of their members are common.
pub(super) fn similar(old: &Kind, new: &Kind) -> bool {
    let most =
        |a: BTreeSet<String>, b: BTreeSet<String>| 2 * a.intersection(&b).count() >= a.len().max(b.len());
    match (old, new) {
        (Kind::Object(a), Kind::Object(b)) => {
            let names = |object: &Object| object.properties.iter().map(|it| it.name.clone()).collect();
            most(names(a), names(b))
        }
        (Kind::Enumeration(a), Kind::Enumeration(b)) => {
            let values = |it: &Enumeration| it.values.iter().map(ToString::to_string).collect();
            most(values(a), values(b))
        }
        _ => false,
    }
}

/// Whether every value of `narrow` is one of `wide`, as far as their types tell; `true` is never wrong.
pub(super) fn contains(wide: (&Side<'_>, &Use), narrow: (&Side<'_>, &Use)) -> bool {
    contains_within((wide.0, wide.1), (narrow.0, narrow.1), 32)
}

fn contains_within(wide: (&Side<'_>, &Use), narrow: (&Side<'_>, &Use), depth: u8) -> bool {
    let (wide, wide_use) = wide;
    let (narrow, narrow_use) = narrow;
    if depth == 0 || narrow.is_nullable(narrow_use) && !wide.is_nullable(wide_use) {
        return false;
    }
    let (a, b) = (wide.target(wide_use.id), narrow.target(narrow_use.id));
    match (wide.kind(a), narrow.kind(b)) {
        (Kind::Any, _) => true,
        (Kind::Scalar(a), Kind::Scalar(b)) => widens(a, b),
        (Kind::Scalar(a), Kind::Enumeration(b)) => b.scalar.as_ref().is_some_and(|b| widens(a, b)),
        (Kind::Enumeration(a), Kind::Enumeration(b)) => b.values.iter().all(|value| a.values.contains(value)),
        (Kind::Array(a), Kind::Array(b)) => contains_within((wide, &a.items), (narrow, &b.items), depth - 1),
        (Kind::Union(a), Kind::Union(_)) => {
            a.members.iter().any(|member| same(narrow, wide, narrow_use, member))
        }
        (Kind::Union(a), _) => {
            a.members.iter().any(|member| contains_within((wide, member), (narrow, narrow_use), depth - 1))
        }
        (Kind::Object(_), Kind::Object(_)) => same(narrow, wide, &plain(b), &plain(a)),
        _ => false,
    }
}

fn plain(id: SchemaId) -> Use {
    Use { id, nullable: false }
}

fn widens(wide: &Scalar, narrow: &Scalar) -> bool {
    let is = |format: &Option<String>, name: &str| format.as_deref() == Some(name);
    match (wide, narrow) {
        (Scalar::String(None), Scalar::String(_)) | (Scalar::Number(_), Scalar::Integer(_)) => true,
        (Scalar::Integer(a), Scalar::Integer(b)) => a == b || is(b, "int32"),
        (Scalar::Number(a), Scalar::Number(b)) => a == b || is(b, "float"),
        (a, b) => a == b,
    }
}
