//! What is no change: documents that say the same in another way, made of the fixtures and of real documents.

use super::side::Side;
use openapi_bindgen::config::Config;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::version::{self, Change, Rust};
use serde_json::{json, Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// Real documents, below `OPENAPI_CORPUS`, of a size that does not keep anybody waiting.
const REAL: &[&str] =
    &["petstore.yaml", "museum.yaml", "notion.json", "dropshot-fuller.json", "unity-delta.yaml"];

/// The fixtures that say something else when they are written otherwise, and why.
const EXCEPT: &[(&str, &str, &str)] = &[
    ("reference/siblings.yaml", "3.0 as 3.1", "what stands beside a reference counts in 3.1 alone"),
    (
        "reference/misplaced.yaml",
        INLINED,
        "a reference to another kind of component is left out; what it names is not",
    ),
    ("body/multipart_style_3_0.yaml", "3.0 as 3.1", "parts have styles from 3.1 on"),
    ("configuration/pages_body.yaml", INLINED, "a type that several operations share becomes one of each"),
    ("response/headers.yaml", INLINED, "a type that two operations share becomes one of each"),
    ("parameter/names.yaml", EXTRACTED, "a parameter that is none is refused as a component"),
];

const EXTRACTED: &str = "parameters, bodies and responses behind references";
const INLINED: &str = "parameters, bodies and responses in their places";

/// A way to write a document otherwise; `None` where there is nothing to write.
type Rewrite = fn(&Value) -> Option<Value>;

const REWRITES: &[(&str, Rewrite)] = &[
    ("3.0 as 3.1", as_3_1),
    ("3.1 as 3.2", as_3_2),
    ("null as a member of a union", null_apart),
    (EXTRACTED, extracted),
    (INLINED, inlined),
];

fn has_version(document: &Value, version: &str) -> bool {
    document["openapi"].as_str().is_some_and(|it| it.starts_with(version))
}

/// Changes every object of a document, from the inside out.
fn each(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|value| each(value, change));
            change(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|value| each(value, change)),
        _ => {}
    }
}

/// Writes `nullable` and bounds as JSON Schema does.
fn as_3_1(document: &Value) -> Option<Value> {
    let mut document = has_version(document, "3.0").then(|| document.clone())?;
    each(&mut document, &mut |schema| {
        if schema.get("nullable") == Some(&json!(true)) && schema.get("type").is_some_and(Value::is_string) {
            let ty = schema["type"].take();
            schema["type"] = json!([ty, "null"]);
            schema.shift_remove("nullable");
        }
        for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            if schema.get(exclusive).is_some_and(Value::is_boolean) && schema.contains_key(bound) {
                let is_exclusive = schema.shift_remove(exclusive) == Some(json!(true));
                if is_exclusive {
                    let limit = schema.shift_remove(bound).unwrap();
                    schema.insert(exclusive.to_owned(), limit);
                }
            }
        }
    });
    document["openapi"] = json!("3.1.0");
    Some(document)
}

fn as_3_2(document: &Value) -> Option<Value> {
    let mut document = has_version(document, "3.1").then(|| document.clone())?;
    document["openapi"] = json!("3.2.0");
    Some(document)
}

/// Writes `type: [T, 'null']` as a union.
fn null_apart(document: &Value) -> Option<Value> {
    let mut document = has_version(document, "3.1").then(|| document.clone())?;
    each(&mut document, &mut |schema| {
        let Some([ty, null]) = schema.get("type").and_then(Value::as_array).map(Vec::as_slice) else {
            return;
        };
        let is_plain = schema.keys().all(|key| matches!(key.as_str(), "type" | "format"));
        if null == "null" && is_plain {
            let mut some = schema.clone();
            some["type"] = ty.clone();
            *schema = Map::from_iter([("anyOf".to_owned(), json!([some, { "type": "null" }]))]);
        }
    });
    Some(document)
}

/// The parts of operations that may stand behind references.
const PARTS: &[&str] = &["parameters", "requestBodies", "responses"];

/// Returns the parts of all operations, each with the folder of its component.
fn parts(document: &mut Value) -> Vec<(&'static str, &mut Value)> {
    let mut parts = Vec::new();
    let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in items.flat_map(|item| item.as_object_mut().into_iter().flat_map(Map::values_mut)) {
        let Some(operation) = operation.as_object_mut() else { continue };
        for (key, part) in operation {
            match (key.as_str(), part) {
                ("parameters", Value::Array(all)) => parts.extend(all.iter_mut().map(|it| (PARTS[0], it))),
                ("requestBody", body) => parts.push((PARTS[1], body)),
                ("responses", Value::Object(all)) => parts.extend(all.values_mut().map(|it| (PARTS[2], it))),
                _ => {}
            }
        }
    }
    parts
}

/// Moves the parts of operations to components.
fn extracted(document: &Value) -> Option<Value> {
    let mut document = has_version(document, "3").then(|| document.clone())?;
    let mut moved = Vec::new();
    for (folder, part) in parts(&mut document) {
        if part.is_object() && part.get("$ref").is_none() {
            let name = format!("Moved{}", moved.len());
            let reference = json!({ "$ref": format!("#/components/{folder}/{name}") });
            moved.push((folder, name, std::mem::replace(part, reference)));
        }
    }
    for (folder, name, part) in moved {
        let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
        let all = components.as_object_mut()?.entry(folder).or_insert_with(|| json!({}));
        all.as_object_mut()?.insert(name, part);
    }
    Some(document)
}

/// Puts components in the places of their references.
fn inlined(document: &Value) -> Option<Value> {
    let original = has_version(document, "3").then(|| document.clone())?;
    let mut document = original.clone();
    for (_, part) in parts(&mut document) {
        let target = part.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        // Beside a reference of 3.1 may stand another description.
        let is_alone = part.as_object().is_some_and(|it| it.len() == 1);
        if let Some(found) = target.filter(|_| is_alone).and_then(|at| original.pointer(at)) {
            *part = found.clone();
        }
    }
    Some(document)
}

/// Whether a text still says everything when its value is written: other files, and keys that YAML merges, are not there then.
pub fn is_whole(text: &str) -> bool {
    !["$ref: ./", "$ref: '.", "<<:"].iter().any(|it| text.contains(it))
}

pub fn fixtures() -> Vec<PathBuf> {
    let folders = fs::read_dir("tests/fixtures/accept").unwrap().map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = files
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with(".yaml") && !name.ends_with(".overlay.yaml") && !name.ends_with(".bindings.yaml")
        })
        .collect();
    documents.sort();
    documents
}

/// Returns the real documents; none without the corpus.
pub fn real() -> Vec<PathBuf> {
    let corpus = std::env::var_os("OPENAPI_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("SKIPPED: OPENAPI_CORPUS is not set");
    }
    corpus.iter().flat_map(|corpus| REAL.iter().map(|name| corpus.join(name))).collect()
}

fn read(text: &str, pins: &Pins) -> Option<Side> {
    Side::read(text, &Config::default(), pins)
}

/// Returns how many ways to write a document were compared, and adds those that are a change.
fn compared(path: &Path, wrong: &mut Vec<String>) -> usize {
    let name = path.to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(path).unwrap_or_default();
    let Some(value) = serde_yaml::from_str::<Value>(&text).ok().filter(|_| is_whole(&text)) else { return 0 };
    let Some(old) = read(&text, &Pins::new()) else { return 0 };
    let pins = version::names(&old.0.krate);
    let mut count = 0;
    for (what, rewrite) in REWRITES {
        let is_excepted = EXCEPT.iter().any(|(fixture, way, _)| name.ends_with(fixture) && way == what);
        let Some(new) = rewrite(&value).filter(|_| !is_excepted) else { continue };
        let Some(new) = read(&new.to_string(), &pins) else {
            wrong.push(format!("{name}, {what}: refused"));
            continue;
        };
        let report = version::compare(&old.version(), &new.version());
        // A type without a name of its own is called after where it stands, which R69 says and `bindings.yaml` mends.
        let is_name = |change: &Change| {
            change.code.0 == 69 && (change.suggestion.is_some() || change.rust == Rust::Patch)
        };
        let moves = [EXTRACTED, INLINED].contains(what);
        if !report.changes.iter().all(|change| moves && is_name(change)) {
            wrong.push(format!("{name}, {what}\n{:.2000}", report.to_text()));
        }
        count += 1;
    }
    count
}

#[test]
fn what_is_written_otherwise_is_no_change() {
    let mut wrong = Vec::new();
    let count: usize = fixtures().iter().map(|path| compared(path, &mut wrong)).sum();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 300, "only {count} were compared");
}

#[test]
fn real_documents_that_are_written_otherwise_are_no_change() {
    let mut wrong = Vec::new();
    for path in real() {
        assert!(compared(&path, &mut wrong) > 1, "{} was not compared", path.display());
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A document of Swagger 2.0, and what it is in 3.0.
#[test]
fn a_document_of_2_0_is_the_same_in_3_0() {
    let [old, new] = ["2.0", "of-2.0"]
        .map(|name| fs::read_to_string(format!("tests/changes/spelled/{name}.yaml")).unwrap());
    let old = read(&old, &Pins::new()).unwrap();
    let new = read(&new, &version::names(&old.0.krate)).unwrap();
    let there = version::compare(&old.version(), &new.version());
    let back = version::compare(&new.version(), &old.version());
    assert!(there.is_empty() && back.is_empty(), "{}\n{}", there.to_text(), back.to_text());
}
