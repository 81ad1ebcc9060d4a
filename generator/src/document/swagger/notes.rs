//! What has moved where, and which references are still to be rewritten; bounded, because one list of media types or one
//! shared parameter may be written out at many places.

use super::reference::Kind;
use crate::diagnostic::{Code, Origins, Pointer, Sink, Source};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// How many bytes notes and copies may come to.
const MAX_BYTES: usize = 64 << 20;
/// What a value or a note costs besides its text.
const COST: usize = 32;

/// What is noted on the way.
#[derive(Default)]
pub struct Notes {
    pub origins: Origins,
    /// New places by old ones.
    pub moved: HashMap<Pointer, Pointer>,
    /// The objects, at their new places, that have a `$ref` of the old document.
    pub references: Vec<(Kind, Pointer)>,
    bytes: usize,
}

impl Notes {
    /// Notes that something stands at `to` now; the first of several places is the one that references lead to.
    pub fn moved(&mut self, sink: &mut Sink, from: &Pointer, to: Pointer) {
        if self.spend(sink, from, 2 * (from.as_str().len() + to.as_str().len())) {
            self.origins.insert(to.clone(), Source::Document, from.clone());
            self.moved.entry(from.clone()).or_insert(to);
        }
    }

    /// Notes what something was made of.
    pub fn made(&mut self, sink: &mut Sink, to: Pointer, from: Pointer) {
        if self.spend(sink, &from, to.as_str().len() + from.as_str().len()) {
            self.origins.insert(to, Source::Document, from);
        }
    }

    /// Notes an object with a reference.
    pub fn refers(&mut self, sink: &mut Sink, kind: Kind, to: Pointer) {
        if self.spend(sink, &to, to.as_str().len()) {
            self.references.push((kind, to));
        }
    }

    /// Whether a copy of members but one may be made.
    pub fn copies(&mut self, sink: &mut Sink, at: &Pointer, members: &Map<String, Value>, but: &str) -> bool {
        let members = members.iter().filter(|(key, _)| *key != but);
        !self.has_exceeded()
            && self.spend(sink, at, members.map(|(key, value)| key.len() + size(value)).sum())
    }

    /// Whether the document has grown beyond what is read, which has been reported then.
    pub fn has_exceeded(&self) -> bool {
        self.bytes > MAX_BYTES
    }

    fn spend(&mut self, sink: &mut Sink, at: &Pointer, bytes: usize) -> bool {
        if self.has_exceeded() {
            return false;
        }
        self.bytes = self.bytes.saturating_add(bytes).saturating_add(COST);
        if self.has_exceeded() {
            let message = "what operations share enlarges the document beyond what is read";
            sink.report(Code::TooLarge, at, message);
        }
        !self.has_exceeded()
    }
}

fn size(value: &Value) -> usize {
    let inner = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.iter().map(|(key, value)| key.len() + size(value)).sum(),
    };
    COST + inner
}
