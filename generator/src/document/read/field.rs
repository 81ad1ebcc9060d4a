//! The members of an object: their types, and what to do with those that nothing matches.

use super::{reference, Cx};
use crate::diagnostic::{closest, Code};
use crate::document::normalise;
use crate::document::place::Place;
use indexmap::IndexMap;
use serde_json::{Map, Number, Value};

/// Opens an object that the specification defines: its members without the reserved extensions, or none if it is
/// no object.
///
/// What belongs to a user, such as the properties of a schema or an example, is opened by [`object`]: any name is
/// allowed there.
pub fn members(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Map<String, Value> {
    let Some(mut members) = object(cx, at, value) else {
        return Map::new();
    };
    normalise::extension::strip(cx.sink, at, &mut members);
    members
}

/// Returns an object's members as they are, or reports that it is none.
pub fn object(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        Value::Null => None,
        other => wrong_type(cx, at, &other, "an object"),
    }
}

/// Returns an array's elements, or reports that it is none.
pub fn array(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(elements) => Some(elements),
        Value::Null => None,
        other => wrong_type(cx, at, &other, "an array"),
    }
}

/// Returns a string, also of a number or boolean that somebody forgot to quote.
pub fn string(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) => {
            let text = value.to_string();
            cx.report(
                Code::UnquotedValue,
                at,
                format!("{} is not a string; it is read as `\"{text}\"`", at.name()),
            )
            .help("put it in quotes");
            Some(text)
        }
        other => wrong_type(cx, at, &other, "a string"),
    }
}

/// Returns a boolean, also of one in quotes.
pub fn boolean(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<bool> {
    let read = match &value {
        Value::Bool(value) => return Some(*value),
        Value::Null => return None,
        Value::String(text) if text.eq_ignore_ascii_case("true") => true,
        Value::String(text) if text.eq_ignore_ascii_case("false") => false,
        other => return wrong_type(cx, at, other, "a boolean"),
    };
    cx.report(
        Code::UnquotedValue,
        at,
        format!("{} is a string; it is read as the boolean `{read}`", at.name()),
    )
    .help("remove the quotes");
    Some(read)
}

/// Returns a number.
pub fn number(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number),
        Value::Null => None,
        other => wrong_type(cx, at, &other, "a number"),
    }
}

/// Returns a count, such as `maxLength`.
pub fn count(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<usize> {
    let count = match &value {
        Value::Null => return None,
        Value::Number(number) => normalise::number::integral(number).and_then(|n| n.as_u64()),
        _ => None,
    };
    match count.and_then(|count| usize::try_from(count).ok()) {
        Some(count) => Some(count),
        None => wrong_type(cx, at, &value, "a count, which is an integer from 0 up"),
    }
}

/// Returns the strings of an array.
pub fn strings(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Vec<String> {
    list(cx, at, value, string)
}

/// Reads each element of an array; those without a result are left out.
pub fn list<T>(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    value: Value,
    read: impl Fn(&mut Cx<'_>, &Place<'_>, Value) -> Option<T>,
) -> Vec<T> {
    let elements = array(cx, at, value).unwrap_or_default();
    let read = |(index, value)| read(cx, &at.index(index), value);
    elements.into_iter().enumerate().filter_map(read).collect()
}

/// Reads each member of a map with names of the document's choice; those without a result are left out.
pub fn map<T>(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    value: Value,
    read: impl Fn(&mut Cx<'_>, &Place<'_>, Value) -> Option<T>,
) -> IndexMap<String, T> {
    let members = object(cx, at, value).unwrap_or_default();
    let read = |(key, value): (String, Value)| read(cx, &at.key(&key), value).map(|value| (key, value));
    members.into_iter().filter_map(read).collect()
}

/// Keeps an extension, and reports a member that the specification does not know.
pub fn other(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    key: &str,
    value: Value,
    extensions: &mut IndexMap<String, Value>,
) {
    other_than(&[], cx, at, key, value, extensions);
}

/// The same, with the members that may have been meant.
pub fn other_than(
    known: &[&str],
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    key: &str,
    value: Value,
    extensions: &mut IndexMap<String, Value>,
) {
    if key.starts_with("x-") {
        extensions.insert(key.to_owned(), value);
        return;
    }
    if key == "$ref" {
        reference::misplaced(cx, at, &value);
        return;
    }
    let message = format!("`{key}` is not a member of this object and is ignored");
    let diagnostic = cx.report(Code::UnknownKeyword, at, message);
    if let Some(meant) = closest(key, known.iter().copied()) {
        diagnostic.help(format!("there is `{meant}`"));
    }
}

/// Reports a value that is not what belongs there.
pub fn wrong_type<T>(cx: &mut Cx<'_>, at: &Place<'_>, value: &Value, expected: &str) -> Option<T> {
    let message = format!("{} is {}, not {expected}; it is ignored", at.name(), describe(value));
    cx.report(Code::WrongType, at, message);
    None
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(value) => format!("the number `{value}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
