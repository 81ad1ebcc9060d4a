//! Random edits of a document, and what of the bindings belongs to each.

use super::documents::{reachable, schemas};
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

/// What an edit may change: the types of what stands at or below these places, and perhaps the operations.
#[derive(Debug, Default)]
pub struct Reach {
    pub at: BTreeSet<String>,
    pub operations: bool,
}

impl Reach {
    fn operations() -> Self {
        Self { operations: true, ..Self::default() }
    }

    /// Returns the types of schemas with those that are composed of them, which have what they have.
    fn composed(document: &Value, name: &str) -> Self {
        let names = dependants(document, name);
        let references: Vec<String> =
            names.iter().map(|name| format!("#/components/schemas/{name}")).collect();
        let mut at = names.iter().map(|name| place(name)).collect();
        compositions(document, document, String::new(), &references, &mut at);
        Self { at, operations: false }
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn place(schema: &str) -> String {
    format!("/components/schemas/{}", escaped(schema))
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
            Self::RemoveProperty(schema, property) => {
                let before = document.clone();
                let mut removed = Value::Null;
                let mut reach = with_schema(document, schema, |schema| {
                    let properties = schema.get_mut("properties")?.as_object_mut()?;
                    let name = chosen(properties, property)?;
                    removed = properties.shift_remove(&name)?;
                    if let Some(Value::Array(names)) = schema.get_mut("required") {
                        names.retain(|it| *it != name);
                    }
                    Some(())
                })?;
                // What only it led to is not sent or received any more.
                reach.at.extend(reachable(&before, &removed));
                Some(reach)
            }
            Self::AddSchema(place) => {
                let schemas = document.pointer_mut("/components/schemas")?.as_object_mut()?;
                let index = place.index(schemas.len() + 1);
                let properties = json!({ "one": { "type": "string" }, "two": { "type": "integer" } });
                schemas.shift_insert(
                    index,
                    ADDED.to_owned(),
                    json!({ "type": "object", "properties": properties }),
                );
                Some(Reach { at: [self::place(ADDED)].into(), operations: false })
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
                Some(Reach { at: [place(&name)].into(), operations: false })
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
                Some(Reach::composed(document, &name))
            }
            Self::DescribeProperty(schema, property) => with_properties(document, schema, |properties| {
                let name = chosen(properties, property);
                let property = name.and_then(|name| properties.get_mut(&name)).filter(|it| is_plain(it));
                property.map(describe).is_some()
            }),
            Self::DescribeOperation(operation) => {
                describe(choose_operation(document, operation)?);
                Some(Reach::operations())
            }
            Self::AddOperation(place) => {
                choose_operation(document, place)?;
                let paths = document.get_mut("paths")?.as_object_mut()?;
                // The first operation that asks for a credential brings what sets it.
                let responses = json!({ "204": { "description": "Nothing." } });
                let operation = json!({ "operationId": ADDED, "security": [], "responses": responses });
                let place = place.index(paths.len() + 1);
                paths.shift_insert(place, format!("/{ADDED}"), json!({ "get": operation }));
                Some(Reach::operations())
            }
            Self::RemoveOperation(operation) => {
                let before = document.clone();
                let operation = choose_operation(document, operation)?;
                let removed = std::mem::take(operation);
                let own = remove_empty_operations(document);
                // What only it led to is not sent or received any more, and its own types go with it.
                let mut at = reachable(&before, &removed);
                at.extend(own);
                Some(Reach { at, operations: true })
            }
            Self::ReorderSchemas(by) => {
                rotate(document.pointer_mut("/components/schemas")?.as_object_mut()?, by);
                Some(Reach::default())
            }
            Self::ReorderProperties(schema, by) => with_properties(document, schema, |properties| {
                rotate(properties, by);
                true
            }),
            Self::ReorderPaths(by) => {
                // Of several operations of one identifier the first one has it.
                let mut seen = BTreeSet::new();
                // What they share stands with the first one, too.
                let parts = ["responses", "requestBodies", "parameters", "headers"];
                if parts.iter().any(|part| document.pointer(&format!("/components/{part}")).is_some()) {
                    return None;
                }
                let ids = operations(document).filter_map(|it| it.get("operationId"));
                if !ids.map(Value::to_string).all(|id| seen.insert(id)) {
                    return None;
                }
                rotate(document.get_mut("paths")?.as_object_mut()?, by);
                Some(Reach::operations())
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
        properties.is_some_and(|it| !it.is_empty()) && schema.get("$ref").is_none()
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
    Some(Reach::composed(document, name))
}

fn with_values(document: &mut Value, schema: &Index, edit: impl FnOnce(&mut Vec<Value>)) -> Option<Reach> {
    let is_enumeration = |schema: &Value| {
        let values = schema.get("enum").and_then(Value::as_array);
        // Lists that go with the values, such as `x-enum-varnames`, would not go with them any more.
        let alone = schema.as_object().is_some_and(|it| !it.keys().any(|key| key.starts_with("x-")));
        alone && values.is_some_and(|values| values.len() > 1 && values.iter().all(Value::is_string))
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
    Some(Reach::composed(document, name))
}

/// Returns a schema with those that are composed of it, whose types have what it has.
fn dependants(document: &Value, name: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = [name.to_owned()].into();
    loop {
        let more: Vec<String> = schemas(document)
            .filter(|(other, schema)| {
                !found.contains(*other) && found.iter().any(|name| composes(document, schema, name))
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
fn composes(document: &Value, schema: &Value, name: &str) -> bool {
    let reference = format!("#/components/schemas/{name}");
    is_reference(schema, &reference) || lists(document, schema, &reference)
}

/// Adds the places of schemas that list one of the references.
fn compositions(
    document: &Value,
    value: &Value,
    at: String,
    references: &[String],
    found: &mut BTreeSet<String>,
) {
    if references.iter().any(|reference| lists_itself(document, value, reference)) {
        found.insert(at.clone());
    }
    let mut visit = |key: &str, value| {
        compositions(document, value, format!("{at}/{}", escaped(key)), references, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, value)| visit(&index.to_string(), value));
        }
        _ => {}
    }
}

fn is_reference(value: &Value, reference: &str) -> bool {
    value.get("$ref").and_then(Value::as_str) == Some(reference)
}

fn lists(document: &Value, value: &Value, reference: &str) -> bool {
    lists_itself(document, value, reference)
        || match value {
            Value::Object(members) => members.values().any(|value| lists(document, value, reference)),
            Value::Array(elements) => elements.iter().any(|value| lists(document, value, reference)),
            _ => false,
        }
}

/// Whether a schema lists a reference, or members of which properties refer to it: two schemas of one property are combined.
fn lists_itself(document: &Value, value: &Value, reference: &str) -> bool {
    let listed = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| value.get(*key)?.as_array()).flatten();
    // What stands beside a reference is joined with it.
    let has_siblings = value.as_object().is_some_and(|it| it.len() > 1) && is_reference(value, reference);
    has_siblings
        || listed.into_iter().any(|member| {
            let target = member.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
            let member_itself = target.and_then(|at| document.pointer(at)).unwrap_or(member);
            let properties = member_itself.get("properties").and_then(Value::as_object);
            let is_property = properties.is_some_and(|it| it.values().any(|it| is_reference(it, reference)));
            is_reference(member, reference) || is_property && value.get("allOf").is_some()
        })
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let members = items.filter_map(|(_, item)| item.as_object()).flatten();
    members.filter(|(key, _)| METHODS.contains(&key.as_str())).map(|(_, operation)| operation)
}

/// Chooses one of several operations: without any there is no client.
fn choose_operation<'d>(document: &'d mut Value, index: &Index) -> Option<&'d mut Value> {
    let paths = document.get_mut("paths")?.as_object_mut()?;
    let items = paths.values_mut().filter_map(Value::as_object_mut);
    let operations =
        items.flat_map(|item| item.iter_mut()).filter(|(key, _)| METHODS.contains(&key.as_str()));
    let mut operations: Vec<&mut Value> = operations.map(|(_, operation)| operation).collect();
    (operations.len() > 1).then(|| operations.swap_remove(index.index(operations.len())))
}

/// Removes what was taken; returns where it stood.
fn remove_empty_operations(document: &mut Value) -> Vec<String> {
    let mut removed = Vec::new();
    for (path, item) in document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        let Value::Object(item) = item else { continue };
        let empty = item.iter().filter(|(key, value)| METHODS.contains(&key.as_str()) && value.is_null());
        removed.extend(empty.map(|(key, _)| format!("/paths/{}/{key}", escaped(path))));
        item.retain(|key, value| !METHODS.contains(&key.as_str()) || !value.is_null());
    }
    removed
}

fn rotate(members: &mut Map<String, Value>, by: &Index) {
    let mut entries: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    if !entries.is_empty() {
        let by = by.index(entries.len());
        entries.rotate_left(by);
    }
    members.extend(entries);
}
