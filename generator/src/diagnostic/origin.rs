//! Where values stood before the document was rewritten.
//!
//! What comes from another file, and what another version of OpenAPI has elsewhere, is moved before it is read. Each
//! rewriting keeps what it moved, so that a diagnostic shows what the author wrote and not what was made of it.

use super::{Pointer, Source};
use std::collections::BTreeMap;

/// What one rewriting has moved.
#[derive(Clone, Debug, Default)]
pub struct Origins(BTreeMap<Pointer, (Source, Pointer)>);

impl Origins {
    /// Notes that the value at `to`, with all that is in it, stood at `from`.
    pub fn insert(&mut self, to: Pointer, source: Source, from: Pointer) {
        self.0.insert(to, (source, from));
    }

    /// Whether nothing was moved.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns where a value stood: in what was moved, or else where it is.
    pub fn of(&self, at: &Pointer) -> (Source, Pointer) {
        self.find(at).unwrap_or_else(|| (Source::Document, at.clone()))
    }

    /// Returns where a value stood that was moved, by itself or in something else.
    pub fn find(&self, at: &Pointer) -> Option<(Source, Pointer)> {
        let mut tokens = Vec::new();
        let mut ancestor = Some(at.clone());
        while let Some(place) = ancestor {
            if let Some((source, from)) = self.0.get(&place) {
                let from = tokens.iter().rev().fold(from.clone(), |from, token| from.join(token));
                return Some((*source, from));
            }
            tokens.extend(place.last());
            ancestor = place.parent();
        }
        None
    }
}
