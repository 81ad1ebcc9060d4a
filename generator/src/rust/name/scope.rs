//! Namespaces: which names are taken, and which were decided before.

use std::collections::{BTreeMap, BTreeSet};

use super::words::cased;
use super::Name;

/// What a name is for, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A struct, enum or alias.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field, method or argument.
    Value,
    /// A module, and the file that holds it.
    Module,
    /// A constant.
    Constant,
}

/// Names that were given before, by what they name: from `bindings.lock` those that needed a decision and those of types
/// and operations, from `api.txt` those of fields, variants and headers.
pub type Pins = BTreeMap<String, String>;

/// The names of one namespace, such as the fields of a struct.
#[derive(Debug)]
pub struct Scope {
    /// What a key starts with, such as `type` or `field Pet`.
    prefix: String,
    case: Case,
    fallback: &'static str,
    /// Whether every name is for the lock, and not only one that differs from the plain one.
    remembers: bool,
    /// Our own names.
    reserved: BTreeSet<String>,
    /// The names that pins keep for somebody in this namespace, claimed or not yet.
    promised: BTreeSet<String>,
    claimed: BTreeSet<String>,
    /// The keys that have a name. What has the key of another is not remembered, or the next run would mix them up.
    named: BTreeSet<String>,
    /// The last number given to a name, so that many of one name take linear time.
    numbers: BTreeMap<String, usize>,
}

/// File names that Windows reserves for devices, and modules that Cargo or we give a meaning.
pub(crate) const NO_MODULES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lib",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "main", "mod", "nul",
    "prn",
];

impl Scope {
    /// Makes an empty namespace. `fallback` names what has no letters, and stands before a digit.
    pub fn new(prefix: impl Into<String>, case: Case, fallback: &'static str) -> Self {
        Self {
            prefix: prefix.into(),
            case,
            fallback,
            remembers: false,
            reserved: BTreeSet::new(),
            promised: BTreeSet::new(),
            claimed: BTreeSet::new(),
            named: BTreeSet::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Has every name written to the lock, so that a neighbour that comes to stand before it never takes it.
    #[must_use]
    pub fn remembering(self) -> Self {
        Self { remembers: true, ..self }
    }

    /// Takes names that belong to us, so that no text of the document gets them.
    #[must_use]
    pub fn reserve(mut self, names: &[&str]) -> Self {
        let folded: Vec<_> = names.iter().map(|name| self.folded(name)).collect();
        self.reserved.extend(folded);
        self
    }

    /// Keeps the names that `pins` have for these keys, so that newcomers give way. The name of what is gone is free again.
    #[must_use]
    pub fn promise<'k>(mut self, pins: &Pins, keys: impl IntoIterator<Item = &'k str>) -> Self {
        let names = keys.into_iter().filter_map(|key| pins.get(&format!("{} {key}", self.prefix)));
        let folded: Vec<_> = names.map(|name| self.folded(name)).collect();
        self.promised.extend(folded);
        self
    }

    /// Returns a name of its own for `text`.
    ///
    /// `key` tells what is named apart from its neighbours. A name that was given before stays. One that is no plain
    /// name, because a neighbour has that, is added to `decided`.
    pub fn claim(&mut self, key: &str, text: &str, pins: &Pins, decided: &mut Pins) -> Name {
        let key = format!("{} {key}", self.prefix);
        let plain = cased(text, self.case, self.fallback);
        let is_first = self.named.insert(key.clone());
        let pinned = pins.get(&key).filter(|_| is_first);
        let name = match pinned.filter(|pinned| self.keep(pinned)) {
            Some(pinned) => Name::new(pinned),
            None => Name::new(&self.free(&plain)),
        };
        if is_first && (self.remembers || name.as_str() != plain) {
            decided.insert(key, name.as_str().to_owned());
        }
        name
    }

    /// Claims the name that the configuration decides, which comes before what was given before. `None` if it is ours or
    /// somebody has it.
    pub fn decide(&mut self, key: &str, name: &str, decided: &mut Pins) -> Option<Name> {
        if !self.keep(name) {
            return None;
        }
        if self.remembers || cased(name, self.case, self.fallback) != name {
            decided.insert(format!("{} {key}", self.prefix), name.to_owned());
        }
        Some(Name::new(name))
    }

    /// Claims a pinned name, unless two things were pinned to it: a merge of two branches can do that.
    fn keep(&mut self, pinned: &str) -> bool {
        let folded = self.folded(pinned);
        !self.reserved.contains(&folded) && self.claimed.insert(folded)
    }

    /// Claims the plain name, or the first one with a number that nobody has.
    fn free(&mut self, plain: &str) -> String {
        if self.take(plain) {
            return plain.to_owned();
        }
        let mut number = self.numbers.get(plain).copied().unwrap_or(1);
        let name = loop {
            number += 1;
            let candidate = self.numbered(plain, number);
            if self.take(&candidate) {
                break candidate;
            }
        };
        self.numbers.insert(plain.to_owned(), number);
        name
    }

    fn numbered(&self, plain: &str, number: usize) -> String {
        match self.case {
            // `Utf8` and 2 is not `Utf82`.
            Case::Type | Case::Variant if !plain.ends_with(|c: char| c.is_ascii_digit()) => {
                format!("{plain}{number}")
            }
            Case::Type | Case::Variant | Case::Value | Case::Module | Case::Constant => {
                format!("{plain}_{number}")
            }
        }
    }

    fn take(&mut self, name: &str) -> bool {
        if self.case == Case::Module && NO_MODULES.contains(&name) {
            return false;
        }
        let folded = self.folded(name);
        !self.reserved.contains(&folded) && !self.promised.contains(&folded) && self.claimed.insert(folded)
    }

    /// Names of types and modules must differ on file systems that fold case, and to a reader.
    fn folded(&self, name: &str) -> String {
        // `self` stands as `self_`, which a pin may have given to somebody else.
        let name = Name::new(name);
        match self.case {
            Case::Type | Case::Module => name.as_str().to_ascii_lowercase(),
            Case::Variant | Case::Value | Case::Constant => name.as_str().to_owned(),
        }
    }
}
