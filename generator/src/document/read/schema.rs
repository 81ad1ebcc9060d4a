//! Schemas, in the shapes that `openapiv3` has for them.

use super::keywords::Keywords;
use super::{external_docs, field, reference, Cx};
use crate::diagnostic::Code;
use crate::document::normalise;
use crate::document::place::Place;
use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Map, Value};

/// The keywords, for those who misspell one.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "type", "format", "enum", "pattern", "minLength", "maxLength", "multipleOf", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "properties", "required", "additionalProperties", "minProperties",
    "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "oneOf", "allOf", "anyOf", "not", "nullable",
    "readOnly", "writeOnly", "deprecated", "externalDocs", "example", "title", "description", "discriminator",
    "default", "xml",
];

/// Reads a schema or a reference to one. What is neither accepts any value.
pub fn schema(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> ReferenceOr<Schema> {
    let mut members = match value {
        Value::Object(_) => field::members(cx, at, value),
        Value::Bool(true) => return anything(),
        other => {
            let message = match other {
                Value::Bool(_) => "no value is one of the schema `false`; any value is accepted",
                Value::Null => "`null` is no schema; any value is accepted",
                _ => "this is no schema; any value is accepted",
            };
            cx.report(Code::WrongType, at, message);
            return anything();
        }
    };
    normalise::schema(cx.sink, cx.version, at, &mut members);
    match members.shift_remove("$ref") {
        Some(target) => match reference::reference(cx, &at.key("$ref"), target) {
            Some(reference) => ReferenceOr::Reference { reference },
            None => anything(),
        },
        None => ReferenceOr::Item(item(cx, at, members)),
    }
}

/// A schema that accepts everything.
pub fn anything() -> ReferenceOr<Schema> {
    let schema_kind = SchemaKind::Any(AnySchema::default());
    ReferenceOr::Item(Schema { schema_data: SchemaData::default(), schema_kind })
}

fn item(cx: &mut Cx<'_>, at: &Place<'_>, members: Map<String, Value>) -> Schema {
    let mut schema_data = SchemaData::default();
    let mut keywords = Keywords::default();
    for (key, value) in members {
        let at = at.key(&key);
        if let Some(value) = keywords.take(cx, &at, &key, value) {
            data(cx, &at, &key, value, &mut schema_data);
        }
    }
    Schema { schema_data, schema_kind: keywords.kind() }
}

/// Reads what describes a schema without deciding about its values.
fn data(cx: &mut Cx<'_>, at: &Place<'_>, key: &str, value: Value, data: &mut SchemaData) {
    match key {
        "nullable" => data.nullable = field::boolean(cx, at, value).unwrap_or_default(),
        "readOnly" => data.read_only = field::boolean(cx, at, value).unwrap_or_default(),
        "writeOnly" => data.write_only = field::boolean(cx, at, value).unwrap_or_default(),
        "deprecated" => data.deprecated = field::boolean(cx, at, value).unwrap_or_default(),
        "externalDocs" => data.external_docs = external_docs(cx, at, value),
        "example" => data.example = Some(value),
        "title" => data.title = field::string(cx, at, value),
        "description" => data.description = field::string(cx, at, value),
        "discriminator" => data.discriminator = discriminator(cx, at, value),
        "default" => data.default = Some(value),
        "xml" => {
            data.extensions.insert(normalise::extension::XML.to_owned(), value);
        }
        _ => field::other_than(KEYWORDS, cx, at, key, value, &mut data.extensions),
    }
}

/// Reads a discriminator; one without a property is dropped.
fn discriminator(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Discriminator> {
    if let Value::String(property_name) = value {
        cx.report(
            Code::WrongType,
            at,
            format!("this is a string; it is read as `propertyName: {property_name}`"),
        );
        return Some(Discriminator { property_name, ..Discriminator::default() });
    }
    let mut discriminator = Discriminator::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "propertyName" => discriminator.property_name = field::string(cx, &at, value).unwrap_or_default(),
            "defaultMapping" => {
                let target = field::string(cx, &at, value).map(Value::from);
                let key = normalise::extension::DEFAULT_MAPPING.to_owned();
                discriminator.extensions.extend(target.map(|target| (key, target)));
            }
            "mapping" => discriminator.mapping = field::map(cx, &at, value, field::string),
            _ => field::other(cx, &at, &key, value, &mut discriminator.extensions),
        }
    }
    if discriminator.property_name.is_empty() {
        cx.report(Code::MissingField, at, "this discriminator has no `propertyName` and is ignored");
        return None;
    }
    Some(discriminator)
}
