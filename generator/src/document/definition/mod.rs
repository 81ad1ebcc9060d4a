//! Schemas that stand where OpenAPI 3.0 has none, and references by other names than a pointer from the root.
//!
//! From OpenAPI 3.1 on, `$defs` and other keywords hold schemas to refer to, and a reference may name an `$anchor` or
//! an `$id`, or be relative to the schema that has the `$id`. Each such reference becomes a pointer from the root, and
//! what it leads to becomes a component if it stands where nobody looks for it. What is not referred to stays where it
//! is, and is ignored there.

mod scan;

use crate::diagnostic::{Code, Origins, Pointer, Sink, Source};
use scan::{Found, Scan};
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many references to media types one may pass.
const MAX_HOPS: usize = 64;

/// Rewrites the references of a document; returns what was moved.
pub fn resolve(document: &mut Value, sink: &mut Sink) -> Origins {
    let mut origins = Origins::default();
    if !scan::is_needed(document) {
        return origins;
    }
    let scan = Scan::of(document);
    let mut names = Names::of(document);
    let mut moved: BTreeMap<Pointer, String> = BTreeMap::new();
    let mut rewritten: Vec<(Found, Pointer)> = Vec::new();
    for found in scan.found.iter().filter(|found| !found.media_type) {
        if let Some(target) = scan.target(document, found) {
            let text = if scan::is_lost(document, &target) {
                let name = moved.entry(target.clone()).or_insert_with(|| names.of_place(&target));
                Pointer::root().join("components").join("schemas").join(name)
            } else {
                target
            };
            rewritten.push((found.clone(), text));
        }
    }
    let media_types: Vec<Pointer> =
        scan.found.into_iter().filter(|found| found.media_type).map(|found| found.at).collect();
    for (found, target) in rewritten {
        rewrite(document, sink, &found, &target);
    }
    for (from, name) in moved {
        let at = Pointer::root().join("components").join("schemas").join(&name);
        if let Some(schema) = document.pointer(from.as_str()).cloned() {
            add(document, name, schema);
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
    let text = format!("#{}", target.as_str().replace('%', "%25"));
    members.shift_remove(found.keyword);
    members.insert("$ref".to_owned(), text.clone().into());
    if found.keyword != "$ref" {
        let message = format!("`{}` is read as a `$ref` to `{text}`", found.keyword);
        sink.report(Code::DynamicReference, &found.at.join(found.keyword), message);
    }
}

fn add(document: &mut Value, name: String, schema: Value) {
    let Value::Object(members) = document else { return };
    let components = members.entry("components").or_insert_with(|| json!({}));
    let Value::Object(components) = components else { return };
    let schemas = components.entry("schemas").or_insert_with(|| json!({}));
    if let Value::Object(schemas) = schemas {
        schemas.insert(name, schema);
    }
}

/// Puts a media type of `components.mediaTypes` where it is referred to.
fn take_media_type(document: &mut Value, origins: &mut Origins, at: &Pointer) {
    let mut from = at.clone();
    for _ in 0..MAX_HOPS {
        let target =
            document.pointer(from.as_str()).and_then(|value| value.get("$ref")).and_then(Value::as_str);
        match target.and_then(|target| Pointer::of_fragment(target.strip_prefix('#')?)) {
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

/// The names of the component schemas.
struct Names(BTreeSet<String>);

impl Names {
    fn of(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        Self(schemas.map(Map::keys).into_iter().flatten().cloned().collect())
    }

    /// Takes a name for what stands at a place: its own, or else with that of its component before it.
    fn of_place(&mut self, place: &Pointer) -> String {
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
        let name =
            [first.clone(), long.clone()].into_iter().chain(numbered).find(|name| !self.0.contains(name));
        let name = name.unwrap_or(long);
        self.0.insert(name.clone());
        name
    }
}
