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
    for (path, item) in &cx.document.paths.paths {
        let operations = item.as_item().into_iter().flat_map(openapiv3::PathItem::iter);
        let with_callbacks = operations.filter(|(_, operation)| !operation.callbacks.is_empty());
        places.extend(with_callbacks.map(|(method, _)| paths.join(path).join(method).join("callbacks")));
    }
    if let Some(first) = places.first() {
        let message =
            format!("callbacks of {} are left out of the bindings", counted(places.len(), "operation"));
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

/// Before OpenAPI 3.1 webhooks are an extension that several tools share.
fn webhooks(cx: &mut Cx<'_, '_>) {
    const NAME: &str = "x-webhooks";
    let Some(webhooks) = cx.document.extensions.get(NAME).and_then(serde_json::Value::as_object) else {
        return;
    };
    if !webhooks.is_empty() {
        let message = format!("the bindings leave out {}", counted(webhooks.len(), "webhook"));
        cx.report(Code::WebhooksIgnored, &Pointer::root().join(NAME), message);
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
