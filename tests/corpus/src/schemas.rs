//! The schemas of a document as JSON Schema, read without the generator's help.

use std::fs;
use std::path::Path;

use openapi_bindgen::diagnostic::{Sink, Source, Syntax};
use openapi_bindgen::document::parse;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{json, Map, Value};

use crate::Failure;

/// How far references are followed.
const MAX_REFERENCES: usize = 32;

/// Where the validator finds the document.
const URI: &str = "json-schema:///document";

/// A document whose schemas are JSON Schema.
pub struct Schemas {
    root: Value,
    draft: Draft,
}

impl Schemas {
    /// Reads a document and rewrites what its version has in other words.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path)?;
        let text = text.trim_start_matches('\u{feff}');
        let mut root: Value = if path.extension().is_some_and(|it| it == "json") {
            serde_json::from_str(text)?
        } else {
            match serde_yaml::from_str::<serde_yaml::Value>(text) {
                Ok(mut yaml) => {
                    yaml.apply_merge()?;
                    json_of(yaml)
                }
                // It refuses integers beyond 64 bits, which real documents have.
                Err(error) => {
                    parse(text, Syntax::Yaml, Source::Document, &mut Sink::default()).ok_or(error)?
                }
            }
        };
        let version = root["openapi"].as_str().unwrap_or_default().to_owned();
        let draft = if version.starts_with("3.0") || root["swagger"].is_string() {
            nullable(&mut root);
            Draft::Draft4
        } else {
            Draft::Draft202012
        };
        patterns(&mut root);
        Ok(Self { root, draft })
    }

    /// Returns the whole document.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns what stands at a pointer of the bindings, which are of a document in the words of OpenAPI 3.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(&self.place(pointer))
    }

    fn place(&self, pointer: &str) -> String {
        match pointer.strip_prefix("/components/schemas/") {
            Some(rest) if self.root["swagger"].is_string() => format!("/definitions/{rest}"),
            _ => pointer.to_owned(),
        }
    }

    /// Whether keywords beside a `$ref` count.
    pub fn has_siblings(&self) -> bool {
        self.draft != Draft::Draft4
    }

    /// Returns what a reference within the document leads to.
    pub fn referred(&self, reference: &str) -> Option<&Value> {
        let pointer = percent_decoded(reference.strip_prefix('#')?);
        self.root.pointer(&pointer)
    }

    /// Returns the schema that a schema leads to through references without siblings.
    pub fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        for _ in 0..MAX_REFERENCES {
            match schema["$ref"].as_str().and_then(|reference| self.referred(reference)) {
                Some(target)
                    if !self.has_siblings() || schema.as_object().is_some_and(|it| it.len() == 1) =>
                {
                    schema = target;
                }
                _ => break,
            }
        }
        schema
    }

    /// Prepares the document for [`Schemas::validator`].
    pub fn registry(&self) -> Result<Registry<'_>, Failure> {
        Ok(Registry::new().draft(self.draft).add(URI, &self.root)?.prepare()?)
    }

    /// Returns the validator of the schema at a pointer.
    pub fn validator(&self, registry: &Registry<'_>, pointer: &str) -> Result<Validator, Failure> {
        let reference = percent_encoded(&self.place(pointer));
        let schema = json!({ "$ref": format!("{URI}#{reference}") });
        let options = jsonschema::options().with_draft(self.draft).should_validate_formats(false);
        options.with_registry(registry).build(&schema).map_err(|error| error.to_string().into())
    }
}

/// Converts YAML to JSON; keys become strings by their text.
fn json_of(yaml: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or(number.as_u64().map(Value::from))
            .unwrap_or_else(|| number.as_f64().map_or(Value::Null, Value::from)),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(elements) => elements.into_iter().map(json_of).collect(),
        Yaml::Mapping(members) => {
            let members = members.into_iter().map(|(key, value)| (key_of(key), json_of(value)));
            Value::Object(members.collect())
        }
        Yaml::Tagged(tagged) => json_of(tagged.value),
    }
}

fn key_of(key: serde_yaml::Value) -> String {
    match json_of(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Adds `null` to the types of what OpenAPI 3.0 calls nullable.
fn nullable(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(nullable),
        Value::Object(members) => {
            if members.get("nullable") == Some(&Value::Bool(true)) {
                // Among others of a union it is how 3.0 is made to say `null`; by the letter it would be anything.
                if members.len() == 1 {
                    members.insert("enum".to_owned(), json!([null]));
                }
                if let Some(Value::String(ty)) = members.get("type") {
                    let types = json!([ty, "null"]);
                    members.insert("type".to_owned(), types);
                }
            }
            members.values_mut().for_each(nullable);
        }
        _ => {}
    }
}

/// Drops patterns that the validator does not know.
fn patterns(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(patterns),
        Value::Object(members) => {
            let unknown = |members: &Map<String, Value>| {
                members.get("pattern").is_some_and(|pattern| {
                    pattern.is_string() && jsonschema::validator_for(&json!({ "pattern": pattern })).is_err()
                })
            };
            if unknown(members) {
                members.remove("pattern");
            }
            members.values_mut().for_each(patterns);
        }
        _ => {}
    }
}

fn percent_encoded(pointer: &str) -> String {
    pointer.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
