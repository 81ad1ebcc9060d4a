//! The document against bindings that are vendored: what `api.txt` says of the old ones, without their document.
//!
//! The Rust axis is all there. Of the wire axis `api.txt` shows names, places, methods and paths; what it does not show,
//! such as constraints, styles and presence in requests, is unknown.

mod operation;
mod rule;

use super::report::{fingerprint, line, Change, Report};
use super::rule::Code;
use super::side::{aliases, by_path};
use super::surface::{weigh, Names};
use super::verdict::{Rust, Wire};
use crate::rust::Crate;
use crate::tokens::surface::{surface, Entry};
use operation::{Operations, Part};
use std::collections::{BTreeMap, BTreeSet};

/// Compares bindings with the text of `api.txt` of earlier ones, whose names they have.
pub fn compare_vendored(api_txt: &str, krate: &Crate) -> Report {
    let old = by_path(api_txt.lines().filter(|line| !line.is_empty()).map(Entry::read).collect());
    compare(&old, &by_path(surface(krate)))
}

fn compare(old: &BTreeMap<String, Entry>, new: &BTreeMap<String, Entry>) -> Report {
    let mut names = Names { renamed: BTreeMap::new(), old_aliases: aliases(old), new_aliases: aliases(new) };
    names.renamed = renamed(old, new);
    let sides = keyed(&names, old, new);
    let keys: BTreeSet<&Key> = sides.iter().flat_map(BTreeMap::keys).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (before, after) = (sides[0].get(key).copied(), sides[1].get(key).copied());
        let Some(rust) = difference(&names, &sides, key, before, after) else { continue };
        if !is_part(&sides, key, before, after) {
            changes.push(change(&sides, rust, key, before, after));
        }
    }
    for (old, new) in &names.renamed {
        let (before, after) =
            (Entry::read(&format!("models::{old}")), Entry::read(&format!("models::{new}")));
        let mut renamed = made(Rust::Major, (Code(116), Wire::Ok), Some(&before), Some(&after));
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

/// What tells a line from others, the same on both sides whatever types and operations are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A path, with types as they are called now.
    Path(String),
    /// A part of an operation.
    Operation(Id, Part),
}

/// An operation: by its place among the new ones if it is there, or among the old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Id {
    New(usize),
    Gone(usize),
}

/// The lines of both sides.
type Lines<'e> = [BTreeMap<Key, &'e Entry>; 2];

fn keyed<'e>(names: &Names, old: &'e BTreeMap<String, Entry>, new: &'e BTreeMap<String, Entry>) -> Lines<'e> {
    let operations = (Operations::of(old), Operations::of(new));
    let matched = operations.0.matched(&operations.1);
    let before = old.values().map(|entry| {
        let key = match operations.0.part(entry) {
            Some((index, part)) => {
                let id = matched.get(&index).map_or(Id::Gone(index), |index| Id::New(*index));
                Key::Operation(id, part)
            }
            None => Key::Path(names.path(&entry.path)),
        };
        (key, entry)
    });
    let after = new.values().map(|entry| {
        let key = match operations.1.part(entry) {
            Some((index, part)) => Key::Operation(Id::New(index), part),
            None => Key::Path(entry.path.clone()),
        };
        (key, entry)
    });
    [before.collect(), after.collect()]
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

/// Weighs two lines. What belongs to an operation that is called otherwise is what it was, but for its method.
fn difference(
    names: &Names,
    sides: &Lines<'_>,
    key: &Key,
    before: Option<&Entry>,
    after: Option<&Entry>,
) -> Option<Rust> {
    let (Some(old), Some(new)) = (before, after) else { return weigh(names, before, after) };
    let mut old = old.clone();
    let mut new = new.clone();
    if matches!(key, Key::Operation(_, Part::Item(_) | Part::Other(_))) {
        old.path.clone_from(&new.path);
    }
    if is_built(names, &sides[0], &old) != is_built(names, &sides[1], &new) {
        // Setters come and go with `new()`, which is told of the type.
        old.notes.retain(|note| note != "setter");
        new.notes.retain(|note| note != "setter");
    }
    weigh(names, Some(&old), Some(&new))
}

/// Whether callers make the struct that a line belongs to.
fn is_built(names: &Names, side: &BTreeMap<Key, &Entry>, entry: &Entry) -> bool {
    let owner = side.get(&Key::Path(names.path(entry.owner())));
    owner.is_some_and(|owner| owner.notes.iter().any(|note| note.starts_with("new(")))
}

/// Whether a line is a part of a type or operation that is gone or new as a whole, or is told with something else.
fn is_part(sides: &Lines<'_>, key: &Key, before: Option<&Entry>, after: Option<&Entry>) -> bool {
    match key {
        Key::Operation(_, Part::Method) => false,
        Key::Operation(id, _) => {
            let method = Key::Operation(*id, Part::Method);
            !sides.iter().all(|side| side.contains_key(&method))
                || before.or(after).is_some_and(|it| it.is("enum"))
        }
        Key::Path(_) => match (before, after) {
            (Some(entry), None) => is_of_another(&sides[0], &sides[1], entry),
            (None, Some(entry)) => is_of_another(&sides[1], &sides[0], entry),
            (Some(before), Some(after)) => {
                is_group(after) || before.is("struct") && rule::is_told_by_fields(before, after)
            }
            (None, None) => true,
        },
    }
}

/// Whether an entry of one side came or went with another one.
fn is_of_another(side: &BTreeMap<Key, &Entry>, other: &BTreeMap<Key, &Entry>, entry: &Entry) -> bool {
    let owner = Key::Path(entry.owner().to_owned());
    let is_member = entry.owner() != entry.path && !other.contains_key(&owner);
    // A provider comes and goes with its credential.
    let credential = entry.path.strip_suffix("_provider").map(|path| Key::Path(path.to_owned()));
    let is_provider = credential.is_some_and(|it| side.contains_key(&it) && !other.contains_key(&it));
    is_member || is_group(entry) || is_provider
}

/// Whether a line is about a sub-client, which comes and goes with its operations.
fn is_group(entry: &Entry) -> bool {
    entry.path.starts_with("operations::") && entry.path.matches("::").count() == 1
        || entry.path.starts_with("Client::") && entry.ty().starts_with("operations::")
}

fn change(sides: &Lines<'_>, rust: Rust, key: &Key, before: Option<&Entry>, after: Option<&Entry>) -> Change {
    let of = |index: usize, entry: Option<&Entry>| -> (bool, bool) {
        let Some(entry) = entry.filter(|entry| entry.path.contains('.')) else { return (false, false) };
        let owner = sides[index].get(&Key::Path(entry.owner().to_owned())).copied();
        let is_built = owner.is_some_and(|owner| owner.notes.iter().any(|note| note.starts_with("new(")));
        (is_built, rule::is_required(owner, entry))
    };
    let (was, is) = (of(0, before), of(1, after));
    let owned = rule::Owned { is_built: was.0 || is.0, is_required: was.1 || is.1 };
    let owners = after.map(|entry| Key::Path(entry.owner().to_owned()));
    let owners = owners.map(|owner| (sides[0].get(&owner).copied(), sides[1].get(&owner).copied()));
    // What has to be there is an argument of `new()`, and takes `Default` away.
    let shows = matches!(owners, Some((Some(old), Some(new))) if rule::is_told_by_fields(old, new));
    let rust = if owned.is_required && before.is_none() && shows { Rust::Major } else { rust };
    let part = match key {
        Key::Operation(_, part) => Some(part),
        Key::Path(_) => None,
    };
    made(rust, rule::of(part, rust, owned, before, after), before, after)
}

fn made(rust: Rust, (code, wire): (Code, Wire), before: Option<&Entry>, after: Option<&Entry>) -> Change {
    let path = after.or(before).map_or("", |entry| entry.path.as_str());
    let texts = (before.map(Entry::to_string), after.map(Entry::to_string));
    let code_text = code.to_string();
    Change {
        code,
        wire,
        rust,
        security: super::rule::rule(code.0).security && before.is_some(),
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

#[cfg(test)]
mod tests;
