//! What the operations send and how they read the answers: a test for each promise, over the bindings of the fixtures.

mod operations {
    pub mod behaviour;
    pub mod body;
    pub mod header;
    pub mod media_type;
    pub mod method;
    pub mod pages;
    pub mod parameter;
    pub mod path;
    pub mod response;
    pub mod security;
    pub mod server;
    pub mod stream;
    pub mod style;
    pub mod swagger;
    pub mod testing;
    pub mod xml;
}

use bytes::Bytes;
use http::{Request, Response};

/// Builds the client of a fixture; what is after the semicolon goes on with the builder.
macro_rules! client {
    ($fixture:ident $(; $($setting:tt)*)?) => {
        consumer::$fixture::Client::builder()
            .base_url("https://example.com/v1")
            .transport(consumer::$fixture::support::closure::from_fn(|_| panic!("nothing is sent here")))
            $($($setting)*)?
            .build()
            .unwrap()
    };
}

/// Builds the client of a fixture, which gets one answer to every call.
macro_rules! answered {
    ($fixture:ident, $response:expr) => {{
        let response = $response;
        consumer::$fixture::Client::builder()
            .base_url("https://example.com/v1")
            .retries(0)
            .transport(consumer::$fixture::support::closure::from_fn(move |_| Ok(response.clone())))
            .build()
            .unwrap()
    }};
}
pub(crate) use {answered, client};

/// Returns method and URL.
fn line(request: &Request<Bytes>) -> String {
    format!("{} {}", request.method(), request.uri())
}

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> &'r str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn body(request: &Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

fn response(status: u16, media_type: &str, body: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    if !media_type.is_empty() {
        response.headers_mut().insert("content-type", media_type.parse().unwrap());
    }
    response
}

fn json(status: u16, body: &str) -> Response<Bytes> {
    response(status, "application/json", body)
}
