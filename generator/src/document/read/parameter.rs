//! Parameters and headers.

use super::field;
use super::{media_type, reference, schema, Cx};
use crate::diagnostic::{closest, Code};
use crate::document::normalise;
use crate::document::place::Place;
use crate::document::version::Version;
use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr, Schema,
};
use serde_json::Value;

/// The values of `in`.
const LOCATIONS: [&str; 5] = ["path", "query", "querystring", "header", "cookie"];
/// The styles of query parameters and of form fields.
pub const QUERY_STYLES: &[(&str, QueryStyle)] = &[
    ("form", QueryStyle::Form),
    ("spaceDelimited", QueryStyle::SpaceDelimited),
    ("pipeDelimited", QueryStyle::PipeDelimited),
    ("deepObject", QueryStyle::DeepObject),
];
const PATH_STYLES: &[(&str, PathStyle)] =
    &[("simple", PathStyle::Simple), ("label", PathStyle::Label), ("matrix", PathStyle::Matrix)];
const HEADER_STYLES: &[(&str, HeaderStyle)] = &[("simple", HeaderStyle::Simple)];
/// `openapiv3` does not have the second, of OpenAPI 3.2: it travels in [`normalise::extension::COOKIE_STYLE`].
const COOKIE_STYLES: &[(&str, bool)] = &[("form", false), ("cookie", true)];

/// Reads a parameter or a reference to one; one that cannot be sent is left out.
pub fn parameter_or_reference(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    value: Value,
) -> Option<ReferenceOr<Parameter>> {
    reference::or_item(cx, at, value, parameter)
}

/// The members of a parameter that only some locations have, and those that decide about it.
#[derive(Default)]
struct Rest {
    name: Option<String>,
    location: Option<String>,
    style: Value,
    allow_reserved: bool,
    allow_empty_value: Option<bool>,
}

fn parameter(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Parameter> {
    let mut rest = Rest::default();
    let mut format = Format::default();
    let mut data = blank();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "name" => rest.name = field::string(cx, &at, value),
            "in" => rest.location = field::string(cx, &at, value),
            "style" => rest.style = value,
            "allowReserved" => rest.allow_reserved = field::boolean(cx, &at, value).unwrap_or_default(),
            "allowEmptyValue" => rest.allow_empty_value = field::boolean(cx, &at, value),
            "description" => data.description = field::string(cx, &at, value),
            "required" => data.required = field::boolean(cx, &at, value).unwrap_or_default(),
            "deprecated" => data.deprecated = field::boolean(cx, &at, value),
            "explode" => data.explode = field::boolean(cx, &at, value),
            "example" => data.example = Some(value),
            "examples" => data.examples = media_type::examples(cx, &at, value),
            "schema" => format.schema = Some(schema::schema(cx, &at, value)),
            "content" => format.content = Some(field::map(cx, &at, value, media_type::media_type)),
            _ => field::other(cx, &at, &key, value, &mut data.extensions),
        }
    }
    data.name = match (rest.name.take(), rest.location.as_deref()) {
        (Some(name), Some(location)) if LOCATIONS.contains(&location) => name,
        (name, location) => {
            report_unusable(cx, at, name.as_deref(), location);
            return None;
        }
    };
    if rest.location.as_deref() == Some("querystring") {
        data.extensions.insert(normalise::extension::QUERY_STRING.to_owned(), true.into());
    }
    data.format = format.decide(cx, at);
    Some(in_location(cx, at, data, rest))
}

/// Puts a parameter where its `in` says, which is one of [`LOCATIONS`].
fn in_location(cx: &mut Cx<'_>, at: &Place<'_>, mut parameter_data: ParameterData, rest: Rest) -> Parameter {
    if rest.allow_reserved && rest.location.as_deref() != Some("query") && cx.version < Version::V3_2 {
        let message = "`allowReserved` is for query parameters only before OpenAPI 3.2; it is ignored";
        cx.report(Code::UnknownKeyword, &at.key("allowReserved"), message);
    } else if rest.allow_reserved {
        parameter_data.extensions.insert(normalise::extension::ALLOW_RESERVED.to_owned(), true.into());
    }
    let at = at.key("style");
    match rest.location.as_deref() {
        Some("path") => {
            let style = style(cx, &at, rest.style, PATH_STYLES).unwrap_or_default();
            Parameter::Path { parameter_data, style }
        }
        Some("header") => {
            let style = style(cx, &at, rest.style, HEADER_STYLES).unwrap_or_default();
            Parameter::Header { parameter_data, style }
        }
        Some("cookie") => {
            if style(cx, &at, rest.style, COOKIE_STYLES).unwrap_or_default() {
                parameter_data.extensions.insert(normalise::extension::COOKIE_STYLE.to_owned(), true.into());
            }
            Parameter::Cookie { parameter_data, style: CookieStyle::Form }
        }
        _ => {
            let style = style(cx, &at, rest.style, QUERY_STYLES).unwrap_or_default();
            let Rest { allow_reserved, allow_empty_value, .. } = rest;
            Parameter::Query { parameter_data, allow_reserved, style, allow_empty_value }
        }
    }
}

fn report_unusable(cx: &mut Cx<'_>, at: &Place<'_>, name: Option<&str>, location: Option<&str>) {
    let message = match (name, location) {
        (None, _) => "this parameter has no `name` and is left out".to_owned(),
        (Some(name), None) => format!("the parameter `{name}` has no `in` and is left out"),
        (Some(name), Some(location)) => {
            format!("the parameter `{name}` is in `{location}`, which OpenAPI does not have; it is left out")
        }
    };
    let diagnostic = cx.report(Code::UnusableParameter, at, message);
    if matches!(location, Some("body" | "formData")) {
        diagnostic.help("OpenAPI 3.0 has `requestBody` for that");
    } else if let Some(meant) =
        location.filter(|_| name.is_some()).and_then(|location| closest(location, LOCATIONS))
    {
        diagnostic.help(format!("there is `{meant}`"));
    }
}

/// Reads a style among those of a location.
pub fn style<S: Clone>(cx: &mut Cx<'_>, at: &Place<'_>, value: Value, styles: &[(&str, S)]) -> Option<S> {
    let name = field::string(cx, at, value)?;
    let found = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| style.clone());
    if found.is_none() {
        let message = format!("there is no style `{name}` at this place; the default is used");
        let diagnostic = cx.report(Code::UnknownStyle, at, message);
        if let Some(meant) = closest(&name, styles.iter().map(|(known, _)| *known)) {
            diagnostic.help(format!("there is `{meant}`"));
        }
    }
    found
}

/// `schema` and `content`, of which a parameter and a header have one.
#[derive(Default)]
struct Format {
    schema: Option<ReferenceOr<Schema>>,
    content: Option<IndexMap<String, openapiv3::MediaType>>,
}

impl Format {
    /// Returns the one; without any, a schema that accepts everything.
    fn decide(self, cx: &mut Cx<'_>, at: &Place<'_>) -> ParameterSchemaOrContent {
        let content = self.content.filter(|content| !content.is_empty());
        match (self.schema, content) {
            (None, Some(content)) => ParameterSchemaOrContent::Content(content),
            (Some(schema), None) => ParameterSchemaOrContent::Schema(schema),
            (Some(schema), Some(_)) => {
                let message = "`content` beside `schema` is ignored: only one of them may be there";
                cx.report(Code::UnknownKeyword, &at.key("content"), message);
                ParameterSchemaOrContent::Schema(schema)
            }
            (None, None) => {
                let message =
                    "neither `schema` nor `content` says what its values are; any value is accepted";
                cx.report(Code::MissingField, at, message);
                ParameterSchemaOrContent::Schema(schema::anything())
            }
        }
    }
}

fn blank() -> ParameterData {
    ParameterData {
        name: String::new(),
        description: None,
        required: false,
        deprecated: None,
        format: ParameterSchemaOrContent::Content(IndexMap::new()),
        example: None,
        examples: IndexMap::new(),
        explode: None,
        extensions: IndexMap::new(),
    }
}

/// Reads a header or a reference to one.
pub fn header_or_reference(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ReferenceOr<Header>> {
    reference::or_item(cx, at, value, |cx, at, value| Some(header(cx, at, value)))
}

/// Reads a header. `explode: true` stands in [`normalise::extension::EXPLODE`], because `openapiv3` has no such member; what
/// else parameters have means nothing there.
fn header(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Header {
    let mut format = Format::default();
    let mut header = Header {
        description: None,
        style: HeaderStyle::default(),
        required: false,
        deprecated: None,
        format: ParameterSchemaOrContent::Content(IndexMap::new()),
        example: None,
        examples: IndexMap::new(),
        extensions: IndexMap::new(),
    };
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "description" => header.description = field::string(cx, &at, value),
            "style" => header.style = style(cx, &at, value, HEADER_STYLES).unwrap_or_default(),
            "required" => header.required = field::boolean(cx, &at, value).unwrap_or_default(),
            "deprecated" => header.deprecated = field::boolean(cx, &at, value),
            "example" => header.example = Some(value),
            "examples" => header.examples = media_type::examples(cx, &at, value),
            "schema" => format.schema = Some(schema::schema(cx, &at, value)),
            "content" => format.content = Some(field::map(cx, &at, value, media_type::media_type)),
            "explode" => {
                let explode = field::boolean(cx, &at, value).filter(|explode| *explode);
                let entry = explode.map(|explode| (normalise::extension::EXPLODE.to_owned(), explode.into()));
                header.extensions.extend(entry);
            }
            "allowReserved" | "allowEmptyValue" => {}
            _ => field::other(cx, &at, &key, value, &mut header.extensions),
        }
    }
    header.format = format.decide(cx, at);
    header
}
