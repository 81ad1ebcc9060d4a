//! `minLength`, `pattern`, `maximum` and the like: what values must satisfy besides their type.

use super::keywords::{Bound, Keywords};
use crate::model::Constraint;
use serde_json::Number;

/// Returns the constraints of a schema, without those of its parts.
pub(super) fn of(keywords: &Keywords<'_>) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    let mut counted = |(least, most): (Option<usize>, Option<usize>),
                       make: fn(usize, Option<usize>) -> Constraint| {
        if least.is_some_and(|least| least > 0) || most.is_some() {
            constraints.push(make(least.unwrap_or_default(), most));
        }
    };
    counted(keywords.length, Constraint::Length);
    counted(keywords.count, Constraint::Count);
    counted(keywords.size, Constraint::Size);
    constraints.extend(keywords.unique.then_some(Constraint::Unique));
    constraints.extend(keywords.pattern.map(|pattern| Constraint::Pattern(pattern.to_owned())));
    let bound = |bound: Option<(Bound<'_>, bool)>, make: fn(Number, bool) -> Constraint| {
        bound.and_then(|(bound, exclusive)| Some(make(number(bound)?, exclusive)))
    };
    constraints.extend(bound(keywords.minimum, Constraint::Minimum));
    constraints.extend(bound(keywords.maximum, Constraint::Maximum));
    constraints.extend(keywords.multiple_of.and_then(number).map(Constraint::MultipleOf));
    constraints
}

/// Returns the number that a bound is.
pub(super) fn number(bound: Bound<'_>) -> Option<Number> {
    match bound {
        Bound::Integer(value) => Some(value.into()),
        Bound::Number(value) => Number::from_f64(value),
        Bound::Exact(value) => value.as_number().cloned(),
    }
}
