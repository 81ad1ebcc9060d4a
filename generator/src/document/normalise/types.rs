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
    let at = at.key("type").pointer();
    let (found, message) = match one_of_six(ty) {
        Found::Null => (None, "`null` is no type in OpenAPI 3.0; it is read as `nullable`".to_owned()),
        Found::Nullable(name) => {
            (Some(name), format!("OpenAPI 3.0 has no arrays of types; this is read as `{name}` and `nullable`"))
        }
        Found::File => (Some("string"), "`file` is no type in OpenAPI 3.0; it is read as a binary string".to_owned()),
        Found::Type(name) => (Some(name), format!("this is read as `{name}`")),
        Found::None(name) => (None, format!("{name} is no type in OpenAPI 3.0; any value is accepted")),
    };
    let nullable = matches!(one_of_six(ty), Found::Null | Found::Nullable(_));
    let file = matches!(one_of_six(ty), Found::File);
    let help = ty.as_str().and_then(|name| closest(name, TYPES)).filter(|_| found.is_none() && !nullable);
    let diagnostic = sink.report(Code::UnknownType, &at, message);
    if let Some(help) = help {
        diagnostic.help(format!("there is `{help}`"));
    }
    match found {
        Some(name) => schema.insert("type".to_owned(), name.into()),
        None => schema.shift_remove("type"),
    };
    if nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
    if file {
        schema.insert("format".to_owned(), "binary".into());
    }
}

/// What an odd `type` can only mean.
enum Found {
    Type(&'static str),
    Nullable(&'static str),
    Null,
    File,
    /// None of the six, or several: how it is called in a message.
    None(String),
}

fn one_of_six(ty: &Value) -> Found {
    let known = |name: &str| TYPES.into_iter().find(|known| name.trim().eq_ignore_ascii_case(known));
    match ty {
        Value::Null => Found::Null,
        Value::String(name) if name == "null" => Found::Null,
        Value::String(name) if name == "file" => Found::File,
        Value::String(name) => known(name).map_or_else(|| Found::None(format!("`{name}`")), Found::Type),
        Value::Array(names) => {
            let is_null = |name: &&Value| name.is_null() || name.as_str() == Some("null");
            let nullable = names.iter().any(|name| is_null(&name));
            let mut rest = names.iter().filter(|name| !is_null(name)).map(|name| name.as_str().and_then(known));
            match (rest.next(), rest.next(), nullable) {
                (None, _, true) => Found::Null,
                (Some(Some(name)), None, true) => Found::Nullable(name),
                (Some(Some(name)), None, false) => Found::Type(name),
                _ => Found::None("an array of types".to_owned()),
            }
        }
        _ => Found::None("this".to_owned()),
    }
}
