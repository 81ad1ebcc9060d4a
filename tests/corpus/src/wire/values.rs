//! Values of parameters and bodies: samples that are valid, and that the place where they are sent can hold.

use std::collections::BTreeSet;

use jsonschema::Registry;
use openapi_bindgen::model::{Location, MediaType, Parameter};
use openapi_bindgen::rust::method::BodyKind;
use serde_json::Value;

use super::plan::is_json;
use crate::sample::Samples;
use crate::schemas::Schemas;

/// Makes values.
pub struct Values<'a> {
    schemas: &'a Schemas,
    registry: &'a Registry<'a>,
}

impl<'a> Values<'a> {
    pub fn new(schemas: &'a Schemas, registry: &'a Registry<'a>) -> Self {
        Self { schemas, registry }
    }

    /// Returns values of a parameter.
    pub fn of_parameter(&self, parameter: &Parameter) -> Vec<Value> {
        let at = match &parameter.content {
            Some(media_type) => parameter.at.join("content").join(media_type).join("schema"),
            None => parameter.at.join("schema"),
        };
        let mut values = self.valid(at.as_str());
        let written = parameter.content.as_deref().is_some_and(is_json);
        if !written {
            values.retain(|value| is_flat(value) && is_sendable(parameter.location, value));
        }
        values
    }

    /// Returns values of a body.
    pub fn of_body(&self, media: &MediaType, kind: &BodyKind) -> Vec<Value> {
        let mut values = match media.schema {
            Some(_) => self.valid(media.at.join("schema").as_str()),
            None => vec![Value::from("text")],
        };
        if matches!(kind, BodyKind::Text | BodyKind::Binary) {
            // Of anything else it would be the caller who encodes it.
            values.retain(|value| value.as_str().is_some_and(|text| !text.is_empty()));
        }
        values
    }

    /// Whether a schema leads back to itself.
    pub fn is_recursive(&self, media: &MediaType) -> bool {
        let at = media.at.join("schema");
        self.schemas
            .at(at.as_str())
            .is_some_and(|schema| self.leads_back(schema, &mut Vec::new(), &mut BTreeSet::new()))
    }

    /// Follows references; `open` are those that lead here, `done` those that lead nowhere else.
    fn leads_back<'v>(
        &'v self,
        value: &'v Value,
        open: &mut Vec<&'v str>,
        done: &mut BTreeSet<&'v str>,
    ) -> bool {
        match value {
            Value::Array(elements) => elements.iter().any(|it| self.leads_back(it, open, done)),
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    if open.contains(&reference) {
                        return true;
                    }
                    if done.insert(reference) {
                        open.push(reference);
                        let target = self.schemas.referred(reference);
                        if target.is_some_and(|target| self.leads_back(target, open, done)) {
                            return true;
                        }
                        open.pop();
                    }
                }
                members.values().any(|it| self.leads_back(it, open, done))
            }
            _ => false,
        }
    }

    fn valid(&self, at: &str) -> Vec<Value> {
        let Ok(validator) = self.schemas.validator(self.registry, at) else { return Vec::new() };
        let mut values = Samples::new(self.schemas).of(at);
        values.retain(|value| validator.is_valid(value) && is_safe(value));
        values
    }
}

/// Whether JavaScript can hold every number of a value, as Prism has to.
fn is_safe(value: &Value) -> bool {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    match value {
        Value::Number(number) => number.is_f64() || number.as_f64().is_some_and(|it| it.abs() <= LARGEST),
        Value::Array(elements) => elements.iter().all(is_safe),
        Value::Object(members) => members.values().all(is_safe),
        _ => true,
    }
}

/// Whether a value has no more levels than OpenAPI says how to write: a list of scalars, or an object of such.
fn is_flat(value: &Value) -> bool {
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
    match value {
        Value::Array(elements) => !elements.is_empty() && elements.iter().all(is_scalar),
        Value::Object(members) => !members.is_empty() && members.values().all(is_scalar),
        scalar => is_scalar(scalar),
    }
}

/// Whether a place can hold every text of a value: paths have no empty segments, and headers no control characters.
fn is_sendable(location: Location, value: &Value) -> bool {
    let texts: Vec<&str> = match value {
        Value::Array(elements) => elements.iter().filter_map(Value::as_str).collect(),
        Value::Object(members) => members.values().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    texts.iter().all(|text| {
        let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && text.trim() == *text;
        match location {
            _ if text.is_empty() => false,
            Location::Path => !matches!(*text, "." | ".."),
            Location::Query => true,
            Location::Header | Location::Cookie => is_plain,
        }
    })
}
