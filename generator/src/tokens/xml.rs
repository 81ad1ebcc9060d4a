//! `xml.rs`: how the schemas of bodies in XML are written.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::docs;
use super::imports::Imports;
use super::File;
use crate::rust::docs::{code, Docs};
use crate::rust::name::Name;
use crate::rust::xml::{Element, Item, List, Member, Node, Shape};

pub(super) fn emit(items: &[Item]) -> File {
    let mut imports = Imports::new(1, []);
    let statics: Vec<_> = items.iter().map(|item| self::item(&mut imports, item)).collect();
    let mut all = imports.items();
    all.extend(statics);
    let docs = vec!["How the bodies in XML are written.".to_owned()];
    File { path: "xml.rs".to_owned(), docs, items: all, ..File::default() }
}

fn item(imports: &mut Imports, item: &Item) -> TokenStream {
    let docs = docs(&Docs::sentence(format!("How {} is written.", code(&item.of))));
    let name = constant(&item.name);
    let shape = imports.path("super::support::xml::Shape");
    match &item.root {
        Some(root) => {
            let ty = imports.path("super::support::xml::Root");
            let (root, shape) = (element(imports, root), reference(imports, &item.shape));
            quote!(#docs pub static #name: #ty = #ty { name: #root, shape: #shape };)
        }
        None => {
            let value = value(imports, &item.shape);
            quote!(#docs pub static #name: #shape = #value;)
        }
    }
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
        Shape::Item(name) => {
            let name = constant(name);
            quote!(#name)
        }
        Shape::Object(members) => {
            let members = members.iter().map(|member| self::member(imports, member));
            let members: Vec<_> = members.collect();
            quote!(#ty::Object(&[#(#members),*]))
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
    let wire = &member.wire;
    match member.node {
        Node::Text => quote!(#ty::text(#wire)),
        Node::Plain => quote!(#ty::plain(#wire)),
        Node::Attribute => {
            let name = element(imports, &member.element);
            quote!(#ty::attribute(#wire, #name))
        }
        Node::Element => {
            let (name, shape) = (element(imports, &member.element), reference(imports, &member.shape));
            quote!(#ty::element(#wire, #name, #shape))
        }
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
