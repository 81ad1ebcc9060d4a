//! A parameter that is the body → `requestBody`.

use super::content;
use super::context::{Cx, MediaTypes, Spot};
use super::items;
use super::parameter::Field;
use super::reference::Kind;
use crate::diagnostic::Code;
use crate::document::place::Place;
use serde_json::{json, Map, Value};
use std::rc::Rc;

/// Makes the request body of an operation: a reference, if it is one that operations share and in the same media types.
pub fn of_operation(
    cx: &mut Cx<'_, '_>,
    to: &Place<'_>,
    field: &Field<'_>,
    consumes: &Rc<MediaTypes>,
) -> Option<Value> {
    let is_component = field.from.parent().is_some_and(|parent| parent.as_str() == "/parameters");
    if let Some(reference) = field.reference.filter(|_| is_component && consumes.same(&cx.consumes)) {
        cx.made(to, &Place::at(&field.listed));
        cx.refers(Kind::RequestBody, to);
        return Some(json!({ "$ref": reference }));
    }
    if field.is_shared() && !cx.copies(&field.from, field.members, "schema") {
        return None;
    }
    let at = Spot { from: Place::at(&field.from), to: *to };
    cx.made(&at.to, &at.from);
    Some(request_body(cx, &at, field.members, consumes))
}

/// Makes a request body of the members of a parameter. Its name means nothing.
pub fn request_body(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    consumes: &Rc<MediaTypes>,
) -> Value {
    let mut converted = Map::new();
    let mut spelt_out = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "name" | "in" | "schema" => {}
            "content" => cx.not_in_2_0(&at.from.key(key), key),
            key if items::is_keyword(key) && !members.contains_key("schema") => {
                spelt_out.insert(key.to_owned(), value.clone());
            }
            _ => {
                converted.insert(key.clone(), value.clone());
            }
        }
    }
    let types = content::consumed(consumes);
    let content = at.to.key("content");
    let from = at.from.key("schema");
    let made = match members.get("schema") {
        Some(schema) => content::content(cx, &content, &types, &at.from, Some((schema, from))),
        None => {
            without_schema(cx, &at.from, !spelt_out.is_empty());
            let spelt_out = Value::Object(spelt_out);
            content::content(cx, &content, &types, &at.from, Some((&spelt_out, at.from)))
        }
    };
    converted.insert("content".to_owned(), made.into());
    converted.into()
}

fn without_schema(cx: &mut Cx<'_, '_>, at: &Place<'_>, is_spelt_out: bool) {
    let what = if is_spelt_out { "what stands beside is read as one" } else { "any value is accepted" };
    cx.report(Code::MissingField, at, format!("this body has no `schema`; {what}"));
}
