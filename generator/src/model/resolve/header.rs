//! Headers of responses.

use super::context::Cx;
use super::{docs, parameter};
use crate::diagnostic::{Code, Pointer};
use crate::document::extension;
use crate::model::Header;

/// Returns the headers of the response that stands in `holder`.
///
/// `Content-Type` is what `content` says (OAS 3.0.3, Response Object), and names have no case, so that of two spellings the
/// first counts.
pub(super) fn all<'a>(
    cx: &mut Cx<'a, '_>,
    response: &'a openapiv3::Response,
    holder: &Pointer,
) -> Vec<Header> {
    let at = holder.join("headers");
    let mut all: Vec<Header> = Vec::with_capacity(response.headers.len());
    for (name, header) in &response.headers {
        let at = at.join(name);
        if name.eq_ignore_ascii_case("content-type") {
            let message = format!("the header `{name}` is left out: `content` says what it is");
            cx.report(Code::IgnoredHeader, &at, message);
        } else if all.iter().any(|other| other.name.eq_ignore_ascii_case(name)) {
            let message = format!("`{name}` is listed twice: the bindings take the first of them");
            cx.report(Code::DuplicateParameter, &at, message);
        } else if let Some((header, at)) = cx.follow(header, &at) {
            all.push(one(cx, name, header, at));
        }
    }
    all
}

fn one<'a>(cx: &mut Cx<'a, '_>, name: &str, header: &'a openapiv3::Header, at: Pointer) -> Header {
    let (schema, content, mut docs) = parameter::values(cx, (name, &header.format), &at);
    docs.summary = None;
    docs.description = docs::text(header.description.as_deref()).or(docs.description);
    docs.deprecated |= header.deprecated.unwrap_or_default();
    Header {
        name: name.to_owned(),
        required: header.required,
        docs,
        schema,
        explode: header.extensions.contains_key(extension::EXPLODE),
        content,
        at,
    }
}
