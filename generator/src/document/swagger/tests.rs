//! What is made of each piece of Swagger 2.0, and where what is reported is shown.

mod bodies;
mod documents;
mod parameters;
mod references;
mod responses;
mod schemas;

use super::convert;
use crate::diagnostic::{Pointer, Sink, Source, Sources, Syntax, Text};
use crate::document::parse;
use serde_json::Value;

/// The start of a document in which only the rest matters.
const HEAD: &str = "swagger: '2.0'\ninfo: { title: T, version: '1' }\n";

/// Converts a document that ends with `rest`, and returns what was reported as lines of `code line:column`.
fn converted(rest: &str) -> (Value, Vec<String>) {
    let (value, sources, sink) = run(rest);
    let reported = sink.diagnostics().iter().map(|diagnostic| {
        let position = sources.locate(diagnostic).and_then(|location| location.position);
        let position = position.expect("it stands in the text");
        format!("{} {}:{}", diagnostic.code, position.line, position.column)
    });
    (value.expect("it is converted"), reported.collect())
}

fn run(rest: &str) -> (Option<Value>, Sources, Sink) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let text = Text::new("swagger.yaml", format!("{HEAD}{rest}"), Syntax::Yaml);
    let text = sources.set_document(text);
    let value = parse(text.as_str(), text.syntax(), Source::Document, &mut sink).expect("it is YAML");
    let converted = convert(&value, &mut sink);
    let value = converted.map(|converted| {
        sources.moved(converted.origins, &mut sink);
        converted.value
    });
    (value, sources, sink)
}

/// Converts a document with one operation that has these members.
fn operation(members: &str) -> (Value, Vec<String>) {
    let (mut value, reported) = converted(&format!("paths:\n  /a:\n    post: {{ {members} }}\n"));
    (value["paths"]["/a"]["post"].take(), reported)
}

/// Returns where the text has what became of a pointer.
fn origin(rest: &str, at: &str) -> String {
    let (_, sources, _) = run(rest);
    let at = Pointer::parse(at).expect("a pointer");
    sources.origin(Source::Document, &at, usize::MAX).1.as_str().to_owned()
}
