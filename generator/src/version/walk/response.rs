//! Responses: statuses that come and go, and what they hold.

use super::body::{matched, media_types};
use super::operation::Pair;
use super::{docs, header, schema};
use crate::model::{Operation, Response, Status};
use crate::rust::method::Content;
use crate::tokens::surface;
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::{Side, Sides};
use crate::version::surface::weigh;
use crate::version::verdict::{Rust, Wire};

/// Compares the responses of an operation.
pub(super) fn all(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>) {
    let (old, new) = (&pair.0.responses, &pair.1.responses);
    let of = |all: &[Response], status: Status| all.iter().position(|it| it.status == status);
    for response in old {
        match new.iter().find(|it| it.status == response.status) {
            Some(after) => kept(cx, operation, pair, response, after),
            None => removed(cx, operation, pair, response),
        }
    }
    for response in new.iter().filter(|it| of(old, it.status).is_none()) {
        added(cx, operation, pair, response);
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

fn word(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Where a response stands.
fn place_of(
    cx: &Cx<'_>,
    operation: &Place,
    pair: Pair<'_>,
    old: Option<&Response>,
    new: Option<&Response>,
) -> Place {
    let status = new.or(old).map_or(Status::Default, |it| it.status);
    let shown = |side: &Side<'_>, it: &Operation| {
        let path = side.method_path(it)?;
        let (_, method) = side.method(it)?;
        let content = if is_success(status) { &method.success } else { &method.failure };
        let what = if is_success(status) { "->" } else { "-> … or" };
        Some(format!("{path} {what} {}", surface::content(content)))
    };
    let role = if is_success(status) { Role::Response } else { Role::Error };
    let place = Place {
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        shown: (shown(&cx.old, pair.0), shown(&cx.new, pair.1)),
        sides: Sides::RESPONSE,
        ..operation.part(&word(status), role)
    };
    let variants = (variant(&cx.old, pair.0, status), variant(&cx.new, pair.1, status));
    match (&old, &new, &variants) {
        // Of a status that comes or goes its own variant says more than a name that stays.
        (None, Some(_), (None, Some(_))) | (Some(_), None, (Some(_), None))
            if place.shown.0 == place.shown.1 =>
        {
            Place { items: variants, shown: (None, None), ..place }
        }
        _ => place,
    }
}

/// Returns the path of the variant of a status.
fn variant(side: &Side<'_>, operation: &Operation, status: Status) -> Option<String> {
    let (group, method) = side.method(operation)?;
    let whole = surface::content(if is_success(status) { &method.success } else { &method.failure });
    let outcome = method.outcomes.iter().find(|outcome| outcome.name.to_string() == whole)?;
    let variant = outcome.variants.iter().find(|variant| variant.status == status)?;
    Some(format!("operations::{}::{}::{}", group.module, outcome.name, variant.name))
}

/// Returns what callers see of a status: of the output or error as a whole, and of its own variant.
fn effect(cx: &Cx<'_>, pair: Pair<'_>, status: Status) -> Option<Rust> {
    let content = |side: &Side<'_>, it: &Operation| {
        let (_, method) = side.method(it)?;
        Some(surface::content(if is_success(status) { &method.success } else { &method.failure }))
    };
    let (old, new) = (content(&cx.old, pair.0)?, content(&cx.new, pair.1)?);
    if !cx.names.is_same_type(&old, &new) {
        return Some(Rust::Major);
    }
    let variant = |side: &Side<'_>, it: &Operation| side.surface.get(&variant(side, it, status)?).cloned();
    weigh(&cx.names, variant(&cx.old, pair.0).as_ref(), variant(&cx.new, pair.1).as_ref())
}

/// Returns the response that stands for a status that is not declared by itself: its range, or `default` for an error.
fn covering(all: &[Response], status: Status) -> Option<&Response> {
    let of = |status: Status| all.iter().find(|it| it.status == status);
    let range = match status {
        Status::Code(code) => u8::try_from(code / 100).ok().and_then(|digit| of(Status::Range(digit))),
        Status::Range(_) | Status::Default => None,
    };
    range.or_else(|| of(Status::Default).filter(|_| !is_success(status) && status != Status::Default))
}

fn added(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>, response: &Response) {
    let place = place_of(cx, operation, pair, None, Some(response));
    let before = covering(&pair.0.responses, response.status);
    let code = match response.status {
        Status::Code(200..=299) => 103,
        Status::Code(_) => 106,
        Status::Range(_) | Status::Default => 108,
    };
    let effect = effect(cx, pair, response.status);
    // A client that expects no content looks at none.
    let is_blind = cx.old.method(pair.0).is_some_and(|(_, it)| it.success == Content::None);
    let detail = if code == 108 { "added" } else { "" };
    let found = cx.report_as(code, &place, Judged::Fixed(effect.unwrap_or(Rust::Patch)), detail);
    if effect.is_none() || code == 108 || is_blind || before.is_some() {
        found.wire(Wire::Ok);
    }
    explain_method(cx, operation, effect);
    header::of_response(cx, &place, pair, response, true);
    if let Some(before) = before {
        contents(cx, operation, (before, response), &place, effect);
    }
}

fn removed(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>, response: &Response) {
    let place = place_of(cx, operation, pair, Some(response), None);
    let code = match response.status {
        Status::Code(200..=299) => 104,
        Status::Code(_) => 107,
        Status::Range(_) | Status::Default => 108,
    };
    let effect = effect(cx, pair, response.status);
    let after = covering(&pair.1.responses, response.status);
    // Of a range that became the statuses in it, each of them is compared with it.
    let stands = after.is_some() || pair.1.responses.iter().any(|it| stands_for(response, it.status));
    let detail = if code == 108 { "removed" } else { "" };
    let found = cx.report_as(code, &place, Judged::Fixed(effect.unwrap_or(Rust::Patch)), detail);
    match code {
        _ if stands => found.wire(Wire::Ok),
        108 => found.wire(Wire::Drift),
        _ => found,
    };
    explain_method(cx, operation, effect);
    header::of_response(cx, &place, pair, response, false);
    if let Some(after) = after {
        contents(cx, operation, (response, after), &place, effect);
    }
}

/// Whether a range is what covers a status.
fn stands_for(range: &Response, status: Status) -> bool {
    matches!((range.status, status), (Status::Range(digit), Status::Code(code)) if u16::from(digit) == code / 100)
}

fn explain_method(cx: &mut Cx<'_>, operation: &Place, effect: Option<Rust>) {
    if let Some(rust) = effect {
        cx.explain(operation, rust);
    }
}

fn kept(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>, old: &Response, new: &Response) {
    let place = place_of(cx, operation, pair, Some(old), Some(new));
    let effect = effect(cx, pair, old.status);
    contents(cx, operation, (old, new), &place, effect);
    header::all(cx, &place, pair, old, new);
    docs::texts(cx, &place, old.description != new.description);
}

/// Compares what two responses hold that an old client takes for one.
fn contents(
    cx: &mut Cx<'_>,
    operation: &Place,
    (old, new): (&Response, &Response),
    place: &Place,
    effect: Option<Rust>,
) {
    if old.content.is_empty() != new.content.is_empty() && is_success(new.status) {
        let detail = if new.content.is_empty() { "lost its body" } else { "gained a body" };
        let wire = if new.content.is_empty() { Wire::Break } else { Wire::Ok };
        cx.report_as(105, place, Judged::Fixed(effect.unwrap_or(Rust::Patch)), detail).wire(wire);
        explain_method(cx, operation, effect);
    }
    let start = cx.found.len();
    if !old.content.is_empty() && !new.content.is_empty() {
        media_types(cx, place, (&old.content, &new.content), (110, 111));
    }
    for (a, b) in matched(&old.content, &new.content) {
        if let (Some(a), Some(b)) = (&a.schema, &b.schema) {
            schema::uses(cx, place, a, b);
        }
    }
    for found in cx.found.iter_mut().skip(start).filter(|found| found.place.label.starts_with(&place.label)) {
        found.rust = found.rust.max(effect.unwrap_or(Rust::Patch));
    }
    if cx.found.len() > start {
        explain_method(cx, operation, effect);
    }
}
