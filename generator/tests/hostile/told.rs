//! What shows is told: where a text, number or switch of a maximal document is another one, or is not there, and the files of
//! the bindings differ, the report of the change says something.

use super::injection::{maximal, MAXIMAL};
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Layout, Tree};
use openapi_bindgen::version::{self, Version};
use openapi_bindgen::{generate, understand_other, Meaning};
use serde_json::{json, Value};

/// Of so many places one is tried each time.
const SAMPLE: usize = 40;

/// A document and its bindings.
struct Side {
    meaning: Meaning,
    sources: Sources,
    tree: Tree,
}

impl Side {
    /// Makes them; `None` for a document that is refused.
    fn of(document: &Value, pins: &Pins) -> Option<Self> {
        let input = Input::Bytes("document.json".to_owned(), document.to_string().into_bytes());
        let (mut sources, mut sink, config) = (Sources::default(), Sink::default(), Config::default());
        let made = generate(&input, &config, pins, &mut sources, &mut sink)?;
        let tree =
            vendor::render(&made.krate, Layout::Module, &made.needs.of_module(&config.client)).unwrap();
        let (mut sources, mut again) = (Sources::default(), Sink::default());
        let meaning = understand_other(&input, &config, pins, &mut sources, &mut again)?;
        (!sink.has_errors()).then_some(Self { meaning, sources, tree })
    }

    fn version(&self) -> Version<'_> {
        Version { api: &self.meaning.api, krate: &self.meaning.krate, sources: &self.sources }
    }

    /// Returns the files that are made of the document, with their texts.
    fn files(&self) -> Vec<(&str, &str)> {
        self.tree
            .iter()
            .filter(|(path, _)| *path != "bindings.lock" && !path.starts_with("support/"))
            .collect()
    }
}

/// Returns the pointers of everything that has no members.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(key, it)| (key.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => return found.push(at.to_owned()),
    };
    for (key, member) in members {
        leaves(member, &format!("{at}/{key}"), found);
    }
}

/// Returns the document with another value at a place, and without any.
fn edits(document: &Value, at: &str) -> Vec<Value> {
    let other = match document.pointer(at) {
        Some(Value::Bool(value)) => Some(json!(!value)),
        Some(Value::Number(value)) => value.as_i64().map(|value| json!(value + 1)),
        Some(Value::String(text)) => Some(json!(format!("{text}x"))),
        _ => None,
    };
    let mut edits = Vec::new();
    if let Some(other) = other {
        let mut edited = document.clone();
        *edited.pointer_mut(at).unwrap() = other;
        edits.push(edited);
    }
    let mut edited = document.clone();
    let (parent, key) = at.rsplit_once('/').unwrap();
    match edited.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
        _ => return edits,
    }
    edits.push(edited);
    edits
}

/// Tries one of so many places.
fn check(sample: usize) {
    let mut untold = Vec::new();
    let mut shown = 0;
    for layers in [MAXIMAL[2], MAXIMAL[3]] {
        let document = maximal(layers);
        let old = Side::of(&document, &Pins::new()).unwrap();
        let pins = version::names(&old.meaning.krate);
        let mut places = Vec::new();
        leaves(&document, "", &mut places);
        for at in places.iter().step_by(sample) {
            for edited in edits(&document, at) {
                let Some(new) = Side::of(&edited, &pins) else { continue };
                if new.files() == old.files() {
                    continue;
                }
                shown += 1;
                if version::compare(&old.version(), &new.version()).is_empty() {
                    untold.push(at.clone());
                }
            }
        }
    }
    assert!(untold.is_empty() && shown > 10, "of {shown}: {untold:#?}");
}

#[test]
fn what_shows_in_the_files_is_told() {
    check(SAMPLE);
}

#[test]
#[ignore = "takes minutes"]
fn all_that_shows_in_the_files_is_told() {
    check(1);
}
