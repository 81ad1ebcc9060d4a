//! Parameters: those that stay parameters, and which of them make a request body.

use super::body;
use super::context::{Cx, Spot};
use super::items::{self, Location};
use super::reference::{self, Kind};
use crate::diagnostic::Pointer;
use crate::document::place::Place;
use serde_json::{Map, Value};
use std::rc::Rc;

/// A parameter that is the body, or a field of the form that is.
#[derive(Clone)]
pub struct Field<'v> {
    pub members: &'v Map<String, Value>,
    /// Where its members stand.
    pub from: Pointer,
    /// Where it is listed.
    pub listed: Pointer,
    /// The `$ref` by which it is listed.
    pub reference: Option<&'v str>,
    /// Whether it is the whole body.
    pub is_body: bool,
}

impl Field<'_> {
    /// Returns its name; a form field needs one.
    pub fn name(&self) -> Option<&str> {
        self.members.get("name").and_then(Value::as_str)
    }

    /// Whether its members may also be written out elsewhere.
    pub fn is_shared(&self) -> bool {
        self.reference.is_some() || self.from != self.listed
    }
}

/// A list of parameters, sorted by what becomes of them.
#[derive(Default)]
pub struct Sorted<'v> {
    pub parameters: Vec<(usize, &'v Value)>,
    pub fields: Vec<Field<'v>>,
}

/// Sorts a list.
pub fn sort<'v, 'd: 'v>(cx: &Cx<'d, '_>, at: &Place<'_>, list: &'v [Value]) -> Sorted<'v> {
    let mut sorted = Sorted::default();
    for (index, parameter) in list.iter().enumerate() {
        match field(cx, &at.index(index), parameter) {
            Some(field) => sorted.fields.push(field),
            None => sorted.parameters.push((index, parameter)),
        }
    }
    sorted
}

/// Returns a parameter that is a body or a field of one.
fn field<'v, 'd: 'v>(cx: &Cx<'d, '_>, at: &Place<'_>, parameter: &'v Value) -> Option<Field<'v>> {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let (members, from) = match reference {
        Some(reference) => reference::object(cx.document, reference)?,
        None => (parameter.as_object()?, at.pointer()),
    };
    let is_body = match members.get("in").and_then(Value::as_str) {
        Some("body") => true,
        Some("formData") => false,
        _ => return None,
    };
    Some(Field { members, from, listed: at.pointer(), reference, is_body })
}

/// Converts the parameters that stay, which move up where others go.
pub fn list(cx: &mut Cx<'_, '_>, at: &Spot<'_>, parameters: &[(usize, &Value)]) -> Value {
    let convert = |(position, (index, value)): (usize, &(usize, &Value))| {
        let at = Spot { from: at.from.index(*index), to: at.to.index(position) };
        if *index != position {
            cx.moved(&at);
        }
        parameter(cx, &at, value)
    };
    parameters.iter().enumerate().map(convert).collect()
}

/// Converts a parameter that is one in 3.0.
fn parameter(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    if members.contains_key("$ref") {
        cx.refers(Kind::Parameter, &at.to);
        return value.clone();
    }
    let location = match members.get("in").and_then(Value::as_str) {
        Some("path" | "header") => Location::Text,
        _ => Location::Pairs,
    };
    let mut converted = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "style" | "explode" | "content" => cx.not_in_2_0(&at.from.key(key), key),
            "schema" if !members.contains_key("type") => {}
            key if items::is_keyword(key) => {}
            _ => {
                converted.insert(key.clone(), value.clone());
            }
        }
    }
    let values = items::values(cx, &Spot { from: at.from, to: at.to.key("schema") }, members, location);
    if !values.schema.is_empty() {
        converted.insert("schema".to_owned(), values.schema.into());
    }
    if let Some((style, explode)) = values.style {
        converted.insert("style".to_owned(), style.into());
        converted.insert("explode".to_owned(), explode.into());
    }
    converted.into()
}

/// Converts the parameters that operations share: to `parameters` and `requestBodies` of the components. Fields of forms
/// become part of each form.
pub fn components(cx: &mut Cx<'_, '_>, value: &Value, components: &mut Map<String, Value>) {
    let (root, target) = (Place::root(), Place::root());
    let (from, to) = (root.key("parameters"), target.key("components"));
    let at = Spot { from, to: to.key("parameters") };
    cx.moved(&at);
    let Value::Object(members) = value else {
        components.insert("parameters".to_owned(), value.clone());
        return;
    };
    let bodies = to.key("requestBodies");
    let (mut parameters, mut request_bodies) = (Map::new(), Map::new());
    for (name, value) in members {
        match field(cx, &at.from.key(name), value) {
            None => {
                parameters.insert(name.clone(), parameter(cx, &at.key(name), value));
            }
            Some(field) if field.is_body => {
                let at = Spot { from: at.from.key(name), to: bodies.key(name) };
                cx.moved(&at);
                request_bodies.insert(name.clone(), shared_body(cx, &at, value));
            }
            Some(_) => {}
        }
    }
    for (section, members) in [("parameters", parameters), ("requestBodies", request_bodies)] {
        if !members.is_empty() {
            components.insert(section.to_owned(), members.into());
        }
    }
}

fn shared_body(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    match value.as_object() {
        Some(members) if !members.contains_key("$ref") => {
            let consumes = Rc::clone(&cx.consumes);
            body::request_body(cx, at, members, &consumes)
        }
        _ => {
            cx.refers(Kind::RequestBody, &at.to);
            value.clone()
        }
    }
}
