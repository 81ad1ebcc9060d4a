//! `type`: one of the six that OpenAPI 3.0 has, or none.

use super::keywords::types_of;
use crate::diagnostic::{closest, Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};

/// The values of `type`.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// Rewrites `type` to one of the six, and `null` to `nullable`.
///
/// Several types become `anyOf` with a member for each, which takes the keywords that are about it.
pub fn single(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    match schema.get("type") {
        None => return,
        Some(Value::String(name)) if TYPES.contains(&name.as_str()) => return,
        Some(_) => {}
    }
    let Some(found) = schema.shift_remove("type") else { return };
    if found.as_str() == Some("file") {
        report(sink, at, "`file` is no type in OpenAPI 3; it is read as a binary string".to_owned());
        schema.insert("type".to_owned(), "string".into());
        schema.insert("format".to_owned(), "binary".into());
        return;
    }
    let read = types(sink, at, &found);
    if read.nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
    match read.names[..] {
        [] => {}
        [name] => {
            schema.insert("type".to_owned(), name.into());
        }
        _ => several(schema, &read.names),
    }
}

/// What `type` comes to.
#[derive(Default)]
struct Read {
    names: Vec<&'static str>,
    nullable: bool,
}

fn types(sink: &mut Sink, at: &Place<'_>, found: &Value) -> Read {
    let mut read = Read::default();
    let names = match found {
        Value::Array(names) => &names[..],
        single => std::slice::from_ref(single),
    };
    for name in names {
        match name {
            Value::Null => read.nullable = true,
            Value::String(name) if name == "null" => read.nullable = true,
            Value::String(name) => match TYPES.iter().find(|known| name == *known) {
                Some(known) => read.names.push(known),
                None => read.names.extend(misspelt(sink, at, name)),
            },
            _ => report(sink, at, "`type` is not a string; any value is accepted".to_owned()),
        }
    }
    let mut seen = 0;
    // An integer is a number.
    let number = read.names.contains(&"number");
    read.names.retain(|name| {
        let bit = 1 << TYPES.iter().position(|known| known == name).unwrap_or_default();
        let first = seen & bit == 0;
        seen |= bit;
        first && !(number && *name == "integer")
    });
    read
}

/// Returns the type that is written in another case, or reports that there is none of the name.
fn misspelt(sink: &mut Sink, at: &Place<'_>, name: &str) -> Option<&'static str> {
    let meant = TYPES.into_iter().find(|known| name.trim().eq_ignore_ascii_case(known));
    let read = match meant {
        Some(meant) => format!("it is read as `{meant}`"),
        None => "any value is accepted".to_owned(),
    };
    let message = format!("`{name}` is no type in OpenAPI 3; {read}");
    let diagnostic = sink.report(Code::UnknownType, &at.key("type").pointer(), message);
    if let (None, Some(near)) = (meant, closest(name, TYPES)) {
        diagnostic.help(format!("there is `{near}`"));
    }
    meant
}

fn report(sink: &mut Sink, at: &Place<'_>, message: String) {
    sink.report(Code::UnknownType, &at.key("type").pointer(), message);
}

/// Makes a choice of several types. What describes the values in another way, as `oneOf` and `enum` do, says more
/// than their types, and all types together say nothing.
fn several(schema: &mut Map<String, Value>, names: &[&'static str]) {
    if ["enum", "oneOf", "anyOf", "allOf"].iter().any(|keyword| schema.contains_key(*keyword)) {
        return;
    }
    let about = |key: &str, name: &str| types_of(key).is_some_and(|types| types.contains(&name));
    let described = schema.keys().any(|key| types_of(key).is_some());
    if !described
        && ["string", "number", "boolean", "object", "array"].iter().all(|name| names.contains(name))
    {
        return;
    }
    let mut taken = Map::new();
    for key in schema.keys().cloned().collect::<Vec<_>>() {
        if types_of(&key).is_some() {
            taken.extend(schema.shift_remove(&key).map(|value| (key, value)));
        }
    }
    let member = |name: &&str| {
        let mut member = Map::new();
        member.insert("type".to_owned(), (*name).into());
        let own = taken.iter().filter(|(key, value)| match (key.as_str(), value.as_str()) {
            ("format", Some(format)) => says_format(names, name, format),
            (key, _) => about(key, name),
        });
        member.extend(own.map(|(key, value)| (key.clone(), value.clone())));
        Value::Object(member)
    };
    let members = names.iter().map(member).collect();
    schema.insert("anyOf".to_owned(), Value::Array(members));
}

/// Whether a format is one of the type's: that of a number belongs to a string only if there is no number.
fn says_format(names: &[&str], name: &str, format: &str) -> bool {
    let numeric = ["int", "uint", "float", "double", "decimal"].iter().any(|start| format.starts_with(start));
    let number = |name: &str| matches!(name, "number" | "integer");
    match name {
        "string" => !numeric || !names.iter().any(|name| number(name)),
        name => number(name) && numeric,
    }
}
