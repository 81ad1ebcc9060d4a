//! Enums of contents that differ by status or media type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use super::operation::content;
use super::ty::{self, Models};
use crate::rust::method::{Content, Outcome, OutcomeVariant, Status};

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
        Content::Json(ty) | Content::Xml(ty, _) => Some(ty::ty(imports, ty, Models::Qualified)),
        Content::Text => Some(imports.prelude("std::string::String")),
        Content::Binary => Some(imports.path("bytes::Bytes")),
        // Streams are no variants: there is one an operation.
        Content::Events(_) | Content::Items(_) | Content::None => None,
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
    let mut statuses: Vec<Status> = outcome.variants.iter().map(|variant| variant.status).collect();
    statuses.dedup();
    let has_rest = statuses.contains(&Status::Default);
    // One status goes before the range that it is in, and `default` after all.
    statuses.sort_by_key(|status| (*status == Status::Default, matches!(status, Status::Range(_))));
    let arms: Vec<_> = statuses.iter().map(|status| arm(imports, outcome, *status)).collect();
    let rest = (!has_rest).then(|| quote!(_ => Err(#error::whole("the status is not declared")),));
    quote! {
        impl #trait_ for #name {
            type Value = Self;

            fn decode(reply: &#reply) -> #result<Self, #error> {
                match reply.status().as_u16() {
                    #(#arms,)*
                    #rest
                }
            }
        }
    }
}

/// Returns the arm of a status; where it has several variants, the media type tells.
fn arm(imports: &mut Imports, outcome: &Outcome, status: Status) -> TokenStream {
    let pattern = match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(digit) => range(outcome, digit),
        Status::Default => quote!(_),
    };
    let variants: Vec<_> = outcome.variants.iter().filter(|variant| variant.status == status).collect();
    if let [only] = variants.as_slice() {
        let made = made(imports, only);
        return quote!(#pattern => #made);
    }
    let all = variants.iter().flat_map(|variant| &variant.media_types);
    let all = quote!(&[#(#all),*]);
    let error = imports.support("DecodeError");
    let arms = variants.iter().map(|variant| {
        let (media_types, made) = (&variant.media_types, made(imports, variant));
        quote!(#(#media_types)|* => #made)
    });
    let arms: Vec<_> = arms.collect();
    quote! {
        #pattern => match reply.is_of(#all) {
            #(#arms,)*
            _ => Err(#error::media_type()),
        }
    }
}

fn made(imports: &mut Imports, variant: &OutcomeVariant) -> TokenStream {
    let name = variant.name.ident();
    match &variant.content {
        Content::None => quote!(Ok(Self::#name)),
        other => {
            let content = content(imports, other);
            quote!(<#content>::decode(reply).map(Self::#name))
        }
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
