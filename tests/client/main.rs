//! The generated client over real sockets: the stand-in of Authlete, and servers that answer what a test tells them.
//!
//! Requests are judged by the bytes that arrive, answers are bytes that the test wrote; the generated types are on one
//! side only.

mod answers;
mod environment;
mod errors;
mod harness;
mod limits;
mod redirects;
mod requests;
mod retries;
#[path = "../../examples/native_sso/stand_in.rs"]
mod stand_in;
mod transports;
