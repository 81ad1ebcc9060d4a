//! Documentation as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::docs::Docs;
use crate::rust::item::Attributes;

/// Stands for a line break within the `#[doc]` of a block; no documentation contains it, because `Docs` has no control
/// characters.
pub const LINE_BREAK: char = '\u{1}';

/// Returns one `#[doc]` for a whole block. There is more documentation than code, and `vendor` breaks it into lines
/// without having it parsed and printed as syntax.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    if docs.is_empty() {
        return TokenStream::new();
    }
    let mut block = String::new();
    for (index, line) in docs.lines().iter().enumerate() {
        if index > 0 {
            block.push(LINE_BREAK);
        }
        if !line.is_empty() {
            block.push(' ');
            block.push_str(line);
        }
    }
    quote!(#[doc = #block])
}

/// Returns the documentation, `#[deprecated]` and what the configuration adds.
pub(super) fn attributes(attributes: &Attributes) -> TokenStream {
    let docs = docs(&attributes.docs);
    let deprecated = attributes.deprecated.then(|| quote!(#[deprecated]));
    let written = attributes.written.iter().map(|attribute| attribute.tokens());
    quote!(#docs #deprecated #(#written)*)
}

/// Returns what the configuration adds to the traits that a type derives, each after a comma.
pub(super) fn derives(attributes: &Attributes) -> TokenStream {
    let derives = attributes.derives.iter().map(|path| path.tokens());
    quote!(#(, #derives)*)
}
