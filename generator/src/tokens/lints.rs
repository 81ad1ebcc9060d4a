//! Clippy's lints that the shape of a document trips, whatever the bindings do.
//!
//! Each `mod` line of the root allows those that its module trips. Boxing the large variants or naming the long types
//! instead would let a new property change the types around it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::item::Item;
use crate::rust::method::{Content, Group, Outcome};
use crate::rust::name::Name;
use crate::rust::ty::Type;
use crate::rust::{Crate, Module};

/// The complexity of a type from which on clippy warns by default.
const MAX_COMPLEXITY: usize = 250;

/// Methods of std's traits for which clippy takes a method of that name.
const OPERATORS: &[&str] =
    &["add", "bitand", "bitor", "bitxor", "clone", "cmp", "div", "mul", "rem", "shl", "shr", "sub"];

/// Returns what a method allows for its name.
pub(super) fn of_method(name: &Name) -> Option<TokenStream> {
    OPERATORS.contains(&name.as_str()).then(|| quote!(#[allow(clippy::should_implement_trait)]))
}

/// Returns what `models` allows.
pub(super) fn of_models(krate: &Crate) -> Option<TokenStream> {
    let items = || krate.models.iter().flat_map(|module: &Module| &module.items);
    allow(
        items().any(|item| matches!(item, Item::Union(_))),
        items().any(is_complex),
        krate.models.iter().any(|module| module.name.as_str() == "models"),
    )
}

/// Returns what `operations` allows.
pub(super) fn of_operations(krate: &Crate) -> Option<TokenStream> {
    let methods = || krate.operations.iter().flat_map(|group: &Group| &group.methods);
    let outcomes = || methods().flat_map(|method| &method.outcomes);
    let mut arguments = methods().flat_map(|method| method.arguments.iter().chain(&method.options));
    allow(
        outcomes().any(|outcome| outcome.variants.len() > 1),
        arguments.any(|argument| complexity(&argument.ty, 1) > MAX_COMPLEXITY)
            || outcomes().any(is_complex_outcome),
        krate.operations.iter().any(|group| group.module.as_str() == "operations"),
    )
}

fn allow(has_variants: bool, has_complex_types: bool, has_namesake: bool) -> Option<TokenStream> {
    let large = has_variants.then(|| quote!(clippy::large_enum_variant));
    let complex = has_complex_types.then(|| quote!(clippy::type_complexity));
    let namesake = has_namesake.then(|| quote!(clippy::module_inception));
    let lints: Vec<TokenStream> = [large, complex, namesake].into_iter().flatten().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

fn is_complex(item: &Item) -> bool {
    // A field may be in an `Option`, which is one level more.
    let is_complex = |ty: &Type| complexity(ty, 2) > MAX_COMPLEXITY;
    match item {
        Item::Struct(item) => {
            item.fields.iter().any(|field| is_complex(&field.ty))
                || item.extra.iter().any(|extra| is_complex(&extra.ty))
        }
        Item::Union(item) => item.variants.iter().any(|variant| is_complex(&variant.ty)),
        Item::Enumeration(_) | Item::Alias(_) => false,
    }
}

fn is_complex_outcome(outcome: &Outcome) -> bool {
    outcome.variants.iter().any(|variant| match &variant.content {
        Content::Json(ty) | Content::Xml(ty, _) => complexity(ty, 2) > MAX_COMPLEXITY,
        _ => false,
    })
}

/// Reckons as clippy does: every name in a type counts ten times its depth.
fn complexity(ty: &Type, depth: usize) -> usize {
    let own = 10 * depth;
    match ty {
        Type::Vec(inner) | Type::Option(inner) | Type::Boxed(inner) => own + complexity(inner, depth + 1),
        Type::Map(inner) => own + 10 * (depth + 1) + complexity(inner, depth + 1),
        // `Map<String, Value>`
        Type::Object => own + 20 * (depth + 1),
        _ => own,
    }
}
