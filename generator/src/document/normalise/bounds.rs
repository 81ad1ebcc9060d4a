//! `minimum`, `maximum`, `multipleOf` and the two `exclusive…`.

use super::extension::{MAXIMUM, MINIMUM, MULTIPLE_OF};
use super::number::integral;
use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Number, Value};

/// Rewrites the bounds to numbers that go with the schema's type and to exclusions that are booleans.
pub fn of_openapi_3_0(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    for keyword in ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"] {
        unquote(sink, at, schema, keyword);
    }
    exclusive(schema, "exclusiveMinimum", "minimum", |exclusive, inclusive| exclusive >= inclusive);
    exclusive(schema, "exclusiveMaximum", "maximum", |exclusive, inclusive| exclusive <= inclusive);
    if schema.get("type").and_then(Value::as_str) == Some("integer") {
        integer(schema, "minimum", MINIMUM);
        integer(schema, "maximum", MAXIMUM);
        integer(schema, "multipleOf", MULTIPLE_OF);
    }
}

/// Reads a number that stands in quotes.
fn unquote(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>, keyword: &str) {
    let Some(value) = schema.get_mut(keyword) else {
        return;
    };
    let Some(number) = value.as_str().and_then(|text| serde_json::from_str::<Number>(text).ok()) else {
        return;
    };
    let message = format!("`{keyword}` is a string; it is read as the number `{number}`");
    sink.report(Code::UnquotedValue, &at.key(keyword).pointer(), message).help("remove the quotes");
    *value = number.into();
}

/// Rewrites a number, which is the bound itself in later versions of JSON Schema, to a boolean beside the bound.
fn exclusive(schema: &mut Map<String, Value>, keyword: &str, bound: &str, stricter: fn(f64, f64) -> bool) {
    let Some(Value::Number(number)) = schema.get(keyword) else {
        return;
    };
    let number = number.clone();
    let inclusive = schema.get(bound).and_then(Value::as_f64);
    let counts = match (number.as_f64(), inclusive) {
        (Some(exclusive), Some(inclusive)) => stricter(exclusive, inclusive),
        _ => true,
    };
    if counts {
        schema.insert(bound.to_owned(), number.into());
    }
    schema.insert(keyword.to_owned(), counts.into());
}

/// Moves the bound of an integer that is no `i64` to where it can stand as it is.
fn integer(schema: &mut Map<String, Value>, keyword: &str, extension: &str) {
    let Some(Value::Number(number)) = schema.get(keyword) else {
        return;
    };
    match integral(number).filter(Number::is_i64) {
        Some(number) => schema.insert(keyword.to_owned(), number.into()),
        None => schema.shift_remove(keyword).and_then(|number| schema.insert(extension.to_owned(), number)),
    };
}
