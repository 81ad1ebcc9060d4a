//! The closed list of what can change, R1 to R128: one rule an entry, with its verdicts and the reason.
//!
//! The wire verdicts are those of a schema that requests hold and of one that responses hold; where both do it is the worse.
//! `quiet` is the Rust verdict where the public surface shows no difference; where it does, the surface decides (see
//! `surface`), and `usual` says what that usually comes to. A reason is about our bindings, not about bindings in general.

mod body;
mod enumeration;
mod operation;
mod parameter;
mod property;
mod response;
mod schema;
mod security;

use super::verdict::{Rust, Wire};
use std::fmt;

/// A rule's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u8);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0)
    }
}

/// What a kind of change means.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its number.
    pub code: Code,
    /// What changed, in the specification's words.
    pub title: &'static str,
    /// The wire verdict in requests.
    pub request: Wire,
    /// The wire verdict in responses.
    pub response: Wire,
    /// The Rust verdict where the public surface is the same.
    pub quiet: Rust,
    /// The Rust verdict that it usually comes to.
    pub usual: Rust,
    /// Whether somebody must look at it for security.
    pub security: bool,
    /// How it is reported.
    pub shown: Shown,
    /// Why the verdicts are these.
    pub reason: &'static str,
}

/// How a rule is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a line of its own.
    Itself,
    /// Not at all: it is no change.
    Never,
    /// By other rules, or by a diagnostic of the generator; the reason says which.
    Otherwise,
    /// It cannot happen to what we emit; the reason says why.
    Impossible,
}

impl Rule {
    const fn of(
        code: u8,
        title: &'static str,
        wire: (Wire, Wire),
        rust: (Rust, Rust),
        reason: &'static str,
    ) -> Self {
        Self {
            code: Code(code),
            title,
            request: wire.0,
            response: wire.1,
            quiet: rust.0,
            usual: rust.1,
            security: false,
            shown: Shown::Itself,
            reason,
        }
    }

    const fn secure(self) -> Self {
        Self { security: true, ..self }
    }

    const fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// A change that is none.
    const fn none(code: u8, title: &'static str, reason: &'static str) -> Self {
        Self::of(code, title, OK, PATCH, reason).shown(Shown::Never)
    }
}

/// Requests and responses alike.
const OK: (Wire, Wire) = (Wire::Ok, Wire::Ok);
const DRIFT: (Wire, Wire) = (Wire::Drift, Wire::Drift);
const BREAK: (Wire, Wire) = (Wire::Break, Wire::Break);
const REQUEST_BREAKS: (Wire, Wire) = (Wire::Break, Wire::Ok);
const RESPONSE_BREAKS: (Wire, Wire) = (Wire::Ok, Wire::Break);

/// Quiet, and usual.
const PATCH: (Rust, Rust) = (Rust::Patch, Rust::Patch);
const BEHAVIOUR: (Rust, Rust) = (Rust::Behaviour, Rust::Behaviour);
const MINOR: (Rust, Rust) = (Rust::Minor, Rust::Minor);
const MAJOR: (Rust, Rust) = (Rust::Patch, Rust::Major);

/// Returns every rule, in the order of the numbers.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let first = operation::RULES.iter().chain(parameter::RULES).chain(body::RULES).chain(property::RULES);
    first.chain(enumeration::RULES).chain(response::RULES).chain(schema::RULES).chain(security::RULES)
}

/// Returns a rule.
pub fn rule(code: u8) -> &'static Rule {
    rules().find(|rule| rule.code == Code(code)).unwrap_or(&UNKNOWN)
}

/// Stands for a number that no rule has.
const UNKNOWN: Rule =
    Rule::of(0, "changed", BREAK, (Rust::Major, Rust::Major), "no rule knows what it means");
