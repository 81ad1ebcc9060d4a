//! Value → [`openapiv3::OpenAPI`], piece by piece.
//!
//! Deserialising would do it in a line, but loses what `openapiv3` does not know without a word, refuses the whole
//! document for one odd member, and takes exponential time to refuse a deep one. So each construct has a function
//! here that matches its members by name: this is the list of what the specification allows there. What is none of
//! it, or has a wrong type, is reported and left out; nothing that is read here can fail.

mod field;
mod keywords;
mod media_type;
mod operation;
mod parameter;
mod reference;
mod response;
mod schema;
mod security;
mod server;

use super::beyond::Beyond;
use super::place::Place;
use super::version::Version;
use crate::diagnostic::{Code, Sink};

use openapiv3::{
    Components, Contact, ExternalDocumentation, Info, License, OpenAPI, PathItem, Paths, ReferenceOr, Tag,
};
use serde_json::Value;

/// What every reader knows, and reports to.
pub struct Cx<'s> {
    pub sink: &'s mut Sink,
    pub version: Version,
    /// That in which the document was written: one of another version is converted before.
    pub written: Version,
    /// What `openapiv3` has no member for.
    pub beyond: Beyond,
}

impl Cx<'_> {
    /// Reports something at a place.
    fn report(
        &mut self,
        code: Code,
        at: &Place<'_>,
        message: impl Into<String>,
    ) -> &mut crate::diagnostic::Diagnostic {
        self.sink.report(code, &at.pointer(), message)
    }
}

/// Reads a document, which was written in one version and is of another one by now.
pub fn document(sink: &mut Sink, [written, version]: [Version; 2], value: Value) -> (OpenAPI, Beyond) {
    let mut cx = Cx { sink, version, written, beyond: Beyond::default() };
    let openapi = root(&mut cx, value);
    (openapi, cx.beyond)
}

fn root(cx: &mut Cx<'_>, value: Value) -> OpenAPI {
    let root = Place::root();
    let mut document = OpenAPI::default();
    // From OpenAPI 3.1 on, a document may be for its webhooks or its components alone.
    let required: &[&'static str] = if cx.version >= Version::V3_1 { &["info"] } else { &["info", "paths"] };
    let mut missing = Required::new(required);
    for (key, value) in field::members(cx, &root, value) {
        let at = root.key(&key);
        missing.found(&key);
        match key.as_str() {
            // Its value has been read before everything else.
            "openapi" | "$self" | "jsonSchemaDialect" => {}
            "info" => document.info = info(cx, &at, value),
            "servers" => document.servers = field::list(cx, &at, value, server::server),
            "paths" => document.paths = paths(cx, &at, value),
            "components" => document.components = Some(components(cx, &at, value)),
            "security" => document.security = security::requirements(cx, &at, value),
            "tags" => document.tags = field::list(cx, &at, value, tag),
            // Before OpenAPI 3.1 webhooks are an extension that several tools share.
            "webhooks" | "x-webhooks" => webhooks(cx, &at, value),
            "externalDocs" => document.external_docs = external_docs(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut document.extensions),
        }
    }
    missing.report(cx, &root);
    document
}

/// The members of an object that the specification requires.
struct Required {
    names: Vec<&'static str>,
}

impl Required {
    fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec() }
    }

    /// Notes a member that is there.
    fn found(&mut self, key: &str) {
        self.names.retain(|name| *name != key);
    }

    /// Reports the members that have not been found.
    fn report(self, cx: &mut Cx<'_>, at: &Place<'_>) {
        for name in self.names {
            let message = format!("{} has no `{name}`; it is taken to be empty", at.name());
            cx.report(Code::MissingField, at, message);
        }
    }
}

fn info(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Info {
    let mut info = Info::default();
    let mut missing = Required::new(&["title", "version"]);
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        missing.found(&key);
        match key.as_str() {
            "title" => info.title = field::string(cx, &at, value).unwrap_or_default(),
            "description" => info.description = field::string(cx, &at, value),
            "summary" => {
                if info.description.is_none() {
                    info.description = field::string(cx, &at, value);
                }
            }
            "termsOfService" => info.terms_of_service = field::string(cx, &at, value),
            "contact" => info.contact = Some(contact(cx, &at, value)),
            "license" => info.license = Some(license(cx, &at, value)),
            "version" => info.version = field::string(cx, &at, value).unwrap_or_default(),
            _ => field::other(cx, &at, &key, value, &mut info.extensions),
        }
    }
    missing.report(cx, at);
    info
}

fn contact(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Contact {
    let mut contact = Contact::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "name" => contact.name = field::string(cx, &at, value),
            "url" => contact.url = field::string(cx, &at, value),
            "email" => contact.email = field::string(cx, &at, value),
            _ => field::other(cx, &at, &key, value, &mut contact.extensions),
        }
    }
    contact
}

fn license(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> License {
    let mut license = License::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "name" => license.name = field::string(cx, &at, value).unwrap_or_default(),
            "url" => license.url = field::string(cx, &at, value),
            "identifier" => {}
            _ => field::other(cx, &at, &key, value, &mut license.extensions),
        }
    }
    license
}

fn tag(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Tag> {
    let mut tag = Tag::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "name" => tag.name = field::string(cx, &at, value).unwrap_or_default(),
            "description" => tag.description = field::string(cx, &at, value),
            "externalDocs" => tag.external_docs = external_docs(cx, &at, value),
            // How tags are shown to readers.
            "summary" | "parent" | "kind" => {}
            _ => field::other(cx, &at, &key, value, &mut tag.extensions),
        }
    }
    if tag.name.is_empty() {
        cx.report(Code::MissingField, at, "this tag has no `name` and is left out");
        return None;
    }
    Some(tag)
}

/// Reads `externalDocs`, which is dropped without its `url`.
fn external_docs(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<ExternalDocumentation> {
    let mut docs = ExternalDocumentation::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "description" => docs.description = field::string(cx, &at, value),
            "url" => docs.url = field::string(cx, &at, value).unwrap_or_default(),
            _ => field::other(cx, &at, &key, value, &mut docs.extensions),
        }
    }
    (!docs.url.is_empty()).then_some(docs)
}

fn paths(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Paths {
    let mut paths = Paths::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        if key.starts_with('/') {
            if let Some(item) = operation::path_item_or_reference(cx, &at, value) {
                paths.paths.insert(key, item);
            }
        } else if key.starts_with("x-") {
            paths.extensions.insert(key, value);
        } else if let Some(item) = operation::path_item_or_reference(cx, &at, value) {
            path_without_slash(cx, &at, &key, item, &mut paths);
        }
    }
    paths
}

fn path_without_slash(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    key: &str,
    item: ReferenceOr<PathItem>,
    paths: &mut Paths,
) {
    let path = format!("/{key}");
    if paths.paths.contains_key(&path) {
        cx.report(
            Code::UnknownKey,
            at,
            format!("the path `{key}` does not start with `/`, and `{path}` is there too: it is ignored"),
        );
    } else {
        cx.report(
            Code::UnknownKey,
            at,
            format!("the path `{key}` does not start with `/`; the bindings use `{path}`"),
        );
        paths.paths.insert(path, item);
    }
}

fn webhooks(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) {
    for (name, value) in field::object(cx, at, value).unwrap_or_default() {
        if !name.starts_with("x-") {
            let at = at.key(&name);
            operation::hook(cx, &at, &name, value);
        }
    }
}

fn components(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Components {
    let mut components = Components::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "schemas" => {
                components.schemas =
                    field::map(cx, &at, value, |cx, at, value| Some(schema::schema(cx, at, value)))
            }
            "responses" => components.responses = field::map(cx, &at, value, response::response_or_reference),
            "parameters" => {
                components.parameters = field::map(cx, &at, value, parameter::parameter_or_reference)
            }
            "examples" => components.examples = field::map(cx, &at, value, media_type::example_or_reference),
            "requestBodies" => {
                components.request_bodies = field::map(cx, &at, value, operation::request_body_or_reference)
            }
            "headers" => components.headers = field::map(cx, &at, value, parameter::header_or_reference),
            "securitySchemes" => {
                components.security_schemes = field::map(cx, &at, value, security::scheme_or_reference)
            }
            "links" => components.links = field::map(cx, &at, value, response::link_or_reference),
            "callbacks" => {
                components.callbacks = field::map(cx, &at, value, operation::callback_or_reference)
            }
            // Each has been put where it is referred to.
            "mediaTypes" => {}
            "pathItems" => {
                cx.beyond.path_items = field::map(cx, &at, value, operation::path_item_or_reference)
            }
            _ => field::other(cx, &at, &key, value, &mut components.extensions),
        }
    }
    components
}
