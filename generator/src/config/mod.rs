//! `bindings.yaml`: what the document cannot say and its reader decides, such as names and what is secret.
//!
//! Everything is optional, nothing is silent: an unknown key, a value of another type or a name that Rust does not
//! take is an error at its place. Whether an entry matches something of the document is seen in `rust`.

mod client;
mod combine;
mod entry;
mod format;
mod idempotency;
mod name;
mod pagination;
mod reader;
mod selection;
mod selector;
#[cfg(test)]
mod tests;

pub use client::{Client, Transport};
pub use entry::{Operation, Schema, Server, Tag};
pub use format::Format;
pub use idempotency::Idempotency;
pub use pagination::{PageStyle, Pagination};
pub use reader::Word;
pub use selection::{Select, Selection, Skip};
pub use selector::{Operation as OperationSubject, Selector};

use crate::diagnostic::{Code, Pointer, Sink, Source, Sources, Syntax, Text};
use crate::document;
use crate::rust::name::Written;
use crate::rust::Edition;
use client::CLIENT;
use entry::{OPERATION, SCHEMA, SERVER, TAG};
use idempotency::IDEMPOTENCY;
use indexmap::IndexMap;
use pagination::PAGINATION;
use reader::{Options, Reader};
use selection::{SELECT, SKIP};
use selector::Kind;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The decisions of one `bindings.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The edition of the output, if somebody asks for one or the bindings that are there have one.
    pub edition: Option<Edition>,
    /// The overlays, as they can be opened from the current folder.
    pub overlays: Vec<PathBuf>,
    /// Which operations and schemas are emitted.
    pub selection: Selection,
    /// The client.
    pub client: Client,
    /// The servers, by URL.
    pub servers: IndexMap<String, Server>,
    /// The tags.
    pub tags: IndexMap<String, Tag>,
    /// The operations, by selectors.
    pub operations: IndexMap<String, Operation>,
    /// The schemas, by selectors: components by their keys, inline ones by the names that they have otherwise.
    pub schemas: IndexMap<String, Schema>,
    /// How operations go on to their next page, by selectors.
    pub pagination: IndexMap<String, Pagination>,
    /// Which operations are sent with a key, so that they can come twice.
    pub idempotency: Idempotency,
    /// The types of strings and numbers, by `format`.
    pub formats: IndexMap<String, Format>,
    /// What types derive besides, by selectors of schemas.
    pub derive: IndexMap<String, Vec<Written>>,
    /// Attributes of types, by selectors of schemas.
    pub type_attributes: IndexMap<String, Vec<Written>>,
    /// Attributes of fields, by selectors of properties.
    pub field_attributes: IndexMap<String, Vec<Written>>,
    /// The schemas whose values callers can check.
    pub check: Vec<Selector>,
    /// The properties that `Debug` hides.
    pub redact: Vec<Selector>,
    /// Which models implement which of serde's traits.
    pub serde: Serde,
    /// What of a crate hangs on features of its own.
    pub features: Features,
    /// What the document may refer to.
    pub references: References,
}

/// What is decided about references to other files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// The folder whose files may be referred to, if not only that of the document.
    pub root: Option<PathBuf>,
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

/// What of a crate hangs on cargo features, besides its transports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Features {
    /// Nothing.
    #[default]
    None,
    /// The operations of each tag, on a feature that is called as their module.
    Tags,
}

impl Word for Features {
    const ALL: &'static [Self] = &[Self::None, Self::Tags];

    fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Tags => "tags",
        }
    }
}

impl Word for Serde {
    const ALL: &'static [Self] = &[Self::Needed, Self::Both];

    fn as_str(self) -> &'static str {
        match self {
            Self::Needed => "needed",
            Self::Both => "both",
        }
    }
}

/// Options that a caller has instead of a file, or besides one.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// What diagnostics call the place of the options.
    pub name: String,
    /// The options with the keys of a file.
    pub options: serde_json::Map<String, Value>,
}

impl Config {
    /// The name of the file that is read if it stands beside the document.
    pub const FILE: &'static str = "bindings.yaml";

    /// Reads a file, and leaves its text with the sources. What is wrong is in the sink.
    pub fn load(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Self {
        Self::load_with(Some(path), None, sources, sink)
    }

    /// Reads a file, if there is one, and adds the options of a caller, which have the keys of a file: its mappings are
    /// merged with those of the file, its lists come after, and for everything else the caller's word counts.
    pub fn load_with(
        path: Option<&Path>,
        caller: Option<Caller>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Self {
        let mut value = path.and_then(|path| parse(&text(path, sources, sink), sink));
        if let (Some(path), Some(value)) = (path, value.as_mut()) {
            start_at(path, value);
        }
        if let Some(Caller { name, options }) = caller.filter(|caller| !caller.options.is_empty()) {
            let options = Value::Object(options);
            let shown = Text::new(name, format!("{options:#}"), Syntax::Json);
            let from = sources.add(shown);
            let value = value.get_or_insert_with(|| Value::Object(serde_json::Map::new()));
            let origins = combine::combine(value, options, from);
            sources.configured(origins);
        }
        Self::of(value, sink)
    }

    /// Reads a text. What is wrong is in the sink; what is returned then is the rest.
    pub fn read(text: &str, sink: &mut Sink) -> Self {
        Self::of(parse(text, sink), sink)
    }

    fn of(value: Option<Value>, sink: &mut Sink) -> Self {
        let mut config = Self::default();
        if let Some(value) = value {
            Reader { sink }.options(&mut config, OPTIONS, &Pointer::root(), value);
        }
        config
    }

    /// Refuses what only a whole crate can have, where the bindings are part of somebody else's.
    pub fn check_module(&self, sink: &mut Sink) {
        if self.features != Features::None {
            let at = Pointer::root().join("features");
            let message = "these bindings are no crate, so they have no features";
            sink.report_configuration(Code::WrongOption, &at, message)
                .help("make a whole crate of them (`--crate-name`, `vendored_crate`) or remove the key");
        }
    }

    /// Returns every key that is read, as a path in which `*` stands for keys of the document.
    pub fn keys() -> Vec<String> {
        let mut keys: Vec<String> = names("", OPTIONS).collect();
        keys.extend(names("select.", SELECT));
        keys.extend(names("skip.", SKIP));
        keys.extend(names("client.", CLIENT));
        keys.extend(names("servers.*.", SERVER));
        keys.extend(names("tags.*.", TAG));
        keys.extend(names("operations.*.", OPERATION));
        keys.extend(names("schemas.*.", SCHEMA));
        keys.extend(names("pagination.*.", PAGINATION));
        keys.extend(names("idempotency.", IDEMPOTENCY));
        keys.extend(names("references.", REFERENCES));
        keys
    }
}

fn names<T: 'static>(section: &'static str, options: Options<T>) -> impl Iterator<Item = String> {
    options.iter().map(move |(name, _)| format!("{section}{name}"))
}

/// Has the paths in a file start at its folder.
fn start_at(file: &Path, value: &mut Value) {
    let start = |path: &mut Value| {
        if let Value::String(path) = path {
            *path = file.with_file_name(&path).to_string_lossy().into_owned();
        }
    };
    value.pointer_mut("/references/root").into_iter().for_each(start);
    let overlays = value.pointer_mut("/overlays").and_then(Value::as_array_mut);
    overlays.into_iter().flatten().for_each(start);
}

/// Reads the text of a file and leaves it with the sources.
fn text(path: &Path, sources: &mut Sources, sink: &mut Sink) -> String {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            sink.report_configuration(Code::UnreadableInput, &Pointer::root(), message);
            String::new()
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = Text::new(path.display().to_string(), text, Syntax::Yaml);
    sources.set_configuration(text).as_str().to_owned()
}

/// What can stand at the top.
const OPTIONS: Options<Config> = &[
    ("edition", |config, reader, at, value| config.edition = reader.edition(at, &value)),
    ("overlays", |config, reader, at, value| {
        config.overlays = reader.texts(at, value).into_iter().map(PathBuf::from).collect();
    }),
    ("select", |config, reader, at, value| config.selection.select = reader.made(SELECT, at, value)),
    ("skip", |config, reader, at, value| config.selection.skip = reader.made(SKIP, at, value)),
    ("client", |config, reader, at, value| config.client = reader.made(CLIENT, at, value)),
    ("servers", |config, reader, at, value| config.servers = reader.entries(SERVER, at, value)),
    ("tags", |config, reader, at, value| config.tags = reader.entries(TAG, at, value)),
    ("operations", |config, reader, at, value| config.operations = reader.entries(OPERATION, at, value)),
    ("schemas", |config, reader, at, value| config.schemas = reader.entries(SCHEMA, at, value)),
    ("pagination", |config, reader, at, value| config.pagination = reader.pagination(at, value)),
    ("idempotency", |config, reader, at, value| config.idempotency = reader.idempotency(at, value)),
    ("formats", |config, reader, at, value| {
        for (format, value) in reader.mapping(at, value).unwrap_or_default() {
            let ty = reader.format(&format, &at.join(&format), value);
            config.formats.extend(ty.map(|ty| (format, ty)));
        }
    }),
    ("derive", |config, reader, at, value| {
        config.derive = reader.lists(at, value, Kind::Schemas, Written::derive);
    }),
    ("type_attributes", |config, reader, at, value| {
        config.type_attributes = reader.lists(at, value, Kind::Schemas, Written::attribute);
    }),
    ("field_attributes", |config, reader, at, value| {
        config.field_attributes = reader.lists(at, value, Kind::Properties, Written::attribute);
    }),
    ("check", |config, reader, at, value| config.check = reader.selectors(at, value, Kind::Schemas)),
    ("redact", |config, reader, at, value| config.redact = reader.selectors(at, value, Kind::Properties)),
    ("serde", |config, reader, at, value| config.serde = reader.word(at, &value).unwrap_or_default()),
    ("references", |config, reader, at, value| {
        reader.options(&mut config.references, REFERENCES, at, value);
    }),
    ("features", |config, reader, at, value| config.features = reader.word(at, &value).unwrap_or_default()),
];

/// What can stand at `references`.
const REFERENCES: Options<References> =
    &[("root", |references, reader, at, value| references.root = reader.text(at, value).map(PathBuf::from))];

/// Parses the text in the document's manner, and reports in the configuration's name.
fn parse(text: &str, sink: &mut Sink) -> Option<Value> {
    let is_empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_empty) {
        return None;
    }
    let value = document::parse(text, Syntax::Yaml, Source::Configuration, sink);
    value.filter(|value| !value.is_null())
}
