//! Path items: the operations of a path, wherever they stand.

use super::context::Cx;
use super::parameter::Listed;
use super::server;
use crate::diagnostic::Pointer;
use crate::model::{Docs, Server};
use openapiv3::{Operation, ReferenceOr};

/// How many path items one may continue.
const MAX_CONTINUED: usize = 64;

/// A path item, with those that it takes its other operations from.
pub(super) struct PathItem<'a> {
    parts: Vec<(&'a openapiv3::PathItem, Pointer)>,
}

/// An operation of a path item.
pub(super) struct Found<'a> {
    /// The method as it is sent.
    pub method: String,
    /// Where it stands.
    pub at: Pointer,
    /// The operation.
    pub operation: &'a Operation,
    /// The path item in which it stands.
    pub item: &'a openapiv3::PathItem,
}

impl<'a> PathItem<'a> {
    /// Follows the references of a path item.
    pub fn of(cx: &mut Cx<'a, '_>, item: &'a ReferenceOr<openapiv3::PathItem>, at: &Pointer) -> Self {
        let mut parts: Vec<(&openapiv3::PathItem, Pointer)> = Vec::new();
        let mut next = cx.follow(item, at);
        while let Some((item, at)) = next.take() {
            if parts.len() >= MAX_CONTINUED || parts.iter().any(|(_, seen)| *seen == at) {
                break;
            }
            let base = cx.document.beyond.continued.get(&at);
            next = base.and_then(|base| cx.follow(base, &at));
            parts.push((item, at));
        }
        Self { parts }
    }

    /// Returns the operations: methods in the order of the specification, and then the others. Of two with one method,
    /// the one that stands nearer to the path counts.
    pub fn operations(&self, cx: &Cx<'a, '_>) -> Vec<Found<'a>> {
        let mut all: Vec<Found<'a>> = Vec::new();
        for (item, at) in &self.parts {
            let further = cx.document.beyond.operations.get(at).into_iter().flatten();
            let known = item
                .iter()
                .map(|(method, operation)| (method.to_ascii_uppercase(), at.join(method), operation));
            let found = known.chain(further.map(|one| (one.method.clone(), one.at.clone(), &one.operation)));
            for (method, at, operation) in found {
                if !all.iter().any(|earlier| earlier.method == method) {
                    all.push(Found { method, at, operation, item });
                }
            }
        }
        all
    }

    /// Returns the lists of parameters that hold for all operations, the later ones going before the earlier.
    pub fn parameters(&self) -> Vec<Listed<'a>> {
        self.parts.iter().rev().map(|(item, at)| (&item.parameters[..], at.clone())).collect()
    }

    /// Returns the servers of all operations.
    pub fn servers(&self, cx: &mut Cx<'_, '_>) -> Vec<Server> {
        let (item, at) = match self.parts.iter().find(|(item, _)| !item.servers.is_empty()) {
            Some(found) => found,
            None => return Vec::new(),
        };
        server::all(cx, &item.servers, at)
    }
}

/// Returns the docs of a path item, which apply to all operations of the path.
pub(super) fn docs(item: &openapiv3::PathItem) -> Docs {
    Docs {
        summary: super::docs::text(item.summary.as_deref()),
        description: super::docs::text(item.description.as_deref()),
        ..Docs::default()
    }
}
