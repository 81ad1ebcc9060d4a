//! The schemas of a document as JSON Schema, read without the generator's help.

use std::path::Path;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{json, Map, Value};

use crate::discriminator;
use crate::files;
use crate::percent;
use crate::splice;
use crate::Failure;

/// How far references are followed.
const MAX_REFERENCES: usize = 32;

/// Where the validator finds the document.
const URI: &str = "json-schema:///document";

/// A document whose schemas are JSON Schema.
#[derive(Clone)]
pub struct Schemas {
    root: Value,
    draft: Draft,
}

impl Schemas {
    /// Reads a document and rewrites what its version has in other words.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let mut root = files::all(path)?;
        splice::in_place(&mut root);
        let version = root["openapi"].as_str().unwrap_or_default().to_owned();
        let draft = if version.starts_with("3.0") || root["swagger"].is_string() {
            nullable(&mut root);
            Draft::Draft4
        } else {
            bounds(&mut root);
            Draft::Draft202012
        };
        patterns(&mut root);
        discriminator::relax(&mut root);
        Ok(Self { root, draft })
    }

    /// Returns the whole document.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns what stands at a pointer.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// Whether keywords beside a `$ref` count.
    pub fn has_siblings(&self) -> bool {
        self.draft != Draft::Draft4
    }

    /// Returns what a reference within the document leads to.
    pub fn referred(&self, reference: &str) -> Option<&Value> {
        self.at(&pointer(reference)?)
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

    /// Returns the same, but a value whose tag names a schema must be one of that schema, which JSON Schema does not know.
    pub fn discriminating(&self) -> Self {
        let mut schemas = self.clone();
        discriminator::enforce(&mut schemas.root);
        schemas
    }

    /// Prepares the document for [`Schemas::validator`].
    pub fn registry(&self) -> Result<Registry<'_>, Failure> {
        Ok(Registry::new().draft(self.draft).add(URI, &self.root)?.prepare()?)
    }

    /// Returns the validator of the schema at a pointer.
    pub fn validator(&self, registry: &Registry<'_>, pointer: &str) -> Result<Validator, Failure> {
        let reference = percent::encoded(pointer);
        let schema = json!({ "$ref": format!("{URI}#{reference}") });
        let options = jsonschema::options().with_draft(self.draft).should_validate_formats(false);
        options.with_registry(registry).build(&schema).map_err(|error| error.to_string().into())
    }
}

/// Returns the pointer of a reference within the document.
pub fn pointer(reference: &str) -> Option<String> {
    reference.strip_prefix('#').map(percent::decoded)
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

/// Rewrites exclusive bounds in the words of 3.0, which documents of 3.1 still have.
fn bounds(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(bounds),
        Value::Object(members) => {
            for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
                if members.get(exclusive).is_some_and(Value::is_boolean) {
                    let bound = members.get(inclusive).cloned().filter(Value::is_number);
                    match (members.remove(exclusive), bound) {
                        (Some(Value::Bool(true)), Some(bound)) => members.insert(exclusive.to_owned(), bound),
                        _ => None,
                    };
                }
            }
            members.values_mut().for_each(bounds);
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
