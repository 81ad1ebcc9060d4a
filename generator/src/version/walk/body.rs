//! Request bodies: presence, media types and how they are written.

use super::operation::Pair;
use super::{docs, schema};
use crate::model::{Body, MediaType, Operation};
use crate::tokens::surface;
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};

/// Compares the request bodies of an operation.
pub(super) fn of_operation(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>) {
    let place = place_of(cx, operation, pair);
    match (&pair.0.body, &pair.1.body) {
        (None, None) => {}
        (None, Some(body)) => {
            let (code, rust) = if body.required { (37, Rust::Major) } else { (38, Rust::Minor) };
            cx.report_as(code, &place, Judged::Fixed(rust), "");
        }
        (Some(_), None) => {
            cx.report_as(39, &place, Judged::Fixed(Rust::Major), "");
        }
        (Some(old), Some(new)) => kept(cx, &place, pair, old, new),
    }
}

fn place_of(cx: &Cx<'_>, operation: &Place, pair: Pair<'_>) -> Place {
    let (before, after) = (item(&cx.old, pair.0), item(&cx.new, pair.1));
    let at = |it: &Operation| it.body.as_ref().map(|body| body.at.clone());
    Place {
        at: (at(pair.0), at(pair.1)),
        items: (before.as_ref().map(|it| it.0.clone()), after.as_ref().map(|it| it.0.clone())),
        shown: (before.map(|it| it.1), after.map(|it| it.1)),
        sides: Sides::REQUEST,
        ..operation.part("request body", Role::Body)
    }
}

/// Returns the path of the item that takes the body, and what is shown of it.
fn item(side: &Side<'_>, operation: &Operation) -> Option<(String, String)> {
    let (_, method) = side.method(operation)?;
    let body = method.body.as_ref()?;
    let ty = surface::body(&body.kind);
    Some(if body.required {
        let path = side.method_path(operation)?;
        (path.clone(), format!("{path}({}: {ty})", body.name))
    } else {
        let path = format!("{}::{}", side.call_path(operation)?, body.name);
        (path.clone(), format!("{path}: {ty}"))
    })
}

fn kept(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>, old: &Body, new: &Body) {
    if old.required != new.required {
        let code = if new.required { 40 } else { 41 };
        cx.report_as(code, place, Judged::Fixed(Rust::Major), "");
    }
    let rust = effect(cx, pair);
    sent(cx, place, pair, new, rust);
    others(cx, place, pair);
    media_types(cx, place, (&old.content, &new.content), (42, 43));
    let start = cx.found.len();
    let bare = Place { items: (None, None), ..place.clone() };
    for (a, b) in matched(&old.content, &new.content) {
        if let (Some(a), Some(b)) = (&a.schema, &b.schema) {
            schema::uses(cx, &bare, a, b);
        }
        encodings(cx, place, a, b);
    }
    for found in cx.found.iter_mut().skip(start).filter(|found| found.place.items == (None, None)) {
        found.rust = found.rust.max(rust.unwrap_or(Rust::Patch));
        found.place.items.clone_from(&place.items);
    }
    if cx.found.len() > start {
        cx.explain(place, rust.unwrap_or(Rust::Patch));
    }
    docs::texts(cx, place, old.description != new.description);
}

/// Returns what the difference of what callers give means to them, if there is one.
fn effect(cx: &Cx<'_>, (old, new): Pair<'_>) -> Option<Rust> {
    let text = |side: &Side<'_>, it: &Operation| {
        side.method(it).and_then(|(_, method)| Some(surface::body(&method.body.as_ref()?.kind)))
    };
    let (old, new) = (text(&cx.old, old)?, text(&cx.new, new)?);
    let plain = |text: &str| {
        ["json ", "form "].iter().find_map(|kind| text.strip_prefix(kind)).unwrap_or(text).to_owned()
    };
    (!cx.names.is_same_type(&plain(&old), &plain(&new))).then_some(Rust::Major)
}

/// Compares the media types that the bindings send.
fn sent(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>, body: &Body, rust: Option<Rust>) {
    let media_type = |side: &Side<'_>, it: &Operation| {
        side.method(it).and_then(|(_, method)| Some(method.body.as_ref()?.media_type.clone()))
    };
    let (Some(was), Some(is)) = (media_type(&cx.old, pair.0), media_type(&cx.new, pair.1)) else { return };
    if was == is {
        return;
    }
    let detail = format!("from {} to {}", surface::quoted(&was), surface::quoted(&is));
    let taken = body.content.iter().any(|media| essence(&media.name) == essence(&was));
    let wire = if taken { Wire::Ok } else { Wire::Break };
    let kind = |side: &Side<'_>, it: &Operation| {
        side.method(it).and_then(|(_, it)| Some(std::mem::discriminant(&it.body.as_ref()?.kind)))
    };
    let same_kind = kind(&cx.old, pair.0) == kind(&cx.new, pair.1);
    if essence(&was) == essence(&is) {
        cx.report_as(46, place, Judged::Fixed(Rust::Behaviour), detail);
    } else if same_kind || rust.is_none() {
        cx.report_as(44, place, Judged::Fixed(rust.unwrap_or(Rust::Behaviour)), detail).wire(wire);
    } else {
        cx.report_as(47, place, Judged::Fixed(Rust::Major), detail).wire(wire);
    }
}

/// Reports the methods that send another media type and come or go with it.
fn others(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>) {
    let methods = |side: &Side<'_>, it: &Operation| -> Vec<(String, String)> {
        let Some((group, method)) = side.method(it) else { return Vec::new() };
        let path = |name| format!("operations::{}::{name}", group.name);
        method.others.iter().map(|other| (path(&other.name), other.body.media_type.clone())).collect()
    };
    let (was, is) = (methods(&cx.old, pair.0), methods(&cx.new, pair.1));
    let place = Place { shown: (None, None), ..place.clone() };
    // One of the same media type is the same one: where it is called otherwise, it moved with its operation.
    let has = |all: &[(String, String)], (path, media_type): &(String, String)| {
        all.iter().any(|(other, sent)| other == path || essence(sent) == essence(media_type))
    };
    for (path, media_type) in was.iter().filter(|method| !has(&is, method)) {
        let place = Place { items: (Some(path.clone()), None), ..place.clone() };
        cx.report(43, &place, format!("the method for {} is gone", surface::quoted(media_type)))
            .wire(Wire::Break);
    }
    for (path, media_type) in is.iter().filter(|method| !has(&was, method)) {
        let place = Place { items: (None, Some(path.clone())), ..place.clone() };
        cx.report(42, &place, format!("a method for {}", surface::quoted(media_type)));
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Reports media types that come and go.
pub(super) fn media_types(
    cx: &mut Cx<'_>,
    place: &Place,
    (old, new): (&[MediaType], &[MediaType]),
    (come, gone): (u8, u8),
) {
    let has = |all: &[MediaType], name: &str| all.iter().any(|it| essence(&it.name) == essence(name));
    for media in new.iter().filter(|media| !has(old, &media.name)) {
        let place = Place { at: (None, Some(media.at.clone())), ..place.clone() };
        cx.report_quiet(come, &place, format!("{} is new", surface::quoted(&media.name)));
    }
    for media in old.iter().filter(|media| !has(new, &media.name)) {
        let place = Place { at: (Some(media.at.clone()), None), ..place.clone() };
        cx.report_quiet(gone, &place, format!("{} is gone", surface::quoted(&media.name)));
    }
}

/// Returns the media types that are one and the same.
pub(super) fn matched<'m>(
    old: &'m [MediaType],
    new: &'m [MediaType],
) -> impl Iterator<Item = (&'m MediaType, &'m MediaType)> {
    old.iter().filter_map(|before| {
        let exact = new.iter().find(|after| after.name == before.name);
        let fits = exact.or_else(|| new.iter().find(|after| essence(&after.name) == essence(&before.name)));
        // Where each has one, it is that which changed.
        let only = || new.first().filter(|_| old.len() == 1 && new.len() == 1);
        Some((before, fits.or_else(only)?))
    })
}

fn encodings(cx: &mut Cx<'_>, place: &Place, old: &MediaType, new: &MediaType) {
    let names = || old.encoding.iter().chain(&new.encoding).map(|it| it.name.as_str());
    let mut seen = std::collections::BTreeSet::new();
    for name in names().filter(|name| seen.insert(*name)) {
        let of = |media: &'_ MediaType| {
            let found = media.encoding.iter().find(|it| it.name == name);
            found.map(|it| (it.content_type.clone(), it.serialization, it.headers.clone()))
        };
        if of(old) != of(new) {
            let at = |media: &MediaType| Some(media.at.join("encoding").join(name));
            let place = Place { at: (at(old), at(new)), ..place.part(name, Role::Body) };
            cx.report_as(45, &place, Judged::Fixed(Rust::Behaviour), "written in another way");
        }
    }
}
