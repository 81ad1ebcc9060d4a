//! Documentation as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::docs::Docs;
use crate::rust::item::Attributes;

/// Returns one `#[doc]` a line: prettyplease prints one that holds several as a block comment.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let lines = docs.lines().iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Returns the documentation and `#[deprecated]`.
pub(super) fn attributes(attributes: &Attributes) -> TokenStream {
    let docs = docs(&attributes.docs);
    let deprecated = attributes.deprecated.then(|| quote!(#[deprecated]));
    quote!(#docs #deprecated)
}
