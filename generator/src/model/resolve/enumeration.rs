//! `enum`.

use super::context::Cx;
use super::keywords::Keywords;
use super::{label, scalar};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Enumeration, Kind, Label, Scalar};
use serde_json::Value;
use std::collections::HashSet;

/// Returns the listed values besides `null`; `None` if `null` is the only one.
///
/// The loader has made the values fit a `type` that stands beside them.
pub(super) fn of(cx: &mut Cx<'_, '_>, keywords: &Keywords<'_>, at: &Pointer) -> Option<Kind> {
    let listed = keywords.values();
    let labelled = label::of(cx, keywords, &listed, at);
    let at = at.join("enum");
    let mut seen = HashSet::new();
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for (index, value) in listed.into_iter().enumerate() {
        let value = exact(value);
        if value.is_null() {
            continue;
        }
        if seen.insert(value.to_string()) {
            values.push(value);
            labels.extend(labelled.get(index).cloned());
        } else {
            let message = format!("`{}` is listed twice: the bindings have it once", text(&value));
            cx.report(Code::DuplicateValue, &at.join(index), message);
        }
    }
    let declared =
        scalar::of(keywords).filter(|scalar| values.iter().all(|value| is_value_of(value, scalar)));
    let scalar = declared.or_else(|| common_type(&values));
    (!values.is_empty()).then_some(Kind::Enumeration(Enumeration { values, labels, scalar }))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn is_value_of(value: &Value, scalar: &Scalar) -> bool {
    match scalar {
        Scalar::String(_) => value.is_string(),
        Scalar::Integer(_) => value.is_i64() || value.is_u64(),
        Scalar::Number(_) => value.is_number(),
        Scalar::Boolean => value.is_boolean(),
    }
}

/// Writes a number without fraction as an integer, so that `1.0` and `1` are one value.
fn exact(value: Value) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() <= EXACT => {
            Value::from(number as i64)
        }
        _ => value,
    }
}

/// Returns the type that all values have, if they have one.
fn common_type(values: &[Value]) -> Option<Scalar> {
    let candidates = [Scalar::String(None), Scalar::Integer(None), Scalar::Number(None), Scalar::Boolean];
    candidates.into_iter().find(|scalar| values.iter().all(|value| is_value_of(value, scalar)))
}

/// Whether every value is of the scalar's type.
pub(super) fn is_of(enumeration: &Enumeration, scalar: &Scalar) -> bool {
    enumeration.values.iter().all(|value| is_value_of(value, scalar))
}

/// Returns the values that two enumerations in one `allOf` have in common; `None` if there is none.
pub(super) fn common(earlier: &Enumeration, later: &Enumeration) -> Option<Enumeration> {
    let allowed: HashSet<String> = later.values.iter().map(Value::to_string).collect();
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for (index, value) in earlier.values.iter().enumerate() {
        if allowed.contains(&value.to_string()) {
            values.push(value.clone());
            labels.push(label_of(value, index, earlier, later));
        }
    }
    labels.retain(|_| !(earlier.labels.is_empty() && later.labels.is_empty()));
    let scalar = later.scalar.clone().or_else(|| earlier.scalar.clone());
    (!values.is_empty()).then_some(Enumeration { values, labels, scalar })
}

/// Returns what either of two enumerations calls a value.
fn label_of(value: &Value, index: usize, earlier: &Enumeration, later: &Enumeration) -> Label {
    let own = earlier.labels.get(index);
    let other = || {
        let position = later.values.iter().position(|other| other == value)?;
        later.labels.get(position)
    };
    own.or_else(other).cloned().unwrap_or_default()
}
