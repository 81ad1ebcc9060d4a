//! Headers of responses: constants that read them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::imports::Imports;
use super::ty::{self, Models};
use crate::rust::method::{HeaderForm, Method};

/// Returns the headers of an operation's responses, if there are any.
pub(super) fn emit(imports: &mut Imports, method: &Method) -> Option<TokenStream> {
    if method.headers.is_empty() {
        return None;
    }
    let (support, marker) = (imports.support("Header"), method.marker.ident());
    let constants = method.headers.iter().map(|header| {
        let (attributes, name, wire) = (attributes(&header.attributes), header.name.ident(), &header.wire);
        let ty = ty::ty(imports, &header.ty, Models::Qualified);
        let (ty, made) = if header.required {
            (ty, quote!(required))
        } else {
            let option = imports.prelude("std::option::Option");
            (quote!(#option<#ty>), quote!(optional))
        };
        let form = match header.form {
            HeaderForm::Simple => TokenStream::new(),
            HeaderForm::Exploded => quote!(.exploded()),
            HeaderForm::Json => quote!(.json()),
            HeaderForm::Lines => quote!(.lines()),
        };
        quote!(#attributes pub const #name: #support<#ty> = #support::#made(#wire)#form;)
    });
    let constants: Vec<_> = constants.collect();
    Some(quote! {
        impl #marker {
            #(#constants)*
        }
    })
}
