//! `type` and `format` of strings, numbers and booleans.

use super::context::Cx;
use super::keywords::Keywords;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Kind, Scalar};

/// Returns the scalar that `type` names; `None` when there is no `type`.
pub(super) fn of(cx: &mut Cx<'_, '_>, keywords: &Keywords<'_>, at: &Pointer) -> Option<Kind> {
    let ty = keywords.ty?;
    let scalar = named(ty, keywords.format);
    if scalar.is_none() && ty != "null" {
        let message = format!("`{ty}` is not a type of OpenAPI 3.0: the bindings accept any value");
        cx.report(Code::UnknownType, at, message);
    }
    scalar.map(Kind::Scalar)
}

/// Returns the scalar of a type and format; `None` for other types.
pub(super) fn named(ty: &str, format: Option<&str>) -> Option<Scalar> {
    let format = format.map(str::to_owned);
    match ty {
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
