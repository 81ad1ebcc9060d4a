//! Nothing that is shown has a secret in it.

use std::error::Error as _;
use std::fmt::Debug;

use bytes::Bytes;
use http::Response;

use super::notes::{Client, Note};
use super::runtime::{from_fn, ApiKey, Blank, Body, Credential, Error, Secret, TransportError};
use super::server::{response, run, Answer, Server};

const SECRET: &str = "hunter2-SeCrEt";

/// Returns the `Display` and `Debug` of an error and of all its sources.
fn shown<E: Debug>(error: &Error<E>) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

fn check(text: &str) {
    assert!(!text.to_lowercase().contains(&SECRET.to_lowercase()), "{text}");
    assert!(!text.contains("aHVudGVyMi1TZUNyRXQ"), "{text}");
}

fn client(server: &Server) -> Client {
    let builder =
        server.builder().bearer(SECRET).credential("key", Credential::api_key(ApiKey::Query("k"), SECRET));
    check(&format!("{builder:?}"));
    check(&format!("{:?}", server.builder().base_url(format!("http://u:{SECRET}@a"))));
    builder.header("x-secret", SECRET).tenant(SECRET).retries(0).build().unwrap()
}

#[test]
fn credentials_and_clients_hide_them() {
    check(&format!("{:?} {:?}", Secret::from(SECRET), Credential::basic("u", SECRET)));
    let server = Server::always("200 OK", "", "");
    let client = client(&server);
    check(&format!("{client:?} {:?}", client.notes()));
    let call = client.notes().read(SECRET).header("x-other", SECRET).extra_query("q", SECRET);
    check(&format!("{call:?}"));
    check(&format!("{:?}", call.into_request().unwrap().headers()["authorization"]));
}

#[test]
fn models_hide_them() {
    let note = Note { key: Some(SECRET.to_owned()), ..Note::blank() };
    check(&format!("{note:?} {note:#?}"));
}

#[test]
fn responses_hide_bodies() {
    let server =
        Server::always("200 OK", "set-cookie: hunter2-SeCrEt\r\n", r#"{"id":1,"key":"hunter2-SeCrEt"}"#);
    let response = run(client(&server).notes().read(1).send()).unwrap();
    assert_eq!(response.output.key.as_deref(), Some(SECRET));
    check(&format!("{response:?} {:#?} {}", response.reply, response.reply));
    check(&format!("{:?}", Body::from(Bytes::from(SECRET))));
}

#[test]
fn errors_hide_bodies_headers_and_urls() {
    let bodies = [
        r#"{"id":"hunter2-SeCrEt"}"#,
        r#"{"id":1,"tags":"hunter2-SeCrEt"}"#,
        r#"{"key":"hunter2-SeCrEt"}"#,
        r#"{"id":1,"kind":{"hunter2":"hunter2-SeCrEt"}}"#,
        "hunter2-SeCrEt",
        "{\"id\":1,\"key\":\"hunter2-SeCrEt",
    ];
    for status in ["200 OK", "302 Found", "404 Not Found", "418 I'm a teapot", "500 Internal Server Error"] {
        for body in bodies {
            let server = Server::always(status, "location: http://a.example/?hunter2-SeCrEt\r\n", body);
            let call = client(&server).notes().read(SECRET).extra_query("q", SECRET);
            let error = run(call).err();
            check(&error.as_ref().map_or(String::new(), shown));
            assert!(error.is_some() || status == "200 OK", "{status} {body}");
        }
    }
}

#[test]
fn errors_of_transports_hide_urls() {
    let partial = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhunter2-SeCrEt".to_vec();
    for answer in [Vec::new(), b"hunter2-SeCrEt\r\n\r\n".to_vec(), partial] {
        let server = Server::start(move |_| Answer::Bytes(answer.clone()));
        check(&shown(&run(client(&server).notes().read(SECRET).extra_query("q", SECRET)).unwrap_err()));
    }
    let server = Server::start(|_| Answer::Bytes(response("200 OK", "", "")));
    let nobody = client(&server).notes().read(SECRET).base_url("http://127.0.0.1:1").extra_query("q", SECRET);
    check(&shown(&run(nobody).unwrap_err()));
}

#[test]
fn errors_of_requests_hide_values() {
    let server = Server::always("200 OK", "", "");
    let client = client(&server);
    let secret = format!("{SECRET}\n");
    check(&shown(&run(client.notes().read(1).header("x-a", &secret)).unwrap_err()));
    check(&shown(&run(client.notes().read(1).header_parameter("x-a", &secret)).unwrap_err()));
    check(&shown(&run(client.notes().read(1).base_url(&format!("http://u:{SECRET}@a"))).unwrap_err()));
    let error = server.builder().bearer(secret.as_str()).build().unwrap_err();
    check(&format!("{error} {error:?}"));
    let error = server.builder().base_url(format!("https://a?{SECRET}")).build().unwrap_err();
    check(&format!("{error} {error:?}"));
}

#[test]
fn a_transport_error_shows_what_its_source_says_only_as_the_source() {
    let transport = from_fn(|_| -> Result<Response<Bytes>, _> { Err(TransportError::new("why")) });
    let client = Client::builder().base_url("https://example.org").transport(transport).build().unwrap();
    let error = client.notes().text().retries(0).send_blocking().unwrap_err();
    assert_eq!(
        (error.to_string(), error.source().unwrap().to_string()),
        ("the server did not answer".into(), "why".into())
    );
}
