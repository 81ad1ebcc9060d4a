//! Values of a schema: the least and the most that it allows, each branch of a union, each value of an enumeration.
//!
//! They are guesses: whoever wants valid ones asks the validator.

mod flat;
mod scalar;

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{json, Map, Value};

use crate::schemas::Schemas;

/// How many values a schema gets, by how deep it stands.
const COUNTS: [usize; 5] = [24, 6, 3, 2, 1];

/// Below this depth there are only required members.
const MAX_OPTIONAL: usize = 5;

/// Below this depth there is nothing: the schema contains itself.
const MAX_DEPTH: usize = 16;

/// How many schemas are looked at for the values of one.
const BUDGET: usize = 24_000;

/// How many of them are kept for required members.
const RESERVE: usize = 21_000;

/// The largest value, as text.
const MAX_BYTES: usize = 100_000;

/// Makes values.
pub struct Samples<'a> {
    schemas: &'a Schemas,
    budget: Cell<usize>,
}

impl<'a> Samples<'a> {
    pub fn new(schemas: &'a Schemas) -> Self {
        Self { schemas, budget: Cell::new(BUDGET) }
    }

    /// Returns different values of the schema at a pointer.
    pub fn of(&self, at: &str) -> Vec<Value> {
        let Some(schema) = self.schemas.at(at) else {
            return Vec::new();
        };
        let mut values = self.values(schema, 0);
        // Of a component that may be `null` the bindings have the type of the others; whoever refers to it has an `Option`.
        values.retain(|value| !value.is_null() && value.to_string().len() <= MAX_BYTES);
        values
    }

    fn values(&self, schema: &Value, depth: usize) -> Vec<Value> {
        if depth > MAX_DEPTH || self.budget.get() == 0 {
            return Vec::new();
        }
        self.budget.set(self.budget.get() - 1);
        let schema = flat::flat(self.schemas, schema);
        let mut values = Vec::new();
        if let Some(value) = schema.get("const") {
            values.push(value.clone());
        } else if let Some(enumeration) = schema["enum"].as_array() {
            values.extend(enumeration.iter().cloned());
        } else {
            values = self.branches(&schema, depth).unwrap_or_else(|| self.typed(&schema, depth));
            values.extend(examples(&schema));
        }
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.to_string()));
        let count = COUNTS.get(depth).copied().unwrap_or(1);
        if depth > 0 {
            values.truncate(count);
        }
        values
    }

    /// Returns values of each branch of a union.
    fn branches(&self, schema: &Value, depth: usize) -> Option<Vec<Value>> {
        let key = ["oneOf", "anyOf"]
            .into_iter()
            .find(|key| schema[*key].as_array().is_some_and(|it| !it.is_empty()))?;
        let mut rest = schema.clone();
        let branches = rest.as_object_mut().and_then(|rest| rest.remove(key))?;
        let mut lists = Vec::new();
        for branch in branches.as_array()? {
            let mut values = self.values(&json!({ "allOf": [rest, branch] }), depth + 1);
            if let Some((name, tag)) = tag(schema, branch) {
                let tagged = values.iter().filter_map(|value| {
                    let mut members = value.as_object()?.clone();
                    members.insert(name.clone(), tag.clone());
                    Some(Value::Object(members))
                });
                let tagged: Vec<Value> = tagged.collect();
                values.splice(0..0, tagged);
            }
            let found = !values.is_empty();
            lists.push(values);
            // Where one value is asked for, a branch is enough: unions of unions would take up everything.
            if found && depth >= COUNTS.len() - 1 {
                break;
            }
        }
        // One of each before another of any.
        let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
        Some(
            (0..longest)
                .flat_map(|index| lists.iter().filter_map(move |list| list.get(index).cloned()))
                .collect(),
        )
    }

    fn typed(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let types = types(schema);
        let mut lists: Vec<Vec<Value>> = Vec::new();
        for ty in types {
            lists.push(match ty.as_str() {
                "object" => self.objects(schema, depth),
                "array" => self.arrays(schema, depth),
                "null" => vec![Value::Null],
                _ => scalar::of(&ty, schema),
            });
        }
        let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
        (0..longest).flat_map(|index| lists.iter().filter_map(move |list| list.get(index).cloned())).collect()
    }

    /// Returns the object with all members, the one with the required ones, and those with each other value of a member.
    fn objects(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let empty = Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&empty);
        let mut lists = Vec::new();
        for (name, property) in properties {
            let is_required = required.contains(&name.as_str());
            if is_required || (depth < MAX_OPTIONAL && self.budget.get() > RESERVE) {
                lists.push((name, is_required, self.values(property, depth + 1)));
            }
        }
        let undeclared = required.iter().filter(|name| !properties.contains_key(**name));
        let undeclared: Vec<(String, Value)> =
            undeclared.map(|name| ((*name).to_owned(), json!("undeclared"))).collect();
        let extra = self.extra(schema, depth);
        let object = |index: Option<usize>| {
            let mut members: Map<String, Value> = undeclared.iter().cloned().collect();
            for (name, is_required, values) in &lists {
                // A member that allows nothing, such as one that contains itself, is left out.
                let value =
                    values.get(index.unwrap_or_default().checked_rem(values.len()).unwrap_or_default());
                if let Some(value) = value.filter(|_| *is_required || index.is_some()) {
                    members.insert((*name).clone(), value.clone());
                }
            }
            members.extend(extra.iter().filter(|_| index.is_some()).cloned());
            Value::Object(members)
        };
        let longest = lists.iter().map(|(_, _, values)| values.len()).max().unwrap_or_default();
        let count = COUNTS.get(depth).copied().unwrap_or(1);
        let mut objects = vec![object(Some(0)), object(None)];
        objects.extend((1..longest.min(count)).map(|index| object(Some(index))));
        if depth >= MAX_OPTIONAL || self.budget.get() <= RESERVE {
            objects.swap(0, 1);
        }
        objects
    }

    /// Returns members that are not declared, where the document says that there are such.
    fn extra(&self, schema: &Value, depth: usize) -> Vec<(String, Value)> {
        match &schema["additionalProperties"] {
            Value::Bool(true) => vec![("x-unknown".to_owned(), json!({ "a": [1, null, "b"] }))],
            additional @ Value::Object(_) => {
                let values = self.values(additional, depth + 1).into_iter().take(3).enumerate();
                values.map(|(index, value)| (format!("unknown {index}"), value)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn arrays(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let prefix: Vec<Value> = schema["prefixItems"].as_array().into_iter().flatten().cloned().collect();
        let min = usize::try_from(schema["minItems"].as_u64().unwrap_or_default()).unwrap_or_default();
        let max = schema["maxItems"].as_u64().and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
        let mut full: Vec<Value> =
            prefix.iter().filter_map(|item| self.values(item, depth + 1).into_iter().next()).collect();
        let elements = match &schema["items"] {
            Value::Null if prefix.is_empty() => vec![json!("any"), json!(1), Value::Null],
            Value::Null | Value::Bool(_) => Vec::new(),
            items => self.values(items, depth + 1),
        };
        full.extend(elements.iter().take(8).cloned());
        for element in elements.iter().cycle().take(min.min(1_000)) {
            if full.len() >= min {
                break;
            }
            full.push(element.clone());
        }
        full.truncate(max);
        let least: Vec<Value> = full.iter().take(min).cloned().collect();
        vec![Value::Array(full), Value::Array(least)]
    }
}

/// Returns the values that the document gives itself.
fn examples(schema: &Value) -> Vec<Value> {
    let examples = schema["examples"].as_array().into_iter().flatten();
    [schema.get("example"), schema.get("default")].into_iter().flatten().chain(examples).cloned().collect()
}

/// Returns the types of a schema, or those that its keywords are about.
fn types(schema: &Value) -> Vec<String> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(*key).is_some());
    match &schema["type"] {
        Value::String(ty) => vec![ty.clone()],
        Value::Array(types) => types.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ if has(&["properties", "required", "additionalProperties", "patternProperties"]) => {
            vec!["object".to_owned()]
        }
        _ if has(&["items", "prefixItems"]) => vec!["array".to_owned()],
        _ if has(&["pattern", "minLength", "maxLength", "format"]) => vec!["string".to_owned()],
        _ if has(&["minimum", "maximum", "multipleOf"]) => vec!["number".to_owned()],
        _ => ["object", "string", "number", "boolean"].map(str::to_owned).to_vec(),
    }
}

/// Returns the discriminator's property and the value that names a branch.
fn tag(schema: &Value, branch: &Value) -> Option<(String, Value)> {
    let name = schema["discriminator"]["propertyName"].as_str().or(schema["discriminator"].as_str())?;
    let reference = branch["$ref"].as_str()?;
    let key = reference.rsplit('/').next()?;
    let mapping = schema["discriminator"]["mapping"].as_object();
    let mapped = mapping
        .into_iter()
        .flatten()
        .find(|(_, target)| target.as_str().is_some_and(|target| target == reference || target == key));
    let value = mapped.map_or(key, |(value, _)| value);
    Some((name.to_owned(), json!(value)))
}
