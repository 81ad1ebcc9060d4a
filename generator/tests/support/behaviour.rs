//! What a client does of its own accord: its budget for retries, limits of time, keys, layers and spans.

use std::future::Future;
use std::pin::{pin, Pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::notes::{Builder, Client, Note};
use super::runtime::{
    from_fn, Answering, Attempt, Blank, Body, BoxError, BoxFuture, CannotBlock, Credential,
    CredentialProvider, Error, Secret, Traced, Transport, TransportError, Wanted,
};
use super::server::{response, run, Answer, Server};

fn builder(transport: impl Transport) -> Builder {
    Client::builder().base_url("https://example.org/v1").tenant("acme").bearer("hush").transport(transport)
}

fn status(status: u16) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(br#"{"id":1}"#));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

#[test]
fn a_server_that_is_down_gets_hardly_more_requests_than_one_that_is_up() {
    let (count, is_up) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (counter, switch) = (count.clone(), is_up.clone());
    let client = builder(from_fn(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        let is_up = switch.load(Ordering::SeqCst) == 1;
        let mut answer = status(if is_up { 200 } else { 503 });
        answer.headers_mut().insert("retry-after", "0".parse().unwrap());
        Ok(answer)
    }));
    let client = client.build().unwrap();
    let read = |times: u32| {
        let before = count.load(Ordering::SeqCst);
        (0..times).for_each(|_| drop(client.notes().read(1).send_blocking()));
        count.load(Ordering::SeqCst) - before
    };
    // Ten more in all, instead of two more for each.
    assert_eq!(read(50), 60);
    is_up.store(1, Ordering::SeqCst);
    assert_eq!(read(20), 20);
    is_up.store(0, Ordering::SeqCst);
    assert_eq!(read(50), 52);
}

#[test]
fn an_attempt_that_takes_too_long_is_made_again_if_that_does_no_harm() {
    let server = Server::start(|number| match number {
        0 => Answer::Stall(Vec::new()),
        _ => Answer::Bytes(response("200 OK", "", r#"{"id":1}"#)),
    });
    let client = server.builder().attempt_timeout(Duration::from_millis(200)).build().unwrap();
    assert_eq!(run(client.notes().read(1)).unwrap().id, 1);
    assert_eq!(server.requests().len(), 2);
    let server = Server::start(|_| Answer::Stall(Vec::new()));
    let call = server.client().notes().create(&Note::blank()).attempt_timeout(Duration::from_millis(100));
    let start = Instant::now();
    let error = run(call).unwrap_err();
    assert!(matches!(error, Error::Timeout { after } if after == Duration::from_millis(100)), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_call_with_a_key_is_sent_again_with_the_same_one() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keys = seen.clone();
    let client = builder(from_fn(move |request: Request<Bytes>| {
        let mut keys = keys.lock().unwrap();
        keys.push(request.headers()["idempotency-key"].to_str().unwrap().to_owned());
        match keys.len() {
            1 => Err(TransportError::new("gone")),
            2 => Ok(status(502)),
            _ => Ok(status(200)),
        }
    }));
    let client = client.build().unwrap();
    let call = || client.notes().create(&Note::blank()).repeatable("Idempotency-Key");
    call().send_blocking().unwrap();
    call().send_blocking().unwrap();
    call().header("idempotency-key", "mine").send_blocking().unwrap();
    let keys = seen.lock().unwrap();
    assert_eq!((&keys[0], &keys[1]), (&keys[2], &keys[2]));
    assert!(keys[3] != keys[0] && keys[4] == "mine", "{keys:?}");
    let groups: Vec<usize> = keys[0].split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12]);
    assert_eq!((keys[0].as_bytes()[14], b"89ab".contains(&keys[0].as_bytes()[19])), (b'4', true));
}

/// Needs several polls for everything, and answers 503 to every other request.
#[derive(Default)]
struct Hesitant(AtomicU32);

/// Is ready at the third poll.
struct Third(u32);

impl Future for Third {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0 += 1;
        context.waker().wake_by_ref();
        if self.0 > 2 {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Transport for Hesitant {
    fn send(&self, _: Request<Body>, _: Attempt) -> Answering<'_> {
        Box::pin(async move {
            Third(0).await;
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            Ok(status(if number % 2 == 0 { 503 } else { 200 }).map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // The deadline is far, a pause is not.
        match duration > Duration::from_secs(10) {
            true => Box::pin(std::future::pending()),
            false => Box::pin(Third(0)),
        }
    }
}

#[test]
fn a_call_can_be_dropped_at_every_point() {
    let client = builder(Hesitant::default()).build().unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let mut polls = 0;
    loop {
        let mut call = pin!(client.notes().read(1).send());
        let is_done = (0..polls).any(|_| call.as_mut().poll(&mut context).is_ready());
        // Whatever became of it, the next one is answered.
        let mut next = pin!(client.notes().read(1).send());
        let answer = (0..100).find_map(|_| match next.as_mut().poll(&mut context) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        });
        assert_eq!(answer.unwrap().unwrap().output.id, 1, "after {polls} polls");
        if is_done {
            break;
        }
        polls += 1;
    }
    assert!(polls > 3, "{polls}");
}

/// Writes down what goes through it.
struct Log<T>(T, &'static str, Arc<Mutex<Vec<String>>>);

impl<T: Transport> Transport for Log<T> {
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let Self(inner, name, log) = self;
            log.lock().unwrap().push(format!("{name} {} {}", attempt.template, attempt.resends));
            let response = inner.send(request, attempt).await;
            log.lock().unwrap().push(format!("{name} done"));
            response
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration)
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        self.0.block_on(work)
    }
}

#[test]
fn layers_go_around_the_transport_the_last_one_outermost() {
    let log = Arc::<Mutex<Vec<String>>>::default();
    let (inner, outer) = (log.clone(), log.clone());
    let client = builder(from_fn(|_| Ok(status(200))));
    let client =
        client.layer(|it| Log(it, "inner", inner)).layer(|it| Log(it, "outer", outer)).build().unwrap();
    client.notes().read(1).send_blocking().unwrap();
    let path = "/{tenant}/notes/{id}";
    assert_eq!(
        *log.lock().unwrap(),
        [format!("outer {path} 0"), format!("inner {path} 0"), "inner done".into(), "outer done".into()]
    );
}

#[test]
fn an_attempt_knows_how_often_its_request_was_sent_whatever_the_reason() {
    let log = Arc::<Mutex<Vec<String>>>::default();
    let (inner, count) = (log.clone(), AtomicU32::new(0));
    let answers = from_fn(move |_| {
        let (code, header) = match count.fetch_add(1, Ordering::SeqCst) {
            0 | 3 => (302, ("location", "/v1/there")),
            1 => (503, ("retry-after", "0")),
            2 => (401, ("x-a", "")),
            _ => (200, ("x-a", "")),
        };
        let mut answer = status(code);
        answer.headers_mut().insert(header.0, header.1.parse().unwrap());
        Ok(answer)
    });
    let client = builder(answers).layer(|it| Log(it, "", inner));
    let client = client.credential("bearer", Credential::bearer_from(Renewing)).build().unwrap();
    client.notes().read(1).send_blocking().unwrap();
    let log = log.lock().unwrap();
    let sent: Vec<_> =
        log.iter().filter(|line| *line != " done").map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(sent, ["0", "1", "2", "3", "4"]);
}

/// Has another token whenever one is refused.
struct Renewing;

impl CredentialProvider for Renewing {
    fn secret<'a>(&'a self, _: Wanted<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(async { Ok(Secret::from("t")) })
    }

    fn refused(&self, _: &Secret) -> bool {
        true
    }
}

/// Writes down the fields of spans.
struct Spans(Arc<Mutex<Vec<String>>>, AtomicU32);

struct Fields<'a>(&'a Mutex<Vec<String>>);

impl tracing::field::Visit for Fields<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{field}={value:?}"));
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.is_span() && metadata.name() == "HTTP request"
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut Fields(&self.0));
        tracing::span::Id::from_u64(u64::from(self.1.fetch_add(1, Ordering::SeqCst)) + 1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Fields(&self.0));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn spans_have_the_names_of_opentelemetry_and_no_secrets() {
    let fields = Arc::<Mutex<Vec<String>>>::default();
    let count = AtomicU32::new(0);
    let client = builder(from_fn(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Err(TransportError::connect("hush")),
        1 => Ok(status(503)),
        _ => Ok(status(200)),
    }));
    let client = client.layer(Traced::new).build().unwrap();
    tracing::subscriber::with_default(Spans(fields.clone(), AtomicU32::new(0)), || {
        client.notes().read("hush").extra_query("q", "hush").send_blocking().unwrap();
    });
    let fields = fields.lock().unwrap();
    let start = [
        r#"otel.name="GET /{tenant}/notes/{id}""#,
        r#"otel.kind="client""#,
        r#"http.request.method="GET""#,
        r#"server.address="example.org""#,
        "server.port=443",
        r#"url.template="/{tenant}/notes/{id}""#,
    ];
    assert_eq!(fields[..6], start);
    assert_eq!(fields[6..8], [r#"error.type="connect""#, r#"otel.status_code="ERROR""#]);
    let end = [
        "http.request.resend_count=1",
        "http.response.status_code=503",
        r#"error.type="503""#,
        r#"otel.status_code="ERROR""#,
    ];
    assert_eq!(fields[14..18], end);
    assert_eq!(fields[24..], ["http.request.resend_count=2", "http.response.status_code=200"]);
    assert!(!fields.iter().any(|field| field.contains("hush") || field.contains("acme")), "{fields:?}");
}
