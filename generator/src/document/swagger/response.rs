//! Responses and their headers.

use super::content::{self, essence, is_json};
use super::context::{Cx, MediaTypes, Spot};
use super::items::{self, Location};
use super::reference::{self, Kind};
use super::schema;
use crate::diagnostic::Code;
use crate::document::place::Place;
use serde_json::{Map, Value};
use std::rc::Rc;

/// Converts the responses of an operation.
pub fn responses(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value, produces: &Rc<MediaTypes>) -> Value {
    cx.map(at, value, |cx, at, value| {
        let reference = value.get("$ref").and_then(Value::as_str);
        let shared = reference.filter(|_| !produces.same(&cx.produces));
        let found = shared.and_then(|reference| reference::object(cx.document, reference));
        match found.filter(|(members, _)| members.contains_key("schema")) {
            // It is written in other media types here than elsewhere.
            Some((members, from)) => {
                let at = Spot { from: Place::at(&from), to: at.to };
                cx.made(&at.to, &at.from);
                cx.copies(&from, members, "schema").then(|| item(cx, &at, members, produces))
            }
            None => Some(response(cx, at, value, produces)),
        }
    })
}

/// Converts a response or a reference to one.
pub fn response(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value, produces: &Rc<MediaTypes>) -> Value {
    match value {
        Value::Object(members) if members.contains_key("$ref") => {
            cx.refers(Kind::Response, &at.to);
            value.clone()
        }
        Value::Object(members) => item(cx, at, members, produces),
        _ => value.clone(),
    }
}

fn item(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    produces: &Rc<MediaTypes>,
) -> Value {
    let mut converted = Map::new();
    for (key, value) in members {
        let at = at.key(key);
        match key.as_str() {
            "schema" | "examples" => {}
            "content" | "links" => cx.not_in_2_0(&at.from, key),
            "headers" => {
                converted
                    .insert(key.clone(), cx.map(&at, value, |cx, at, value| Some(header(cx, at, value))));
            }
            _ => {
                converted.insert(key.clone(), value.clone());
            }
        }
    }
    let content = content(cx, at, members, produces);
    if !content.is_empty() {
        converted.insert("content".to_owned(), content.into());
    }
    converted.into()
}

/// Makes the content: the schema in each media type, and the examples of these. By the letter there is nothing without a
/// schema; an example shows that there is.
fn content(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    produces: &Rc<MediaTypes>,
) -> Map<String, Value> {
    let to = at.to.key("content");
    let examples = examples(cx, &at.from, members);
    let schema = members.get("schema").filter(|schema| !schema.is_null());
    let of_examples = || {
        let names = examples.into_iter().flat_map(Map::keys).cloned().enumerate().collect();
        Rc::new(MediaTypes { names, at: None })
    };
    let Some(schema) = schema else {
        let mut content = content::content(cx, &to, &of_examples(), &at.from, None);
        add_examples(cx, at, &mut content, examples);
        return content;
    };
    let is_file = schema.as_object().is_some_and(schema::is_file);
    let schema = Some((schema, at.from.key("schema")));
    let mut content = match (is_file, produces.names.is_empty()) {
        (true, is_default) => {
            let types = file(produces);
            // Anything may come where JSON is said to: no schema keeps the bytes as they are.
            let schema = schema.filter(|_| is_default || types.at.is_some());
            content::content(cx, &to, &types, &at.from, schema)
        }
        (false, true) => {
            let types = content::or_else(&of_examples(), "application/json");
            content::content(cx, &to, &types, &at.from, schema)
        }
        (false, false) => content::content(cx, &to, produces, &at.from, schema),
    };
    add_examples(cx, at, &mut content, examples);
    content
}

/// Returns the media types of a file, which is not JSON or XML: that is what an API speaks elsewhere.
fn file(produces: &Rc<MediaTypes>) -> Rc<MediaTypes> {
    let is_spoken = |name: &str| is_json(name) || essence(name).ends_with("/xml");
    let names: Vec<_> = produces.names.iter().filter(|(_, name)| !is_spoken(name)).cloned().collect();
    if !names.is_empty() {
        return Rc::new(MediaTypes { names, at: produces.at.clone() });
    }
    content::or_else(
        &Rc::default(),
        if produces.names.is_empty() { "application/octet-stream" } else { "*/*" },
    )
}

fn examples<'v>(
    cx: &mut Cx<'_, '_>,
    at: &Place<'_>,
    members: &'v Map<String, Value>,
) -> Option<&'v Map<String, Value>> {
    let examples = members.get("examples").filter(|examples| !examples.is_null())?;
    if examples.as_object().is_none() {
        let message = "`examples` is not an object with a media type for each; it is ignored";
        cx.report(Code::WrongType, &at.key("examples"), message);
    }
    examples.as_object()
}

fn add_examples(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    content: &mut Map<String, Value>,
    examples: Option<&Map<String, Value>>,
) {
    let from = at.from.key("examples");
    let to = at.to.key("content");
    for (name, example) in examples.into_iter().flatten() {
        let found = content.iter_mut().find(|(media_type, _)| essence(media_type) == essence(name));
        match found.and_then(|(media_type, members)| Some((media_type, members.as_object_mut()?))) {
            Some((media_type, members)) => {
                cx.made(&to.key(media_type).key("example"), &from.key(name));
                members.insert("example".to_owned(), example.clone());
            }
            None => {
                let message = format!(
                    "this is an example of `{name}`, which the operation does not produce; it is ignored"
                );
                cx.report(Code::UnknownKey, &from.key(name), message);
            }
        }
    }
}

fn header(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut converted = Map::new();
    for (key, value) in members.iter().filter(|(key, _)| !items::is_keyword(key)) {
        converted.insert(key.clone(), value.clone());
    }
    let at = Spot { from: at.from, to: at.to.key("schema") };
    let values = items::values(cx, &at, members, Location::Text);
    if !values.schema.is_empty() {
        converted.insert("schema".to_owned(), values.schema.into());
    }
    converted.into()
}
