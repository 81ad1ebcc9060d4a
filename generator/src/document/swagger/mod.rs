//! Swagger 2.0 → OpenAPI 3.0, as values.
//!
//! Goes through the document by the grammar of 2.0, so that what only looks like a keyword, such as a property named
//! `schema` or a `$ref` in an example, stays as it is. A member that 2.0 does not have is left where it is: `read` takes
//! or reports it as it does in 3.0. Whatever moves is noted twice: for diagnostics, which show what the author wrote, and
//! for references, which are rewritten when everything has found its place.

mod body;
mod content;
mod context;
mod form;
mod items;
mod notes;
mod operation;
mod parameter;
mod reference;
mod response;
mod schema;
mod security;
mod server;
#[cfg(test)]
mod tests;

use super::place::Place;
use crate::diagnostic::{Origins, Sink};
use context::{Cx, Spot};
use serde_json::{Map, Value};
use std::rc::Rc;

/// What is made of a document.
pub struct Converted {
    /// The document in OpenAPI 3.0.
    pub value: Value,
    /// Where everything stood.
    pub origins: Origins,
}

/// Converts a document whose `swagger` is 2.0.
///
/// What is reported is reported of the document as it was. Returns `None` if the document is made to grow beyond what is
/// read.
pub fn convert(document: &Value, sink: &mut Sink) -> Option<Converted> {
    let members = document.as_object()?;
    let mut cx = Cx::new(document, sink);
    let root = Spot { from: Place::root(), to: Place::root() };
    let mut converted = Map::new();
    converted.insert("openapi".to_owned(), "3.0.3".into());
    let servers = server::of_document(&mut cx, members);
    if !servers.is_empty() {
        converted.insert("servers".to_owned(), servers.into());
    }
    let components = components(&mut cx, members);
    if !components.is_empty() {
        converted.insert("components".to_owned(), components.into());
    }
    for (key, value) in members {
        let at = root.key(key);
        match key.as_str() {
            "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
            "definitions" | "parameters" | "responses" | "securityDefinitions" => {}
            "paths" => {
                converted.insert(key.clone(), operation::paths(&mut cx, &at, value));
            }
            "openapi" | "servers" | "components" => cx.not_in_2_0(&at.from, key),
            _ => {
                converted.insert(key.clone(), value.clone());
            }
        }
    }
    cx.finish(converted.into())
}

/// Makes `components` of the maps of the root.
fn components(cx: &mut Cx<'_, '_>, document: &Map<String, Value>) -> Map<String, Value> {
    let (root, components) = (Place::root(), Place::root());
    let components = components.key("components");
    let mut converted = Map::new();
    for (key, value) in document {
        let from = root.key(key);
        match key.as_str() {
            "definitions" => {
                let at = Spot { from, to: components.key("schemas") };
                cx.moved(&at);
                let schemas = cx.map(&at, value, |cx, at, value| Some(schema::schema(cx, at, value)));
                converted.insert("schemas".to_owned(), schemas);
            }
            "responses" => {
                let at = Spot { from, to: components.key("responses") };
                cx.moved(&at);
                let produces = Rc::clone(&cx.produces);
                let response = |cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value| {
                    Some(response::response(cx, at, value, &produces))
                };
                converted.insert("responses".to_owned(), cx.map(&at, value, response));
            }
            "parameters" => parameter::components(cx, value, &mut converted),
            "securityDefinitions" => {
                let at = Spot { from, to: components.key("securitySchemes") };
                cx.moved(&at);
                converted.insert("securitySchemes".to_owned(), cx.map(&at, value, security::scheme));
            }
            _ => {}
        }
    }
    converted
}
