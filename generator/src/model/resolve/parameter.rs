//! Parameters: those of the path item and of the operation, in the order in which they are asked for.

use super::context::Cx;
use super::docs;
use super::path::Template;
use super::reference::Node;
use crate::diagnostic::{Code, Pointer};
use crate::document::extension;
use crate::model::{Docs, Kind, Location, Parameter, Scalar, Style, Use};
use indexmap::IndexMap;
use openapiv3::{ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

/// Header parameters that have no meaning (OAS 3.0.3, Parameter Object): media types and security say them.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The parameters by location and name; header names without case.
type Found = IndexMap<(Location, String), Parameter>;

/// A list of parameters, and what holds it.
pub(super) type Listed<'a> = (&'a [ReferenceOr<openapiv3::Parameter>], Pointer);

/// Returns the parameters of an operation, of whose lists a later one goes before an earlier: path parameters by their
/// place in the path, then required ones, then the others.
pub(super) fn all<'a>(
    cx: &mut Cx<'a, '_>,
    template: &Template,
    lists: &[Listed<'a>],
    at: &Pointer,
) -> Vec<Parameter> {
    let mut found = Found::new();
    for list in lists {
        for (key, parameter) in listed(cx, list) {
            found.insert(key, parameter);
        }
    }
    let mut parameters = Vec::with_capacity(found.len());
    for name in &template.names {
        let key = (Location::Path, name.clone());
        let parameter = found.shift_remove(&key).unwrap_or_else(|| undeclared(cx, name, at));
        parameters.push(parameter);
    }
    for parameter in found.values().filter(|parameter| parameter.location == Location::Path) {
        let message = format!(
            "`{}` is not in the path `{}`: the bindings leave this parameter out",
            parameter.name, template.text
        );
        cx.report(Code::UnusedPathParameter, &parameter.at, message);
    }
    report_shared_query(cx, &found);
    let (required, optional): (Vec<Parameter>, Vec<Parameter>) = found
        .into_values()
        .filter(|parameter| parameter.location != Location::Path)
        .partition(|parameter| parameter.required);
    parameters.extend(required);
    parameters.extend(optional);
    parameters
}

/// Reports what stands beside a parameter that is the whole query string.
fn report_shared_query(cx: &mut Cx<'_, '_>, found: &Found) {
    let mut query = found.values().filter(|parameter| parameter.location == Location::Query);
    let whole = query.clone().find(|parameter| parameter.style == Style::Whole);
    let Some(whole) = whole.filter(|_| query.nth(1).is_some()) else { return };
    let message = format!(
        "`{}` is the whole query string, and stands beside other query parameters: the bindings send all of them",
        whole.name
    );
    cx.report(Code::DuplicateParameter, &whole.at, message);
}

fn undeclared(cx: &mut Cx<'_, '_>, name: &str, at: &Pointer) -> Parameter {
    let message = format!("`{name}` is in the path but not in `parameters`: the bindings take a string");
    cx.report(Code::UndeclaredPathParameter, at, message);
    let at = at.join("parameters").join(name);
    let id = cx.constant(Kind::Scalar(Scalar::String(None)), &at);
    Parameter {
        at,
        name: name.to_owned(),
        location: Location::Path,
        required: true,
        docs: Docs::default(),
        schema: Use::of(id),
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        content: None,
    }
}

fn listed<'a>(cx: &mut Cx<'a, '_>, (parameters, holder): &Listed<'a>) -> Found {
    let mut found = Found::new();
    let list = holder.join("parameters");
    for (index, parameter) in parameters.iter().enumerate() {
        let at = list.join(index);
        let Some((parameter, place)) = cx.follow(parameter, &at) else {
            continue;
        };
        let placed = placed(parameter);
        let location = placed.location;
        let data = parameter.parameter_data_ref();
        let key =
            if location == Location::Header { data.name.to_ascii_lowercase() } else { data.name.clone() };
        if location == Location::Header && IGNORED_HEADERS.contains(&key.as_str()) {
            let message =
                format!("the header parameter `{}` is left out: OpenAPI gives it no meaning", data.name);
            cx.report(Code::IgnoredHeader, &place, message);
            continue;
        }
        if found.contains_key(&(location, key.clone())) {
            let message = format!("`{}` is listed twice: the bindings take the first of them", data.name);
            cx.report(Code::DuplicateParameter, &at, message);
            continue;
        }
        let parameter = one(cx, data, &placed, place);
        found.insert((location, key), parameter);
    }
    found
}

/// Where a parameter is, how it is written, and what else only some locations have.
struct Placed {
    location: Location,
    style: Style,
    allow_reserved: bool,
    allow_empty: bool,
}

fn placed(parameter: &openapiv3::Parameter) -> Placed {
    use openapiv3::Parameter as P;
    let has = |name: &str| parameter.parameter_data_ref().extensions.contains_key(name);
    let allow_reserved = has(extension::ALLOW_RESERVED);
    let placed = |location, style| Placed { location, style, allow_reserved, allow_empty: false };
    match parameter {
        P::Query { .. } if has(extension::QUERY_STRING) => placed(Location::Query, Style::Whole),
        P::Query { style, allow_empty_value, .. } => Placed {
            allow_empty: allow_empty_value.unwrap_or_default(),
            ..placed(Location::Query, query_style(style))
        },
        P::Path { style: PathStyle::Matrix, .. } => placed(Location::Path, Style::Matrix),
        P::Path { style: PathStyle::Label, .. } => placed(Location::Path, Style::Label),
        P::Path { style: PathStyle::Simple, .. } => placed(Location::Path, Style::Simple),
        P::Header { .. } => Placed { allow_reserved: false, ..placed(Location::Header, Style::Simple) },
        P::Cookie { .. } if has(extension::COOKIE_STYLE) => {
            Placed { allow_reserved: false, ..placed(Location::Cookie, Style::Cookie) }
        }
        P::Cookie { .. } => placed(Location::Cookie, Style::Form),
    }
}

/// Returns a style of queries and of the members of forms.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

fn one<'a>(cx: &mut Cx<'a, '_>, data: &'a ParameterData, placed: &Placed, at: Pointer) -> Parameter {
    let &Placed { location, style, allow_reserved, allow_empty } = placed;
    let (schema, content, mut docs) = values(cx, (&data.name, &data.format), &at);
    docs.summary = None;
    docs.description = docs::text(data.description.as_deref()).or(docs.description);
    docs.deprecated |= data.deprecated.unwrap_or_default();
    Parameter {
        name: data.name.clone(),
        location,
        // OAS 3.0.3, Parameter Object: a path parameter is always required.
        required: data.required || location == Location::Path,
        docs,
        schema,
        style,
        explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
        allow_reserved,
        allow_empty,
        content,
        at,
    }
}

/// Returns the schema of a parameter or header, the media type that it is written in, and the docs of the schema.
pub(super) fn values<'a>(
    cx: &mut Cx<'a, '_>,
    (name, format): (&str, &'a ParameterSchemaOrContent),
    at: &Pointer,
) -> (Use, Option<String>, Docs) {
    let (node, at, media_type) = match format {
        ParameterSchemaOrContent::Schema(schema) => (Some(Node::from(schema)), at.join("schema"), None),
        ParameterSchemaOrContent::Content(content) => {
            if content.len() > 1 {
                let message = format!("`{name}` has several media types: the bindings take the first");
                cx.report(Code::ParameterMediaTypes, &at.join("content"), message);
            }
            let first = content.first();
            let name = first.map_or("", |(name, _)| name);
            let schema = first.and_then(|(_, media_type)| media_type.schema.as_ref()).map(Node::from);
            (schema, at.join("content").join(name).join("schema"), first.map(|(name, _)| name.clone()))
        }
    };
    match node {
        Some(node) => (cx.use_of(node, &at), media_type, docs::of_node(node)),
        None => (Use::of(cx.anything(&at)), media_type, Docs::default()),
    }
}
