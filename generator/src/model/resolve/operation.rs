//! Operations: every method of every path.

use super::context::Cx;
use super::path::{self, Template};
use super::path_item::{Found, PathItem};
use super::{body, docs, parameter, path_item, response, security, server};
use crate::config::OperationSubject;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Docs, Operation, Requirement, SecurityScheme};
use std::collections::HashSet;

/// Returns every operation: paths in the document's order, methods in the order of the specification.
pub(super) fn all(cx: &mut Cx<'_, '_>, schemes: &[SecurityScheme]) -> Vec<Operation> {
    let document = &cx.document.openapi;
    let inherited = document.security.as_deref().unwrap_or_default();
    let inherited = security::requirements(cx, schemes, inherited, &Pointer::root());
    let paths = Pointer::root().join("paths");
    let mut operations = Vec::new();
    for (path, item) in &document.paths.paths {
        let at = paths.join(path);
        let item = PathItem::of(cx, item, &at);
        for found in item.operations(cx) {
            let subject = OperationSubject {
                id: found.operation.operation_id.as_deref(),
                method: &found.method,
                path,
                tags: &found.operation.tags,
                at: &found.at,
            };
            if cx.selected.takes(&subject) {
                let template = path::template(cx, path, &at);
                operations.push(one(cx, (path, template), &item, found, schemes, &inherited));
            }
        }
    }
    unique_ids(cx, &mut operations);
    operations
}

fn one<'a>(
    cx: &mut Cx<'a, '_>,
    (path, template): (&str, Template),
    item: &PathItem<'a>,
    found: Found<'a>,
    schemes: &[SecurityScheme],
    inherited: &[Requirement],
) -> Operation {
    let Found { method, at, operation, .. } = found;
    let mut listed = item.parameters();
    listed.push((&operation.parameters[..], at.clone()));
    let parameters = parameter::all(cx, &template, &listed, &at);
    let body = operation.request_body.as_ref().and_then(|body| body::of(cx, body, &at.join("requestBody")));
    let responses = response::all(cx, &operation.responses, &at);
    let security = match &operation.security {
        Some(security) => security::requirements(cx, schemes, security, &at),
        None => inherited.to_vec(),
    };
    let servers = if operation.servers.is_empty() {
        item.servers(cx)
    } else {
        server::all(cx, &operation.servers, &at)
    };
    Operation {
        id: docs::text(operation.operation_id.as_deref()),
        method,
        path: path.to_owned(),
        template: template.text,
        tags: operation.tags.clone(),
        docs: docs_of(operation, found.item),
        parameters,
        body,
        responses,
        security,
        servers,
        at,
    }
}

/// Returns the docs of an operation, or else those of its path item, which apply to all operations of the path.
fn docs_of(operation: &openapiv3::Operation, item: &openapiv3::PathItem) -> Docs {
    let docs = Docs {
        summary: docs::text(operation.summary.as_deref()),
        description: docs::text(operation.description.as_deref()),
        deprecated: operation.deprecated,
        notes: Vec::new(),
        constraints: Vec::new(),
    };
    if docs.summary.is_none() && docs.description.is_none() {
        return Docs { deprecated: docs.deprecated, ..path_item::docs(item) };
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
