//! `client`: what is decided about the client.

use super::name::{is_word, Case};
use super::reader::{Options, Reader, Word};
use crate::diagnostic::{Code, Pointer};
use indexmap::IndexMap;
use serde_json::Value;

/// What is decided about the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The type's name.
    pub name: Option<String>,
    /// The parameters, by wire name, that are given once on the client.
    pub parameters: Vec<String>,
    /// The environment variable that holds the credential of a security scheme.
    pub environment: IndexMap<String, String>,
    /// What bindings without features send through; [`Transport::Reqwest`] if nothing is said.
    pub transports: Option<Vec<Transport>>,
    /// Whether there is a layer that makes spans of `tracing`.
    pub tracing: bool,
    /// Whether there is a stub of the service for tests.
    pub testing: bool,
}

/// What the client sends through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `reqwest`.
    Reqwest,
    /// A `tower::Service`.
    Tower,
}

impl Word for Transport {
    const ALL: &'static [Self] = &[Self::Reqwest, Self::Tower];

    fn as_str(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Tower => "tower",
        }
    }
}

/// What can stand at the client.
pub(super) const CLIENT: Options<Client> = &[
    ("name", |client, reader, at, value| client.name = reader.name(at, value, Case::Type)),
    ("parameters", |client, reader, at, value| client.parameters = reader.texts(at, value)),
    ("environment", |client, reader, at, value| client.environment = reader.variables(at, value)),
    ("transports", |client, reader, at, value| client.transports = Some(reader.words(at, value))),
    ("tracing", |client, reader, at, value| client.tracing = reader.flag(at, &value)),
    ("testing", |client, reader, at, value| client.testing = reader.flag(at, &value)),
];

impl Reader<'_> {
    /// Reads names of environment variables.
    fn variables(&mut self, at: &Pointer, value: Value) -> IndexMap<String, String> {
        let mut variables = IndexMap::new();
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            let Some(name) = self.text(&at, value) else {
                continue;
            };
            if is_word(&name) {
                variables.insert(key, name);
            } else {
                let message = format!("`{name}` cannot be the name of an environment variable");
                self.sink
                    .report_configuration(Code::UnusableName, &at, message)
                    .help("use letters, digits and `_`, such as `PETSTORE_TOKEN`");
            }
        }
        variables
    }
}
