//! Where a document has references that need resolving, and what they may name.

use crate::diagnostic::Pointer;
use crate::document::place::Place;
use serde_json::Value;
use std::collections::BTreeMap;

/// The keywords of references.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// A reference that is no pointer to a component.
#[derive(Clone)]
pub struct Found {
    /// Where the object stands that has it.
    pub at: Pointer,
    pub keyword: &'static str,
    text: String,
    /// Whether it stands for a media type.
    pub media_type: bool,
}

/// All of them, and what has a name of its own.
#[derive(Default)]
pub struct Scan {
    pub found: Vec<Found>,
    anchors: BTreeMap<String, Vec<Pointer>>,
    resources: BTreeMap<String, Pointer>,
}

/// What the members of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Members {
    /// Keywords.
    Keywords,
    /// Names of the document's choice.
    Names,
    /// Media types.
    Content,
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

/// Returns what the members of the member `key` are, or `None` for data of the document's own.
fn members_of(holder: Members, key: &str) -> Option<Members> {
    match (holder, key) {
        (Members::Names | Members::Content, _) => Some(Members::Keywords),
        (_, "example" | "examples" | "default" | "enum" | "const" | "value" | "dataValue" | "mapping") => {
            None
        }
        (_, "content" | "mediaTypes") => Some(Members::Content),
        (_, key) if key.starts_with("x-") && key != "x-webhooks" => None,
        (_, key) if holds_names(key) => Some(Members::Names),
        _ => Some(Members::Keywords),
    }
}

fn holds_names(key: &str) -> bool {
    matches!(
        key,
        "properties"
            | "patternProperties"
            | "$defs"
            | "definitions"
            | "dependentSchemas"
            | "schemas"
            | "responses"
            | "parameters"
            | "requestBodies"
            | "headers"
            | "callbacks"
            | "pathItems"
            | "paths"
            | "webhooks"
            | "x-webhooks"
            | "encoding"
            | "additionalOperations"
    )
}

impl Scan {
    pub fn of(document: &Value) -> Self {
        let mut scan = Self::default();
        if let Some(Value::String(own)) = document.get("$self") {
            scan.resources.insert(own.clone(), Pointer::root());
        }
        scan.walk(&Place::root(), document, Members::Keywords, false);
        scan
    }

    fn walk(&mut self, at: &Place<'_>, value: &Value, members: Members, media_type: bool) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    if members == Members::Keywords {
                        self.note(at, key, value, media_type);
                    }
                    if let Some(inner) = members_of(members, key) {
                        self.walk(&at.key(key), value, inner, members == Members::Content);
                    }
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.walk(&at.index(index), value, Members::Keywords, false);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, at: &Place<'_>, key: &str, value: &Value, media_type: bool) {
        let Value::String(text) = value else { return };
        if let Some(keyword) = REFERENCES.into_iter().find(|keyword| *keyword == key) {
            if keyword != "$ref" || !is_plain(text) || !text.starts_with('#') {
                self.found.push(Found { at: at.pointer(), keyword, text: text.clone(), media_type });
            }
        } else if matches!(key, "$anchor" | "$dynamicAnchor") {
            self.anchors.entry(text.clone()).or_default().push(at.pointer());
        } else if key == "$id" {
            self.resources.entry(text.trim_end_matches('#').to_owned()).or_insert_with(|| at.pointer());
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

/// Whether what stands at a place is not there any more when the document is read as OpenAPI 3.0.
pub fn is_lost(document: &Value, at: &Pointer) -> bool {
    let mut value = document;
    let mut members = Members::Keywords;
    for token in at.tokens() {
        if members == Members::Keywords && moves(value, &token) {
            return true;
        }
        members = members_of(members, &token).unwrap_or(Members::Keywords);
        let next = match value {
            Value::Array(elements) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
            value => value.get(&token),
        };
        match next {
            Some(next) => value = next,
            None => return false,
        }
        if value.is_array() {
            members = Members::Names;
        }
    }
    false
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
