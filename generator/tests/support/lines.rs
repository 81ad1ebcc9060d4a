//! JSON values that are sent one after the other while a stream has them.

use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use http::Response;

use super::notes::Client;
use super::runtime::{from_fn, Call, Error, ItemError, Lines, NoContent, Operation, RequestError};
use super::runtime::{Answering, Attempt, Body, BoxFuture, Transport, TransportError};
use super::server::{response, run, Answer, Server};

/// An operation that may be sent twice.
enum Put {}

impl Operation for Put {
    const METHOD: &'static str = "PUT";
    const PATH: &'static str = "/items";
    type Success = NoContent;
    type Failure = NoContent;
}

/// Items and, perhaps, a mistake; whoever asks is sent away once before each.
struct Items {
    items: Vec<Result<String, &'static str>>,
    is_ready: bool,
    asked: Arc<AtomicUsize>,
}

impl Items {
    fn new(items: Vec<Result<&str, &'static str>>) -> Self {
        let items = items.into_iter().rev().map(|item| item.map(str::to_owned));
        Self { items: items.collect(), is_ready: false, asked: Arc::default() }
    }
}

impl Stream for Items {
    type Item = Result<String, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(self.items.pop().map(|item| item.map_err(io::Error::other)))
    }
}

fn put(client: &Client, media_type: &str, items: impl Into<Lines<String>>) -> Call<Put> {
    client.notes().start::<Put>().lines(media_type, items)
}

const JSONL: &str = "application/jsonl";

#[test]
fn the_values_of_a_stream_are_sent_as_they_come() {
    let server = Server::always("204 No Content", "", "");
    let items = || Lines::stream(Items::new(vec![Ok("a\nb"), Ok("c")]));
    run(put(&server.client(), JSONL, items())).unwrap();
    run(put(&server.client(), "application/json-seq; x=1", items())).unwrap();
    put(&server.client(), JSONL, items()).send_blocking().unwrap();
    let requests = server.requests();
    for (request, body) in requests.iter().zip([
        "7\r\n\"a\\nb\"\n\r\n4\r\n\"c\"\n\r\n0\r\n\r\n",
        "8\r\n\u{1e}\"a\\nb\"\n\r\n5\r\n\u{1e}\"c\"\n\r\n0\r\n\r\n",
        "7\r\n\"a\\nb\"\n\r\n4\r\n\"c\"\n\r\n0\r\n\r\n",
    ]) {
        assert!(request.contains("transfer-encoding: chunked\r\n"), "{request}");
        assert_eq!(request.split_once("\r\n\r\n").unwrap().1, body);
    }
    assert_eq!(requests.len(), 3);
}

#[test]
fn values_that_are_there_are_a_body_that_is_whole() {
    let client = Server::always("204 No Content", "", "").client();
    let two = ["a".to_owned(), "b".to_owned()];
    let request = put(&client, JSONL, &two).into_request().unwrap();
    assert_eq!(request.body(), "\"a\"\n\"b\"\n");
    let request = put(&client, "application/json-seq", two.to_vec()).into_request().unwrap();
    assert_eq!(request.body(), "\u{1e}\"a\"\n\u{1e}\"b\"\n");
    let stream = put(&client, JSONL, Lines::stream(Items::new(Vec::new()))).into_request();
    assert!(matches!(stream, Err(RequestError::Pieces)), "{stream:?}");
}

#[test]
fn an_error_of_the_stream_is_the_source_of_the_error_of_the_call() {
    let server = Server::always("204 No Content", "", "");
    let closure = from_fn(|_| Ok(Response::new(bytes::Bytes::new())));
    let client = Client::builder().base_url("https://example.org").transport(closure).build().unwrap();
    for client in [server.client(), client] {
        let failed = run(put(&client, JSONL, Lines::stream(Items::new(vec![Ok("a"), Err("torn"), Ok("b")]))));
        let failed = failed.unwrap_err();
        assert!(matches!(failed, Error::Transport(_)), "{failed:?}");
        let Some(ItemError::Stream(error)) = ItemError::of(&failed) else { panic!("{failed:?}") };
        assert_eq!(error.to_string(), "torn");
    }
}

/// Loses the connection before anything is sent, or after.
struct Unlucky(bool, AtomicUsize);

impl Transport for Unlucky {
    fn send(&self, request: http::Request<Body>, _: Attempt) -> Answering<'_> {
        let is_first = self.1.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if is_first && self.0 {
                return Err(TransportError::connect("unlucky"));
            }
            let body = request.into_body().collect().await?;
            match is_first {
                true => Err(TransportError::connect("unlucky")),
                false => Ok(Response::new(body.into())),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[test]
fn a_stream_is_sent_again_only_if_nobody_asked_it() {
    for is_unasked in [true, false] {
        let transport = Arc::new(Unlucky(is_unasked, AtomicUsize::new(0)));
        let client = Client::builder().base_url("https://example.org").transport(transport.clone());
        let call = put(&client.build().unwrap(), JSONL, Lines::stream(Items::new(vec![Ok("a")])));
        let sent = run(call.timeout(Duration::from_secs(60)).send());
        assert_eq!(sent.is_ok(), is_unasked, "{sent:?}");
        assert_eq!(transport.1.load(Ordering::Relaxed), if is_unasked { 2 } else { 1 });
    }
}

#[test]
fn a_stream_is_asked_no_faster_than_the_server_takes() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let text = "x".repeat(1 << 20);
    let items = Items::new(vec![Ok(&text); 64]);
    let asked = items.asked.clone();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder().base_url(&url).retries(0).build().unwrap();
    let call = put(&client, JSONL, Lines::stream(items)).timeout(Duration::from_millis(500));
    assert!(matches!(run(call), Err(Error::Timeout { .. })));
    let asked = asked.load(Ordering::Relaxed);
    assert!((1..48).contains(&asked), "{asked}");
}

#[test]
fn a_busy_server_does_not_get_a_stream_twice() {
    let server = Server::start(|_| Answer::Bytes(response("503 Service Unavailable", "", "")));
    let sent = run(put(&server.client(), JSONL, Lines::stream(Items::new(vec![Ok("a")]))));
    assert!(sent.is_err() && server.requests().len() == 1);
}
