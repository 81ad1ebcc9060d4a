//! The client: sub-clients, methods and what operations are made of.

use super::docs::Docs;
use super::item::Attributes;
use super::name::Name;
use super::ty::Type;
pub use crate::config::{PageStyle, Pagination};
pub use crate::model::{Location, Serialization, Status, Style};

/// The client type and its builder.
#[derive(Debug)]
pub struct Client {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Its sub-clients, sorted by name.
    pub groups: Vec<GroupLink>,
    /// The address that it takes when none is chosen.
    pub base_url: Option<String>,
    /// The servers of the document.
    pub servers: Vec<Server>,
    /// The enums of the servers' variables.
    pub choices: Vec<Choice>,
    /// The credentials that it takes.
    pub credentials: Vec<Credential>,
    /// The security schemes that the bindings do not speak, of those that operations want.
    pub unspoken: Vec<String>,
    /// The parameters that are given once.
    pub parameters: Vec<ClientParameter>,
    /// What the stub of the service answers, if there is one.
    pub examples: Option<Vec<Example>>,
}

/// An answer of operations, made of the document.
#[derive(Debug)]
pub struct Example {
    /// The methods in upper case, and the path templates that are sent.
    pub operations: Vec<(String, String)>,
    /// The status.
    pub status: u16,
    /// The media type; empty without a body.
    pub media_type: String,
    /// The body.
    pub body: String,
}

/// How a client leads to a sub-client.
#[derive(Debug)]
pub struct GroupLink {
    /// The method's and module's name.
    pub method: Name,
    /// The sub-client's name.
    pub group: Name,
    /// The method's documentation.
    pub docs: Docs,
}

/// A server of the document as a variant of `Server`.
#[derive(Debug)]
pub struct Server {
    /// The variant.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Its URL with the variables' defaults filled in.
    pub url: String,
    /// Its URL as a template, and its variables; none for a plain URL.
    pub variables: Vec<ServerVariable>,
    /// The URL with `{variables}`.
    pub template: String,
}

/// A variable of a server's URL as a field of the variant.
#[derive(Debug)]
pub struct ServerVariable {
    /// The field.
    pub name: Name,
    /// The variable's name.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
    /// The enum of its values, if they are listed.
    pub choice: Option<Name>,
}

/// The listed values of a variable as an enum.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Its values in the document's order.
    pub values: Vec<ChoiceValue>,
}

/// A listed value of a variable.
#[derive(Debug)]
pub struct ChoiceValue {
    /// The variant.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// What stands in the address.
    pub wire: String,
    /// Whether it is the default.
    pub is_default: bool,
}

/// A security scheme that the client takes a credential for.
#[derive(Debug)]
pub struct Credential {
    /// The scheme's key.
    pub scheme: String,
    /// The builder's method.
    pub method: Name,
    /// The builder's method that takes a provider, where one makes sense.
    pub provider: Option<Name>,
    /// Its documentation.
    pub docs: Docs,
    /// What is sent.
    pub kind: CredentialKind,
    /// The environment variable for `from_env`.
    pub environment: Option<String>,
    /// The flow of OAuth 2.0 that the client can go through by itself.
    pub flow: Option<Flow>,
}

/// The client credentials flow.
#[derive(Debug)]
pub struct Flow {
    /// The builder's method.
    pub method: Name,
    /// Where tokens come from.
    pub token_url: String,
    /// Where a refresh token brings another one, if not there.
    pub refresh_url: Option<String>,
}

/// What a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A bearer token.
    Bearer,
    /// A user name and a password.
    Basic,
    /// A key in a header.
    ApiKeyHeader(String),
    /// A key in the query.
    ApiKeyQuery(String),
    /// A key in a cookie.
    ApiKeyCookie(String),
}

/// A parameter that is given once on the client.
#[derive(Debug)]
pub struct ClientParameter {
    /// The builder's and the calls' method.
    pub name: Name,
    /// The wire name.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
}

/// The operations of a tag.
#[derive(Debug)]
pub struct Group {
    /// The cargo feature that brings it in, where crates have one for each tag.
    pub feature: Option<String>,
    /// The module's name, which is the file's and the client's method's too.
    pub module: Name,
    /// The sub-client's name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Its operations in the document's order.
    pub methods: Vec<Method>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Method {
    /// The method's name.
    pub name: Name,
    /// The type that stands for the operation.
    pub marker: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// The HTTP method in upper case.
    pub http: String,
    /// The path as the document writes it.
    pub path: String,
    /// The path template that is sent.
    pub template: String,
    /// The address of the server that it has for itself.
    pub server: Option<String>,
    /// The alternatives of security schemes, by their keys.
    pub security: Vec<Vec<String>>,
    /// What each of these has to allow, separated by spaces; none where nothing asks for tokens.
    pub scopes: Vec<Vec<String>>,
    /// The parameters that every call gives, in the order of the arguments.
    pub arguments: Vec<Argument>,
    /// The parameters that a call may set; each is a method of the call.
    pub options: Vec<Argument>,
    /// The request body.
    pub body: Option<Body>,
    /// The methods that send a body of another media type.
    pub others: Vec<Other>,
    /// The types of multipart bodies.
    pub forms: Vec<Form>,
    /// What success is.
    pub success: Content,
    /// What a declared error is.
    pub failure: Content,
    /// The statuses of redirections that are what success is, and are not followed.
    pub redirections: Vec<Status>,
    /// The statuses of declared errors.
    pub errors: Vec<Status>,
    /// The statuses of declared errors without a body, although others have one.
    pub bodyless: Vec<Status>,
    /// The media types of successes, preferred first, unless they are those that the content is of by itself.
    pub success_media: Option<Vec<String>>,
    /// The media types of declared errors, likewise.
    pub error_media: Option<Vec<String>>,
    /// The types that stand for contents which differ by status or media type.
    pub outcomes: Vec<Outcome>,
    /// The headers of its responses.
    pub headers: Vec<ResponseHeader>,
    /// The header with which it is sent again, if it is sent with a key.
    pub key_header: Option<String>,
    /// How it goes on, if its output is a page.
    pub paging: Option<Paging>,
}

/// A header of responses as a constant of the operation.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// The constant's name.
    pub name: Name,
    /// The header's name.
    pub wire: String,
    /// Its documentation.
    pub attributes: Attributes,
    /// Whether it must be there.
    pub required: bool,
    /// How its text is read.
    pub form: HeaderForm,
    /// Its type.
    pub ty: Type,
}

/// How the text of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As `simple` has it: commas separate elements, and the names and values of members.
    Simple,
    /// As `simple` with `explode` has it: members are `name=value`.
    Exploded,
    /// As JSON.
    Json,
    /// Each line for itself.
    Lines,
}

/// How an operation whose output is a page goes on.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The call's method that returns the pages.
    pub pages: Name,
    /// The call's method that returns the items.
    pub items: Name,
    /// What the configuration says.
    pub how: Pagination,
    /// The way from the output to the items.
    pub way: Vec<Step>,
    /// What an item is.
    pub item: Type,
}

/// A step from a value into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value is an `Option`.
    Optional,
    /// The value is a `Nullable`.
    Nullable,
    /// The value is a struct with this field.
    Field(Name),
}

/// A parameter as an argument.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The argument's or method's name.
    pub name: Name,
    /// The wire name.
    pub wire: String,
    /// Its documentation.
    pub attributes: Attributes,
    /// Where it is sent.
    pub location: Location,
    /// How it is written.
    pub style: Style,
    /// Whether arrays and objects are written member by member.
    pub explode: bool,
    /// Whether reserved characters stay.
    pub allow_reserved: bool,
    /// Whether it is written as JSON (`content` with a JSON media type).
    pub json: bool,
    /// The method that sends it empty, where that says something else than any value of its type.
    pub empty: Option<Name>,
    /// Its type.
    pub ty: Type,
}

impl Argument {
    /// Whether it goes into the path as it is displayed: it has no parts, so nothing depends on `explode`.
    pub fn is_direct(&self) -> bool {
        let has_no_parts = matches!(self.ty, Type::String | Type::Text(_)) || self.ty.is_copy();
        let is_simple = self.style == Style::Simple && !self.json && !self.allow_reserved;
        self.location == Location::Path && is_simple && has_no_parts
    }
}

/// A request body as an argument.
#[derive(Clone, Debug)]
pub struct Body {
    /// The argument's or method's name.
    pub name: Name,
    /// Whether every call gives it.
    pub required: bool,
    /// Its documentation.
    pub docs: Docs,
    /// The media type that is sent.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
    /// The members of a form that are written in a way of their own.
    pub members: Vec<FormMember>,
}

/// A member of a form that is written in a way of its own.
#[derive(Clone, Debug)]
pub struct FormMember {
    /// The wire name.
    pub wire: String,
    /// Its style; none for JSON.
    pub style: Option<Serialization>,
}

/// A method that sends a body of another media type with the same operation.
#[derive(Clone, Debug)]
pub struct Other {
    /// The method's name.
    pub name: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// The body.
    pub body: Body,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// As JSON.
    Json(Type),
    /// As `application/x-www-form-urlencoded`.
    Form(Type),
    /// As XML, of the shape of that name.
    Xml(Type, Name),
    /// As values in JSON, one after the other.
    Lines(Type),
    /// As text.
    Text,
    /// As bytes.
    Binary,
    /// As bytes that the caller has encoded and whose media type only the caller knows.
    Encoded,
    /// As parts: those of a [`Form`], or any that the caller makes.
    Multipart(Option<Name>),
}

/// The type of a multipart body, of which the parts are known.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// The documentation of `new`.
    pub new: Docs,
    /// Its parts in the document's order.
    pub parts: Vec<Part>,
    /// Whether there may be others.
    pub is_open: bool,
}

/// A part of a multipart body as an argument of `new`, or as a setter.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: Name,
    /// Its wire name.
    pub wire: String,
    /// Its documentation.
    pub attributes: Attributes,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub kind: PartKind,
    /// The setters of its headers, each with the name of the header.
    pub headers: Vec<(Name, String)>,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A file of a media type, or what else the caller encodes.
    File(String),
    /// Several of them.
    Files(String),
    /// A value that goes by its type: text, JSON, or a part for each element.
    Value(Type),
    /// A value in a style: parts as there would be pairs in a query.
    Styled(Type, Serialization),
    /// A value as text of a media type.
    Text(Type, String),
    /// A value as JSON of a media type.
    Json(Type, String),
}

impl BodyKind {
    /// Whether it is sent as it is, from memory or piece by piece.
    pub fn is_octets(&self) -> bool {
        matches!(self, Self::Binary | Self::Encoded)
    }
}

impl Method {
    /// Returns all bodies that it may send.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.body.iter().chain(self.others.iter().map(|other| &other.body))
    }
}

/// What a response holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// JSON.
    Json(Type),
    /// XML, with the type that stands for the document.
    Xml(Type, Name),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// Events, read while they arrive.
    Events(EventData),
    /// JSON texts one after the other, read while they arrive.
    Items(Type),
    /// Nothing that is read.
    None,
    /// Something, or nothing at all.
    Optional(Box<Content>),
    /// A type of the operation's own that goes by status and media type.
    Outcome(Name),
}

impl Content {
    /// Returns what is read of a body where there is one.
    pub fn body(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.body(),
            other => other,
        }
    }

    /// Returns the media types that a body of the content is of unless the operation has others.
    pub fn media_types(&self) -> &'static [&'static str] {
        match self {
            Self::Json(_) | Self::Outcome(_) => &["application/json"],
            Self::Xml(..) => &["application/xml"],
            Self::Text => &["text/plain"],
            Self::Binary => &["application/octet-stream"],
            Self::Events(_) => &["text/event-stream"],
            Self::Items(_) => &["application/jsonl"],
            Self::None => &[],
            Self::Optional(inner) => inner.media_types(),
        }
    }
}

/// What the data of events is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventData {
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// The type is all of the event, with its data as text.
    Whole(Type),
    /// The type is all of the event, with its data as JSON.
    WholeJson(Type),
}

/// An enum of the contents that an operation answers with, by status and media type.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Its variants in the document's order, `default` last.
    pub variants: Vec<OutcomeVariant>,
}

/// A variant of an outcome.
#[derive(Clone, Debug)]
pub struct OutcomeVariant {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// The statuses that it stands for.
    pub status: Status,
    /// The media types that it stands for, where its statuses have other variants too.
    pub media_types: Vec<String>,
    /// What it holds.
    pub content: Content,
}
