//! `enum`: values of the schema's type.

use super::label;
use super::number::integral;
use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};

/// Reads values that have the text of the schema's type as that type, and leaves out those that have not.
pub fn of_its_type(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let Some(ty) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let at = at.key("enum");
    let mut stays = Vec::with_capacity(values.len());
    values.retain_mut(|value| {
        let at = at.index(stays.len());
        let fits = match of_type(&ty, value) {
            Fit::Same => true,
            Fit::Equal(equal) => {
                *value = equal;
                true
            }
            Fit::Read(read) => {
                let message = format!("`{value}` in `enum` is not of type `{ty}`; it is read as `{read}`");
                sink.report(Code::ContradictoryValue, &at.pointer(), message);
                *value = read;
                true
            }
            Fit::No => {
                let message = format!("`{value}` in `enum` is not of type `{ty}` and is left out");
                sink.report(Code::ContradictoryValue, &at.pointer(), message);
                false
            }
        };
        stays.push(fits);
        fits
    });
    if values.is_empty() {
        schema.shift_remove("enum");
    }
    label::retain(schema, &stays);
}

/// How a value fits a type.
enum Fit {
    Same,
    /// Another spelling of the same value: `1.0` for `1`.
    Equal(Value),
    /// A value of another type with the same text.
    Read(Value),
    No,
}

fn of_type(ty: &str, value: &Value) -> Fit {
    match (ty, value) {
        ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("object", Value::Object(_))
        | ("array", Value::Array(_)) => Fit::Same,
        ("integer", Value::Number(number)) if number.is_i64() || number.is_u64() => Fit::Same,
        ("integer", Value::Number(number)) => {
            integral(number).map_or(Fit::No, |number| Fit::Equal(number.into()))
        }
        ("string", Value::Number(_) | Value::Bool(_)) => Fit::Read(value.to_string().into()),
        ("integer", Value::String(text)) => {
            text.parse::<i64>().map_or(Fit::No, |number| Fit::Read(number.into()))
        }
        ("number", Value::String(text)) => match serde_json::from_str::<serde_json::Number>(text) {
            Ok(number) => Fit::Read(number.into()),
            Err(_) => Fit::No,
        },
        ("boolean", Value::String(text)) => {
            text.parse::<bool>().map_or(Fit::No, |value| Fit::Read(value.into()))
        }
        _ => Fit::No,
    }
}
