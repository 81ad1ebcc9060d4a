//! Blocking calls.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;

use super::notes::Client;
use super::runtime::{from_fn, CannotBlock, Error, Transport};
use super::server::{response, run, Answer, Server};

#[test]
fn a_call_blocks_outside_of_a_runtime() {
    let server = Server::always("200 OK", "", "hello");
    let client = server.client();
    for _ in 0..3 {
        assert_eq!(client.notes().text().send_blocking().unwrap().output, "hello");
    }
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || client.notes().text().send_blocking().unwrap().output)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), "hello");
    }
}

#[test]
fn a_call_that_blocks_inside_a_runtime_is_an_error() {
    let server = Server::always("200 OK", "", "hello");
    let client = server.client();
    let error = run(async { client.notes().text().send_blocking().unwrap_err() });
    assert!(matches!(error, Error::Blocking(CannotBlock::InsideRuntime)));
    assert_eq!(error.to_string(), "a call cannot block inside an async runtime; await it");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_client_is_dropped_inside_a_runtime_after_it_blocked() {
    let server = Server::always("200 OK", "", "hello");
    let client = server.client();
    client.notes().text().send_blocking().unwrap();
    assert_eq!(run(client.notes().text()).unwrap(), "hello");
    run(async move { drop(client) });
}

#[test]
fn a_blocking_call_ends_in_time() {
    let server = Server::start(|_| Answer::Stall(Vec::new()));
    let start = Instant::now();
    let error =
        server.client().notes().text().timeout(Duration::from_millis(200)).send_blocking().unwrap_err();
    assert!(error.is_timeout());
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn connections_are_kept_between_blocking_calls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicU32::new(0));
    let counter = connections.clone();
    thread::spawn(move || {
        for connection in listener.incoming() {
            counter.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || answer_all(connection.unwrap()));
        }
    });
    let client = Client::builder().base_url(url).build().unwrap();
    for _ in 0..5 {
        assert_eq!(client.notes().text().send_blocking().unwrap().output, "ok");
        // A connection goes back after its answer is there; a call that comes earlier opens another one.
        thread::sleep(Duration::from_millis(50));
    }
    assert!(connections.load(Ordering::SeqCst) < 5);
}

fn answer_all(mut connection: TcpStream) {
    let mut buffer = [0; 4096];
    while connection.read(&mut buffer).unwrap_or(0) > 0 {
        connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").unwrap();
    }
}

#[test]
fn a_closure_blocks_without_a_runtime_and_retries_in_time() {
    let answer = |_| {
        let mut busy = Response::new(Bytes::new());
        *busy.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        Ok(busy)
    };
    let client =
        Client::builder().base_url("https://example.org").transport(from_fn(answer)).build().unwrap();
    let error = client.notes().text().retries(3).send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
}

#[test]
fn a_closure_that_is_slow_once_meets_the_deadline_between_attempts() {
    let answer = |_: http::Request<Bytes>| {
        thread::sleep(Duration::from_millis(30));
        Err(super::runtime::TransportError::connect("refused"))
    };
    let client =
        Client::builder().base_url("https://example.org").transport(from_fn(answer)).build().unwrap();
    let start = Instant::now();
    let call = client.notes().text().retries(u32::MAX).timeout(Duration::from_millis(300));
    assert!(call.send_blocking().is_err());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_closure_can_be_awaited_by_any_runtime() {
    let server = Server::start(|_| Answer::Bytes(response("200 OK", "", "")));
    let client =
        server.builder().transport(from_fn(|_| Ok(Response::new(Bytes::from("hi"))))).build().unwrap();
    assert_eq!(run(client.notes().text()).unwrap(), "hi");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_call_that_is_awaited_outside_of_its_runtime_is_an_error() {
    let server = Server::always("200 OK", "", "hello");
    let client = server.builder().retries(1).build().unwrap();
    let call = client.notes().text();
    // A closure's transport blocks on any future.
    let executor = from_fn(|_| Ok(Response::new(Bytes::new())));
    let mut result = None;
    executor.block_on(Box::pin(async { result = Some(call.await) })).unwrap();
    assert!(matches!(result, Some(Err(Error::Transport(_)))), "{result:?}");
    assert_eq!(server.requests().len(), 0);
}
