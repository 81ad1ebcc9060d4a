//! Request bodies: which media types are sent, by which methods, and from what.

use super::context::Cx;
use super::form;
use super::multipart;
use super::operation::owner_of;
use super::schema::type_of;
use super::xml;
use crate::diagnostic::Code;
use crate::model::{Kind, MediaType, Operation, Scalar};
use crate::rust::docs::Docs;
use crate::rust::method::{Body, BodyKind, Form};
use crate::rust::name::{Name, Scope};
use crate::rust::ty::Type;

/// Returns the media types of the bodies that an operation sends, the one that its method sends first: JSON if it is
/// offered, or else a form, parts, text or bytes.
pub(super) fn chosen<'a>(cx: &Cx<'a>, operation: &'a Operation) -> Vec<&'a MediaType> {
    let mut all: Vec<&MediaType> = operation.body.iter().flat_map(|body| &body.content).collect();
    all.sort_by_key(|media| (is_raw(cx, media), preference(&media.name), media.name.contains(';')));
    let mut chosen: Vec<&MediaType> = Vec::new();
    for media in all {
        if !chosen.iter().any(|before| covers(cx, before, media)) {
            chosen.push(media);
        }
    }
    chosen
}

/// Whether a body of one media type says all that one of another could: the schemas are the same, and what tells the
/// media types apart tells the server nothing.
fn covers(cx: &Cx<'_>, chosen: &MediaType, other: &MediaType) -> bool {
    let is_same = match (&chosen.schema, &other.schema) {
        (Some(chosen), Some(other)) => cx.api.schemas.is_same(chosen, other),
        (chosen, other) => chosen.is_none() && other.is_none(),
    };
    let (chosen, name) = (essence(&chosen.name), essence(&other.name));
    let is_flat = |name: &str| is_json(name) || name == FORM || name.starts_with("multipart/");
    is_same
        && (chosen == name
            || is_json(&chosen) && (name == "text/json" || name.contains('*')) && !is_raw(cx, other)
            || name == FORM && is_flat(&chosen)
            || name.starts_with("multipart/") && is_flat(&chosen) && !multipart::has_files(cx, other))
}

/// The media type of forms.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Returns what a method that sends a body of a media type is called after.
pub(super) fn label(media_type: &str) -> String {
    let name = essence(media_type);
    match name.as_str() {
        FORM => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        "text/plain" => "text".to_owned(),
        // The parameters tell it from others, or it would have been left out; the type hardly does.
        _ => {
            let name = media_type.split_once('/').map_or(media_type, |(_, name)| name);
            name.strip_prefix("x-").unwrap_or(name).to_owned()
        }
    }
}

/// Makes the body of an operation in a media type; `owner` names its inline schemas, and `marker` its form.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    operation: &Operation,
    media: &MediaType,
    (owner, marker): (&str, &Name),
    markers: &mut Scope,
    forms: &mut Vec<Form>,
) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let hint = owner_of(&body.at, owner, "request");
    let kind = match essence(&media.name).starts_with("multipart/") {
        true => {
            let key = format!("{} {}", super::operation::key(operation), media.name);
            let name = |cx: &mut Cx<'_>| cx.claim(markers, &key, &format!("{} form", marker.as_str()));
            let form =
                multipart::lower(cx, media, &hint, &format!("{} {}", operation.method, operation.path), name);
            if form.is_none() {
                // Callers make the parts, of models too.
                schema_type(cx, media, &hint);
            }
            let kind = BodyKind::Multipart(form.as_ref().map(|form| form.name.clone()));
            forms.extend(form);
            kind
        }
        false => kind(cx, media, &hint),
    };
    let members = form::members(cx, media);
    let docs = body.description.as_deref().map(Docs::rewrite).unwrap_or_default();
    Some(Body {
        name: Name::fixed("body"),
        required: body.required,
        docs,
        media_type: concrete(&media.name),
        kind,
        members,
    })
}

fn kind(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> BodyKind {
    let name = essence(&media.name);
    let (is_binary, is_range) = (is_binary(cx, media), name.contains('*'));
    if is_binary && !is_range {
        return BodyKind::Binary;
    }
    if is_json(&name) && !is_raw(cx, media) {
        return BodyKind::Json(schema_type(cx, media, hint));
    }
    if name == FORM {
        return match is_string(cx, media) {
            true => BodyKind::Text,
            false => BodyKind::Form(schema_type(cx, media, hint)),
        };
    }
    if is_lines(&name) {
        return lines(cx, media, hint);
    }
    if media.sequence {
        report_sequence(cx, media, hint);
    }
    if let Some(root) = xml::is_xml(&name).then(|| xml::written(cx, media)).flatten() {
        return BodyKind::Xml(schema_type(cx, media, hint), root);
    }
    opaque(cx, media, &name)
}

/// Returns a body that callers encode, and says so where a schema says more than that it is text or bytes.
fn opaque(cx: &mut Cx<'_>, media: &MediaType, name: &str) -> BodyKind {
    let (is_text, is_range) = (name.starts_with("text/"), name.contains('*'));
    let is_plain = match is_text {
        true => !is_compound(cx, media),
        false => name == "application/octet-stream" || is_bytes(cx, media),
    };
    if !is_plain {
        let shown = crate::rust::docs::code(&media.name);
        let message = format!("a body of the media type {shown} is not made from its schema");
        cx.sink.report(Code::RawMediaType, &media.at, message).help(match (is_text, is_range) {
            (true, _) => "the bindings take the text of the body",
            (false, true) => "the bindings take the encoded bytes of the body and their media type",
            (false, false) => "the bindings take the encoded bytes of the body",
        });
    }
    match (is_text, is_range) {
        (true, _) => BodyKind::Text,
        (false, true) => BodyKind::Encoded,
        (false, false) => BodyKind::Binary,
    }
}

/// Whether the schema of a body is of objects, arrays or several types, which a text or bytes alone do not show.
pub(super) fn is_compound(cx: &Cx<'_>, media: &MediaType) -> bool {
    matches!(kind_of(cx, media), Kind::Object(_) | Kind::Array(_) | Kind::Union(_))
}

/// The schema is an array of the items (`itemSchema` becomes one), or, as is often written, of one of them.
fn lines(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> BodyKind {
    let api = cx.api;
    let Some(schema) = &media.schema else { return BodyKind::Text };
    match &api.schemas[cx.target(schema.id)].kind {
        Kind::Array(array) => BodyKind::Lines(type_of(cx, &array.items, &format!("{hint} item"))),
        Kind::Any | Kind::Scalar(_) => BodyKind::Text,
        _ => BodyKind::Lines(type_of(cx, schema, hint)),
    }
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

/// Returns what a body is, if the document says it.
fn kind_of<'a>(cx: &Cx<'a>, media: &MediaType) -> &'a Kind {
    media.schema.as_ref().map_or(&Kind::Any, |schema| &cx.api.schemas[cx.target(schema.id)].kind)
}

fn is_bytes(cx: &Cx<'_>, media: &MediaType) -> bool {
    matches!(kind_of(cx, media), Kind::Any | Kind::Scalar(Scalar::String(_)))
}

pub(super) fn is_string(cx: &Cx<'_>, media: &MediaType) -> bool {
    matches!(kind_of(cx, media), Kind::Scalar(Scalar::String(_)))
}

/// Whether a body is bytes, which is what `format: binary` says of all of it whatever the media type is.
pub(super) fn is_binary(cx: &Cx<'_>, media: &MediaType) -> bool {
    matches!(kind_of(cx, media), Kind::Scalar(Scalar::String(Some(format))) if format == "binary")
}

/// Whether a body is sent and read as it is, although its media type may be JSON: bytes, and what may be of any media type and
/// is a text or anything. A text that is JSON would be in quotes, which nobody means there.
pub(super) fn is_raw(cx: &Cx<'_>, media: &MediaType) -> bool {
    is_binary(cx, media) || essence(&media.name).contains('*') && is_bytes(cx, media)
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
        FORM => 3,
        _ if name.starts_with("multipart/") => 4,
        _ if xml::is_xml(&name) => 5,
        _ if name.starts_with("text/") => 6,
        _ => 7,
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
