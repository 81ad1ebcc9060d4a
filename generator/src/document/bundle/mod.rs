//! A document in many files → one value: what other files hold and the document refers to becomes part of it.
//!
//! What a reference leads to is known by where the reference stands (see `grammar`). A schema, a parameter or the like
//! becomes a component under a name of its own (`name`) and the reference leads there; everything else, such as a path
//! item, is put in the reference's place. It goes in three steps: `discover` finds all there is to take, which reports
//! all that is wrong with the references; `name` decides where it goes; `build` makes the value. A document without
//! references to other files never comes here.

mod build;
mod discover;
mod failure;
mod files;
mod folder;
mod name;
pub mod reference;

pub use files::Files;

use super::grammar::Kind;
use super::version::Version;
use crate::diagnostic::Pointer;
use serde_json::Value;
use std::path::PathBuf;

/// What stands for a reference that has been reported, in `$ref`: whoever reads it needs to say nothing more.
pub const REPORTED: &str = "x-bindgen-reported";

/// Takes what the document refers to into it, and returns it with the other files that were read.
pub fn bundle(files: &mut Files<'_>, version: Version) -> (Value, Vec<PathBuf>) {
    let found = discover::discover(files, version);
    let names = name::decide(files, &found, version);
    let (document, origins) = build::build(files, &names);
    files.moved(origins);
    (document, files.read())
}

/// A value of one of the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    pub file: usize,
    /// Where it stands; in other files than the document without a reference on the way.
    pub at: Pointer,
}

/// A value of another file, and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    pub target: Target,
    pub kind: Kind,
}
