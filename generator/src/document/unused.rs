//! Components that nothing uses and that refer to what nobody can follow: a place on a network, or nothing at all.
//!
//! The bindings would have nothing of them, so they are left out with a warning instead of refusing the document. One
//! that is used stays, and whoever follows it reports it. A file that does not exist is none of these: it may just not
//! be where it should.

use super::bundle::reference::{self, Reference, Step};
use super::grammar::Kind;
use super::place::Place;
use super::version::Version;
use crate::diagnostic::{Code, Pointer, Sink};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// How many references may lead on from one to the next.
const MAX_HOPS: usize = 64;

/// Leaves them out. `leaves` says whether there are references out of the document.
pub fn leave_out(document: &mut Value, version: Version, leaves: bool, sink: &mut Sink) {
    // What only they used is unused after that.
    for _ in 0..MAX_HOPS {
        let broken = broken(document, version, leaves);
        if broken.is_empty() {
            return;
        }
        let used = Uses::of(document, version);
        let mut unused = broken.into_iter().filter(|broken| !used.contains(&broken.component)).peekable();
        if unused.peek().is_none() {
            return;
        }
        for Broken { component, at, failure } in unused {
            let message =
                format!("{}; nothing uses this component, and the bindings do without it", failure.message);
            sink.report(Code::UnusedReference, &at, message).help = failure.help;
            remove(document, &component);
        }
    }
}

/// A component with a reference that leads nowhere.
struct Broken {
    component: Pointer,
    /// Where the reference stands.
    at: Pointer,
    failure: Failure,
}

/// Why a reference leads nowhere, and what to do about it.
struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    fn remote(text: &str) -> Self {
        let message =
            format!("`{text}` leads to an address, and nothing is read but files beside the document");
        Self { message, help: None }
    }

    fn dangling(document: &Value, text: &str, pointer: &Pointer) -> Self {
        let message = format!("`$ref` `{text}` points to nothing in this document");
        Self { message, help: reference::help(document, pointer) }
    }
}

/// Returns the components that are such a reference, and those with one to a network in them. Schemas are all emitted, so
/// what is in them is used.
fn broken(document: &Value, version: Version, leaves: bool) -> Vec<Broken> {
    let mut found = Vec::new();
    for (kind, list) in sections(version) {
        let components = reference::at(document, &list).and_then(Value::as_object);
        for (name, value) in components.into_iter().flatten() {
            let component = list.join(name);
            let alone = reference::alone(value).and_then(|text| failure(document, text));
            let inside = || {
                let is_looked_into = leaves && kind != Kind::Schema;
                is_looked_into.then(|| remote(document, kind, value, &Place::at(&component))).flatten()
            };
            let here = || component.join("$ref");
            if let Some((at, failure)) = alone.map(|failure| (here(), failure)).or_else(inside) {
                found.push(Broken { component, at, failure });
            }
        }
    }
    found
}

/// Returns the places of the lists of components.
fn sections(version: Version) -> impl Iterator<Item = (Kind, Pointer)> {
    Kind::COMPONENTS.into_iter().filter_map(move |kind| {
        let keys = kind.section(version)?;
        Some((kind, keys.iter().fold(Pointer::root(), |at, key| at.join(key))))
    })
}

/// Returns why a reference of the document cannot be followed; one into a file may be.
fn failure(document: &Value, text: &str) -> Option<Failure> {
    let mut next = text.to_owned();
    for _ in 0..MAX_HOPS {
        let reference = Reference::new(&next);
        if !reference.path.is_empty() {
            return is_remote(document, reference).then(|| Failure::remote(text));
        }
        let pointer = reference.pointer()?;
        let mut found = reference::follow(document, &pointer);
        next = match &mut found {
            Step::Here => return None,
            Step::Nothing => return Some(Failure::dangling(document, text, &pointer)),
            // What is left of the pointer is below what the reference leads to.
            Step::Reference(next, rest) => match (rest.is_empty(), next.starts_with('#')) {
                (true, _) | (_, false) => (*next).to_owned(),
                (false, true) => {
                    let pointer = Pointer::of_reference(next)?;
                    rest.drain(..).fold(pointer, |at, token| at.join(&token)).to_reference()
                }
            },
        };
    }
    None
}

fn is_remote(document: &Value, reference: Reference<'_>) -> bool {
    reference.is_remote() && reference.below(document).is_none()
}

/// Finds a reference to a network.
fn remote(document: &Value, kind: Kind, value: &Value, at: &Place<'_>) -> Option<(Pointer, Failure)> {
    match value {
        _ if kind == Kind::Data => None,
        Value::Object(members) => {
            let text = reference::of(members).filter(|text| kind.takes(text));
            if let Some(text) = text.filter(|text| is_remote(document, Reference::new(text))) {
                return Some((at.key("$ref").pointer(), Failure::remote(text)));
            }
            members.iter().find_map(|(key, value)| remote(document, kind.child(key), value, &at.key(key)))
        }
        Value::Array(elements) => {
            let mut elements = elements.iter().enumerate();
            elements.find_map(|(index, value)| remote(document, kind.element(), value, &at.index(index)))
        }
        _ => None,
    }
}

/// The components that something else in the document refers to.
struct Uses {
    /// Where the lists of components are.
    sections: Vec<Pointer>,
    used: HashSet<Pointer>,
}

impl Uses {
    fn of(document: &Value, version: Version) -> HashSet<Pointer> {
        let sections = sections(version).map(|(_, list)| list).collect();
        let mut uses = Self { sections, used: HashSet::new() };
        uses.value(Kind::Document, document);
        uses.used
    }

    fn value(&mut self, kind: Kind, value: &Value) {
        match value {
            _ if kind == Kind::Data => {}
            Value::Object(members) if kind == Kind::Mapping => self.mapping(members),
            Value::Object(members) => {
                if let Some(text) = reference::of(members) {
                    self.reference(text);
                }
                if matches!(kind, Kind::Document | Kind::Operation) {
                    self.security(members);
                }
                members.iter().for_each(|(key, value)| self.value(kind.child(key), value));
            }
            Value::Array(elements) => elements.iter().for_each(|value| self.value(kind.element(), value)),
            _ => {}
        }
    }

    /// Notes the component that a reference leads to or into.
    fn reference(&mut self, text: &str) {
        let Some(pointer) = Pointer::of_reference(text) else { return };
        for list in &self.sections {
            let below = pointer.as_str().strip_prefix(list.as_str()).and_then(|rest| rest.strip_prefix('/'));
            if let Some(name) = below.and_then(|rest| rest.split('/').next()) {
                self.used.insert(list.join(name.replace("~1", "/").replace("~0", "~")));
            }
        }
    }

    /// Notes the schemas that the tags of a discriminator name.
    fn mapping(&mut self, members: &Map<String, Value>) {
        for text in members.values().filter_map(Value::as_str) {
            self.reference(text);
            self.used.insert(Pointer::root().join("components").join("schemas").join(text));
        }
    }

    /// Notes the security schemes that are asked for.
    fn security(&mut self, members: &Map<String, Value>) {
        let requirements = members.get("security").and_then(Value::as_array);
        for name in requirements.into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys) {
            self.used.insert(Pointer::root().join("components").join("securitySchemes").join(name));
        }
    }
}

fn remove(document: &mut Value, component: &Pointer) {
    let (Some(list), Some(name)) = (component.parent(), component.last()) else { return };
    let list = list.tokens().try_fold(document, |value, token| value.get_mut(&token));
    if let Some(list) = list.and_then(Value::as_object_mut) {
        list.shift_remove(&name);
    }
}
