//! Schemas: what 2.0 says in other words than 3.0. Keywords of later versions mean what they mean there.

use super::context::{Cx, Spot};
use super::reference::Kind;
use serde_json::{json, Map, Value};

/// Converts a schema; what is none is left for `read` to report.
pub fn schema(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut converted = Map::new();
    for (key, value) in members {
        converted.insert(key.clone(), keyword(cx, &at.key(key), key, value));
    }
    if members.get("$ref").is_some_and(Value::is_string) {
        cx.refers(Kind::Schema, &at.to);
    }
    spelt_as_in_3_0(&mut converted);
    converted.into()
}

fn keyword(cx: &mut Cx<'_, '_>, at: &Spot<'_>, key: &str, value: &Value) -> Value {
    match key {
        "properties" | "patternProperties" => cx.map(at, value, |cx, at, value| Some(schema(cx, at, value))),
        "items" | "allOf" | "oneOf" | "anyOf" => match value {
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                elements.map(|(index, value)| schema(cx, &at.index(index), value)).collect()
            }
            _ => schema(cx, at, value),
        },
        "additionalProperties" | "not" => schema(cx, at, value),
        "discriminator" => match value {
            Value::String(name) => json!({ "propertyName": name }),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Rewrites `x-nullable`, by which many say in 2.0 what it has no keyword for, and `type: file`.
pub fn spelt_as_in_3_0(schema: &mut Map<String, Value>) {
    if schema.get("x-nullable") == Some(&Value::Bool(true)) && !schema.contains_key("nullable") {
        schema.shift_remove("x-nullable");
        schema.insert("nullable".to_owned(), true.into());
    }
    if is_file(schema) {
        schema.insert("type".to_owned(), "string".into());
        schema.insert("format".to_owned(), "binary".into());
    }
}

/// Whether a schema is that of a file.
pub fn is_file(schema: &Map<String, Value>) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("file")
}
