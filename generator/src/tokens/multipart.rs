//! Types of multipart bodies: each method adds a part.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, docs};
use super::imports::Imports;
use super::lints;
use super::object::MANY_ARGUMENTS;
use super::parameter::{borrowed, serialization};
use crate::rust::method::{Form, Part, PartKind};

pub(super) fn emit(imports: &mut Imports, form: &Form) -> Vec<TokenStream> {
    let (docs, name, multipart) = (docs(&form.docs), form.name.ident(), imports.support("Multipart"));
    let debug = imports.prelude("std::fmt::Debug");
    let new = new(imports, form);
    let default = default(imports, form);
    let setters: Vec<_> = form.parts.iter().flat_map(|part| setters(imports, part)).collect();
    let open = form.is_open.then(|| open(imports));
    let mut items = vec![
        quote! {
            #docs
            #[derive(#debug)]
            pub struct #name(#multipart);
        },
        quote! {
            impl #name {
                #new
                #(#setters)*
                #open
            }
        },
    ];
    items.extend(default);
    items
}

/// Returns `Default` for a form that may be empty.
fn default(imports: &mut Imports, form: &Form) -> Option<TokenStream> {
    if form.parts.iter().any(|part| part.required) {
        return None;
    }
    let (name, default) = (form.name.ident(), imports.prelude("std::default::Default"));
    Some(quote! {
        impl #default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    })
}

/// Returns `new` with the parts that must be there.
fn new(imports: &mut Imports, form: &Form) -> TokenStream {
    let required: Vec<_> = form.parts.iter().filter(|part| part.required).collect();
    let multipart = imports.support("Multipart");
    let arguments: Vec<_> = required.iter().map(|part| declaration(imports, part)).collect();
    let sends: Vec<_> = required.iter().map(|part| send(imports, part)).collect();
    let many = (arguments.len() >= MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = docs(&form.new);
    // Callers may set what is optional in any order.
    let start = match form.parts.len() > 1 && required.len() < form.parts.len() {
        true => {
            let order = form.parts.iter().map(|part| &part.wire);
            quote!(#multipart::in_order(&[#(#order),*]))
        }
        false => quote!(#multipart::new()),
    };
    quote! {
        #docs
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self(#start #(#sends)*)
        }
    }
}

/// Returns the setter of a part that may be left out, and those of its headers.
fn setters(imports: &mut Imports, part: &Part) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    if !part.required {
        let (attributes, name) = (attributes(&part.attributes), part.name.ident());
        let (declaration, send) = (declaration(imports, part), send(imports, part));
        let operator = lints::of_method(&part.name);
        setters.push(quote! {
            #attributes
            #operator
            #[must_use]
            pub fn #name(self, #declaration) -> Self {
                Self(self.0 #send)
            }
        });
    }
    for (name, header) in &part.headers {
        let (name, wire, to_string) = (name.ident(), &part.wire, imports.prelude("std::string::ToString"));
        let docs = " Sets a header of the part.";
        setters.push(quote! {
            #[doc = #docs]
            #[must_use]
            pub fn #name(self, value: impl #to_string) -> Self {
                Self(self.0.header(#wire, #header, value))
            }
        });
    }
    setters
}

/// Returns the method that adds what the document does not name.
fn open(imports: &mut Imports) -> TokenStream {
    let (into, part) = (imports.prelude("std::convert::Into"), imports.support("Part"));
    quote! {
        #[doc = " Adds a part that the document does not name."]
        #[must_use]
        pub fn part(self, part: impl #into<#part>) -> Self {
            Self(self.0.part(part))
        }
    }
}

/// Returns `name: T` as a method takes it.
fn declaration(imports: &mut Imports, part: &Part) -> TokenStream {
    let name = part.name.ident();
    let ty = match &part.kind {
        PartKind::File(_) | PartKind::Files(_) => {
            let (into, ty) = (imports.prelude("std::convert::Into"), imports.support("Part"));
            let file = quote!(impl #into<#ty>);
            match &part.kind {
                PartKind::Files(_) => {
                    let many = imports.prelude("std::iter::IntoIterator");
                    quote!(impl #many<Item = #file>)
                }
                _ => file,
            }
        }
        PartKind::Value(ty) | PartKind::Styled(ty, _) | PartKind::Text(ty, _) | PartKind::Json(ty, _) => {
            borrowed(imports, ty)
        }
    };
    quote!(#name: #ty)
}

/// Returns the call that adds a part, such as `.value("name", name)`.
fn send(imports: &mut Imports, part: &Part) -> TokenStream {
    let (name, wire) = (part.name.ident(), &part.wire);
    match &part.kind {
        PartKind::File(media_type) => quote!(.file(#wire, #media_type, #name)),
        PartKind::Files(media_type) => quote!(.files(#wire, #media_type, #name)),
        PartKind::Value(_) => quote!(.value(#wire, #name)),
        PartKind::Styled(_, style) => {
            let style = serialization(imports, *style);
            quote!(.styled(#wire, #style, #name))
        }
        PartKind::Text(_, media_type) => quote!(.text(#wire, #media_type, #name)),
        PartKind::Json(_, media_type) => quote!(.json(#wire, #media_type, #name)),
    }
}
