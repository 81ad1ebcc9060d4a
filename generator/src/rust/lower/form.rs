//! Forms: which members are written in a way of their own.

use super::body::{essence, is_json, FORM};
use super::context::Cx;
use crate::diagnostic::Code;
use crate::model::{Encoding, MediaType};
use crate::rust::docs::code;
use crate::rust::method::FormMember;

/// Returns the members of a form whose `encoding` says something else than the media type does by itself.
pub(super) fn members(cx: &mut Cx<'_>, media: &MediaType) -> Vec<FormMember> {
    if essence(&media.name) != FORM {
        return Vec::new();
    }
    media.encoding.iter().filter_map(|encoding| member(cx, encoding)).collect()
}

fn member(cx: &mut Cx<'_>, encoding: &Encoding) -> Option<FormMember> {
    let written = |style| Some(FormMember { wire: encoding.name.clone(), style });
    if encoding.serialization.is_some() {
        return written(encoding.serialization);
    }
    let content_type = encoding.content_type.as_deref()?;
    let essence = essence(content_type);
    if is_json(&essence) {
        return written(None);
    }
    if !essence.starts_with("text/") {
        let message = format!(
            "{} of the member {} is not made from its schema: texts and numbers are sent as they are, anything else as JSON",
            code(content_type),
            code(&encoding.name)
        );
        cx.sink.report(Code::EncodingIgnored, &encoding.at.join("contentType"), message);
    }
    None
}
