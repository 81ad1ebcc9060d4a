//! Whether two schemas have the same values, and whether one has all values of another.
//!
//! Names, documentation, constraints and order do not count. Schemas that lead back to themselves are compared under the
//! assumption that they are equal where they close.

use super::side::Side;
use crate::model::{Additional, Enumeration, Kind, Object, Property, Scalar, SchemaId, Union, Use};
use std::collections::BTreeSet;

/// How many pairs of schemas one comparison may look at before it gives up and takes them for different.
const BUDGET: usize = 4096;

/// Whether the uses have the same values, `null` included.
pub(super) fn same(old: &Side<'_>, new: &Side<'_>, a: &Use, b: &Use) -> bool {
    let mut assumed = BTreeSet::new();
    let mut open = vec![(a.clone(), b.clone())];
    while let Some((a, b)) = open.pop() {
        if old.is_nullable(&a) != new.is_nullable(&b) {
            return false;
        }
        let pair = (old.target(a.id), new.target(b.id));
        if !assumed.insert(pair) {
            continue;
        }
        if assumed.len() > BUDGET || !alike(old.kind(pair.0), new.kind(pair.1), &mut open) {
            return false;
        }
    }
    true
}

/// Compares two schemas but for their parts, which it adds to `open`.
fn alike(old: &Kind, new: &Kind, open: &mut Vec<(Use, Use)>) -> bool {
    match (old, new) {
        (Kind::Any, Kind::Any) => true,
        (Kind::Scalar(a), Kind::Scalar(b)) => a == b,
        (Kind::Enumeration(a), Kind::Enumeration(b)) => same_values(a, b),
        (Kind::Array(a), Kind::Array(b)) => {
            open.push((a.items.clone(), b.items.clone()));
            true
        }
        (Kind::Union(a), Kind::Union(b)) => same_union(a, b, open),
        (Kind::Object(a), Kind::Object(b)) => same_object(a, b, open),
        _ => false,
    }
}

fn same_values(a: &Enumeration, b: &Enumeration) -> bool {
    a.values.len() == b.values.len() && a.values.iter().all(|value| b.values.contains(value))
}

fn same_union(a: &Union, b: &Union, open: &mut Vec<(Use, Use)>) -> bool {
    let tags =
        |union: &Union| union.discriminator.as_ref().map(|it| (it.property.clone(), it.mapping.clone()));
    let members = || a.members.iter().cloned().zip(b.members.iter().cloned());
    open.extend(members());
    a.members.len() == b.members.len() && tags(a) == tags(b)
}

fn same_object(a: &Object, b: &Object, open: &mut Vec<(Use, Use)>) -> bool {
    let additional = match (&a.additional, &b.additional) {
        (Additional::Schema(a), Additional::Schema(b)) => {
            open.push((a.clone(), b.clone()));
            true
        }
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    let flags = |it: &Property| (it.required, it.read_only, it.write_only);
    additional
        && a.properties.len() == b.properties.len()
        && a.properties.iter().all(|one| {
            let other = b.properties.iter().find(|other| other.name == one.name);
            open.extend(other.map(|other| (one.schema.clone(), other.schema.clone())));
            other.is_some_and(|other| flags(one) == flags(other))
        })
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
