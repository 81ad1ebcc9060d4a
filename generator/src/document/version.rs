//! Which version of OpenAPI a document is of.

use crate::diagnostic::{Code, Pointer, Sink};
use serde_json::Value;

/// Checks that the document is one that is read, or reports what it is.
///
/// Spellings of other versions are to become those of 3.0 in `normalise`; only this function keeps them out.
pub fn check(value: &Value, sink: &mut Sink) -> Option<()> {
    let root = Pointer::root();
    if value.is_null() {
        sink.report(Code::NotOpenapi, &root, "the document is empty");
        return None;
    }
    let Value::Object(members) = value else {
        let message = "this is no OpenAPI document: it is not an object";
        sink.report(Code::NotOpenapi, &root, message).help("a document starts with `openapi: 3.0.3`");
        return None;
    };
    if let Some(version) = members.get("swagger") {
        let message = format!("Swagger {} is not read", text(version));
        sink.report(Code::UnsupportedVersion, &root.join("swagger"), message)
            .help("convert the document to OpenAPI 3.0, for example with `swagger2openapi`");
        return None;
    }
    let Some(version) = members.get("openapi") else {
        let message = "this is no OpenAPI document: it has no `openapi`";
        sink.report(Code::NotOpenapi, &root, message).help("a document starts with `openapi: 3.0.3`");
        return None;
    };
    let version = text(version);
    if version == "3.0" || version.starts_with("3.0.") {
        return Some(());
    }
    let message = format!("OpenAPI {version} is not read");
    sink.report(Code::UnsupportedVersion, &root.join("openapi"), message)
        .help("documents of OpenAPI 3.0 are read; change the version if the document uses nothing newer");
    None
}

/// Returns a version also where it has not been quoted.
fn text(version: &Value) -> String {
    match version {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
