//! Tests of the runtime that bindings are vendored with, against hand-written bindings and loopback servers.
//!
//! A server here is a `TcpListener` that sends raw bytes, so that no crate repairs what a hostile server does.

#[path = "support/behaviour.rs"]
mod behaviour;
#[path = "support/blocking.rs"]
mod blocking;
#[path = "support/clocks.rs"]
mod clocks;
#[path = "support/credentials.rs"]
mod credentials;
#[path = "support/errors.rs"]
mod errors;
#[path = "support/headers.rs"]
mod headers;
#[path = "support/lines.rs"]
mod lines;
#[path = "support/models.rs"]
mod models;
#[path = "support/multipart.rs"]
mod multipart;
#[path = "support/notes.rs"]
mod notes;
#[path = "support/octets.rs"]
mod octets;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/parameters.rs"]
mod parameters;
#[path = "support/retries.rs"]
mod retries;
// The bindings of these tests do not use all of it.
#[allow(dead_code)]
#[path = "support/runtime.rs"]
mod runtime;
#[path = "support/secrets.rs"]
mod secrets;
#[path = "support/server.rs"]
mod server;
#[path = "support/streams.rs"]
mod streams;
#[path = "support/stub.rs"]
mod stub;
#[path = "support/successes.rs"]
mod successes;
#[path = "support/tokens.rs"]
mod tokens;
#[path = "support/unions.rs"]
mod unions;
#[path = "support/xml.rs"]
mod xml;
