//! What the conversion shares: the document as it was, the media types of all operations, the notes and the sink.

use super::notes::Notes;
use super::reference;
use super::Converted;
use crate::diagnostic::{Code, Diagnostic, Pointer, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};
use std::rc::Rc;

/// Where something stands in the document, and where in what becomes of it.
#[derive(Clone, Copy)]
pub struct Spot<'a> {
    pub from: Place<'a>,
    pub to: Place<'a>,
}

impl<'a> Spot<'a> {
    /// Returns the spot of a member that has the same name in both.
    pub fn key(&'a self, key: &'a str) -> Self {
        Self { from: self.from.key(key), to: self.to.key(key) }
    }

    /// Returns the spot of an element that has the same index in both.
    pub fn index(&'a self, index: usize) -> Self {
        Self { from: self.from.index(index), to: self.to.index(index) }
    }
}

/// A list of media types, and where it stands; that of a default stands nowhere.
#[derive(Clone, Default)]
pub struct MediaTypes {
    pub names: Vec<(usize, String)>,
    pub at: Option<Pointer>,
}

impl MediaTypes {
    /// Whether both name the same media types.
    pub fn same(&self, other: &Self) -> bool {
        let names = |(_, name): &'_ (usize, String)| name.clone();
        self.names.iter().map(names).eq(other.names.iter().map(names))
    }
}

/// The state of one conversion.
pub struct Cx<'d, 's> {
    pub document: &'d Value,
    pub consumes: Rc<MediaTypes>,
    pub produces: Rc<MediaTypes>,
    pub notes: Notes,
    pub sink: &'s mut Sink,
}

impl<'d, 's> Cx<'d, 's> {
    pub fn new(document: &'d Value, sink: &'s mut Sink) -> Self {
        let none = Rc::<MediaTypes>::default;
        let mut cx = Self { document, consumes: none(), produces: none(), notes: Notes::default(), sink };
        if let Some(members) = document.as_object() {
            cx.consumes = cx.media_types(&Place::root(), members, "consumes").unwrap_or_default();
            cx.produces = cx.media_types(&Place::root(), members, "produces").unwrap_or_default();
        }
        cx
    }

    /// Rewrites the references, now that everything has its place.
    pub fn finish(self, mut value: Value) -> Option<Converted> {
        let Self { document, notes, sink, .. } = self;
        let origins = reference::finish(document, notes, sink, &mut value)?;
        Some(Converted { value, origins })
    }

    /// Reports something at a place of the document as it was.
    pub fn report(&mut self, code: Code, at: &Place<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.sink.report(code, &at.pointer(), message)
    }

    /// Reports a member that OpenAPI 3.0 has and Swagger 2.0 says in other words.
    pub fn not_in_2_0(&mut self, at: &Place<'_>, key: &str) {
        let message = format!("`{key}` is a member in OpenAPI 3.0, not in Swagger 2.0; it is ignored");
        self.report(Code::UnknownKeyword, at, message);
    }

    /// Notes that something moved, with all that is in it.
    pub fn moved(&mut self, at: &Spot<'_>) {
        self.notes.moved(self.sink, &at.from.pointer(), at.to.pointer());
    }

    /// Notes what something was made of, to which references lead elsewhere.
    pub fn made(&mut self, to: &Place<'_>, from: &Place<'_>) {
        self.notes.made(self.sink, to.pointer(), from.pointer());
    }

    /// Notes a reference, which is rewritten at the end.
    pub fn refers(&mut self, kind: reference::Kind, to: &Place<'_>) {
        self.notes.refers(self.sink, kind, to.pointer());
    }

    /// Whether the members of what is shared, but one, may be written out once more.
    pub fn copies(&mut self, at: &Pointer, members: &Map<String, Value>, but: &str) -> bool {
        self.notes.copies(self.sink, at, members, but)
    }

    /// Converts each member of a map with names of the document's choice; what is no map is left for `read` to report.
    pub fn map(
        &mut self,
        at: &Spot<'_>,
        value: &Value,
        convert: impl Fn(&mut Self, &Spot<'_>, &Value) -> Option<Value>,
    ) -> Value {
        let Value::Object(members) = value else {
            return value.clone();
        };
        let mut converted = Map::new();
        for (key, value) in members {
            if let Some(value) = convert(self, &at.key(key), value) {
                converted.insert(key.clone(), value);
            }
        }
        converted.into()
    }

    /// Returns the media types that `consumes` or `produces` lists; an empty list says nothing.
    pub fn media_types(
        &mut self,
        holder: &Place<'_>,
        members: &Map<String, Value>,
        key: &str,
    ) -> Option<Rc<MediaTypes>> {
        let at = holder.key(key);
        let names = self.strings(&at, members.get(key)?);
        (!names.is_empty()).then(|| Rc::new(MediaTypes { names, at: Some(at.pointer()) }))
    }

    /// Returns the strings of a list with their positions, and reports what else is in it.
    pub fn strings(&mut self, at: &Place<'_>, value: &Value) -> Vec<(usize, String)> {
        let elements = match value {
            Value::Array(elements) => elements.as_slice(),
            // A single one without a list, as several tools write it.
            Value::String(_) => std::slice::from_ref(value),
            Value::Null => return Vec::new(),
            _ => {
                let message = format!("{} is not an array of strings; it is ignored", at.name());
                self.report(Code::WrongType, at, message);
                return Vec::new();
            }
        };
        let mut strings = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            match element {
                Value::String(text) => strings.push((index, text.clone())),
                _ => {
                    let at = at.index(index);
                    let message = format!("{} is not a string; it is ignored", at.name());
                    self.report(Code::WrongType, &at, message);
                }
            }
        }
        strings
    }
}
