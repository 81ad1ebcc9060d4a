//! The runtime, as the generator's `support/mod.rs` would have it.

#[path = "../../support/call.rs"]
mod call;
#[path = "../../support/client.rs"]
mod client;
#[path = "../../support/client_credentials.rs"]
mod client_credentials;
#[path = "../../support/closure.rs"]
mod closure;
#[path = "../../support/content.rs"]
mod content;
#[path = "../../support/credential.rs"]
mod credential;
#[path = "../../support/decode.rs"]
mod decode;
#[path = "../../support/decode_error.rs"]
mod decode_error;
#[path = "../../support/draft.rs"]
mod draft;
#[path = "../../support/enumeration.rs"]
pub mod enumeration;
#[path = "../../support/error.rs"]
mod error;
#[path = "../../support/escape.rs"]
mod escape;
#[path = "../../support/events.rs"]
mod events;
#[path = "../../support/exchange.rs"]
mod exchange;
#[path = "../../support/flight.rs"]
mod flight;
#[path = "../../support/form.rs"]
mod form;
#[path = "../../support/frames.rs"]
mod frames;
#[path = "../../support/header.rs"]
mod header;
#[path = "../../support/idempotency.rs"]
mod idempotency;
#[path = "../../support/items.rs"]
mod items;
#[path = "../../support/key.rs"]
mod key;
#[path = "../../support/lines.rs"]
mod lines;
#[path = "../../support/media_type.rs"]
mod media_type;
#[path = "../../support/multipart.rs"]
mod multipart;
#[path = "../../support/nullable.rs"]
mod nullable;
#[path = "../../support/object.rs"]
pub mod object;
#[path = "../../support/octets.rs"]
mod octets;
#[path = "../../support/operation.rs"]
mod operation;
#[path = "../../support/pages.rs"]
mod pages;
#[path = "../../support/paging.rs"]
mod paging;
#[path = "../../support/parameter.rs"]
mod parameter;
#[path = "../../support/part.rs"]
mod part;
#[path = "../../support/peek.rs"]
mod peek;
#[path = "../../support/request_error.rs"]
mod request_error;
#[path = "../../support/reqwest.rs"]
mod reqwest;
#[path = "../../support/response.rs"]
mod response;
#[path = "../../support/retry.rs"]
mod retry;
#[path = "../../support/secret.rs"]
mod secret;
#[path = "../../support/server.rs"]
pub mod server;
#[path = "../../support/stream.rs"]
mod stream;
#[path = "../../support/testing.rs"]
mod testing;
#[path = "../../support/token.rs"]
mod token;
#[path = "../../support/tower.rs"]
pub mod tower;
#[path = "../../support/tracing.rs"]
mod tracing;
#[path = "../../support/transport.rs"]
mod transport;
#[path = "../../support/union.rs"]
pub mod union;
#[path = "../../support/url.rs"]
mod url;
#[path = "../../support/value.rs"]
mod value;
#[path = "../../support/writer.rs"]
mod writer;
#[path = "../../support/xml.rs"]
pub mod xml;
#[path = "../../support/xml_reader.rs"]
mod xml_reader;
#[path = "../../support/xml_writer.rs"]
mod xml_writer;

/// Reads an XML document as JSON.
pub fn read_xml(root: &xml::Root, text: &str) -> Result<serde_json::Value, DecodeError> {
    xml_reader::read(root, text)
}

/// Writes an XML document.
pub fn write_xml(root: &xml::Root, value: &serde_json::Value) -> Result<String, serde_json::Error> {
    xml_writer::write(root, value)
}

pub use self::call::Call;
pub use self::client::{Builder, Connect, Core};
pub use self::client_credentials::ClientCredentials;
pub use self::closure::from_fn;
pub use self::content::{json, Content, Json, NoContent, Optional, Reply, Text};
pub use self::credential::{ApiKey, Credential, CredentialProvider, Secret, Wanted};
pub use self::decode::{Decode, Model};
pub use self::decode_error::DecodeError;
pub use self::error::Error;
pub use self::events::{Event, EventStream, Events, Whole, WholeJson};
pub use self::header::{Header, HeaderError};
pub use self::items::{ItemStream, JsonItems};
pub use self::lines::{ItemError, Lines};
pub use self::media_type::MediaTypes;
pub use self::multipart::Multipart;
pub use self::nullable::Nullable;
pub use self::object::{Blank, Members, Object};
pub use self::octets::Octets;
pub use self::operation::{Operation, Security, Statuses};
pub use self::pages::{Items, Paged, Pages};
pub use self::paging::Paging;
pub use self::parameter::Style;
pub use self::part::Part;
pub use self::request_error::{BuildError, RequestError};
pub use self::reqwest::Reqwest;
pub use self::response::decode;
pub use self::secret::Redacted;
pub use self::stream::StreamError;
pub use self::testing::{Example, Stub};
pub use self::token::TokenError;
pub use self::tracing::Traced;
pub use self::transport::{
    Answering, Attempt, Body, BodyError, BoxError, BoxFuture, CannotBlock, Chunks, Transport, TransportError,
};
pub use self::writer::Writer;
