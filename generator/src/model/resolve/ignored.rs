//! What the bindings do not have at all: one warning a kind, with its number.

use super::context::Cx;
use crate::diagnostic::{Code, Pointer};

/// Reports callbacks, webhooks and encodings, each once for the whole document.
pub(super) fn report(cx: &mut Cx<'_, '_>) {
    callbacks(cx);
    encodings(cx);
    webhooks(cx);
}

fn callbacks(cx: &mut Cx<'_, '_>) {
    let mut places = Vec::new();
    let paths = Pointer::root().join("paths");
    for (path, item) in &cx.document.openapi.paths.paths {
        let operations = item.as_item().into_iter().flat_map(openapiv3::PathItem::iter);
        let with_callbacks = operations.filter(|(_, operation)| !operation.callbacks.is_empty());
        places.extend(with_callbacks.map(|(method, _)| paths.join(path).join(method).join("callbacks")));
    }
    if let Some(first) = places.first() {
        let message = format!(
            "the bindings have the payloads of callbacks of {}, but nothing that receives them",
            counted(places.len(), "operation")
        );
        cx.report(Code::CallbacksIgnored, first, message);
    }
}

fn encodings(cx: &mut Cx<'_, '_>) {
    let Some((first, count)) = cx.encodings().cloned() else {
        return;
    };
    let message = format!(
        "`encoding` of {} is not read: the bindings write every member in the default way of its media type",
        counted(count, "media type")
    );
    cx.report(Code::EncodingIgnored, &first.join("encoding"), message);
}

fn webhooks(cx: &mut Cx<'_, '_>) {
    let is_webhook = |at: &Pointer| at.tokens().next().is_some_and(|first| first.ends_with("webhooks"));
    let webhooks = cx.document.beyond.hooks.iter().filter(|hook| is_webhook(&hook.at));
    let (first, count) = (webhooks.clone().next(), webhooks.count());
    if let Some(at) = first.and_then(|hook| hook.at.parent()) {
        let message = format!(
            "the bindings have the payloads of {}, but nothing that receives them",
            counted(count, "webhook")
        );
        cx.report(Code::WebhooksIgnored, &at, message);
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
