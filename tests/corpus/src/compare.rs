//! Whether a value that was decoded and encoded is still the same.
//!
//! `1.0` is `1`, and numbers of `format: float` are equal if they are in single precision. A member that is `null` may come
//! back absent: whether that is valid is the validator's to say. So may a member that no schema declares and none expressly
//! allows; of a union only those branches count that the value may be of.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use crate::discriminator;
use crate::schemas::Schemas;

/// How many schemas may be about one value.
const MAX_SCHEMAS: usize = 500;

/// Returns the first difference, as a pointer and what it is.
pub fn difference(schemas: &Schemas, at: &str, read: &Value, written: &Value) -> Option<String> {
    let about: Vec<&Value> = schemas.at(at).into_iter().collect();
    Comparison { schemas }.values(&about, read, written, "")
}

struct Comparison<'a> {
    schemas: &'a Schemas,
}

impl<'a> Comparison<'a> {
    fn values(&self, about: &[&'a Value], read: &Value, written: &Value, at: &str) -> Option<String> {
        let whole = read;
        match (read, written) {
            (Value::Object(read), Value::Object(written)) => {
                let about = self.all(about, whole);
                for (name, value) in read {
                    let at = format!("{at}/{name}");
                    let found = match written.get(name) {
                        Some(other) => self.values(&members(&about, name), value, other, &at),
                        None if value.is_null() || is_undeclared(&about, name) => None,
                        None => Some(format!("{at} is lost")),
                    };
                    if found.is_some() {
                        return found;
                    }
                }
                let made = written.keys().find(|name| !read.contains_key(*name))?;
                Some(format!("{at}/{made} is made up"))
            }
            (Value::Array(read), Value::Array(written)) => {
                if read.len() != written.len() {
                    return Some(format!("{at} has {} elements instead of {}", written.len(), read.len()));
                }
                let about: Vec<&Value> =
                    self.all(about, whole).iter().map(|schema| &schema["items"]).collect();
                let mut pairs = read.iter().zip(written).enumerate();
                pairs.find_map(|(index, (read, written))| {
                    self.values(&about, read, written, &format!("{at}/{index}"))
                })
            }
            (Value::Number(read), Value::Number(written))
                if read == written || read.as_f64() == written.as_f64() =>
            {
                None
            }
            (Value::Number(first), Value::Number(second))
                if self.is_single(about, whole) && single(first) == single(second) =>
            {
                None
            }
            _ if read == written => None,
            _ => Some(format!("{at} is {written} instead of {read}")),
        }
    }

    /// Whether a number has single precision.
    fn is_single(&self, about: &[&'a Value], value: &Value) -> bool {
        self.all(about, value).iter().any(|schema| schema["format"] == "float")
    }

    /// Adds what schemas refer to and are made of, as far as it is about the value.
    fn all(&self, about: &[&'a Value], value: &Value) -> Vec<&'a Value> {
        let mut all: Vec<&Value> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut rest = about.to_vec();
        while let Some(schema) = rest.pop().filter(|_| all.len() < MAX_SCHEMAS) {
            if !seen.insert(std::ptr::from_ref(schema)) {
                continue;
            }
            all.push(schema);
            rest.extend(schema["$ref"].as_str().and_then(|reference| self.schemas.referred(reference)));
            rest.extend(schema["allOf"].as_array().into_iter().flatten());
            let named = discriminator::named(schema, value);
            let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
            rest.extend(branches.filter(|branch| match named {
                Some(named) => branch["$ref"] == *named,
                None => self.may_be(branch, value),
            }));
        }
        all
    }

    /// Whether an object has the members that a schema requires, and values of those that it lists.
    fn may_be(&self, schema: &Value, value: &Value) -> bool {
        let (schema, Some(members)) = (self.schemas.resolve(schema), value.as_object()) else {
            return true;
        };
        let lists = |name: &String, value: &Value| {
            let property = self.schemas.resolve(&schema["properties"][name.as_str()]);
            let constant = property.get("const").is_none_or(|constant| constant == value);
            constant && property["enum"].as_array().is_none_or(|values| values.contains(value))
        };
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        required.into_iter().all(|name| members.contains_key(name))
            && members.iter().all(|(name, value)| lists(name, value))
    }
}

/// Returns the number of single precision that is closest.
#[allow(clippy::cast_possible_truncation)]
fn single(number: &Number) -> Option<f32> {
    number.as_f64().map(|number| number as f32)
}

/// Returns the schemas of a member.
fn members<'a>(about: &[&'a Value], name: &str) -> Vec<&'a Value> {
    let declared = about.iter().filter_map(|schema| schema["properties"].get(name));
    let additional = about.iter().map(|schema| &schema["additionalProperties"]).filter(|it| it.is_object());
    declared.chain(additional).collect()
}

/// Whether there are properties, but none of this name, and nobody says that there may be others.
fn is_undeclared(about: &[&Value], name: &str) -> bool {
    let has_properties = about.iter().any(|schema| schema["properties"].is_object());
    let declares = |schema: &&Value| {
        let additional = &schema["additionalProperties"];
        schema["properties"].get(name).is_some()
            || *additional == true
            || additional.is_object()
            || schema["patternProperties"].is_object()
    };
    has_properties && !about.iter().any(declares)
}
