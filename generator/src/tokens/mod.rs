//! The bindings as token streams, one file each.
//!
//! Comes from a [`crate::rust::Crate`] through [`emit()`], goes to `vendor::render`. Total functions: all decisions are
//! made, nothing can fail, and no text of the document is parsed as Rust.

mod alias;
mod check;
mod client;
mod docs;
mod enumeration;
mod header;
mod imports;
mod lints;
mod model;
mod multipart;
mod object;
mod operation;
mod outcome;
mod paging;
mod parameter;
mod root;
mod server;
pub mod surface;
mod ty;
mod union;
mod xml;

pub use docs::LINE_BREAK;
pub use surface::remembered;

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::method::{Client, Group};
use crate::rust::{Crate, Module};

/// A source file before it is formatted.
#[derive(Debug, Default)]
pub struct File {
    /// Its path below the root, such as `models/native_sso_request.rs`; the root itself is `lib.rs`.
    pub path: String,
    /// The lines of its `//!` documentation.
    pub docs: Vec<String>,
    /// Inner attributes, of a crate's root only.
    pub inner: Vec<TokenStream>,
    /// Its items, one each; `use` items come first.
    pub items: Vec<TokenStream>,
    /// Its lines of `api.txt`.
    pub surface: Vec<String>,
}

/// A file that can be emitted, on whichever thread: tokens stay on theirs.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// `lib.rs`
    Root(&'a Crate),
    /// `models/mod.rs`
    Models(&'a Crate),
    /// `models/<schema>.rs`
    Model(&'a Module),
    /// `client.rs`
    Client(&'a Client, Features),
    /// `operations/mod.rs`
    Operations(&'a Crate, Features),
    /// `xml.rs`
    Xml(&'a Crate),
    /// `operations/<tag>.rs`, and the client that leads there
    Group(&'a Group, &'a Client, Features),
}

/// Whether operations may hang on features: only a crate has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Features {
    /// Everything is there.
    None,
    /// What has a feature is there with it.
    Crate,
}

impl Features {
    /// Returns the `cfg` of a group, if it has one.
    fn of(self, group: &Group) -> Option<TokenStream> {
        let feature = group.feature.as_ref().filter(|_| self == Self::Crate)?;
        Some(quote!(#[cfg(feature = #feature)]))
    }
}

/// Returns every file of a crate but those of the support module.
pub fn parts(krate: &Crate, features: Features) -> Vec<Part<'_>> {
    let mut parts = vec![Part::Root(krate)];
    if !krate.models.is_empty() {
        parts.push(Part::Models(krate));
        parts.extend(krate.models.iter().map(Part::Model));
    }
    if !krate.xml.is_empty() {
        parts.push(Part::Xml(krate));
    }
    if let Some(client) = &krate.client {
        let features = if krate.features().is_empty() { Features::None } else { features };
        parts.extend([Part::Client(client, features), Part::Operations(krate, features)]);
        parts.extend(krate.operations.iter().map(|group| Part::Group(group, client, features)));
    }
    parts
}

/// Emits a file.
pub fn emit(part: Part<'_>) -> File {
    match part {
        Part::Root(krate) => root::crate_root(krate),
        Part::Models(krate) => root::models(krate),
        Part::Model(module) => model::emit(module),
        Part::Client(client, features) => client::emit(client, features),
        Part::Xml(krate) => xml::emit(&krate.xml),
        Part::Operations(krate, features) => root::operations(krate, features),
        Part::Group(group, client, features) => operation::emit(group, client, features),
    }
}
