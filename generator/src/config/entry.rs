//! `servers`, `tags`, `operations` and `schemas`: what is decided about single parts of the document.
//!
//! Each is a mapping from what is meant to what is decided; the text alone is the name.

use super::name::Case;
use super::reader::Options;
use super::selector::{Operation as Subject, Selector};
use super::Config;
use crate::diagnostic::Pointer;
use crate::rust::foreign::Foreign;
use indexmap::IndexMap;

/// What is decided about a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// The variant's name.
    pub name: Option<String>,
    /// The fields of its variables, by their names in the URL.
    pub variables: IndexMap<String, String>,
}

/// What is decided about a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The module's name, which is that of the client's method, too.
    pub name: Option<String>,
}

/// What is decided about an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// The method's name.
    pub name: Option<String>,
    /// The arguments, by the parameters' names, or by place and name such as `query id`.
    pub parameters: IndexMap<String, String>,
    /// The constants of its responses' headers, by the headers' names.
    pub headers: IndexMap<String, String>,
}

/// What is decided about a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The type's name.
    pub name: Option<String>,
    /// The fields, by the properties' names.
    pub properties: IndexMap<String, String>,
    /// The variants: of an enumeration by value, of a union by the names that they have otherwise.
    pub variants: IndexMap<String, String>,
    /// The type that stands for it.
    pub ty: Option<Foreign>,
    /// The types that stand for its properties.
    pub types: IndexMap<String, Foreign>,
}

/// What can stand at a server.
pub(super) const SERVER: Options<Server> = &[
    ("name", |server, reader, at, value| server.name = reader.name(at, value, Case::Type)),
    ("variables", |server, reader, at, value| server.variables = reader.names(at, value, Case::Value)),
];

/// What can stand at a tag.
pub(super) const TAG: Options<Tag> =
    &[("name", |tag, reader, at, value| tag.name = reader.name(at, value, Case::Module))];

/// What can stand at an operation.
pub(super) const OPERATION: Options<Operation> = &[
    ("name", |operation, reader, at, value| operation.name = reader.name(at, value, Case::Value)),
    ("parameters", |operation, reader, at, value| {
        operation.parameters = reader.names(at, value, Case::Value);
    }),
    ("headers", |operation, reader, at, value| {
        operation.headers = reader.names(at, value, Case::Constant);
    }),
];

/// What can stand at a schema.
pub(super) const SCHEMA: Options<Schema> = &[
    ("name", |schema, reader, at, value| schema.name = reader.name(at, value, Case::Type)),
    ("properties", |schema, reader, at, value| schema.properties = reader.names(at, value, Case::Value)),
    ("variants", |schema, reader, at, value| schema.variants = reader.names(at, value, Case::Type)),
    ("type", |schema, reader, at, value| schema.ty = reader.foreign(at, value)),
    ("types", |schema, reader, at, value| {
        for (property, value) in reader.mapping(at, value).unwrap_or_default() {
            let ty = reader.foreign(&at.join(&property), value);
            schema.types.extend(ty.map(|ty| (property, ty)));
        }
    }),
];

impl Config {
    /// Returns the entries that mean an operation, each with its key.
    pub fn of_operation<'c>(&'c self, subject: &Subject<'_>) -> Vec<(&'c str, &'c Operation)> {
        let entries = self.operations.iter().map(|(key, entry)| (key.as_str(), entry));
        entries.filter(|(key, _)| Selector::new(*key).selects_operation(subject)).collect()
    }

    /// Returns the entries that mean a schema, each with its key.
    pub fn of_schema<'c>(&'c self, name: &str, at: &Pointer) -> Vec<(&'c str, &'c Schema)> {
        let entries = self.schemas.iter().map(|(key, entry)| (key.as_str(), entry));
        entries.filter(|(key, _)| Selector::new(*key).selects(name, at)).collect()
    }
}
