//! Finds what a document takes from other files, and reports the references that lead nowhere.

use super::files::{Files, DOCUMENT};
use super::{reference, Piece, Target};
use crate::diagnostic::Pointer;
use crate::document::grammar::Kind;
use crate::document::place::Place;
use crate::document::version::Version;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What there is to take.
#[derive(Default)]
pub struct Found {
    /// The pieces in the order in which they were found, each once.
    pub pieces: Vec<Piece>,
    /// The components of the document that are nothing but a piece: it takes their place.
    pub claims: Vec<(Piece, String)>,
    /// The names of all components that the document has itself, with what they are.
    pub components: Vec<(Kind, String)>,
}

/// Goes through the document and, piece by piece, through all that it refers to.
pub fn discover(files: &mut Files<'_>, version: Version) -> Found {
    let mut search =
        Search { files, found: Found::default(), seen: HashSet::new(), reported: HashSet::new() };
    search.components(version);
    let root = Piece { target: Target { file: DOCUMENT, at: Pointer::root() }, kind: Kind::Document };
    search.piece(&root);
    let mut next = 0;
    while let Some(piece) = search.found.pieces.get(next).cloned() {
        search.piece(&piece);
        next += 1;
    }
    search.found
}

struct Search<'f, 's> {
    files: &'f mut Files<'s>,
    found: Found,
    seen: HashSet<Piece>,
    /// The places of the references that have been reported.
    reported: HashSet<(usize, Pointer)>,
}

impl Search<'_, '_> {
    /// Lists the components that the document has, wherever it has their lists from.
    fn components(&mut self, version: Version) {
        for kind in Kind::COMPONENTS {
            let Some(section) = kind.section(version) else { continue };
            let mut list = Some(Target { file: DOCUMENT, at: Pointer::root() });
            for key in section {
                list = list.and_then(|list| self.member(&list, key));
            }
            let Some(list) = list else { continue };
            let file = self.files.get(list.file);
            let names = reference::at(&file.value, &list.at).and_then(Value::as_object);
            for (name, value) in names.into_iter().flatten() {
                self.component(kind, name, value, &list);
            }
        }
    }

    /// Returns a member of an object, which may be in another file.
    fn member(&mut self, object: &Target, key: &str) -> Option<Target> {
        let member = Target { file: object.file, at: object.at.join(key) };
        let file = self.files.get(object.file);
        let value = reference::at(&file.value, &member.at)?;
        match reference::alone(value) {
            Some(reference) if member.file != DOCUMENT || !reference.starts_with('#') => {
                self.files.resolve(member.file, reference).ok()
            }
            _ => Some(member),
        }
    }

    fn component(&mut self, kind: Kind, name: &str, value: &Value, list: &Target) {
        self.found.components.push((kind, name.to_owned()));
        let here = Target { file: list.file, at: list.at.join(name) };
        let target = match reference::alone(value) {
            Some(reference) => self.files.resolve(list.file, reference).unwrap_or(here),
            None => here,
        };
        if target.file != DOCUMENT {
            self.found.claims.push((Piece { target, kind }, name.to_owned()));
        }
    }

    fn piece(&mut self, piece: &Piece) {
        let file = self.files.get(piece.target.file);
        if let Some(value) = reference::at(&file.value, &piece.target.at) {
            self.value(piece.kind, piece.target.file, value, &Place::at(&piece.target.at));
        }
    }

    fn value(&mut self, kind: Kind, file: usize, value: &Value, at: &Place<'_>) {
        match value {
            _ if kind == Kind::Data => {}
            Value::Object(members) if kind == Kind::Mapping => self.mapping(file, members),
            Value::Object(members) => {
                if let Some(reference) = reference::of(members) {
                    self.reference(kind, file, reference, &at.key("$ref"));
                }
                for (key, value) in members {
                    self.value(kind.child(key), file, value, &at.key(key));
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.value(kind.element(), file, value, &at.index(index));
                }
            }
            _ => {}
        }
    }

    /// Adds the schemas to which the values of a discriminator refer; whether they are right is judged later.
    fn mapping(&mut self, file: usize, members: &Map<String, Value>) {
        for value in members.values() {
            let schema = value.as_str().and_then(|text| self.files.mapped(file, text));
            if let Some(Ok(target)) = schema.map(|reference| self.files.resolve(file, &reference)) {
                self.add(Piece { target, kind: Kind::Schema });
            }
        }
    }

    fn reference(&mut self, kind: Kind, file: usize, reference: &str, at: &Place<'_>) {
        if self.files.is_local(file, reference) || !kind.takes(reference) {
            return;
        }
        match self.files.resolve(file, reference) {
            Ok(target) => self.add(Piece { target, kind }),
            Err(Some(failure)) => {
                let at = at.pointer();
                if self.reported.insert((file, at.clone())) {
                    let source = self.files.get(file).source;
                    let diagnostic = self.files.sink.report_in(source, failure.code, &at, failure.message);
                    diagnostic.help = failure.help;
                }
            }
            Err(None) => {}
        }
    }

    fn add(&mut self, piece: Piece) {
        if piece.target.file != DOCUMENT && self.seen.insert(piece.clone()) {
            self.found.pieces.push(piece);
        }
    }
}
