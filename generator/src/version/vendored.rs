//! The document against bindings that are vendored: what `api.txt` says of the old ones, without their document.
//!
//! The Rust axis is all there. Of the wire axis `api.txt` shows names, places, methods and paths; what it does not show,
//! such as constraints, styles and presence in requests, is unknown.

use super::report::{fingerprint, line, Change, Report};
use super::rule::Code;
use super::side::{aliases, by_path};
use super::surface::{weigh, Names};
use super::verdict::{Rust, Wire};
use crate::rust::Crate;
use crate::tokens::surface::{surface, Entry};
use std::collections::{BTreeMap, BTreeSet};

/// Compares bindings with the text of `api.txt` of earlier ones, whose names they have.
pub fn compare_vendored(api_txt: &str, krate: &Crate) -> Report {
    let old = by_path(api_txt.lines().filter(|line| !line.is_empty()).map(Entry::read).collect());
    let new_surface = by_path(surface(krate));
    let mut names =
        Names { renamed: BTreeMap::new(), old_aliases: aliases(&old), new_aliases: aliases(&new_surface) };
    names.renamed = renamed(&old, &new_surface);
    let known: BTreeMap<String, &Entry> =
        old.values().map(|entry| (names.path(&entry.path), entry)).collect();
    let paths: BTreeSet<&String> = known.keys().chain(new_surface.keys()).collect();
    let mut changes = Vec::new();
    for path in paths {
        let (before, after) = (known.get(path).copied(), new_surface.get(path));
        let Some(rust) = weigh(&names, before, after) else { continue };
        if !is_part(&known, &new_surface, before, after) {
            changes.push(change(rust, before, after));
        }
    }
    for (old, new) in &names.renamed {
        let (before, after) =
            (Entry::read(&format!("models::{old}")), Entry::read(&format!("models::{new}")));
        let mut renamed = change(Rust::Major, Some(&before), Some(&after));
        renamed.code = Code(116);
        renamed.suggestion = Some(format!("schemas: {{ {new}: {old} }}"));
        changes.push(renamed);
    }
    let mut report = Report::sorted(changes);
    report.note = Some(
        "compared with the vendored api.txt: what callers see is exact; what it does not show, such as constraints, styles \
         and security, is unknown, and a rule is the one that comes nearest"
            .to_owned(),
    );
    report
}

/// Finds the types that are gone of which exactly one new one has the same members.
fn renamed(old: &BTreeMap<String, Entry>, new: &BTreeMap<String, Entry>) -> BTreeMap<String, String> {
    let shapes = |all: &BTreeMap<String, Entry>, other: &BTreeMap<String, Entry>| {
        let mut shapes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in
            all.values().filter(|it| it.path.starts_with("models::") && !other.contains_key(it.owner()))
        {
            let shape = shapes.entry(entry.owner().to_owned()).or_default();
            let member = entry.to_string();
            shape.extend(member.strip_prefix(entry.owner()).map(str::to_owned));
        }
        shapes
    };
    let (gone, come) = (shapes(old, new), shapes(new, old));
    let plain = |path: &str| path.trim_start_matches("models::").to_owned();
    let mut renamed = BTreeMap::new();
    for (before, shape) in gone.iter().filter(|(_, shape)| shape.len() > 1) {
        let mut fits = come.iter().filter(|(_, other)| *other == shape);
        let alone = gone.values().filter(|other| *other == shape).count() == 1;
        if let (Some((after, _)), None, true) = (fits.next(), fits.next(), alone) {
            renamed.insert(plain(before), plain(after));
        }
    }
    renamed
}

/// Whether an entry is a part of a type that is gone or new as a whole.
fn is_part(
    known: &BTreeMap<String, &Entry>,
    new: &BTreeMap<String, Entry>,
    before: Option<&Entry>,
    after: Option<&Entry>,
) -> bool {
    match (before, after) {
        (Some(entry), None) => entry.owner() != entry.path && !new.contains_key(entry.owner()),
        (None, Some(entry)) => entry.owner() != entry.path && !known.contains_key(entry.owner()),
        _ => false,
    }
}

fn change(rust: Rust, before: Option<&Entry>, after: Option<&Entry>) -> Change {
    let path = after.or(before).map_or("", |entry| entry.path.as_str());
    let (code, wire) = rule_of(path, rust, before, after);
    let texts = (before.map(Entry::to_string), after.map(Entry::to_string));
    let code_text = code.to_string();
    Change {
        code,
        wire,
        rust,
        security: path.starts_with("Server::") || path.starts_with("Builder::") || code == Code(85),
        subject: line(path),
        operations: Vec::new(),
        fingerprint: fingerprint(&[
            &code_text,
            path,
            texts.0.as_deref().unwrap_or_default(),
            texts.1.as_deref().unwrap_or_default(),
        ]),
        before: texts.0.as_deref().map(line),
        after: texts.1.as_deref().map(line),
        old: None,
        new: None,
        detail: String::new(),
        suggestion: None,
        members: Vec::new(),
    }
}

/// Returns the rule that tells best what a line of `api.txt` shows, and what is known on the wire.
fn rule_of(path: &str, rust: Rust, before: Option<&Entry>, after: Option<&Entry>) -> (Code, Wire) {
    let is_type = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.owner() == entry.path);
    let is = |entry: Option<&Entry>, note: &str| entry.is_some_and(|entry| entry.is(note));
    let secret = |entry: Option<&Entry>| is(entry, "secret");
    // What has a setter goes into requests, and a variant with a value is a member of a union.
    let sent = is(before, "setter") || is(after, "setter");
    let member = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.given.is_some());
    if let Some((code, wire)) = header(path, before, after) {
        return (Code(code), wire);
    }
    let (code, wire) = match (path, before.is_some(), after.is_some()) {
        (path, true, false) if path.starts_with("operations::") => (2, Wire::Break),
        (path, false, true) if path.starts_with("operations::") => (1, Wire::Ok),
        (path, true, true) if path.starts_with("operations::") => kept(rust, before, after),
        (path, true, false) if path.starts_with("Call<") => (20, Wire::Unknown),
        (path, false, true) if path.starts_with("Call<") => (19, Wire::Ok),
        (path, true, true) if path.starts_with("Call<") => (23, Wire::Unknown),
        (path, ..) if path.starts_with("Server::") => (10, Wire::Drift),
        (path, ..) if path.starts_with("Builder::") => (123, Wire::Unknown),
        (_, true, false) if is_type(before) => (116, Wire::Unknown),
        (_, false, true) if is_type(after) => (115, Wire::Ok),
        (path, true, false) if path.contains('.') => (if sent { 53 } else { 54 }, Wire::Unknown),
        (path, false, true) if path.contains('.') => (if sent { 48 } else { 49 }, Wire::Ok),
        (_, true, false) if member(before) => (97, Wire::Unknown),
        (_, false, true) if member(after) => (96, Wire::Ok),
        (_, true, false) => (89, Wire::Unknown),
        (_, false, true) => (87, Wire::Ok),
        _ if !secret(before) && secret(after) => (84, Wire::Ok),
        _ if secret(before) && !secret(after) => (85, Wire::Ok),
        _ if is_type(after) => (125, Wire::Unknown),
        _ if rust == Rust::Minor => (79, Wire::Ok),
        _ => (64, Wire::Unknown),
    };
    (Code(code), wire)
}

/// Returns the rule of a header of responses, if the line is one.
fn header(path: &str, before: Option<&Entry>, after: Option<&Entry>) -> Option<(u8, Wire)> {
    let is_header = after.or(before)?.ty().starts_with("Header<") && path.starts_with("operations::");
    let value = |entry: &Entry| entry.ty().replace("Option<", "").replace('>', "");
    is_header.then(|| match (before, after) {
        (None, _) => (112, Wire::Ok),
        (Some(_), None) => (113, Wire::Drift),
        (Some(before), Some(after)) if before.ty() == after.ty() => (79, Wire::Ok),
        (Some(before), Some(after)) if value(before) == value(after) => (113, Wire::Unknown),
        (Some(_), Some(_)) => (64, Wire::Unknown),
    })
}

/// Returns the rule of a method that stays: its last note is the HTTP method and the path.
fn kept(rust: Rust, before: Option<&Entry>, after: Option<&Entry>) -> (u8, Wire) {
    let http = |entry: Option<&Entry>| {
        let called =
            entry?.notes.iter().find_map(|note| note.split_once(' ').filter(|it| it.1.starts_with('"')))?;
        Some((called.0.to_owned(), called.1.to_owned()))
    };
    let deprecated = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.is("deprecated"));
    match (http(before), http(after)) {
        (Some(old), Some(new)) if old.1 != new.1 => (6, Wire::Break),
        (Some(old), Some(new)) if old.0 != new.0 => (8, Wire::Break),
        _ if rust < Rust::Behaviour && deprecated(before) && !deprecated(after) => (4, Wire::Ok),
        _ if rust == Rust::Minor && deprecated(after) => (3, Wire::Ok),
        _ => (64, Wire::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_the_nearest_that_api_txt_shows() {
        for (before, after, code) in [
            ("", "models::A.b: Option<i64> (\"b\", setter)", 48),
            ("", "models::A.b: Option<i64> (\"b\")", 49),
            ("models::A.b: Option<i64> (\"b\", setter)", "", 53),
            ("models::A.b: Option<i64> (\"b\")", "", 54),
            ("", "models::A::B(Cat) (\"cat\")", 96),
            ("models::A::B(Cat) (\"cat\")", "", 97),
            ("", "models::A::B (\"b\")", 87),
            ("operations::G::f() -> () or () (GET \"/\")", "operations::G::f() -> () or () (GET \"/b\")", 6),
            ("operations::G::f() -> () or () (GET \"/\")", "operations::G::f() -> () or () (PUT \"/\")", 8),
            (
                "operations::G::f() -> () or () (GET \"/\")",
                "operations::G::f() -> () or () (GET \"/\", deprecated)",
                3,
            ),
            ("", "operations::g::F::X: Header<Option<i64>> (header \"X\")", 112),
            ("operations::g::F::X: Header<i64> (header \"X\")", "", 113),
            (
                "operations::g::F::X: Header<i64> (header \"X\")",
                "operations::g::F::X: Header<Option<i64>> (header \"X\")",
                113,
            ),
            ("operations::G::f() -> A or () (GET \"/\")", "operations::G::f() -> B or () (GET \"/\")", 64),
        ] {
            let read = |text: &str| (!text.is_empty()).then(|| Entry::read(text));
            let (old, new) = (read(before), read(after));
            let rust = weigh(&Names::default(), old.as_ref(), new.as_ref()).unwrap();
            let path = new.as_ref().or(old.as_ref()).map(|it| it.path.clone()).unwrap();
            assert_eq!(rule_of(&path, rust, old.as_ref(), new.as_ref()).0, Code(code), "{before} -> {after}");
        }
    }
}
