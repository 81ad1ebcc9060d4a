//! What a change of the document means: to clients that are compiled already, and to the source of callers.
//!
//! Two pairs of [`Api`] and [`Crate`] go in, a [`Report`] comes out; nothing here reads a document or emits a token, and
//! generated text is never compared.
//!
//! # How it works
//!
//! `walk` goes over both resolved APIs at once, one mechanism a file, and reports what differs by the rules of `rule`, a
//! closed list with a number, a verdict and a reason each. It starts from operations and components and follows what
//! both sides lead to; each pair of schemas is compared once. What cannot be seen in a resolved model cannot be reported:
//! a `$ref` that was taken apart, another order, another spelling of `null` or another version of OpenAPI.
//!
//! Each change has two verdicts:
//!
//! - **Wire** ([`Wire`]): what it means to an old client that meets the new server. A rule says it for requests and for
//!   responses, `reach` says which of the two the *old* document holds the schema in, and the worse one counts. What
//!   nothing sends or receives breaks nobody.
//! - **Rust** ([`Rust`]): what it means to a caller's source against the new bindings. It is read off the public surface
//!   ([`crate::tokens::surface`], what `api.txt` shows): a field whose type is another one is major, a new one is minor. Where
//!   the surface is the same the rule says whether anything else changes (`patch!`) or nothing (`patch`).
//!
//! The new document is lowered with the names of the old one, as a regeneration does, so names that stay are no change.
//! The walk is made twice: at first to see which types are called otherwise though their schemas are the same, then with
//! that knowledge, so that a rename is one change and not one for each use. At the end `walk::rest` compares the whole
//! surfaces and reports what nothing explained: no difference of `api.txt` is left out.
//!
//! A [`Change`] has a fingerprint of what it says, without positions, by which it can be accepted (`accept`).

mod accept;
mod compare;
mod reach;
mod report;
pub mod rule;
mod same;
mod side;
mod surface;
mod vendored;
mod verdict;
mod walk;

pub use accept::Accepted;
pub use report::{Change, Place, Report};
pub use vendored::compare_vendored;
pub use verdict::{Rust, Wire};

use crate::diagnostic::Sources;
use crate::model::Api;
use crate::rust::Crate;
use compare::Cx;
use side::Side;
use std::collections::BTreeMap;

/// A document as the generator understands it.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The API, resolved.
    pub api: &'a Api,
    /// Its bindings. Those of the new version have the names of the old ones, see [`names`].
    pub krate: &'a Crate,
    /// Its texts, in which changes are found.
    pub sources: &'a Sources,
}

/// Returns the names of bindings as a regeneration knows them: from `bindings.lock`, and from `api.txt`.
pub fn names(krate: &Crate) -> crate::rust::Pins {
    let mut pins = krate.pins.clone();
    for entry in crate::tokens::surface::surface(krate) {
        for (key, name) in crate::tokens::remembered(&entry.to_string()) {
            pins.entry(key).or_insert(name);
        }
    }
    pins
}

/// Compares two versions of a document.
pub fn compare(old: &Version<'_>, new: &Version<'_>) -> Report {
    let compared = |renamed: BTreeMap<String, String>| {
        let sides = (Side::new(old.api, old.krate), Side::new(new.api, new.krate));
        let mut cx = Cx::new(sides.0, sides.1, renamed);
        walk::walk(&mut cx);
        cx
    };
    let mut cx = compared(BTreeMap::new());
    let renamed = cx.renamed();
    if !renamed.is_empty() {
        cx = compared(renamed);
    }
    Report::of(cx, old.sources, new.sources)
}
