//! `type` and `format` of strings, numbers and booleans.

use super::keywords::Keywords;
use crate::model::Scalar;

/// Returns the scalar that `type` and `format` name; `None` for other types and without one.
pub(super) fn of(keywords: &Keywords<'_>) -> Option<Scalar> {
    let format = keywords.format.map(str::to_owned);
    match keywords.ty? {
        "string" => Some(Scalar::String(format)),
        "integer" => Some(Scalar::Integer(format)),
        "number" => Some(Scalar::Number(format)),
        "boolean" => Some(Scalar::Boolean),
        _ => None,
    }
}

/// Returns what two scalars in one `allOf` have in common: the later format, an integer rather than a number.
pub(super) fn common(earlier: &Scalar, later: &Scalar) -> Option<Scalar> {
    let format = |earlier: &Option<String>, later: &Option<String>| later.clone().or_else(|| earlier.clone());
    match (earlier, later) {
        (Scalar::String(a), Scalar::String(b)) => Some(Scalar::String(format(a, b))),
        (Scalar::Integer(a), Scalar::Integer(b)) => Some(Scalar::Integer(format(a, b))),
        (Scalar::Number(a), Scalar::Number(b)) => Some(Scalar::Number(format(a, b))),
        (Scalar::Integer(_), Scalar::Number(_)) => Some(earlier.clone()),
        (Scalar::Number(_), Scalar::Integer(_)) => Some(later.clone()),
        (Scalar::Boolean, Scalar::Boolean) => Some(Scalar::Boolean),
        _ => None,
    }
}
