//! Media types, their encodings and examples.

use super::field;
use super::{parameter, reference, schema, Cx};
use crate::diagnostic::Code;
use crate::document::normalise;
use crate::document::place::Place;
use crate::document::version::Version;
use indexmap::IndexMap;
use openapiv3::{ArrayType, Encoding, Example, MediaType, ReferenceOr, Schema, SchemaData, SchemaKind, Type};
use serde_json::Value;

/// Reads a media type; `null` is one without a schema.
pub fn media_type(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<MediaType> {
    let mut media_type = MediaType::default();
    let mut item = None;
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "itemSchema" => item = Some(schema::schema(cx, &at, value)),
            "prefixEncoding" | "itemEncoding" => {
                let message = format!("`{key}` is not read: callers make the parts of the body");
                cx.report(Code::EncodingIgnored, &at, message);
            }
            "schema" => media_type.schema = Some(schema::schema(cx, &at, value)),
            "example" => media_type.example = Some(value),
            "description" => {}
            "examples" => media_type.examples = examples(cx, &at, value),
            "encoding" => {
                media_type.encoding = field::map(cx, &at, value, encoding);
                if cx.written == Version::V3_0 {
                    forget_styles_of_parts(cx, &at, &mut media_type.encoding);
                }
            }
            _ => field::other(cx, &at, &key, value, &mut media_type.extensions),
        }
    }
    if let (None, Some(item)) = (&media_type.schema, item) {
        media_type.schema = Some(sequence(item));
        media_type.extensions.insert(normalise::extension::SEQUENCE.to_owned(), true.into());
    }
    Some(media_type)
}

/// In OpenAPI 3.0 only the members of forms have styles (OAS 3.0.4, Encoding Object).
fn forget_styles_of_parts(cx: &mut Cx<'_>, at: &Place<'_>, encodings: &mut IndexMap<String, Encoding>) {
    let pointer = at.pointer();
    let name = pointer.parent().and_then(|parent| parent.tokens().last());
    if !name.is_some_and(|name| name.trim_start().starts_with("multipart/")) {
        return;
    }
    for (name, encoding) in encodings {
        let explode = encoding.extensions.shift_remove(normalise::extension::EXPLODE).is_some();
        if encoding.style.take().is_some() | explode | std::mem::take(&mut encoding.allow_reserved) {
            let message =
                "parts have no `style`, `explode` or `allowReserved` in OpenAPI 3.0: they are ignored";
            cx.report(Code::EncodingIgnored, &at.key(name), message);
        }
    }
}

/// Makes an array of what follows each other in a body.
fn sequence(item: ReferenceOr<Schema>) -> ReferenceOr<Schema> {
    let items = Some(match item {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    });
    let array = ArrayType { items, min_items: None, max_items: None, unique_items: false };
    let schema_kind = SchemaKind::Type(Type::Array(array));
    ReferenceOr::Item(Schema { schema_data: SchemaData::default(), schema_kind })
}

/// Reads an encoding.
///
/// `openapiv3` has `false` for an absent `explode`, while the specification's default hangs on the style; so an
/// `explode` that is written also stands in [`normalise::extension::EXPLODE`].
fn encoding(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Encoding> {
    let mut encoding = Encoding::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "contentType" => encoding.content_type = field::string(cx, &at, value),
            "headers" => encoding.headers = field::map(cx, &at, value, parameter::header_or_reference),
            "style" => encoding.style = parameter::style(cx, &at, value, parameter::QUERY_STYLES),
            "explode" => {
                if let Some(explode) = field::boolean(cx, &at, value) {
                    encoding.explode = explode;
                    encoding.extensions.insert(normalise::extension::EXPLODE.to_owned(), explode.into());
                }
            }
            // Of a part that has parts itself; that there is an encoding is reported as such.
            "encoding" | "prefixEncoding" | "itemEncoding" => {}
            "allowReserved" => encoding.allow_reserved = field::boolean(cx, &at, value).unwrap_or_default(),
            _ => field::other(cx, &at, &key, value, &mut encoding.extensions),
        }
    }
    Some(encoding)
}

/// Reads `examples`: a map in the specification, but often written as a list.
pub fn examples(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> IndexMap<String, ReferenceOr<Example>> {
    let Value::Array(values) = value else {
        return field::map(cx, at, value, example_or_reference);
    };
    let message = "`examples` is an array, not an object with a name for each; the bindings number them";
    cx.report(Code::WrongType, at, message);
    let example = |value| ReferenceOr::Item(Example { value: Some(value), ..Example::default() });
    values.into_iter().enumerate().map(|(index, value)| (index.to_string(), example(value))).collect()
}

/// Reads an example or a reference to one.
pub fn example_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Example>> {
    if !value.is_object() {
        let message =
            format!("{} is not an object with a `value`; it is taken to be the value itself", at.name());
        cx.report(Code::WrongType, at, message);
        return Some(ReferenceOr::Item(Example { value: Some(value), ..Example::default() }));
    }
    reference::or_item(cx, at, value, |cx, at, value| Some(example(cx, at, value)))
}

fn example(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Example {
    let mut example = Example::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "summary" => example.summary = field::string(cx, &at, value),
            "description" => example.description = field::string(cx, &at, value),
            "value" | "dataValue" => example.value = Some(value),
            // How a value looks when it is sent, which the bindings find out by themselves.
            "serializedValue" => {}
            "externalValue" => example.external_value = field::string(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut example.extensions),
        }
    }
    example
}
