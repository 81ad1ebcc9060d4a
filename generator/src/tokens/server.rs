//! The servers of a client, and the values of their variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use crate::rust::method::{Choice, Client, Server};

pub(super) fn emit(imports: &mut Imports, client: &Client) -> Vec<TokenStream> {
    if client.servers.is_empty() {
        return Vec::new();
    }
    let string = imports.prelude("std::string::String");
    let variants: Vec<_> = client.servers.iter().map(|server| variant(server, &string)).collect();
    let arms: Vec<_> = client.servers.iter().map(|server| arm(imports, server)).collect();
    let mut items = vec![
        quote! {
            #[doc = " The servers that the document names."]
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum Server {
                #(#variants,)*
                #[doc = " Another server, by its URL."]
                Custom(#string),
            }
        },
        quote! {
            impl Server {
                #[doc = " Returns the URL that paths are appended to."]
                pub fn url(&self) -> #string {
                    match self {
                        #(#arms,)*
                        Self::Custom(url) => url.clone(),
                    }
                }
            }
        },
    ];
    items.extend(client.choices.iter().flat_map(choice));
    items
}

fn variant(server: &Server, string: &TokenStream) -> TokenStream {
    let (docs, name) = (docs(&server.docs), server.name.ident());
    let fields = server.variables.iter().map(|variable| {
        let (docs, name) = (super::docs::docs(&variable.docs), variable.name.ident());
        let ty = match &variable.choice {
            Some(choice) => {
                let choice = choice.ident();
                quote!(#choice)
            }
            None => string.clone(),
        };
        quote!(#docs #name: #ty)
    });
    let fields = (!server.variables.is_empty()).then(|| quote!({ #(#fields),* }));
    quote!(#docs #name #fields)
}

fn arm(imports: &mut Imports, server: &Server) -> TokenStream {
    let (name, template) = (server.name.ident(), &server.template);
    if server.variables.is_empty() {
        return quote!(Self::#name => #template.to_owned());
    }
    let module = imports.module("support");
    let fields: Vec<_> = server.variables.iter().map(|variable| variable.name.ident()).collect();
    let values = server.variables.iter().map(|variable| {
        let (name, wire) = (variable.name.ident(), &variable.wire);
        quote!((#wire, #name.as_str()))
    });
    quote!(Self::#name { #(#fields),* } => #module::server::url(#template, &[#(#values),*]))
}

/// Returns the enum of a variable's values.
fn choice(choice: &Choice) -> [TokenStream; 2] {
    let (docs, name) = (docs(&choice.docs), choice.name.ident());
    let has_default = choice.values.iter().any(|value| value.is_default);
    let derived = if has_default {
        quote!(Clone, Copy, Debug, Default, PartialEq, Eq)
    } else {
        quote!(Clone, Copy, Debug, PartialEq, Eq)
    };
    let variants = choice.values.iter().map(|value| {
        let docs = super::docs::docs(&value.docs);
        let default = value.is_default.then(|| quote!(#[default]));
        let name = value.name.ident();
        quote!(#docs #default #name)
    });
    let arms = choice.values.iter().map(|value| {
        let (name, wire) = (value.name.ident(), &value.wire);
        quote!(Self::#name => #wire)
    });
    [
        quote! {
            #docs
            #[derive(#derived)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
            }
        },
        quote! {
            impl #name {
                #[doc = " Returns the value as it stands in the address."]
                pub fn as_str(&self) -> &'static str {
                    match self {
                        #(#arms,)*
                    }
                }
            }
        },
    ]
}
