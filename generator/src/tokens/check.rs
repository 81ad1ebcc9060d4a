//! Checks of what the document asks of values besides their type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use crate::rust::item::{Checked, Limit, Presence, Step, Struct, Union};
use crate::rust::name::Name;

/// Returns `check` and the implementation that checks what holds the struct.
pub(super) fn of_struct(imports: &mut Imports, item: &Struct, checks: &[Checked]) -> Vec<TokenStream> {
    let support = Support::of(imports, checks.iter().flat_map(|checked| &checked.steps));
    let fields: Vec<TokenStream> = checks.iter().map(|checked| field(&support, checked)).collect();
    emit(imports, &support, &item.name, !fields.is_empty(), &quote!(#(#fields)*))
}

/// Returns `check` and the implementation that checks what holds the union.
pub(super) fn of_union(imports: &mut Imports, item: &Union) -> Vec<TokenStream> {
    let support = Support::of(imports, item.variants.iter().flat_map(|variant| &variant.checks));
    let checked = || item.variants.iter().filter(|variant| !variant.checks.is_empty());
    let mut arms = checked().map(|variant| {
        let name = variant.name.ident();
        match variant.checks.as_slice() {
            // As clippy wants a match within an arm to be.
            [Step::Present(inner)] => (quote!(Self::#name(Some(value))), steps(&support, inner)),
            checks => (quote!(Self::#name(value)), steps(&support, checks)),
        }
    });
    let body = match (arms.next(), arms.next()) {
        (None, _) => TokenStream::new(),
        // As clippy wants a match with one arm to be.
        (Some((pattern, steps)), None) => quote!(if let #pattern = self { #steps }),
        (first, second) => {
            let arms = first.into_iter().chain(second).chain(arms);
            let arms = arms.map(|(pattern, steps)| quote!(#pattern => { #steps }));
            quote!(match self { #(#arms)* _ => {} })
        }
    };
    emit(imports, &support, &item.name, checked().next().is_some(), &body)
}

fn emit(
    imports: &mut Imports,
    support: &Support,
    name: &Name,
    checks: bool,
    body: &TokenStream,
) -> Vec<TokenStream> {
    let (name, check) = (name.ident(), &support.check);
    let result = imports.prelude("std::result::Result");
    let at = if checks { quote!(at) } else { quote!(_at) };
    vec![
        quote! {
            impl #name {
                #[doc = " Checks what the document asks of the values."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " Some values do not satisfy it; the error names them all."]
                pub fn check(&self) -> #result<(), #check::Violations> {
                    #check::run(self)
                }
            }
        },
        quote! {
            impl #check::Check for #name {
                fn check_at(&self, #at: &mut #check::Checker) {
                    #body
                }
            }
        },
    ]
}

/// The modules of the runtime that checks name.
struct Support {
    check: TokenStream,
    pattern: TokenStream,
}

impl Support {
    fn of<'s>(imports: &mut Imports, mut steps: impl Iterator<Item = &'s Step>) -> Self {
        let pattern = match steps.any(Step::has_pattern) {
            true => imports.support("pattern"),
            false => TokenStream::new(),
        };
        Self { check: imports.support("check"), pattern }
    }
}

fn field(support: &Support, checked: &Checked) -> TokenStream {
    let (name, wire) = (checked.field.ident(), &checked.wire);
    let steps = steps(support, &checked.steps);
    let value = match checked.presence {
        Presence::Required => quote!(Some(&self.#name)),
        Presence::Optional => quote!(self.#name.as_ref()),
        Presence::Nullable => quote!(self.#name.as_option()),
    };
    quote!(at.member(#wire, #value, |value, at| { #steps });)
}

fn steps(support: &Support, steps: &[Step]) -> TokenStream {
    let steps = steps.iter().map(|step| self::step(support, step));
    quote!(#(#steps)*)
}

fn step(support: &Support, step: &Step) -> TokenStream {
    let Support { check, pattern } = support;
    match step {
        Step::Length(least, most) => {
            let (least, most) = counts(*least, *most);
            quote!(at.length(value, #least, #most);)
        }
        Step::Count(least, most) => {
            let (least, most) = counts(*least, *most);
            quote!(at.count(value.len(), #least, #most);)
        }
        Step::Pattern(text) => quote!({
            static PATTERN: #pattern::Pattern = #pattern::Pattern::new(#text);
            at.pattern(value, &PATTERN);
        }),
        Step::Minimum(limit, exclusive) => {
            let (value, limit) = number(limit);
            quote!(at.minimum(#value, #limit, #exclusive);)
        }
        Step::Maximum(limit, exclusive) => {
            let (value, limit) = number(limit);
            quote!(at.maximum(#value, #limit, #exclusive);)
        }
        Step::MultipleOf(limit) => {
            let (value, limit) = number(limit);
            quote!(at.multiple_of(#value, #limit);)
        }
        Step::Unique => quote!(at.unique(value);),
        Step::Each(items) => {
            let items = steps(support, items);
            quote!(at.each(value, |value, at| { #items });)
        }
        Step::Values(values) => {
            let values = steps(support, values);
            quote!(at.values(value, |value, at| { #values });)
        }
        Step::Present(inner) => {
            let inner = steps(support, inner);
            quote!(if let Some(value) = value { #inner })
        }
        Step::Model => quote!(#check::Check::check_at(value, at);),
    }
}

fn counts(least: usize, most: Option<usize>) -> (TokenStream, TokenStream) {
    let literal = |count: usize| {
        let count = Literal::usize_unsuffixed(count);
        quote!(#count)
    };
    let most = most.map_or(quote!(None), |most| {
        let most = literal(most);
        quote!(Some(#most))
    });
    (literal(least), most)
}

/// Returns the value and the limit as numbers of one type that holds both.
fn number(limit: &Limit) -> (TokenStream, TokenStream) {
    match limit {
        Limit::Integer(limit) => {
            let limit = Literal::i128_suffixed(*limit);
            (quote!(i128::from(*value)), quote!(#limit))
        }
        Limit::Float(limit) => {
            let limit = Literal::f64_suffixed(*limit);
            (quote!(*value), quote!(#limit))
        }
        Limit::Cast(limit) => {
            let limit = Literal::f64_suffixed(*limit);
            (quote!(*value as f64), quote!(#limit))
        }
    }
}
