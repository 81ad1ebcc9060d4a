//! `oneOf` and `anyOf` of listed values: one `enum`.
//!
//! JSON Schema has no member to describe a value of `enum`, so documents list `{ const, title, description }` instead.

use super::extension::DEPRECATED;
use super::{annotates, nullable};
use serde_json::{Map, Value};

/// The longest title that names a value; what is longer describes it.
const MAX_NAME: usize = 60;

/// Rewrites a choice whose members all list values to an `enum` with labels.
pub fn of_values(schema: &mut Map<String, Value>) {
    if ["enum", "discriminator"].iter().any(|keyword| schema.contains_key(*keyword)) {
        return;
    }
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(members)) = schema.get(keyword) else { continue };
        if let Some(listed) = Listed::of(members, keyword == "anyOf") {
            schema.shift_remove(keyword);
            listed.write(schema);
            return;
        }
    }
}

/// The values of all members.
#[derive(Default)]
struct Listed {
    values: Vec<Value>,
    names: Vec<String>,
    descriptions: Vec<String>,
    deprecated: Vec<bool>,
    types: Vec<Value>,
    nullable: bool,
}

impl Listed {
    /// Returns the values, unless a member is more than a list of them. Any text beside listed texts adds nothing:
    /// enums are open.
    fn of(members: &[Value], open: bool) -> Option<Self> {
        let mut listed = Self::default();
        let mut any_text = false;
        for member in members {
            if nullable::is_null(member) {
                listed.nullable = true;
            } else if open && is_any_text(member) {
                any_text = true;
            } else {
                listed.add(member.as_object()?)?;
            }
        }
        let fits = !any_text || listed.values.iter().all(Value::is_string);
        (fits && !listed.values.is_empty()).then_some(listed)
    }

    fn add(&mut self, member: &Map<String, Value>) -> Option<()> {
        let values = match (member.get("const"), member.get("enum")) {
            (Some(value), None) => std::slice::from_ref(value),
            (None, Some(Value::Array(values))) => &values[..],
            _ => return None,
        };
        let plain = |key: &String| matches!(key.as_str(), "const" | "enum" | "type") || annotates(key);
        let scalar = |value: &Value| !value.is_object() && !value.is_array() && !value.is_null();
        if values.is_empty() || !values.iter().all(scalar) || !member.keys().all(plain) {
            return None;
        }
        self.types.extend(member.get("type").cloned());
        for value in values {
            if !self.values.contains(value) {
                self.label(member, value, values.len() == 1);
                self.values.push(value.clone());
            }
        }
        Some(())
    }

    /// Takes the title for the name of a value that has no words itself.
    fn label(&mut self, member: &Map<String, Value>, value: &Value, alone: bool) {
        let text = |key: &str| member.get(key).and_then(Value::as_str).filter(|_| alone).unwrap_or_default();
        let (title, description) = (text("title"), text("description"));
        let names = !value.is_string() && title.len() <= MAX_NAME;
        let mut paragraphs = Vec::new();
        if !names && !title.is_empty() && Some(title) != value.as_str() && title != description {
            paragraphs.push(title);
        }
        if !description.is_empty() {
            paragraphs.push(description);
        }
        self.names.push(if names { title.to_owned() } else { String::new() });
        self.descriptions.push(paragraphs.join("\n\n"));
        self.deprecated.push(member.get("deprecated") == Some(&Value::Bool(true)));
    }

    fn write(self, schema: &mut Map<String, Value>) {
        if self.nullable {
            schema.insert("nullable".to_owned(), true.into());
        }
        if let (false, [first, rest @ ..]) = (schema.contains_key("type"), &self.types[..]) {
            if rest.iter().all(|ty| ty == first) {
                schema.insert("type".to_owned(), first.clone());
            }
        }
        for (key, texts) in [("x-enum-varnames", self.names), ("x-enum-descriptions", self.descriptions)] {
            if texts.iter().any(|text| !text.is_empty()) {
                schema.entry(key).or_insert_with(|| texts.into());
            }
        }
        if self.deprecated.contains(&true) {
            schema.insert(DEPRECATED.to_owned(), self.deprecated.into());
        }
        schema.insert("enum".to_owned(), Value::Array(self.values));
    }
}

fn is_any_text(member: &Value) -> bool {
    let Value::Object(member) = member else { return false };
    member.get("type").and_then(Value::as_str) == Some("string")
        && member.keys().all(|key| key == "type" || annotates(key))
}
