//! What a document calls the values of `enum`, in whichever spelling.

use super::context::Cx;
use super::keywords::Keywords;
use crate::diagnostic::{Code, Pointer};
use crate::document::extension::DEPRECATED;
use crate::document::label::{DESCRIPTIONS, NAMES};
use crate::model::Label;
use serde_json::Value;

/// Returns a label for each of the listed values, `null` included; none if the document has none.
pub(super) fn of(cx: &mut Cx<'_, '_>, keywords: &Keywords<'_>, listed: &[Value], at: &Pointer) -> Vec<Label> {
    let names = texts(cx, keywords, NAMES, listed, at);
    let descriptions = texts(cx, keywords, DESCRIPTIONS, listed, at);
    let deprecated = deprecated(keywords, listed);
    if names.is_none() && descriptions.is_none() && deprecated.is_none() {
        return Vec::new();
    }
    let text = |texts: &Option<Vec<Option<String>>>, index: usize| texts.as_ref()?.get(index)?.clone();
    (0..listed.len())
        .map(|index| Label {
            name: text(&names, index),
            description: text(&descriptions, index),
            deprecated: deprecated.is_some_and(|all| all.get(index) == Some(&Value::Bool(true))),
        })
        .collect()
}

/// Returns for each of the values whether it is deprecated, if the document says so of any.
fn deprecated<'a>(keywords: &Keywords<'a>, listed: &[Value]) -> Option<&'a Vec<Value>> {
    let deprecated = keywords.data.extensions.get(DEPRECATED)?.as_array();
    deprecated.filter(|deprecated| deprecated.len() == listed.len())
}

/// Returns the texts of the first spelling that the schema has: a list with one for each value, or a mapping from
/// the values. Empty texts say nothing.
fn texts(
    cx: &mut Cx<'_, '_>,
    keywords: &Keywords<'_>,
    spellings: &[&str],
    listed: &[Value],
    at: &Pointer,
) -> Option<Vec<Option<String>>> {
    let extensions = &keywords.data.extensions;
    let (key, value) = spellings.iter().find_map(|key| Some((*key, extensions.get(*key)?)))?;
    let text = |value: &Value| value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    match value {
        Value::Array(texts) if texts.len() == listed.len() => Some(texts.iter().map(text).collect()),
        Value::Object(texts) => {
            let key = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some(listed.iter().map(|value| texts.get(&key(value)).and_then(text)).collect())
        }
        _ => {
            let message = format!("`{key}` does not have one text for each of the {} values", listed.len());
            cx.report(Code::UnmatchedLabels, &at.join(key), message);
            None
        }
    }
}
