//! Headers of responses.

use super::context::Cx;
use super::reference::Place;
use super::{docs, parameter, reference};
use crate::diagnostic::{Code, Pointer};
use crate::document::{extension, Document};
use crate::model::Header;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr};

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
        } else if let Some((written, at)) = written(cx, header, &at) {
            all.push(one(cx, name, &written, at));
        }
    }
    all
}

/// What a document says of a header, as a header or as a parameter: they have the same members.
struct Written<'a> {
    description: Option<&'a str>,
    required: bool,
    deprecated: bool,
    explode: bool,
    format: &'a ParameterSchemaOrContent,
}

impl<'a> From<&'a openapiv3::Header> for Written<'a> {
    fn from(header: &'a openapiv3::Header) -> Self {
        Self {
            description: header.description.as_deref(),
            required: header.required,
            deprecated: header.deprecated.unwrap_or_default(),
            explode: header.extensions.contains_key(extension::EXPLODE),
            format: &header.format,
        }
    }
}

impl<'a> From<&'a ParameterData> for Written<'a> {
    fn from(parameter: &'a ParameterData) -> Self {
        Self {
            description: parameter.description.as_deref(),
            required: parameter.required,
            deprecated: parameter.deprecated.unwrap_or_default(),
            explode: parameter.explode.unwrap_or_default(),
            format: &parameter.format,
        }
    }
}

/// Follows the references of a header; one to a parameter is reported and followed all the same.
fn written<'a>(
    cx: &mut Cx<'a, '_>,
    header: &'a ReferenceOr<openapiv3::Header>,
    at: &Pointer,
) -> Option<(Written<'a>, Pointer)> {
    let (ReferenceOr::Reference { reference: text }, Some((parameter, place))) =
        (header, parameter_behind(cx.document, header))
    else {
        return cx.follow(header, at).map(|(header, at)| (header.into(), at));
    };
    let message =
        format!("`$ref` `{text}` points to a parameter, not to a header: the bindings read it as one");
    cx.report(Code::MisplacedReference, &at.join("$ref"), message);
    cx.follow(parameter, &place).map(|(parameter, at)| (parameter.parameter_data_ref().into(), at))
}

/// Returns the parameter that the references of a header lead to, if they do not lead to a header.
fn parameter_behind<'a>(
    document: &'a Document,
    header: &'a ReferenceOr<openapiv3::Header>,
) -> Option<(&'a ReferenceOr<Parameter>, Pointer)> {
    let mut header = header;
    for _ in 0..reference::MAX_HOPS {
        let ReferenceOr::Reference { reference: text } = header else { return None };
        match reference::locate(document, text)? {
            (Place::Header(next), _) => header = next,
            (Place::Parameter(parameter), at) => return Some((parameter, at)),
            _ => return None,
        }
    }
    None
}

fn one<'a>(cx: &mut Cx<'a, '_>, name: &str, written: &Written<'a>, at: Pointer) -> Header {
    let (schema, content, mut docs) = parameter::values(cx, (name, written.format), &at);
    docs.summary = None;
    docs.description = docs::text(written.description).or(docs.description);
    docs.deprecated |= written.deprecated;
    Header {
        name: name.to_owned(),
        required: written.required,
        docs,
        schema,
        explode: written.explode,
        content,
        at,
    }
}
