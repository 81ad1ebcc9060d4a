//! `servers`.

use super::context::Cx;
use super::docs;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Server, ServerVariable};

/// Returns the servers that stand in `holder`.
pub(super) fn all(cx: &mut Cx<'_, '_>, servers: &[openapiv3::Server], holder: &Pointer) -> Vec<Server> {
    let at = holder.join("servers");
    servers.iter().enumerate().map(|(index, server)| one(cx, server, at.join(index))).collect()
}

/// Returns the servers of the document: `/` if it has none (OAS 3.0.3, OpenAPI Object).
pub(super) fn of_document(cx: &mut Cx<'_, '_>, servers: &[openapiv3::Server]) -> Vec<Server> {
    if servers.is_empty() {
        return vec![Server {
            at: Pointer::root(),
            url: "/".to_owned(),
            description: None,
            variables: Vec::new(),
        }];
    }
    all(cx, servers, &Pointer::root())
}

fn one(cx: &mut Cx<'_, '_>, server: &openapiv3::Server, at: Pointer) -> Server {
    let list = at.join("variables");
    let mut variables = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        let at = list.join(name);
        if !server.url.contains(&format!("{{{name}}}")) {
            let message = format!("`{name}` is not in the URL `{}`: the bindings leave it out", server.url);
            cx.report(Code::ServerVariable, &at, message);
            continue;
        }
        if !variable.enumeration.is_empty() && !variable.enumeration.contains(&variable.default) {
            let message = format!(
                "`default` is `{}`, which is not in `enum`: the bindings take it as it is",
                variable.default
            );
            cx.report(Code::ServerVariable, &at.join("default"), message);
        }
        variables.push(ServerVariable {
            name: name.clone(),
            default: Some(variable.default.clone()),
            values: variable.enumeration.clone(),
            description: docs::text(variable.description.as_deref()),
        });
    }
    for name in names(&server.url) {
        if !variables.iter().any(|variable| variable.name == name) {
            let message = format!("`{name}` is in the URL but not in `variables`: the bindings ask for it");
            cx.report(Code::ServerVariable, &at.join("url"), message);
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: None,
                values: Vec::new(),
                description: None,
            });
        }
    }
    Server { at, url: server.url.clone(), description: docs::text(server.description.as_deref()), variables }
}

/// Returns the names in braces.
fn names(url: &str) -> impl Iterator<Item = &str> {
    let pieces = url.split('{').skip(1);
    pieces.filter_map(|piece| Some(piece.split_once('}')?.0)).filter(|name| !name.is_empty())
}
