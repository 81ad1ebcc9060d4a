//! Parameters: arguments of methods and methods of calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::ty::{self, Models};
use crate::rust::method::{Argument, FormMember, Location, Serialization, Style};
use crate::rust::ty::Type;

/// Returns `name: T` as a method takes it.
pub(super) fn declaration(imports: &mut Imports, argument: &Argument) -> TokenStream {
    let name = argument.name.ident();
    let ty = match &argument.ty {
        // What goes into a path is text, whatever callers keep it as.
        Type::String | Type::Text(_) if argument.is_direct() => {
            let to_string = imports.prelude("std::string::ToString");
            quote!(impl #to_string)
        }
        ty => borrowed(imports, ty),
    };
    quote!(#name: #ty)
}

/// Returns the type of an argument that is written and not kept.
pub(super) fn borrowed(imports: &mut Imports, of: &Type) -> TokenStream {
    match of {
        Type::String | Type::Text(_) => quote!(&str),
        Type::Vec(items) => {
            let items = ty::ty(imports, items, Models::Qualified);
            quote!(&[#items])
        }
        copied if copied.is_copy() => ty::ty(imports, copied, Models::Qualified),
        other => {
            let ty = ty::ty(imports, other, Models::Qualified);
            quote!(&#ty)
        }
    }
}

/// Returns the call's method that sends the parameter, such as `.query("sort", sort)`.
pub(super) fn send(imports: &mut Imports, argument: &Argument) -> TokenStream {
    let (name, wire) = (argument.name.ident(), &argument.wire);
    let plain = !argument.json && !argument.allow_reserved;
    match (argument.location, argument.style, argument.explode) {
        _ if argument.is_direct() => return quote!(.path(#wire, #name)),
        (Location::Query, Style::Form, true) if plain => return quote!(.query(#wire, #name)),
        (Location::Header, Style::Simple, false) if plain => return quote!(.header_parameter(#wire, #name)),
        (Location::Cookie, Style::Form, true) if plain => return quote!(.cookie(#wire, #name)),
        (_, Style::Whole, _) if argument.json => return quote!(.query_json(#wire, #name)),
        (_, Style::Whole, _) => return quote!(.query_form(#wire, #name)),
        _ => {}
    }
    let style = style(imports, argument);
    match argument.location {
        Location::Path => quote!(.path_styled(#wire, #style, #name)),
        Location::Query => quote!(.query_styled(#wire, #style, #name)),
        Location::Header => quote!(.header_styled(#wire, #style, #name)),
        Location::Cookie => quote!(.cookie_styled(#wire, #style, #name)),
    }
}

/// Returns a member of a form with its style.
pub(super) fn form_member(imports: &mut Imports, member: &FormMember) -> TokenStream {
    let wire = &member.wire;
    let style = match member.style {
        Some(style) => serialization(imports, style),
        None => json(imports),
    };
    quote!((#wire, #style))
}

fn style(imports: &mut Imports, argument: &Argument) -> TokenStream {
    if argument.json {
        return json(imports);
    }
    let &Argument { style, explode, allow_reserved, .. } = argument;
    serialization(imports, Serialization { style, explode, allow_reserved })
}

fn json(imports: &mut Imports) -> TokenStream {
    let ty = imports.support("Style");
    quote!(#ty::JSON)
}

pub(super) fn serialization(imports: &mut Imports, written: Serialization) -> TokenStream {
    let ty = imports.support("Style");
    let (style, explodes) = match written.style {
        Style::Matrix => (quote!(#ty::MATRIX), false),
        Style::Label => (quote!(#ty::LABEL), false),
        Style::Simple => (quote!(#ty::SIMPLE), false),
        Style::Form | Style::Whole => (quote!(#ty::FORM), true),
        Style::Cookie => (quote!(#ty::COOKIE), true),
        Style::SpaceDelimited => (quote!(#ty::SPACE_DELIMITED), false),
        Style::PipeDelimited => (quote!(#ty::PIPE_DELIMITED), false),
        // It is always exploded.
        Style::DeepObject => (quote!(#ty::DEEP_OBJECT), written.explode),
    };
    let explode = match (written.explode, explodes) {
        (true, false) => Some(quote!(.exploded())),
        (false, true) => Some(quote!(.joined())),
        _ => None,
    };
    let reserved = written.allow_reserved.then(|| quote!(.reserved()));
    quote!(#style #explode #reserved)
}
