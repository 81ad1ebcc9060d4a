//! Webhooks and callbacks: the models of what a server sends and is answered.

use super::body::{preference, schema_type};
use super::context::Cx;
use super::operation::owner_of;
use crate::rust::Module;

/// Makes the items of inline schemas, which nothing else names.
pub(super) fn models(cx: &mut Cx<'_>, models: &mut Vec<Module>) {
    let api = cx.api;
    for hook in &api.hooks {
        let body = hook.body.iter().map(|body| (&body.at, "payload", &body.content));
        let responses = hook.responses.iter().map(|response| (&response.at, "response", &response.content));
        for (at, part, content) in body.chain(responses) {
            if let Some(media) = content.iter().min_by_key(|media| preference(&media.name)) {
                let hint = owner_of(at, &hook.name, part);
                schema_type(cx, media, &hint);
            }
        }
        let items = cx.take_items();
        if !items.is_empty() {
            models.push(Module { name: cx.claim_module(&format!("hook {}", hook.name), &hook.name), items });
        }
    }
}
