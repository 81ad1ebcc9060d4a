//! Schemas that stand where OpenAPI 3.0 has none, and references by other names than a pointer from the root.
//!
//! From OpenAPI 3.1 on, `$defs` and other keywords hold schemas to refer to, and a reference may name an `$anchor` or
//! an `$id`, or be relative to the schema that has the `$id`. Each such reference becomes a pointer from the root, and
//! what it leads to becomes a component if it stands where nobody looks for it. What is not referred to stays where it
//! is, and is ignored there.

mod scan;

use crate::diagnostic::{Code, Origins, Pointer, Sink, Source};
use crate::document::grammar::Kind;
use crate::document::version::Version;
use scan::{Fate, Found, Scan};
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many references to media types one may pass.
const MAX_HOPS: usize = 64;

/// Rewrites the references of a document; returns what was moved.
pub fn resolve(document: &mut Value, version: Version, sink: &mut Sink) -> Origins {
    let mut origins = Origins::default();
    if !scan::is_needed(document) {
        return origins;
    }
    let mut scan = Scan::of(document);
    let mut names = Names::of(document);
    let mut moved: BTreeMap<(Section, Pointer), String> = BTreeMap::new();
    let mut rewritten: Vec<(Found, Pointer)> = Vec::new();
    let mut next = 0;
    while let Some(found) = scan.found.get(next).cloned() {
        next += 1;
        let target = scan.target(document, &found).filter(|_| found.kind != Kind::MediaType);
        let Some(target) = target else { continue };
        let fate = scan::fate(document, &target);
        if fate == Fate::Unseen {
            scan.enter(document, &target, found.kind);
        }
        let section = found.kind.section(version).filter(|_| fate != Fate::Kept);
        let to = match section {
            Some(section) => {
                let taken = moved.entry((section, target));
                let target = taken.key().1.clone();
                let name = taken.or_insert_with(|| names.of_place(section, &target));
                place(section).join(name)
            }
            None => target,
        };
        rewritten.push((found, to));
    }
    let media_types: Vec<Pointer> =
        scan.found.into_iter().filter(|found| found.kind == Kind::MediaType).map(|found| found.at).collect();
    for (found, target) in rewritten {
        rewrite(document, sink, &found, &target);
    }
    for ((section, from), name) in moved {
        let at = place(section).join(&name);
        if let Some(value) = document.pointer(from.as_str()).cloned() {
            add(document, section, name, value);
            origins.insert(at, Source::Document, from);
        }
    }
    for at in media_types {
        take_media_type(document, &mut origins, &at);
    }
    origins
}

fn rewrite(document: &mut Value, sink: &mut Sink, found: &Found, target: &Pointer) {
    if found.is_pointer_to(target) {
        return;
    }
    let Some(Value::Object(members)) = document.pointer_mut(found.at.as_str()) else {
        return;
    };
    let text = target.to_reference();
    members.shift_remove(found.keyword);
    members.insert("$ref".to_owned(), text.clone().into());
    if found.keyword != "$ref" {
        let message = format!("`{}` is read as a `$ref` to `{text}`", found.keyword);
        sink.report(Code::DynamicReference, &found.at.join(found.keyword), message);
    }
}

/// Where components of a kind stand.
type Section = &'static [&'static str];

fn place(section: Section) -> Pointer {
    section.iter().fold(Pointer::root(), |at, key| at.join(key))
}

fn add(document: &mut Value, section: Section, name: String, value: Value) {
    let mut holder = document;
    for key in section {
        let Value::Object(members) = holder else { return };
        holder = members.entry(*key).or_insert_with(|| json!({}));
    }
    if let Value::Object(members) = holder {
        members.insert(name, value);
    }
}

/// Puts a media type of `components.mediaTypes` where it is referred to.
fn take_media_type(document: &mut Value, origins: &mut Origins, at: &Pointer) {
    let mut from = at.clone();
    for _ in 0..MAX_HOPS {
        let target =
            document.pointer(from.as_str()).and_then(|value| value.get("$ref")).and_then(Value::as_str);
        match target.and_then(Pointer::of_reference) {
            Some(next) => from = next,
            None => break,
        }
    }
    let Some(found) = document.pointer(from.as_str()).cloned() else { return };
    if found.get("$ref").is_none() {
        if let Some(place) = document.pointer_mut(at.as_str()) {
            *place = found;
            origins.insert(at.clone(), Source::Document, from);
        }
    }
}

/// The names of the components that were added, besides those that the document has.
struct Names<'d> {
    document: &'d Value,
    added: BTreeSet<(Section, String)>,
}

impl<'d> Names<'d> {
    fn of(document: &'d Value) -> Self {
        Self { document, added: BTreeSet::new() }
    }

    /// Takes a name for what stands at a place: its own, or else with that of its component before it.
    fn of_place(&mut self, section: Section, place: &Pointer) -> String {
        let tokens: Vec<String> = place.tokens().collect();
        let own = tokens.last().cloned().unwrap_or_default();
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let owner = match words[..] {
            ["components", _, name, ..] | ["paths" | "webhooks", name, ..] => name,
            _ => "",
        };
        let long = format!("{owner} {own}");
        let first = if own.parse::<usize>().is_ok() { &long } else { &own };
        let numbered = (2..).map(|number| format!("{long} {number}"));
        let mut names = [first.clone(), long.clone()].into_iter().chain(numbered);
        let name = names.find(|name| !self.has(section, name)).unwrap_or(long);
        self.added.insert((section, name.clone()));
        name
    }

    fn has(&self, section: Section, name: &str) -> bool {
        let at = self::place(section).join(name);
        self.document.pointer(at.as_str()).is_some() || self.added.contains(&(section, name.to_owned()))
    }
}
