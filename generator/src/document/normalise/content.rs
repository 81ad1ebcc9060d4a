//! `contentEncoding` and `contentMediaType`: what the text of a string stands for.
//!
//! OpenAPI 3.0 has `format: byte` for base64 and `format: binary` for bytes that are no text at all.

use super::notes;
use serde_json::{Map, Value};

/// Rewrites the two to the `format` that says the same, or to a note.
pub fn of_text(schema: &mut Map<String, Value>) {
    let encoding = take(schema, "contentEncoding");
    let media_type = take(schema, "contentMediaType");
    schema.shift_remove("contentSchema");
    if encoding.is_none() && media_type.is_none() {
        return;
    }
    let format = match (encoding.as_deref(), media_type.as_deref()) {
        (Some("base64"), _) => Some("byte"),
        (Some("base64url"), _) => Some("base64url"),
        (Some("binary"), _) => Some("binary"),
        (None, Some(media_type)) if is_binary(media_type) => Some("binary"),
        _ => None,
    };
    if !schema.contains_key("type")
        && !["oneOf", "anyOf", "allOf"].iter().any(|key| schema.contains_key(*key))
    {
        schema.insert("type".to_owned(), "string".into());
    }
    match (format, &encoding) {
        (Some(format), _) => {
            schema.entry("format").or_insert_with(|| format.into());
        }
        (None, Some(encoding)) => notes::add(schema, format!("Encoded as {}", notes::code(encoding))),
        (None, None) => {}
    }
    if let Some(media_type) = media_type.filter(|media_type| media_type != "application/octet-stream") {
        notes::add(schema, format!("Content of the media type {}", notes::code(&media_type)));
    }
}

fn take(schema: &mut Map<String, Value>, key: &str) -> Option<String> {
    match schema.shift_remove(key)? {
        Value::String(text) => Some(text.trim().to_ascii_lowercase()),
        _ => None,
    }
}

/// Whether a media type is of bytes that no text can hold.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("image", "svg+xml")) => false,
        Some(("image" | "audio" | "video" | "font", _)) => true,
        Some(("application", name)) => {
            matches!(name, "octet-stream" | "pdf" | "zip" | "gzip" | "x-gzip" | "x-tar")
        }
        _ => false,
    }
}
