//! Texts, numbers and booleans.

use serde_json::{json, Value};

use crate::pattern;

/// Returns values of a type that has no parts.
pub fn of(ty: &str, schema: &Value) -> Vec<Value> {
    match ty {
        "string" => texts(schema).into_iter().map(Value::from).collect(),
        "integer" => integers(schema),
        "number" => numbers(schema),
        "boolean" => vec![json!(true), json!(false)],
        _ => Vec::new(),
    }
}

fn texts(schema: &Value) -> Vec<String> {
    let own = |text: &str| vec![text.to_owned()];
    let format = schema["format"].as_str().unwrap_or_default();
    let mut texts = match format {
        "date-time" => vec!["2024-02-29T12:30:45Z".to_owned(), "1999-12-31T23:59:59.123456+05:30".to_owned()],
        "date" => own("2024-02-29"),
        "time" => own("12:30:45Z"),
        "duration" => own("P1DT2H"),
        "uuid" => own("123e4567-e89b-12d3-a456-426614174000"),
        "uri" | "url" | "iri" => own("https://example.com/a?b=c#d"),
        "uri-reference" => own("/a?b=c"),
        "email" => own("somebody@example.com"),
        "hostname" => own("example.com"),
        "ipv4" | "ip" => own("192.0.2.1"),
        "ipv6" => own("2001:db8::1"),
        "byte" | "base64" | "base64url" => own("aGVsbG8="),
        "decimal" => own("12.50"),
        "int32" | "int64" | "uint64" | "integer" => own("12345"),
        "number" | "float" | "double" => own("1.5"),
        "boolean" => own("true"),
        _ => vec!["text".to_owned(), String::new(), "ü \"\\\n\u{1f600}\0".to_owned(), "null".to_owned()],
    };
    if let Some(text) = schema["pattern"].as_str().and_then(pattern::text) {
        // What has no such pattern would spoil whatever it is a part of.
        texts = vec![text];
    }
    let length = |key: &str| schema[key].as_u64().and_then(|it| usize::try_from(it).ok());
    let min = length("minLength").unwrap_or_default().min(10_000);
    let max = length("maxLength").unwrap_or(usize::MAX);
    for text in &mut texts {
        let missing = min.saturating_sub(text.chars().count());
        text.extend(std::iter::repeat_n('x', missing));
        if text.chars().count() > max {
            *text = text.chars().take(max).collect();
        }
    }
    texts
}

fn integers(schema: &Value) -> Vec<Value> {
    let mut values = vec![json!(1), json!(0), json!(-1), json!(i32::MAX), json!(i32::MIN)];
    if schema["format"] == "int64" {
        values.extend([json!(i64::MAX), json!(i64::MIN)]);
    }
    // A format that says "unsigned" allows no negative values, though validators do not know it.
    if schema["format"].as_str().is_some_and(|format| format.starts_with("uint")) {
        values.retain(|value| value.as_i64().is_none_or(|value| value >= 0));
    }
    bounded(values, schema)
}

fn numbers(schema: &Value) -> Vec<Value> {
    bounded(vec![json!(1.5), json!(0), json!(-2), json!(-0.25), json!(1_000_000)], schema)
}

/// Keeps the values within the bounds and adds the bounds.
fn bounded(mut values: Vec<Value>, schema: &Value) -> Vec<Value> {
    for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
        values.extend(schema.get(key).filter(|value| value.is_number()).cloned());
    }
    let step =
        if key_is_true(schema, "exclusiveMinimum") || schema["exclusiveMinimum"].is_number() { 1 } else { 0 };
    let min = schema["minimum"].as_i64().or(schema["exclusiveMinimum"].as_i64());
    if let Some(min) = min.and_then(|min| min.checked_add(step)) {
        values.insert(0, json!(min));
    }
    let below = |value: f64| schema["minimum"].as_f64().is_some_and(|min| value < min);
    let above = |value: f64| schema["maximum"].as_f64().is_some_and(|max| value > max);
    values.retain(|value| value.as_f64().is_none_or(|value| !below(value) && !above(value)));
    values
}

fn key_is_true(schema: &Value, key: &str) -> bool {
    schema[key] == true
}
