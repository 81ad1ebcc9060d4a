//! References: what they lead to in the document as it was, and what they are rewritten to.

use super::notes::Notes;
use crate::diagnostic::{closest, Code, Origins, Pointer, Sink};
use serde_json::{Map, Value};

/// How many references one pointer may pass on its way; more is taken for a cycle.
const MAX_HOPS: usize = 64;
/// How many dangling references get a suggestion: each costs a comparison with every name.
const MAX_SUGGESTIONS: usize = 100;

/// What a reference stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Schema,
    Parameter,
    RequestBody,
    Response,
    PathItem,
}

/// Finds what a `$ref` leads to, past those that it leads to first, with its place.
fn resolve<'d>(document: &'d Value, reference: &str) -> Option<(&'d Value, Pointer)> {
    let mut found = locate(document, reference)?;
    for _ in 0..MAX_HOPS {
        match found.0.get("$ref").and_then(Value::as_str) {
            Some(reference) => found = locate(document, reference)?,
            None => return Some(found),
        }
    }
    None
}

/// Finds what a `$ref` leads to, past those on the way, with its place. It may be a `$ref` itself.
fn locate<'d>(document: &'d Value, reference: &str) -> Option<(&'d Value, Pointer)> {
    let mut tokens = tokens(reference)?;
    for _ in 0..MAX_HOPS {
        let (mut found, mut used) = (document, 0);
        while let Some(next) = tokens.get(used).and_then(|token| step(found, token)) {
            found = next;
            used += 1;
        }
        if used == tokens.len() {
            return Some((found, tokens.iter().fold(Pointer::root(), |at, token| at.join(token))));
        }
        let rest = tokens.split_off(used);
        tokens = self::tokens(found.get("$ref")?.as_str()?)?;
        tokens.extend(rest);
    }
    None
}

fn step<'d>(value: &'d Value, token: &str) -> Option<&'d Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Finds the object that a `$ref` leads to, with its place.
pub fn object<'d>(document: &'d Value, reference: &str) -> Option<(&'d Map<String, Value>, Pointer)> {
    let (value, at) = resolve(document, reference)?;
    Some((value.as_object()?, at))
}

/// Splits `#/definitions/Pet` into its tokens.
fn tokens(reference: &str) -> Option<Vec<String>> {
    Pointer::of_reference(reference).map(|at| at.tokens().collect())
}

/// Rewrites every reference, reports those that lead nowhere, and hands out where everything stood.
pub fn finish(document: &Value, notes: Notes, sink: &mut Sink, converted: &mut Value) -> Option<Origins> {
    if notes.has_exceeded() {
        return None;
    }
    let mut suggestions = 0..MAX_SUGGESTIONS;
    for (kind, at) in &notes.references {
        let Some(holder) = converted.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else {
            continue;
        };
        let Some(Value::String(reference)) = holder.get_mut("$ref") else {
            continue;
        };
        if let Some(new) = rewritten(document, &notes, *kind, reference) {
            *reference = new;
        } else if let Some((section, name)) = component(reference) {
            let candidates = document.get(section).and_then(Value::as_object);
            let nearest =
                suggestions.next().and_then(|_| closest(&name, candidates?.keys().map(String::as_str)));
            let message = format!("`$ref` `{reference}` points to nothing in this document");
            let (_, from) = notes.origins.of(at);
            let diagnostic = sink.report(Code::UnresolvedReference, &from.join("$ref"), message);
            if let Some(nearest) = nearest {
                diagnostic.help(format!("there is `#/{section}/{nearest}`"));
            }
            // The document is refused; `model` need not say so again.
            holder.clear();
        }
    }
    Some(notes.origins)
}

/// Returns what a reference is in 3.0; `None` for one that leads nowhere, or out of the document.
fn rewritten(document: &Value, notes: &Notes, kind: Kind, reference: &str) -> Option<String> {
    let meant = meant(kind, reference).into_iter().find(|meant| locate(document, meant).is_some())?;
    let mut rest = Vec::new();
    let mut at = tokens(&meant)?.iter().fold(Pointer::root(), |at, token| at.join(token));
    loop {
        if let Some(new) = notes.moved.get(&at) {
            return Some(rest.iter().rev().fold(new.clone(), |new, token| new.join(token)).to_reference());
        }
        match at.parent() {
            Some(parent) => {
                rest.extend(at.last());
                at = parent;
            }
            None => return Some(rest.iter().rev().fold(at, |at, token| at.join(token)).to_reference()),
        }
    }
}

/// Returns what a reference may mean: what it says, or a pointer that lacks its first signs, or for a schema the bare name
/// of a definition, as version 1.2 has it and many tools write.
fn meant(kind: Kind, reference: &str) -> Vec<String> {
    let mut meant = vec![reference.to_owned()];
    if !reference.starts_with("#/") {
        meant.push(format!("#/{}", reference.trim_start_matches('#').trim_start_matches('/')));
    }
    if kind == Kind::Schema && !reference.contains('#') {
        meant.push(Pointer::root().join("definitions").join(reference).to_reference());
    }
    meant
}

/// Returns the section and the name of what 2.0 keeps for all operations, if a reference names such a thing.
fn component(reference: &str) -> Option<(&'static str, String)> {
    let tokens = tokens(reference)?;
    let section = ["definitions", "parameters", "responses"];
    let section = section.into_iter().find(|section| tokens.first().is_some_and(|first| first == section))?;
    Some((section, tokens.get(1)?.clone()))
}
