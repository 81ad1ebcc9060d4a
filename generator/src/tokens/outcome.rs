//! Enums of contents that differ by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use super::operation::content;
use super::ty::{self, Models};
use crate::rust::method::{Content, Outcome, Status};

pub(super) fn emit(imports: &mut Imports, outcome: &Outcome) -> Vec<TokenStream> {
    vec![definition(imports, outcome), decode(imports, outcome)]
}

fn definition(imports: &mut Imports, outcome: &Outcome) -> TokenStream {
    let (docs, name) = (docs(&outcome.docs), outcome.name.ident());
    let variants = outcome.variants.iter().map(|variant| {
        let (docs, name) = (super::docs::docs(&variant.docs), variant.name.ident());
        let value = value(imports, &variant.content).map(|ty| quote!((#ty)));
        quote!(#docs #name #value)
    });
    let variants: Vec<_> = variants.collect();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    }
}

/// Returns the type of the value that a content holds, or `None` for nothing.
fn value(imports: &mut Imports, content: &Content) -> Option<TokenStream> {
    match content {
        Content::Json(ty) => Some(ty::ty(imports, ty, Models::Qualified)),
        Content::Text => Some(imports.prelude("std::string::String")),
        Content::Binary => Some(imports.path("bytes::Bytes")),
        Content::None => None,
        Content::Optional(inner) => {
            let option = imports.prelude("std::option::Option");
            value(imports, inner).map(|inner| quote!(#option<#inner>))
        }
        Content::Outcome(name) => {
            let name = name.ident();
            Some(quote!(#name))
        }
    }
}

fn decode(imports: &mut Imports, outcome: &Outcome) -> TokenStream {
    let name = outcome.name.ident();
    let (trait_, reply) = (imports.support("Content"), imports.support("Reply"));
    let (result, error) = (imports.prelude("std::result::Result"), imports.support("DecodeError"));
    let mut arms: Vec<_> = Vec::new();
    let mut has_rest = false;
    for variant in &outcome.variants {
        has_rest |= variant.status == Status::Default;
        let pattern = match variant.status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            Status::Range(digit) => range(outcome, digit),
            Status::Default => quote!(_),
        };
        let (variant_name, content_ty) = (variant.name.ident(), content(imports, &variant.content));
        let made = match &variant.content {
            Content::None => quote!(Ok(Self::#variant_name)),
            _ => quote!(<#content_ty>::decode(reply).map(Self::#variant_name)),
        };
        arms.push((
            matches!(variant.status, Status::Range(_)),
            matches!(variant.status, Status::Default),
            quote!(#pattern => #made),
        ));
    }
    // One status goes before the range that it is in, and `default` after all.
    arms.sort_by_key(|(is_range, is_default, _)| (*is_default, *is_range));
    let arms = arms.into_iter().map(|(_, _, arm)| arm);
    let rest = (!has_rest).then(|| quote!(_ => Err(#error::whole("the status is not declared")),));
    let accept = accept(imports, outcome);
    quote! {
        impl #trait_ for #name {
            type Value = Self;
            #accept

            fn decode(reply: &#reply) -> #result<Self, #error> {
                match reply.status().as_u16() {
                    #(#arms,)*
                    #rest
                }
            }
        }
    }
}

/// Asks for what the first status with a body has.
fn accept(imports: &mut Imports, outcome: &Outcome) -> TokenStream {
    let option = imports.prelude("std::option::Option");
    match outcome.variants.iter().find(|variant| variant.content != Content::None) {
        Some(variant) => {
            let first = content(imports, &variant.content);
            quote!(const ACCEPT: #option<&'static str> = <#first>::ACCEPT;)
        }
        None => quote!(const ACCEPT: #option<&'static str> = None;),
    }
}

/// Returns the pattern of a range without the statuses at its start that have an arm of their own; clippy takes those for
/// a mistake.
fn range(outcome: &Outcome, digit: u8) -> TokenStream {
    let has_arm = |code: &u16| outcome.variants.iter().any(|variant| variant.status == Status::Code(*code));
    let start = u16::from(digit) * 100;
    let last = start + 99;
    let first = (start..last).find(|code| !has_arm(code)).unwrap_or(last);
    let [first, last] = [first, last].map(Literal::u16_unsuffixed);
    quote!(#first..=#last)
}
