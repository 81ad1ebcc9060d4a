//! What a `$ref` says: which file, and where in it.

use crate::diagnostic::{closest, Pointer};
use crate::document::place::Place;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// The keywords whose values are data, in which nothing is an anchor.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// The text of a `$ref`, taken apart.
#[derive(Clone, Copy)]
pub struct Reference<'a> {
    /// The path of a file as it is written, or nothing for the file in which the reference stands.
    pub path: &'a str,
    fragment: &'a str,
}

impl<'a> Reference<'a> {
    pub fn new(text: &'a str) -> Self {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        // Strictly a member without a name; whoever writes it behind a file means all of the file.
        let is_whole = fragment == "/" && !path.is_empty();
        Self { path, fragment: if is_whole { "" } else { fragment } }
    }

    /// Returns the pointer in the file, unless the fragment is something else.
    pub fn pointer(&self) -> Option<Pointer> {
        Pointer::of_fragment(self.fragment)
    }

    /// Returns what follows `#` as the name of an `$anchor`.
    pub fn anchor(&self) -> Cow<'a, str> {
        percent_decode_str(self.fragment).decode_utf8_lossy()
    }

    /// Returns the path without percent-encoding, and as it is written: somebody's file may be called so.
    pub fn spellings(&self) -> impl Iterator<Item = String> + 'a {
        let decoded = percent_decode_str(self.path).decode_utf8().ok().filter(|decoded| decoded != self.path);
        decoded.map(Cow::into_owned).into_iter().chain(std::iter::once(self.path.to_owned()))
    }

    /// Returns the reference as a relative one, if it leads to the address that a file gives itself (`$self`, `$id`), or
    /// to one beside it: what has addresses there is taken to be here with the same paths.
    pub fn below(&self, file: &Value) -> Option<Self> {
        let own = ["$self", "$id"].iter().find_map(|key| file.get(*key)?.as_str())?;
        let own = Reference::new(own).path;
        if self.path == own {
            return Some(Self { path: "", ..*self });
        }
        let (folder, _) = own.rsplit_once('/').filter(|(folder, _)| !folder.ends_with('/'))?;
        let path = self.path.strip_prefix(folder)?.strip_prefix('/')?;
        Some(Self { path, ..*self })
    }

    /// Whether the path starts with a scheme or a host, such as `https:`.
    pub fn is_remote(&self) -> bool {
        let scheme = self.path.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        scheme.is_some() || self.path.starts_with("//")
    }
}

/// Returns the `$ref` of an object that has one.
pub fn of(members: &Map<String, Value>) -> Option<&str> {
    members.get("$ref").and_then(Value::as_str)
}

/// Returns the `$ref` of a value that is nothing else.
pub fn alone(value: &Value) -> Option<&str> {
    value.as_object().filter(|members| members.len() == 1).and_then(of)
}

/// Where following a pointer ends.
pub enum Step<'a> {
    /// At a value.
    Here,
    /// At a `$ref`, with tokens that are left.
    Reference(&'a str, Vec<String>),
    /// At nothing.
    Nothing,
}

/// Follows a pointer until it ends or meets a reference.
pub fn follow<'a>(root: &'a Value, at: &Pointer) -> Step<'a> {
    let mut value = root;
    let mut tokens = at.tokens();
    while let Some(token) = tokens.next() {
        match child(value, &token) {
            Some(child) => value = child,
            None => {
                let reference = value.as_object().and_then(of);
                return reference.map_or(Step::Nothing, |reference| {
                    Step::Reference(reference, std::iter::once(token).chain(tokens).collect())
                });
            }
        }
    }
    alone(value).map_or(Step::Here, |reference| Step::Reference(reference, Vec::new()))
}

/// Returns the places of the schemas that have an `$anchor`, each name once.
pub fn anchors(root: &Value) -> HashMap<String, Pointer> {
    let mut anchors = HashMap::new();
    collect_anchors(root, &Place::root(), &mut anchors);
    anchors
}

fn collect_anchors(value: &Value, at: &Place<'_>, anchors: &mut HashMap<String, Pointer>) {
    match value {
        Value::Object(members) => {
            let names =
                ["$anchor", "$dynamicAnchor"].into_iter().filter_map(|key| members.get(key)?.as_str());
            for name in names {
                anchors.entry(name.to_owned()).or_insert_with(|| at.pointer());
            }
            for (key, value) in members.iter().filter(|(key, _)| !DATA.contains(&key.as_str())) {
                collect_anchors(value, &at.key(key), anchors);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                collect_anchors(value, &at.index(index), anchors);
            }
        }
        _ => {}
    }
}

fn child<'a>(value: &'a Value, token: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Returns what stands at a pointer without following anything.
pub fn at<'a>(root: &'a Value, at: &Pointer) -> Option<&'a Value> {
    at.tokens().try_fold(root, |value, token| child(value, &token))
}

/// Returns what to say of a pointer to nothing: what stands beside it under a name like its last.
pub fn help(root: &Value, to: &Pointer) -> Option<String> {
    let names = at(root, &to.parent()?)?.as_object()?.keys();
    let near = closest(&to.last()?, names.map(String::as_str))?;
    Some(format!("there is `{near}` at that place"))
}
