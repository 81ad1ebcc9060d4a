//! `type` and `format` of strings, numbers and booleans.

use super::constraint;
use super::keywords::{Bound, Keywords};
use crate::model::Scalar;

/// Returns the scalar that `type` and `format` name; `None` for other types and without one.
pub(super) fn of(keywords: &Keywords<'_>) -> Option<Scalar> {
    let format = keywords.format.map(str::to_owned);
    match keywords.ty? {
        "string" => Some(Scalar::String(format)),
        "integer" => Some(Scalar::Integer(holding(format, keywords))),
        "number" => Some(Scalar::Number(format)),
        "boolean" => Some(Scalar::Boolean),
        _ => None,
    }
}

/// Returns the format of an integer, or a wider one where the bounds beside it allow what it does not hold.
///
/// `format: int32` with `maximum: 4294967295` comes to `int64`: a format says less than a number that was written down.
fn holding(format: Option<String>, keywords: &Keywords<'_>) -> Option<String> {
    let (least, most) = match format.as_deref() {
        Some("int32" | "int16" | "int8" | "uint16" | "uint8") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint") => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let low = keywords.minimum.and_then(|(bound, _)| integer(bound)).unwrap_or(least);
    let high = keywords.maximum.and_then(|(bound, _)| integer(bound)).unwrap_or(most);
    if [low, high].iter().all(|bound| (least..=most).contains(bound)) {
        return format;
    }
    let is_large = low >= 0 && high > i64::MAX.into();
    Some(if is_large { "uint64" } else { "int64" }.to_owned())
}

/// Returns the integer that a bound is, or the next one below a fraction.
fn integer(bound: Bound<'_>) -> Option<i128> {
    let number = constraint::number(bound)?;
    // Casting stops at the ends of the type, which are further away than any bound that matters.
    number.as_i128().or_else(|| number.as_f64().map(|value| value.floor() as i128))
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
