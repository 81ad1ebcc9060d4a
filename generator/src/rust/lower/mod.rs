//! From the model to the bindings: all decisions, and after them nothing can fail any more.

mod alternative;
mod body;
mod check;
mod client;
mod configuration;
mod content;
mod context;
mod enumeration;
mod foreign;
mod form;
mod header;
mod hook;
mod key;
mod markup;
mod multipart;
mod object;
mod operation;
mod paging;
mod parameter;
mod pattern;
mod sample;
mod scalar;
mod schema;
mod server;
mod status;
mod stream;
mod stub;
mod union;
mod xml;

use context::Cx;

use super::analyze::{owners_first, unneeded};
use super::docs::Docs;
use super::name::Pins;
use super::{Crate, Module};
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::model::Api;
use std::collections::BTreeMap;

/// Lowers an API to Rust items.
///
/// `pins` are the names that an earlier run decided; they stay.
pub fn lower(api: &Api, config: &Config, pins: &Pins, sink: &mut Sink) -> Crate {
    let mut cx = Cx::new(api, config, pins, sink);
    let mut models = components(&mut cx);
    let mut groups = operation::groups(&mut cx, &mut models);
    paging::lower(&mut cx, &mut groups, &models);
    hook::models(&mut cx, &mut models);
    let client = (!groups.is_empty()).then(|| client::lower(&mut cx, &groups));
    configuration::check(&mut cx);
    models.sort_by(|a, b| a.name.cmp(&b.name));
    let mut operations = groups;
    operations.sort_by(|a, b| a.module.cmp(&b.module));
    let named = cx.take_named();
    let foreign = cx.foreign.into_iter().collect();
    let xml = cx.xml.finish();
    Crate {
        docs: crate_docs(api),
        models,
        client,
        operations,
        xml,
        foreign,
        edition: config.edition.unwrap_or_default(),
        pins: cx.decided,
        named,
    }
}

fn components(cx: &mut Cx<'_>) -> Vec<Module> {
    let replaced = cx.find_replaced();
    let unneeded = unneeded(cx.api, &replaced);
    let api = cx.api;
    let mut names = BTreeMap::new();
    for (id, schema) in api.schemas.iter().filter(|(id, _)| !unneeded.contains(id)) {
        if let Some(component) = &schema.component {
            cx.name_component(id, component);
            names.insert(id, cx.claim_module(component, component));
        }
    }
    let mut modules = Vec::with_capacity(names.len());
    for id in owners_first(api, names.keys().copied().collect()) {
        schema::component(cx, id);
        let items = cx.take_items();
        modules.extend(names.remove(&id).map(|name| Module { name, items }));
    }
    modules
}

fn crate_docs(api: &Api) -> Docs {
    let mut docs = Docs::sentence(format!("Bindings of {}.", api.title));
    if let Some(description) = &api.description {
        docs.append(Docs::rewrite(description));
    }
    docs
}
