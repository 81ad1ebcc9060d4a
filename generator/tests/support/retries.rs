//! Retries.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::Response;

use super::notes::{Client, Note};
use super::runtime::{from_fn, Blank, TransportError};
use super::server::{response, run, Answer, Server};

/// Answers `fails` times with the status and headers, and then well.
fn recovering(fails: usize, status: &'static str, headers: &str) -> Server {
    let headers = headers.to_owned();
    Server::start(move |number| {
        Answer::Bytes(match number < fails {
            true => response(status, &headers, "{}"),
            false => response("200 OK", "", r#"{"id":1}"#),
        })
    })
}

#[test]
fn a_busy_server_is_asked_again_when_that_does_no_harm() {
    for status in
        ["429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"]
    {
        let server = recovering(2, status, "");
        assert_eq!(run(server.client().notes().read(1)).unwrap().id, 1);
        assert_eq!(server.requests().len(), 3);
    }
    let server = recovering(1, "500 Internal Server Error", "");
    assert!(run(server.client().notes().read(1)).is_err());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn retries_are_limited_per_client_and_per_call() {
    let server = recovering(9, "503 Service Unavailable", "");
    assert_eq!(run(server.client().notes().read(1)).unwrap_err().status().unwrap().as_u16(), 503);
    assert_eq!(server.requests().len(), 3);
    assert!(run(server.client().notes().read(1).retries(0)).is_err());
    assert_eq!(server.requests().len(), 4);
    assert!(run(server.builder().retries(1).build().unwrap().notes().read(1)).is_err());
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn a_request_that_may_have_been_processed_is_not_sent_again() {
    let server = recovering(9, "503 Service Unavailable", "");
    assert!(run(server.client().notes().create(&Note::blank())).is_err());
    assert_eq!(server.requests().len(), 1);
    let server = Server::start(|_| Answer::Bytes(Vec::new()));
    assert!(run(server.client().notes().create(&Note::blank())).is_err());
    assert_eq!(server.requests().len(), 1);
    let server = Server::start(|_| Answer::Bytes(Vec::new()));
    assert!(run(server.client().notes().read(1)).is_err());
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn retry_after_is_honoured_in_seconds_for_any_method() {
    let server = recovering(1, "429 Too Many Requests", "retry-after: 1\r\n");
    let start = Instant::now();
    run(server.client().notes().create(&Note::blank())).unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn retry_after_is_honoured_as_a_date() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = recovering(1, "503 Service Unavailable", &format!("retry-after: {date}\r\n"));
    let start = Instant::now();
    run(server.client().notes().create(&Note::blank())).unwrap();
    // The date has no fractions of a second.
    assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
    let past = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let server = recovering(1, "503 Service Unavailable", past);
    run(server.client().notes().create(&Note::blank())).unwrap();
}

#[test]
fn an_absurd_retry_after_is_an_error_at_once() {
    for value in
        ["100000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "soon", "-1", "1e9", ""]
    {
        let server = recovering(9, "429 Too Many Requests", &format!("retry-after: {value}\r\n"));
        let start = Instant::now();
        let error = run(server.client().notes().read(1)).unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (429, 1), "{value}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn a_pause_never_passes_the_deadline() {
    let server = recovering(9, "503 Service Unavailable", "retry-after: 50\r\n");
    let start = Instant::now();
    let error = run(server.client().notes().read(1).timeout(Duration::from_secs(30))).unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_connection_that_was_refused_is_tried_again_for_any_method() {
    let attempts = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = attempts.clone();
    let transport = from_fn(move |_| match counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Err(TransportError::connect("refused")),
        _ => Ok(Response::new(Bytes::from_static(br#"{"id":5}"#))),
    });
    let builder =
        Client::builder().base_url("https://example.org").transport(transport).tenant("acme").bearer("t0ken");
    let client = builder.build().unwrap();
    client.notes().create(&Note::blank()).send_blocking().unwrap();
    assert_eq!(attempts.load(std::sync::atomic::Ordering::SeqCst), 2);
}
