//! Tokens of the client credentials flow.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::notes::{Builder, Client};
use super::runtime::{
    from_fn, Answering, Attempt, Body, BoxFuture, Call, ClientCredentials, Credential, Error, NoContent,
    Operation, Security, TokenError, Transport, TransportError,
};
use super::server::run;

/// Wants a token that reads.
enum Read {}

impl Operation for Read {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/read";
    const SECURITY: Security = &[&["oauth"]];
    const SCOPES: Security = &[&["notes:read"]];
    type Success = NoContent;
    type Failure = NoContent;
}

/// Wants a token that reads and writes.
enum Write {}

impl Operation for Write {
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/write";
    const SECURITY: Security = &[&["oauth"]];
    const SCOPES: Security = &[&["notes:read notes:write"]];
    type Success = NoContent;
    type Failure = NoContent;
}

/// What was sent: the token endpoint's forms with their `Authorization`, and the API's `Authorization`.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn note(&self, request: &Request<Bytes>) -> usize {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let authorization = request.headers().get("authorization").map_or("", |it| it.to_str().unwrap());
        let mut seen = self.0.lock().unwrap();
        seen.push(format!("{} {body} {authorization}", request.uri()));
        seen.iter().filter(|line| line.contains("/token")).count()
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn tokens(&self) -> usize {
        self.all().iter().filter(|line| line.contains("/token")).count()
    }
}

/// Answers the token endpoint by the number of its request, and the API well.
fn transport(seen: &Seen, answer: impl Fn(usize) -> (u16, String) + Send + Sync + 'static) -> impl Transport {
    let seen = seen.clone();
    from_fn(move |request| {
        let number = seen.note(&request);
        let (status, body) = match request.uri().path().ends_with("/token") {
            true => answer(number),
            false => (204, String::new()),
        };
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        Ok(response)
    })
}

const TOKEN_URL: &str = "https://login.example.org/token";

fn builder(client: ClientCredentials) -> Builder {
    let provider = client.provider(TOKEN_URL, None);
    Client::builder()
        .base_url("https://example.org/v1")
        .credential("oauth", Credential::bearer_from(provider))
}

fn client(seen: &Seen, answer: impl Fn(usize) -> (u16, String) + Send + Sync + 'static) -> Client {
    builder(ClientCredentials::new("me", "hush")).transport(transport(seen, answer)).build().unwrap()
}

fn numbered(number: usize) -> (u16, String) {
    (200, format!(r#"{{"access_token":"t{number}","token_type":"Bearer","expires_in":3600}}"#))
}

fn call<O: Operation>(client: &Client) -> Call<O> {
    client.notes().start()
}

/// Calls an operation, and returns why there is no token.
fn failure(client: &Client) -> TokenError {
    let error = call::<Read>(client).send_blocking().unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
    let error: &TokenError = error.source().unwrap().downcast_ref().unwrap();
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
    error.clone()
}

#[test]
fn a_token_is_fetched_once_per_set_of_scopes_and_kept() {
    let seen = Seen::default();
    let client = client(&seen, numbered);
    for _ in 0..2 {
        call::<Read>(&client).send_blocking().unwrap();
    }
    // What can write can read, too.
    call::<Write>(&client).send_blocking().unwrap();
    call::<Write>(&client).send_blocking().unwrap();
    let basic = "Basic bWU6aHVzaA==";
    let expected = [
        format!("{TOKEN_URL} grant_type=client_credentials&scope=notes%3Aread {basic}"),
        "https://example.org/v1/read  Bearer t1".to_owned(),
        "https://example.org/v1/read  Bearer t1".to_owned(),
        format!("{TOKEN_URL} grant_type=client_credentials&scope=notes%3Aread%20notes%3Awrite {basic}"),
        "https://example.org/v1/write  Bearer t2".to_owned(),
        "https://example.org/v1/write  Bearer t2".to_owned(),
    ];
    assert_eq!(seen.all(), expected);
}

#[test]
fn a_token_for_more_scopes_serves_for_fewer() {
    let seen = Seen::default();
    let client = client(&seen, numbered);
    call::<Write>(&client).send_blocking().unwrap();
    call::<Read>(&client).send_blocking().unwrap();
    assert_eq!(seen.tokens(), 1);
    // A server that gives less than it was asked for says so.
    let seen = Seen::default();
    let less = r#"{"access_token":"t","expires_in":3600,"scope":"other"}"#;
    let client = self::client(&seen, move |_| (200, less.to_owned()));
    call::<Write>(&client).send_blocking().unwrap();
    call::<Read>(&client).send_blocking().unwrap();
    call::<Write>(&client).send_blocking().unwrap();
    assert_eq!(seen.tokens(), 2);
}

#[test]
fn the_client_can_be_named_in_the_body_with_scopes_and_parameters_of_the_callers() {
    let seen = Seen::default();
    let credentials = ClientCredentials::new("m:e", "h&ush").in_body().scopes(["a", "b"]);
    let credentials = credentials.parameter("audience", "https://example.org").token_url("token");
    let client = builder(credentials).transport(transport(&seen, numbered)).build().unwrap();
    call::<Read>(&client).send_blocking().unwrap();
    call::<Write>(&client).send_blocking().unwrap();
    // A relative endpoint is on the server of the API.
    let expected = "https://example.org/v1/token grant_type=client_credentials&scope=a%20b&client_id=m%3Ae\
                    &client_secret=h%26ush&audience=https%3A%2F%2Fexample.org ";
    assert_eq!((seen.tokens(), seen.all()[0].as_str()), (1, expected));
    let seen = Seen::default();
    let client = builder(ClientCredentials::new("m:e", "h ush")).transport(transport(&seen, numbered));
    call::<Read>(&client.build().unwrap()).send_blocking().unwrap();
    // RFC 6749, 2.3.1: `m%3Ae:h%20ush`.
    assert!(seen.all()[0].ends_with("Basic bSUzQWU6aCUyMHVzaA=="), "{}", seen.all()[0]);
}

#[test]
fn a_refresh_token_is_used_and_what_it_does_not_bring_is_asked_for() {
    let seen = Seen::default();
    let client = client(&seen, |number| match number {
        1 => (200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r1"}"#.to_owned()),
        2 => (200, r#"{"access_token":"t2","expires_in":0}"#.to_owned()),
        3 => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
        _ => numbered(number),
    });
    for _ in 0..3 {
        call::<Read>(&client).send_blocking().unwrap();
    }
    let seen = seen.all();
    assert!(seen[2].contains("grant_type=refresh_token&refresh_token=r1 "), "{seen:?}");
    assert!(seen[4].contains("grant_type=refresh_token&refresh_token=r1 "), "{seen:?}");
    assert!(seen[5].contains("grant_type=client_credentials"), "{seen:?}");
    assert_eq!(seen[6], "https://example.org/v1/read  Bearer t4");
}

#[test]
fn whatever_a_server_says_of_the_life_of_a_token_ends_well() {
    let asked = |life: &str| {
        let seen = Seen::default();
        let answer = format!(r#"{{"access_token":"t","token_type":"bearer"{life}}}"#);
        let client = client(&seen, move |_| (200, answer.clone()));
        call::<Read>(&client).send_blocking().unwrap();
        call::<Read>(&client).send_blocking().unwrap();
        seen.tokens()
    };
    for life in ["0", "-1", "-1e300", "\"0\"", "\"-5\"", "\"-inf\"", "1e-9"] {
        assert_eq!(asked(&format!(r#","expires_in":{life}"#)), 2, "{life}");
    }
    for life in [
        "3600",
        "3599.5",
        "\"3600\"",
        "18446744073709551615",
        "1e300",
        "\"inf\"",
        "\"NaN\"",
        "null",
        "[]",
        "\"soon\"",
    ] {
        assert_eq!(asked(&format!(r#","expires_in":{life}"#)), 1, "{life}");
    }
    assert_eq!(asked(""), 1);
}

#[test]
fn an_answer_without_a_token_is_a_typed_error() {
    let failure_of = |status: u16, body: &str| {
        let (body, seen) = (body.to_owned(), Seen::default());
        let client = client(&seen, move |_| (status, body.clone()));
        let error = failure(&client);
        // A failure is not kept.
        failure(&client);
        assert!(
            seen.tokens() >= 2 && seen.all().iter().all(|line| line.contains("/token")),
            "{:?}",
            seen.all()
        );
        error
    };
    for body in ["", "{", "[]", "{}", r#"{"access_token":""}"#, r#"{"access_token":7}"#, "\u{0}", "null"] {
        assert!(matches!(failure_of(200, body), TokenError::Answer), "{body}");
    }
    let dpop = r#"{"access_token":"t","token_type":"DPoP"}"#;
    assert!(matches!(failure_of(200, dpop), TokenError::TokenType));
    let refused = failure_of(401, r#"{"error":"invalid_client","error_description":"hush"}"#);
    assert_eq!(refused.to_string(), "the token endpoint answered 401 Unauthorized, `invalid_client`");
    assert_eq!(
        failure_of(400, r#"{"error":"hush"}"#).to_string(),
        "the token endpoint answered 400 Bad Request"
    );
    assert!(matches!(failure_of(302, ""), TokenError::Refused { status, .. } if status.as_u16() == 302));
    let large = format!(r#"{{"access_token":"{}"}}"#, "t".repeat(70_000));
    assert!(matches!(failure_of(200, &large), TokenError::Body(_)));
}

#[test]
fn a_secret_goes_over_http_only_to_this_machine() {
    let failure_at = |url: &str| {
        let seen = Seen::default();
        let credentials = ClientCredentials::new("me", "hush").token_url(url);
        let builder = builder(credentials).transport(transport(&seen, numbered));
        let error = failure(&builder.build().unwrap());
        assert_eq!(seen.all().len(), 0);
        error
    };
    assert!(matches!(failure_at("http://login.example.org/token"), TokenError::Insecure));
    for url in [
        "ftp://login.example.org/token",
        "https://a@example.org/token",
        "//other.example.org/token",
        "https://",
    ] {
        assert!(matches!(failure_at(url), TokenError::Endpoint), "{url}");
    }
    let seen = Seen::default();
    for url in
        ["http://127.0.0.1:1/token", "http://localhost/token?a=b/token", "https://login.example.org/token"]
    {
        let credentials = ClientCredentials::new("me", "hush").token_url(url);
        let client = builder(credentials).transport(transport(&seen, numbered)).build().unwrap();
        call::<Read>(&client).send_blocking().unwrap();
        assert!(seen.all().iter().any(|line| line.starts_with(url)), "{url}");
    }
    for credentials in [ClientCredentials::new("", "hush"), ClientCredentials::new("me", "")] {
        let client = builder(credentials).transport(transport(&seen, numbered)).build().unwrap();
        assert!(matches!(failure(&client), TokenError::Empty));
    }
}

#[test]
fn nothing_shows_the_secret_of_a_client() {
    let credentials = ClientCredentials::new("me", "hush").parameter("assertion", "hush");
    assert_eq!(format!("{credentials:?}"), r#"ClientCredentials { id: "me", .. }"#);
}

#[test]
fn a_busy_token_endpoint_is_asked_again() {
    let seen = Seen::default();
    let client = client(&seen, |number| if number == 1 { (503, String::new()) } else { numbered(number) });
    call::<Write>(&client).send_blocking().unwrap();
    assert_eq!(seen.tokens(), 2);
    let unreachable = from_fn(|_| Err(TransportError::connect(std::io::Error::other("off"))));
    let client = builder(ClientCredentials::new("me", "hush")).transport(unreachable).build().unwrap();
    let error = failure(&client);
    assert!(matches!(error, TokenError::Transport(_)));
    assert_eq!(error.source().unwrap().source().unwrap().to_string(), "off");
}

/// Answers the token endpoint after a while, and the API with 401 for every token but the last.
struct Slow {
    seen: Seen,
    good: &'static str,
}

impl Transport for Slow {
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let request = request.map(|_| Bytes::new());
            let number = self.seen.note(&request);
            let mut response = Response::new(Bytes::new());
            if request.uri().path().ends_with("/token") {
                tokio::time::sleep(Duration::from_millis(60)).await;
                *response.body_mut() = numbered(number).1.into();
            } else if request.headers()["authorization"] != self.good {
                *response.status_mut() = http::StatusCode::UNAUTHORIZED;
            }
            Ok(response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn slow(good: &'static str) -> (Seen, Client) {
    let seen = Seen::default();
    let transport = Slow { seen: seen.clone(), good };
    (seen, builder(ClientCredentials::new("me", "hush")).transport(transport).build().unwrap())
}

#[test]
fn many_calls_wait_for_one_token_even_if_the_first_goes_away() {
    let (seen, client) = slow("Bearer t1");
    run(async {
        let mut first = call::<Read>(&client).send();
        // It is polled, and so asks for the token, and is dropped while it waits.
        let polled = tokio::time::timeout(Duration::from_millis(20), &mut first);
        let others: Vec<_> = (0..5).map(|_| tokio::spawn(call::<Read>(&client).send())).collect();
        assert!(polled.await.is_err());
        drop(first);
        for other in others {
            other.await.unwrap().unwrap();
        }
    });
    assert_eq!(seen.tokens(), 1);
}

#[test]
fn a_token_that_nobody_waits_for_any_more_is_asked_for_anew() {
    let (seen, client) = slow("Bearer t2");
    run(async {
        assert!(call::<Read>(&client).timeout(Duration::from_millis(10)).await.unwrap_err().is_timeout());
        call::<Read>(&client).await.unwrap();
    });
    assert_eq!(seen.tokens(), 2);
}

#[test]
fn a_token_that_the_server_refuses_is_renewed_once() {
    let (seen, client) = slow("Bearer t2");
    run(call::<Read>(&client)).unwrap();
    assert_eq!(seen.all().len(), 4);
    // A server that refuses all tokens does not get ever new ones.
    let (seen, client) = slow("Bearer none");
    assert_eq!(run(call::<Read>(&client)).unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(run(call::<Read>(&client)).unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!((seen.tokens(), seen.all().len()), (2, 5));
}

#[test]
fn a_token_that_the_server_refuses_is_renewed_for_all_calls_that_were_sent_with_it() {
    let (seen, client) = slow("Bearer t2");
    run(async {
        let calls: Vec<_> = (0..5).map(|_| tokio::spawn(call::<Read>(&client).send())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    assert_eq!((seen.tokens(), seen.all().len()), (2, 12));
}
