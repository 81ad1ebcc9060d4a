//! Open enumerations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, derives, docs};
use super::imports::Imports;
use crate::rust::item::{Enumeration, EnumerationWire, Variant, WireValue};

pub(super) fn emit(imports: &mut Imports, item: &Enumeration) -> Vec<TokenStream> {
    let mut items = vec![definition(imports, item)];
    match item.wire {
        EnumerationWire::Text => items.extend([as_str(item), from_str(imports, item)]),
        EnumerationWire::Integer => items.extend([as_i64(item), from_i64(imports, item)]),
        EnumerationWire::Mixed => items.extend([to_value(imports, item), from_value(imports, item)]),
    }
    items.push(display(imports, item));
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

fn definition(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (attributes, name, catch_all) =
        (attributes(&item.attributes), item.name.ident(), item.catch_all.ident());
    let variants = item.variants.iter().map(|variant| {
        let (name, docs) = (variant.name.ident(), docs(&variant.docs));
        let deprecated = variant.deprecated.then(|| quote!(#[deprecated]));
        quote!(#docs #deprecated #name)
    });
    let kept = match item.wire {
        EnumerationWire::Text => imports.prelude("std::string::String"),
        EnumerationWire::Integer => quote!(i64),
        EnumerationWire::Mixed => imports.path("serde_json::Value"),
    };
    // `Value` is not `Hash` in every version of `serde_json`.
    let hash = (item.wire != EnumerationWire::Mixed).then(|| quote!(, Hash));
    let derives = derives(&item.attributes);
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq #hash #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that the document does not list."]
            #catch_all(#kept),
        }
    }
}

fn literal(value: &WireValue) -> TokenStream {
    match value {
        WireValue::Text(text) => quote!(#text),
        WireValue::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
        WireValue::Json(value) => json(value),
    }
}

/// Returns a number or boolean as a literal of the type that holds it exactly.
fn json(value: &serde_json::Value) -> TokenStream {
    let number = match (value.as_i64(), value.as_u64(), value.as_f64()) {
        (Some(number), ..) => Literal::i64_suffixed(number),
        (None, Some(number), _) => Literal::u64_suffixed(number),
        (None, None, Some(number)) => Literal::f64_suffixed(number),
        (None, None, None) => {
            let is_true = value.as_bool().unwrap_or_default();
            return quote!(#is_true);
        }
    };
    quote!(#number)
}

fn arms(item: &Enumeration, arm: impl Fn(&Variant) -> TokenStream) -> TokenStream {
    let arms = item.variants.iter().map(arm);
    quote!(#(#arms,)*)
}

fn as_str(item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let arms = arms(item, |variant| {
        let (name, value) = (variant.name.ident(), literal(&variant.value));
        quote!(Self::#name => #value)
    });
    quote! {
        impl #name {
            #[doc = " Returns the value as it is sent."]
            pub fn as_str(&self) -> &str {
                match self {
                    #arms
                    Self::#catch_all(value) => value,
                }
            }
        }
    }
}

fn from_str(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let from = imports.prelude("std::convert::From");
    let arms = arms(item, |variant| {
        let (name, value) = (variant.name.ident(), literal(&variant.value));
        quote!(#value => Self::#name)
    });
    quote! {
        impl #from<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #arms
                    _ => Self::#catch_all(value.to_owned()),
                }
            }
        }
    }
}

fn as_i64(item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let arms = arms(item, |variant| {
        let (name, value) = (variant.name.ident(), literal(&variant.value));
        quote!(Self::#name => #value)
    });
    quote! {
        impl #name {
            #[doc = " Returns the value as it is sent."]
            pub fn as_i64(&self) -> i64 {
                match self {
                    #arms
                    Self::#catch_all(value) => *value,
                }
            }
        }
    }
}

fn from_i64(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let from = imports.prelude("std::convert::From");
    let arms = arms(item, |variant| {
        let (name, value) = (variant.name.ident(), literal(&variant.value));
        quote!(#value => Self::#name)
    });
    quote! {
        impl #from<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #arms
                    _ => Self::#catch_all(value),
                }
            }
        }
    }
}

fn to_value(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let ty = imports.path("serde_json::Value");
    let arms = arms(item, |variant| {
        let (name, value) = (variant.name.ident(), literal(&variant.value));
        quote!(Self::#name => #ty::from(#value))
    });
    quote! {
        impl #name {
            #[doc = " Returns the value as it is sent."]
            pub fn to_value(&self) -> #ty {
                match self {
                    #arms
                    Self::#catch_all(value) => value.clone(),
                }
            }
        }
    }
}

fn from_value(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, catch_all) = (item.name.ident(), item.catch_all.ident());
    let (from, ty) = (imports.prelude("std::convert::From"), imports.path("serde_json::Value"));
    let enumeration = imports.support("enumeration");
    let variants = item.variants.iter().map(|variant| variant.name.ident());
    quote! {
        impl #from<#ty> for #name {
            fn from(value: #ty) -> Self {
                let listed = [#(Self::#variants),*];
                #enumeration::find(value, listed, Self::to_value, Self::#catch_all)
            }
        }
    }
}

fn display(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, fmt) = (item.name.ident(), imports.path("std::fmt"));
    let body = match item.wire {
        EnumerationWire::Text => quote!(f.write_str(self.as_str())),
        EnumerationWire::Integer => quote!(self.as_i64().fmt(f)),
        EnumerationWire::Mixed => {
            let enumeration = imports.support("enumeration");
            quote!(#enumeration::show(&self.to_value(), f))
        }
    };
    quote! {
        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                #body
            }
        }
    }
}

fn serialize(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let name = item.name.ident();
    let (serialize, serializer) = (imports.path("serde::Serialize"), imports.path("serde::Serializer"));
    let result = imports.prelude("std::result::Result");
    let body = match item.wire {
        EnumerationWire::Text => quote!(serializer.serialize_str(self.as_str())),
        EnumerationWire::Integer => quote!(serializer.serialize_i64(self.as_i64())),
        EnumerationWire::Mixed => quote!(self.to_value().serialize(serializer)),
    };
    quote! {
        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

fn deserialize(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let name = item.name.ident();
    let (deserialize, deserializer) =
        (imports.path("serde::Deserialize"), imports.path("serde::Deserializer"));
    let (result, enumeration) = (imports.prelude("std::result::Result"), imports.support("enumeration"));
    let body = match item.wire {
        EnumerationWire::Text => quote!(#enumeration::read(deserializer)),
        EnumerationWire::Integer => quote!(#enumeration::read_integer(deserializer)),
        EnumerationWire::Mixed => quote!(#enumeration::read_value(deserializer)),
    };
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                #body
            }
        }
    }
}
