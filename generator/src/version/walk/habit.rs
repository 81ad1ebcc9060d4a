//! What the configuration makes of an operation: its pages, and the key that its calls are sent with.

use super::operation::Pair;
use crate::rust::method::Method;
use crate::tokens::surface::quoted;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::Side;
use crate::version::verdict::{Rust, Wire};

/// Compares what both operations do besides what the document says.
pub(super) fn all(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>) {
    let (Some((_, old)), Some((_, new))) = (cx.old.method(pair.0), cx.new.method(pair.1)) else { return };
    key(cx, place, pair, (old, new));
    pages(cx, place, pair, (old, new));
}

fn key(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>, (old, new): (&Method, &Method)) {
    if old.key_header != new.key_header {
        let header = |header: &Option<String>| header.as_deref().map_or("none".to_owned(), quoted);
        let items = (cx.old.marker_path(pair.0), cx.new.marker_path(pair.1));
        let shown = (cx.old.marker(pair.0), cx.new.marker(pair.1));
        let place = Place { items, shown, ..place.clone() };
        let detail =
            format!("the header of its key from {} to {}", header(&old.key_header), header(&new.key_header));
        cx.report_as(15, &place, Judged::Fixed(Rust::Behaviour), detail);
    }
}

fn pages(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>, (old, new): (&Method, &Method)) {
    let paths = |side: &Side<'_>, operation, method: &Method| {
        let call = side.call_path(operation).unwrap_or_default();
        let names = method.paging.as_ref().map(|it| [&it.pages, &it.items]);
        names.map(|names| names.map(|name| format!("{call}::{name}")))
    };
    let (was, is) = (paths(&cx.old, pair.0, old), paths(&cx.new, pair.1, new));
    let how = |method: &Method| method.paging.as_ref().map(|it| (it.how.clone(), it.way.clone()));
    let detail = match (&was, &is) {
        (Some(_), None) => "it has no pages any more",
        (None, Some(_)) => "it has pages",
        _ if how(old) != how(new) => "its pages are found in another way",
        _ => return,
    };
    let mut worst = Rust::Patch;
    let mut places = Vec::new();
    for index in 0..2 {
        let of = |paths: &Option<[String; 2]>| paths.as_ref().and_then(|paths| paths.get(index).cloned());
        let place = Place { items: (of(&was), of(&is)), ..place.clone() };
        worst = worst.max(cx.weigh(&place).unwrap_or(Rust::Behaviour));
        places.push(place);
    }
    places.iter().for_each(|place| cx.explain(place, worst));
    if let Some(place) = places.first() {
        // The server has what it had.
        cx.report_as(15, place, Judged::Fixed(worst), detail).wire(Wire::Ok);
    }
}
