//! Bodies that are read while they arrive: events, items and bytes, wherever their pieces end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::runtime::{
    Answering, Attempt, Body, BodyError, BoxFuture, Call, CannotBlock, Chunks, Connect, Core, Error, Event,
    EventStream, Events, ItemStream, Json, JsonItems, NoContent, Operation, StreamError, Text, Transport,
    TransportError, Whole, WholeJson,
};
use super::server::{run, Answer as Raw, Server};

/// An answer piece by piece; after the last it ends, breaks or stalls.
#[derive(Clone)]
struct Answer(u16, &'static str, Vec<Vec<u8>>, End);

#[derive(Clone, Copy, PartialEq)]
enum End {
    Clean,
    Broken,
    Stalled,
}

struct Pieces(VecDeque<Vec<u8>>, End);

impl Chunks for Pieces {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        match (self.0.pop_front().map(Bytes::from), self.1) {
            (Some(piece), _) => Poll::Ready(Ok(Some(piece))),
            (None, End::Clean) => Poll::Ready(Ok(None)),
            (None, End::Broken) => Poll::Ready(Err(TransportError::new("reset"))),
            (None, End::Stalled) => Poll::Pending,
        }
    }
}

/// Gives the answers one after the other, and keeps what was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Request<()>>>>,
}

impl Transport for Script {
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        self.asked.lock().unwrap().push(request.map(|_| ()));
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            let Answer(status, media_type, pieces, end) = answer.ok_or(TransportError::new("no more"))?;
            let mut response = Response::new(Body::chunks(Pieces(pieces.into(), end)));
            *response.status_mut() = status.try_into().unwrap();
            response.headers_mut().insert("content-type", media_type.parse().unwrap());
            Ok(response)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { std::thread::sleep(duration.min(Duration::from_millis(20))) })
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        run(work);
        Ok(())
    }
}

struct Client(Core);

impl Connect for Client {
    const BASE_URL: Option<&'static str> = Some("https://example.org");

    fn connect(core: Core) -> Self {
        Self(core)
    }
}

macro_rules! operation {
    ($name:ident, $method:literal, $success:ty) => {
        enum $name {}

        impl Operation for $name {
            const METHOD: &'static str = $method;
            const PATH: &'static str = "/";
            type Success = $success;
            type Failure = NoContent;
        }
    };
}

operation!(Watch, "GET", Events<Text>);
operation!(Chat, "POST", Events<Json<Vec<i64>>>);
operation!(Read, "GET", JsonItems<Vec<i64>>);
operation!(Download, "GET", Text);
operation!(WholeText, "GET", Events<Whole<serde_json::Value>>);
operation!(WholeData, "GET", Events<WholeJson<serde_json::Value>>);

fn script(answers: impl IntoIterator<Item = Answer>) -> (Script, Client) {
    let script = Script::default();
    script.answers.lock().unwrap().extend(answers);
    let client = super::runtime::Builder::<Client>::new().transport(script.clone()).max_response_bytes(200);
    (script, client.build().unwrap())
}

fn events_of(pieces: Vec<Vec<u8>>) -> Vec<(String, String, String)> {
    let (_, client) = script([Answer(200, "text/event-stream; charset=utf-8", pieces, End::Clean)]);
    let events = run(Call::<Watch>::new(&client.0).retries(0)).unwrap();
    let event = |event: Result<Event<String>, _>| event.unwrap();
    events.into_iter().map(event).map(|event| (event.event, event.id, event.text)).collect()
}

/// Every way to cut a body in two, and each byte alone.
fn cuts(body: &str) -> impl Iterator<Item = Vec<Vec<u8>>> + '_ {
    let bytes = body.as_bytes();
    let halves = (0..=bytes.len()).map(|at| vec![bytes[..at].to_vec(), bytes[at..].to_vec()]);
    halves.chain([bytes.iter().map(|byte| vec![*byte]).collect()])
}

#[test]
fn events_are_read_as_the_standard_says_wherever_the_pieces_end() {
    let body = "\u{feff}: a comment\r\nevent: add\r\nid: 7\r\ndata: one\r\ndata: \u{e9}\r\n\r\n\rdata:two\rdata\r\r\
                \nid\ndata\n\ndata:  x:y\nunknown: z\nretry: soon\n\nid: a\0b\ndata:q\n\nevent: none\n\ndata: begun";
    let expected = [
        ("add", "7", "one\n\u{e9}"),
        ("message", "7", "two\n"),
        ("message", "", ""),
        ("message", "", " x:y"),
        ("message", "", "q"),
    ];
    for pieces in cuts(body) {
        let found = events_of(pieces.clone());
        let found: Vec<_> = found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(found, expected, "{pieces:?}");
    }
}

#[test]
fn data_that_does_not_fit_is_kept_and_the_stream_goes_on() {
    let body = "data: [1,2]\n\ndata: [DONE]\n\ndata: [3]\n\n";
    for pieces in cuts(body) {
        let (_, client) = script([Answer(200, "text/event-stream", pieces, End::Clean)]);
        let mut events: EventStream<Vec<i64>> = run(Call::<Chat>::new(&client.0)).unwrap();
        let found = run(async {
            let mut found = Vec::new();
            while let Some(event) = events.next().await {
                let event = event.unwrap();
                found.push((event.data.ok(), event.text));
            }
            found
        });
        let expected = [(Some(vec![1, 2]), "[1,2]"), (None, "[DONE]"), (Some(vec![3]), "[3]")]
            .map(|(a, b)| (a, b.to_owned()));
        assert_eq!(found, expected);
    }
}

#[test]
fn a_schema_of_the_whole_event_gets_all_of_it() {
    let body = || vec![b"event: add\nid: 1\ndata: {\"a\":1}\n\ndata: [DONE]\n\n".to_vec()];
    let (_, client) = script([
        Answer(200, "text/event-stream", body(), End::Clean),
        Answer(200, "text/event-stream", body(), End::Clean),
    ]);
    let texts = run(Call::<WholeText>::new(&client.0).retries(0)).unwrap().into_iter();
    let texts: Vec<_> = texts.map(|event| event.unwrap().data.unwrap().to_string()).collect();
    assert_eq!(texts, [r#"{"data":"{\"a\":1}","event":"add","id":"1"}"#, r#"{"data":"[DONE]","id":"1"}"#]);
    let values = run(Call::<WholeData>::new(&client.0).retries(0)).unwrap().into_iter();
    let values: Vec<_> = values.map(|event| event.unwrap().data.unwrap().to_string()).collect();
    assert_eq!(values, [r#"{"data":{"a":1},"event":"add","id":"1"}"#, r#"{"data":"[DONE]","id":"1"}"#]);
}

#[test]
fn an_interrupted_stream_is_resumed_after_the_last_event() {
    let stream = |text: &str, end| Answer(200, "text/event-stream", vec![text.as_bytes().to_vec()], end);
    let (asked, client) = script([
        stream("retry: 1\nid: 1\ndata: a\n\nid: 2\ndata: lost", End::Broken),
        Answer(503, "text/plain", vec![], End::Clean),
        stream("data: b\n\n", End::Clean),
        Answer(204, "text/plain", vec![], End::Clean),
    ]);
    let events = run(Call::<Watch>::new(&client.0)).unwrap();
    let texts: Vec<_> = events.into_iter().map(|event| event.unwrap()).map(|it| (it.text, it.id)).collect();
    assert_eq!(texts, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "1".to_owned())]);
    let asked = asked.asked.lock().unwrap();
    let ids: Vec<_> = asked.iter().map(|request| request.headers().get("last-event-id")).collect();
    assert_eq!(ids[0], None);
    assert!(ids[1..].iter().all(|id| id.is_some_and(|id| id == "1")), "{ids:?}");
    assert_eq!(asked.len(), 4);
}

#[test]
fn a_stream_without_identifiers_is_resumed_where_the_caller_began() {
    for own in [None, Some("7")] {
        let stream =
            |text: &str| Answer(200, "text/event-stream", vec![text.as_bytes().to_vec()], End::Clean);
        let (asked, client) = script([
            stream("retry: 1\ndata: a\n\n"),
            stream("id: 8\ndata: b\n\n"),
            Answer(204, "text/plain", vec![], End::Clean),
        ]);
        let call = Call::<Watch>::new(&client.0);
        let call = own.into_iter().fold(call, |call, id| call.header("Last-Event-ID", id));
        assert_eq!(run(call).unwrap().into_iter().count(), 2);
        let asked = asked.asked.lock().unwrap();
        let id = |request: &Request<()>| {
            Some(request.headers().get("last-event-id")?.to_str().unwrap().to_owned())
        };
        let ids: Vec<_> = asked.iter().map(id).collect();
        assert_eq!(ids, [own.map(str::to_owned), own.map(str::to_owned), Some("8".to_owned())]);
    }
}

#[test]
fn what_cannot_be_resumed_ends_or_fails() {
    let body = || vec![b"id: 1\ndata: [1]\n\n".to_vec()];
    // A request that may do something is not sent again, nor one whose server did not say that it may be.
    let (asked, client) = script([Answer(200, "text/event-stream", body(), End::Broken)]);
    let mut events = run(Call::<Chat>::new(&client.0)).unwrap().into_iter();
    assert!(events.next().unwrap().is_ok());
    let error = events.next().unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Body(BodyError::Interrupted(_))), "{error}");
    assert!(events.next().is_none());
    assert_eq!(asked.asked.lock().unwrap().len(), 1);
    let plain = || vec![b"data: a\n\n".to_vec()];
    let (asked, client) = script([Answer(200, "text/event-stream", plain(), End::Clean)]);
    assert_eq!(run(Call::<Watch>::new(&client.0)).unwrap().into_iter().count(), 1);
    assert_eq!(asked.asked.lock().unwrap().len(), 1);
    // What refuses to go on is an error that keeps the answer.
    let (_, client) = script([
        Answer(200, "text/event-stream", body(), End::Clean),
        Answer(403, "text/plain", vec![b"no".to_vec()], End::Clean),
    ]);
    let mut events = run(Call::<Watch>::new(&client.0)).unwrap().into_iter();
    assert!(events.next().unwrap().is_ok());
    let error = events.next().unwrap().unwrap_err();
    assert!(matches!(&error, StreamError::Refused { reply } if &reply.body()[..] == b"no"), "{error}");
    assert!(events.next().is_none());
}

#[test]
fn an_event_and_an_item_are_no_larger_than_a_response_may_be() {
    let large = vec![b"data: ".to_vec(), vec![b'x'; 150], vec![b'x'; 150], b"\n\n".to_vec()];
    let (_, client) = script([Answer(200, "text/event-stream", large, End::Clean)]);
    let mut events = run(Call::<Watch>::new(&client.0)).unwrap().into_iter();
    let error = events.next().unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Body(BodyError::TooLarge { limit: 200 })), "{error}");
    assert!(events.next().is_none());
    let large = vec![b"[1]\n".to_vec(), vec![b' '; 150], vec![b' '; 150]];
    let (_, client) = script([Answer(200, "application/jsonl", large, End::Clean)]);
    let mut items = run(Call::<Read>::new(&client.0)).unwrap().into_iter();
    assert!(items.next().unwrap().is_ok());
    let error = items.next().unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Body(BodyError::TooLarge { limit: 200 })), "{error}");
    assert!(items.next().is_none());
}

#[test]
fn items_are_read_wherever_the_pieces_end() {
    let lines = "[1]\r\n\n[2,\"x\"]\n  [3]  \n[4]";
    let sequence = "\u{1e}[1]\n\u{1e}[2,\n\"x\"]\n\u{1e}\u{1e}[3]\n\u{1e}[4]\n";
    for pieces in cuts(lines) {
        let (_, client) = script([Answer(200, "application/jsonl", pieces, End::Clean)]);
        let items: ItemStream<Vec<i64>> = run(Call::<Read>::new(&client.0)).unwrap();
        assert_eq!(shown(items), ["[1]", "! [2,\"x\"]", "[3]", "[4]"]);
    }
    for pieces in cuts(sequence) {
        let (_, client) = script([Answer(200, "application/json-seq", pieces, End::Clean)]);
        let items = run(Call::<Sequence>::new(&client.0)).unwrap();
        assert_eq!(shown(items), ["[1]", "! [2,\n\"x\"]\n", "[3]", "[4]"]);
    }
}

enum Sequence {}

impl Operation for Sequence {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/";
    const SUCCESS_MEDIA: super::runtime::MediaTypes = &["application/json-seq"];
    type Success = JsonItems<Vec<i64>>;
    type Failure = NoContent;
}

/// Shows items, and those that do not fit as they were sent.
fn shown(items: ItemStream<Vec<i64>>) -> Vec<String> {
    let show = |item| match item {
        Ok(item) => format!("{item:?}"),
        Err(StreamError::Decode { item, .. }) => format!("! {}", String::from_utf8_lossy(&item)),
        Err(error) => panic!("{error}"),
    };
    items.into_iter().map(show).collect()
}

#[test]
fn any_body_is_handed_over_while_it_arrives() {
    let large = || (0..10).map(|_| vec![b'x'; 100]).collect::<Vec<_>>();
    let (_, client) = script([
        Answer(200, "text/plain", large(), End::Clean),
        Answer(200, "text/plain", large(), End::Clean),
        Answer(200, "text/plain", large(), End::Broken),
    ]);
    let call = || Call::<Download>::new(&client.0).streaming();
    let response = run(call().send()).unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"text/plain".parse().unwrap())
    );
    let bytes: usize = response.output.into_iter().map(|piece| piece.unwrap().len()).sum();
    // More than the 200 bytes that the client keeps of a response.
    assert_eq!(bytes, 1000);
    let mut limited = run(call()).unwrap().limit(250).into_iter();
    assert_eq!(limited.by_ref().take_while(Result::is_ok).count(), 2);
    assert!(limited.next().is_none());
    let pieces: Vec<_> = run(call()).unwrap().into_iter().collect();
    assert!(matches!(pieces.last(), Some(Err(StreamError::Body(BodyError::Interrupted(_))))));
    assert_eq!(pieces.len(), 11);
}

#[test]
fn what_is_no_stream_is_kept_whole() {
    let whole = |status, media_type| Answer(status, media_type, vec![b"{}".to_vec()], End::Clean);
    let (_, client) = script([whole(200, "application/json"), whole(418, "text/event-stream")]);
    for _ in 0..2 {
        let error = run(Call::<Watch>::new(&client.0)).unwrap_err();
        assert!(matches!(error, Error::Undeclared { .. }), "{error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"{}"[..]));
    }
}

#[test]
fn a_stream_that_stalls_ends_in_a_timeout() {
    let body = || vec![b"data: [1]\n\n".to_vec()];
    let (_, client) = script([Answer(200, "text/event-stream", body(), End::Stalled)]);
    let mut events =
        run(Call::<Chat>::new(&client.0).timeout(Duration::from_millis(10))).unwrap().into_iter();
    assert!(events.next().unwrap().is_ok());
    let error = events.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "nothing came within 10ms");
    assert!(events.next().is_none());
}

#[test]
fn a_stream_over_http_blocks_without_a_runtime() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = Server::start(move |_| {
        Raw::Bytes(format!("{head}9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n").into())
    });
    let transport = super::runtime::Reqwest::new(Duration::from_secs(5)).unwrap();
    let client =
        super::runtime::Builder::<Client>::new().base_url(&server.url).transport(transport).build().unwrap();
    let events = Call::<Watch>::new(&client.0).send_blocking().unwrap().output;
    let texts: Vec<_> = events.into_iter().map(|event| event.unwrap().text).collect();
    assert_eq!(texts, ["a", "b"]);
}

#[test]
fn a_response_that_was_read_elsewhere_is_a_stream_too() {
    let mut answer = Response::new(Bytes::from("data: a\n\ndata: b\n\n"));
    answer.headers_mut().insert("content-type", "text/event-stream".parse().unwrap());
    let events = super::runtime::decode::<Watch>(answer).unwrap().output;
    assert_eq!(events.into_iter().count(), 2);
}
