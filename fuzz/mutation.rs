//! Bytes → a document: choices among the seeds and among what can happen to a value.

use crate::payloads::payloads;
use openapi_bindgen::diagnostic::{Sink, Source, Syntax};
use openapi_bindgen::document;
use serde_json::{json, Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The largest text of a seed; larger ones are slow and have nothing that small ones have not.
const MAX_SEED: u64 = 60_000;
/// The most values that a document has before it is mutated once more.
const MAX_VALUES: usize = 20_000;
const MAX_MUTATIONS: usize = 12;

static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut seeds = Vec::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/accept")), &mut seeds);
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../generator/tests/hostile")), &mut seeds);
    if let Some(folder) = std::env::var_os("OPENAPI_SEEDS") {
        collect(Path::new(&folder), &mut seeds);
    }
    assert!(!seeds.is_empty(), "no documents to begin with");
    seeds
});

static PAYLOADS: LazyLock<Vec<String>> = LazyLock::new(payloads);

/// Reads the documents of a folder in the order of their paths.
fn collect(folder: &Path, seeds: &mut Vec<Value>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, seeds);
        } else if fs::metadata(&path).is_ok_and(|it| it.len() <= MAX_SEED) {
            let syntax = match path.extension().and_then(|it| it.to_str()) {
                Some("yaml" | "yml") if !path.to_string_lossy().ends_with(".bindings.yaml") => Syntax::Yaml,
                Some("json") => Syntax::Json,
                _ => continue,
            };
            let text = fs::read_to_string(&path).unwrap_or_default();
            seeds.extend(document::parse(&text, syntax, Source::Document, &mut Sink::default()));
        }
    }
}

/// What the bytes choose; without end, because nothing more is chosen as zero.
struct Choices<'b>(&'b [u8]);

impl Choices<'_> {
    /// Chooses one of so many.
    fn below(&mut self, count: usize) -> usize {
        let width = if count > 256 { 2 } else { 1 };
        let mut number = 0;
        for _ in 0..width {
            let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
            number = number << 8 | usize::from(*first);
            self.0 = rest;
        }
        number % count.max(1)
    }

    fn payload(&mut self) -> String {
        PAYLOADS[self.below(PAYLOADS.len())].clone()
    }
}

/// Makes a document of the bytes.
pub fn document(bytes: &[u8]) -> Value {
    let mut choices = Choices(bytes);
    let mut document = SEEDS[choices.below(SEEDS.len())].clone();
    for _ in 0..MAX_MUTATIONS {
        let pointers = pointers(&document);
        if choices.0.is_empty() || pointers.len() > MAX_VALUES {
            break;
        }
        let at = pointers[choices.below(pointers.len())].clone();
        mutate(&mut document, &pointers, &at, &mut choices);
    }
    document
}

/// Returns the pointers of all values.
fn pointers(document: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut next = 0;
    while let Some(at) = all.get(next).cloned() {
        match document.pointer(&at) {
            Some(Value::Array(items)) => all.extend((0..items.len()).map(|index| format!("{at}/{index}"))),
            Some(Value::Object(members)) => {
                let keys = members.keys().map(|key| key.replace('~', "~0").replace('/', "~1"));
                all.extend(keys.map(|key| format!("{at}/{key}")));
            }
            _ => {}
        }
        next += 1;
    }
    all
}

/// Changes the value at a pointer.
fn mutate(document: &mut Value, pointers: &[String], at: &str, choices: &mut Choices<'_>) {
    let other = pointers[choices.below(pointers.len())].clone();
    let kind = choices.below(12);
    let found = document.pointer(&other).cloned().unwrap_or_default();
    let Some(value) = document.pointer_mut(at) else { return };
    match kind {
        0 => *value = found,
        1 => delete(document, at),
        2 => duplicate(value, choices),
        3 => splice(value, choices),
        4 => rename(value, choices),
        5 => *value = scalar(choices),
        6 => *value = json!({ "$ref": format!("#{other}") }),
        7 => nest(value, choices),
        8 => {
            let old = std::mem::replace(value, found);
            if let Some(place) = document.pointer_mut(&other) {
                *place = old;
            }
        }
        9 => insert(value, choices.payload(), found),
        10 => {
            let seed = &SEEDS[choices.below(SEEDS.len())];
            let all = self::pointers(seed);
            *value = seed.pointer(&all[choices.below(all.len())]).cloned().unwrap_or_default();
        }
        _ => keyword(value, found, choices),
    }
}

fn delete(document: &mut Value, at: &str) {
    let Some((parent, key)) = at.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Array(items)) => {
            let index = key.parse().unwrap_or(usize::MAX);
            if index < items.len() {
                items.remove(index);
            }
        }
        Some(Value::Object(members)) => {
            members.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        _ => {}
    }
}

fn duplicate(value: &mut Value, choices: &mut Choices<'_>) {
    match value {
        Value::Array(items) if !items.is_empty() => items.push(items[choices.below(items.len())].clone()),
        Value::Object(members) if !members.is_empty() => {
            let copy = members.values().nth(choices.below(members.len())).cloned().unwrap_or_default();
            members.insert(choices.payload(), copy);
        }
        _ => {}
    }
}

fn splice(value: &mut Value, choices: &mut Choices<'_>) {
    let payload = choices.payload();
    *value = match value {
        Value::String(text) if choices.below(2) == 0 => {
            let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            Value::String(format!("{}{payload}{}", &text[..middle], &text[middle..]))
        }
        _ => Value::String(payload),
    };
}

fn rename(value: &mut Value, choices: &mut Choices<'_>) {
    if let Value::Object(members) = value {
        let index = choices.below(members.len());
        let payload = choices.payload();
        let renamed = std::mem::take(members).into_iter().enumerate();
        *members = renamed
            .map(|(at, (key, value))| (if at == index { payload.clone() } else { key }, value))
            .collect::<Map<_, _>>();
    }
}

fn insert(value: &mut Value, key: String, inserted: Value) {
    match value {
        Value::Array(items) => items.push(inserted),
        Value::Object(members) => {
            members.insert(key, inserted);
        }
        _ => {}
    }
}

fn scalar(choices: &mut Choices<'_>) -> Value {
    let all = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!({ "": "" }),
        json!("object"),
        json!("array"),
        json!("string"),
        json!("integer"),
        json!("default"),
        json!(["null", "string"]),
    ];
    all[choices.below(all.len())].clone()
}

fn nest(value: &mut Value, choices: &mut Choices<'_>) {
    let inner = value.take();
    let also = json!({ "type": "object", "properties": { "inner": inner } });
    *value = match choices.below(11) {
        0 => json!({ "allOf": [inner] }),
        1 => json!({ "oneOf": [inner, { "type": "null" }] }),
        2 => json!({ "anyOf": [also, inner] }),
        3 => json!({ "type": "array", "items": inner }),
        4 => also,
        5 => json!({ "type": "object", "additionalProperties": inner }),
        6 => json!({ "not": inner }),
        7 => json!({ "schema": inner }),
        8 => json!([inner]),
        9 => json!({ "allOf": [also, inner], "required": ["inner"] }),
        _ => json!({ "oneOf": [also, inner], "discriminator": { "propertyName": "inner" } }),
    };
}

/// Gives an object a keyword that means something in many places.
fn keyword(value: &mut Value, found: Value, choices: &mut Choices<'_>) {
    const KEYWORDS: &[&str] = &[
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "content",
        "default",
        "deprecated",
        "description",
        "discriminator",
        "enum",
        "example",
        "examples",
        "explode",
        "format",
        "headers",
        "in",
        "items",
        "mapping",
        "name",
        "not",
        "nullable",
        "oneOf",
        "operationId",
        "parameters",
        "pattern",
        "properties",
        "propertyName",
        "readOnly",
        "required",
        "responses",
        "schema",
        "security",
        "servers",
        "style",
        "tags",
        "title",
        "type",
        "url",
        "variables",
        "writeOnly",
        "get",
        "post",
        "requestBody",
        "components",
        "$defs",
        "prefixItems",
        "patternProperties",
        "if",
        "then",
        "minimum",
        "maximum",
        "multipleOf",
        "maxLength",
        "webhooks",
        "openapi",
        "swagger",
        "definitions",
        "x-nullable",
        "x-bindgen-siblings",
        "unevaluatedProperties",
        "dependentSchemas",
        "contentEncoding",
        "itemSchema",
        "query",
        "additionalOperations",
        "$self",
        "$id",
        "$anchor",
        "$dynamicRef",
    ];
    let key = KEYWORDS[choices.below(KEYWORDS.len())].to_owned();
    match value {
        Value::Object(members) => {
            members.insert(key, found);
        }
        _ => *value = json!({ key: found }),
    }
}
