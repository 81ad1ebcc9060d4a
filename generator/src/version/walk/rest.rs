//! What the public surface shows and nothing else explained: so that no difference of it goes unreported.

use super::operation::label;
use crate::diagnostic::Pointer;
use crate::model::SchemaId;
use crate::tokens::surface::Entry;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::Side;
use crate::version::surface::{arguments_of_new, weigh};
use crate::version::verdict::{Rust, Wire};
use std::collections::{BTreeMap, BTreeSet};

/// Compares the surfaces, and reports what is worse than what was said of it.
pub(super) fn all(cx: &mut Cx<'_>) {
    models(cx);
    super::ability::all(cx);
    methods(cx);
    super::client::all(cx);
}

fn models(cx: &mut Cx<'_>) {
    let paths = |side: &Side<'_>| -> Vec<String> {
        side.surface.keys().filter(|path| path.starts_with("models::")).cloned().collect()
    };
    let renamed: BTreeMap<String, String> =
        paths(&cx.old).into_iter().map(|path| (cx.names.path(&path), path)).collect();
    let now: BTreeSet<String> = paths(&cx.new).into_iter().chain(renamed.keys().cloned()).collect();
    let ids = (ids(&cx.old), ids(&cx.new));
    for path in now {
        let old_path = renamed.get(&path);
        let old = old_path.and_then(|path| cx.old.surface.get(path)).cloned();
        let new = cx.new.surface.get(&path).cloned();
        let Some(rust) = difference(cx, old.as_ref(), new.as_ref()) else { continue };
        let known = cx.explained(old_path.map(String::as_str), Some(&path));
        let is_told = known.is_some_and(|known| known >= rust)
            || is_part_of_another(cx, old.as_ref(), new.as_ref(), &renamed);
        if let (Some(old), Some(new), true) = (&old, &new, is_struct(old.as_ref()) && is_struct(new.as_ref()))
        {
            structure(cx, known, (old, new), &ids);
            continue;
        }
        if is_told {
            continue;
        }
        let id = |entry: Option<&Entry>, ids: &BTreeMap<String, SchemaId>| {
            entry.and_then(|entry| ids.get(entry.owner()).copied())
        };
        let owner = (id(old.as_ref(), &ids.0), id(new.as_ref(), &ids.1));
        one(cx, rust, (old, new), owner);
    }
}

fn is_struct(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| entry.is("struct"))
}

/// Compares the lines of two structs, where their fields have lines of their own: what is left is the order of the
/// arguments of `new()`, and what they derive.
fn structure(
    cx: &mut Cx<'_>,
    known: Option<Rust>,
    (old, new): (&Entry, &Entry),
    ids: &(BTreeMap<String, SchemaId>, BTreeMap<String, SchemaId>),
) {
    let owner = (ids.0.get(&old.path).copied(), ids.1.get(&new.path).copied());
    let arguments =
        |entry: &Entry| entry.notes.iter().find_map(|note| arguments_of_new(note)).unwrap_or_default();
    let (was, is) = (arguments(old), arguments(new));
    let common = |all: &[String], others: &[String]| -> Vec<String> {
        all.iter().filter(|it| others.contains(it)).cloned().collect()
    };
    if common(&was, &is) != common(&is, &was) {
        let place = place_of(cx, &new.path, (Some(old), Some(new)), owner);
        cx.report_as(
            80,
            &place,
            Judged::Fixed(Rust::Behaviour),
            "the arguments of `new()` stand in another order",
        );
    }
    // What a required member does to `Default` is told with the member, and deprecation by a rule of its own.
    let is_told = |note: &str| {
        let with_member = note == "default" && known == Some(Rust::Major);
        arguments_of_new(note).is_some() || with_member || note == "deprecated"
    };
    let rest = |entry: &Entry| {
        let notes = entry.notes.iter().filter(|note| !is_told(note)).cloned().collect();
        Entry { notes, ..entry.clone() }
    };
    let (before, after) = (rest(old), rest(new));
    let gained = !before.is("default") && after.is("default");
    let Some(rust) = weigh(&cx.names, Some(&before), Some(&after)) else { return };
    // `Default` comes when the last required member goes, which is told with the member, too.
    if !(gained && rust == Rust::Minor) {
        let place = place_of(cx, &new.path, (Some(old), Some(new)), owner);
        let shown = |entry: &Entry| entry.notes.join(", ");
        let detail = format!("from {} to {}", shown(&before), shown(&after));
        cx.report_as(125, &place, Judged::Fixed(rust), detail);
    }
}

fn place_of(
    cx: &Cx<'_>,
    label: &str,
    (old, new): (Option<&Entry>, Option<&Entry>),
    owner: (Option<SchemaId>, Option<SchemaId>),
) -> Place {
    let at = |side: &Side<'_>, id: Option<SchemaId>| id.map(|id| side.api.schemas[id].at.clone());
    Place {
        label: label.to_owned(),
        at: (at(&cx.old, owner.0), at(&cx.new, owner.1)),
        owner,
        items: (old.map(|entry| entry.path.clone()), new.map(|entry| entry.path.clone())),
        ..Place::default()
    }
}

/// Returns the schemas of all items, by path.
fn ids(side: &Side<'_>) -> BTreeMap<String, SchemaId> {
    side.api.schemas.iter().filter_map(|(id, _)| Some((side.path(id)?, id))).collect()
}

/// Whether an entry is a part of a type that is gone, new or of another kind as a whole.
///
/// `renamed` has the old paths by what they are called now.
fn is_part_of_another(
    cx: &Cx<'_>,
    old: Option<&Entry>,
    new: Option<&Entry>,
    renamed: &BTreeMap<String, String>,
) -> bool {
    let kind = |entry: &Entry| entry.notes.first().cloned();
    match (old, new) {
        (Some(old), None) => {
            let (before, after) = (old.owner(), cx.names.path(old.owner()));
            let after = cx.new.surface.get(&after).map(kind);
            before != old.path && after != cx.old.surface.get(before).map(kind)
        }
        // What is new is reported where it is used.
        (None, Some(new)) if new.owner() == new.path => true,
        (None, Some(new)) => {
            let before = renamed.get(new.owner()).and_then(|path| cx.old.surface.get(path)).map(kind);
            before != cx.new.surface.get(new.owner()).map(kind)
        }
        _ => false,
    }
}

/// Weighs two entries. Setters come and go with `new()`, for all fields of a type at once, which is told of the type.
fn difference(cx: &Cx<'_>, old: Option<&Entry>, new: Option<&Entry>) -> Option<Rust> {
    let (Some(before), Some(after)) = (old, new) else { return weigh(&cx.names, old, new) };
    let without = |entry: &Entry| {
        let notes = entry.notes.iter().filter(|note| *note != "setter").cloned().collect();
        Entry { notes, ..entry.clone() }
    };
    let is_built = |side: &Side<'_>, entry: &Entry| {
        let owner = side.surface.get(entry.owner());
        owner.is_some_and(|owner| owner.notes.iter().any(|note| note.starts_with("new(")))
    };
    match is_built(&cx.old, before) == is_built(&cx.new, after) {
        true => weigh(&cx.names, old, new),
        false => weigh(&cx.names, Some(&without(before)), Some(&without(after))),
    }
}

fn one(
    cx: &mut Cx<'_>,
    rust: Rust,
    (old, new): (Option<Entry>, Option<Entry>),
    owner: (Option<SchemaId>, Option<SchemaId>),
) {
    let label = new.as_ref().or(old.as_ref()).map(|entry| entry.path.clone()).unwrap_or_default();
    let place = place_of(cx, &label, (old.as_ref(), new.as_ref()), owner);
    if new.is_none() && went_with_another(cx, place.at.0.as_ref()) {
        return;
    }
    let is_header = old.as_ref().is_some_and(|entry| entry.owner() == entry.path);
    let (code, detail) = match (&old, &new) {
        (Some(_), Some(_)) if is_header => (125, "its kind or a derived trait"),
        (Some(old), Some(new)) if old.ty() != new.ty() && unboxed(old.ty()) == unboxed(new.ty()) => {
            (83, "in a `Box`, or out of it")
        }
        (Some(_), None) if is_header => (117, "the type of a part of another schema is gone"),
        _ => (69, "another name or type"),
    };
    cx.report_as(code, &place, Judged::Fixed(rust), detail).wire(Wire::Ok);
}

/// Returns a type without its boxes.
fn unboxed(ty: &str) -> String {
    let mut text = ty.to_owned();
    while let Some(start) = text.find("Box<") {
        let (before, rest) = text.split_at(start);
        let rest = rest.trim_start_matches("Box<");
        let mut depth = 1usize;
        let close = rest.char_indices().find(|(_, c)| {
            match c {
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let (inner, after) = rest.split_at(close.map_or(rest.len(), |(at, _)| at));
        text = format!("{before}{inner}{}", after.strip_prefix('>').unwrap_or(after));
    }
    text
}

/// Whether something that is gone stood in what was reported to be gone, or to be of another type.
fn went_with_another(cx: &Cx<'_>, at: Option<&Pointer>) -> bool {
    let Some(at) = at else { return false };
    let holds = |outer: &Pointer| {
        at.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let major = cx.found.iter().filter(|found| found.rust == Rust::Major);
    major.filter_map(|found| found.place.at.0.as_ref()).any(holds)
}

/// Reports what a method shows besides.
fn methods(cx: &mut Cx<'_>) {
    for (before, after) in cx.operations.clone() {
        let (Some(old), Some(new)) = (cx.old.api.operations.get(before), cx.new.api.operations.get(after))
        else {
            continue;
        };
        let (Some(old_path), Some(new_path)) = (cx.old.method_path(old), cx.new.method_path(new)) else {
            continue;
        };
        let rust = weigh(&cx.names, cx.old.surface.get(&old_path), cx.new.surface.get(&new_path));
        let known = cx.explained(Some(&old_path), Some(&new_path));
        let Some(rust) = rust.filter(|rust| known.is_none_or(|known| known < *rust)) else { continue };
        let arguments = |side: &Side<'_>, path: &str| side.surface.get(path).and_then(|it| it.given.clone());
        let (was, is) = (arguments(&cx.old, &old_path), arguments(&cx.new, &new_path));
        let sorted = |arguments: &Option<Vec<String>>| {
            arguments.as_ref().map(|it| it.iter().cloned().collect::<BTreeSet<_>>())
        };
        let (code, detail) = match was != is && sorted(&was) == sorted(&is) {
            true => (33, "the arguments stand in another order"),
            false => (69, "another name or type"),
        };
        let place = Place {
            label: label(new),
            operation: Some(label(new)),
            at: (Some(old.at.clone()), Some(new.at.clone())),
            items: (Some(old_path), Some(new_path)),
            ..Place::default()
        };
        cx.report_as(code, &place, Judged::Fixed(rust), detail).wire(Wire::Ok);
    }
    parts(cx);
}

/// Reports what else belongs to an operation that stays: methods for other media types, parts of multipart bodies,
/// options, and what it answers by status.
fn parts(cx: &mut Cx<'_>) {
    for (before, after) in cx.operations.clone() {
        let (Some(old), Some(new)) = (cx.old.api.operations.get(before), cx.new.api.operations.get(after))
        else {
            continue;
        };
        let (was, is) = (cx.old.paths_of(old), cx.new.paths_of(new));
        // One that moved as a whole is told as a whole.
        if cx.old.method_path(old) != cx.new.method_path(new)
            || cx.old.call_path(old) != cx.new.call_path(new)
        {
            continue;
        }
        for path in was.union(&is) {
            let rust = weigh(&cx.names, cx.old.surface.get(path), cx.new.surface.get(path));
            let known = cx.explained(Some(path), Some(path));
            let Some(rust) = rust.filter(|rust| known.is_none_or(|known| known < *rust)) else { continue };
            // What it answers as a whole is told with the method.
            let method = cx.new.method_path(new);
            if cx.explained(method.as_deref(), method.as_deref()).is_some_and(|known| known >= rust) {
                continue;
            }
            let item = |side: &Side<'_>| side.surface.contains_key(path).then(|| path.clone());
            let place = Place {
                label: format!("{} {path}", label(new)),
                operation: Some(label(new)),
                at: (Some(old.at.clone()), Some(new.at.clone())),
                items: (item(&cx.old), item(&cx.new)),
                ..Place::default()
            };
            let arguments = |side: &Side<'_>| -> Option<BTreeSet<String>> {
                let entry = side.surface.get(path)?;
                Some(entry.notes.iter().find_map(|note| arguments_of_new(note))?.into_iter().collect())
            };
            let (was, is) = (arguments(&cx.old), arguments(&cx.new));
            let (code, detail) = match was.is_some() && was == is {
                true => (33, "the arguments of `new()` stand in another order"),
                false => (69, "a part of the operation"),
            };
            cx.report_as(code, &place, Judged::Fixed(rust), detail).wire(Wire::Ok);
        }
    }
}
