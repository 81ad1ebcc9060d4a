//! `prefixItems`: elements with a schema of their own each.
//!
//! `openapiv3` has one schema for all elements. Without a type for each place, an element may be whatever any of the
//! places allows.

use super::notes;
use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{json, Map, Value};

/// Rewrites the elements of an array to one schema.
pub fn of_elements(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let unevaluated = schema.shift_remove("unevaluatedItems");
    let additional = schema.shift_remove("additionalItems");
    let (keyword, prefix) = match (schema.shift_remove("prefixItems"), schema.get_mut("items")) {
        (Some(Value::Array(prefix)), _) => ("prefixItems", prefix),
        // How JSON Schema wrote it before 2020-12.
        (None, Some(Value::Array(items))) => {
            let prefix = std::mem::take(items);
            schema.shift_remove("items");
            schema.extend(additional.map(|rest| ("items".to_owned(), rest)));
            ("items", prefix)
        }
        _ => return closed(schema, unevaluated),
    };
    let count = prefix.len();
    schema
        .extend(unevaluated.filter(|_| !schema.contains_key("items")).map(|rest| ("items".to_owned(), rest)));
    if schema.get("items") == Some(&Value::Bool(false)) {
        schema.entry("maxItems").or_insert_with(|| count.into());
    }
    let is_closed = schema.get("maxItems").and_then(Value::as_u64) == u64::try_from(count).ok();
    let rest = schema.shift_remove("items").filter(|_| !is_closed);
    let elements: Vec<Value> = prefix.into_iter().chain(rest).collect();
    schema.entry("type").or_insert_with(|| "array".into());
    let items = any_of(elements).unwrap_or_else(|members| {
        let first = |the| match count {
            1 => format!("{the} first element has a schema of its own"),
            count => format!("{the} first {count} elements have schemas of their own"),
        };
        let message = format!("{}; the bindings take each of them at any place", first("the"));
        sink.report(Code::TupleDegraded, &at.key(keyword).pointer(), message);
        notes::add(schema, first("The"));
        json!({ "anyOf": members })
    });
    schema.insert("items".to_owned(), items);
}

/// Rewrites an array of nothing, and one whose elements nobody else describes.
fn closed(schema: &mut Map<String, Value>, unevaluated: Option<Value>) {
    if schema.get("items") == Some(&Value::Bool(false)) {
        schema.shift_remove("items");
        schema.insert("maxItems".to_owned(), 0.into());
    } else if !schema.contains_key("items") && !schema.contains_key("allOf") {
        schema.extend(unevaluated.filter(Value::is_object).map(|rest| ("items".to_owned(), rest)));
    }
}

/// Returns the one schema of all elements, or else the different ones.
fn any_of(elements: Vec<Value>) -> Result<Value, Vec<Value>> {
    let mut members: Vec<Value> = Vec::with_capacity(elements.len());
    for element in elements {
        if !members.contains(&element) {
            members.push(element);
        }
    }
    match members.len() {
        0 | 1 => Ok(members.pop().unwrap_or(Value::Bool(true))),
        _ => Err(members),
    }
}
