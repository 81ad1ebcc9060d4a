//! Webhooks and callbacks: what the server sends is received, what it is answered is sent.

use super::body::matched;
use super::schema;
use crate::model::{Hook, MediaType};
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};

/// Compares the webhooks and callbacks.
pub(super) fn all(cx: &mut Cx<'_>) {
    let (old, new) = (&cx.old.api.hooks, &cx.new.api.hooks);
    for hook in old {
        match new.iter().find(|it| it.name == hook.name) {
            Some(after) => kept(cx, hook, after),
            None => {
                let place = place_of(cx, Some(hook), None);
                let rust = if models_stay(cx, hook) { Rust::Patch } else { Rust::Major };
                cx.report_as(12, &place, Judged::Fixed(rust), "gone").wire(Wire::Break);
            }
        }
    }
    for hook in new.iter().filter(|hook| !old.iter().any(|it| it.name == hook.name)) {
        let place = place_of(cx, None, Some(hook));
        cx.report_as(12, &place, Judged::Fixed(Rust::Minor), "new").wire(Wire::Ok);
    }
}

fn place_of(cx: &Cx<'_>, old: Option<&Hook>, new: Option<&Hook>) -> Place {
    let at = |hook: Option<&Hook>| hook.and_then(|hook| Some(hook.body.as_ref()?.at.clone()));
    let payload = |side: &Side<'_>, hook: Option<&Hook>| {
        side.path(hook?.body.as_ref()?.content.iter().find_map(|media| media.schema.as_ref())?.id)
    };
    // The model of one that stays is compared by itself.
    let items = match (old, new) {
        (Some(_), Some(_)) => (None, None),
        _ => (payload(&cx.old, old), payload(&cx.new, new)),
    };
    Place {
        label: format!("webhook {}", new.or(old).map_or("", |hook| hook.name.as_str())),
        at: (at(old), at(new)),
        items,
        ..Place::default()
    }
}

/// Whether every model of a hook that is gone is there for something else.
fn models_stay(cx: &Cx<'_>, hook: &Hook) -> bool {
    let media = hook.body.iter().flat_map(|body| &body.content);
    let media = media.chain(hook.responses.iter().flat_map(|response| &response.content));
    let mut paths = media.filter_map(|media| cx.old.path(media.schema.as_ref()?.id));
    paths.all(|path| cx.new.surface.contains_key(&cx.names.path(&path)))
}

fn kept(cx: &mut Cx<'_>, old: &Hook, new: &Hook) {
    let place = place_of(cx, Some(old), Some(new));
    let content = |hook: &'_ Hook| -> Vec<MediaType> {
        hook.body.iter().flat_map(|body| body.content.iter().cloned()).collect()
    };
    contents(
        cx,
        &Place { sides: Sides::RESPONSE, role: Role::Response, ..place.clone() },
        &content(old),
        &content(new),
    );
    for response in &old.responses {
        if let Some(after) = new.responses.iter().find(|it| it.status == response.status) {
            let place = Place { sides: Sides::REQUEST, role: Role::Body, ..place.clone() };
            contents(cx, &place, &response.content, &after.content);
        }
    }
}

fn contents(cx: &mut Cx<'_>, place: &Place, old: &[MediaType], new: &[MediaType]) {
    for (a, b) in matched(old, new) {
        if let (Some(a), Some(b)) = (&a.schema, &b.schema) {
            schema::uses(cx, place, a, b);
        }
    }
}
