//! Alternatives: the media types of a response that hold different things, the one that reads best first.
//!
//! Media types whose schemas are the same are encodings of one thing, of which the bindings ask for those that they read.

use super::body::{
    essence, is_binary, is_compound, is_json, is_lines, is_raw, is_string, report_sequence, schema_type,
};
use super::context::Cx;
use super::stream::{self, Streams};
use super::xml;
use crate::diagnostic::Code;
use crate::model::{Kind, MediaType, Operation, Response, Use};
use crate::rust::method::Content;

/// What a response holds under some of its media types.
#[derive(Clone)]
pub(super) struct Alternative<'a> {
    /// The media types to ask for, preferred first.
    pub media_types: Vec<String>,
    pub content: Content,
    /// The first of them, if there is a body.
    media: Option<&'a MediaType>,
}

/// Returns what a response may hold, at least one alternative.
pub(super) fn all<'a>(
    cx: &mut Cx<'_>,
    operation: &Operation,
    response: &'a Response,
    (hint, streams): (&str, Streams),
) -> Vec<Alternative<'a>> {
    let mut content: Vec<&MediaType> = response.content.iter().collect();
    content.iter().filter(|media| xml::is_xml(&essence(&media.name))).for_each(|media| xml::look(cx, media));
    content.sort_by_key(|media| preference(cx, media));
    match streams {
        Streams::Read => stream::choose(cx, &mut content),
        Streams::Left => content.retain(|media| !stream::is_stream(media)),
        Streams::Text => {}
    }
    let empty = |media_types| Alternative { media_types, content: Content::None, media: None };
    // A response to HEAD never has a body, whatever is declared (RFC 9110, 9.3.2).
    if operation.method == "HEAD" {
        let media_types = content.iter().map(|media| requested(cx, media));
        return vec![empty(media_types.collect())];
    }
    let mut all: Vec<Alternative<'a>> = Vec::new();
    for media in content {
        let name = requested(cx, media);
        let same = all.iter_mut().find(|other| other.media.is_some_and(|other| is_same(cx, other, media)));
        if let Some(same) = same {
            let is_read = same.media.is_some_and(|other| encoding(cx, other) == encoding(cx, media));
            if is_read && !lists(&same.media_types, &name) {
                same.media_types.push(name);
            }
        } else if all.iter().any(|other| lists(&other.media_types, &name)) {
            report_ambiguous(cx, media, &essence(&name));
        } else {
            let hint = if all.is_empty() { hint.to_owned() } else { format!("{hint} {}", words(&name)) };
            let content = match streams {
                Streams::Read if stream::is_stream(media) => stream::content(cx, media, &hint),
                _ => self::content(cx, media, &hint),
            };
            all.push(Alternative { media_types: vec![name], content, media: Some(media) });
        }
    }
    if all.is_empty() {
        all.push(empty(Vec::new()));
    }
    all
}

/// Whether a media type is listed, whatever its parameters.
fn lists(media_types: &[String], name: &str) -> bool {
    media_types.iter().any(|listed| essence(listed) == essence(name))
}

fn report_ambiguous(cx: &mut Cx<'_>, media: &MediaType, name: &str) {
    let message = format!(
        "a response of the media type {} is not told from another of {}",
        crate::rust::docs::code(&media.name),
        crate::rust::docs::code(name)
    );
    cx.sink
        .report(Code::AmbiguousMediaType, &media.at, message)
        .help("the bindings read the other; parameters of media types do not tell them apart");
}

/// How a body is written, as far as the bindings read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    Json,
    Xml,
    Text,
    Bytes,
}

pub(super) fn encoding(cx: &Cx<'_>, media: &MediaType) -> Encoding {
    let name = essence(&media.name);
    // Where anything may come and nobody says what, the bytes are all there is to give.
    if is_json(&name) && is_raw(cx, media) {
        if is_string(cx, media) && !is_binary(cx, media) {
            Encoding::Text
        } else {
            Encoding::Bytes
        }
    } else if is_json(&name) {
        Encoding::Json
    } else if xml::is_xml(&name) && xml::is_read(cx, media) {
        Encoding::Xml
    } else if is_text(&name) && !is_binary(cx, media) {
        Encoding::Text
    } else {
        Encoding::Bytes
    }
}

fn is_text(essence: &str) -> bool {
    let (family, subtype) = essence.split_once('/').unwrap_or_default();
    let syntax = subtype.rsplit('+').next().unwrap_or_default();
    family == "text"
        || is_lines(essence)
        || matches!(syntax, "xml" | "yaml" | "x-yaml" | "x-www-form-urlencoded")
}

fn content(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> Content {
    let encoding = encoding(cx, media);
    match encoding {
        Encoding::Json => return Content::Json(schema_type(cx, media, hint)),
        Encoding::Xml => {
            if let Some(document) = xml::read(cx, media, hint) {
                return Content::Xml(schema_type(cx, media, hint), document);
            }
        }
        _ if media.sequence => report_sequence(cx, media, hint),
        _ if xml::is_xml(&essence(&media.name)) => xml::report_unread(cx, media),
        _ => report_raw(cx, media, encoding),
    }
    match encoding {
        Encoding::Bytes => Content::Binary,
        Encoding::Json | Encoding::Xml | Encoding::Text => Content::Text,
    }
}

/// Says that a schema says more than what is handed over.
fn report_raw(cx: &mut Cx<'_>, media: &MediaType, encoding: Encoding) {
    if !is_compound(cx, media) {
        return;
    }
    let name = crate::rust::docs::code(&media.name);
    let message = format!("an answer of the media type {name} is not read by its schema");
    cx.sink.report(Code::RawMediaType, &media.at, message).help(match encoding {
        Encoding::Bytes => "the bindings hand over the body as bytes",
        Encoding::Json | Encoding::Xml | Encoding::Text => "the bindings hand over the body as text",
    });
}

/// JSON before its dialects before ranges before XML before text before bytes, and what has no parameters before what has.
fn preference(cx: &Cx<'_>, media: &MediaType) -> (Encoding, u8, bool) {
    (encoding(cx, media), rank(&media.name), parameters(&media.name).is_some())
}

/// Orders media types of one encoding.
pub(super) fn rank(media_type: &str) -> u8 {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" => 0,
        _ if essence.ends_with("+json") => 1,
        _ if essence.contains('*') => 3,
        _ => 2,
    }
}

/// Returns the parameters of a media type that tell a server what to send, such as `;version=2`. A `charset` alone does not:
/// the bindings read UTF-8.
fn parameters(media_type: &str) -> Option<&str> {
    let parameters = media_type.get(media_type.find(';')?..)?.trim_end();
    let text = parameters.trim_start_matches([';', ' ']).to_ascii_lowercase();
    let is_charset = text.starts_with("charset") && !text.contains(';');
    let is_visible = parameters.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    (is_visible && text.contains('=') && !is_charset).then_some(parameters)
}

/// Returns what the bindings ask for: the media type in lower case, and its parameters. JSON is asked for where a range
/// takes it, and what cannot stand in a header is asked for by its encoding alone.
pub(super) fn requested(cx: &Cx<'_>, media: &MediaType) -> String {
    let name = essence(&media.name);
    let fallback = match encoding(cx, media) {
        Encoding::Json => "application/json",
        Encoding::Xml => "application/xml",
        Encoding::Text => "text/plain",
        Encoding::Bytes => "*/*",
    };
    let is_token = |part: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !part.is_empty() && part.bytes().all(is_part)
    };
    let is_valid =
        name.split_once('/').is_some_and(|(family, subtype)| is_token(family) && is_token(subtype));
    let is_json_range = fallback == "application/json" && name.contains('*');
    if is_valid && !is_json_range {
        [&name, parameters(&media.name).unwrap_or_default()].concat()
    } else {
        fallback.to_owned()
    }
}

/// Returns what a media type is called within a name: `csv` for `text/csv`, `image` for `image/*`.
pub(super) fn words(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or_default();
    match essence {
        "text/plain" => "text",
        "application/octet-stream" => "binary",
        "*/*" => "other",
        _ => match essence.split_once('/') {
            Some((family, "*")) => family,
            Some((_, subtype)) => subtype.strip_prefix("x-").unwrap_or(subtype),
            None => essence,
        },
    }
}

/// Whether two media types hold the same, so that reading the first is enough.
fn is_same(cx: &Cx<'_>, first: &MediaType, second: &MediaType) -> bool {
    let is_same_schema = match (&first.schema, &second.schema) {
        (Some(first), Some(second)) => cx.api.schemas.is_same(first, second),
        (None, None) => true,
        _ => false,
    };
    match (encoding(cx, first), encoding(cx, second)) {
        (Encoding::Text, Encoding::Text) | (Encoding::Bytes, Encoding::Bytes) => true,
        (Encoding::Json, Encoding::Json | Encoding::Xml | Encoding::Text) => is_same_schema,
        // A string may be anything as bytes; an object is the same one.
        _ => is_same_schema && second.schema.as_ref().is_some_and(|schema| is_structured(cx, schema)),
    }
}

fn is_structured(cx: &Cx<'_>, schema: &Use) -> bool {
    !matches!(&cx.api.schemas[cx.target(schema.id)].kind, Kind::Any | Kind::Scalar(_))
}
