//! Makes one value of the document and all that it takes from other files.

use super::files::{Files, DOCUMENT};
use super::name::Names;
use super::{reference, Piece, Target, REPORTED};
use crate::diagnostic::{Code, Origins, Pointer};
use crate::document::grammar::Kind;
use crate::document::place::Place;
use serde_json::{Map, Value};

/// How many values a document in many files may have, as the same piece may be put in many places.
const MAX_VALUES: usize = 20_000_000;
/// How deep they may be nested; the same as in one file.
const MAX_DEPTH: usize = 100;

/// Makes the value, and says where its parts stood.
pub fn build(files: &mut Files<'_>, names: &Names) -> (Value, Origins) {
    let mut builder =
        Builder { files, names, origins: Origins::default(), within: Vec::new(), values: MAX_VALUES };
    let root = Place::root();
    let document = builder.files.get(DOCUMENT);
    let here = Here { file: DOCUMENT, at: &root, to: &root };
    let mut value = builder.value(Kind::Document, &document.value, here);
    for (place, piece) in &names.added {
        let added = builder.piece(piece, &Place::at(place));
        insert(&mut value, place, added);
    }
    (value, builder.origins)
}

/// Adds a component to the document.
fn insert(document: &mut Value, place: &Pointer, component: Value) {
    let mut slot = document;
    for token in place.tokens() {
        if slot.is_null() {
            *slot = Value::Object(Map::new());
        }
        let Value::Object(members) = slot else { return };
        slot = members.entry(token).or_insert(Value::Null);
    }
    *slot = component;
}

struct Builder<'f, 's> {
    files: &'f mut Files<'s>,
    names: &'f Names,
    origins: Origins,
    /// The pieces that are being put in the places of their references, the outermost first.
    within: Vec<Piece>,
    /// How many values may still come.
    values: usize,
}

/// Where a value comes from and where it goes.
#[derive(Clone, Copy)]
struct Here<'a> {
    file: usize,
    at: &'a Place<'a>,
    to: &'a Place<'a>,
}

impl Builder<'_, '_> {
    fn value(&mut self, kind: Kind, value: &Value, here: Here<'_>) -> Value {
        if !self.spend(here) {
            return Value::Null;
        }
        match value {
            _ if kind == Kind::Data => value.clone(),
            Value::Object(members) if kind == Kind::Mapping => self.mapping(members, here.file),
            Value::Object(members) => match reference::of(members) {
                Some(reference) => self.reference(kind, reference, members, here),
                None => Value::Object(self.members(kind, members, here)),
            },
            Value::Array(elements) => {
                let elements = elements.iter().enumerate().map(|(index, value)| {
                    let (at, to) = (here.at.index(index), here.to.index(index));
                    self.value(kind.element(), value, Here { file: here.file, at: &at, to: &to })
                });
                Value::Array(elements.collect())
            }
            scalar => scalar.clone(),
        }
    }

    /// Takes a value from the budget; says so when it is spent.
    fn spend(&mut self, here: Here<'_>) -> bool {
        self.values = self.values.saturating_sub(1);
        if self.values == 1 {
            self.report(here, Code::TooLarge, "references to files enlarge the document beyond what is read");
        }
        self.values > 1
    }

    fn report(&mut self, here: Here<'_>, code: Code, message: impl Into<String>) {
        let source = self.files.get(here.file).source;
        self.files.sink.report_in(source, code, &here.at.pointer(), message);
    }

    fn members(&mut self, kind: Kind, members: &Map<String, Value>, here: Here<'_>) -> Map<String, Value> {
        let mut made = Map::new();
        for (key, value) in members {
            let (at, to) = (here.at.key(key), here.to.key(key));
            let value = self.value(kind.child(key), value, Here { file: here.file, at: &at, to: &to });
            made.insert(key.clone(), value);
        }
        if kind == Kind::Schema && made.contains_key("discriminator") {
            self.keep_tags(&mut made);
        }
        made
    }

    /// Rewrites a reference, or puts what it refers to in its place.
    fn reference(&mut self, kind: Kind, text: &str, members: &Map<String, Value>, here: Here<'_>) -> Value {
        if self.files.is_local(here.file, text) || !kind.takes(text) {
            return Value::Object(self.members(kind, members, here));
        }
        let rewritten = match self.files.resolve(here.file, text) {
            Err(_) => REPORTED.to_owned(),
            Ok(target) if target.file == DOCUMENT => target.at.to_reference(),
            Ok(target) => {
                let piece = Piece { target, kind };
                match self.names.places.get(&piece) {
                    Some(place) if *place != here.to.pointer() => place.to_reference(),
                    _ => return self.in_place(&piece, members, here),
                }
            }
        };
        let mut made = self.members(kind, members, here);
        made.insert("$ref".to_owned(), rewritten.into());
        Value::Object(made)
    }

    /// Puts a piece in the place of a reference. What stands beside the reference is added to it, and counts.
    fn in_place(&mut self, piece: &Piece, members: &Map<String, Value>, here: Here<'_>) -> Value {
        if self.within.contains(piece) {
            let message =
                "this reference leads to what it stands in, and OpenAPI has no references at this place";
            self.report(here, Code::ReferenceCycle, message);
            return Value::Null;
        }
        if here.to.depth() > MAX_DEPTH {
            self.report(here, Code::TooDeep, "what this refers to would be nested too deep in the document");
            return Value::Null;
        }
        let mut made = self.piece(piece, here.to);
        let source = self.files.get(here.file).source;
        if let Value::Object(made) = &mut made {
            for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
                let (at, to) = (here.at.key(key), here.to.key(key));
                self.origins.insert(to.pointer(), source, at.pointer());
                let here = Here { file: here.file, at: &at, to: &to };
                made.insert(key.clone(), self.value(piece.kind.child(key), value, here));
            }
        }
        made
    }

    fn piece(&mut self, piece: &Piece, to: &Place<'_>) -> Value {
        let Target { file, at } = &piece.target;
        let source = self.files.get(*file);
        let Some(value) = reference::at(&source.value, at) else {
            return Value::Null;
        };
        self.origins.insert(to.pointer(), source.source, at.clone());
        self.within.push(piece.clone());
        let made = self.value(piece.kind, value, Here { file: *file, at: &Place::at(at), to });
        self.within.pop();
        made
    }

    fn mapping(&mut self, members: &Map<String, Value>, file: usize) -> Value {
        let rewritten = members.iter().map(|(tag, value)| {
            let reference = value.as_str().and_then(|text| self.files.mapped(file, text));
            let place = reference.and_then(|text| self.place(file, &text));
            (tag.clone(), place.map_or_else(|| value.clone(), |place| place.to_reference().into()))
        });
        Value::Object(rewritten.collect())
    }

    /// Returns the place of the schema that a reference leads to.
    fn place(&mut self, file: usize, reference: &str) -> Option<Pointer> {
        let target = self.files.resolve(file, reference).ok()?;
        if target.file == DOCUMENT {
            return Some(target.at);
        }
        self.names.places.get(&Piece { target, kind: Kind::Schema }).cloned()
    }

    /// Maps what discriminators say without a `mapping`, the names of schemas, to those that are called otherwise now.
    fn keep_tags(&self, schema: &mut Map<String, Value>) {
        let members = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
        let renamed: Vec<(String, String)> = members
            .filter_map(|member| {
                let reference = member.as_object().and_then(reference::of)?;
                let tag = self.names.renamed.get(&reference::Reference::new(reference).pointer()?)?;
                Some((tag.clone(), reference.to_owned()))
            })
            .collect();
        let Some(Value::Object(discriminator)) = schema.get_mut("discriminator") else {
            return;
        };
        for (tag, reference) in renamed {
            let mapping = discriminator.entry("mapping").or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(mapping) = mapping else { return };
            if let Some(by_name) = mapping.values_mut().find(|value| value.as_str() == Some(&tag)) {
                *by_name = reference.into();
            } else if !mapping.values().any(|value| value.as_str() == Some(&reference)) {
                mapping.entry(tag).or_insert(reference.into());
            }
        }
    }
}
