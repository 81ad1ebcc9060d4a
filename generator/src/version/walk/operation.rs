//! Operations: those that stay, wherever they stand now, and those that come and go.

use super::{body, docs, parameter, prefix, response, security};
use crate::model::Operation;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::{Side, Sides};
use crate::version::verdict::Rust;
use std::collections::{BTreeMap, BTreeSet};

/// Both sides of an operation.
pub(super) type Pair<'a> = (&'a Operation, &'a Operation);

/// Compares all operations.
pub(super) fn all(cx: &mut Cx<'_>) {
    let (old, new) = (&cx.old.api.operations, &cx.new.api.operations);
    let pairs = matched(old, new);
    cx.operations.clone_from(&pairs);
    let both = || pairs.iter().filter_map(|(a, b)| Some((old.get(*a)?, new.get(*b)?)));
    cx.prefixes = prefix::shared(both());
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = pairs.iter().copied().unzip();
    for (old, new) in both() {
        kept(cx, (old, new));
    }
    for (_, operation) in old.iter().enumerate().filter(|(index, _)| !before.contains(index)) {
        let place = place_of(cx, Some(operation), None);
        cx.report(2, &place, name(operation)).at_least(Rust::Major);
    }
    for (_, operation) in new.iter().enumerate().filter(|(index, _)| !after.contains(index)) {
        let place = place_of(cx, None, Some(operation));
        cx.report(1, &place, name(operation));
    }
}

fn name(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_default()
}

/// Returns what an operation is called in reports.
pub(in crate::version) fn label(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// What operations are told by.
type Key<'k> = &'k dyn Fn(&Operation) -> Option<String>;

/// Finds the operations that are one and the same: by method and path, whatever parameters are called, by `operationId`, or
/// because they moved with others.
fn matched(old: &[Operation], new: &[Operation]) -> Vec<(usize, usize)> {
    let exact = |it: &Operation| Some(label(it));
    let blank = |it: &Operation| Some(format!("{} {}", it.method, blanked(&it.path)));
    let id = |it: &Operation| it.id.clone();
    let keys: [Key<'_>; 3] = [&exact, &blank, &id];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    for key in keys {
        let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, operation) in new.iter().enumerate().filter(|(index, _)| !after.contains(index)) {
            if let Some(key) = key(operation) {
                free.entry(key).or_default().push(index);
            }
        }
        for (index, operation) in old.iter().enumerate() {
            let fits = key(operation).and_then(|key| free.get(&key));
            if let (Some([only]), false) = (fits.map(Vec::as_slice), before.contains(&index)) {
                if after.insert(*only) {
                    before.insert(index);
                    pairs.push((index, *only));
                }
            }
        }
    }
    fn left<'o>(all: &'o [Operation], taken: &BTreeSet<usize>) -> Vec<(usize, &'o Operation)> {
        all.iter().enumerate().filter(|(index, _)| !taken.contains(index)).collect()
    }
    pairs.extend(prefix::matched(&left(old, &before), &left(new, &after)));
    pairs.sort_unstable();
    pairs
}

/// Returns a path without the names of its parameters.
pub(super) fn blanked(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    text + rest
}

/// Where an operation stands.
fn place_of(cx: &Cx<'_>, old: Option<&Operation>, new: Option<&Operation>) -> Place {
    let label = new.or(old).map(label).unwrap_or_default();
    let path = |side: &Side<'_>, it: Option<&Operation>| it.and_then(|it| side.method_path(it));
    Place {
        operation: Some(label.clone()),
        label,
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (path(&cx.old, old), path(&cx.new, new)),
        sides: Sides::REQUEST,
        ..Place::default()
    }
}

fn kept(cx: &mut Cx<'_>, (old, new): Pair<'_>) {
    let place = place_of(cx, Some(old), Some(new));
    let moved = place.items.0 != place.items.1;
    if old.method != new.method {
        let judged = if moved { Judged::Surface(Rust::Behaviour) } else { Judged::Fixed(Rust::Behaviour) };
        cx.report_as(8, &place, judged, format!("from {} to {}", old.method, new.method));
    }
    if blanked(&old.path) != blanked(&new.path) {
        let judged = if moved { Judged::Surface(Rust::Behaviour) } else { Judged::Fixed(Rust::Behaviour) };
        let shared = prefix::of((old, new)).filter(|prefix| cx.prefixes.contains(prefix));
        let alone = || format!("from {} to {}", old.path, new.path);
        cx.report_as(6, &place, judged, shared.as_ref().map_or_else(alone, prefix::detail));
    }
    tags(cx, &place, (old, new));
    if old.id != new.id {
        let rust = if moved { Rust::Major } else { Rust::Patch };
        let shown = |id: &Option<String>| id.clone().unwrap_or_else(|| "none".to_owned());
        let detail = format!("from {} to {}", shown(&old.id), shown(&new.id));
        cx.report_as(5, &place, Judged::Fixed(rust), detail);
    }
    match (old.docs.deprecated, new.docs.deprecated) {
        (false, true) => {
            cx.report_quiet(3, &place, "");
        }
        (true, false) => {
            cx.report_quiet(4, &place, "");
        }
        _ => {}
    }
    let texts = old.docs.summary != new.docs.summary || old.docs.description != new.docs.description;
    docs::texts(cx, &place, texts);
    parameter::all(cx, &place, (old, new));
    body::of_operation(cx, &place, (old, new));
    response::all(cx, &place, (old, new));
    security::of_operation(cx, &place, (old, new));
    super::server::of_operation(cx, &place, (old, new));
    super::habit::all(cx, &place, (old, new));
}

fn tags(cx: &mut Cx<'_>, place: &Place, (old, new): Pair<'_>) {
    let (was, is) = (old.tags.first(), new.tags.first());
    if was != is {
        let group =
            |side: &Side<'_>, it: &Operation| side.method(it).map(|(group, _)| group.name.to_string());
        let moved = group(&cx.old, old) != group(&cx.new, new);
        let rust = if moved { Rust::Major } else { Rust::Patch };
        let shown = |tag: Option<&String>| tag.cloned().unwrap_or_else(|| "none".to_owned());
        // Where it stays, the tag is no part of how callers name it.
        let items = if moved { place.items.clone() } else { (None, None) };
        let place = Place { items, ..place.clone() };
        cx.report_as(9, &place, Judged::Fixed(rust), format!("from {} to {}", shown(was), shown(is)));
    }
}
