//! A schema without `$ref` and `allOf` at its top.

use serde_json::{json, Map, Value};

use crate::schemas::Schemas;

/// How many schemas are merged into one.
const MAX_MERGED: usize = 200;

/// Merges what a schema refers to and is all of into one schema.
pub fn flat(schemas: &Schemas, schema: &Value) -> Value {
    let mut into = Map::new();
    let mut left = MAX_MERGED;
    add(schemas, schema, &mut into, &mut left);
    Value::Object(into)
}

fn add(schemas: &Schemas, schema: &Value, into: &mut Map<String, Value>, left: &mut usize) {
    let Some(members) = schema.as_object().filter(|_| *left > 0) else {
        return;
    };
    *left -= 1;
    if let Some(target) = members.get("$ref").and_then(Value::as_str).and_then(|it| schemas.referred(it)) {
        add(schemas, target, into, left);
        if !schemas.has_siblings() {
            return;
        }
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        add(schemas, part, into, left);
    }
    for (key, value) in members {
        match (key.as_str(), into.get_mut(key)) {
            ("$ref" | "allOf", _) => {}
            ("properties", Some(Value::Object(old))) => properties(old, value),
            ("required", Some(Value::Array(old))) => {
                old.extend(value.as_array().into_iter().flatten().cloned())
            }
            ("enum", Some(Value::Array(old))) => {
                old.retain(|it| value.as_array().is_some_and(|new| new.contains(it)));
            }
            // Two unions: the second one is left to the validator.
            ("oneOf" | "anyOf", Some(_)) => {}
            ("type", Some(old)) if old != value => *old = common(old, value),
            _ => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}

fn properties(old: &mut Map<String, Value>, new: &Value) {
    for (name, property) in new.as_object().into_iter().flatten() {
        match old.get_mut(name) {
            Some(old) => *old = json!({ "allOf": [old, property] }),
            None => {
                old.insert(name.clone(), property.clone());
            }
        }
    }
}

/// Returns the types that both allow.
fn common(old: &Value, new: &Value) -> Value {
    let list = |value: &Value| match value {
        Value::Array(types) => types.clone(),
        other => vec![other.clone()],
    };
    let (old, new) = (list(old), list(new));
    Value::Array(old.into_iter().filter(|ty| new.contains(ty)).collect())
}
