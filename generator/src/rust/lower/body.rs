//! Request bodies: which media type is sent, and from what.

use super::context::Cx;
use super::operation::owner_of;
use super::schema::type_of;
use crate::diagnostic::Code;
use crate::model::{MediaType, Operation};
use crate::rust::docs::Docs;
use crate::rust::method::{Body, BodyKind};
use crate::rust::name::Name;
use crate::rust::ty::Type;

/// Returns the body of an operation: JSON if it is offered, or else a form, text or bytes.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation, owner: &str) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let media = body.content.iter().min_by_key(|media| preference(&media.name))?;
    let hint = owner_of(&body.at, owner, "request");
    let kind = kind(cx, media, &hint);
    let docs = body.description.as_deref().map(Docs::rewrite).unwrap_or_default();
    Some(Body {
        name: Name::fixed("body"),
        required: body.required,
        docs,
        media_type: concrete(&media.name),
        kind,
    })
}

fn kind(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> BodyKind {
    let name = essence(&media.name);
    if is_json(&name) {
        return BodyKind::Json(schema_type(cx, media, hint));
    }
    if name == "application/x-www-form-urlencoded" {
        return BodyKind::Form(schema_type(cx, media, hint));
    }
    if media.sequence {
        report_sequence(cx, media, hint);
    }
    if name.starts_with("text/") || is_lines(&name) {
        return BodyKind::Text;
    }
    if name.starts_with("multipart/") || name.contains('*') {
        let message = format!("a body of the media type `{}` is not made from its schema", media.name);
        cx.sink
            .report(Code::RawMediaType, &media.at, message)
            .help("the bindings take the encoded bytes of the body and their media type, with the boundary of a multipart one");
        return BodyKind::Encoded;
    }
    if name != "application/octet-stream" && media.schema.is_some() && !is_bytes(cx, media) {
        let message = format!("a body of the media type `{}` is not made from its schema", media.name);
        cx.sink
            .report(Code::RawMediaType, &media.at, message)
            .help("the bindings take the encoded bytes of the body");
    }
    BodyKind::Binary
}

/// Whether a media type is a text of JSON values, one after the other.
pub(super) fn is_lines(essence: &str) -> bool {
    let name = essence.strip_prefix("application/").map(|name| name.strip_prefix("x-").unwrap_or(name));
    name.is_some_and(|name| {
        matches!(name, "jsonl" | "ndjson" | "json-seq" | "json-lines") || name.ends_with("+json-seq")
    })
}

/// Makes the models of what follows each other in a body, and says that the body is handed over as it is.
pub(super) fn report_sequence(cx: &mut Cx<'_>, media: &MediaType, hint: &str) {
    schema_type(cx, media, hint);
    let message = format!("the items of a body of the media type `{}` are not read one by one", media.name);
    cx.sink
        .report(Code::SequentialBody, &media.at, message)
        .help("the bindings have the models of the items, and hand over the body as it is");
}

fn is_bytes(cx: &Cx<'_>, media: &MediaType) -> bool {
    use crate::model::{Kind, Scalar};
    let Some(schema) = &media.schema else { return true };
    matches!(&cx.api.schemas[cx.target(schema.id)].kind, Kind::Any | Kind::Scalar(Scalar::String(_)))
}

pub(super) fn schema_type(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> Type {
    match &media.schema {
        Some(schema) => type_of(cx, schema, hint),
        None => Type::Value,
    }
}

pub(super) fn preference(media_type: &str) -> u8 {
    let name = essence(media_type);
    match name.as_str() {
        "application/json" => 0,
        "*/*" | "application/*" => 1,
        _ if is_json(&name) => 2,
        "application/x-www-form-urlencoded" => 3,
        _ if name.starts_with("text/") => 4,
        _ => 5,
    }
}

/// Returns the media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a body of the media type is JSON. A range takes JSON too, and JSON is what is meant where anything goes.
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json"
        || essence.ends_with("+json")
        || essence == "*/*"
        || essence == "application/*"
        || essence == "text/json"
}

/// Returns a media type that can be sent for one that may be a range.
fn concrete(media_type: &str) -> String {
    match essence(media_type).as_str() {
        "*/*" | "application/*" => "application/json".to_owned(),
        "text/*" => "text/plain".to_owned(),
        _ => media_type.trim().to_owned(),
    }
}
