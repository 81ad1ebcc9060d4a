//! `openapiv3::OpenAPI` → [`Api`]: references resolved, `allOf` merged, mistakes reported.
//!
//! One file a construct. The loader has made one spelling of many before; what it could not express in
//! `openapiv3` it has reported. Nothing here recurses deeper than objects of the document nest.

mod all_of;
mod array;
mod body;
mod constraint;
mod context;
mod docs;
mod encoding;
mod enumeration;
mod header;
mod hook;
mod ignored;
mod keywords;
mod label;
mod object;
mod operation;
mod parameter;
mod path;
mod path_item;
mod reference;
mod response;
mod scalar;
mod schema;
mod security;
mod selection;
mod server;
mod settle;
#[cfg(test)]
mod tests;
mod union;
mod uses;
mod xml;

use super::{check, Api};
use crate::config::Selection;
use crate::diagnostic::Sink;
use crate::document::Document;
use context::Cx;

/// Resolves what is selected of a document; reports what is wrong in it and what the bindings will do differently.
pub fn resolve(document: &Document, selection: &Selection, sink: &mut Sink) -> Api {
    let openapi = &document.openapi;
    let mut cx = Cx::new(document, selection, sink);
    cx.add_components();
    let security = security::schemes(&mut cx);
    let operations = operation::all(&mut cx, &security);
    let hooks = hook::all(&mut cx);
    cx.settle_all();
    union::finish_discriminators(&mut cx);
    union::spread_null(&mut cx);
    object::open(&mut cx);
    object::add_missing(&mut cx);
    ignored::report(&mut cx);
    let servers = server::of_document(&mut cx, &openapi.servers);
    let rest = selection::Rest::of(&mut cx);
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: docs::text(openapi.info.description.as_deref()),
        servers,
        tags: openapi
            .tags
            .iter()
            .map(|tag| (tag.name.clone(), docs::text(tag.description.as_deref())))
            .collect(),
        security,
        operations,
        hooks,
        schemas: cx.into_schemas(),
    };
    uses::collapse(&mut api);
    rest.apply(&mut api, sink);
    check::check(&api, sink);
    api
}
