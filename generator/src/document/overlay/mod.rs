//! OpenAPI Overlays 1.0 and 1.1: changes of the document that are written down beside it.
//!
//! They are applied one after the other to the document as it was written, before anything reads it: its version may
//! change, and references may come and go. What an overlay has added is shown in the overlay.

mod merge;
mod query;

use super::input;
use super::parse::{self, Allowance};
use crate::diagnostic::{closest, Code, Pointer, Sink, Source, Sources};
use indexmap::IndexSet;
use merge::Merge;
use query::Query;
use serde_json::{Map, Value};
use std::path::Path;

/// How many values the actions of an overlay may add.
const MAX_ADDED: usize = 1_000_000;
/// How deep values may be nested then, as when they are parsed.
const MAX_DEPTH: usize = 100;

/// What applying shares.
struct Cx<'a> {
    document: &'a mut Value,
    /// The overlay at hand.
    source: Source,
    sources: &'a mut Sources,
    sink: &'a mut Sink,
    /// How many values may still be added.
    left: usize,
}

/// Applies an overlay, and returns whether references in it lead to other files.
pub(super) fn apply(
    document: &mut Value,
    path: &Path,
    allowance: &mut Allowance,
    sources: &mut Sources,
    sink: &mut Sink,
) -> bool {
    let source = sources.next();
    let text = match input::file(path) {
        Ok(text) => sources.add(text),
        Err(unreadable) => {
            sources.add(unreadable.report(source, sink));
            return false;
        }
    };
    let parsed = sources
        .get(text)
        .and_then(|text| parse::parse(text.as_str(), text.syntax(), source, allowance, sink));
    let Some(parsed) = parsed else { return false };
    Cx { document, source, sources, sink, left: MAX_ADDED }.overlay(parsed.value);
    parsed.leaves
}

impl Cx<'_> {
    fn overlay(&mut self, overlay: Value) {
        let root = Pointer::root();
        let Value::Object(mut members) = overlay else {
            return self.wrong(&root, "an overlay is an object", "start it with `overlay: 1.1.0`");
        };
        let version = match members.get("overlay") {
            Some(Value::String(version)) if version.starts_with("1.0.") => 0,
            Some(Value::String(version)) if version.starts_with("1.1.") => 1,
            Some(_) => {
                let message = "this is no version of overlays that is read";
                return self.wrong(&root.join("overlay"), message, "write `1.0.0` or `1.1.0`");
            }
            None => return self.wrong(&root, "this is no overlay", "start it with `overlay: 1.1.0`"),
        };
        self.unknown(&root, &members, &["overlay", "info", "extends", "actions"]);
        if !members.contains_key("info") {
            let message = "an overlay has an `info` with a title and a version, which nothing here needs";
            self.sink.report_in(self.source, Code::MissingField, &root, message);
        }
        let at = root.join("actions");
        match members.remove("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => {
                for (index, action) in actions.into_iter().enumerate() {
                    self.action(&at.join(index), action, version);
                }
            }
            Some(_) => self.wrong(
                &at,
                "`actions` is a list of at least one action",
                "list them or remove the overlay",
            ),
            None => self.wrong(&root, "the overlay has no `actions`", "list them or remove the overlay"),
        }
    }

    fn action(&mut self, at: &Pointer, action: Value, version: u8) {
        let Value::Object(mut members) = action else {
            return self.wrong(
                at,
                "an action is an object",
                "write `target`, and `update` or `remove` or `copy`",
            );
        };
        self.unknown(at, &members, &["target", "description", "update", "remove", "copy"]);
        let Some(target) = self.query(at, &members, "target") else { return };
        let places = target.places(self.document);
        if places.is_empty() {
            return self.unmatched(&at.join("target"));
        }
        let removes = match members.get("remove") {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => {
                return self.wrong(&at.join("remove"), "`remove` is `true` or `false`", "write one of them")
            }
        };
        match (removes, members.remove("update"), members.contains_key("copy")) {
            (true, ..) if places.contains(&Pointer::root()) => {
                self.wrong(&at.join("target"), "the whole document cannot be removed", "name what is to go");
            }
            (true, ..) => {
                for origins in merge::remove(self.document, places.iter()) {
                    self.sources.moved(origins, self.sink);
                }
            }
            (false, Some(_), true) => {
                self.wrong(
                    &at.join("copy"),
                    "an action has either `update` or `copy`",
                    "make two actions of it",
                );
            }
            (false, Some(update), false) => {
                self.merge(&places, (self.source, &at.join("update")), (at, &update));
            }
            (false, None, true) if version == 0 => {
                let help = "write `overlay: 1.1.0` at the top";
                self.wrong(&at.join("copy"), "overlays of version 1.0 have no `copy`", help);
            }
            (false, None, true) => self.copy(at, &members, &places),
            (false, None, false) => {
                self.wrong(at, "the action does nothing", "add `update`, `remove: true` or `copy`");
            }
        }
    }

    fn copy(&mut self, at: &Pointer, members: &Map<String, Value>, places: &IndexSet<Pointer>) {
        let Some(query) = self.query(at, members, "copy") else { return };
        let found = query.places(self.document);
        match (found.first(), found.len()) {
            (None, _) => self.unmatched(&at.join("copy")),
            (Some(from), 1) => {
                let value = self.document.pointer(from.as_str()).cloned().unwrap_or_default();
                self.merge(places, (Source::Document, from), (at, &value));
            }
            (Some(_), count) => {
                let message = format!("`copy` copies one value, and this selects {count}");
                self.wrong(&at.join("copy"), message, "select one of them");
            }
        }
    }

    /// Merges a value, which stands in a source, into every place. `at` is the action that asks for it.
    fn merge(
        &mut self,
        places: &IndexSet<Pointer>,
        (source, from): (Source, &Pointer),
        (at, value): (&Pointer, &Value),
    ) {
        let target = at.join("target");
        let kinds: Vec<_> = places.iter().filter_map(|place| self.document.pointer(place.as_str())).collect();
        let first = kinds.first().map(|value| merge::kind(value));
        if let Some(other) = kinds.iter().find(|value| Some(merge::kind(value)) != first) {
            let message =
                format!("this selects both {} and {}", first.unwrap_or_default(), merge::kind(other));
            return self.wrong(&target, message, "select values of one kind, in two actions if need be");
        }
        let (count, depth) = merge::extent(value);
        let deepest = places.iter().map(|place| place.tokens().count()).max().unwrap_or_default();
        let Some(left) = count.checked_mul(places.len()).and_then(|count| self.left.checked_sub(count))
        else {
            let message = format!("overlays add more than {MAX_ADDED} values to the document");
            self.sink.report_in(self.source, Code::TooLarge, at, message);
            return;
        };
        self.left = left;
        if deepest + depth > MAX_DEPTH {
            let message = format!("this would be nested more than {MAX_DEPTH} levels deep");
            self.sink.report_in(self.source, Code::TooDeep, at, message);
            return;
        }
        let mut merge = Merge::new(source);
        for place in places {
            if let Some(found) = self.document.pointer_mut(place.as_str()) {
                merge.target(place, found, from, value.clone());
            }
        }
        let Merge { origins, problems, .. } = merge;
        self.sources.moved(origins, self.sink);
        for (place, message) in problems {
            // What is copied stands in the document; the mistake is the action's.
            let place = if source == self.source { place } else { at.join("copy") };
            self.wrong(
                &place,
                message,
                "the update has the shape of what it changes; `remove` first what has another",
            );
        }
    }

    fn query(&mut self, at: &Pointer, members: &Map<String, Value>, key: &str) -> Option<Query> {
        let Some(Value::String(text)) = members.get(key) else {
            let place = if members.contains_key(key) { at.join(key) } else { at.clone() };
            self.wrong(&place, format!("`{key}` is a JSONPath"), "write one, such as `$.paths['/pets'].get`");
            return None;
        };
        match Query::parse(text) {
            Ok(query) => Some(query),
            Err(problem) => {
                let message = format!("this is no JSONPath: {problem}");
                self.wrong(
                    &at.join(key),
                    message,
                    "RFC 9535 says how they are written; names with signs are quoted, as in `$['x-y']`",
                );
                None
            }
        }
    }

    fn unmatched(&mut self, at: &Pointer) {
        let message = "this selects nothing in the document: the action changes nothing";
        self.sink.report_in(self.source, Code::UnmatchedAction, at, message);
    }

    fn unknown(&mut self, at: &Pointer, members: &Map<String, Value>, known: &[&str]) {
        for key in members.keys().filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
            let message = format!("overlays have no `{key}` here: it is ignored");
            let diagnostic = self.sink.report_in(self.source, Code::UnknownKeyword, &at.join(key), message);
            if let Some(found) = closest(key, known.iter().copied()) {
                diagnostic.help(format!("there is `{found}`"));
            }
        }
    }

    fn wrong(&mut self, at: &Pointer, message: impl Into<String>, help: &str) {
        self.sink.report_in(self.source, Code::WrongOverlay, at, message).help(help);
    }
}
