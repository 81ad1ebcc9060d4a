//! The schema that parameters, form fields, headers and items spell out among their own members, and how the values of
//! their arrays are separated.

use super::context::{Cx, Spot};
use super::schema;
use crate::diagnostic::{closest, Code};
use serde_json::{Map, Value};

/// The members that 3.0 has in the schema.
const KEYWORDS: [&str; 16] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
];
/// How the values of an array are separated, by `collectionFormat`.
const SEPARATORS: [(&str, &str); 5] =
    [("csv", "commas"), ("ssv", "spaces"), ("tsv", "TABs"), ("pipes", "`|`"), ("multi", "commas")];

/// Where values stand in a request or a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Where a name may stand several times: a query or a form.
    Pairs,
    /// A path or a header.
    Text,
}

/// A schema and how its arrays are written, unless that is the default of the place.
#[derive(Default)]
pub struct Values {
    pub schema: Map<String, Value>,
    pub style: Option<(&'static str, bool)>,
}

/// Whether a member belongs to the schema. Besides the keywords these are the extensions that are about values.
pub fn is_keyword(key: &str) -> bool {
    KEYWORDS.contains(&key) || matches!(key, "collectionFormat" | "x-nullable") || key.starts_with("x-enum")
}

/// Makes the schema, which is at the new place; the members are at the old one.
pub fn values(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    location: Location,
) -> Values {
    cx.made(&at.to, &at.from);
    let mut made = Values::default();
    if let (None, Some(value @ Value::Object(_))) = (members.get("type"), members.get("schema")) {
        let at = Spot { from: at.from.key("schema"), to: at.to };
        if let Value::Object(schema) = schema::schema(cx, &at, value) {
            made.schema = schema;
        }
    }
    let is_array = members.get("type").and_then(Value::as_str) == Some("array");
    if is_array {
        let Some(style) = style(cx, at, members, location) else {
            made.schema = text(members);
            return made;
        };
        made.style = style;
    }
    for (key, value) in members.iter().filter(|(key, _)| is_keyword(key)) {
        let at = at.key(key);
        let value = match key.as_str() {
            "collectionFormat" => continue,
            "items" => items(cx, &at, value),
            _ => value.clone(),
        };
        made.schema.insert(key.clone(), value);
    }
    schema::spelt_as_in_3_0(&mut made.schema);
    made
}

/// Makes the schema of an array that the caller writes as one text.
fn text(members: &Map<String, Value>) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "string".into());
    let nullable = members.get("x-nullable").map(|value| ("x-nullable".to_owned(), value.clone()));
    schema.extend(nullable);
    schema::spelt_as_in_3_0(&mut schema);
    schema
}

/// Converts the items of an array. Those that are arrays have separators of their own, for which 3.0 has no style.
fn items(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Value {
    cx.moved(at);
    let Value::Object(members) = value else {
        return value.clone();
    };
    if members.get("type").and_then(Value::as_str) == Some("array") {
        let (name, separators) = separators(members).unwrap_or(("csv", "commas"));
        let message = format!("OpenAPI 3.0 has no style for arrays of arrays: each element is one text in the bindings, with the values as `{name}` has them");
        let diagnostic = cx.report(Code::CollectionFormat, &at.from, message);
        diagnostic.help(format!("separate them by {separators}"));
        return text(members).into();
    }
    let mut members = members.clone();
    members.shift_remove("collectionFormat");
    schema::schema(cx, at, &members.into())
}

/// Returns the style of an array, and nothing for the default of its place; `None` if there is no such style.
#[expect(clippy::option_option, reason = "no style at all is not the same as the default")]
fn style(
    cx: &mut Cx<'_, '_>,
    at: &Spot<'_>,
    members: &Map<String, Value>,
    location: Location,
) -> Option<Option<(&'static str, bool)>> {
    let Some((name, separators)) = separators(members) else {
        unknown(cx, at, members);
        return Some((location == Location::Pairs).then_some(("form", false)));
    };
    match (name, location) {
        ("csv", Location::Pairs) => Some(Some(("form", false))),
        ("ssv", Location::Pairs) => Some(Some(("spaceDelimited", false))),
        ("pipes", Location::Pairs) => Some(Some(("pipeDelimited", false))),
        ("multi", Location::Pairs) | ("csv", Location::Text) => Some(None),
        ("multi", Location::Text) => {
            let message = "`multi` is for queries and forms only; the values are separated by commas";
            cx.report(Code::UnknownStyle, &at.from.key("collectionFormat"), message);
            Some(None)
        }
        _ => {
            let message = format!("OpenAPI 3.0 has no style at this place for `{name}`: the bindings take the array as one text");
            let diagnostic = cx.report(Code::CollectionFormat, &at.from.key("collectionFormat"), message);
            diagnostic.help(format!("separate the values by {separators}"));
            None
        }
    }
}

/// Returns the `collectionFormat`, which is `csv` if absent, and its separators; `None` for one that 2.0 does not have.
fn separators(members: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let name = match members.get("collectionFormat") {
        None | Some(Value::Null) => "csv",
        Some(Value::String(name)) => name.as_str(),
        Some(_) => return None,
    };
    SEPARATORS.into_iter().find(|(known, _)| *known == name)
}

fn unknown(cx: &mut Cx<'_, '_>, at: &Spot<'_>, members: &Map<String, Value>) {
    let value = members.get("collectionFormat").unwrap_or(&Value::Null);
    let name = value.as_str().unwrap_or_default();
    let message = format!("{value} is no `collectionFormat`; the values are separated by commas");
    let diagnostic = cx.report(Code::UnknownStyle, &at.from.key("collectionFormat"), message);
    if let Some(meant) = closest(name, SEPARATORS.iter().map(|(known, _)| *known)) {
        diagnostic.help(format!("there is `{meant}`"));
    }
}
