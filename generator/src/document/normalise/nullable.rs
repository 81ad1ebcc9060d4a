//! `null` among the values: said by `nullable`, and by nothing else.
//!
//! By the letter (OAS 3.0.3, Schema Object; "Clarify Semantics of nullable") `nullable` needs a `type` beside it and a
//! `null` in `enum`. Documents and servers know better what they mean than that: wherever any spelling says that
//! `null` may come, it may.

use super::label;
use serde_json::{Map, Value};

/// Moves `null` out of `enum`, and members that are only `null` out of `oneOf` and `anyOf`.
pub fn in_one_place(schema: &mut Map<String, Value>) {
    let mut nullable = false;
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        let stays: Vec<bool> = values.iter().map(|value| !value.is_null()).collect();
        values.retain(|value| !value.is_null());
        nullable = values.len() < stays.len();
        if nullable && values.is_empty() {
            schema.shift_remove("enum");
        }
        if nullable {
            label::retain(schema, &stays);
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        nullable |= without_null(schema, keyword);
    }
    if nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// Removes the members that are only `null`, and returns whether there were any. A single member that is left is
/// not a choice any more: it becomes an `allOf`.
fn without_null(schema: &mut Map<String, Value>, keyword: &str) -> bool {
    let Some(Value::Array(members)) = schema.get_mut(keyword) else {
        return false;
    };
    let before = members.len();
    members.retain(|member| !is_null(member));
    let found = members.len() < before;
    if found && members.is_empty() {
        schema.shift_remove(keyword);
    } else if found
        && members.len() == 1
        && !schema.contains_key("allOf")
        && !schema.contains_key("discriminator")
    {
        if let Some(member) = schema.shift_remove(keyword) {
            schema.insert("allOf".to_owned(), member);
        }
    }
    found
}

/// Whether a member of a union is a spelling of `null`: `type: "null"`, `const: null`, `enum: [null]`, or, as some generators
/// write it, `nullable: true` alone.
pub fn is_null(member: &Value) -> bool {
    let Value::Object(schema) = member else {
        return false;
    };
    let by_type = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().all(is_null_type),
        Some(ty) => is_null_type(ty),
        None => false,
    };
    let by_const = schema.get("const") == Some(&Value::Null);
    let by_enum = matches!(schema.get("enum"), Some(Value::Array(values)) if !values.is_empty() && values.iter().all(Value::is_null));
    let describes = |key: &str| matches!(key, "nullable" | "title" | "description" | "example" | "default");
    let alone = schema.get("nullable") == Some(&Value::Bool(true))
        && schema.keys().all(|key| describes(key) || key.starts_with("x-"));
    by_type || by_const || by_enum || alone
}

fn is_null_type(ty: &Value) -> bool {
    ty.is_null() || ty.as_str() == Some("null")
}
