//! Structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::imports::Imports;
use super::lints;
use super::ty::{self, Models};
use crate::rust::item::{Blank, Field, Presence, Struct};
use crate::rust::name::Name;
use crate::rust::ty::Type;

/// More arguments than this are too many for clippy.
pub(super) const MANY_ARGUMENTS: usize = 7;

pub(super) fn emit(imports: &mut Imports, item: &Struct) -> Vec<TokenStream> {
    let mut items = vec![definition(imports, item)];
    items.extend(item.built_by_callers.then(|| methods(imports, item)));
    if let Some(checks) = &item.checks {
        items.extend(super::check::of_struct(imports, item, checks));
    }
    items.extend(item.has_secrets().then(|| debug(imports, item)));
    if item.codec.encode {
        items.push(serialize(imports, item));
    }
    if item.codec.decode {
        items.push(deserialize(imports, item));
        items.push(object(imports, item));
        let (model, name) = (imports.support("Model"), item.name.ident());
        items.push(quote!(impl #model for #name {}));
    }
    let blank = !item.has_default() && (item.codec.decode || item.built_by_callers);
    items.extend(blank.then(|| self::blank(imports, item)));
    items
}

fn definition(imports: &mut Imports, item: &Struct) -> TokenStream {
    let (attributes, name) = (attributes(&item.attributes), item.name.ident());
    let fields = item.fields.iter().map(|field| {
        let (attributes, name) = (super::docs::attributes(&field.attributes), field.name.ident());
        let ty = ty::field(imports, field);
        quote!(#attributes pub #name: #ty)
    });
    let fields: Vec<_> = fields.collect();
    let extra = item.extra.as_ref().map(|extra| {
        let (name, ty) = (extra.name.ident(), ty::ty(imports, &extra.ty, Models::Imported));
        let (map, string) =
            (imports.path("std::collections::BTreeMap"), imports.prelude("std::string::String"));
        quote!(#[doc = " The members that the document does not name."] pub #name: #map<#string, #ty>,)
    });
    let debug = (!item.has_secrets()).then(|| quote!(Debug,));
    let default = item.has_default().then(|| quote!(Default,));
    let derives = super::docs::derives(&item.attributes);
    quote! {
        #attributes
        #[derive(Clone, #debug #default PartialEq #derives)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra
        }
    }
}

fn methods(imports: &mut Imports, item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let new = new(imports, item);
    let setters: Vec<_> = item.fields.iter().filter_map(|field| setter(imports, field)).collect();
    quote! {
        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn new(imports: &mut Imports, item: &Struct) -> TokenStream {
    let required: Vec<_> = item.fields.iter().filter(|field| field.presence == Presence::Required).collect();
    if required.is_empty() {
        return quote! {
            #[doc = " Creates a value of which nothing is set."]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let arguments: Vec<_> = required.iter().map(|field| argument(imports, &field.name, &field.ty)).collect();
    let values = required.iter().map(|field| {
        let name = field.name.ident();
        let value = value(imports, &field.name, &field.ty);
        if name == value.to_string() {
            quote!(#name)
        } else {
            quote!(#name: #value)
        }
    });
    let values: Vec<_> = values.collect();
    let rest = (required.len() < item.fields.len() || item.extra.is_some()).then(|| quote!(..Self::blank()));
    let many = (required.len() > MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #[doc = " Creates a value of the required members."]
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #rest }
        }
    }
}

/// Whether callers give what becomes the type: a `&str`, or what a type of the runtime wraps.
fn takes_into(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Text(_) | Type::Value => true,
        Type::Foreign(foreign) => foreign.module.is_some(),
        _ => false,
    }
}

/// Returns `name: T` for a value that a caller gives.
fn argument(imports: &mut Imports, name: &Name, ty: &Type) -> TokenStream {
    let ident = name.ident();
    let plain = |imports: &mut Imports, ty: &Type| ty::ty(imports, ty, Models::Imported);
    let ty = match ty {
        ty if takes_into(ty) => {
            let (into, ty) = (imports.prelude("std::convert::Into"), plain(imports, ty));
            quote!(impl #into<#ty>)
        }
        Type::Boxed(inner) => plain(imports, inner),
        other => plain(imports, other),
    };
    quote!(#ident: #ty)
}

/// Returns the field's value from what a caller gives.
fn value(imports: &mut Imports, name: &Name, ty: &Type) -> TokenStream {
    let ident = name.ident();
    match ty {
        ty if takes_into(ty) => quote!(#ident.into()),
        Type::Boxed(_) => {
            let boxed = imports.prelude("std::boxed::Box");
            quote!(#boxed::new(#ident))
        }
        _ => quote!(#ident),
    }
}

fn setter(imports: &mut Imports, field: &Field) -> Option<TokenStream> {
    let setter = field.setter.as_ref()?.ident();
    let (name, given) = (field.name.ident(), Name::fixed("value"));
    let docs = format!(" Sets `{}`.", field.name.as_str());
    let (argument, value) = match field.presence {
        Presence::Nullable => {
            let (into, nullable) = (imports.prelude("std::convert::Into"), ty::field(imports, field));
            (quote!(value: impl #into<#nullable>), quote!(value.into()))
        }
        Presence::Required | Presence::Optional => {
            let (argument, value) = (argument(imports, &given, &field.ty), value(imports, &given, &field.ty));
            (argument, quote!(Some(#value)))
        }
    };
    let deprecated = field.attributes.deprecated.then(|| quote!(#[deprecated]));
    let operator = field.setter.as_ref().and_then(lints::of_method);
    Some(quote! {
        #[doc = #docs]
        #deprecated
        #operator
        pub fn #setter(mut self, #argument) -> Self {
            self.#name = #value;
            self
        }
    })
}

fn debug(imports: &mut Imports, item: &Struct) -> TokenStream {
    let (name, fmt, redacted) = (item.name.ident(), imports.path("std::fmt"), imports.support("Redacted"));
    let title = item.name.as_str();
    let fields = item.fields.iter().map(|field| {
        let (label, name) = (field.name.as_str(), field.name.ident());
        match field.secret {
            true => quote!(.field(#label, &#redacted::of(&self.#name))),
            false => quote!(.field(#label, &self.#name)),
        }
    });
    let extra = item.extra.as_ref().map(|extra| {
        let (label, name) = (extra.name.as_str(), extra.name.ident());
        quote!(.field(#label, &self.#name))
    });
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#title) #(#fields)* #extra .finish()
            }
        }
    }
}

/// Returns the method of `Reader` and `Writer` for a presence.
fn verb(presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote!(required),
        Presence::Optional => quote!(optional),
        Presence::Nullable => quote!(nullable),
    }
}

fn serialize(imports: &mut Imports, item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let (serialize, serializer) = (imports.path("serde::Serialize"), imports.path("serde::Serializer"));
    let (result, writer) = (imports.prelude("std::result::Result"), imports.support("Writer"));
    if item.fields.is_empty() && item.extra.is_none() {
        return quote! {
            impl #serialize for #name {
                fn serialize<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                    #writer::new(serializer)?.end()
                }
            }
        };
    }
    let fields = item.fields.iter().map(|field| {
        let (verb, wire, name) = (verb(field.presence), &field.wire, field.name.ident());
        quote!(object.#verb(#wire, &self.#name);)
    });
    let open = if item.extra.is_some() { quote!(open) } else { quote!(new) };
    let extra = item.extra.as_ref().map(|extra| {
        let name = extra.name.ident();
        quote!(object.extra(&self.#name);)
    });
    quote! {
        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                let mut object = #writer::#open(serializer)?;
                #(#fields)*
                #extra
                object.end()
            }
        }
    }
}

fn deserialize(imports: &mut Imports, item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let (deserialize, deserializer) =
        (imports.path("serde::Deserialize"), imports.path("serde::Deserializer"));
    let (result, object) = (imports.prelude("std::result::Result"), imports.support("object"));
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                #object::read(deserializer)
            }
        }
    }
}

fn object(imports: &mut Imports, item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let (object, members) = (imports.support("Object"), imports.support("Members"));
    let fields = item.fields.iter().map(|field| {
        let (verb, wire, name) = (verb(field.presence), &field.wire, field.name.ident());
        quote!(object.#verb(#wire, &mut self.#name);)
    });
    let fields: Vec<_> = fields.collect();
    let extra = item.extra.as_ref().map(|extra| {
        let name = extra.name.ident();
        quote!(object.extra(&mut self.#name);)
    });
    let parameter = if fields.is_empty() && extra.is_none() { quote!(_) } else { quote!(object) };
    quote! {
        impl #object for #name {
            fn read<'de, M: #members<'de>>(&mut self, #parameter: &mut M) {
                #(#fields)*
                #extra
            }
        }
    }
}

/// Returns what reading and `new` start with, where there is no `Default`.
fn blank(imports: &mut Imports, item: &Struct) -> TokenStream {
    let (struct_name, blank) = (item.name.ident(), imports.support("Blank"));
    let fields = item.fields.iter().map(|field| {
        let name = field.name.ident();
        let value = match field.presence {
            Presence::Required => required_blank(imports, &field.blank, &field.ty),
            Presence::Optional => quote!(None),
            Presence::Nullable => {
                let nullable = imports.support("Nullable");
                quote!(#nullable::Absent)
            }
        };
        quote!(#name: #value)
    });
    let fields: Vec<_> = fields.collect();
    let extra = item.extra.as_ref().map(|extra| {
        let (name, map) = (extra.name.ident(), imports.path("std::collections::BTreeMap"));
        quote!(#name: #map::new(),)
    });
    quote! {
        impl #blank for #struct_name {
            fn blank() -> Self {
                Self { #(#fields,)* #extra }
            }
        }
    }
}

fn required_blank(imports: &mut Imports, blank: &Blank, ty: &Type) -> TokenStream {
    match blank {
        Blank::Default => default_of(imports, ty),
        Blank::Null => {
            let value = imports.path("serde_json::Value");
            quote!(#value::Null)
        }
        Blank::Struct(name) => {
            let (name, _) = (imports.sibling(name), imports.support("Blank"));
            quote!(#name::blank())
        }
        Blank::Text(name) => {
            let name = imports.sibling(name);
            quote!(#name::from(""))
        }
        Blank::Integer(name) => {
            let name = imports.sibling(name);
            quote!(#name::from(0))
        }
        Blank::Unlisted(name, catch_all) => {
            let (name, catch_all) = (imports.sibling(name), catch_all.ident());
            let value = imports.path("serde_json::Value");
            quote!(#name::#catch_all(#value::Null))
        }
        Blank::Written(expression) => expression.tokens(),
        Blank::Boxed(inner) => {
            let (boxed, inner) = (imports.prelude("std::boxed::Box"), required_blank(imports, inner, ty));
            quote!(#boxed::new(#inner))
        }
    }
}

fn default_of(imports: &mut Imports, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(false),
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => quote!(0),
        Type::F32 | Type::F64 => quote!(0.0),
        Type::Option(_) => quote!(None),
        Type::String | Type::Text(_) => {
            let string = imports.prelude("std::string::String");
            quote!(#string::new())
        }
        Type::Vec(_) => {
            let vec = imports.prelude("std::vec::Vec");
            quote!(#vec::new())
        }
        _ => {
            let default = imports.prelude("std::default::Default");
            quote!(#default::default())
        }
    }
}
