//! Schemas in their places, and the same ones behind references: no change on the wire, and to callers none but the names
//! of types, which an entry of `bindings.yaml` keeps.

use super::side::{configuration, Side};
use super::unchanged::{fixtures, is_whole, real};
use openapi_bindgen::config::Config;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::version::{self, Change, Report, Rust, Wire};
use serde_json::{json, Map, Value};
use std::fs;
use std::path::Path;

/// What stands somewhere in a document.
#[derive(Clone, Copy)]
enum Kind {
    Document,
    Components,
    Item,
    Operation,
    Parameter,
    Content,
    Media,
    Schema,
    /// Several of a kind, in a list or by name.
    All(&'static Kind),
}

const SCHEMAS: Kind = Kind::All(&Kind::Schema);
const PARAMETERS: Kind = Kind::All(&Kind::Parameter);
const RESPONSES: Kind = Kind::All(&Kind::Content);
const ITEMS: Kind = Kind::All(&Kind::Item);

impl Kind {
    fn inside(self, key: &str) -> Option<Self> {
        Some(match (self, key) {
            (Self::All(kind), _) => *kind,
            (Self::Document, "paths" | "webhooks") | (Self::Components, "pathItems") => ITEMS,
            (Self::Document, "components") => Self::Components,
            (Self::Components, "schemas") => SCHEMAS,
            (Self::Components | Self::Item | Self::Operation, "parameters")
            | (Self::Components | Self::Content, "headers") => PARAMETERS,
            (Self::Components, "requestBodies" | "responses") | (Self::Operation, "responses") => RESPONSES,
            (Self::Item, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "query") => {
                Self::Operation
            }
            (Self::Operation, "requestBody") => Self::Content,
            (Self::Operation, "callbacks") => Self::All(&ITEMS),
            (Self::Parameter | Self::Content, "content") => Self::All(&Self::Media),
            (Self::Parameter | Self::Media, "schema") | (Self::Media, "itemSchema") => Self::Schema,
            (Self::Schema, "properties" | "allOf" | "oneOf" | "anyOf") => SCHEMAS,
            (Self::Schema, "items" | "additionalProperties") => Self::Schema,
            _ => return None,
        })
    }
}

/// Finds the schemas below a value that stand there themselves, those around others first.
fn schemas(value: &Value, kind: Kind, at: &str, found: &mut Vec<String>) {
    let is_component = at.matches('/').count() == 3 && at.starts_with("/components/schemas/");
    if value.get("$ref").is_some() {
        return;
    }
    if matches!(kind, Kind::Schema) && value.is_object() && !is_component {
        found.push(at.to_owned());
    }
    // The names of components tell the members of a discriminated union, and what has no name is told otherwise.
    let is_told = matches!(kind, Kind::Schema) && value.get("discriminator").is_some();
    let has_values = |value: &Value| value.get("const").is_some() || value.get("enum").is_some();
    let lists_values = value.as_array().is_some_and(|it| it.iter().any(has_values));
    let mut visit = |key: &str, value: &Value| {
        // In XML a component's name is that of an element.
        let is_xml = matches!(kind, Kind::All(Kind::Media)) && key.contains("xml");
        // Values among the members of a union are those of an enumeration and no schemas.
        let is_value = (at.ends_with("/oneOf") || at.ends_with("/anyOf")) && lists_values;
        if is_xml || is_value {
            return;
        }
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match kind.inside(key) {
            Some(_) if is_told && ["oneOf", "anyOf"].contains(&key) => {}
            Some(kind) => schemas(value, kind, &at, found),
            None => {}
        }
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(key, value)| visit(&key.to_string(), value))
        }
        _ => {}
    }
}

/// Makes a component of every schema that stands somewhere else.
fn extracted(document: &Value) -> Option<Value> {
    let mut document = document.clone();
    let mut places = Vec::new();
    schemas(&document, Kind::Document, "", &mut places);
    let mut moved = Map::new();
    for (index, at) in places.iter().enumerate().rev() {
        let name = format!("Extracted{index}");
        let schema = document.pointer_mut(at)?;
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        moved.insert(name, std::mem::replace(schema, reference));
    }
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    let all = components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({}));
    let is_any = !moved.is_empty();
    all.as_object_mut()?.extend(moved);
    is_any.then_some(document)
}

/// Puts every component that no other component leads to where it is used, if that is one place or it has no type of its own.
fn inlined(document: &Value) -> Option<Value> {
    let mut document = document.clone();
    let names: Vec<String> = document.pointer("/components/schemas")?.as_object()?.keys().cloned().collect();
    let mut is_any = false;
    for name in names {
        let schema = document.pointer("/components/schemas")?.get(&name)?.clone();
        let reference = format!("#/components/schemas/{name}");
        let text = document.to_string();
        let uses = text.matches(&format!("\"{reference}\"")).count();
        // What points into it, or calls it by its name, would find nothing.
        let is_named =
            text.contains(&format!("{reference}/")) || text.matches(&format!("\"{name}\"")).count() > 1;
        let is_plain = ["string", "integer", "number", "boolean"].iter().any(|ty| schema["type"] == **ty)
            && ["enum", "const", "allOf", "oneOf", "anyOf"].iter().all(|key| schema.get(key).is_none());
        let is_recursive = schema.to_string().contains(&format!("\"{reference}\""));
        if is_named || is_recursive || uses == 0 || !(is_plain || uses == 1) || schema.get("$ref").is_some() {
            continue;
        }
        let before = document.clone();
        document.pointer_mut("/components/schemas")?.as_object_mut()?.shift_remove(&name);
        put(&mut document, &reference, &schema);
        // A reference with siblings, or among the members of a union, says more than where to look.
        if document.to_string().contains(&format!("\"{reference}\"")) {
            document = before;
        } else {
            is_any = true;
        }
    }
    is_any.then_some(document)
}

fn put(value: &mut Value, reference: &str, schema: &Value) {
    if value.as_object().is_some_and(|it| it.len() == 1) && value["$ref"] == reference {
        *value = schema.clone();
        return;
    }
    let is_told = value.get("discriminator").is_some();
    match value {
        Value::Object(members) => members
            .iter_mut()
            .filter(|(key, _)| {
                !(key.starts_with("x-") || is_told && ["oneOf", "anyOf"].contains(&key.as_str()))
            })
            .for_each(|(_, value)| put(value, reference, schema)),
        Value::Array(items) => items.iter_mut().for_each(|value| put(value, reference, schema)),
        _ => {}
    }
}

/// Compares with another spelling of the document that is read with a configuration.
fn report(old: &Side, new: &Value, config: Option<&String>) -> Option<Report> {
    let new = Side::read(&new.to_string(), &configuration(config), &version::names(&old.0.krate))?;
    Some(version::compare(&old.version(), &new.version()))
}

/// Returns `bindings.yaml` as the suggestions of a report write it.
fn suggested(report: &Report) -> Value {
    let mut schemas: Map<String, Value> = Map::new();
    for suggestion in report.changes.iter().filter_map(|change| change.suggestion.as_deref()) {
        let entry: Value = serde_yaml::from_str(suggestion).unwrap();
        for (key, value) in entry["schemas"].as_object().unwrap() {
            let all = schemas.entry(key.clone()).or_insert_with(|| json!({}));
            match value {
                Value::String(name) => all["name"] = json!(name),
                value => merge(all, value),
            }
        }
    }
    json!({ "schemas": schemas })
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            from.iter().for_each(|(key, value)| merge(into.entry(key.clone()).or_insert(Value::Null), value));
        }
        (into, from) => *into = from.clone(),
    }
}

/// Whether a change is another name of a type or variant, with a way to keep the old one.
fn is_name(change: &Change) -> bool {
    [69, 116, 117].contains(&change.code.0) && change.suggestion.is_some()
}

/// Whether a change is a text that stands elsewhere now, or a type more or less, as every component has one: of those that
/// are gone an alias, or one that others only took in.
fn is_place(change: &Change, document: &Value) -> bool {
    let is_alias = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(" = "));
    match change.code.0 {
        14 | 115 => true,
        // What is `deprecated` is the component.
        79 => change.rust <= Rust::Minor,
        116 => change.after.is_none() && (is_alias(&change.before) || is_taken_in(document, &change.subject)),
        _ => false,
    }
}

/// Whether a component is a member of an `allOf`.
fn is_taken_in(value: &Value, name: &str) -> bool {
    let reference = format!("#/components/schemas/{name}");
    let all_of = value.get("allOf").and_then(Value::as_array);
    let is_member = all_of.into_iter().flatten().any(|member| member["$ref"] == *reference);
    is_member
        || match value {
            Value::Object(members) => members.values().any(|value| is_taken_in(value, name)),
            Value::Array(items) => items.iter().any(|value| is_taken_in(value, name)),
            _ => false,
        }
}

/// How often the suggestions of a report are taken.
const ROUNDS: usize = 2;

/// The fixtures that say something else when a schema stands elsewhere, and why.
const EXCEPT: &[(&str, &str)] = &[
    (
        "all_of/overridden.yaml",
        "what says no more than one of its members is another name of it, if that has one",
    ),
    ("enumeration/constant.yaml", "nothing but `null` has a name as a component, and may be `null` besides"),
    ("enumeration/nullable.yaml", "nothing but `null` has a name as a component, and may be `null` besides"),
    ("scalar/type_arrays.yaml", "any value has a name as a component, and may be `null` besides"),
    (
        "map/patterns.yaml",
        "what holds for members by patterns is told in a sentence, with the names of components",
    ),
    ("names/schemas.yaml", "an alias called like a type of std is not told from it in a line of `api.txt`"),
    (
        "object/conditions.yaml",
        "branches of one `allOf` are alternatives where they stand, not behind references",
    ),
    (
        "union/properties_beside.yaml",
        "a member of a union is named after its component, and after its place without one",
    ),
    ("reference/definitions.yaml", "`$defs` go with the schema that they stand in"),
    ("response/headers.yaml", "a type that two responses share becomes one of each"),
    ("selection/operations.yaml", "a component that no operation reaches may be sent and received"),
    (
        "union/names.yaml",
        "two members of one plain type are told by numbers, which `bindings.yaml` cannot name",
    ),
    (
        "union/narrowed.yaml",
        "of two schemas of a property one that stands in its place is joined with the other",
    ),
    (
        "union/hierarchy.yaml",
        "a component that takes in a base derives from it, and is one more member of the base",
    ),
    (
        "recursion/unions.yaml",
        "a union in itself through others has no type of its own there, wherever it stands",
    ),
    ("response/xml_unread.yaml", "in XML the name of a component is that of an element"),
];

type Rewrite = fn(&Value) -> Option<Value>;

const REWRITES: &[(&str, Rewrite)] = &[("extracted", extracted), ("inlined", inlined)];

/// Returns how many ways to write a document were compared, and adds those that are a change.
fn compared(path: &Path, wrong: &mut Vec<String>) -> usize {
    let name = path.to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(path).unwrap_or_default();
    let Some(value) = serde_yaml::from_str::<Value>(&text).ok().filter(|_| is_whole(&text)) else { return 0 };
    if !value["openapi"].as_str().is_some_and(|it| it.starts_with("3.")) {
        return 0;
    }
    let Some(old) = Side::read(&text, &Config::default(), &Pins::new()) else { return 0 };
    let mut count = 0;
    for (what, rewrite) in REWRITES {
        let Some(new) = rewrite(&value) else { continue };
        count += 1;
        let Some(first) = report(&old, &new, None) else {
            wrong.push(format!("{name}, {what}: refused"));
            continue;
        };
        let is_known =
            |change: &Change| change.wire == Wire::Ok && (is_name(change) || is_place(change, &value));
        let others: Vec<&Change> = first.changes.iter().filter(|change| !is_known(change)).collect();
        if !others.is_empty() {
            wrong.push(format!("{name}, {what}: {others:#?}"));
            continue;
        }
        // What is called after a type that gets its name back is found the next time.
        let (mut config, mut last) = (json!({}), first);
        for _ in 0..ROUNDS {
            merge(&mut config, &suggested(&last));
            last = report(&old, &new, Some(&config.to_string())).unwrap_or_default();
        }
        let others: Vec<&Change> = last.changes.iter().filter(|change| !is_place(change, &value)).collect();
        if !others.is_empty() {
            wrong.push(format!("{name}, {what}, with {config}: {others:#?}"));
        }
    }
    count
}

#[test]
fn schemas_behind_references_are_those_in_their_places() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in fixtures() {
        let before = wrong.len();
        count += compared(&path, &mut wrong);
        if let Some((fixture, why)) = EXCEPT.iter().find(|(fixture, _)| path.ends_with(fixture)) {
            match wrong.len() == before {
                true => wrong.push(format!("{fixture} need not be excepted: {why}")),
                false => wrong.truncate(before),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 120, "only {count} were compared");
}

#[test]
fn schemas_of_real_documents_behind_references_are_those_in_their_places() {
    let mut wrong = Vec::new();
    let count: usize = real().iter().map(|path| compared(path, &mut wrong)).sum();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
