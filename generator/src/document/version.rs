//! Which version of OpenAPI a document is of.

use crate::diagnostic::{Code, Pointer, Sink};
use serde_json::Value;

/// What changes the meaning of the same text: what is only spelt in another way tells itself in `normalise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0, which `swagger` converts to 3.0.
    V2_0,
    /// 3.0.x.
    V3_0,
    /// 3.1.x.
    V3_1,
    /// 3.2.x, and what may come after it.
    V3_2,
}

/// Returns the version of a document, or reports what it is instead.
pub fn check(value: &Value, sink: &mut Sink) -> Option<Version> {
    let root = Pointer::root();
    if value.is_null() {
        sink.report(Code::NotOpenapi, &root, "the document is empty");
        return None;
    }
    let Value::Object(members) = value else {
        let message = "this is no OpenAPI document: it is not an object";
        sink.report(Code::NotOpenapi, &root, message).help("a document starts with `openapi: 3.1.0`");
        return None;
    };
    if let Some(key) = ["swagger", "swaggerVersion"].into_iter().find(|key| members.contains_key(*key)) {
        let version = members.get(key).map(text).unwrap_or_default();
        if key == "swagger" && matches!(version.as_str(), "2" | "2.0") {
            return Some(Version::V2_0);
        }
        let message = format!("Swagger {version} is not read");
        sink.report(Code::UnsupportedVersion, &root.join(key), message).help(
            "convert the document to Swagger 2.0 or OpenAPI 3.0 first, for example with `swagger-converter`",
        );
        return None;
    }
    let Some(version) = members.get("openapi") else {
        let message = "this is no OpenAPI document: it has no `openapi`";
        sink.report(Code::NotOpenapi, &root, message).help("a document starts with `openapi: 3.1.0`");
        return None;
    };
    of_openapi(&text(version), sink)
}

fn of_openapi(version: &str, sink: &mut Sink) -> Option<Version> {
    let at = Pointer::root().join("openapi");
    match major_and_minor(version) {
        Some((3, 0)) => Some(Version::V3_0),
        Some((3, 1)) => Some(Version::V3_1),
        Some((3, 2)) => Some(Version::V3_2),
        Some((3, _)) => {
            let message = format!("OpenAPI {version} is newer than 3.2; it is read as 3.2");
            sink.report(Code::NewerVersion, &at, message);
            Some(Version::V3_2)
        }
        _ => {
            let message = format!("OpenAPI {version} is not read");
            sink.report(Code::UnsupportedVersion, &at, message)
                .help("documents of OpenAPI 3.0, 3.1 and 3.2 are read");
            None
        }
    }
}

/// Splits `3.1.0`, `3.1` and `3.1.0-rc1`.
fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().split('.');
    let mut next = || numbers.next()?.parse().ok();
    Some((next()?, next()?))
}

/// Returns a version also where it has not been quoted.
fn text(version: &Value) -> String {
    match version {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
