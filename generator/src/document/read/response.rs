//! Responses and links.

use super::field;
use super::{media_type, parameter, reference, server, Cx};
use crate::diagnostic::Code;
use crate::document::place::Place;
use openapiv3::{Link, LinkOperation, ReferenceOr, Response, Responses, StatusCode};
use serde_json::Value;

/// Reads the responses of an operation.
pub fn responses(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Responses {
    let mut responses = Responses::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        if key == "default" {
            responses.default = response_or_reference(cx, &at, value);
        } else if let Some(status) = status(&key) {
            if let Some(response) = response_or_reference(cx, &at, value) {
                responses.responses.insert(status, response);
            }
        } else if key.starts_with("x-") {
            responses.extensions.insert(key, value);
        } else {
            let message =
                format!("`{key}` is no status, such as `200` or `4XX`, and not `default`; it is ignored");
            cx.report(Code::UnknownKey, &at, message);
        }
    }
    responses
}

/// Returns the statuses that a key stands for: `404`, or `4XX` in either case.
fn status(key: &str) -> Option<StatusCode> {
    match key.as_bytes() {
        [first @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(StatusCode::Range(u16::from(first - b'0'))),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(StatusCode::Code),
        _ => None,
    }
}

/// Reads a response or a reference to one.
pub fn response_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Response>> {
    reference::or_item(cx, at, value, |cx, at, value| Some(response(cx, at, value)))
}

/// Reads a response. Its required `description` is only text, so its absence loses nothing.
fn response(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Response {
    let mut response = Response::default();
    let mut summary = None;
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "description" => response.description = field::string(cx, &at, value).unwrap_or_default(),
            "summary" => summary = field::string(cx, &at, value),
            "headers" => response.headers = field::map(cx, &at, value, parameter::header_or_reference),
            "content" => response.content = field::map(cx, &at, value, media_type::media_type),
            "links" => response.links = field::map(cx, &at, value, link_or_reference),
            _ => field::other(cx, &at, &key, value, &mut response.extensions),
        }
    }
    if response.description.is_empty() {
        response.description = summary.unwrap_or_default();
    }
    response
}

/// Reads a link or a reference to one.
pub fn link_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Link>> {
    reference::or_item(cx, at, value, link)
}

/// Reads a link; one that leads to no operation is left out.
fn link(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Link> {
    let mut operation = None;
    let mut link = Link {
        description: None,
        operation: LinkOperation::OperationId(String::new()),
        request_body: None,
        parameters: indexmap::IndexMap::new(),
        server: None,
        extensions: indexmap::IndexMap::new(),
    };
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "operationRef" => operation = field::string(cx, &at, value).map(LinkOperation::OperationRef),
            "operationId" => operation = field::string(cx, &at, value).map(LinkOperation::OperationId),
            "parameters" => link.parameters = field::map(cx, &at, value, |_, _, value| Some(value)),
            "requestBody" => link.request_body = Some(value),
            "description" => link.description = field::string(cx, &at, value),
            "server" => link.server = server::server(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut link.extensions),
        }
    }
    if operation.is_none() {
        let message = "this link has neither `operationId` nor `operationRef` and is left out";
        cx.report(Code::MissingField, at, message);
    }
    link.operation = operation?;
    Some(link)
}
