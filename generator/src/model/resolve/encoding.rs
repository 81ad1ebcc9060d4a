//! `encoding`: how the members of a form, or the parts of a multipart body, are written.

use super::parameter;
use crate::diagnostic::Pointer;
use crate::document::extension;
use crate::model::{Encoding, Serialization, Style};
use serde_json::Value;

/// Returns the encodings of a media type in the document's order.
pub(super) fn of(media_type: &openapiv3::MediaType, at: &Pointer) -> Vec<Encoding> {
    let at = at.join("encoding");
    let encodings = media_type.encoding.iter();
    encodings
        .map(|(name, encoding)| Encoding {
            at: at.join(name),
            name: name.clone(),
            content_type: encoding.content_type.clone(),
            headers: encoding
                .headers
                .keys()
                .filter(|name| !name.eq_ignore_ascii_case("content-type"))
                .cloned()
                .collect(),
            serialization: serialization(encoding),
        })
        .collect()
}

/// Returns how a member is written if the document says so by any of the three keywords: then `contentType` has no
/// meaning (OAS 3.0.4, Encoding Object).
fn serialization(encoding: &openapiv3::Encoding) -> Option<Serialization> {
    let explode = encoding.extensions.get(extension::EXPLODE).and_then(Value::as_bool);
    if encoding.style.is_none() && explode.is_none() && !encoding.allow_reserved {
        return None;
    }
    let style = encoding.style.as_ref().map_or(Style::Form, parameter::query_style);
    let explode = explode.unwrap_or(style == Style::Form);
    Some(Serialization { style, explode, allow_reserved: encoding.allow_reserved })
}
