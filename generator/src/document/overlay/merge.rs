//! What an action does to a place (Overlay Specification 1.1.0, Action Object).

use crate::diagnostic::{Origins, Pointer, Source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where the new values stand, and what of them cannot be merged.
pub(super) struct Merge {
    source: Source,
    /// What was added or replaced.
    pub origins: Origins,
    /// What does not fit: where it stands, and why.
    pub problems: Vec<(Pointer, String)>,
}

impl Merge {
    pub fn new(source: Source) -> Self {
        Self { source, origins: Origins::default(), problems: Vec::new() }
    }

    /// Merges an update into a target: arrays take what is no array as one more element.
    pub fn target(&mut self, to: &Pointer, value: &mut Value, from: &Pointer, update: Value) {
        match (value, update) {
            (Value::Array(elements), Value::Array(more)) => self.append(to, elements, from, more),
            (Value::Array(elements), element) => {
                self.origins.insert(to.join(elements.len()), self.source, from.clone());
                elements.push(element);
            }
            (value, update) => self.property(to, value, from, update),
        }
    }

    /// Merges a value into one of the same kind. Neither is nested deeper than parsing allows.
    fn property(&mut self, to: &Pointer, value: &mut Value, from: &Pointer, update: Value) {
        match (value, update) {
            (Value::Object(members), Value::Object(update)) => {
                for (key, update) in update {
                    let (to, from) = (to.join(&key), from.join(&key));
                    match members.get_mut(&key) {
                        Some(value) => self.property(&to, value, &from, update),
                        None => {
                            self.origins.insert(to, self.source, from);
                            members.insert(key, update);
                        }
                    }
                }
            }
            (Value::Array(elements), Value::Array(more)) => self.append(to, elements, from, more),
            // `tags:` without a value, as the specification has it in an example, adds nothing.
            (Value::Object(_) | Value::Array(_), Value::Null) => {}
            (value, update) if is_primitive(value) && (is_primitive(&update) || value.is_null()) => {
                self.origins.insert(to.clone(), self.source, from.clone());
                *value = update;
            }
            (value, update) => {
                let message = format!("{} cannot be merged into {}", kind(&update), kind(value));
                self.problems.push((from.clone(), message));
            }
        }
    }

    fn append(&mut self, to: &Pointer, elements: &mut Vec<Value>, from: &Pointer, more: Vec<Value>) {
        for (index, element) in more.into_iter().enumerate() {
            self.origins.insert(to.join(elements.len()), self.source, from.join(index));
            elements.push(element);
        }
    }
}

/// Removes what stands at the places, and returns what this has moved, one step after the other.
pub(super) fn remove<'p>(document: &mut Value, places: impl Iterator<Item = &'p Pointer>) -> Vec<Origins> {
    // Deep ones first, so that the places of the others stay what they are.
    let mut levels: BTreeMap<usize, BTreeMap<Pointer, BTreeSet<String>>> = BTreeMap::new();
    for place in places {
        if let (Some(holder), Some(token)) = (place.parent(), place.last()) {
            let depth = holder.tokens().count();
            levels.entry(depth).or_default().entry(holder).or_default().insert(token);
        }
    }
    let mut moved = Vec::new();
    for (_, holders) in levels.into_iter().rev() {
        let mut origins = Origins::default();
        for (holder, tokens) in holders {
            match document.pointer_mut(holder.as_str()) {
                Some(Value::Object(members)) => members.retain(|key, _| !tokens.contains(key)),
                Some(Value::Array(elements)) => {
                    let (mut old, mut new) = (0, 0);
                    elements.retain(|_| {
                        let kept = !tokens.contains(&old.to_string());
                        if kept && old != new {
                            origins.insert(holder.join(new), Source::Document, holder.join(old));
                        }
                        old += 1;
                        new += usize::from(kept);
                        kept
                    });
                }
                _ => {}
            }
        }
        moved.push(origins);
    }
    moved
}

pub(super) fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// Returns what a value is called in messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a primitive value",
    }
}

/// Returns how many values there are in a value, itself included, and how deep they are nested.
pub(super) fn extent(value: &Value) -> (usize, usize) {
    let (mut count, mut deepest) = (0, 0);
    let mut next = vec![(value, 1)];
    while let Some((value, depth)) = next.pop() {
        count += 1;
        deepest = deepest.max(depth);
        match value {
            Value::Object(members) => next.extend(members.values().map(|value| (value, depth + 1))),
            Value::Array(elements) => next.extend(elements.iter().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    (count, deepest)
}
