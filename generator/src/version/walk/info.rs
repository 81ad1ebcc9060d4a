//! The document as a whole: its version, and what the crate around the bindings needs.

use crate::diagnostic::Pointer;
use crate::tokens::surface::quoted;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::Side;
use crate::version::verdict::Rust;
use std::collections::{BTreeMap, BTreeSet};

/// Compares what is said of the API, and what its bindings need.
pub(super) fn all(cx: &mut Cx<'_>) {
    let (old, new) = (cx.old.api, cx.new.api);
    let at = |key: &str| Some(Pointer::root().join("info").join(key));
    let place =
        |key: &str| Place { label: format!("info.{key}"), at: (at(key), at(key)), ..Place::default() };
    if old.version != new.version {
        let detail = format!("from {} to {}", quoted(&old.version), quoted(&new.version));
        cx.report_quiet(128, &place("version"), detail);
    }
    if old.title != new.title {
        cx.report_quiet(128, &place("title"), "");
    }
    if old.description != new.description {
        cx.report_quiet(14, &place("description"), "");
    }
    tags(cx);
    needs(cx);
}

/// Compares what is said of tags, which their sub-clients show.
fn tags(cx: &mut Cx<'_>) {
    let of = |side: &Side<'_>| -> BTreeMap<String, String> {
        let all = side.api.tags.iter();
        all.filter_map(|(name, description)| Some((name.clone(), description.clone()?))).collect()
    };
    let (was, is) = (of(&cx.old), of(&cx.new));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names.into_iter().filter(|name| was.get(*name) != is.get(*name)) {
        let at = |all: &BTreeMap<String, String>| all.get(name).map(|_| Pointer::root().join("tags"));
        let place = Place { label: format!("tag {name}"), at: (at(&was), at(&is)), ..Place::default() };
        cx.report_quiet(14, &place, "");
    }
}

fn needs(cx: &mut Cx<'_>) {
    let foreign = |side: &Side<'_>| -> BTreeSet<String> {
        side.krate.foreign.iter().map(|it| it.ty.as_str().to_owned()).collect()
    };
    let features = |side: &Side<'_>| -> BTreeSet<String> { side.krate.features().into_iter().collect() };
    let (was, is) = (foreign(&cx.old), foreign(&cx.new));
    for ty in was.symmetric_difference(&is) {
        let place = Place { label: format!("Cargo.toml {ty}"), ..Place::default() };
        let word = if is.contains(ty) { "new" } else { "gone" };
        cx.report_quiet(127, &place, format!("the type {ty} is {word}"));
    }
    let (was, is) = (features(&cx.old), features(&cx.new));
    for feature in was.symmetric_difference(&is) {
        let place = Place { label: format!("Cargo.toml feature {feature}"), ..Place::default() };
        let (word, rust) = if is.contains(feature) { ("new", Rust::Minor) } else { ("gone", Rust::Major) };
        cx.report_as(127, &place, Judged::Fixed(rust), format!("the feature {feature} is {word}"));
    }
}
