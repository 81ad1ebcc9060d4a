//! Aliases.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::attributes;
use super::imports::Imports;
use super::ty::{ty, Models};
use crate::rust::item::Alias;

pub(super) fn emit(imports: &mut Imports, alias: &Alias) -> Vec<TokenStream> {
    let attributes = attributes(&alias.attributes);
    let name = alias.name.ident();
    let ty = ty(imports, &alias.ty, Models::Imported);
    vec![quote!(#attributes pub type #name = #ty;)]
}
