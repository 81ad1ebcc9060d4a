//! `patternProperties` and `unevaluatedProperties`: spelt as `additionalProperties`.

use super::notes;
use serde_json::{json, Map, Value};

/// Rewrites what is said of members beside `properties` to what OpenAPI 3.0 has for it.
pub fn of_members(schema: &mut Map<String, Value>) {
    if let Some(rest) = schema.shift_remove("unevaluatedProperties") {
        schema.entry("additionalProperties").or_insert(rest);
    }
    let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else {
        return;
    };
    if patterns.is_empty() {
        return;
    }
    let names: Vec<String> = patterns.keys().map(|pattern| notes::code(pattern)).collect();
    let mut values: Vec<Value> = Vec::new();
    for value in patterns.into_values().chain(beyond(schema)) {
        if value != Value::Bool(false) && !values.contains(&value) {
            values.push(value);
        }
    }
    let anything = values.iter().any(is_anything);
    let additional = match (anything, values.pop()) {
        (true, _) => true.into(),
        (false, None) => false.into(),
        (false, Some(only)) if values.is_empty() => only,
        (false, Some(last)) => {
            values.push(last);
            json!({ "anyOf": values })
        }
    };
    schema.insert("additionalProperties".to_owned(), additional);
    let which = if schema.contains_key("properties") { "Another name" } else { "Each name" };
    let patterns = match &names[..] {
        [name] => format!("the regular expression {name}"),
        names => format!("one of the regular expressions {}", names.join(", ")),
    };
    notes::add(schema, format!("{which} matches {patterns}"));
}

/// Returns what members may be that match no pattern. Beside properties nobody has said: what comes with a later
/// version of the document must not fail for being no value of a pattern's schema.
fn beyond(schema: &mut Map<String, Value>) -> Option<Value> {
    let additional = schema.shift_remove("additionalProperties");
    additional.or_else(|| schema.contains_key("properties").then_some(Value::Bool(true)))
}

fn is_anything(schema: &Value) -> bool {
    match schema {
        Value::Bool(anything) => *anything,
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
