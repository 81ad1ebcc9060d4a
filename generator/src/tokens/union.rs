//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, derives, docs};
use super::imports::Imports;
use super::ty::{ty, Models};
use crate::rust::item::{Union, UnionVariant};

pub(super) fn emit(imports: &mut Imports, item: &Union) -> Vec<TokenStream> {
    let mut items = vec![definition(imports, item)];
    if item.checked {
        items.extend(super::check::of_union(imports, item));
    }
    if item.codec.encode {
        items.push(serialize(imports, item));
    }
    if item.codec.decode {
        items.push(deserialize(imports, item));
        let (model, name) = (imports.support("Model"), item.name.ident());
        items.push(quote!(impl #model for #name {}));
    }
    items
}

fn definition(imports: &mut Imports, item: &Union) -> TokenStream {
    let (attributes, name, catch_all) =
        (attributes(&item.attributes), item.name.ident(), item.catch_all.ident());
    let variants = item.variants.iter().map(|variant| {
        let (name, ty) = (variant.name.ident(), ty(imports, &variant.ty, Models::Imported));
        let docs = docs(&variant.docs);
        quote!(#docs #name(#ty))
    });
    let variants: Vec<_> = variants.collect();
    let value = imports.path("serde_json::Value");
    let derives = derives(&item.attributes);
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that is none of these."]
            #catch_all(#value),
        }
    }
}

fn serialize(imports: &mut Imports, item: &Union) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let (serialize, serializer) = (imports.path("serde::Serialize"), imports.path("serde::Serializer"));
    let result = imports.prelude("std::result::Result");
    let variants = item.variants.iter().map(|variant| {
        let name = variant.name.ident();
        match (&item.tag, variant.tags.first()) {
            (Some(tag), Some(value)) if variant.writes_tag => {
                let union = imports.support("union");
                quote!(Self::#name(value) => #union::with_tag(serializer, #tag, #value, value))
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer)),
        }
    });
    let variants: Vec<_> = variants.collect();
    quote! {
        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                match self {
                    #(#variants,)*
                    Self::#catch_all(value) => value.serialize(serializer),
                }
            }
        }
    }
}

fn deserialize(imports: &mut Imports, item: &Union) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let (deserialize, deserializer) =
        (imports.path("serde::Deserialize"), imports.path("serde::Deserializer"));
    let (result, union) = (imports.prelude("std::result::Result"), imports.support("union"));
    let is_told = |variant: &UnionVariant| variant.is_default || !variant.tags.is_empty();
    let tagged = item.tag.as_ref().filter(|_| item.variants.iter().any(is_told));
    let body = match tagged {
        Some(tag) => {
            let members = item.variants.iter().flat_map(|variant| {
                let name = variant.name.ident();
                variant.tags.iter().map(move |tag| match item.shared.contains(tag) {
                    false => quote!(members.member(#tag, Self::#name);),
                    true => quote!(members.shared(#tag, Self::#name);),
                })
            });
            let others = item.variants.iter().filter(|variant| !is_told(variant)).map(|variant| {
                let name = variant.name.ident();
                quote!(members.by_shape(Self::#name);)
            });
            let lacking = item.variants.iter().filter(|variant| variant.may_lack_tag).map(|variant| {
                let name = variant.name.ident();
                quote!(members.lacking(Self::#name);)
            });
            let default = item.variants.iter().find(|variant| variant.is_default).map(|variant| {
                let name = variant.name.ident();
                quote!(members.other(Self::#name);)
            });
            let keep = item.keeps_misfits.then(|| quote!(members.or_keep();));
            quote! {
                #union::tagged(deserializer, #tag, Self::#catch_all, |members| {
                    #(#members)*
                    #keep
                    #(#others)*
                    #(#lacking)*
                    #default
                })
            }
        }
        None => {
            let members = item.variants.iter().map(|variant| {
                let name = variant.name.ident();
                quote!(members.member(Self::#name);)
            });
            quote! {
                #union::untagged(deserializer, Self::#catch_all, |members| {
                    #(#members)*
                })
            }
        }
    };
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                #body
            }
        }
    }
}
