//! What the bindings do not have at all: one warning a kind, with its number.

use super::context::Cx;
use crate::diagnostic::{Code, Pointer};

/// Reports callbacks, webhooks and encodings, each once for the whole document.
pub(super) fn report(cx: &mut Cx<'_, '_>) {
    let document = cx.document;
    let items = document
        .paths
        .paths
        .iter()
        .filter_map(|(path, item)| Some((path, item.as_item()?)));
    let mut callbacks = items.flat_map(|(path, item)| {
        item.iter()
            .map(move |(method, operation)| (path, method, operation))
    });
    let with_callbacks: Vec<Pointer> = callbacks
        .by_ref()
        .filter(|(_, _, operation)| !operation.callbacks.is_empty())
        .map(|(path, method, _)| {
            Pointer::root()
                .join("paths")
                .join(path)
                .join(method)
                .join("callbacks")
        })
        .collect();
    if let Some(first) = with_callbacks.first() {
        let message = format!(
            "callbacks of {} are left out of the bindings",
            counted(with_callbacks.len(), "operation")
        );
        cx.report(Code::CallbacksIgnored, first, message);
    }
    if let Some((first, count)) = cx.encodings().cloned() {
        let message = format!(
            "`encoding` of {} is not read: the bindings write every member in the default way of its media type",
            counted(count, "media type")
        );
        cx.report(Code::EncodingIgnored, &first.join("encoding"), message);
    }
    let webhooks = ["x-webhooks", "x-bindgen-webhooks"].into_iter().find_map(|name| {
        let webhooks = document.extensions.get(name)?.as_object()?;
        (!webhooks.is_empty()).then(|| (Pointer::root().join(name), webhooks.len()))
    });
    if let Some((at, count)) = webhooks {
        let message = format!(
            "{} left out of the bindings",
            if count == 1 {
                "1 webhook is".to_owned()
            } else {
                format!("{count} webhooks are")
            }
        );
        cx.report(Code::WebhooksIgnored, &at, message);
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
