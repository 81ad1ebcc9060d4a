//! What stands beside the `$ref` of a schema.
//!
//! OpenAPI 3.0 ignores it by the letter ("This object cannot be extended with additional properties"), while
//! documents put a description, `xml` or `nullable` there and mean it. From OpenAPI 3.1 on all of it counts. So
//! `{ $ref, nullable }` becomes `{ allOf: [ { $ref } ], nullable }`, which says the same in every version.

use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use crate::document::version::Version;
use serde_json::{json, Map, Value};

/// Rewrites the members of a schema that has a `$ref`.
pub fn siblings(sink: &mut Sink, version: Version, at: &Place<'_>, schema: &mut Map<String, Value>) {
    schema.retain(|key, value| match key.as_str() {
        "$ref" => true,
        "title" | "description" | "default" | "example" | "xml" => !value.is_null(),
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => *value != Value::Bool(false),
        "externalDocs" => false,
        key if key.starts_with("x-") || version >= Version::V3_1 => true,
        _ => {
            let message = format!("`{key}` beside a `$ref` is ignored");
            sink.report(Code::IgnoredSibling, &at.key(key).pointer(), message)
                .help("to add to what is referred to, write `allOf` with the reference as its first element");
            false
        }
    });
    let wrap = schema.keys().any(|key| key != "$ref" && !key.starts_with("x-"));
    if wrap {
        if let Some(target) = schema.shift_remove("$ref") {
            add(schema, json!({ "$ref": target }));
        }
    }
}

/// Adds a member to `allOf`, after those that are there, so that they stay where they are.
fn add(schema: &mut Map<String, Value>, member: Value) {
    match schema.get_mut("allOf") {
        Some(Value::Array(members)) => members.push(member),
        _ => {
            schema.insert("allOf".to_owned(), Value::Array(vec![member]));
        }
    }
}
