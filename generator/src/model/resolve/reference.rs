//! References: where a `$ref` points, whatever it is.
//!
//! A pointer into the document is followed keyword by keyword through the types of `openapiv3`; a `$ref` that stands
//! on the way is followed too, as every other tool does.

use crate::diagnostic::Pointer;
use crate::document::Document;
use openapiv3::{
    AdditionalProperties, Components, Example, Header, MediaType, Operation, Parameter,
    ParameterSchemaOrContent, PathItem, ReferenceOr, RequestBody, Response, Responses, Schema,
    SecurityScheme,
};

use super::keywords::Keywords;

/// How many references one pointer may pass on its way; more is taken for a cycle.
pub(super) const MAX_HOPS: usize = 64;

/// A place where a schema may stand.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    /// The text of a `$ref`.
    Reference(&'a str),
    /// A schema object.
    Schema(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Box<Schema>>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

/// What a pointer may point to.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Schema(Node<'a>),
    PathItem(&'a ReferenceOr<PathItem>),
    Parameter(&'a ReferenceOr<Parameter>),
    RequestBody(&'a ReferenceOr<RequestBody>),
    Response(&'a ReferenceOr<Response>),
    Header(&'a ReferenceOr<Header>),
    Example(&'a ReferenceOr<Example>),
    SecurityScheme(&'a ReferenceOr<SecurityScheme>),
    Operation(&'a Operation),
    MediaType(&'a MediaType),
}

/// Finds what a `$ref` points to, and the pointer to it that passes no reference.
///
/// What is found may be a `$ref` itself.
pub(super) fn locate<'a>(document: &'a Document, reference: &str) -> Option<(Place<'a>, Pointer)> {
    let mut tokens = tokens(reference)?;
    for _ in 0..MAX_HOPS {
        let path: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (mut place, mut used) = enter(document, &path)?;
        let reference = loop {
            if used == path.len() {
                let pointer = path.iter().fold(Pointer::root(), |pointer, token| pointer.join(token));
                return Some((place, pointer));
            }
            if let Some(reference) = place.reference() {
                break reference;
            }
            let rest = path.get(used..)?;
            let (next, more) = place.step(rest).or_else(|| beyond(document, path.get(..used)?, rest))?;
            place = next;
            used += more;
        };
        let rest = tokens.split_off(used);
        tokens = self::tokens(reference)?;
        tokens.extend(rest);
    }
    None
}

/// Splits `#/components/schemas/Pet` into its tokens.
fn tokens(reference: &str) -> Option<Vec<String>> {
    Pointer::of_reference(reference).map(|at| at.tokens().collect())
}

/// Takes the first step from the root; returns how many tokens it took.
fn enter<'a>(document: &'a Document, path: &[&str]) -> Option<(Place<'a>, usize)> {
    let Document { openapi, beyond, .. } = document;
    match *path {
        ["components", "pathItems", name, ..] => {
            beyond.path_items.get(name).map(|item| (Place::PathItem(item), 3))
        }
        ["webhooks", name, ..] => {
            let at = Pointer::root().join("webhooks").join(name);
            let hook = beyond.hooks.iter().find(|hook| hook.at == at)?;
            Some((Place::PathItem(&hook.item), 2))
        }
        ["components", section, name, ..] => {
            component(openapi.components.as_ref()?, section, name).map(|place| (place, 3))
        }
        ["paths", path, ..] => openapi.paths.paths.get(path).map(|item| (Place::PathItem(item), 2)),
        _ => None,
    }
}

/// Takes a step from a path item to one of the operations that it has no member for.
fn beyond<'a>(document: &'a Document, holder: &[&str], rest: &[&str]) -> Option<(Place<'a>, usize)> {
    let holder = holder.iter().fold(Pointer::root(), |at, token| at.join(token));
    let operations = document.beyond.operations.get(&holder)?;
    let (at, used) = match *rest {
        ["query", ..] => (holder.join("query"), 1),
        [section @ "additionalOperations", method, ..] => (holder.join(section).join(method), 2),
        _ => return None,
    };
    operations.iter().find(|found| found.at == at).map(|found| (Place::Operation(&found.operation), used))
}

fn component<'a>(components: &'a Components, section: &str, name: &str) -> Option<Place<'a>> {
    match section {
        "schemas" => components.schemas.get(name).map(|schema| Place::Schema(schema.into())),
        "parameters" => components.parameters.get(name).map(Place::Parameter),
        "requestBodies" => components.request_bodies.get(name).map(Place::RequestBody),
        "responses" => components.responses.get(name).map(Place::Response),
        "headers" => components.headers.get(name).map(Place::Header),
        "examples" => components.examples.get(name).map(Place::Example),
        "securitySchemes" => components.security_schemes.get(name).map(Place::SecurityScheme),
        _ => None,
    }
}

/// Returns the names of a section of the components, for suggesting one.
pub(super) fn names<'a>(components: &'a Components, section: &str) -> Vec<&'a str> {
    fn keys<T>(map: &indexmap::IndexMap<String, T>) -> Vec<&str> {
        map.keys().map(String::as_str).collect()
    }
    match section {
        "schemas" => keys(&components.schemas),
        "parameters" => keys(&components.parameters),
        "requestBodies" => keys(&components.request_bodies),
        "responses" => keys(&components.responses),
        "headers" => keys(&components.headers),
        "examples" => keys(&components.examples),
        "securitySchemes" => keys(&components.security_schemes),
        _ => Vec::new(),
    }
}

impl<'a> Place<'a> {
    /// Returns the `$ref` that stands here, if one does.
    fn reference(self) -> Option<&'a str> {
        fn text<T>(place: &ReferenceOr<T>) -> Option<&str> {
            match place {
                ReferenceOr::Reference { reference } => Some(reference),
                ReferenceOr::Item(_) => None,
            }
        }
        match self {
            Self::Schema(Node::Reference(reference)) => Some(reference),
            Self::PathItem(item) => text(item),
            Self::Parameter(parameter) => text(parameter),
            Self::RequestBody(body) => text(body),
            Self::Response(response) => text(response),
            Self::Header(header) => text(header),
            Self::Example(example) => text(example),
            Self::SecurityScheme(scheme) => text(scheme),
            Self::Schema(Node::Schema(_)) | Self::Operation(_) | Self::MediaType(_) => None,
        }
    }

    /// Returns what stands here, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema(_) => "a schema",
            Self::PathItem(_) => "a path item",
            Self::Parameter(_) => "a parameter",
            Self::RequestBody(_) => "a request body",
            Self::Response(_) => "a response",
            Self::Header(_) => "a header",
            Self::Example(_) => "an example",
            Self::SecurityScheme(_) => "a security scheme",
            Self::Operation(_) => "an operation",
            Self::MediaType(_) => "a media type",
        }
    }

    /// Takes one step; returns how many tokens it took.
    fn step(self, path: &[&str]) -> Option<(Self, usize)> {
        match self {
            Self::Schema(Node::Schema(schema)) => {
                in_schema(schema, path).map(|(node, used)| (Self::Schema(node), used))
            }
            Self::PathItem(item) => in_path_item(item.as_item()?, path),
            Self::Operation(operation) => in_operation(operation, path),
            Self::Parameter(parameter) => in_format(&parameter.as_item()?.parameter_data_ref().format, path),
            Self::Header(header) => in_format(&header.as_item()?.format, path),
            Self::RequestBody(body) => in_content(&body.as_item()?.content, path),
            Self::Response(response) => in_response(response.as_item()?, path),
            Self::MediaType(media_type) => in_media_type(media_type, path),
            Self::Schema(Node::Reference(_)) | Self::Example(_) | Self::SecurityScheme(_) => None,
        }
    }
}

fn in_schema<'a>(schema: &'a Schema, path: &[&str]) -> Option<(Node<'a>, usize)> {
    let keywords = Keywords::of(schema);
    let member = |members: &'a [ReferenceOr<Schema>], index: &str| {
        members.get(index.parse::<usize>().ok()?).map(|member| (member.into(), 2))
    };
    match *path {
        ["properties", name, ..] => keywords.properties?.get(name).map(|property| (property.into(), 2)),
        ["items", ..] => keywords.items.map(|items| (items.into(), 1)),
        ["additionalProperties", ..] => match keywords.additional? {
            AdditionalProperties::Schema(schema) => Some((schema.as_ref().into(), 1)),
            AdditionalProperties::Any(_) => None,
        },
        ["allOf", index, ..] => member(keywords.all_of, index),
        ["oneOf", index, ..] => member(keywords.one_of, index),
        ["anyOf", index, ..] => member(keywords.any_of, index),
        _ => None,
    }
}

fn in_path_item<'a>(item: &'a PathItem, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match *path {
        ["parameters", index, ..] => in_parameters(&item.parameters, index),
        [method, ..] => item
            .iter()
            .find(|(name, _)| *name == method)
            .map(|(_, operation)| (Place::Operation(operation), 1)),
        [] => None,
    }
}

fn in_operation<'a>(operation: &'a Operation, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match *path {
        ["parameters", index, ..] => in_parameters(&operation.parameters, index),
        ["requestBody", ..] => operation.request_body.as_ref().map(|body| (Place::RequestBody(body), 1)),
        ["responses", status, ..] => {
            response_of(&operation.responses, status).map(|response| (Place::Response(response), 2))
        }
        _ => None,
    }
}

fn response_of<'a>(responses: &'a Responses, status: &str) -> Option<&'a ReferenceOr<Response>> {
    if status == "default" {
        return responses.default.as_ref();
    }
    responses
        .responses
        .iter()
        .find(|(key, _)| key.to_string().eq_ignore_ascii_case(status))
        .map(|(_, response)| response)
}

fn in_parameters<'a>(parameters: &'a [ReferenceOr<Parameter>], index: &str) -> Option<(Place<'a>, usize)> {
    parameters.get(index.parse::<usize>().ok()?).map(|parameter| (Place::Parameter(parameter), 2))
}

fn in_format<'a>(format: &'a ParameterSchemaOrContent, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match (format, path.first()) {
        (ParameterSchemaOrContent::Schema(schema), Some(&"schema")) => {
            Some((Place::Schema(schema.into()), 1))
        }
        (ParameterSchemaOrContent::Content(content), _) => in_content(content, path),
        (ParameterSchemaOrContent::Schema(_), _) => None,
    }
}

fn in_response<'a>(response: &'a Response, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match *path {
        ["headers", name, ..] => response.headers.get(name).map(|header| (Place::Header(header), 2)),
        _ => in_content(&response.content, path),
    }
}

fn in_content<'a>(content: &'a openapiv3::Content, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match *path {
        ["content", name, ..] => content.get(name).map(|media_type| (Place::MediaType(media_type), 2)),
        _ => None,
    }
}

fn in_media_type<'a>(media_type: &'a MediaType, path: &[&str]) -> Option<(Place<'a>, usize)> {
    match *path {
        ["schema", ..] => media_type.schema.as_ref().map(|schema| (Place::Schema(schema.into()), 1)),
        ["examples", name, ..] => media_type.examples.get(name).map(|example| (Place::Example(example), 2)),
        _ => None,
    }
}
