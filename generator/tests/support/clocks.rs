//! The time of the transport: no test here waits, and each knows to the millisecond when what happens.

use std::future::{pending, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::notes::{Builder, Client};
use super::runtime::{
    Answering, Attempt, Body, BoxFuture, CannotBlock, ClientCredentials, Credential, Traced, Transport,
    TransportError,
};

/// A transport whose time passes only when everything sleeps, and then at once.
#[derive(Clone)]
struct World(Arc<State>);

struct State {
    clock: Mutex<Clock>,
    answer: fn(&Request<Bytes>) -> Option<Response<Bytes>>,
}

#[derive(Default)]
struct Clock {
    now: Duration,
    /// When somebody wants to be woken.
    ends: Vec<Duration>,
    /// When a request came, and to which path.
    requests: Vec<(Duration, String)>,
}

/// When all of it starts, which is none of the times that the clock of this machine tells.
const START: Duration = Duration::from_secs(1_000_000_000);

impl World {
    /// Answers with a function; what it does not answer stays on its way for ever.
    fn new(answer: fn(&Request<Bytes>) -> Option<Response<Bytes>>) -> Self {
        let clock = Clock { now: START, ..Clock::default() };
        Self(Arc::new(State { clock: Mutex::new(clock), answer }))
    }

    fn client(&self) -> Builder {
        Client::builder()
            .base_url("https://example.org/v1")
            .tenant("t")
            .bearer("hush")
            .transport(self.clone())
    }

    fn pass(&self, time: Duration) {
        self.0.clock.lock().unwrap().now += time;
    }

    /// Returns the milliseconds after the start at which requests came.
    fn times(&self) -> Vec<u128> {
        let clock = self.0.clock.lock().unwrap();
        clock.requests.iter().map(|(time, _)| (*time - START).as_millis()).collect()
    }

    /// Returns how many tokens were asked for.
    fn tokens(&self) -> usize {
        let clock = self.0.clock.lock().unwrap();
        clock.requests.iter().filter(|(_, path)| path == "/token").count()
    }
}

impl Transport for World {
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect().await?);
            let answer = (self.0.answer)(&request);
            let came = (self.now(), request.uri().path().to_owned());
            self.0.clock.lock().unwrap().requests.push(came);
            match answer {
                Some(answer) => Ok::<_, TransportError>(answer.map(Body::from)),
                None => pending().await,
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let end = self.now() + duration;
        Box::pin(poll_fn(move |_| {
            let mut clock = self.0.clock.lock().unwrap();
            if clock.now >= end {
                return Poll::Ready(());
            }
            clock.ends.push(end);
            Poll::Pending
        }))
    }

    fn now(&self) -> Duration {
        self.0.clock.lock().unwrap().now
    }

    fn block_on(&self, mut work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        let mut context = Context::from_waker(Waker::noop());
        while work.as_mut().poll(&mut context).is_pending() {
            let mut clock = self.0.clock.lock().unwrap();
            clock.now = clock.ends.drain(..).min().expect("somebody sleeps");
        }
        Ok(())
    }
}

fn answer(status: u16, headers: &[(&'static str, String)], body: &'static str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    Some(response)
}

fn busy(retry_after: &str) -> Option<Response<Bytes>> {
    answer(503, &[("retry-after", retry_after.to_owned())], "")
}

#[test]
fn a_pause_that_does_not_fit_into_the_time_of_a_call_is_not_begun() {
    let world = World::new(|_| busy("25"));
    let client = world.client().retries(9).build().unwrap();
    // The server answers for the last time at 50 s, and 25 s more are too many.
    let error = client.notes().read(1).send_blocking().unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(world.times(), [0, 25_000, 50_000]);
}

#[test]
fn a_call_without_an_answer_ends_on_time() {
    let world = World::new(|_| None);
    let client = world.client().build().unwrap();
    let error = client.notes().read(1).timeout(Duration::from_millis(1_234)).send_blocking().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(world.now() - START, Duration::from_millis(1_234));
    // An attempt has a time of its own, and the pause after it is at most half a second.
    let world = World::new(|_| None);
    let client = world.client().attempt_timeout(Duration::from_secs(3)).retries(1).build().unwrap();
    assert!(client.notes().read(1).send_blocking().unwrap_err().is_timeout());
    let times = world.times();
    assert!(matches!(times[..], [0, 3_000..3_500]), "{times:?}");
}

/// Returns a time after the start as a date.
fn date(seconds: u64) -> String {
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + START + Duration::from_secs(seconds))
}

#[test]
fn a_date_to_come_again_is_one_of_the_clock_that_the_server_shows() {
    let world = World::new(|_| busy(&date(20)));
    let client = world.client().retries(1).build().unwrap();
    assert!(client.notes().read(1).send_blocking().is_err());
    assert_eq!(world.times(), [0, 20_000]);
    // This server is an hour ahead, and means seven seconds.
    let world = World::new(|_| answer(503, &[("date", date(3_600)), ("retry-after", date(3_607))], ""));
    let client = world.client().retries(1).build().unwrap();
    assert!(client.notes().read(1).send_blocking().is_err());
    assert_eq!(world.times(), [0, 7_000]);
}

/// A client that gets tokens for an hour from a server that takes them or not.
fn with_tokens(world: &World) -> Client {
    let tokens = ClientCredentials::new("me", "hush").provider("https://example.org/token", None);
    world.client().credential("bearer", Credential::bearer_from(tokens)).build().unwrap()
}

const TOKEN: &str = r#"{"access_token":"t","token_type":"Bearer","expires_in":3600}"#;

#[test]
fn a_token_is_renewed_before_its_end() {
    let world = World::new(|request| match request.uri().path() {
        "/token" => answer(200, &[], TOKEN),
        _ => answer(200, &[], r#"{"id":1}"#),
    });
    let client = with_tokens(&world);
    for (pause, tokens) in [(0, 1), (3_539, 1), (1, 2), (3_539, 2), (3_600, 3)] {
        world.pass(Duration::from_secs(pause));
        client.notes().read(1).send_blocking().unwrap();
        assert_eq!(world.tokens(), tokens, "{pause}");
    }
}

#[test]
fn a_token_that_cannot_be_renewed_soon_is_used_to_its_end() {
    let world = World::new(|request| match request.uri().path() {
        "/token" if request.body().starts_with(b"grant_type=refresh_token") => None,
        "/token" => answer(
            200,
            &[],
            r#"{"access_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#,
        ),
        _ => answer(200, &[], r#"{"id":1}"#),
    });
    let client = with_tokens(&world);
    client.notes().read(1).send_blocking().unwrap();
    world.pass(Duration::from_secs(3_545));
    // The token is good for another 55 s, so that no call need wait for the next one until its own time is over.
    for came in [3_550_000, 3_555_000] {
        client.notes().read(1).timeout(Duration::from_secs(10)).send_blocking().unwrap();
        assert_eq!(world.times().last(), Some(&came));
    }
    world.pass(Duration::from_secs(45));
    assert!(client
        .notes()
        .read(1)
        .timeout(Duration::from_secs(10))
        .send_blocking()
        .unwrap_err()
        .is_timeout());
}

#[test]
fn a_server_that_refuses_good_tokens_gets_others_at_most_once_in_ten_seconds() {
    let world = World::new(|request| match request.uri().path() {
        "/token" => answer(200, &[], TOKEN),
        _ => answer(401, &[], ""),
    });
    let client = with_tokens(&world);
    for (pause, tokens) in [(0, 2), (9, 2), (1, 3), (1, 3)] {
        world.pass(Duration::from_secs(pause));
        assert!(client.notes().read(1).send_blocking().is_err());
        assert_eq!(world.tokens(), tokens, "{pause}");
    }
}

#[test]
fn a_layer_has_the_clock_of_what_it_goes_around() {
    let world = World::new(|_| busy("30"));
    let client = world.client().layer(Traced::new).retries(9).build().unwrap();
    assert!(client.notes().read(1).send_blocking().is_err());
    assert_eq!(world.times(), [0, 30_000]);
}

#[test]
fn the_clock_of_std_goes_on_from_what_the_system_says() {
    struct Still;

    impl Transport for Still {
        fn send(&self, _: Request<Body>, _: Attempt) -> Answering<'_> {
            Box::pin(pending())
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
            Box::pin(pending())
        }
    }

    let (first, system) = (Still.now(), SystemTime::UNIX_EPOCH.elapsed().unwrap());
    assert!(first.abs_diff(system) < Duration::from_secs(60), "{first:?} {system:?}");
    assert!(Still.now() >= first);
}

/// What has no clock must not be asked for it: `std` panics on `wasm32-unknown-unknown`.
#[test]
fn only_the_default_clock_and_threads_that_sleep_ask_std_for_the_time() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
    let mut asking: Vec<String> = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let text = std::fs::read_to_string(file.path()).unwrap();
        if ["Instant::", "SystemTime::now", ".elapsed()"].iter().any(|it| text.contains(it)) {
            asking.push(file.file_name().into_string().unwrap());
        }
    }
    asking.sort();
    assert_eq!(asking, ["closure.rs", "transport.rs"]);
}
