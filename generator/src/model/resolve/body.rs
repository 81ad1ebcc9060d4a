//! Request bodies, and the media types that they share with responses.

use super::context::Cx;
use super::{docs, encoding};
use crate::diagnostic::{Code, Pointer};
use crate::document::extension;
use crate::model::{Body, Encoding, MediaType};
use openapiv3::{ReferenceOr, RequestBody};
use serde_json::Value;

/// Returns a request body; a body without media types cannot be sent.
pub(super) fn of<'a>(cx: &mut Cx<'a, '_>, body: &'a ReferenceOr<RequestBody>, at: &Pointer) -> Option<Body> {
    let (body, at) = cx.follow(body, at)?;
    if body.content.is_empty() {
        cx.report(
            Code::BodyWithoutContent,
            &at,
            "this request body has no media type: the bindings send none",
        );
        return None;
    }
    let content = content(cx, &body.content, &at);
    Some(Body { at, required: body.required, description: docs::text(body.description.as_deref()), content })
}

/// Returns the media types of a `content` that stands in `holder`, in the document's order.
pub(super) fn content<'a>(
    cx: &mut Cx<'a, '_>,
    content: &'a openapiv3::Content,
    holder: &Pointer,
) -> Vec<MediaType> {
    let at = holder.join("content");
    content.iter().map(|(name, media_type)| one(cx, name, media_type, at.join(name))).collect()
}

fn one<'a>(cx: &mut Cx<'a, '_>, name: &str, media_type: &'a openapiv3::MediaType, at: Pointer) -> MediaType {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_left = |encoding: &Encoding| match essence.as_str() {
        "application/x-www-form-urlencoded" => false,
        essence => !essence.starts_with("multipart/") || encoding.serialization.is_some(),
    };
    let encoding = encoding::of(media_type, &at);
    if encoding.iter().any(is_left) {
        cx.count_encoding(&at);
    }
    let schema = media_type.schema.as_ref().map(|schema| cx.use_of(schema.into(), &at.join("schema")));
    let examples = examples(cx, media_type, &at);
    let sequence = media_type.extensions.contains_key(extension::SEQUENCE);
    MediaType { name: name.to_owned(), schema, sequence, examples, encoding, at }
}

fn examples<'a>(
    cx: &mut Cx<'a, '_>,
    media_type: &'a openapiv3::MediaType,
    at: &Pointer,
) -> Vec<(Option<String>, Value)> {
    let mut examples: Vec<(Option<String>, Value)> =
        media_type.example.iter().map(|value| (None, value.clone())).collect();
    let at = at.join("examples");
    for (name, example) in &media_type.examples {
        // `externalValue` is a URL; nothing is fetched.
        if let Some((example, _)) = cx.follow(example, &at.join(name)) {
            examples.extend(example.value.iter().map(|value| (Some(name.clone()), value.clone())));
        }
    }
    examples
}
