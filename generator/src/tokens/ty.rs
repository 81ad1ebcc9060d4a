//! Types.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::rust::item::{Field, Presence};
use crate::rust::name::Name;
use crate::rust::ty::Type;

/// How a file writes an item of `models`.
#[derive(Clone, Copy)]
pub(super) enum Models {
    /// As a sibling file does: imported.
    Imported,
    /// As `models::X`, which no name of the file can hide.
    Qualified,
}

impl Models {
    fn path(self, imports: &mut Imports, name: &Name) -> TokenStream {
        match self {
            Self::Imported => imports.sibling(name),
            Self::Qualified => {
                let models = imports.module("models");
                let ident = name.ident();
                quote!(#models::#ident)
            }
        }
    }
}

/// Returns a type.
pub(super) fn ty(imports: &mut Imports, ty: &Type, models: Models) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::I32 => quote!(i32),
        Type::I64 => quote!(i64),
        Type::U32 => quote!(u32),
        Type::U64 => quote!(u64),
        Type::F32 => quote!(f32),
        Type::F64 => quote!(f64),
        Type::String => imports.prelude("std::string::String"),
        Type::Value => imports.path("serde_json::Value"),
        Type::Object => {
            let (map, string) = (imports.path("serde_json::Map"), imports.prelude("std::string::String"));
            let value = imports.path("serde_json::Value");
            quote!(#map<#string, #value>)
        }
        Type::Map(values) => {
            let (map, string) =
                (imports.path("std::collections::BTreeMap"), imports.prelude("std::string::String"));
            let values = self::ty(imports, values, models);
            quote!(#map<#string, #values>)
        }
        Type::Vec(items) => wrapped(imports, "std::vec::Vec", items, models),
        Type::Option(inner) => wrapped(imports, "std::option::Option", inner, models),
        Type::Boxed(inner) => wrapped(imports, "std::boxed::Box", inner, models),
        Type::Foreign(foreign) => {
            let ty = foreign.ty.tokens();
            match foreign.module {
                Some(module) => {
                    let module = imports.support(module);
                    quote!(#module::#ty)
                }
                None => ty,
            }
        }
        Type::Model(name) | Type::Text(name) => models.path(imports, name),
    }
}

fn wrapped(imports: &mut Imports, wrapper: &'static str, inner: &Type, models: Models) -> TokenStream {
    let wrapper = imports.prelude(wrapper);
    let inner = ty(imports, inner, models);
    quote!(#wrapper<#inner>)
}

/// Returns the type of a field, its presence included.
pub(super) fn field(imports: &mut Imports, field: &Field) -> TokenStream {
    let inner = ty(imports, &field.ty, Models::Imported);
    match field.presence {
        Presence::Required => inner,
        Presence::Optional => {
            let option = imports.prelude("std::option::Option");
            quote!(#option<#inner>)
        }
        Presence::Nullable => {
            let nullable = imports.support("Nullable");
            quote!(#nullable<#inner>)
        }
    }
}
