//! Servers.

use super::field;
use super::Cx;
use crate::diagnostic::Code;
use crate::document::place::Place;
use openapiv3::{Server, ServerVariable};
use serde_json::Value;

/// Reads a server; one without a URL is left out.
pub fn server(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Server> {
    let mut server = Server::default();
    let mut url = None;
    let mut name = None;
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "url" => url = field::string(cx, &at, value),
            "name" => name = field::string(cx, &at, value),
            "description" => server.description = field::string(cx, &at, value),
            "variables" => server.variables = Some(field::map(cx, &at, value, variable)),
            _ => field::other(cx, &at, &key, value, &mut server.extensions),
        }
    }
    server.description = server.description.or(name);
    if url.is_none() {
        cx.report(Code::MissingField, at, "this server has no `url` and is left out");
    }
    server.url = url?;
    Some(server)
}

fn variable(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ServerVariable> {
    let mut variable = ServerVariable::default();
    let mut default = None;
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "enum" => variable.enumeration = field::strings(cx, &at, value),
            "default" => default = field::string(cx, &at, value),
            "description" => variable.description = field::string(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut variable.extensions),
        }
    }
    variable.default = match default {
        Some(default) => default,
        None => {
            let first = variable.enumeration.first().cloned().unwrap_or_default();
            cx.report(
                Code::MissingField,
                at,
                format!("this variable has no `default`; it is taken to be `{first}`"),
            );
            first
        }
    };
    Some(variable)
}
