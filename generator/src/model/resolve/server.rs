//! `servers`.

use super::docs;
use crate::diagnostic::Pointer;
use crate::model::{Server, ServerVariable};

/// Returns the servers that stand in `holder`.
pub(super) fn all(servers: &[openapiv3::Server], holder: &Pointer) -> Vec<Server> {
    let at = holder.join("servers");
    servers.iter().enumerate().map(|(index, server)| one(server, at.join(index))).collect()
}

/// Returns the servers of the document: `/` if it has none (OAS 3.0.3, OpenAPI Object).
pub(super) fn of_document(servers: &[openapiv3::Server]) -> Vec<Server> {
    if servers.is_empty() {
        return vec![Server {
            at: Pointer::root(),
            url: "/".to_owned(),
            description: None,
            variables: Vec::new(),
        }];
    }
    all(servers, &Pointer::root())
}

fn one(server: &openapiv3::Server, at: Pointer) -> Server {
    let variables = server.variables.iter().flatten().map(|(name, variable)| ServerVariable {
        name: name.clone(),
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: docs::text(variable.description.as_deref()),
    });
    Server {
        at,
        url: server.url.clone(),
        description: docs::text(server.description.as_deref()),
        variables: variables.collect(),
    }
}
