//! What resolving shares: the document, the schemas found so far, and the diagnostics, each reported once.

use super::reference::{self, Place};
use super::selection::Selected;
use super::settle::Arena;
use crate::config::Selection;
use crate::diagnostic::{closest, Code, Diagnostic, Pointer, Sink};
use crate::document::Document;
use crate::model::Schemas;
use openapiv3::{Example, Header, Parameter, PathItem, ReferenceOr, RequestBody, Response, SecurityScheme};
use std::collections::HashSet;

/// How many dangling references get a suggestion: each costs a comparison with every component.
const MAX_SUGGESTIONS: usize = 100;

/// What a reference to a schema wants, as [`Target::NAME`] says it of the others.
pub(super) const SCHEMA: &str = "a schema";

/// The state of one run of [`resolve`](super::resolve()).
pub(super) struct Cx<'a, 's> {
    pub document: &'a Document,
    pub selected: Selected<'a>,
    pub arena: Arena<'a>,
    sink: &'s mut Sink,
    reported: HashSet<(Code, Pointer)>,
    suggestions: usize,
    /// The first media type with an `encoding`, and how many there are.
    encodings: Option<(Pointer, usize)>,
}

/// What a reference may stand for, apart from schemas.
pub(super) trait Target<'a>: Sized + 'a {
    /// What it is called.
    const NAME: &'static str;

    /// Takes what a pointer leads to, if it is of this type.
    fn at_place(place: Place<'a>) -> Option<&'a ReferenceOr<Self>>;
}

macro_rules! targets {
    ($($target:ident = $name:literal),*) => {$(
        impl<'a> Target<'a> for $target {
            const NAME: &'static str = $name;

            fn at_place(place: Place<'a>) -> Option<&'a ReferenceOr<Self>> {
                match place {
                    Place::$target(found) => Some(found),
                    _ => None,
                }
            }
        }
    )*};
}

targets!(
    PathItem = "a path item",
    Parameter = "a parameter",
    RequestBody = "a request body",
    Response = "a response",
    Header = "a header",
    Example = "an example",
    SecurityScheme = "a security scheme"
);

impl<'a, 's> Cx<'a, 's> {
    /// Starts resolving a document.
    pub fn new(document: &'a Document, selection: &'a Selection, sink: &'s mut Sink) -> Self {
        Self {
            document,
            selected: Selected::new(selection),
            arena: Arena::default(),
            sink,
            reported: HashSet::new(),
            suggestions: 0,
            encodings: None,
        }
    }

    /// Ends resolving and hands out the schemas.
    pub fn into_schemas(self) -> Schemas {
        self.arena.schemas
    }

    /// Notes a media type whose `encoding` is not read.
    pub fn count_encoding(&mut self, at: &Pointer) {
        self.encodings.get_or_insert_with(|| (at.clone(), 0)).1 += 1;
    }

    /// Returns the first media type with an `encoding`, and how many there are.
    pub fn encodings(&self) -> Option<&(Pointer, usize)> {
        self.encodings.as_ref()
    }

    /// Reports something, unless the same was reported of the same place before.
    ///
    /// A schema that is merged into several others is read several times.
    pub fn report(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        self.reported.insert((code, at.clone())).then(|| self.sink.report(code, at, message))
    }

    /// Follows references to what they stand for; returns it with its own place.
    pub fn follow<T: Target<'a>>(
        &mut self,
        from: &'a ReferenceOr<T>,
        at: &Pointer,
    ) -> Option<(&'a T, Pointer)> {
        let mut seen = HashSet::new();
        let mut from = from;
        let mut place = at.clone();
        loop {
            let reference = match from {
                ReferenceOr::Item(item) => return Some((item, place)),
                ReferenceOr::Reference { reference } => reference,
            };
            if !seen.insert(reference) {
                let message =
                    format!("`$ref` `{reference}` leads back to itself: the bindings do without {}", T::NAME);
                self.report(Code::ReferenceCycle, at, message);
                return None;
            }
            let found = reference::locate(self.document, reference);
            let Some((next, pointer)) =
                found.and_then(|(found, pointer)| Some((T::at_place(found)?, pointer)))
            else {
                self.dangling(reference, T::NAME, &place);
                return None;
            };
            from = next;
            place = pointer;
        }
    }

    /// Reports a reference that points to nothing, or to something else than `wanted`.
    pub fn dangling(&mut self, reference: &str, wanted: &str, at: &Pointer) {
        let at = &at.join("$ref");
        let found = reference::locate(self.document, reference).map(|(place, _)| place.name());
        let (message, suggestion) = match found {
            Some(found) => (format!("`$ref` `{reference}` points to {found}, not to {wanted}"), None),
            None if reference.starts_with('#') => {
                (format!("`$ref` `{reference}` points to nothing in this document"), self.suggest(reference))
            }
            None => (format!("`$ref` `{reference}` points out of this document"), None),
        };
        // Nothing is generated from an example, so the bindings can do without.
        let (code, message) = if wanted == Example::NAME {
            (Code::UnresolvedExample, format!("{message}: the bindings do without this example"))
        } else if found.is_none() && wanted == Header::NAME {
            // Nor does anything else depend on a header.
            (Code::MisplacedReference, format!("{message}: the bindings do without this header"))
        } else if found.is_none() {
            (Code::UnresolvedReference, message)
        } else if wanted == SCHEMA {
            (Code::MisplacedReference, format!("{message}: the bindings take any value"))
        } else {
            (Code::MisplacedReference, format!("{message}: the bindings do without"))
        };
        if let (Some(diagnostic), Some(suggestion)) = (self.report(code, at, message), suggestion) {
            diagnostic.help(format!("there is `{suggestion}`"));
        }
    }

    /// Returns the component of the same kind whose name is nearest.
    fn suggest(&mut self, reference: &str) -> Option<String> {
        if self.suggestions >= MAX_SUGGESTIONS {
            return None;
        }
        self.suggestions += 1;
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let names = reference::names(self.document.openapi.components.as_ref()?, section);
        let nearest = closest(name, names)?;
        Some(format!("#/components/{section}/{nearest}"))
    }
}
