//! Spellings of one thing become one spelling, which `openapiv3` can hold.
//!
//! One file per concern, each a function from a schema's members to its members; `read` calls them at every schema,
//! parents before children, so that nothing here has to know where schemas are. What `openapiv3` has no member for
//! travels in private extensions (see [`extension`]). Other versions of OpenAPI will be spelt as 3.0 here too.

mod bounds;
mod enumeration;
pub mod extension;
mod keywords;
mod nullable;
pub mod number;
mod reference;
mod types;

use super::place::Place;
use crate::diagnostic::Sink;
use serde_json::{Map, Value};

/// Rewrites the members of a schema.
pub fn schema(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    if schema.contains_key("$ref") {
        reference::siblings(sink, at, schema);
        return;
    }
    keywords::without_values(schema);
    types::single(sink, at, schema);
    nullable::in_one_place(schema);
    enumeration::of_its_type(sink, at, schema);
    bounds::of_openapi_3_0(sink, at, schema);
    keywords::of_its_type(sink, at, schema);
}
