//! Streams: media types of which the items are read while they arrive.

use super::body::{essence, is_lines};
use super::context::Cx;
use super::schema::type_of;
use crate::diagnostic::Code;
use crate::model::{Kind, MediaType, Object, Response, Scalar, Use};
use crate::rust::method::{Content, EventData};
use crate::rust::ty::Type;
use serde_json::Value;

const EVENTS: &str = "text/event-stream";

/// The members of an event (OAS 3.2, "Server-Sent Event Streams").
const MEMBERS: [&str; 4] = ["data", "event", "id", "retry"];

/// How deep the members of unions are looked at.
const DEPTH: u8 = 4;

/// What becomes of the streams among the media types of a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Streams {
    /// Their items are read.
    Read,
    /// Another method reads them.
    Left,
    /// They are text: that of an error is read at once.
    Text,
}

/// Whether a media type is a stream of items.
pub(super) fn is_stream(media: &MediaType) -> bool {
    let name = essence(&media.name);
    name == EVENTS || is_lines(&name)
}

/// Whether a response has a body that is none.
pub(super) fn has_other(response: &Response) -> bool {
    response.content.iter().any(|media| !is_stream(media))
}

/// Returns an item as it stands in a stream of a media type.
pub(super) fn written(essence: &str, item: &Value) -> String {
    match essence {
        EVENTS => format!("data: {item}\n\n"),
        _ if essence.ends_with("json-seq") => format!("\u{1e}{item}\n"),
        _ => format!("{item}\n"),
    }
}

/// Leaves one kind of stream of those in a response, and says so.
pub(super) fn choose(cx: &mut Cx<'_>, content: &mut Vec<&MediaType>) {
    let Some(first) = content.iter().find(|media| is_stream(media)).map(|media| essence(&media.name)) else {
        return;
    };
    content.retain(|media| {
        let is_first = essence(&media.name) == first;
        if !is_first && is_stream(media) {
            let name = crate::rust::docs::code(&media.name);
            let message = format!("the items of a response of the media type {name} are not read one by one");
            let report = cx.sink.report(Code::SequentialBody, &media.at, message);
            report.help("the bindings read those of the media type before it");
        }
        is_first
    });
}

/// Returns what a stream holds.
pub(super) fn content(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> Content {
    let is_events = essence(&media.name) == EVENTS;
    let Some(schema) = &media.schema else {
        return if is_events { Content::Events(EventData::Text) } else { Content::Items(Type::Value) };
    };
    let api = cx.api;
    // The array may be a component.
    let (item, ty) = match &api.schemas[cx.target(schema.id)].kind {
        Kind::Array(array) => (&array.items, type_of(cx, &array.items, &format!("{hint} item"))),
        _ => (schema, type_of(cx, schema, hint)),
    };
    if !is_events {
        return Content::Items(ty);
    }
    Content::Events(match event(cx, item, DEPTH) {
        _ if ty == Type::String => EventData::Text,
        Some(Data::Text) => EventData::Whole(ty),
        Some(Data::Json) => EventData::WholeJson(ty),
        None => EventData::Json(ty),
    })
}

/// What `data` is in a schema that describes all of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    Text,
    Json,
}

/// Returns what `data` is if a schema describes an event, or several of them, and not only its data.
fn event(cx: &Cx<'_>, schema: &Use, depth: u8) -> Option<Data> {
    match &cx.api.schemas[cx.target(schema.id)].kind {
        Kind::Object(object) => data(cx, object),
        Kind::Union(union) if depth > 0 => {
            let members = union.members.iter().map(|member| event(cx, member, depth - 1));
            let members = members.collect::<Option<Vec<_>>>()?;
            Some(if members.contains(&Data::Json) { Data::Json } else { Data::Text })
        }
        _ => None,
    }
}

fn data(cx: &Cx<'_>, object: &Object) -> Option<Data> {
    let is_event = object.properties.iter().all(|property| MEMBERS.contains(&property.name.as_str()));
    let data = object.properties.iter().find(|property| property.name == "data").filter(|_| is_event)?;
    Some(match &cx.api.schemas[cx.target(data.schema.id)].kind {
        Kind::Scalar(Scalar::String(_)) => Data::Text,
        Kind::Enumeration(enumeration) if matches!(enumeration.scalar, Some(Scalar::String(_))) => Data::Text,
        _ => Data::Json,
    })
}
