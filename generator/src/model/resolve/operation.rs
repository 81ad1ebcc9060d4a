//! Operations: every method of every path.

use super::context::Cx;
use super::{body, docs, parameter, response, security, server};
use crate::config::OperationSubject;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Docs, Operation, Requirement, SecurityScheme};
use openapiv3::PathItem;
use std::collections::HashSet;

/// Returns every operation: paths in the document's order, methods in the order of the specification.
pub(super) fn all(cx: &mut Cx<'_, '_>, schemes: &[SecurityScheme]) -> Vec<Operation> {
    let document = cx.document;
    let inherited = document.security.as_deref().unwrap_or_default();
    let inherited = security::requirements(cx, schemes, inherited, &Pointer::root());
    let paths = Pointer::root().join("paths");
    let mut operations = Vec::new();
    for (path, item) in &document.paths.paths {
        let Some((item, at)) = cx.follow(item, &paths.join(path)) else {
            continue;
        };
        for (method, operation) in item.iter() {
            let subject = OperationSubject {
                id: operation.operation_id.as_deref(),
                method,
                path,
                tags: &operation.tags,
                at: &at.join(method),
            };
            if !cx.selected.takes(&subject) {
                continue;
            }
            let holder = PathAndItem { path, item, at: &at };
            operations.push(one(cx, &holder, method, operation, schemes, &inherited));
        }
    }
    unique_ids(cx, &mut operations);
    operations
}

/// A path and what it leads to.
struct PathAndItem<'a, 'p> {
    path: &'p str,
    item: &'a PathItem,
    at: &'p Pointer,
}

fn one<'a>(
    cx: &mut Cx<'a, '_>,
    holder: &PathAndItem<'a, '_>,
    method: &str,
    operation: &'a openapiv3::Operation,
    schemes: &[SecurityScheme],
    inherited: &[Requirement],
) -> Operation {
    let at = holder.at.join(method);
    let of_path_item = (&holder.item.parameters[..], holder.at.clone());
    let parameters =
        parameter::all(cx, holder.path, &of_path_item, &(&operation.parameters[..], at.clone()), &at);
    let body = operation.request_body.as_ref().and_then(|body| body::of(cx, body, &at.join("requestBody")));
    let responses = response::all(cx, &operation.responses, &at);
    let security = match &operation.security {
        Some(security) => security::requirements(cx, schemes, security, &at),
        None => inherited.to_vec(),
    };
    let servers = if operation.servers.is_empty() {
        server::all(&holder.item.servers, holder.at)
    } else {
        server::all(&operation.servers, &at)
    };
    Operation {
        id: docs::text(operation.operation_id.as_deref()),
        method: method.to_ascii_uppercase(),
        path: holder.path.to_owned(),
        tags: operation.tags.clone(),
        docs: docs_of(operation, holder.item),
        parameters,
        body,
        responses,
        security,
        servers,
        at,
    }
}

/// Returns the docs of an operation, or else those of its path item, which apply to all operations of the path.
fn docs_of(operation: &openapiv3::Operation, item: &PathItem) -> Docs {
    let mut docs = Docs {
        summary: docs::text(operation.summary.as_deref()),
        description: docs::text(operation.description.as_deref()),
        deprecated: operation.deprecated,
        notes: Vec::new(),
    };
    if docs.summary.is_none() && docs.description.is_none() {
        docs.summary = docs::text(item.summary.as_deref());
        docs.description = docs::text(item.description.as_deref());
    }
    docs
}

/// Takes an id that was used before away from the later operation, so that a name derived from it tells one thing.
fn unique_ids(cx: &mut Cx<'_, '_>, operations: &mut [Operation]) {
    let mut seen = HashSet::new();
    for operation in operations {
        let Some(id) = operation.id.take() else { continue };
        if seen.insert(id.clone()) {
            operation.id = Some(id);
        } else {
            let message = format!(
                "`{id}` is the id of another operation: the bindings name this one by its method and path"
            );
            cx.report(Code::DuplicateOperationId, &operation.at.join("operationId"), message);
        }
    }
}
