//! Random edits of a document, and what of the bindings belongs to each.

use super::documents::schemas;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;

/// An edit. The numbers choose where, as far as the document goes.
#[derive(Clone, Debug)]
pub enum Edit {
    AddProperty(Index, Index),
    RemoveProperty(Index, Index),
    AddSchema(Index),
    RemoveSchema(Index),
    AddValue(Index, Index),
    RemoveValue(Index, Index),
    Describe(Index),
    DescribeProperty(Index, Index),
    DescribeOperation(Index),
    AddOperation(Index),
    RemoveOperation(Index),
    ReorderSchemas(Index),
    ReorderProperties(Index, Index),
    ReorderPaths(Index),
}

/// What an edit may change.
#[derive(Debug)]
pub enum Reach {
    /// Nothing at all.
    Nothing,
    /// The files of these schemas.
    Schemas(BTreeSet<String>),
    /// The operations.
    Operations,
}

/// Returns any edit.
pub fn any() -> impl Strategy<Value = Edit> {
    use Edit::*;
    let one = || proptest::arbitrary::any::<Index>();
    let two = || (one(), one());
    prop_oneof![
        two().prop_map(|(a, b)| AddProperty(a, b)),
        two().prop_map(|(a, b)| RemoveProperty(a, b)),
        one().prop_map(AddSchema),
        one().prop_map(RemoveSchema),
        two().prop_map(|(a, b)| AddValue(a, b)),
        two().prop_map(|(a, b)| RemoveValue(a, b)),
        one().prop_map(Describe),
        two().prop_map(|(a, b)| DescribeProperty(a, b)),
        one().prop_map(DescribeOperation),
        one().prop_map(AddOperation),
        one().prop_map(RemoveOperation),
        one().prop_map(ReorderSchemas),
        two().prop_map(|(a, b)| ReorderProperties(a, b)),
        one().prop_map(ReorderPaths),
    ]
}

/// The edits leave one of each kind: with the first and the last property, operation or value something else is made, a
/// map instead of a struct or no client at all, and the whole of it is what changed.
const LEFT: usize = 1;
const ADDED: &str = "addedByTheTest";
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl Edit {
    /// Whether it changes the order of something.
    pub fn moves(&self) -> bool {
        matches!(self, Self::ReorderSchemas(_) | Self::ReorderProperties(..) | Self::ReorderPaths(_))
    }

    /// Edits the document; `None` if it has nothing of the kind.
    pub fn apply(&self, document: &mut Value) -> Option<Reach> {
        match self {
            Self::AddProperty(schema, place) => with_properties(document, schema, |properties| {
                let place = place.index(properties.len() + 1);
                properties.shift_insert(
                    place,
                    ADDED.to_owned(),
                    json!({ "type": "string", "description": "Added." }),
                );
                true
            }),
            Self::RemoveProperty(schema, property) => with_schema(document, schema, |schema| {
                let mut required: Vec<Value> = match schema.get("required") {
                    Some(Value::Array(names)) => names.clone(),
                    _ => Vec::new(),
                };
                let properties = schema.get_mut("properties")?.as_object_mut()?;
                let name = chosen(properties, property)?;
                // What `$ref`s lead to, or stands for several lines, belongs to more than its schema.
                properties.get(&name).filter(|it| is_plain(it))?;
                properties.shift_remove(&name);
                // Without optional properties `new` gives all fields a value.
                properties.keys().find(|name| !required.iter().any(|it| it == *name))?;
                if let Some(position) = required.iter().position(|it| *it == name) {
                    required.remove(position);
                    // Without required properties a type gets `Default`, which is another change.
                    required.first()?;
                    schema.insert("required".to_owned(), required.into());
                }
                Some(())
            }),
            Self::AddSchema(place) => {
                let schemas = document.pointer_mut("/components/schemas")?.as_object_mut()?;
                let place = place.index(schemas.len() + 1);
                let properties = json!({ "one": { "type": "string" }, "two": { "type": "integer" } });
                schemas.shift_insert(
                    place,
                    ADDED.to_owned(),
                    json!({ "type": "object", "properties": properties }),
                );
                Some(Reach::Schemas([ADDED.to_owned()].into()))
            }
            Self::RemoveSchema(schema) => {
                let name = choose_schema(document, schema)?;
                let text = document.to_string();
                let is_named = text.matches(&format!("{name}\"")).count() > 1;
                let is_pointed_into = text.contains(&format!("#/components/schemas/{name}/"));
                // What only it leads to goes with it.
                let schema = schema_mut(document, &name)?.to_string();
                let has_own = schema.contains("$ref") || schema.contains("$defs");
                if is_named || has_own || is_pointed_into || name.contains(['~', '/', '%', ' ']) {
                    return None;
                }
                document.pointer_mut("/components/schemas")?.as_object_mut()?.shift_remove(&name);
                Some(Reach::Schemas([name].into()))
            }
            Self::AddValue(schema, place) => with_values(document, schema, |values| {
                values.insert(place.index(values.len() + 1), ADDED.into());
            }),
            Self::RemoveValue(schema, value) => with_values(document, schema, |values| {
                values.remove(value.index(values.len()));
            }),
            Self::Describe(schema) => {
                let name = choose_schema(document, schema)?;
                describe(schema_mut(document, &name)?);
                Some(Reach::Schemas(dependants(document, &name)))
            }
            Self::DescribeProperty(schema, property) => with_properties(document, schema, |properties| {
                let name = chosen(properties, property);
                let property = name.and_then(|name| properties.get_mut(&name)).filter(|it| is_plain(it));
                property.map(describe).is_some()
            }),
            Self::DescribeOperation(operation) => {
                describe(choose_operation(document, operation)?);
                Some(Reach::Operations)
            }
            Self::AddOperation(place) => {
                choose_operation(document, place)?;
                let paths = document.get_mut("paths")?.as_object_mut()?;
                let operation =
                    json!({ "operationId": ADDED, "responses": { "204": { "description": "Nothing." } } });
                let place = place.index(paths.len() + 1);
                paths.shift_insert(place, format!("/{ADDED}"), json!({ "get": operation }));
                Some(Reach::Operations)
            }
            Self::RemoveOperation(operation) => {
                let operation = choose_operation(document, operation)?;
                let text = operation.to_string();
                // What it sends and receives would lose the reason to be sent and received.
                if ["schema", "$ref", "parameters", "callbacks"].iter().any(|key| text.contains(key)) {
                    return None;
                }
                operation.as_object_mut()?.clear();
                remove_empty_operations(document);
                Some(Reach::Operations)
            }
            Self::ReorderSchemas(by) => {
                rotate(document.pointer_mut("/components/schemas")?.as_object_mut()?, by);
                Some(Reach::Nothing)
            }
            Self::ReorderProperties(schema, by) => with_properties(document, schema, |properties| {
                rotate(properties, by);
                true
            }),
            Self::ReorderPaths(by) => {
                rotate(document.get_mut("paths")?.as_object_mut()?, by);
                Some(Reach::Operations)
            }
        }
    }
}

fn is_plain(schema: &Value) -> bool {
    let is_scalar =
        schema.get("type").and_then(Value::as_str).is_some_and(|ty| !["object", "array"].contains(&ty));
    is_scalar
        && ["enum", "const", "format", "oneOf", "anyOf", "allOf"].iter().all(|key| schema.get(key).is_none())
}

fn describe(value: &mut Value) {
    if let Value::Object(members) = value {
        members.insert("description".to_owned(), "Described by the test.".into());
    }
}

fn choose_schema(document: &Value, index: &Index) -> Option<String> {
    let names: Vec<&String> =
        schemas(document).filter(|(_, schema)| schema.get("$ref").is_none()).map(|(name, _)| name).collect();
    (!names.is_empty()).then(|| names[index.index(names.len())].clone())
}

fn schema_mut<'d>(document: &'d mut Value, name: &str) -> Option<&'d mut Value> {
    document.pointer_mut("/components/schemas")?.as_object_mut()?.get_mut(name)
}

fn chosen(members: &Map<String, Value>, index: &Index) -> Option<String> {
    (!members.is_empty()).then(|| members.keys().nth(index.index(members.len())).cloned())?
}

/// Edits the properties of a schema that has some.
fn with_properties(
    document: &mut Value,
    schema: &Index,
    edit: impl FnOnce(&mut Map<String, Value>) -> bool,
) -> Option<Reach> {
    with_schema(document, schema, |schema| edit(schema.get_mut("properties")?.as_object_mut()?).then_some(()))
}

/// Edits a schema with properties.
fn with_schema(
    document: &mut Value,
    schema: &Index,
    edit: impl FnOnce(&mut Map<String, Value>) -> Option<()>,
) -> Option<Reach> {
    let has_properties = |schema: &Value| {
        let properties = schema.get("properties").and_then(Value::as_object);
        properties.is_some_and(|it| it.len() > LEFT) && schema.get("$ref").is_none()
    };
    let names: Vec<String> = schemas(document)
        .filter(|(_, schema)| has_properties(schema))
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return None;
    }
    let name = &names[schema.index(names.len())];
    edit(schema_mut(document, name)?.as_object_mut()?)?;
    Some(Reach::Schemas(dependants(document, name)))
}

fn with_values(document: &mut Value, schema: &Index, edit: impl FnOnce(&mut Vec<Value>)) -> Option<Reach> {
    let is_enumeration = |schema: &Value| {
        let values = schema.get("enum").and_then(Value::as_array);
        // Lists that go with the values, such as `x-enum-varnames`, would not go with them any more.
        let alone = schema.as_object().is_some_and(|it| !it.keys().any(|key| key.starts_with("x-")));
        alone && values.is_some_and(|values| values.len() > 2 && values.iter().all(Value::is_string))
    };
    let names: Vec<String> = schemas(document)
        .filter(|(_, schema)| is_enumeration(schema))
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return None;
    }
    let name = &names[schema.index(names.len())];
    edit(schema_mut(document, name)?.get_mut("enum")?.as_array_mut()?);
    Some(Reach::Schemas(dependants(document, name)))
}

/// Returns a schema with those that are composed of it, whose types have what it has.
fn dependants(document: &Value, name: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = [name.to_owned()].into();
    loop {
        let more: Vec<String> = schemas(document)
            .filter(|(other, schema)| {
                !found.contains(*other) && found.iter().any(|name| composes(schema, name))
            })
            .map(|(other, _)| other.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Whether a schema takes in another one: by `allOf`, `oneOf` or `anyOf` somewhere in it, or as an alias.
fn composes(schema: &Value, name: &str) -> bool {
    let reference = format!("#/components/schemas/{name}");
    is_reference(schema, &reference) || lists(schema, &reference)
}

fn is_reference(value: &Value, reference: &str) -> bool {
    value.get("$ref").and_then(Value::as_str) == Some(reference)
}

fn lists(value: &Value, reference: &str) -> bool {
    match value {
        Value::Object(members) => {
            let listed = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| members.get(*key)?.as_array());
            let is_listed = listed.flatten().any(|member| is_reference(member, reference));
            is_listed || members.values().any(|value| lists(value, reference))
        }
        Value::Array(elements) => elements.iter().any(|value| lists(value, reference)),
        _ => false,
    }
}

fn choose_operation<'d>(document: &'d mut Value, index: &Index) -> Option<&'d mut Value> {
    let paths = document.get_mut("paths")?.as_object_mut()?;
    let items = paths.values_mut().filter_map(Value::as_object_mut);
    let operations =
        items.flat_map(|item| item.iter_mut()).filter(|(key, _)| METHODS.contains(&key.as_str()));
    let mut operations: Vec<&mut Value> = operations.map(|(_, operation)| operation).collect();
    (operations.len() > LEFT).then(|| operations.swap_remove(index.index(operations.len())))
}

fn remove_empty_operations(document: &mut Value) {
    for item in document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        if let Value::Object(item) = item {
            item.retain(|key, value| {
                !METHODS.contains(&key.as_str()) || value.as_object().is_none_or(|it| !it.is_empty())
            });
        }
    }
}

fn rotate(members: &mut Map<String, Value>, by: &Index) {
    let mut entries: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    if !entries.is_empty() {
        let by = by.index(entries.len());
        entries.rotate_left(by);
    }
    members.extend(entries);
}
