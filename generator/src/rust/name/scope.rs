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

/// Names that needed a decision, by what they name; kept in `bindings.lock`.
pub type Pins = BTreeMap<String, String>;

/// The names of one namespace, such as the fields of a struct.
#[derive(Debug)]
pub struct Scope {
    /// What a key starts with, such as `models` or `field #/components/schemas/pet`.
    prefix: String,
    case: Case,
    fallback: &'static str,
    taken: BTreeSet<String>,
    /// The last number given to a name, so that many of one name take linear time.
    numbers: BTreeMap<String, usize>,
}

/// File names that Windows reserves for devices, and modules that Cargo or we give a meaning.
const NO_MODULES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lib", "lpt0", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "main", "mod", "nul", "prn",
];

impl Scope {
    /// Makes an empty namespace. `fallback` names what has no letters, and stands before a digit.
    pub fn new(prefix: impl Into<String>, case: Case, fallback: &'static str) -> Self {
        Self { prefix: prefix.into(), case, fallback, taken: BTreeSet::new(), numbers: BTreeMap::new() }
    }

    /// Takes a name that belongs to us, so that no text of the document gets it.
    #[must_use]
    pub fn reserve(mut self, names: &[&str]) -> Self {
        let folded: Vec<_> = names.iter().map(|name| self.folded(name)).collect();
        self.taken.extend(folded);
        self
    }

    /// Takes every name that `pins` has for this namespace, so that newcomers give way.
    #[must_use]
    pub fn pinned(mut self, pins: &Pins) -> Self {
        let start = format!("{} ", self.prefix);
        let own = pins.range(start.clone()..).take_while(|(key, _)| key.starts_with(&start));
        let folded: Vec<_> = own.map(|(_, name)| self.folded(name)).collect();
        self.taken.extend(folded);
        self
    }

    /// Returns a name of its own for `text`.
    ///
    /// `key` tells what is named apart from its neighbours. A name that was decided before stays; one that is
    /// decided now, because a neighbour has the plain one, is added to `decided`.
    pub fn claim(&mut self, key: &str, text: &str, pins: &Pins, decided: &mut Pins) -> Name {
        let key = format!("{} {key}", self.prefix);
        if let Some(pinned) = pins.get(&key) {
            decided.insert(key, pinned.clone());
            return Name::new(pinned);
        }
        let plain = cased(text, self.case, self.fallback);
        if self.take(&plain) {
            return Name::new(&plain);
        }
        let mut number = self.numbers.get(&plain).copied().unwrap_or(1);
        let name = loop {
            number += 1;
            let candidate = self.numbered(&plain, number);
            if self.take(&candidate) {
                break candidate;
            }
        };
        self.numbers.insert(plain, number);
        decided.insert(key, name.clone());
        Name::new(&name)
    }

    fn numbered(&self, plain: &str, number: usize) -> String {
        match self.case {
            Case::Type | Case::Variant => format!("{plain}{number}"),
            Case::Value | Case::Module | Case::Constant => format!("{plain}_{number}"),
        }
    }

    fn take(&mut self, name: &str) -> bool {
        if self.case == Case::Module && NO_MODULES.contains(&name) {
            return false;
        }
        self.taken.insert(self.folded(name))
    }

    /// Names of types and modules must differ on file systems that fold case, and to a reader.
    fn folded(&self, name: &str) -> String {
        match self.case {
            Case::Type | Case::Module => name.to_ascii_lowercase(),
            Case::Variant | Case::Value | Case::Constant => name.to_owned(),
        }
    }
}
