//! `xml.rs`: how the schemas of bodies in XML are written and read.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use super::File;
use crate::rust::docs::{code, Docs};
use crate::rust::name::Name;
use crate::rust::xml::{Absent, Element, Item, List, Member, Node, Root, Shape};

pub(super) fn emit(items: &[Item]) -> File {
    let mut imports = Imports::new(1, []);
    let statics: Vec<_> = items.iter().flat_map(|item| self::item(&mut imports, item)).collect();
    let mut all = imports.items();
    all.extend(statics);
    let docs = vec!["The shapes of the bodies in XML.".to_owned()];
    File { path: "xml.rs".to_owned(), docs, items: all, ..File::default() }
}

fn item(imports: &mut Imports, item: &Item) -> Vec<TokenStream> {
    let docs = docs(&Docs::sentence(format!("The shape of {}.", code(&item.of))));
    let name = constant(&item.name);
    let Some(root) = &item.root else {
        let (ty, value) = (imports.path("super::support::xml::Shape"), value(imports, &item.shape));
        return vec![quote!(#docs pub static #name: #ty = #value;)];
    };
    let ty = imports.path("super::support::xml::Root");
    let (element, shape) = (element(imports, &root.element), reference(imports, &item.shape));
    let mut items = vec![quote!(#docs pub static #name: #ty = #ty { name: #element, shape: #shape };)];
    items.extend(reader(imports, item, root).into_iter().flatten());
    items
}

/// Returns the type that stands for a document that is read.
fn reader(imports: &mut Imports, item: &Item, root: &Root) -> Option<[TokenStream; 2]> {
    let reader = root.reader.as_ref()?.ident();
    let docs = docs(&Docs::sentence(format!("The document {}.", code(&item.of))));
    let (document, ty) =
        (imports.path("super::support::Document"), imports.path("super::support::xml::Root"));
    let name = constant(&item.name);
    Some([
        quote! {
            #docs
            pub enum #reader {}
        },
        quote! {
            impl #document for #reader {
                const ROOT: &'static #ty = &#name;
            }
        },
    ])
}

/// Statics are called in upper case.
pub(super) fn constant(name: &Name) -> Ident {
    Name::fixed(&name.as_str().to_ascii_uppercase()).ident()
}

fn reference(imports: &mut Imports, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Item(name) => {
            let name = constant(name);
            quote!(&#name)
        }
        other => {
            let value = value(imports, other);
            quote!(&#value)
        }
    }
}

fn value(imports: &mut Imports, shape: &Shape) -> TokenStream {
    let ty = imports.path("super::support::xml::Shape");
    match shape {
        Shape::Any => quote!(#ty::Any),
        Shape::Text => quote!(#ty::Text),
        Shape::Number => quote!(#ty::Number),
        Shape::Boolean => quote!(#ty::Boolean),
        Shape::Item(name) => {
            let name = constant(name);
            quote!(#name)
        }
        Shape::Object(members, others) => {
            let members = members.iter().map(|member| self::member(imports, member));
            let members: Vec<_> = members.collect();
            match others {
                None => quote!(#ty::Object(&[#(#members),*])),
                Some(others) => {
                    let others = reference(imports, others);
                    quote!(#ty::Open(&[#(#members),*], #others))
                }
            }
        }
        Shape::List(list) => {
            let list = self::list(imports, list);
            quote!(#ty::List(&#list))
        }
    }
}

fn list(imports: &mut Imports, list: &List) -> TokenStream {
    let ty = imports.path("super::support::xml::List");
    let (name, is_wrapped) = (element(imports, &list.name), list.is_wrapped);
    let shape = reference(imports, &list.shape);
    quote!(#ty { name: #name, is_wrapped: #is_wrapped, shape: #shape })
}

fn member(imports: &mut Imports, member: &Member) -> TokenStream {
    let ty = imports.path("super::support::xml::Member");
    let (wire, shape) = (&member.wire, reference(imports, &member.shape));
    let is_plain = |element: &Element| {
        element.name == member.wire && element.prefix.is_empty() && element.namespace.is_empty()
    };
    let made = match member.node {
        Node::Text => quote!(#ty::text(#wire, #shape)),
        Node::Element if is_plain(&member.element) => quote!(#ty::plain(#wire, #shape)),
        Node::Attribute => {
            let name = element(imports, &member.element);
            quote!(#ty::attribute(#wire, #name, #shape))
        }
        Node::Element => {
            let name = element(imports, &member.element);
            quote!(#ty::element(#wire, #name, #shape))
        }
    };
    match member.absent {
        Absent::Missing => made,
        Absent::Null => quote!(#made.or_null()),
        Absent::Empty => quote!(#made.or_empty()),
    }
}

fn element(imports: &mut Imports, element: &Element) -> TokenStream {
    let ty = imports.path("super::support::xml::Name");
    let Element { name, prefix, namespace } = element;
    match prefix.is_empty() && namespace.is_empty() {
        true => quote!(#ty::new(#name)),
        false => quote!(#ty::qualified(#name, #prefix, #namespace)),
    }
}
