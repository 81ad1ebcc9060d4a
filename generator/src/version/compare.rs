//! The state of a comparison: both sides, what was found so far, and which items that explains.

use super::rule::rule;
use super::side::{Side, Sides};
use super::surface::{weigh, Names};
use super::verdict::{Rust, Wire};
use super::walk::Prefix;
use crate::diagnostic::Pointer;
use crate::model::SchemaId;
use std::collections::{BTreeMap, BTreeSet};

/// The state of comparing two APIs.
pub(super) struct Cx<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    pub found: Vec<Found>,
    /// How types are called, as far as it is known when the walk begins.
    pub names: Names,
    /// The schemas that are one and the same on both sides, compared or not.
    pub pairs: BTreeSet<(SchemaId, SchemaId)>,
    pub queue: Vec<(SchemaId, SchemaId, Place)>,
    /// The operations that are one and the same, by position.
    pub operations: Vec<(usize, usize)>,
    /// The starts of paths that were replaced in several of them.
    pub prefixes: BTreeSet<Prefix>,
    /// What was said of each item so far, old ones and new ones.
    explained: [BTreeMap<String, Rust>; 2],
}

/// A change before it is written down for readers.
pub(super) struct Found {
    pub code: u8,
    pub wire: Wire,
    pub rust: Rust,
    pub place: Place,
    pub detail: String,
    pub suggestion: Option<String>,
    pub security: bool,
}

/// Where something stands on both sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// What it is, in the words of the document: the same on both sides, whatever stands before it.
    pub label: String,
    /// The operation that it belongs to alone.
    pub operation: Option<String>,
    /// The schemas that it is a part of.
    pub owner: (Option<SchemaId>, Option<SchemaId>),
    /// Where it stands in the documents.
    pub at: (Option<Pointer>, Option<Pointer>),
    /// Its items in `api.txt`.
    pub items: (Option<String>, Option<String>),
    /// What is shown of them, where that is not all that `api.txt` has.
    pub shown: (Option<String>, Option<String>),
    /// Where old clients meet it.
    pub sides: Sides,
    /// Whether old clients take `null` there for nothing.
    pub lenient: bool,
    /// What stands there.
    pub role: Role,
}

/// What a schema is to what holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Component,
    Parameter,
    Body,
    Response,
    Error,
    Header,
    Property,
    Items,
    Values,
    Member,
}

impl Place {
    /// Returns the place of a part.
    pub fn part(&self, label: &str, role: Role) -> Self {
        Self { label: format!("{} {label}", self.label), role, ..self.clone() }
    }
}

/// What a change comes to for callers.
pub(super) enum Judged {
    /// What the surface shows of the place's items, and at least what is given.
    Surface(Rust),
    /// This, whatever the items show: it is about something else than their types.
    Fixed(Rust),
}

impl<'a> Cx<'a> {
    pub fn new(old: Side<'a>, new: Side<'a>, renamed: BTreeMap<String, String>) -> Self {
        let names = Names { renamed, old_aliases: old.aliases.clone(), new_aliases: new.aliases.clone() };
        Self {
            old,
            new,
            found: Vec::new(),
            names,
            pairs: BTreeSet::new(),
            queue: Vec::new(),
            operations: Vec::new(),
            prefixes: BTreeSet::new(),
            explained: [BTreeMap::new(), BTreeMap::new()],
        }
    }

    /// Returns what the surface shows of the items of a place.
    pub fn weigh(&self, place: &Place) -> Option<Rust> {
        let old = place.items.0.as_ref().and_then(|path| self.old.surface.get(path));
        let new = place.items.1.as_ref().and_then(|path| self.new.surface.get(path));
        weigh(&self.names, old, new)
    }

    /// Reports a change of which the surface tells what it means to callers, and the rule what it means on the wire.
    pub fn report(&mut self, code: u8, place: &Place, detail: impl Into<String>) -> &mut Found {
        self.report_as(code, place, Judged::Surface(rule(code).quiet), detail)
    }

    /// Reports a change that is about something else than types.
    pub fn report_quiet(&mut self, code: u8, place: &Place, detail: impl Into<String>) -> &mut Found {
        self.report_as(code, place, Judged::Fixed(rule(code).quiet), detail)
    }

    pub fn report_as(
        &mut self,
        code: u8,
        place: &Place,
        judged: Judged,
        detail: impl Into<String>,
    ) -> &mut Found {
        let rule = rule(code);
        let rust = match judged {
            Judged::Surface(least) => self.weigh(place).map_or(rule.quiet, |shown| shown).max(least),
            Judged::Fixed(rust) => rust,
        };
        self.explain(place, rust);
        self.found.push(Found {
            code,
            wire: place.sides.worse(rule.request, rule.response),
            rust,
            place: place.clone(),
            detail: detail.into(),
            suggestion: None,
            security: rule.security,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Notes that what the items of a place show is explained as far as `rust`.
    pub fn explain(&mut self, place: &Place, rust: Rust) {
        let items = [place.items.0.as_ref(), place.items.1.as_ref()];
        for (explained, path) in self.explained.iter_mut().zip(items) {
            if let Some(path) = path {
                let known = explained.entry(path.clone()).or_insert(rust);
                *known = rust.max(*known);
            }
        }
    }

    /// Returns how far a difference of two items is explained.
    pub fn explained(&self, old: Option<&str>, new: Option<&str>) -> Option<Rust> {
        let of =
            |index: usize, path: Option<&str>| path.and_then(|path| self.explained[index].get(path).copied());
        of(0, old).max(of(1, new))
    }

    /// Takes two schemas for one and the same, and has them compared.
    pub fn pair(&mut self, old: SchemaId, new: SchemaId, place: Place) {
        if self.pairs.insert((old, new)) {
            self.queue.push((old, new, place));
        }
    }

    /// Returns the types that are called otherwise now, of schemas that are one and the same.
    pub fn renamed(&self) -> BTreeMap<String, String> {
        let mut renamed = BTreeMap::new();
        for (old, new) in &self.pairs {
            if let (Some(old), Some(new)) = (self.old.name(*old), self.new.name(*new)) {
                // One that stays for another pair is no rename.
                let stays = self.new.surface.contains_key(&format!("models::{old}"));
                if old != new && !stays {
                    renamed.entry(old.to_owned()).or_insert_with(|| new.to_owned());
                }
            }
        }
        renamed
    }
}

impl Found {
    /// Says what it means on the wire, where the rule does not know.
    pub fn wire(&mut self, wire: Wire) -> &mut Self {
        self.wire = wire;
        self
    }

    /// Raises what it means to callers.
    pub fn at_least(&mut self, rust: Rust) -> &mut Self {
        self.rust = self.rust.max(rust);
        self
    }

    /// Says how callers keep compiling.
    pub fn suggest(&mut self, suggestion: impl Into<String>) -> &mut Self {
        self.suggestion = Some(suggestion.into());
        self
    }
}
