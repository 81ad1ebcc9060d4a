//! Operations: what can be asked, and what is answered.

use super::{Docs, Requirement, Use};
use crate::diagnostic::Pointer;

/// An operation of a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub at: Pointer,
    /// `operationId`, if it has one.
    pub id: Option<String>,
    /// The method as it is sent.
    pub method: String,
    /// The path template as the document writes it.
    pub path: String,
    /// What is sent of it: the path of a URL, with `{name}` for each parameter.
    pub template: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its documentation.
    pub docs: Docs,
    /// Its parameters, those of the path item included and overridden, in the order: path parameters by
    /// their place in the path, then required ones, then optional ones, each in the document's order.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its responses in the document's order, `default` last.
    pub responses: Vec<Response>,
    /// The alternatives of what it requires, from the operation or else the document; none required when empty.
    pub security: Vec<Requirement>,
    /// Its own servers or those of the path item; empty when the document's apply.
    pub servers: Vec<Server>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands; for a reference the component.
    pub at: Pointer,
    /// The wire name.
    pub name: String,
    /// `in`.
    pub location: Location,
    /// Whether it must be sent; always for a path parameter.
    pub required: bool,
    /// Its documentation.
    pub docs: Docs,
    /// Its values.
    pub schema: Use,
    /// `style`, with the default of the location filled in.
    pub style: Style,
    /// `explode`, with the default of the style filled in.
    pub explode: bool,
    /// `allowReserved`, where there is something to escape.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// The media type of `content`, if the parameter has `content` instead of `schema`.
    pub content: Option<String>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// Returns the word that `in` has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Path: `;name=value`.
    Matrix,
    /// Path: `.value`.
    Label,
    /// Path and header: comma-separated.
    Simple,
    /// Query and cookie: `name=value`.
    Form,
    /// Query: separated by spaces.
    SpaceDelimited,
    /// Query: separated by `|`.
    PipeDelimited,
    /// Query: `name[member]=value`.
    DeepObject,
    /// Cookie: `name=value`, not escaped.
    Cookie,
    /// Query: all of it, in the media type of `content`.
    Whole,
}

/// A webhook or a callback: a request that the server sends, of which the bindings have what is in it.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Its name in the document, with the method if there are several under one name.
    pub name: String,
    /// What the server sends.
    pub body: Option<Body>,
    /// What it is answered.
    pub responses: Vec<Response>,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands; for a reference the component.
    pub at: Pointer,
    /// Whether it must be sent.
    pub required: bool,
    /// Its description.
    pub description: Option<String>,
    /// Its media types in the document's order.
    pub content: Vec<MediaType>,
}

/// A media type of a body or response.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Where it stands.
    pub at: Pointer,
    /// The media type or range as the document writes it.
    pub name: String,
    /// The schema, if it has one.
    pub schema: Option<Use>,
    /// Whether the schema is an array of what the body has one after the other.
    pub sequence: bool,
    /// Its examples (`example`, or the values of `examples`) with their names; the single one has none.
    pub examples: Vec<(Option<String>, serde_json::Value)>,
    /// How members of a form, or parts of a multipart body, are written, in the document's order.
    pub encoding: Vec<Encoding>,
}

/// How a member of a form, or a part of a multipart body, is written (`encoding`).
#[derive(Clone, Debug)]
pub struct Encoding {
    /// Where it stands.
    pub at: Pointer,
    /// The wire name of the member.
    pub name: String,
    /// `contentType`: a media type, or several that are told apart by commas.
    pub content_type: Option<String>,
    /// `headers`: the names of those of the part, without `Content-Type`, which has no meaning there.
    pub headers: Vec<String>,
    /// `style`, `explode` and `allowReserved`, if one of them is there: then they go before `contentType`.
    pub serialization: Option<Serialization>,
}

/// `style`, `explode` and `allowReserved` of a member, with the defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serialization {
    /// `style`: one of those of queries.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it stands; for a reference the component.
    pub at: Pointer,
    /// Which statuses it describes.
    pub status: Status,
    /// Its description; empty ones are `None`.
    pub description: Option<String>,
    /// Its headers in the document's order.
    pub headers: Vec<Header>,
    /// Its media types in the document's order; empty for a response without content.
    pub content: Vec<MediaType>,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// Where it stands; for a reference the component.
    pub at: Pointer,
    /// Its name.
    pub name: String,
    /// Whether every such response has it.
    pub required: bool,
    /// Its documentation.
    pub docs: Docs,
    /// Its values.
    pub schema: Use,
    /// `explode`: whether the members of an object are written as `name=value`.
    pub explode: bool,
    /// The media type of `content`, if it has `content` instead of `schema`.
    pub content: Option<String>,
}

/// The key of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// `1XX` to `5XX`: its first digit.
    Range(u8),
    /// `default`.
    Default,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it stands.
    pub at: Pointer,
    /// Its URL as the document writes it, with `{variables}`.
    pub url: String,
    /// Its description.
    pub description: Option<String>,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its default; none if the document does not declare it.
    pub default: Option<String>,
    /// Its values, if they are listed.
    pub values: Vec<String>,
    /// Its description.
    pub description: Option<String>,
}
