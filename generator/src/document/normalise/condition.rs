//! `if`, `then`, `else` and `dependentSchemas`: members that are there under a condition.
//!
//! Rust has no type for what depends on a value. A member of one branch becomes an optional one, so that no data is
//! lost; what else a branch says is not checked.

use super::{annotates, notes};
use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{json, Map, Value};

/// Adds the members of all branches to those that are always there.
pub fn of_branches(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let mut members = Map::new();
    let depends = take(sink, at, schema, &mut members);
    if depends {
        notes::add(schema, "What the document adds under conditions is not checked".to_owned());
    }
    add(schema, members);
}

/// Takes the branches of a schema and of the members of its `allOf`, and returns whether there were any.
///
/// JSON Schema has no `switch`: documents list an `if` for each case in one `allOf`, so that branches which describe one
/// member in different ways stand in different schemas, of all of which every value is one.
fn take(
    sink: &mut Sink,
    at: &Place<'_>,
    schema: &mut Map<String, Value>,
    members: &mut Map<String, Value>,
) -> bool {
    split_dependencies(schema);
    let conditional = schema.shift_remove("if").is_some();
    let branches = ["then", "else"].map(|key| (key, schema.shift_remove(key)));
    let branches = branches.into_iter().filter(|_| conditional);
    let mut depends = false;
    for (key, branch) in branches.filter_map(|(key, branch)| Some((key, branch?))) {
        depends = true;
        collect(sink, &at.key(key), branch, members);
    }
    if let Some(Value::Object(dependent)) = schema.shift_remove("dependentSchemas") {
        let at = at.key("dependentSchemas");
        for (name, branch) in dependent {
            depends = true;
            collect(sink, &at.key(&name), branch, members);
        }
    }
    if let Some(Value::Array(all)) = schema.get_mut("allOf") {
        let at = at.key("allOf");
        for (index, member) in all.iter_mut().enumerate() {
            // What stands beside a `$ref` has its own way to be read.
            if let Value::Object(member) = member {
                depends |= !member.contains_key("$ref") && take(sink, &at.index(index), member, members);
            }
        }
        // The places of the others stay as they are.
        if depends && all.iter().all(|member| member.as_object().is_some_and(Map::is_empty)) {
            schema.shift_remove("allOf");
        }
    }
    depends
}

/// Splits `dependencies` of JSON Schema before 2019-09 into the two that came after it.
fn split_dependencies(schema: &mut Map<String, Value>) {
    let Some(Value::Object(dependencies)) = schema.shift_remove("dependencies") else {
        return;
    };
    for (name, dependency) in dependencies {
        let keyword = if dependency.is_array() { "dependentRequired" } else { "dependentSchemas" };
        if let Value::Object(all) = schema.entry(keyword).or_insert_with(|| json!({})) {
            all.insert(name, dependency);
        }
    }
}

/// Takes the members of a branch. Two branches that describe one in different ways allow either.
fn collect(sink: &mut Sink, at: &Place<'_>, branch: Value, members: &mut Map<String, Value>) {
    let Value::Object(branch) = branch else { return };
    for (key, value) in branch {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, property) in properties {
                    either(members, name, property);
                }
            }
            ("then" | "else", value) => {
                collect(sink, &at.key(&key), value, members);
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) => {
                let at = at.key(&key);
                for (index, branch) in branches.into_iter().enumerate() {
                    collect(sink, &at.index(index), branch, members);
                }
            }
            ("$ref", _) => {
                let message =
                    "what this `$ref` would add under a condition leads round in circles or to too much: the \
                     bindings leave it out";
                sink.report(Code::ConditionIgnored, &at.key("$ref").pointer(), message);
            }
            _ => {}
        }
    }
}

fn either(members: &mut Map<String, Value>, name: String, property: Value) {
    let both = match members.get(&name) {
        Some(earlier) if *earlier != property => json!({ "anyOf": [earlier, property] }),
        _ => property,
    };
    members.insert(name, both);
}

/// Adds members that the schema does not describe itself. Where others describe it too, what only chooses among the
/// values of a member would hide what they say, so only its type is taken.
fn add(schema: &mut Map<String, Value>, members: Map<String, Value>) {
    if members.is_empty() || schema.get("type").is_some_and(|ty| ty != "object") {
        return;
    }
    let composed = ["allOf", "anyOf", "oneOf"].iter().any(|keyword| schema.contains_key(*keyword));
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    let Value::Object(properties) = properties else { return };
    for (name, property) in members {
        if property != Value::Bool(false) {
            let property = if composed { without_choice(property) } else { property };
            properties.entry(name).or_insert(property);
        }
    }
    if properties.is_empty() {
        schema.shift_remove("properties");
    }
}

/// Leaves the type of a schema that otherwise only chooses among the values of another one.
fn without_choice(property: Value) -> Value {
    let Value::Object(mut members) = property else { return property };
    let chooses = |key: &str| matches!(key, "const" | "enum" | "pattern" | "not");
    if members.keys().all(|key| annotates(key) || key == "type" || chooses(key)) {
        let chosen = members.get("const").or_else(|| members.get("enum")?.as_array()?.first());
        let ty = members.get("type").cloned().or_else(|| chosen.and_then(type_of).map(Value::from));
        members = ty.into_iter().map(|ty| ("type".to_owned(), ty)).collect();
    }
    Value::Object(members)
}

fn type_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(_) => Some("number"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
