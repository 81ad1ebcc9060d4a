//! Where a document has references that need resolving, and what they may name.

use crate::diagnostic::Pointer;
use crate::document::grammar::Kind;
use crate::document::place::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The keywords of references.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// A reference that is no pointer to a component.
#[derive(Clone)]
pub struct Found {
    /// Where the object stands that has it.
    pub at: Pointer,
    pub keyword: &'static str,
    text: String,
    /// What it stands for.
    pub kind: Kind,
}

/// All of them, and what has a name of its own.
#[derive(Default)]
pub struct Scan {
    pub found: Vec<Found>,
    anchors: BTreeMap<String, Vec<Pointer>>,
    resources: BTreeMap<String, Pointer>,
    entered: BTreeSet<Pointer>,
}

/// Whether a document has any reference that is no pointer to a component or out of the document.
pub fn is_needed(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| match (key.as_str(), value) {
            ("$ref", Value::String(text)) => !is_plain(text),
            ("$dynamicRef" | "$recursiveRef", Value::String(_)) => true,
            // A reference out of the document may be to something in it that has a name.
            ("$id" | "$self", Value::String(_)) => true,
            _ => is_needed(value),
        }),
        Value::Array(elements) => elements.iter().any(is_needed),
        _ => false,
    }
}

/// Whether a reference points to a component, or out of the document.
fn is_plain(text: &str) -> bool {
    match text.strip_prefix("#/components/") {
        Some(rest) => rest.matches('/').count() == 1 && !rest.starts_with("mediaTypes/"),
        None => !text.starts_with('#'),
    }
}

impl Scan {
    pub fn of(document: &Value) -> Self {
        let mut scan = Self::default();
        if let Some(Value::String(own)) = document.get("$self") {
            scan.resources.insert(own.clone(), Pointer::root());
        }
        scan.walk(&Place::root(), document, Kind::Document);
        scan
    }

    fn walk(&mut self, at: &Place<'_>, value: &Value, kind: Kind) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if !matches!(kind, Kind::Many(_)) {
                        self.note(at, key, value, kind);
                    }
                    let child = kind.child(key);
                    if !matches!(child, Kind::Data | Kind::Plain | Kind::Mapping) {
                        self.walk(&at.key(key), value, child);
                    }
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.walk(&at.index(index), value, kind.element());
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, at: &Place<'_>, key: &str, value: &Value, kind: Kind) {
        let Value::String(text) = value else { return };
        if let Some(keyword) = REFERENCES.into_iter().find(|keyword| *keyword == key) {
            if keyword != "$ref" || !is_plain(text) || !text.starts_with('#') {
                self.found.push(Found { at: at.pointer(), keyword, text: text.clone(), kind });
            }
        } else if matches!(key, "$anchor" | "$dynamicAnchor") {
            self.anchors.entry(text.clone()).or_default().push(at.pointer());
        } else if key == "$id" {
            self.resources.entry(text.trim_end_matches('#').to_owned()).or_insert_with(|| at.pointer());
        }
    }

    /// Looks for references in something that stands where the grammar has nothing, once a reference says what it is.
    pub fn enter(&mut self, document: &Value, at: &Pointer, kind: Kind) {
        let is_known =
            std::iter::successors(Some(at.clone()), Pointer::parent).any(|at| self.entered.contains(&at));
        if let Some(value) = document.pointer(at.as_str()).filter(|_| !is_known) {
            self.entered.insert(at.clone());
            self.walk(&Place::at(at), value, kind);
        }
    }

    /// Returns the schema that a URI names: in full, or by its last segment.
    fn resource(&self, uri: &str) -> Option<&Pointer> {
        let ends = |(id, _): &(&String, &Pointer)| id.rsplit('/').next() == Some(uri);
        self.resources.get(uri).or_else(|| self.resources.iter().find(ends).map(|(_, at)| at))
    }

    /// Returns where a reference leads to, if that is in the document.
    pub fn target(&self, document: &Value, found: &Found) -> Option<Pointer> {
        let (base, fragment) = found.text.split_once('#').unwrap_or((&found.text, ""));
        let around: Vec<Pointer> = std::iter::successors(Some(found.at.clone()), Pointer::parent).collect();
        let has = |at: &Pointer, key: &str| {
            document.pointer(at.as_str()).is_some_and(|value| value.get(key).is_some())
        };
        let own = around.iter().find(|at| has(at, "$id"));
        let resource = if base.is_empty() { own } else { Some(self.resource(base)?) };
        if fragment.is_empty() {
            let outermost = around.iter().rev().find(|at| has(at, "$recursiveAnchor"));
            let recursive = outermost.filter(|_| found.keyword == "$recursiveRef");
            return recursive.or(resource).cloned().or_else(|| component(&found.at));
        }
        if !fragment.starts_with('/') {
            let anchors = self.anchors.get(fragment)?;
            let is_inside =
                |at: &&Pointer| resource.is_some_and(|resource| at.as_str().starts_with(resource.as_str()));
            return anchors.iter().find(is_inside).or_else(|| anchors.first()).cloned();
        }
        let fragment = Pointer::of_fragment(fragment)?;
        let root = Pointer::root();
        // By the letter only the first two; a schema that was written for itself refers to its own beginning.
        let bases = resource.into_iter().chain([&root]).chain(&around);
        let mut targets = bases.map(|base| fragment.tokens().fold(base.clone(), |at, token| at.join(token)));
        targets.find(|target| document.pointer(target.as_str()).is_some())
    }
}

impl Found {
    /// Whether it says that it leads there already.
    pub fn is_pointer_to(&self, target: &Pointer) -> bool {
        let fragment = self.text.strip_prefix('#').filter(|_| self.keyword == "$ref");
        fragment.and_then(Pointer::of_fragment).as_ref() == Some(target)
    }
}

/// Returns the component in which something stands.
fn component(at: &Pointer) -> Option<Pointer> {
    let tokens: Vec<String> = at.tokens().take(3).collect();
    let is_schema = tokens.len() == 3 && tokens.starts_with(&["components".to_owned(), "schemas".to_owned()]);
    is_schema.then(|| tokens.iter().fold(Pointer::root(), |at, token| at.join(token)))
}

/// What becomes of a place when the document is read as OpenAPI 3.0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept,
    /// What stands there is moved or removed.
    Lost,
    /// It is the author's own, and nobody looks there.
    Unseen,
}

/// Returns what becomes of a place.
pub fn fate(document: &Value, at: &Pointer) -> Fate {
    let (mut value, mut kind) = (document, Kind::Document);
    for token in at.tokens() {
        let is_lost = match kind {
            Kind::Document => !["components", "paths", "webhooks"].contains(&token.as_str()),
            Kind::Schema | Kind::MediaType => moves(value, &token),
            _ => false,
        };
        if is_lost && !matches!(kind.child(&token), Kind::Data | Kind::Plain) {
            return Fate::Lost;
        }
        let next = match value {
            Value::Array(elements) => {
                kind = kind.element();
                token.parse::<usize>().ok().and_then(|index| elements.get(index))
            }
            value => {
                kind = kind.child(&token);
                value.get(&token)
            }
        };
        match next {
            Some(_) if matches!(kind, Kind::Data | Kind::Plain | Kind::Mapping) => return Fate::Unseen,
            Some(next) => value = next,
            None => return Fate::Kept,
        }
    }
    Fate::Kept
}

/// Whether reading moves or removes what stands in a keyword of a schema.
fn moves(schema: &Value, keyword: &str) -> bool {
    match keyword {
        "$defs"
        | "definitions"
        | "prefixItems"
        | "additionalItems"
        | "patternProperties"
        | "if"
        | "then"
        | "else"
        | "dependentSchemas"
        | "not"
        | "contains"
        | "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "contentSchema"
        | "itemSchema" => true,
        "items" => schema.get("items").is_some_and(Value::is_array),
        // What is left of a choice with `null` stands elsewhere.
        "oneOf" | "anyOf" => schema.get(keyword).and_then(Value::as_array).is_some_and(|members| {
            members.iter().any(|member| member.get("type").is_some_and(|ty| ty == "null"))
        }),
        _ => false,
    }
}
