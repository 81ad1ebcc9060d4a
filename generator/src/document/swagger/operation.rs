//! Path items and operations.

use super::context::{Cx, MediaTypes, Spot};
use super::parameter::{self, Field};
use super::reference::Kind;
use super::{body, form, response, server};
use crate::diagnostic::Code;
use crate::document::place::Place;
use serde_json::{Map, Value};
use std::rc::Rc;

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Converts `paths`.
pub fn paths(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    let Value::Object(paths) = value else {
        return value.clone();
    };
    let mut converted = Map::new();
    for (path, value) in paths {
        let value = match value {
            Value::Object(item) if !path.starts_with("x-") => path_item(cx, &at.key(path), item),
            _ => value.clone(),
        };
        converted.insert(path.clone(), value);
    }
    converted.into()
}

fn path_item(cx: &mut Cx<'_, '_>, at: &Spot<'_>, item: &Map<String, Value>) -> Value {
    let list = at.key("parameters");
    let shared = item.get("parameters").and_then(Value::as_array).map(Vec::as_slice);
    let shared = parameter::sort(cx, &list.from, shared.unwrap_or_default());
    if item.contains_key("$ref") {
        cx.refers(Kind::PathItem, &at.to);
    }
    let mut converted = Map::new();
    for (key, value) in item {
        let at = at.key(key);
        let value = match (key.as_str(), value) {
            ("servers", _) => {
                cx.not_in_2_0(&at.from, key);
                continue;
            }
            ("parameters", Value::Array(_)) => parameter::list(cx, &list, &shared.parameters),
            (method, Value::Object(members)) if METHODS.contains(&method) => {
                operation(cx, &at, members, &shared.fields)
            }
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    converted.into()
}

fn operation(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    inherited: &[Field<'_>],
) -> Value {
    let own = |cx: &mut Cx<'_, '_>, key| cx.media_types(&at.from, members, key);
    let consumes = own(cx, "consumes").unwrap_or_else(|| Rc::clone(&cx.consumes));
    let produces = own(cx, "produces").unwrap_or_else(|| Rc::clone(&cx.produces));
    let list = at.key("parameters");
    let parameters = members.get("parameters").and_then(Value::as_array).map(Vec::as_slice);
    let sorted = parameter::sort(cx, &list.from, parameters.unwrap_or_default());
    let mut converted = Map::new();
    for (key, value) in members {
        let at = at.key(key);
        let value = match (key.as_str(), value) {
            ("consumes" | "produces" | "schemes", _) => continue,
            ("requestBody" | "servers" | "callbacks", _) => {
                cx.not_in_2_0(&at.from, key);
                continue;
            }
            ("parameters", Value::Array(_)) => parameter::list(cx, &list, &sorted.parameters),
            ("responses", _) => response::responses(cx, &at, value, &produces),
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if let Some(body) = request_body(cx, &at.to, sorted.fields, inherited, &consumes) {
        converted.insert("requestBody".to_owned(), body);
    }
    let servers = members.get("schemes").map(|schemes| server::of_operation(cx, &at.from, schemes));
    if let Some(servers) = servers.filter(|servers| !servers.is_empty()) {
        converted.insert("servers".to_owned(), servers.into());
    }
    converted.into()
}

/// Makes the request body of the fields of an operation and of those of its path that it does not replace.
fn request_body<'v>(
    cx: &mut Cx<'_, '_>,
    operation: &Place<'_>,
    mut fields: Vec<Field<'v>>,
    inherited: &[Field<'v>],
    consumes: &Rc<MediaTypes>,
) -> Option<Value> {
    let own = fields.len();
    for field in inherited {
        let replaces =
            |own: &Field<'_>| own.is_body == field.is_body && (own.is_body || own.name() == field.name());
        if !fields.get(..own).unwrap_or_default().iter().any(replaces) {
            fields.push(field.clone());
        }
    }
    let to = operation.key("requestBody");
    let Some(position) = fields.iter().position(|field| field.is_body) else {
        return form::of_operation(cx, &to, &fields, consumes);
    };
    let body = fields.swap_remove(position);
    for other in &fields {
        let at = Place::at(&other.listed);
        if other.is_body {
            let message = "there is another body parameter: the bindings take the first of them";
            cx.report(Code::DuplicateParameter, &at, message);
        } else {
            let message = "a form field beside a body parameter cannot be sent and is left out";
            cx.report(Code::UnusableParameter, &at, message);
        }
    }
    body::of_operation(cx, &to, &body, consumes)
}
