//! The stub of the service: what it answers unless a test says something else.

use super::alternative::{self, Encoding};
use super::body::essence;
use super::context::Cx;
use super::sample::Sampler;
use super::status::{is_redirection, is_success};
use super::stream;
use crate::model::{MediaType, Operation, Response, Status};
use crate::rust::method::Example;
use indexmap::IndexMap;
use serde_json::Value;

/// A status, a media type and a body.
type Answer = (u16, String, String);

/// Returns the answers, each with the operations that it is of.
///
/// An operation has one: the first example of a success in the document, or else the least value of its schema. One whose
/// success may be read while it arrives, too, has another one for that.
pub(super) fn lower(cx: &Cx<'_>) -> Vec<Example> {
    let mut answers: IndexMap<Answer, Vec<(String, String)>> = IndexMap::new();
    for operation in &cx.api.operations {
        for answer in of(cx, operation) {
            let called = (operation.method.clone(), operation.template.clone());
            answers.entry(answer).or_default().push(called);
        }
    }
    let example = |((status, media_type, body), operations)| Example { operations, status, media_type, body };
    answers.into_iter().map(example).collect()
}

fn of(cx: &Cx<'_>, operation: &Operation) -> Vec<Answer> {
    let responses = &operation.responses;
    let of_kind = |is: fn(Status) -> bool| responses.iter().filter(|it| is(it.status)).collect::<Vec<_>>();
    // What an operation returns is a success, or else what comes instead of it.
    let kinds = [of_kind(is_success), of_kind(is_redirection), of_kind(|it| it == Status::Default)];
    let Some(outputs) = kinds.into_iter().find(|responses| !responses.is_empty()) else {
        return vec![(200, String::new(), String::new())];
    };
    let found = |make: Make| outputs.iter().find_map(|response| answers(cx, response, make));
    found(of_document).or_else(|| found(of_schema)).unwrap_or_default()
}

/// Makes the body of an answer.
type Make = fn(&Cx<'_>, &MediaType) -> Option<String>;

/// Returns the answers of a response: a whole one, and one that is read while it arrives.
fn answers(cx: &Cx<'_>, response: &Response, make: Make) -> Option<Vec<Answer>> {
    let status = match response.status {
        Status::Code(code) => code,
        Status::Range(digit) => u16::from(digit) * 100,
        Status::Default => 200,
    };
    if response.content.is_empty() {
        return Some(vec![(status, String::new(), String::new())]);
    }
    let mut content: Vec<&MediaType> = response.content.iter().collect();
    content.sort_by_key(|media| alternative::encoding(cx, media));
    let (streams, whole): (Vec<_>, Vec<_>) = content.into_iter().partition(|media| stream::is_stream(media));
    let first = |content: Vec<&MediaType>| {
        content.into_iter().find_map(|media| {
            let made = make(cx, media)?;
            Some((status, alternative::requested(cx, media), made))
        })
    };
    let found: Vec<Answer> = [first(whole), first(streams)].into_iter().flatten().collect();
    (!found.is_empty()).then_some(found)
}

fn of_document(cx: &Cx<'_>, media: &MediaType) -> Option<String> {
    let (_, example) = media.examples.first()?;
    let name = essence(&media.name);
    Some(match example {
        Value::String(text) if alternative::encoding(cx, media) != Encoding::Json => text.clone(),
        Value::Array(items) if stream::is_stream(media) => {
            items.iter().map(|item| stream::written(&name, item)).collect()
        }
        item if stream::is_stream(media) => stream::written(&name, item),
        value => value.to_string(),
    })
}

fn of_schema(cx: &Cx<'_>, media: &MediaType) -> Option<String> {
    // A stream without items is one.
    if stream::is_stream(media) || alternative::encoding(cx, media) == Encoding::Bytes {
        return Some(String::new());
    }
    let value = match &media.schema {
        Some(schema) => Sampler::new(&cx.api.schemas, cx.config).value(schema, &[])?,
        None => Value::Object(serde_json::Map::new()),
    };
    match (alternative::encoding(cx, media), value) {
        (Encoding::Json, value) => Some(value.to_string()),
        (Encoding::Xml, _) => None,
        (_, Value::String(text)) => Some(text),
        (_, Value::Array(_) | Value::Object(_) | Value::Null) => Some(String::new()),
        (_, scalar) => Some(scalar.to_string()),
    }
}
