//! The tables: what each row says, and the documents that are made of it.

use serde_json::{json, Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a row says.
pub struct Row {
    /// The rules that it shows.
    pub rules: Vec<String>,
    pub says: String,
    /// Each pair of documents with the rules that must report it.
    pub pairs: Vec<(&'static str, Value, Value, BTreeSet<String>)>,
    /// The configurations.
    pub configs: [Option<String>; 2],
    /// Why the way back is no change, if it is none.
    pub back: Option<String>,
}

impl Row {
    /// The configurations for the way back.
    pub fn back(&self) -> [Option<&String>; 2] {
        [self.configs[1].as_ref(), self.configs[0].as_ref()]
    }
}

fn tables(folder: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(Path::new("tests/changes").join(folder)).unwrap();
    let mut all: Vec<_> = all.map(|file| file.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    all.sort();
    all
}

fn rows(path: &Path, of: fn(&Value, &Value) -> Row) -> Vec<Row> {
    let table: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let base = table.get("document").cloned().unwrap_or_default();
    table["rows"].as_array().unwrap().iter().map(|row| of(row, &base)).collect()
}

fn codes(value: &Value) -> BTreeSet<String> {
    value.as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn configs(row: &Value) -> [Option<String>; 2] {
    ["config old", "config"].map(|key| {
        let config = row.get(key).or(row.get("config"));
        config.map(|config| serde_yaml::to_string(config).unwrap())
    })
}

fn document_row(row: &Value, base: &Value) -> Row {
    let put = |key: &str| {
        let mut document = base.clone();
        let at = row["at"].as_str().unwrap();
        match row.get(key) {
            Some(value) if at.is_empty() => document = value.clone(),
            Some(value) => insert(&mut document, at, value.clone()),
            None => remove(&mut document, at),
        }
        document
    };
    let expected = codes(&row["expect"]);
    Row {
        rules: codes(row.get("rule").unwrap_or(&row["expect"])).into_iter().collect(),
        says: row["says"].as_str().unwrap().to_owned(),
        pairs: vec![("", put("old"), put("new"), expected)],
        configs: configs(row),
        back: row["back"].as_str().map(str::to_owned),
    }
}

fn insert(document: &mut Value, at: &str, value: Value) {
    let (parent, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let parent = parent.split('/').skip(1).fold(document, |node, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match node {
            Value::Array(items) => &mut items[token.parse::<usize>().unwrap()],
            node => node.as_object_mut().unwrap().entry(token).or_insert_with(|| Value::Object(Map::new())),
        }
    });
    match parent {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => drop(parent.as_object_mut().unwrap().insert(key, value)),
    }
}

fn remove(document: &mut Value, at: &str) {
    let (parent, key) = at.rsplit_once('/').unwrap();
    if let Some(Value::Object(parent)) = document.pointer_mut(parent) {
        parent.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
    }
}

/// A document in which the schema `Thing` is sent, received or both. `others` are the schemas beside it.
fn with_schema(schema: &Value, others: &Value, sent: bool, received: bool) -> Value {
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } });
    let ok = json!({ "description": "ok" });
    let mut paths = json!({ "/all": { "get": { "operationId": "list", "responses": { "204": ok } } } });
    if sent {
        let body = json!({ "required": true, "content": content });
        paths["/send"] =
            json!({ "post": { "operationId": "send", "requestBody": body, "responses": { "204": ok } } });
    }
    if received {
        let answer = json!({ "description": "ok", "content": content });
        paths["/get"] = json!({ "get": { "operationId": "receive", "responses": { "200": answer } } });
    }
    let mut schemas = others.as_object().cloned().unwrap_or_default();
    schemas.insert("Thing".to_owned(), schema.clone());
    json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": paths, "components": { "schemas": schemas } })
}

fn schema_row(row: &Value, _: &Value) -> Row {
    let [request, response, both] = ["request", "response", "both"].map(|side| codes(&row[side]));
    // `beside` are schemas of both documents, `beside old` and `beside new` those of one.
    let beside = |which: &str| {
        let mut all = row["beside"].as_object().cloned().unwrap_or_default();
        all.extend(row[format!("beside {which}").as_str()].as_object().cloned().unwrap_or_default());
        Value::Object(all)
    };
    let (old, new) = (beside("old"), beside("new"));
    let pair = |side, sent, received, expected| {
        let old = with_schema(&row["old"], &old, sent, received);
        (side, old, with_schema(&row["new"], &new, sent, received), expected)
    };
    let all = request.iter().chain(&response).chain(&both).cloned().collect::<BTreeSet<_>>();
    Row {
        rules: codes(row.get("rule").unwrap_or(&Value::Null)).into_iter().chain(all).collect(),
        says: row["says"].as_str().unwrap().to_owned(),
        pairs: vec![
            ("in a request", true, false, request),
            ("in a response", false, true, response),
            ("in both", true, true, both),
        ]
        .into_iter()
        .map(|(side, sent, received, expected)| pair(side, sent, received, expected))
        .collect(),
        configs: configs(row),
        back: row["back"].as_str().map(str::to_owned),
    }
}

/// Every row, with the path of its table.
pub fn all_rows() -> Vec<(PathBuf, Vec<Row>)> {
    let documents = tables("documents").into_iter().map(|path| (path.clone(), rows(&path, document_row)));
    let schemas = tables("schemas").into_iter().map(|path| (path.clone(), rows(&path, schema_row)));
    documents.chain(schemas).collect()
}
