//! `type`: one of the six that OpenAPI 3.0 has, or none.

use crate::diagnostic::{closest, Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};

/// The values of `type`.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// Rewrites `type` to one of the six, and `null` among several to `nullable`; what is none is removed.
pub fn single(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let Some(ty) = schema.get("type") else { return };
    if ty.as_str().is_some_and(|name| TYPES.contains(&name)) {
        return;
    }
    let found = one_of_six(ty);
    report(sink, at, ty, &found);
    schema.shift_remove("type");
    match found {
        Found::Type(name) | Found::Nullable(name) => schema.insert("type".to_owned(), name.into()),
        Found::File => schema.insert("type".to_owned(), "string".into()),
        Found::Null | Found::None => None,
    };
    if matches!(found, Found::Null | Found::Nullable(_)) {
        schema.insert("nullable".to_owned(), true.into());
    }
    if matches!(found, Found::File) {
        schema.insert("format".to_owned(), "binary".into());
    }
}

fn report(sink: &mut Sink, at: &Place<'_>, ty: &Value, found: &Found) {
    let read = match found {
        Found::Null => "it is read as `nullable`".to_owned(),
        Found::Nullable(name) => format!("it is read as `{name}` and `nullable`"),
        Found::File => "it is read as a binary string".to_owned(),
        Found::Type(name) => format!("it is read as `{name}`"),
        Found::None => "any value is accepted".to_owned(),
    };
    let name = ty.as_str().unwrap_or(if ty.is_null() { "null" } else { "" });
    let message = match ty {
        Value::String(_) | Value::Null => format!("`{name}` is no type in OpenAPI 3.0; {read}"),
        Value::Array(_) => format!("OpenAPI 3.0 has no arrays of types; {read}"),
        _ => format!("`type` is not a string; {read}"),
    };
    let diagnostic = sink.report(Code::UnknownType, &at.key("type").pointer(), message);
    if let (Found::None, Some(meant)) = (found, closest(name, TYPES)) {
        diagnostic.help(format!("there is `{meant}`"));
    }
}

/// What an odd `type` can only mean.
enum Found {
    Type(&'static str),
    Nullable(&'static str),
    Null,
    File,
    /// None of the six, or several.
    None,
}

fn one_of_six(ty: &Value) -> Found {
    let known = |name: &str| TYPES.into_iter().find(|known| name.trim().eq_ignore_ascii_case(known));
    match ty {
        Value::Null => Found::Null,
        Value::String(name) if name == "null" => Found::Null,
        Value::String(name) if name == "file" => Found::File,
        Value::String(name) => known(name).map_or(Found::None, Found::Type),
        Value::Array(names) => {
            let is_null = |name: &&Value| name.is_null() || name.as_str() == Some("null");
            let nullable = names.iter().any(|name| is_null(&name));
            let mut rest =
                names.iter().filter(|name| !is_null(name)).map(|name| name.as_str().and_then(known));
            match (rest.next(), rest.next(), nullable) {
                (None, _, true) => Found::Null,
                (Some(Some(name)), None, true) => Found::Nullable(name),
                (Some(Some(name)), None, false) => Found::Type(name),
                _ => Found::None,
            }
        }
        _ => Found::None,
    }
}
