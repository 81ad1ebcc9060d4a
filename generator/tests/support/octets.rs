//! Bodies that are sent piece by piece.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Response;

use super::notes::Client;
use super::runtime::{
    from_fn, Call, Chunks, Error, NoContent, Octets, Operation, RequestError, TransportError,
};
use super::server::{response, run, Answer, Server};

/// An operation that may be sent twice.
enum Put {}

impl Operation for Put {
    const METHOD: &'static str = "PUT";
    const PATH: &'static str = "/blob";
    type Success = NoContent;
    type Failure = NoContent;
}

/// Two pieces and, perhaps, a mistake.
struct Pieces(Vec<Result<&'static str, &'static str>>, bool);

impl Chunks for Pieces {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        // The sender is sent away once for each piece.
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = self.0.pop().transpose().map_err(|error| TransportError::new(io::Error::other(error)));
        Poll::Ready(piece.map(|piece| piece.map(Bytes::from)))
    }
}

fn put(client: &Client, body: impl Into<Octets>) -> Call<Put> {
    client.notes().start::<Put>().octets("application/octet-stream", body)
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("openapi-bindgen-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_file_is_sent_with_its_length_and_again_if_need_be() {
    let server = Server::start(|number| {
        Answer::Bytes(match number {
            0 => response("503 Service Unavailable", "", ""),
            _ => response("204 No Content", "", ""),
        })
    });
    let path = file("repeated", &"x".repeat(100_000));
    run(put(&server.client(), Octets::path(&path))).unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(request.contains("content-length: 100000\r\n"), "{request}");
        assert!(request.ends_with(&format!("\r\n\r\n{}", "x".repeat(100_000))));
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn pieces_are_sent_as_they_come_and_once() {
    let server = Server::always("503 Service Unavailable", "", "");
    let pieces = Pieces(vec![Ok("world"), Ok("hello ")], false);
    assert!(matches!(run(put(&server.client(), Octets::chunks(pieces))), Err(Error::Undeclared { .. })));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].contains("transfer-encoding: chunked\r\n"), "{}", requests[0]);
    assert!(requests[0].ends_with("\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n"), "{}", requests[0]);
}

#[test]
fn a_blocking_call_sends_what_a_reader_has() {
    let server = Server::always("204 No Content", "", "");
    put(&server.client(), Octets::reader(Cursor::new("read").chain(Cursor::new("er"))))
        .send_blocking()
        .unwrap();
    assert!(server.requests()[0].contains("\r\n\r\n6\r\nreader\r\n0\r\n\r\n"), "{}", server.requests()[0]);
}

#[test]
fn transports_that_want_all_of_it_get_all_of_it() {
    let transport = from_fn(|request| Ok(Response::new(request.into_body())));
    let client = Client::builder().base_url("https://example.org").transport(transport).build().unwrap();
    let answer = run(put(&client, Octets::chunks(Pieces(vec![Ok("b"), Ok("a")], false))).send()).unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let failed = run(put(&client, Octets::chunks(Pieces(vec![Err("torn"), Ok("a")], false))));
    assert!(matches!(failed, Err(Error::Transport(_))), "{failed:?}");
}

#[test]
fn what_cannot_be_opened_is_not_sent() {
    let server = Server::always("204 No Content", "", "");
    let failed = run(put(&server.client(), Octets::path("/nowhere/at/all")));
    assert!(matches!(failed, Err(Error::Request(RequestError::Open(_)))), "{failed:?}");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn only_a_body_that_is_whole_makes_a_request_to_take() {
    let client = Server::always("204 No Content", "", "").client();
    assert_eq!(put(&client, b"whole").into_request().unwrap().body(), "whole");
    let pieces = put(&client, Octets::path("Cargo.toml")).into_request();
    assert!(matches!(pieces, Err(RequestError::Pieces)), "{pieces:?}");
}
