//! Operations whose output is a page: how it goes on, and the methods of the call that follow it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::ty::{self, Models};
use crate::rust::method::{Method, PageStyle, Pagination, Paging, Step};

pub(super) fn emit(imports: &mut Imports, method: &Method) -> Vec<TokenStream> {
    let Some(paging) = &method.paging else {
        return Vec::new();
    };
    let marker = method.marker.ident();
    let (paged, output) = (imports.support("Paged"), imports.support("Output"));
    let (call, pages_ty, items_ty) =
        (imports.support("Call"), imports.support("Pages"), imports.support("Items"));
    let vec = imports.prelude("std::vec::Vec");
    let item = ty::ty(imports, &paging.item, Models::Qualified);
    let (paging_ty, how) = (imports.support("Paging"), how(imports, &paging.how));
    let items = items(paging);
    let (pages_name, items_name) = (paging.pages.ident(), paging.items.ident());
    vec![
        quote! {
            impl #paged for #marker {
                type Item = #item;
                const PAGING: #paging_ty = #how;

                fn items(page: #output<Self>) -> #vec<#item> {
                    #items
                }
            }
        },
        quote! {
            impl #call<#marker> {
                #[doc = " Returns the pages from here on."]
                pub fn #pages_name(self) -> #pages_ty<#marker> {
                    #pages_ty::new(self)
                }
                #[doc = " Returns the items of the pages from here on."]
                pub fn #items_name(self) -> #items_ty<#marker> {
                    #items_ty::new(self)
                }
            }
        },
    ]
}

fn how(imports: &mut Imports, how: &Pagination) -> TokenStream {
    let ty = imports.support("Paging");
    let style = match &how.style {
        PageStyle::Offset { parameter } => quote!(offset(#parameter)),
        PageStyle::Page { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(page(#parameter, #first))
        }
        PageStyle::Cursor { parameter, next } => quote!(cursor(#parameter, #next)),
        PageStyle::Link => quote!(link()),
        PageStyle::NextUrl { next } => quote!(next_url(#next)),
    };
    let items = Some(&how.items).filter(|items| !items.is_empty()).map(|items| quote!(.items(#items)));
    let more = how.more.as_ref().map(|more| quote!(.more(#more)));
    let total = how.total.as_ref().map(|total| quote!(.total(#total)));
    quote!(#ty::#style #items #more #total)
}

/// Returns the expression that takes the items out of a page; there are none where something on the way is absent.
fn items(paging: &Paging) -> TokenStream {
    let mut value = quote!(page);
    let mut is_optional = false;
    let mut steps = paging.way.iter().peekable();
    while let Some(step) = steps.next() {
        value = match (step, is_optional) {
            (Step::Field(field), false) => {
                let field = field.ident();
                quote!(#value.#field)
            }
            (Step::Field(field), true) => {
                let field = field.ident();
                if steps.next_if_eq(&&Step::Optional).is_some() {
                    quote!(#value.and_then(|it| it.#field))
                } else if steps.next_if_eq(&&Step::Nullable).is_some() {
                    quote!(#value.and_then(|it| it.#field.into_option()))
                } else {
                    quote!(#value.map(|it| it.#field))
                }
            }
            (Step::Optional, false) => value,
            (Step::Optional, true) => quote!(#value.flatten()),
            (Step::Nullable, false) => quote!(#value.into_option()),
            (Step::Nullable, true) => quote!(#value.and_then(|it| it.into_option())),
        };
        is_optional |= !matches!(step, Step::Field(_));
    }
    if is_optional {
        quote!(#value.unwrap_or_default())
    } else {
        value
    }
}
