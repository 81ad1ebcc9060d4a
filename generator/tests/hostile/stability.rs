//! A neighbour's arrival renames nothing, whatever it is called and wherever it comes to stand.
//!
//! A document grows by random steps, among them many of names that are one name in Rust. Half way its names are pinned as the
//! next run would find them on the disk; at the end all of them must be the same. A failure is shown with the fewest steps
//! that still fail.

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::tokens;
use openapi_bindgen::vendor::{self, Layout, Tree};
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;

const CASES: u64 = 40;
const STEPS: usize = 14;

/// Names that are few names in Rust.
pub const NAMES: &[&str] = &[
    "a-b", "a_b", "aB", "A B", "AB", "ab", "type", "Type", "self", "1", "-1", "+1", "", "é", "e", "a b 2",
    "ab2",
];

/// Something that a document gets.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    kind: u64,
    /// Which of those that are there.
    owner: usize,
    /// Before which of those that are there.
    place: usize,
    name: &'static str,
    detail: usize,
}

/// A generator of numbers that looks random enough (xorshift64*).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next()).unwrap_or_default() % count.max(1)
    }

    pub fn step(&mut self) -> Step {
        Step {
            kind: self.next() % 10,
            owner: self.below(7),
            place: self.below(5),
            name: NAMES[self.below(NAMES.len())],
            detail: self.below(4),
        }
    }
}

/// Returns the document that the steps add up to.
pub fn document(steps: &[Step]) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Growing", "version": "1" },
        "servers": [],
        "paths": {},
        "components": { "schemas": {}, "securitySchemes": {} }
    });
    steps.iter().for_each(|step| apply(&mut document, step));
    document
}

pub fn apply(document: &mut Value, step: &Step) {
    let name = step.name.to_owned();
    match step.kind {
        0 => insert(
            &mut document["components"]["schemas"],
            step,
            name,
            json!({ "type": "object", "properties": { "base": { "type": "string" } } }),
        ),
        1 | 2 => {
            let schema = schema(step);
            if let Some(properties) = nth(document, "/components/schemas", "properties", step) {
                insert(properties, step, name, schema);
            }
        }
        3 => insert(
            &mut document["components"]["schemas"],
            step,
            name,
            json!({ "type": "string", "enum": ["first"] }),
        ),
        4 => {
            if let Some(values) = nth(document, "/components/schemas", "enum", step) {
                add(values, step, json!(name));
            }
        }
        5 => {
            let path = ["/a-b", "/a_b", "/aB", "/a/b"][step.detail];
            let mut operation = json!({ "parameters": [], "responses": {} });
            if step.owner > 2 {
                operation["operationId"] = json!(name);
            }
            if step.owner > 4 {
                operation["tags"] = json!([name]);
            }
            insert(
                &mut document["paths"],
                step,
                format!("{path}{}", step.owner),
                json!({ "get": operation }),
            );
        }
        6 | 7 => {
            let location = ["query", "query", "header", "cookie"][step.detail];
            let parameter = json!({ "name": name, "in": location, "required": step.kind == 6 && step.owner % 2 == 0, "schema": schema(step) });
            if let Some(operation) = nth(document, "/paths", "get", step) {
                let known = operation["parameters"].as_array().into_iter().flatten();
                if known.clone().all(|known| known["name"] != name || known["in"] != location) {
                    add(&mut operation["parameters"], step, parameter);
                }
            }
        }
        8 => {
            let url = format!("https://{}.example.com/{{v}}", step.owner);
            let known = document["servers"].as_array().into_iter().flatten().any(|known| known["url"] == url);
            if !known {
                let server =
                    json!({ "url": url, "description": name, "variables": { "v": { "default": "1" } } });
                add(&mut document["servers"], step, server);
            }
        }
        _ => {
            if document["components"]["securitySchemes"].get(&name).is_none() {
                let scheme = json!({ "type": "http", "scheme": "bearer" });
                insert(&mut document["components"]["securitySchemes"], step, name.clone(), scheme);
                let required = document["security"].take();
                document["security"] = required.as_array().cloned().unwrap_or_default().into();
                add(&mut document["security"], step, json!({ name: [] }));
            }
        }
    }
}

fn schema(step: &Step) -> Value {
    match step.detail {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "string", "enum": ["on", "off"] }),
        2 => json!({ "type": "array", "items": { "type": "integer" } }),
        _ => json!({ "type": "object", "properties": { "inner": { "type": "string" } } }),
    }
}

/// Returns the member of one of those that have it.
fn nth<'d>(document: &'d mut Value, at: &str, member: &str, step: &Step) -> Option<&'d mut Value> {
    let all = document.pointer_mut(at)?.as_object_mut()?;
    let mut all: Vec<&mut Value> = all.values_mut().filter_map(|value| value.get_mut(member)).collect();
    let index = step.owner % all.len().max(1);
    (index < all.len()).then(|| all.swap_remove(index))
}

/// Adds a member that is not there, before another.
fn insert(object: &mut Value, step: &Step, name: String, value: Value) {
    let Value::Object(members) = object else { return };
    if members.contains_key(&name) {
        return;
    }
    let mut all: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    all.insert(step.place.min(all.len()), (name, value));
    *members = all.into_iter().collect::<Map<_, _>>();
}

fn add(list: &mut Value, step: &Step, value: Value) {
    if let Value::Array(items) = list {
        if !items.contains(&value) {
            items.insert(step.place.min(items.len()), value);
        }
    }
}

pub fn tree(document: &Value, pins: &Pins) -> (Tree, Pins) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::Bytes("growing.json".to_owned(), document.to_string().into_bytes());
    let bindings = openapi_bindgen::generate(&input, &Config::default(), pins, &mut sources, &mut sink);
    let bindings = bindings.unwrap_or_else(|| panic!("{}\n{document:#}", render(&sink, &sources)));
    let tree = vendor::render(&bindings.krate, Layout::Module, &bindings.needs).unwrap();
    let mut pins = bindings.krate.pins;
    for (key, name) in tokens::remembered(tree.get("api.txt").unwrap_or_default()) {
        pins.entry(key).or_insert(name);
    }
    (tree, pins)
}

/// Returns what `api.txt` says that no neighbour may change: the items, and their names with those on the wire.
fn names(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in tree.get("api.txt").unwrap_or_default().lines() {
        let is_method = line.starts_with("operations::") && line.contains(") -> ");
        let head = line.split(['(', ' ']).next().unwrap_or_default();
        if is_method {
            let wire = line.rsplit(" (").next().unwrap_or_default();
            names.insert(format!("{head} {wire}"));
            let arguments =
                line.split_once('(').and_then(|(_, rest)| rest.split_once(") -> ")).unwrap_or_default().0;
            // Callers give arguments by their positions and never write the names.
            let arguments = arguments.split("), ").filter_map(|argument| argument.split_once(": "));
            names.extend(arguments.map(|(_, argument)| format!("{head} {}", argument.trim_end_matches(')'))));
        } else if line.contains(" (struct") {
            names.insert(head.to_owned());
        } else {
            names.insert(line.to_owned());
        }
    }
    names.retain(|name| !name.ends_with(' '));
    names
}

/// Returns the names that the later steps have changed.
fn renamed(steps: &[Step], early: usize) -> Option<String> {
    let (before, pins) = tree(&document(&steps[..early]), &Pins::new());
    let (after, later) = tree(&document(steps), &pins);
    let lost = pins.iter().filter(|(key, name)| later.get(*key) != Some(*name));
    let lost: Vec<String> =
        lost.map(|(key, name)| format!("{key} was {name} and is {:?}", later.get(key))).collect();
    let known = names(&after);
    let gone: Vec<String> = names(&before).into_iter().filter(|name| !known.contains(name)).collect();
    (!lost.is_empty() || !gone.is_empty())
        .then(|| format!("pins: {lost:#?}\napi.txt lost: {gone:#?}\nof: {known:#?}"))
}

/// Removes steps as long as it still fails.
fn shrunk(mut steps: Vec<Step>, mut early: usize) -> (Vec<Step>, usize) {
    let mut index = 0;
    while index < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(index);
        let fewer_early = if index < early { early - 1 } else { early };
        if renamed(&fewer, fewer_early).is_some() {
            (steps, early) = (fewer, fewer_early);
        } else {
            index += 1;
        }
    }
    (steps, early)
}

fn cases(count: u64) {
    for case in 1..=count {
        let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let steps: Vec<Step> = (0..STEPS * 2).map(|_| random.step()).collect();
        if renamed(&steps, STEPS).is_some() {
            let (steps, early) = shrunk(steps, STEPS);
            let renamed = renamed(&steps, early).unwrap_or_default();
            panic!("case {case}: {early} of these steps, then the others: {steps:#?}\n{renamed}");
        }
    }
}

#[test]
fn a_neighbour_renames_nothing() {
    cases(CASES);
}

#[test]
#[ignore = "takes minutes; it tries a thousand documents"]
fn no_neighbour_renames_anything() {
    cases(1_000);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for case in 1..=8 {
        let mut random = Random(case);
        let steps: Vec<Step> = (0..STEPS * 2).map(|_| random.step()).collect();
        let document = document(&steps);
        let (first, pins) = tree(&document, &Pins::new());
        assert!(first == tree(&document, &Pins::new()).0);
        // With the names of the first run nothing changes either, and the order of the schemas is that of no file.
        let again = tree(&document, &pins).0;
        for (path, text) in first.iter() {
            assert_eq!(Some(text), again.get(path), "{path} depends on whether there are pins");
        }
        let mut turned = document.clone();
        if let Some(schemas) = turned.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
            *schemas = std::mem::take(schemas).into_iter().rev().collect();
        }
        let turned = tree(&turned, &pins).0;
        for (path, text) in first.iter() {
            assert_eq!(Some(text), turned.get(path), "{path} depends on the order of the schemas");
        }
    }
}
