//! The files that hold no items of their own: the root, `models/mod.rs` and `operations/mod.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{lints, Features, File};
use crate::rust::item::Item;
use crate::rust::name::Name;
use crate::rust::Crate;

/// Returns the root: `lib.rs` of a crate, `mod.rs` of a module.
pub(super) fn crate_root(krate: &Crate) -> File {
    let allow = uses_deprecated(krate).then(|| quote!(#[allow(deprecated)]));
    let mut items = Vec::new();
    let module = |name: &'static str, public: bool, lints: Option<TokenStream>| {
        let name = Name::fixed(name).ident();
        let visibility = public.then(|| quote!(pub));
        quote!(#allow #lints #[rustfmt::skip] #visibility mod #name;)
    };
    if let Some(client) = &krate.client {
        let name = client.name.ident();
        let server = (!client.servers.is_empty()).then(|| quote!(, Server));
        let choices = client.choices.iter().map(|choice| choice.name.ident());
        items.push(quote!(pub use self::client::{Builder, #name #server #(, #choices)*};));
        items.push(quote!(
            pub use self::support::{Call, Error, Response};
        ));
        items.push(module("client", false, None));
    }
    if !krate.models.is_empty() {
        items.push(module("models", true, lints::of_models(krate)));
    }
    if krate.client.is_some() {
        items.push(module("operations", true, lints::of_operations(krate)));
    }
    items.push(module("support", true, None));
    if !krate.xml.is_empty() {
        items.push(module("xml", false, None));
    }
    // Each stands in one place, whichever models have it.
    for foreign in krate.foreign.iter().filter(|foreign| foreign.module.is_none()) {
        let ty = foreign.ty.tokens();
        items.push(quote!(impl self::support::Model for #ty {}));
    }
    File {
        path: "lib.rs".to_owned(),
        docs: krate.docs.lines().to_vec(),
        inner: vec![quote!(#![forbid(unsafe_code)]), quote!(#![warn(missing_docs)])],
        items,
        surface: Vec::new(),
    }
}

/// Whether anything is `#[deprecated]`, which the bindings themselves still have to name.
fn uses_deprecated(krate: &Crate) -> bool {
    krate.models.iter().flat_map(|module| &module.items).any(|item| match item {
        Item::Struct(item) => {
            item.attributes.deprecated || item.fields.iter().any(|field| field.attributes.deprecated)
        }
        Item::Enumeration(item) => {
            item.attributes.deprecated || item.variants.iter().any(|variant| variant.deprecated)
        }
        Item::Union(item) => item.attributes.deprecated,
        Item::Alias(item) => item.attributes.deprecated,
    })
}

/// Returns `models/mod.rs`, which names every item flat.
pub(super) fn models(krate: &Crate) -> File {
    let mut items: Vec<TokenStream> = Vec::new();
    for module in &krate.models {
        let name = module.name.ident();
        items.push(quote!(#[rustfmt::skip] mod #name;));
    }
    // By `*`, so that a new inline schema changes no file but its owner's.
    for module in &krate.models {
        let name = module.name.ident();
        items.push(quote!(pub use self::#name::*;));
    }
    let docs = vec!["What is sent and received: the schemas of the document.".to_owned()];
    File { path: "models/mod.rs".to_owned(), docs, items, ..File::default() }
}

/// Returns `operations/mod.rs`.
pub(super) fn operations(krate: &Crate, features: Features) -> File {
    let mut items: Vec<TokenStream> = Vec::new();
    for group in &krate.operations {
        let module = group.module.ident();
        let cfg = features.of(group);
        items.push(quote!(#cfg #[rustfmt::skip] pub mod #module;));
    }
    for group in &krate.operations {
        let (module, name) = (group.module.ident(), group.name.ident());
        let cfg = features.of(group);
        items.push(quote!(#cfg pub use self::#module::#name;));
    }
    let docs = vec!["What can be asked: the operations of the document, a module for each tag.".to_owned()];
    File { path: "operations/mod.rs".to_owned(), docs, items, ..File::default() }
}
