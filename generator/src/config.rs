//! `bindings.yaml`: what the document cannot say and its reader decides, such as names and what is secret.
//!
//! Everything is optional, nothing is silent: an unknown key, a value of another type or a name that Rust does not
//! take is an error at its place. Whether an entry matches something of the document is seen in `rust`.

use crate::diagnostic::{Code, Pointer, Sink, Source, Sources, Syntax, Text};
use crate::document;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// The decisions of one `bindings.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The client.
    pub client: Client,
    /// The variants of `Server`, by URL.
    pub servers: IndexMap<String, String>,
    /// The modules, which are the client's methods too, by tag.
    pub tags: IndexMap<String, String>,
    /// The operations, by `operationId` or `METHOD /path`.
    pub operations: IndexMap<String, Operation>,
    /// The schemas, by their key in `components.schemas`.
    pub schemas: IndexMap<String, Schema>,
    /// What `Debug` hides: `schema.property`, where `*` stands for any characters.
    pub redact: Vec<String>,
    /// Which models implement which of serde's traits.
    pub serde: Serde,
}

/// Which models implement `Serialize` and which `Deserialize`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serde {
    /// What operations send can be serialized, what they receive can be deserialized: the least code to compile.
    #[default]
    Needed,
    /// All models implement both, for callers that keep them or play the server.
    Both,
}

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
}

/// What the client sends through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `reqwest`.
    Reqwest,
    /// A `tower::Service`.
    Tower,
}

/// What is decided about an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// The method's name.
    pub name: Option<String>,
}

/// What is decided about a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The type's name.
    pub name: Option<String>,
}

impl Config {
    /// The name of the file that is read if it stands beside the document.
    pub const FILE: &'static str = "bindings.yaml";

    /// Reads a file, and leaves its text with the sources. What is wrong is in the sink.
    pub fn load(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Self {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                sink.report_configuration(Code::UnreadableInput, &Pointer::root(), message);
                String::new()
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text =
            sources.set(Source::Configuration, Text::new(path.display().to_string(), text, Syntax::Yaml));
        Self::read(text.as_str(), sink)
    }

    /// Reads a text. What is wrong is in the sink; what is returned then is the rest.
    pub fn read(text: &str, sink: &mut Sink) -> Self {
        let value = parse(text, sink);
        let mut config = Self::default();
        let mut reader = Reader { sink };
        let Some(members) = value.and_then(|value| reader.mapping(&Pointer::root(), value)) else {
            return config;
        };
        for (key, value) in members {
            let at = Pointer::root().join(&key);
            match key.as_str() {
                "client" => config.client = reader.client(&at, value),
                "servers" => config.servers = reader.names(&at, value, Case::Type),
                "tags" => config.tags = reader.names(&at, value, Case::Module),
                "operations" => {
                    let named = reader.named(&at, value, Case::Value);
                    config.operations = named.map(|(key, name)| (key, Operation { name })).collect();
                }
                "schemas" => {
                    let named = reader.named(&at, value, Case::Type);
                    config.schemas = named.map(|(key, name)| (key, Schema { name })).collect();
                }
                "redact" => config.redact = reader.patterns(&at, value),
                "serde" => config.serde = reader.serde(&at, value),
                _ => reader.unknown(
                    &at,
                    &key,
                    &["client", "servers", "tags", "operations", "schemas", "redact", "serde"],
                ),
            }
        }
        config
    }
}

/// Parses the text in the document's manner, and reports in the configuration's name.
fn parse(text: &str, sink: &mut Sink) -> Option<Value> {
    let is_empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_empty) {
        return None;
    }
    let mut own = Sink::default();
    let value = document::parse(text, Syntax::Yaml, &mut own);
    for diagnostic in own.diagnostics() {
        let copy = sink.report_configuration(diagnostic.code, &diagnostic.at, diagnostic.message.clone());
        copy.help.clone_from(&diagnostic.help);
        copy.position = diagnostic.position;
    }
    value.filter(|value| !value.is_null())
}

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// `UpperCamelCase`: types and variants.
    Type,
    /// `snake_case`: methods.
    Value,
    /// `snake_case` that can also name a file.
    Module,
}

/// Reads values at their places.
struct Reader<'s> {
    sink: &'s mut Sink,
}

impl Reader<'_> {
    fn client(&mut self, at: &Pointer, value: Value) -> Client {
        let mut client = Client::default();
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            match key.as_str() {
                "name" => client.name = self.name(&at, value, Case::Type),
                "parameters" => {
                    let texts = self.sequence(&at, value);
                    client.parameters = texts.filter_map(|(_, text)| text).collect();
                }
                "environment" => client.environment = self.variables(&at, value),
                "transports" => client.transports = Some(self.transports(&at, value)),
                _ => self.unknown(&at, &key, &["name", "parameters", "environment", "transports"]),
            }
        }
        client
    }

    fn serde(&mut self, at: &Pointer, value: Value) -> Serde {
        match value.as_str() {
            Some("needed") => Serde::Needed,
            Some("both") => Serde::Both,
            _ => {
                let help = "write `needed` or `both`";
                self.sink
                    .report_configuration(Code::WrongOption, at, "`serde` takes one of two words")
                    .help(help);
                Serde::default()
            }
        }
    }

    fn transports(&mut self, at: &Pointer, value: Value) -> Vec<Transport> {
        let mut transports = Vec::new();
        for (at, text) in self.sequence(at, value) {
            match text.as_deref() {
                Some("reqwest") => transports.push(Transport::Reqwest),
                Some("tower") => transports.push(Transport::Tower),
                Some(other) => {
                    let message = format!("there is no transport `{other}`");
                    self.sink.report_configuration(Code::WrongOption, &at, message).help(
                        "write `reqwest` or `tower`; any other is given to the client when it is built",
                    );
                }
                None => {}
            }
        }
        transports
    }

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

    /// Reads a mapping whose values are names.
    fn names(&mut self, at: &Pointer, value: Value, case: Case) -> IndexMap<String, String> {
        let members = self.mapping(at, value).unwrap_or_default().into_iter();
        members
            .filter_map(|(key, value)| {
                let name = self.name(&at.join(&key), value, case)?;
                Some((key, name))
            })
            .collect()
    }

    /// Reads a mapping whose values are mappings that can have a `name`.
    fn named(
        &mut self,
        at: &Pointer,
        value: Value,
        case: Case,
    ) -> std::vec::IntoIter<(String, Option<String>)> {
        let mut entries = Vec::new();
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            let mut name = None;
            for (option, value) in self.mapping(&at, value).unwrap_or_default() {
                let at = at.join(&option);
                match option.as_str() {
                    "name" => name = self.name(&at, value, case),
                    _ => self.unknown(&at, &option, &["name"]),
                }
            }
            entries.push((key, name));
        }
        entries.into_iter()
    }

    fn patterns(&mut self, at: &Pointer, value: Value) -> Vec<String> {
        let mut patterns = Vec::new();
        for (at, text) in self.sequence(at, value) {
            let Some(text) = text else { continue };
            if text
                .split_once('.')
                .is_some_and(|(schema, property)| !schema.is_empty() && !property.is_empty())
            {
                patterns.push(text);
            } else {
                let message = format!("`{text}` does not say which property of which schema is redacted");
                self.sink
                    .report_configuration(Code::WrongOption, &at, message)
                    .help("write `schema.property`; `*` stands for any characters, as in `*.accessToken`");
            }
        }
        patterns
    }

    /// Reads a name that becomes an identifier as it stands.
    fn name(&mut self, at: &Pointer, value: Value, case: Case) -> Option<String> {
        let name = self.text(at, value)?;
        let Some(problem) = case.problem(&name) else {
            return Some(name);
        };
        let message = format!("`{name}` cannot be a name here: {problem}");
        self.sink.report_configuration(Code::UnusableName, at, message).help(case.example());
        None
    }

    fn text(&mut self, at: &Pointer, value: Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text),
            other => self.wrong(at, "a string", &other),
        }
    }

    fn mapping(&mut self, at: &Pointer, value: Value) -> Option<Map<String, Value>> {
        match value {
            Value::Object(members) => Some(members),
            other => self.wrong(at, "a mapping", &other),
        }
    }

    /// Reads a list of strings; an element of another type is reported and `None`.
    fn sequence(&mut self, at: &Pointer, value: Value) -> std::vec::IntoIter<(Pointer, Option<String>)> {
        let elements = match value {
            Value::Array(elements) => elements,
            other => self.wrong(at, "a list of strings", &other).unwrap_or_default(),
        };
        let texts = elements.into_iter().enumerate().map(|(index, value)| {
            let at = at.join(index);
            let text = self.text(&at, value);
            (at, text)
        });
        texts.collect::<Vec<_>>().into_iter()
    }

    fn wrong<T>(&mut self, at: &Pointer, wanted: &str, found: &Value) -> Option<T> {
        let found = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "a mapping",
        };
        self.sink.report_configuration(
            Code::WrongOption,
            at,
            format!("this should be {wanted}, and is {found}"),
        );
        None
    }

    fn unknown(&mut self, at: &Pointer, key: &str, known: &[&str]) {
        let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        self.sink
            .report_configuration(Code::UnknownOption, at, format!("there is no option `{key}` here"))
            .help(format!("what can stand here: {}", known.join(", ")));
    }
}

impl Case {
    /// Says why a name cannot be used, if so.
    fn problem(self, name: &str) -> Option<&'static str> {
        let upper = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_word(name) {
            return Some("it is not made of ASCII letters, digits and `_`, or starts with a digit");
        }
        match self {
            Self::Type if !upper || name.contains('_') => Some("it is not `UpperCamelCase`"),
            Self::Value | Self::Module if name.chars().any(|c| c.is_ascii_uppercase()) => {
                Some("it is not `snake_case`")
            }
            Self::Value | Self::Module if name.starts_with('_') => Some("it starts with `_`"),
            Self::Module if ["lib", "main", "con", "prn", "aux", "nul"].contains(&name) => {
                Some("no file of a module can have it")
            }
            _ if name == "gen" || syn::parse_str::<syn::Ident>(name).is_err() => {
                Some("it is a keyword of Rust")
            }
            _ => None,
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Type => "write it as Rust writes types, such as `NativeSso`",
            Self::Value | Self::Module => "write it as Rust writes functions, such as `native_sso`",
        }
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(Code, String)> {
        let mut sink = Sink::default();
        Config::read(text, &mut sink);
        sink.diagnostics().iter().map(|it| (it.code, it.at.to_string())).collect()
    }

    #[test]
    fn every_option_is_read() {
        let mut sink = Sink::default();
        let config = Config::read(
            "client: { name: Api, parameters: [serviceId], environment: { bearer: TOKEN }, transports: [tower] }\n\
             servers: { 'https://us.example.com': UnitedStates }\n\
             tags: { Native SSO: native_sso }\n\
             operations: { native_sso_api: { name: process }, 'GET /pets': { name: list } }\n\
             schemas: { result: { name: ApiResult } }\n\
             redact: ['*.accessToken']\n",
            &mut sink,
        );
        assert_eq!(sink.diagnostics(), []);
        assert_eq!(config.client.name.as_deref(), Some("Api"));
        assert_eq!(config.client.parameters, ["serviceId"]);
        assert_eq!(config.client.environment.get("bearer").map(String::as_str), Some("TOKEN"));
        assert_eq!(config.client.transports, Some(vec![Transport::Tower]));
        assert_eq!(config.servers.get("https://us.example.com").map(String::as_str), Some("UnitedStates"));
        assert_eq!(config.tags.get("Native SSO").map(String::as_str), Some("native_sso"));
        let list = config.operations.get("GET /pets").and_then(|it| it.name.as_deref());
        assert_eq!(list, Some("list"));
        assert_eq!(config.schemas.get("result").and_then(|it| it.name.as_deref()), Some("ApiResult"));
        assert_eq!(config.redact, ["*.accessToken"]);
    }

    #[test]
    fn an_empty_file_decides_nothing() {
        assert_eq!(Config::read("# nothing yet\n", &mut Sink::default()), Config::default());
        assert_eq!(problems(""), []);
    }

    #[test]
    fn an_unknown_key_is_refused_where_it_stands() {
        let found = problems("client: { nmae: X }\noperations: { a: { names: b } }\nserver: {}\n");
        let at: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
        assert_eq!(at, ["/client/nmae", "/operations/a/names", "/server"]);
        assert!(found.iter().all(|(code, _)| *code == Code::UnknownOption));
    }

    #[test]
    fn a_name_that_is_no_identifier_of_the_right_case_is_refused() {
        for name in
            ["Fn", "native-sso", "type", "nativeSso", "9a", "''", "lib", "_x", "gen", "größe", "'a; b'"]
        {
            let found = problems(&format!("tags: {{ a: {name} }}"));
            assert_eq!(found, [(Code::UnusableName, "/tags/a".to_owned())], "{name}");
        }
        for name in ["Self", "pet", "A_B"] {
            let found = problems(&format!("schemas: {{ a: {{ name: {name} }} }}"));
            assert_eq!(found, [(Code::UnusableName, "/schemas/a/name".to_owned())], "{name}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        let found = problems("client: []\nredact: [1, x, a.b]\ntags: { a: { name: b } }\n");
        let at: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
        assert_eq!(at, ["/client", "/redact/0", "/redact/1", "/tags/a"]);
    }

    #[test]
    fn what_is_no_yaml_is_refused_in_the_name_of_the_configuration() {
        let mut sink = Sink::default();
        Config::read("client: [", &mut sink);
        let sources: Vec<_> = sink.diagnostics().iter().map(|it| it.source).collect();
        assert_eq!(sources, [crate::diagnostic::Source::Configuration]);
    }
}
