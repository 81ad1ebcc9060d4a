//! Headers of responses: those that come and go, presence, and what they hold.

use super::operation::Pair;
use super::{docs, schema};
use crate::model::{Header, Operation, Response};
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};

/// Compares the headers of a response that stays.
pub(super) fn all(cx: &mut Cx<'_>, response: &Place, pair: Pair<'_>, old: &Response, new: &Response) {
    for header in &old.headers {
        match find(new, header) {
            Some(after) => kept(cx, response, pair, header, after),
            None => removed(cx, response, pair, header),
        }
    }
    for header in new.headers.iter().filter(|header| find(old, header).is_none()) {
        added(cx, response, pair, header);
    }
}

/// Reports the headers that come with a response, or go with it, where that changes what callers have; the rest is said with
/// the response.
pub(super) fn of_response(cx: &mut Cx<'_>, response: &Place, pair: Pair<'_>, whole: &Response, is_new: bool) {
    for header in &whole.headers {
        let (old, new) = if is_new { (None, Some(header)) } else { (Some(header), None) };
        let place = place_of(cx, response, pair, old, new);
        match cx.weigh(&place) {
            None => {}
            Some(_) if is_new => added(cx, response, pair, header),
            Some(_) => removed(cx, response, pair, header),
        }
    }
}

fn find<'r>(response: &'r Response, header: &Header) -> Option<&'r Header> {
    response.headers.iter().find(|other| other.name.eq_ignore_ascii_case(&header.name))
}

/// Where a header stands.
fn place_of(
    cx: &Cx<'_>,
    response: &Place,
    pair: Pair<'_>,
    old: Option<&Header>,
    new: Option<&Header>,
) -> Place {
    // Another response may have it on the side on which this one does not.
    let Some(any) = new.or(old) else { return response.clone() };
    let item = |side: &Side<'_>, it: &Operation| side.header_path(it, &any.name);
    Place {
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (item(&cx.old, pair.0), item(&cx.new, pair.1)),
        shown: (None, None),
        sides: Sides::RESPONSE,
        ..response.part(&format!("header {}", any.name), Role::Header)
    }
}

fn added(cx: &mut Cx<'_>, response: &Place, pair: Pair<'_>, header: &Header) {
    let place = place_of(cx, response, pair, None, Some(header));
    let detail = cx.new.describe(&header.schema);
    let rust = cx.weigh(&place).unwrap_or(Rust::Patch);
    cx.report_as(112, &place, Judged::Fixed(rust), detail);
}

fn removed(cx: &mut Cx<'_>, response: &Place, pair: Pair<'_>, header: &Header) {
    let place = place_of(cx, response, pair, Some(header), None);
    let detail = cx.old.describe(&header.schema);
    let found = cx.report(113, &place, detail);
    if header.required {
        found.wire(Wire::Break);
    }
}

fn kept(cx: &mut Cx<'_>, response: &Place, pair: Pair<'_>, old: &Header, new: &Header) {
    let place = place_of(cx, response, pair, Some(old), Some(new));
    // A header's name has no case.
    cx.explain(&place, if old.name == new.name { Rust::Patch } else { Rust::Behaviour });
    match (old.required, new.required) {
        (true, false) => {
            cx.report(113, &place, "became optional").wire(Wire::Break);
        }
        (false, true) => {
            cx.report(113, &place, "became required").wire(Wire::Ok);
        }
        _ => {}
    }
    if (old.explode, &old.content) != (new.explode, &new.content) {
        let detail = format!("from {} to {}", written(old), written(new));
        cx.report(113, &place, detail).wire(Wire::Break);
    }
    schema::uses(cx, &place, &old.schema, &new.schema);
    docs::property(cx, &place, (&old.docs, &new.docs), (&old.schema, &new.schema));
}

fn written(header: &Header) -> String {
    match (&header.content, header.explode) {
        (Some(media_type), _) => crate::tokens::surface::quoted(media_type),
        (None, true) => "simple, exploded".to_owned(),
        (None, false) => "simple".to_owned(),
    }
}
