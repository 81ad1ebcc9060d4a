//! Form fields → `requestBody` with an object whose properties they are.

use super::content::{self, essence};
use super::context::{Cx, MediaTypes, Spot};
use super::items::{self, Location};
use super::parameter::Field;
use super::schema;
use crate::diagnostic::Code;
use crate::document::place::Place;
use serde_json::{json, Map, Value};
use std::rc::Rc;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What the fields come to.
#[derive(Default)]
struct Form {
    properties: Map<String, Value>,
    required: Vec<Value>,
    encoding: Map<String, Value>,
}

/// Makes the request body of an operation, of at least one field.
pub fn of_operation(
    cx: &mut Cx<'_, '_>,
    to: &Place<'_>,
    fields: &[Field<'_>],
    consumes: &MediaTypes,
) -> Option<Value> {
    let first = Place::at(&fields.first()?.listed);
    let types = media_types(consumes, fields);
    let (_, name) = types.names.first()?;
    cx.made(to, &first);
    let content_at = to.key("content");
    let media_type = content_at.key(name);
    let schema_at = media_type.key("schema");
    cx.made(&schema_at, &first);
    let form = form(cx, &schema_at.key("properties"), fields);
    let mut content = content::content(cx, &content_at, &types, &first, None);
    let is_required = !form.required.is_empty();
    let mut schema = json!({ "type": "object", "properties": form.properties });
    if let Some(members) = schema.as_object_mut().filter(|_| is_required) {
        members.insert("required".to_owned(), form.required.into());
    }
    for (name, members) in content.iter_mut().filter_map(|(name, it)| Some((name, it.as_object_mut()?))) {
        let reference = json!({ "$ref": schema_at.pointer().to_reference() });
        members.insert("schema".to_owned(), std::mem::replace(&mut schema, reference));
        if !form.encoding.is_empty() {
            cx.made(&content_at.key(name).key("encoding"), &first);
            members.insert("encoding".to_owned(), form.encoding.clone().into());
        }
    }
    Some(json!({ "content": content, "required": is_required }))
}

/// Returns the media types in which the form can be sent: with a file in only one.
fn media_types(consumes: &MediaTypes, fields: &[Field<'_>]) -> Rc<MediaTypes> {
    let has_file = fields.iter().any(|field| schema::is_file(field.members));
    let fits = |name: &str| essence(name) == MULTIPART || essence(name) == FORM && !has_file;
    let names = consumes.names.iter().filter(|(_, name)| fits(name)).cloned().collect();
    let types = Rc::new(MediaTypes { names, at: consumes.at.clone() });
    content::or_else(&types, if has_file { MULTIPART } else { FORM })
}

fn form(cx: &mut Cx<'_, '_>, to: &Place<'_>, fields: &[Field<'_>]) -> Form {
    let mut form = Form::default();
    for field in fields {
        let listed = Place::at(&field.listed);
        let Some(name) = field.name() else {
            let message = "this form field has no `name` and is left out";
            cx.report(Code::UnusableParameter, &listed, message);
            continue;
        };
        if form.properties.contains_key(name) {
            let message = format!("`{name}` is listed twice: the bindings take the first of them");
            cx.report(Code::DuplicateParameter, &listed, message);
            continue;
        }
        if field.is_shared() && !cx.copies(&field.from, field.members, "") {
            break;
        }
        let at = Spot { from: Place::at(&field.from), to: to.key(name) };
        let style = property(cx, &at, field, &mut form, name);
        if let Some((style, explode)) = style {
            form.encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
        }
    }
    form
}

/// Adds a property, and returns how its values are written.
fn property(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    field: &Field<'_>,
    form: &mut Form,
    name: &str,
) -> Option<(&'static str, bool)> {
    let values = items::values(cx, at, field.members, Location::Pairs);
    let mut schema = values.schema;
    for (key, value) in field.members {
        match key.as_str() {
            // Any text may be empty in 3.0.
            "name" | "in" | "schema" | "allowEmptyValue" => {}
            "required" => {
                if value == &Value::Bool(true) {
                    form.required.push(name.into());
                }
            }
            key if items::is_keyword(key) => {}
            _ => {
                schema.insert(key.clone(), value.clone());
            }
        }
    }
    form.properties.insert(name.to_owned(), schema.into());
    values.style
}
