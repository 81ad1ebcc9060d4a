//! `false` where a schema may stand: no value is one of it.

use serde_json::{Map, Value};

/// Removes properties that no object has and members that no value is.
pub fn without(schema: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| *property != Value::Bool(false));
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(Value::Array(members)) = schema.get_mut(keyword) {
            // A choice of nothing else is reported where it is read.
            if members.iter().any(|member| *member != Value::Bool(false)) {
                members.retain(|member| *member != Value::Bool(false));
            }
        }
    }
}
