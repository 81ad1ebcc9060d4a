//! The bindings as token streams, one file each.
//!
//! Comes from a [`crate::rust::Crate`] through [`emit()`], goes to `vendor::render`. Total functions: all decisions are
//! made, nothing can fail, and no text of the document is parsed as Rust.

mod alias;
mod client;
mod docs;
mod enumeration;
mod imports;
mod model;
mod object;
mod operation;
mod outcome;
mod parameter;
mod root;
mod surface;
mod ty;
mod union;

use proc_macro2::TokenStream;

use crate::rust::Crate;

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

/// Emits every file but those of the support module.
pub fn emit(krate: &Crate) -> Vec<File> {
    let mut files = vec![root::crate_root(krate)];
    if !krate.models.is_empty() {
        files.push(root::models(krate));
        files.extend(krate.models.iter().map(model::emit));
    }
    if let Some(client) = &krate.client {
        files.push(client::emit(client));
        files.push(root::operations(krate));
        files.extend(krate.operations.iter().map(operation::emit));
    }
    files
}
