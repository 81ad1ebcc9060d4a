//! References under conditions: what they refer to is put in their place.
//!
//! `normalise` takes the members that `then`, `else` and `dependentSchemas` describe for optional ones of the schema
//! around, and sees no other schema than the one at hand. So `then: { $ref: … }` becomes `then: { allOf: [{ … }] }` before.
//! What leads round in circles or to too much stays a reference, which `normalise` reports.

use super::grammar::Kind;
use super::place::Place;
use crate::diagnostic::Pointer;
use serde_json::{Map, Value};

/// The keywords that hold a branch, and those that hold many by name.
const BRANCHES: [&str; 2] = ["then", "else"];
const DEPENDENT: [&str; 2] = ["dependentSchemas", "dependencies"];
/// The lists of schemas that all count within a branch.
const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// How many references one may pass within a branch.
const MAX_HOPS: usize = 16;
/// How many values may be added to a document.
const MAX_VALUES: usize = 100_000;

/// Puts the schemas that branches refer to in the place of the references.
pub fn resolve(document: &mut Value) {
    if !is_needed(document) {
        return;
    }
    let mut branches = Vec::new();
    find(document, &Place::root(), Kind::Document, &mut branches);
    let mut fill = Fill { document, left: MAX_VALUES, within: Vec::new() };
    let filled: Vec<(Pointer, Value)> = branches
        .into_iter()
        .filter_map(|at| {
            let branch = fill.document.pointer(at.as_str())?;
            Some((at, fill.branch(branch)))
        })
        .collect();
    for (at, filled) in filled {
        if let Some(branch) = document.pointer_mut(at.as_str()) {
            *branch = filled;
        }
    }
}

/// Whether anything looks like a branch with a reference.
fn is_needed(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| {
            let key = key.as_str();
            (BRANCHES.contains(&key) && refers(value))
                || (DEPENDENT.contains(&key) && parts(value).any(refers))
                || is_needed(value)
        }),
        Value::Array(elements) => elements.iter().any(is_needed),
        _ => false,
    }
}

fn parts(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_object().into_iter().flat_map(Map::values)
}

/// Whether a branch takes members from elsewhere.
fn refers(branch: &Value) -> bool {
    let Value::Object(members) = branch else { return false };
    let listed = LISTS.iter().filter_map(|key| members.get(*key)?.as_array()).flatten();
    let nested = BRANCHES.iter().filter_map(|key| members.get(*key));
    members.get("$ref").is_some_and(Value::is_string) || listed.chain(nested).any(refers)
}

/// Finds the outermost branches that refer to something.
fn find(value: &Value, at: &Place<'_>, kind: Kind, branches: &mut Vec<Pointer>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let here = at.key(key);
                match key.as_str() {
                    branch if kind == Kind::Schema && BRANCHES.contains(&branch) && refers(value) => {
                        branches.push(here.pointer());
                    }
                    dependent if kind == Kind::Schema && DEPENDENT.contains(&dependent) => {
                        let refer = value.as_object().into_iter().flatten().filter(|(_, it)| refers(it));
                        branches.extend(refer.map(|(name, _)| here.key(name).pointer()));
                    }
                    _ => match kind.child(key) {
                        Kind::Data | Kind::Plain | Kind::Mapping => {}
                        child => find(value, &here, child, branches),
                    },
                }
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                find(value, &at.index(index), kind.element(), branches);
            }
        }
        _ => {}
    }
}

struct Fill<'d> {
    document: &'d Value,
    /// How many values may still be added.
    left: usize,
    /// The references in whose targets this stands.
    within: Vec<&'d str>,
}

impl<'d> Fill<'d> {
    /// Returns a branch with what it refers to.
    fn branch(&mut self, branch: &'d Value) -> Value {
        let Value::Object(members) = branch else { return branch.clone() };
        let mut made = Map::new();
        for (key, value) in members {
            let value = match (key.as_str(), value) {
                (list, Value::Array(schemas)) if LISTS.contains(&list) => {
                    schemas.iter().map(|schema| self.branch(schema)).collect()
                }
                (nested, value) if BRANCHES.contains(&nested) => self.branch(value),
                (_, value) => value.clone(),
            };
            made.insert(key.clone(), value);
        }
        if let Some(target) = members.get("$ref").and_then(Value::as_str).and_then(|text| self.target(text)) {
            made.shift_remove("$ref");
            let all = made.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(all) = all {
                all.push(target);
            }
        }
        Value::Object(made)
    }

    /// Returns the members of a schema that a branch refers to, unless there is something against it.
    fn target(&mut self, reference: &'d str) -> Option<Value> {
        let target = self.document.pointer(Pointer::of_reference(reference)?.as_str())?;
        let size = count(target);
        if !target.is_object() || self.within.contains(&reference) || self.within.len() >= MAX_HOPS {
            return None;
        }
        self.left = self.left.checked_sub(size)?;
        self.within.push(reference);
        let made = self.branch(target);
        self.within.pop();
        Some(made)
    }
}

/// Returns how many values there are in a value, itself included.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        Value::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
        _ => 1,
    }
}
