//! Every place of a document where text may stand, with every text that breaks out of something.
//!
//! A maximal document has a word of its own in every place; a payload replaces the word wherever it stands, a reference
//! to it included. The files must be as harmless as those of the benign document, and of the same shape; where the text
//! is prose, their code must be the same to the byte.

use super::oracle::{self, Made, Shape};
use super::payloads::payloads;
use openapi_bindgen::rust::Pins;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{catch_unwind, AssertUnwindSafe};

/// The maximal documents, each as layers that are laid over one another: a version is the one before with more.
pub const MAXIMAL: &[&[&str]] = &[
    &[OPENAPI_3_0],
    &[OPENAPI_3_0, OPENAPI_3_1],
    &[OPENAPI_3_0, OPENAPI_3_1, OPENAPI_3_2],
    &[include_str!("maximal_2_0.yaml")],
];
const OPENAPI_3_0: &str = include_str!("maximal_3_0.yaml");
const OPENAPI_3_1: &str = include_str!("maximal_3_1.yaml");
const OPENAPI_3_2: &str = include_str!("maximal_3_2.yaml");

/// Keys whose text is prose or for other tools: no code may depend on it.
const PROSE: &[&str] = &[
    "description",
    "summary",
    "title",
    "termsOfService",
    "email",
    "example",
    "pattern",
    "value",
    "namespace",
    "prefix",
    "bearerFormat",
    "operationRef",
];

/// Prose that names something: the variants of `Server` are named after the descriptions.
const NAMING: &[&str] = &["servers"];

/// A document whose texts are words.
pub struct Twin {
    value: Value,
    /// The words, each with whether it is prose wherever it stands.
    words: BTreeMap<String, bool>,
    shape: Shape,
    code: String,
}

impl Twin {
    pub fn new(layers: &[&str]) -> Self {
        let value = maximal(layers);
        let mut words = BTreeMap::new();
        find_words(&value, false, &mut words);
        let made = run(&value);
        let tree = made.tree.unwrap_or_else(|| panic!("{}", made.diagnostics));
        let shape = oracle::inspect(&tree).unwrap_or_else(|broken| panic!("{broken}"));
        Self { value, words, shape, code: oracle::code(&tree) }
    }

    /// Returns the words in parts of at most so many. Two places never have one payload, or two keys of one object would
    /// be one: where there are more words than payloads, the others stay as they are meanwhile.
    pub fn chunks(&self, size: usize) -> Vec<Vec<&str>> {
        let words: Vec<&str> = self.words.keys().map(String::as_str).collect();
        words.chunks(size).map(<[_]>::to_vec).collect()
    }

    /// Returns the document with payloads instead of words.
    pub fn with(&self, payloads: &BTreeMap<&str, &str>) -> Value {
        replaced(&self.value, payloads, false)
    }
}

/// Lays the layers over one another: objects are merged, lists are longer, and any other value is replaced.
pub fn maximal(layers: &[&str]) -> Value {
    let mut document = Value::Null;
    for layer in layers {
        lay(&mut document, serde_yaml::from_str(layer).unwrap());
    }
    document
}

fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(under), Value::Array(over)) => under.extend(over),
        (under, over) => *under = over,
    }
}

fn run(value: &Value) -> Made {
    oracle::make("hostile.json", value.to_string().as_bytes(), &Pins::default())
}

/// Finds the words in keys and values.
fn find_words(value: &Value, is_prose: bool, words: &mut BTreeMap<String, bool>) {
    match value {
        Value::String(text) => each_word(text, |word| note(words, word, is_prose)),
        Value::Array(items) => items.iter().for_each(|item| find_words(item, is_prose, words)),
        Value::Object(members) => {
            for (key, value) in members {
                each_word(key, |word| note(words, word, is_prose));
                let key = key.as_str();
                let is_prose = is_prose || PROSE.contains(&key);
                if NAMING.contains(&key) {
                    let mut naming = BTreeMap::new();
                    find_words(value, false, &mut naming);
                    words.extend(naming.into_keys().map(|word| (word, false)));
                } else {
                    find_words(value, is_prose, words);
                }
            }
        }
        _ => {}
    }
}

fn note(words: &mut BTreeMap<String, bool>, word: &str, is_prose: bool) {
    words.entry(word.to_owned()).and_modify(|known| *known &= is_prose).or_insert(is_prose);
}

fn each_word(text: &str, mut found: impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find("zq") {
        let (word, after) = split_word(&rest[start..]);
        found(word);
        rest = after;
    }
}

fn split_word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len()))
}

/// Replaces words in keys and values; in a `$ref` and a mapping to one the payload is escaped.
fn replaced(value: &Value, payloads: &BTreeMap<&str, &str>, is_reference: bool) -> Value {
    match value {
        Value::String(text) => {
            Value::String(replaced_text(text, payloads, is_reference || text.starts_with("#/")))
        }
        Value::Array(items) => items.iter().map(|item| replaced(item, payloads, is_reference)).collect(),
        Value::Object(members) => {
            let mut all = Map::new();
            for (key, value) in members {
                let value = replaced(value, payloads, key == "$ref");
                all.insert(replaced_text(key, payloads, false), value);
            }
            Value::Object(all)
        }
        other => other.clone(),
    }
}

fn replaced_text(text: &str, payloads: &BTreeMap<&str, &str>, is_reference: bool) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("zq") {
        let (word, after) = split_word(&rest[start..]);
        result.push_str(&rest[..start]);
        match payloads.get(word) {
            Some(payload) if is_reference => {
                let escaped = payload.replace('~', "~0").replace('/', "~1");
                result.push_str(
                    &percent_encoding::utf8_percent_encode(&escaped, percent_encoding::NON_ALPHANUMERIC)
                        .to_string(),
                );
            }
            Some(payload) => result.push_str(payload),
            None => result.push_str(word),
        }
        rest = after;
    }
    result + rest
}

/// Returns what is wrong with the files of a document in which the payloads stand.
fn broken(twin: &Twin, payloads: &BTreeMap<&str, &str>) -> Option<String> {
    let value = twin.with(payloads);
    let Ok(made) = catch_unwind(AssertUnwindSafe(|| run(&value))) else {
        return Some("it panics".to_owned());
    };
    let Some(tree) = made.tree else {
        return Some(format!("it is refused:\n{}", made.diagnostics));
    };
    match oracle::inspect(&tree) {
        Err(broken) => return Some(broken),
        Ok(shape) if shape != twin.shape => {
            return Some(format!("the shape differs: {}", difference(&twin.shape, &shape)))
        }
        Ok(_) => {}
    }
    let prose = payloads.keys().all(|word| twin.words.get(*word) == Some(&true));
    (prose && oracle::code(&tree) != twin.code).then(|| "prose has changed the code".to_owned())
}

fn difference(expected: &Shape, shape: &Shape) -> String {
    let folders: BTreeSet<&String> = expected.keys().chain(shape.keys()).collect();
    let differs = folders.into_iter().filter(|folder| expected.get(*folder) != shape.get(*folder));
    let lines = |files: Option<&Vec<String>>, others: Option<&Vec<String>>| -> Vec<String> {
        let others = others.cloned().unwrap_or_default();
        files.into_iter().flatten().filter(|file| !others.contains(file)).cloned().collect()
    };
    differs
        .map(|folder| {
            let (one, other) = (expected.get(folder), shape.get(folder));
            format!("\n{folder}: {:?} has become {:?}", lines(one, other), lines(other, one))
        })
        .collect()
}

/// Returns the few payloads of many that break something together: chunks without which it is broken are left out.
fn culprits(twin: &Twin, payloads: &BTreeMap<&str, &str>) -> String {
    let mut suspects = payloads.clone();
    let mut size = suspects.len().div_ceil(2);
    loop {
        let words: Vec<&str> = suspects.keys().copied().collect();
        for chunk in words.chunks(size) {
            let mut fewer = suspects.clone();
            fewer.retain(|word, _| !chunk.contains(word));
            if broken(twin, &fewer).is_some() {
                suspects = fewer;
            }
        }
        if size == 1 {
            break;
        }
        size = size.min(suspects.len()).div_ceil(2);
    }
    let shown: Vec<String> =
        suspects.iter().map(|(word, payload)| format!("{payload:.60} for {word}")).collect();
    format!("{shown:?}: {}", broken(twin, &suspects).unwrap_or_default())
}

/// Puts another payload into every place at once, so that as many rounds as there are payloads try all pairs.
fn rounds(rounds: impl Fn(usize) -> Vec<usize>) {
    let payloads = payloads();
    let mut failures = Vec::new();
    for layers in MAXIMAL {
        let twin = Twin::new(layers);
        for words in twin.chunks(payloads.len()) {
            for round in rounds(payloads.len()) {
                let all = assigned(&words, &payloads, round);
                if broken(&twin, &all).is_some() {
                    let found = culprits(&twin, &all);
                    eprintln!("{found}");
                    failures.push(found);
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} rounds are broken:\n{}", failures.len(), failures.join("\n\n"));
}

/// Gives each word another payload in each round.
pub fn assigned<'t>(words: &[&'t str], payloads: &'t [String], round: usize) -> BTreeMap<&'t str, &'t str> {
    let payload = |index: usize| payloads[(index + round) % payloads.len()].as_str();
    let all = words.iter().enumerate().map(|(index, word)| (*word, payload(index)));
    all.filter(|(word, payload)| !has_meaning(word, payload)).collect()
}

/// Whether a text has a meaning of its own in the specification, so that the shape rightly differs.
fn has_meaning(word: &str, payload: &str) -> bool {
    match word {
        // OAS 3.0.3, Parameter Object: such parameters are ignored.
        "zqHeader" => ["Content-Type", "Authorization"].contains(&payload),
        // OAS 3.0.3, Response Object: nor is such a header one.
        "zqResponseHeader" | "zqReferredHeader" => payload.eq_ignore_ascii_case("content-type"),
        // A discriminator without a property tells nothing.
        "zqKind" => payload.is_empty(),
        // A relative URL is no server to choose, an absolute one is; `/` is what there is without any server.
        "zqWholeServer" => payload.contains("://") || payload == "/",
        // Without one there is nothing to ask for tokens, and no scope is none to ask for.
        "zqTokenUrl" | "zqScope" => payload.is_empty(),
        // Media types are asked for, and what is none is not.
        "zqAnswerType" | "zqMediaType" | "zqExampleType" => {
            ["application/", "text/", "multipart/"].iter().any(|start| payload.starts_with(start))
        }
        "zqRangeType" => {
            payload.is_empty() || !payload.chars().all(|c| c.is_ascii_alphanumeric() || "-._+".contains(c))
        }
        _ => false,
    }
}

#[test]
fn text_of_a_document_is_never_code() {
    rounds(|all| (0..all).step_by(31).collect());
}

#[test]
#[ignore = "takes minutes; it tries every text in every place"]
fn no_text_in_any_place_is_code() {
    rounds(|all| (0..all).collect());
}

#[test]
fn prose_changes_nothing_but_documentation() {
    let payloads = payloads();
    for layers in MAXIMAL {
        let twin = Twin::new(layers);
        let prose: Vec<&str> =
            twin.words.iter().filter(|(_, prose)| **prose).map(|(word, _)| word.as_str()).collect();
        assert!(prose.len() > 50);
        for round in (0..payloads.len()).step_by(29) {
            let all: BTreeMap<&str, &str> = prose
                .iter()
                .enumerate()
                .map(|(index, word)| (*word, payloads[(index * 7 + round) % payloads.len()].as_str()))
                .collect();
            assert!(broken(&twin, &all).is_none(), "{}", culprits(&twin, &all));
        }
    }
}

/// Every text that is no word of its own but a keyword, a number or a name that the specification knows.
#[test]
fn text_in_the_place_of_a_keyword_is_never_code() {
    replace_keywords(11, 240);
}

#[test]
#[ignore = "takes minutes; it tries every eighth text in every place, and every text in each of eight places that follow"]
fn no_text_in_the_place_of_any_keyword_is_code() {
    replace_keywords(1, 8);
}

/// Replaces one value or key at a time by some of the payloads; the document may be refused, with a reason.
///
/// Of the places every `step`th is tried, and in each every `stride`th payload, from another one on than in the place before:
/// a run of the pipeline for each pair of place and payload would take hours.
fn replace_keywords(step: usize, stride: usize) {
    let payloads = payloads();
    for layers in MAXIMAL {
        let document = maximal(layers);
        // What a layer lies on has been tried without it.
        let earlier =
            layers.split_last().map(|(_, under)| places(&maximal(under), is_keyword)).unwrap_or_default();
        let mut places = places(&document, is_keyword);
        places.retain(|place| !earlier.contains(place));
        assert!(places.len() > 100, "{}", places.len());
        for (index, place) in places.iter().enumerate().step_by(step) {
            for payload in payloads.iter().skip(index % stride).step_by(stride) {
                let mut hostile = document.clone();
                place.put(&mut hostile, payload);
                let broken = catch_unwind(AssertUnwindSafe(|| run(&hostile)))
                    .map_err(|_| "it panics".to_owned())
                    .and_then(|made| made.tree.map_or(Ok(()), |tree| oracle::inspect(&tree).map(|_| ())));
                assert_eq!(broken, Ok(()), "{payload:?} at {} {:?}", place.at, place.key);
            }
        }
    }
}

/// Where a text stands that is not a word of its own.
#[derive(PartialEq)]
pub struct Place {
    /// The pointer to the value, or to the object that has the key.
    pub at: String,
    pub key: Option<String>,
}

impl Place {
    pub fn put(&self, document: &mut Value, payload: &str) {
        let Some(value) = document.pointer_mut(&self.at) else { return };
        match (&self.key, value) {
            (Some(key), Value::Object(members)) => {
                *members = std::mem::take(members)
                    .into_iter()
                    .map(|(name, value)| (if name == *key { payload.to_owned() } else { name }, value))
                    .collect();
            }
            (_, value) => *value = Value::String(payload.to_owned()),
        }
    }
}

/// Whether a text is no word of its own.
fn is_keyword(text: &str) -> bool {
    !text.contains("zq")
}

/// Returns the places of the keys and values that are meant.
pub fn places(document: &Value, is_meant: fn(&str) -> bool) -> Vec<Place> {
    let mut places = Vec::new();
    let mut todo = vec![(String::new(), document)];
    while let Some((at, value)) = todo.pop() {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if is_meant(key) {
                        places.push(Place { at: at.clone(), key: Some(key.clone()) });
                    }
                    todo.push((format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), value));
                }
            }
            Value::Array(items) => {
                todo.extend(items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)));
            }
            Value::String(text) if !is_meant(text) => {}
            _ => places.push(Place { at, key: None }),
        }
    }
    places
}

#[test]
fn half_a_surrogate_pair_is_refused_or_replaced() {
    for escape in ["\\ud800", "\\udc00", "\\ud800\\u0041", "\\udbff\\udbff"] {
        let document =
            format!(r#"{{"openapi":"3.0.3","info":{{"title":"{escape}","version":"1"}},"paths":{{}}}}"#);
        for name in ["hostile.json", "hostile.yaml"] {
            let made = oracle::make(name, document.as_bytes(), &Pins::default());
            match made.tree {
                Some(tree) => assert!(oracle::inspect(&tree).is_ok()),
                None => assert!(made.diagnostics.contains(name), "{}", made.diagnostics),
            }
        }
    }
}
