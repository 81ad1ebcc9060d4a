//! Keywords that say nothing: those without a value, those of another type, and those for other readers.

use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};

/// Removes keywords whose value is `null`, as in a line of YAML that ends after the colon. `null` is a value only
/// for `const`, `default` and `example`, and in `type` it is a misspelling that `types` knows.
pub fn without_values(schema: &mut Map<String, Value>) {
    schema.retain(|key, value| {
        !value.is_null()
            || matches!(key.as_str(), "const" | "default" | "example" | "type")
            || key.starts_with("x-")
    });
}

/// Removes keywords that say nothing about values: names by which others refer to the schema (what refers has been
/// resolved before), notices for validators and authors, and examples.
pub fn without_notices(schema: &mut Map<String, Value>) {
    schema.retain(|key, _| {
        !matches!(
            key.as_str(),
            "$id"
                | "$schema"
                | "$anchor"
                | "$dynamicAnchor"
                | "$recursiveAnchor"
                | "$vocabulary"
                | "$comment"
                | "$defs"
                | "definitions"
                | "examples"
        )
    });
}

/// Removes keywords that do not apply to the schema's type, as JSON Schema ignores them. With them, `openapiv3`
/// would not know a string for a string.
///
/// Only those that would shape the type are reported: the bindings do not check the others anywhere.
pub fn of_its_type(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let Some(ty) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    schema.retain(|key, _| {
        let applies = types_of(key).is_none_or(|types| types.contains(&ty.as_str()));
        if !applies && matches!(key.as_str(), "properties" | "required" | "additionalProperties" | "items") {
            let message = format!("`{key}` says nothing about values of type `{ty}` and is ignored");
            sink.report(Code::IneffectiveKeyword, &at.key(key).pointer(), message);
        }
        applies
    });
}

/// Returns the types that a keyword is about, or `None` for all.
pub fn types_of(keyword: &str) -> Option<&'static [&'static str]> {
    match keyword {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType" | "contentSchema" => {
            Some(&["string"])
        }
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            Some(&["number", "integer"])
        }
        "properties"
        | "required"
        | "additionalProperties"
        | "minProperties"
        | "maxProperties"
        | "patternProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "dependencies"
        | "dependentRequired"
        | "dependentSchemas" => Some(&["object"]),
        "items" | "minItems" | "maxItems" | "uniqueItems" | "prefixItems" | "additionalItems"
        | "unevaluatedItems" | "contains" | "minContains" | "maxContains" => Some(&["array"]),
        "format" => Some(&["string", "number", "integer"]),
        _ => None,
    }
}
