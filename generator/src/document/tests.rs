//! What is read, what is reported and where.

mod files;
mod parsing;
mod pieces;
mod schemas;

use super::{load, Input};
use crate::diagnostic::{Sink, Sources};
use openapiv3::OpenAPI;
use serde_json::Value;

/// The start of a document in which only the rest matters.
const HEAD: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\n";

/// Reads a text of YAML, and returns what was reported as lines of `code line:column`.
fn read(text: &str) -> (Option<OpenAPI>, Vec<String>) {
    read_as("openapi.yaml", text.as_bytes())
}

fn read_as(name: &str, bytes: &[u8]) -> (Option<OpenAPI>, Vec<String>) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let document = load(&Input::Bytes(name.to_owned(), bytes.to_vec()), &[], None, &mut sources, &mut sink);
    let reported = sink.diagnostics().iter().map(|diagnostic| {
        match sources.locate(diagnostic).and_then(|location| location.position) {
            Some(position) => format!("{} {}:{}", diagnostic.code, position.line, position.column),
            None => diagnostic.code.to_string(),
        }
    });
    (document.map(|document| document.openapi), reported.collect())
}

/// Reads a document that ends with `rest`, and returns it as JSON.
fn value(rest: &str) -> (Value, Vec<String>) {
    let (openapi, reported) = read(&format!("{HEAD}{rest}"));
    (serde_json::to_value(openapi.expect("the document is read")).expect("it is JSON"), reported)
}

/// Reads a schema, and returns it as `openapiv3` writes it.
fn schema(schema: &str) -> (Value, Vec<String>) {
    let (mut value, reported) = value(&format!("components:\n  schemas:\n    S: {schema}\n"));
    (value["components"]["schemas"]["S"].take(), reported)
}
