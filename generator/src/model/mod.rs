//! The API in OpenAPI's words: references resolved, `allOf` merged, every use of a schema explicit.
//!
//! Comes from an [`openapiv3::OpenAPI`] through [`resolve()`], goes to `rust::lower`. Nothing here knows
//! versions of OpenAPI, Rust names or types; nothing refers to `openapiv3` but `resolve/`.

mod check;
pub(crate) mod cycles;
mod operation;
pub mod resolve;
mod same;
mod schema;
mod security;

pub use operation::{
    Body, Encoding, Header, Hook, Location, MediaType, Operation, Parameter, Response, Serialization, Server,
    ServerVariable, Status, Style,
};
pub use resolve::resolve;
pub use schema::{
    Additional, Array, Constraint, Discriminator, Docs, Enumeration, Kind, Label, Object, Property, Scalar,
    Schema, SchemaId, Schemas, Union, UnionKind, Use, Xml, XmlNode,
};
pub use security::{ApiKeyLocation, ClientCredentials, Requirement, SecurityKind, SecurityScheme};

/// A resolved API description.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `servers` in the document's order; a document without any has one with the URL `/`.
    pub servers: Vec<Server>,
    /// `tags`: names and descriptions, declared ones only, in the document's order.
    pub tags: Vec<(String, Option<String>)>,
    /// `components.securitySchemes` in the document's order.
    pub security: Vec<SecurityScheme>,
    /// Every schema, components first and in the document's order, inline ones after them.
    pub schemas: Schemas,
    /// Every operation: paths in the document's order, methods in the order of the specification.
    pub operations: Vec<Operation>,
    /// The webhooks and callbacks, in the document's order.
    pub hooks: Vec<Hook>,
}
