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

/// How many pairs of schemas are looked at before `narrow` is taken for not contained.
const BUDGET: usize = 256;

/// Whether every value of `narrow` is one of `wide`, as far as their types tell; `true` is never wrong.
///
/// It is enough that one way through the unions of `wide` leads to a schema that takes them all, so each pair is looked at
/// once: what was not enough before is not enough again.
pub(super) fn contains(wide: (&Side<'_>, &Use), narrow: (&Side<'_>, &Use)) -> bool {
    let ((wide, wide_use), (narrow, narrow_use)) = (wide, narrow);
    let mut open = vec![(wide_use, narrow_use)];
    let mut seen = BTreeSet::new();
    while let Some((a, b)) = open.pop() {
        let nullable = narrow.is_nullable(b);
        if nullable && !wide.is_nullable(a)
            || !seen.insert((wide.target(a.id), narrow.target(b.id), nullable))
        {
            continue;
        }
        if seen.len() > BUDGET {
            return false;
        }
        let is_enough = match (wide.kind(wide.target(a.id)), narrow.kind(narrow.target(b.id))) {
            (Kind::Array(a), Kind::Array(b)) => {
                open.push((&a.items, &b.items));
                false
            }
            (Kind::Union(union), Kind::Union(_)) => {
                union.members.iter().any(|member| same(narrow, wide, b, member))
            }
            (Kind::Union(union), _) => {
                open.extend(union.members.iter().map(|member| (member, b)));
                false
            }
            (Kind::Object(_), Kind::Object(_)) => {
                same(narrow, wide, &plain(narrow.target(b.id)), &plain(wide.target(a.id)))
            }
            (wide, narrow) => takes(wide, narrow),
        };
        if is_enough {
            return true;
        }
    }
    false
}

/// Whether a schema without parts takes all values of another one.
fn takes(wide: &Kind, narrow: &Kind) -> bool {
    match (wide, narrow) {
        (Kind::Any, _) => true,
        (Kind::Scalar(wide), Kind::Scalar(narrow)) => widens(wide, narrow),
        (Kind::Scalar(wide), Kind::Enumeration(narrow)) => {
            narrow.scalar.as_ref().is_some_and(|narrow| widens(wide, narrow))
        }
        (Kind::Enumeration(wide), Kind::Enumeration(narrow)) => {
            let values =
                |it: &Enumeration| it.values.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
            values(narrow).is_subset(&values(wide))
        }
        _ => false,
    }
}

fn plain(id: SchemaId) -> Use {
    Use::of(id)
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
