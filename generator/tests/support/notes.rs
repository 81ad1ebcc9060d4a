//! Bindings of an API of notes, as the generator would write them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::runtime::{
    self, enumeration, json, object, Blank, BuildError, Call, Connect, Content, Core, Credential,
    DecodeError, Json, Members, Model, NoContent, Nullable, Object, Operation, Optional, Redacted, Reply,
    Reqwest, Secret, Security, Statuses, Text, Transport, Writer,
};

/// A note.
#[derive(Clone, PartialEq)]
pub struct Note {
    pub id: i64,
    pub title: Option<String>,
    pub kind: Option<Kind>,
    pub tags: Option<Vec<String>>,
    pub parent: Option<Box<Note>>,
    pub reminder: Nullable<String>,
    pub key: Option<String>,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note")
            .field("id", &self.id)
            .field("title", &self.title)
            .field("key", &Redacted::of(&self.key))
            .finish()
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Writer::new(serializer)?;
        object.required("id", &self.id);
        object.optional("title", &self.title);
        object.optional("kind", &self.kind);
        object.optional("tags", &self.tags);
        object.optional("parent", &self.parent);
        object.nullable("reminder", &self.reminder);
        object.optional("key", &self.key);
        object.end()
    }
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read(deserializer)
    }
}

impl Model for Note {}

impl Blank for Note {
    fn blank() -> Self {
        Self {
            id: 0,
            title: None,
            kind: None,
            tags: None,
            parent: None,
            reminder: Nullable::Absent,
            key: None,
        }
    }
}

impl Object for Note {
    fn read<'de, M: Members<'de>>(&mut self, object: &mut M) {
        object.required("id", &mut self.id);
        object.optional("title", &mut self.title);
        object.optional("kind", &mut self.kind);
        object.optional("tags", &mut self.tags);
        object.optional("parent", &mut self.parent);
        object.nullable("reminder", &mut self.reminder);
        object.optional("key", &mut self.key);
    }
}

/// What a note is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Letter,
    List,
    Unknown(String),
}

impl Kind {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Letter => "letter",
            Self::List => "list",
            Self::Unknown(value) => value,
        }
    }
}

impl From<&str> for Kind {
    fn from(value: &str) -> Self {
        match value {
            "letter" => Self::Letter,
            "list" => Self::List,
            _ => Self::Unknown(value.to_owned()),
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        enumeration::read(deserializer)
    }
}

impl Model for Kind {}

/// What the body of an error says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    pub code: Option<String>,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Writer::new(serializer)?;
        object.optional("code", &self.code);
        object.end()
    }
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read(deserializer)
    }
}

impl Model for Problem {}

impl Object for Problem {
    fn read<'de, M: Members<'de>>(&mut self, object: &mut M) {
        object.optional("code", &mut self.code);
    }
}

/// A client.
#[derive(Clone, Debug)]
pub struct Client {
    core: Core,
}

/// How a [`Client`] is put together.
pub type Builder = runtime::Builder<Client>;

impl Client {
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub fn notes(&self) -> Notes<'_> {
        Notes { core: &self.core }
    }
}

impl Connect for Client {
    fn connect(core: Core) -> Self {
        Self { core }
    }

    fn transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
        Ok(Arc::new(Reqwest::new(connect_timeout)?))
    }
}

impl Builder {
    pub fn tenant(self, tenant: impl ToString) -> Self {
        self.parameter("tenant", tenant)
    }

    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.credential("bearer", Credential::bearer(token))
    }
}

/// The operations of notes.
#[derive(Clone, Copy, Debug)]
pub struct Notes<'c> {
    core: &'c Core,
}

impl Notes<'_> {
    pub fn read(&self, id: impl ToString) -> Call<Read> {
        Call::new(self.core).path("id", id)
    }

    pub fn list(&self) -> Call<List> {
        Call::new(self.core)
    }

    pub fn create(&self, body: &Note) -> Call<Create> {
        Call::new(self.core).json(body)
    }

    pub fn remove(&self, id: impl ToString) -> Call<Remove> {
        Call::new(self.core).path("id", id)
    }

    pub fn text(&self) -> Call<AsText> {
        Call::new(self.core)
    }

    /// Starts a call of an operation that a test has made up.
    pub fn start<O: Operation>(&self) -> Call<O> {
        Call::new(self.core)
    }
}

const BEARER: Security = &[&["bearer"]];

/// `GET /{tenant}/notes/{id}`
#[derive(Debug)]
pub enum Read {}

impl Operation for Read {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/{tenant}/notes/{id}";
    const SECURITY: Security = BEARER;
    const SUCCESS: Statuses = Statuses::codes(&[200]);
    const ERRORS: Statuses = Statuses::codes(&[404]).ranges(&[5]);
    type Success = Json<Note>;
    type Failure = Json<Problem>;
}

/// `GET /{tenant}/notes`
#[derive(Debug)]
pub enum List {}

impl Operation for List {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/{tenant}/notes";
    const SECURITY: Security = BEARER;
    type Success = Json<Vec<Note>>;
    type Failure = NoContent;
}

impl Call<List> {
    pub fn tags(self, tags: &[&str]) -> Self {
        self.query("tag", tags)
    }
}

/// `POST /{tenant}/notes`
#[derive(Debug)]
pub enum Create {}

impl Operation for Create {
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/{tenant}/notes";
    const SECURITY: Security = BEARER;
    const ERRORS: Statuses = Statuses::NONE.or_default();
    type Success = Created;
    type Failure = Json<Problem>;
}

/// `DELETE /{tenant}/notes/{id}`
#[derive(Debug)]
pub enum Remove {}

impl Operation for Remove {
    const METHOD: &'static str = "DELETE";
    const PATH: &'static str = "/{tenant}/notes/{id}";
    const SECURITY: Security = BEARER;
    type Success = Optional<Json<Note>>;
    type Failure = NoContent;
}

/// `GET /text`, for anybody
#[derive(Debug)]
pub enum AsText {}

impl Operation for AsText {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/text";
    type Success = Text;
    type Failure = NoContent;
}

/// What `POST /{tenant}/notes` returns, by status.
#[derive(Clone, Debug, PartialEq)]
pub enum Created {
    Existing(Note),
    New,
}

impl Content for Created {
    type Value = Self;

    fn decode(reply: &Reply) -> Result<Self, DecodeError> {
        match reply.status().as_u16() {
            200 => json(reply).map(Self::Existing),
            201 => Ok(Self::New),
            _ => Err(DecodeError::whole("the status is not declared")),
        }
    }
}
