//! Calls that succeed, over HTTP.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::notes::{AsText, Client, Create, Created, Kind, Note, Read};
use super::runtime::{decode, from_fn, tower, Blank, Error, TransportError};
use super::server::{response, run, Answer, Server};

#[test]
fn a_call_is_awaited_for_its_output() {
    let server =
        Server::always("200 OK", "", r#"{"id":1,"kind":"poem","tags":["a",null],"title":null,"new":{}}"#);
    let note = run(server.client().notes().read("a b")).unwrap();
    assert_eq!(note.kind, Some(Kind::Unknown("poem".to_owned())));
    assert_eq!((note.tags.as_deref(), note.title), (Some(&["a".to_owned()][..]), None));
    let request = server.requests().remove(0);
    assert!(request.starts_with("GET /acme/notes/a%20b HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("authorization: Bearer t0ken\r\n"), "{request}");
    assert!(request.contains("accept: application/json\r\n"), "{request}");
    assert!(request.contains("user-agent: openapi-bindgen\r\n"), "{request}");
}

#[test]
fn a_call_is_sent_for_status_headers_and_output() {
    let server = Server::always("201 Created", "location: /notes/1\r\n", "");
    let note = Note { id: 1, title: Some("t".to_owned()), ..Note::blank() };
    let response = run(server.client().notes().create(&note).send()).unwrap();
    assert_eq!(response.output, Created::New);
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (201, &"/notes/1".parse().unwrap())
    );
    let request = server.requests().remove(0);
    assert!(request.contains("content-type: application/json\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"id\":1,\"title\":\"t\"}"), "{request}");
}

#[test]
fn a_call_is_taken_apart_and_put_together_again() {
    let transport = from_fn(|_| Err(TransportError::new("not used")));
    let builder =
        Client::builder().base_url("https://example.org").transport(transport).tenant("acme").bearer("t0ken");
    let request = builder.build().unwrap().notes().read(7).into_request().unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().to_string().as_str()),
        ("GET", "https://example.org/acme/notes/7")
    );
    assert!(request.headers()["authorization"].is_sensitive());
    let answer = |status: u16, body: &'static str| {
        let mut answer = Response::new(Bytes::from(body));
        *answer.status_mut() = status.try_into().unwrap();
        answer
    };
    assert_eq!(decode::<Read>(answer(200, r#"{"id":7}"#)).unwrap().output.id, 7);
    assert!(matches!(decode::<Read>(answer(404, "{}")), Err(Error::Api { .. })));
    assert!(matches!(decode::<Create>(answer(200, r#"{"id":7}"#)).unwrap().output, Created::Existing(_)));
}

#[test]
fn the_client_lends_its_parameter_and_the_call_overrides_it() {
    let server = Server::always("200 OK", "", "[]");
    let client = server.client();
    run(client.notes().list().tags(&["a", "b&c"])).unwrap();
    run(client.notes().list().path("tenant", "other").header("x-a", "1").extra_query("debug", true)).unwrap();
    let requests = server.requests();
    assert!(requests[0].starts_with("GET /acme/notes?tag=a&tag=b%26c HTTP/1.1\r\n"), "{}", requests[0]);
    assert!(requests[1].starts_with("GET /other/notes?debug=true HTTP/1.1\r\n"), "{}", requests[1]);
    assert!(requests[1].contains("x-a: 1\r\n"), "{}", requests[1]);
}

#[test]
fn a_call_can_go_to_another_server() {
    let (one, other) = (Server::always("200 OK", "", "a"), Server::always("200 OK", "", "b"));
    let client = one.client();
    assert_eq!(run(client.notes().text().base_url(&other.url)).unwrap(), "b");
    assert_eq!(run(client.notes().text()).unwrap(), "a");
}

#[test]
fn a_missing_body_is_none_where_the_document_allows_it() {
    let server = Server::start(|number| {
        Answer::Bytes(match number {
            0 => b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec(),
            1 => response("200 OK", "", ""),
            _ => response("200 OK", "", r#"{"id":3}"#),
        })
    });
    let client = server.client();
    assert_eq!(run(client.notes().remove(1)).unwrap(), None);
    assert_eq!(run(client.notes().remove(1)).unwrap(), None);
    assert_eq!(run(client.notes().remove(1)).unwrap().map(|note| note.id), Some(3));
}

#[test]
fn an_undeclared_success_that_fits_is_a_success() {
    let server = Server::always("206 Partial Content", "", r#"{"id":1}"#);
    assert_eq!(run(server.client().notes().read(1)).unwrap().id, 1);
}

#[test]
fn a_redirect_on_the_same_server_is_followed() {
    let server = Server::start(|number| {
        Answer::Bytes(match number {
            0 => response("302 Found", "location: ../other/notes/2?x=1#frag\r\n", ""),
            1 => response("307 Temporary Redirect", "location: /third\r\n", ""),
            _ => response("200 OK", "", r#"{"id":2}"#),
        })
    });
    assert_eq!(run(server.client().notes().read(1)).unwrap().id, 2);
    let requests = server.requests();
    assert!(requests[1].starts_with("GET /acme/other/notes/2?x=1 "), "{}", requests[1]);
    assert!(requests[2].starts_with("GET /third "), "{}", requests[2]);
    assert!(requests[2].contains("authorization: Bearer t0ken\r\n"));
}

/// A service that a program could have made with its own layers.
#[derive(Clone)]
struct Echo;

impl tower_service::Service<Request<Bytes>> for Echo {
    type Response = Response<Bytes>;
    type Error = std::io::Error;
    type Future = std::future::Ready<Result<Response<Bytes>, std::io::Error>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), std::io::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        std::future::ready(Ok(Response::new(request.uri().path().to_owned().into())))
    }
}

#[test]
fn a_tower_service_is_a_transport() {
    let client =
        Client::builder().base_url("https://example.org").transport(tower::service(Echo)).build().unwrap();
    assert_eq!(run(client.notes().text()).unwrap(), "/text");
    assert!(matches!(client.notes().text().send_blocking(), Err(Error::Blocking(_))));
}

#[test]
fn a_call_is_send_and_lives_on_its_own() {
    fn check<T: Send + 'static>(_: &T) {}
    let server = Server::always("200 OK", "", "hello");
    let call = server.client().notes().text().timeout(Duration::from_secs(5));
    check(&call);
    assert_eq!(format!("{call:?}"), "Call(GET /text)");
    let sending = call.send();
    check(&sending);
    assert_eq!(run(async { tokio::spawn(sending).await.unwrap() }).unwrap().output, "hello");
    check::<Option<super::runtime::Call<AsText>>>(&None);
}
