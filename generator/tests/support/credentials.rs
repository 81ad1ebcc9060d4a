//! Credentials.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use super::notes::{Builder, Client};
use super::runtime::{
    from_fn, ApiKey, BuildError, Call, Credential, Error, NoContent, Operation, RequestError, Secret,
    Security, Transport,
};
use super::server::{response, run, Answer, Server};

/// Wants a bearer token, or an API key together with a user, or nothing.
enum Any {}

impl Operation for Any {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/any";
    const SECURITY: Security = &[&["bearer"], &["key", "basic"], &[]];
    type Success = NoContent;
    type Failure = NoContent;
}

/// Wants an API key.
enum Keyed {}

impl Operation for Keyed {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/keyed";
    const SECURITY: Security = &[&["key"]];
    type Success = NoContent;
    type Failure = NoContent;
}

fn unused() -> impl Transport {
    from_fn(|_| Ok(Response::new(Bytes::new())))
}

fn builder() -> Builder {
    Client::builder().base_url("https://example.org").transport(unused())
}

fn request<O: Operation>(builder: Builder) -> Result<Request<Bytes>, RequestError> {
    let call: Call<O> = builder.build().unwrap().notes().start();
    call.into_request()
}

fn key(place: ApiKey) -> Request<Bytes> {
    request::<Keyed>(builder().credential("key", Credential::api_key(place, "a b&c"))).unwrap()
}

#[test]
fn an_api_key_goes_where_the_document_says() {
    let header = key(ApiKey::Header("X-Api-Key"));
    assert_eq!(header.headers()["x-api-key"], "a b&c");
    assert!(header.headers()["x-api-key"].is_sensitive());
    assert_eq!(key(ApiKey::Query("api_key")).uri().query(), Some("api_key=a%20b%26c"));
}

#[test]
fn a_key_in_a_cookie_is_sent_as_the_server_gave_it() {
    let request = |key: &str| {
        let key = Credential::api_key(ApiKey::Cookie("session"), key);
        request::<Keyed>(builder().header("Cookie", "theme=dark").credential("key", key))
    };
    let cookie = request("s%3Aa+b/c==").unwrap();
    assert_eq!(cookie.headers()["cookie"], "theme=dark; session=s%3Aa+b/c==");
    assert!(cookie.headers()["cookie"].is_sensitive());
    for other in ["a b", "a;b", "a,b"] {
        assert!(builder()
            .credential("key", Credential::api_key(ApiKey::Cookie("session"), other))
            .build()
            .is_err());
    }
}

#[test]
fn a_cookie_header_of_the_callers_is_kept_whatever_its_letters() {
    let key = Credential::api_key(ApiKey::Cookie("session"), "k");
    let request =
        request::<Keyed>(builder().header("Cookie", "name=Zo\u{eb}").credential("key", key)).unwrap();
    assert_eq!(request.headers()["cookie"].as_bytes(), "name=Zo\u{eb}; session=k".as_bytes());
}

#[test]
fn a_credential_that_is_set_by_hand_is_not_shown() {
    let client = builder().header("Proxy-Authorization", "hush").header("X-Access-Token", "hush").bearer("t");
    let call: Call<Any> = client.build().unwrap().notes().start();
    let request = call.header("Authorization", "DPoP hush").header("Cookie", "hush").into_request().unwrap();
    assert!(!format!("{request:?}").contains("hush"), "{request:?}");
}

#[test]
fn the_first_alternative_is_taken_that_the_client_has() {
    let basic = Credential::basic("Aladdin", "open sesame");
    let key = Credential::api_key(ApiKey::Header("X-Api-Key"), "k");
    let both = request::<Any>(builder().credential("basic", basic.clone()).credential("key", key)).unwrap();
    assert_eq!(both.headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(both.headers()["x-api-key"], "k");
    let bearer = request::<Any>(builder().credential("basic", basic.clone()).bearer("t")).unwrap();
    assert_eq!(bearer.headers()["authorization"], "Bearer t");
    let none = request::<Any>(builder().credential("basic", basic)).unwrap();
    assert!(!none.headers().contains_key("authorization"));
    let missing = request::<Keyed>(builder()).unwrap_err();
    assert!(matches!(missing, RequestError::MissingCredential { scheme } if scheme == "key"));
}

#[test]
fn base64_has_the_lengths_of_rfc_4648() {
    let sent = |user, password| {
        let builder = builder().credential("key", Credential::basic(user, password));
        request::<Keyed>(builder).unwrap().headers()["authorization"].to_str().unwrap().to_owned()
    };
    assert_eq!(sent("f", ""), "Basic Zjo=");
    assert_eq!(sent("f", "o"), "Basic Zjpv");
    assert_eq!(sent("f", "oo"), "Basic Zjpvbw==");
    assert_eq!(sent("ü", "ÿ?"), "Basic w7w6w78/");
}

#[test]
fn an_empty_credential_is_refused_before_anything_is_sent() {
    for token in ["", " ", "\n"] {
        let error = builder().bearer(token).build().unwrap_err();
        assert!(
            matches!(error, BuildError::Request(RequestError::EmptyCredential { scheme }) if scheme == "bearer")
        );
    }
    assert!(builder().credential("basic", Credential::basic("", "")).build().is_err());
    assert!(builder().credential("basic", Credential::basic("a:b", "c")).build().is_err());
    let error = builder().bearer("s3cret\nx: y").build().unwrap_err();
    assert_eq!(error.to_string(), "the credential for `bearer` has a character that headers cannot have");
}

#[test]
fn an_empty_credential_of_a_provider_is_refused_before_anything_is_sent() {
    let server = Server::always("200 OK", "", "[]");
    let provider = Credential::bearer_from(|| async { Ok::<_, std::io::Error>(String::new()) });
    let client = server.builder().credential("bearer", provider).build().unwrap();
    let error = run(client.notes().list()).unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::EmptyCredential { scheme }) if scheme == "bearer"));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_provider_is_asked_for_each_attempt() {
    let server = Server::start(|number| {
        Answer::Bytes(if number == 0 { response("503 Busy", "", "") } else { response("200 OK", "", "[]") })
    });
    let count = Arc::new(AtomicU32::new(0));
    let counter = count.clone();
    let provider = Credential::bearer_from(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(format!("token-{number}"))
        }
    });
    let client = server.builder().credential("bearer", provider).build().unwrap();
    run(client.notes().list()).unwrap();
    let requests = server.requests();
    assert!(requests[0].contains("authorization: Bearer token-0\r\n"));
    assert!(requests[1].contains("authorization: Bearer token-1\r\n"));
    let taken_apart = client.notes().list().into_request().unwrap();
    assert!(!taken_apart.headers().contains_key("authorization"));
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a_provider_that_fails_is_the_source_of_the_error() {
    let provider = Credential::bearer_from(|| async { Err::<Secret, _>(std::io::Error::other("locked")) });
    let client = builder().tenant("acme").credential("bearer", provider).build().unwrap();
    let error = client.notes().list().send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "the provider of `bearer` has no credential");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "locked");
}

#[test]
fn a_provider_that_hangs_ends_in_a_timeout() {
    let server = Server::always("200 OK", "", "[]");
    let provider = Credential::bearer_from(std::future::pending::<Result<String, std::io::Error>>);
    let builder =
        server.builder().credential("bearer", provider).timeout(std::time::Duration::from_millis(100));
    assert!(run(builder.build().unwrap().notes().list()).unwrap_err().is_timeout());
}

#[test]
fn credentials_go_over_http_only_to_this_machine() {
    let at = |url: &str| Client::builder().transport(unused()).base_url(url);
    for url in [
        "http://localhost:1",
        "http://127.1.2.3",
        "http://[::1]:8080/x",
        "https://example.org",
        "http://a.localhost",
    ] {
        assert!(at(url).bearer("t").build().is_ok(), "{url}");
    }
    for url in [
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1",
        "http://localhost.example.org",
    ] {
        let error = at(url).bearer("t").build().unwrap_err();
        assert!(matches!(error, BuildError::Request(RequestError::Insecure)), "{url}");
        assert!(at(url).build().is_ok());
        assert!(at(url).bearer("t").allow_insecure_http().build().is_ok());
    }
    let client = at("https://example.org").bearer("t").tenant("acme").build().unwrap();
    let elsewhere = client.notes().list().base_url("http://example.org").into_request().unwrap_err();
    assert!(matches!(elsewhere, RequestError::Insecure));
    assert!(client.notes().text().base_url("http://example.org").into_request().is_ok());
}

#[test]
fn a_header_that_the_caller_sets_wins() {
    let call: Call<Any> = builder().bearer("t").build().unwrap().notes().start();
    let request = call.header("Authorization", "DPoP x").into_request().unwrap();
    assert_eq!(request.headers().get_all("authorization").iter().collect::<Vec<_>>(), ["DPoP x"]);
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    let builder = builder().credential_from_env("bearer", "OPENAPI_BINDGEN_UNSET", Credential::bearer);
    let error = builder.build().unwrap_err();
    assert_eq!(error.to_string(), "the environment variable `OPENAPI_BINDGEN_UNSET` is not set");
    // Cargo sets this one for tests.
    let set = Client::builder().base_url("https://example.org").transport(unused());
    let set = set.credential_from_env("key", "CARGO_PKG_NAME", |name| {
        Credential::api_key(ApiKey::Header("x-key"), name)
    });
    assert_eq!(request::<Keyed>(set).unwrap().headers()["x-key"], "openapi-bindgen");
}
