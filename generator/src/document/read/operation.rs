//! Path items, operations, request bodies and callbacks.

use super::field;
use super::{external_docs, media_type, parameter, reference, response, security, server, Cx};
use crate::diagnostic::Code;
use crate::document::place::Place;
use crate::document::version::Version;
use openapiv3::{Callback, Operation, PathItem, ReferenceOr, RequestBody};
use serde_json::Value;

/// Reads a path item.
pub fn path_item(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> PathItem {
    let mut item = PathItem::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "summary" => item.summary = field::string(cx, &at, value),
            "description" => item.description = field::string(cx, &at, value),
            "get" => item.get = operation(cx, &at, value),
            "put" => item.put = operation(cx, &at, value),
            "post" => item.post = operation(cx, &at, value),
            "delete" => item.delete = operation(cx, &at, value),
            "options" => item.options = operation(cx, &at, value),
            "head" => item.head = operation(cx, &at, value),
            "patch" => item.patch = operation(cx, &at, value),
            "trace" => item.trace = operation(cx, &at, value),
            "servers" => item.servers = field::list(cx, &at, value, server::server),
            "parameters" => item.parameters = field::list(cx, &at, value, parameter::parameter_or_reference),
            _ => field::other(cx, &at, &key, value, &mut item.extensions),
        }
    }
    item
}

/// Reads an operation; `null` is none.
fn operation(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Operation> {
    if !value.is_object() {
        return field::object(cx, at, value).map(|_| Operation::default());
    }
    let mut operation = Operation::default();
    let mut responses = None;
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "tags" => operation.tags = field::strings(cx, &at, value),
            "summary" => operation.summary = field::string(cx, &at, value),
            "description" => operation.description = field::string(cx, &at, value),
            "externalDocs" => operation.external_docs = external_docs(cx, &at, value),
            "operationId" => operation.operation_id = field::string(cx, &at, value),
            "parameters" => {
                operation.parameters = field::list(cx, &at, value, parameter::parameter_or_reference)
            }
            "requestBody" => operation.request_body = request_body_or_reference(cx, &at, value),
            "responses" => responses = Some(response::responses(cx, &at, value)),
            "callbacks" => operation.callbacks = callbacks(cx, &at, value),
            "deprecated" => operation.deprecated = field::boolean(cx, &at, value).unwrap_or_default(),
            "security" => operation.security = security::requirements(cx, &at, value),
            "servers" => operation.servers = field::list(cx, &at, value, server::server),
            _ => field::other(cx, &at, &key, value, &mut operation.extensions),
        }
    }
    if responses.is_none() && cx.version < Version::V3_1 {
        cx.report(
            Code::MissingField,
            at,
            "this operation has no `responses`; a success is taken to have no content",
        );
    }
    operation.responses = responses.unwrap_or_default();
    Some(operation)
}

/// Reads a request body or a reference to one.
pub fn request_body_or_reference(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    value: Value,
) -> Option<ReferenceOr<RequestBody>> {
    if value.is_null() {
        return None;
    }
    reference::or_item(cx, at, value, request_body)
}

fn request_body(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<RequestBody> {
    let mut body = RequestBody::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "description" => body.description = field::string(cx, &at, value),
            "content" => body.content = field::map(cx, &at, value, media_type::media_type),
            "required" => body.required = field::boolean(cx, &at, value).unwrap_or_default(),
            _ => field::other(cx, &at, &key, value, &mut body.extensions),
        }
    }
    Some(body)
}

/// Reads the callbacks of an operation.
///
/// `openapiv3` has no place for a reference here. The bindings are a client's and have no use for what is in a
/// callback, so an empty one stands for it.
fn callbacks(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> indexmap::IndexMap<String, Callback> {
    field::map(cx, at, value, |cx, at, value| match callback_or_reference(cx, at, value)? {
        ReferenceOr::Item(callback) => Some(callback),
        ReferenceOr::Reference { .. } => Some(Callback::default()),
    })
}

/// Reads a callback or a reference to one.
pub fn callback_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Callback>> {
    reference::or_item(cx, at, value, |cx, at, value| {
        let mut callback = Callback::default();
        for (key, value) in field::members(cx, at, value) {
            if !key.starts_with("x-") {
                let item = path_item(cx, &at.key(&key), value);
                callback.insert(key, item);
            }
        }
        Some(callback)
    })
}
