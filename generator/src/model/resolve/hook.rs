//! Webhooks and callbacks: what a server sends by itself, and what it is answered.

use super::context::Cx;
use super::path_item::PathItem;
use super::{body, response};
use crate::model::Hook;

/// Returns the requests that the server sends; none where the configuration selects operations.
pub(super) fn all(cx: &mut Cx<'_, '_>) -> Vec<Hook> {
    let mut hooks = Vec::new();
    if cx.selected.is_of_operations() {
        return hooks;
    }
    for hook in &cx.document.beyond.hooks {
        let operations = PathItem::of(cx, &hook.item, &hook.at).operations(cx);
        let several = operations.len() > 1;
        for found in operations {
            let body = found.operation.request_body.as_ref();
            let body = body.and_then(|body| body::of(cx, body, &found.at.join("requestBody")));
            let responses = response::all(cx, &found.operation.responses, &found.at);
            let name = match several {
                true => format!("{} {}", hook.name, found.method.to_ascii_lowercase()),
                false => hook.name.clone(),
            };
            hooks.push(Hook { name, body, responses });
        }
    }
    hooks
}
