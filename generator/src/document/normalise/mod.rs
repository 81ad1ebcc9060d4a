//! Spellings of one thing become one spelling, which `openapiv3` can hold.
//!
//! One file per concern, each a function from a schema's members to its members; `read` calls them at every schema,
//! parents before children, so that nothing here has to know where schemas are. What `openapiv3` has no member for
//! travels in private extensions (see [`extension`]). What OpenAPI 3.1 and 3.2 spell in their own way becomes what 3.0
//! has for it, in documents of every version: real ones mix them.

mod bounds;
mod choice;
mod condition;
mod constant;
mod content;
mod enumeration;
pub mod extension;
mod impossible;
mod keywords;
pub mod label;
mod notes;
mod nullable;
pub mod number;
mod pattern;
mod reference;
mod tuple;
mod types;

use super::place::Place;
use super::version::Version;
use crate::diagnostic::Sink;
use serde_json::{Map, Value};

/// Rewrites the members of a schema.
pub fn schema(sink: &mut Sink, version: Version, at: &Place<'_>, schema: &mut Map<String, Value>) {
    keywords::without_values(schema);
    keywords::without_notices(schema);
    if schema.contains_key("$ref") {
        reference::siblings(sink, version, at, schema);
        if schema.contains_key("$ref") {
            return;
        }
    }
    impossible::without(schema);
    constant::of_one_value(sink, at, schema);
    types::single(sink, at, schema);
    choice::of_values(schema);
    nullable::in_one_place(schema);
    enumeration::of_its_type(sink, at, schema);
    bounds::of_openapi_3_0(sink, at, schema);
    content::of_text(schema);
    tuple::of_elements(sink, at, schema);
    condition::of_branches(sink, at, schema);
    pattern::of_members(schema);
    notes::of_constraints(schema);
    keywords::of_its_type(sink, at, schema);
}

/// Whether a keyword only describes what others decide about.
fn annotates(keyword: &str) -> bool {
    matches!(
        keyword,
        "title" | "description" | "deprecated" | "example" | "examples" | "default" | "nullable" | "$comment"
    ) || keyword.starts_with("x-")
}
