//! Open enumerations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, docs};
use super::imports::Imports;
use crate::rust::item::{Enumeration, EnumerationWire, Variant, WireValue};

pub(super) fn emit(imports: &mut Imports, item: &Enumeration) -> Vec<TokenStream> {
    let mut items = vec![definition(imports, item)];
    match item.wire {
        EnumerationWire::Text => items.extend([as_str(item), from_str(imports, item)]),
        EnumerationWire::Integer => items.extend([as_i64(item), from_i64(imports, item)]),
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
        quote!(#docs #name)
    });
    let kept = match item.wire {
        EnumerationWire::Text => imports.prelude("std::string::String"),
        EnumerationWire::Integer => quote!(i64),
    };
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    }
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

fn display(imports: &mut Imports, item: &Enumeration) -> TokenStream {
    let (name, fmt) = (item.name.ident(), imports.path("std::fmt"));
    let body = match item.wire {
        EnumerationWire::Text => quote!(f.write_str(self.as_str())),
        EnumerationWire::Integer => quote!(self.as_i64().fmt(f)),
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
    };
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                #body
            }
        }
    }
}
