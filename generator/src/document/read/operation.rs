//! Path items, operations, request bodies and callbacks.

use super::field;
use super::{external_docs, media_type, parameter, reference, response, security, server, Cx};
use crate::diagnostic::Code;
use crate::document::beyond::{FurtherOperation, Hook};
use crate::document::place::Place;
use crate::document::version::Version;
use openapiv3::{Callback, Operation, PathItem, ReferenceOr, RequestBody};
use serde_json::Value;

/// The methods that a path item has a member for.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reads a path item or a reference to one. What stands beside a `$ref` comes to what is referred to.
pub fn path_item_or_reference(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    mut value: Value,
) -> Option<ReferenceOr<PathItem>> {
    let Some(target) = value.as_object_mut().and_then(|members| members.shift_remove("$ref")) else {
        return field::object(cx, at, value).map(|item| ReferenceOr::Item(path_item(cx, at, item.into())));
    };
    let reference = reference::reference(cx, &at.key("$ref"), target)?;
    let describes = |key: &String| matches!(key.as_str(), "summary" | "description") || key.starts_with("x-");
    if value.as_object().is_some_and(|siblings| siblings.keys().all(describes)) {
        return Some(ReferenceOr::Reference { reference });
    }
    cx.beyond.continued.insert(at.pointer(), ReferenceOr::Reference { reference });
    Some(ReferenceOr::Item(path_item(cx, at, value)))
}

/// Reads a webhook or a callback, which is a path item for what the server sends.
pub fn hook(cx: &mut Cx<'_>, at: &Place<'_>, name: &str, value: Value) {
    if let Some(item) = path_item_or_reference(cx, at, value) {
        cx.beyond.hooks.push(Hook { name: name.to_owned(), at: at.pointer(), item });
    }
}

/// Reads a path item.
fn path_item(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> PathItem {
    let mut item = PathItem::default();
    let holder = at;
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
            "query" => further(cx, holder, &at, "QUERY", value),
            "additionalOperations" => additional(cx, holder, &at, value),
            "servers" => item.servers = field::list(cx, &at, value, server::server),
            "parameters" => item.parameters = field::list(cx, &at, value, parameter::parameter_or_reference),
            _ => field::other(cx, &at, &key, value, &mut item.extensions),
        }
    }
    item
}

/// Reads the operations whose methods a path item has no member for.
fn additional(cx: &mut Cx<'_>, holder: &Place<'_>, at: &Place<'_>, value: Value) {
    for (method, value) in field::object(cx, at, value).unwrap_or_default() {
        let at = at.key(&method);
        if let Some(known) = METHODS.iter().find(|known| method.eq_ignore_ascii_case(known)) {
            let message =
                format!("`{method}` has a member of its own in a path item, `{known}`: it is ignored here");
            cx.report(Code::UnknownKey, &at, message);
        } else if is_method(&method) {
            further(cx, holder, &at, &method, value);
        } else {
            let message = format!("`{method}` is no method of HTTP; it is ignored");
            cx.report(Code::UnknownKey, &at, message);
        }
    }
}

/// Whether a text is a token (RFC 9110, 5.6.2), which is what a method is.
fn is_method(text: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(token)
}

fn further(cx: &mut Cx<'_>, holder: &Place<'_>, at: &Place<'_>, method: &str, value: Value) {
    if let Some(operation) = operation(cx, at, value) {
        let further = FurtherOperation { method: method.to_owned(), at: at.pointer(), operation };
        cx.beyond.operations.entry(holder.pointer()).or_default().push(further);
    }
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
/// `openapiv3` has no place for a reference here, nor in a callback. What stands in one is a [`Hook`]; that there is
/// one is said by an empty callback.
fn callbacks(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> indexmap::IndexMap<String, Callback> {
    field::map(cx, at, value, |cx, at, value| match callback_or_reference(cx, at, value)? {
        ReferenceOr::Item(callback) => Some(callback),
        ReferenceOr::Reference { .. } => Some(Callback::default()),
    })
}

/// Reads a callback or a reference to one.
pub fn callback_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Callback>> {
    reference::or_item(cx, at, value, |cx, at, value| {
        let name = at.last();
        for (key, value) in field::members(cx, at, value) {
            if !key.starts_with("x-") {
                hook(cx, &at.key(&key), name, value);
            }
        }
        Some(Callback::default())
    })
}
