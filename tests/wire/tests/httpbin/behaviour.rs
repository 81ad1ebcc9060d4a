//! How the client behaves: credentials, redirects, encodings, statuses, time.

use std::future::IntoFuture;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use wire::httpbin::Error;

use crate::{builder, client};

#[tokio::test]
async fn credentials_are_sent_where_they_are_asked_for_and_nowhere_else() {
    let Some(builder) = builder() else { return };
    let client = builder.basic("j\u{f6}hn", "s:cr\u{e9}t").bearer("a-token").build().unwrap();
    let user = client.credentials().basic("j\u{f6}hn", "s:cr\u{e9}t").await.unwrap();
    assert!(user.authenticated);
    let user = client.credentials().bearer().await.unwrap();
    assert_eq!(user.token.as_deref(), Some("a-token"));
    let echo = client.credentials().nobody().await.unwrap();
    assert!(!echo.headers.unwrap().contains_key("Authorization"));
    let error = client.credentials().basic("john", "other").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
}

#[tokio::test]
async fn a_missing_credential_is_an_error_before_anything_is_sent() {
    let Some(client) = client() else { return };
    let error = client.credentials().bearer().await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error}");
}

#[tokio::test]
async fn redirects_on_the_same_server_are_followed_ten_times() {
    let Some(client) = client() else { return };
    assert!(client.redirects().redirect(10).await.unwrap().url.unwrap().ends_with("/get"));
    assert!(client.redirects().absolute_redirect(3).await.is_ok());
    let error = client.redirects().redirect(11).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    for status in [301, 302, 303, 307, 308] {
        let echo = client.redirects().redirect_to("/get?a=b").status_code(status).await.unwrap();
        assert!(echo.args.unwrap().contains_key("a"), "{status}");
    }
}

/// Whoever redirects a call must not learn its credentials, and whoever it is redirected to even less.
#[tokio::test]
async fn credentials_stay_on_the_server_that_they_are_for() {
    let Some(builder) = builder() else { return };
    let client = builder.bearer("a-token").build().unwrap();
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let url = format!("http://{}/headers", elsewhere.local_addr().unwrap());
    let error = client.redirects().redirect_to(&url).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(elsewhere.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nothing has knocked there");
    let echo = client.redirects().redirect_to("/headers").await.unwrap();
    assert_eq!(echo.headers.unwrap()["Authorization"], "Bearer a-token");
}

#[tokio::test]
async fn redirects_to_another_server_or_of_what_is_no_question_are_not_followed() {
    let Some(client) = client() else { return };
    let elsewhere =
        ["http://localhost:1/get", "http://example.invalid/", "//example.invalid/x", "https://127.0.0.1/"];
    for url in elsewhere {
        let error = client.redirects().redirect_to(url).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 302, "{url}");
    }
    let error = client.redirects().redirect_post("/post").status_code(307).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 307);
}

/// The client does not ask for a compressed answer. One that comes nevertheless is kept as it is; a transport that undoes
/// the compression is the caller's to give.
#[tokio::test]
async fn compressed_answers_are_an_error_that_says_so() {
    let Some(client) = client() else { return };
    let encoding = client.encoding();
    for (name, call) in [
        ("gzip", encoding.gzip().into_future().await),
        ("deflate", encoding.deflate().into_future().await),
        ("br", encoding.brotli().into_future().await),
    ] {
        let error = call.unwrap_err();
        let Error::Decode { error, reply } = error else { panic!("{name}: {error}") };
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        assert_eq!(reply.headers()["content-encoding"], name);
        assert!(!reply.body().is_empty());
    }
    assert!(encoding.utf8().await.unwrap().contains("STARGΛ̊TE"));
}

#[tokio::test]
async fn statuses_become_values_and_errors() {
    let Some(client) = client() else { return };
    client.statuses().status(200).await.unwrap();
    for status in [404, 500, 503, 599] {
        let error = client.statuses().status(status).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), u16::try_from(status).unwrap());
        assert!(!matches!(error, Error::Undeclared { .. }), "{error}");
    }
    for status in [304, 400, 418, 429] {
        let error = client.statuses().status(status).await.unwrap_err();
        assert!(matches!(error, Error::Undeclared { .. }), "{error}");
    }
    let error = client.statuses().post_status(503).retries(2).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(client.statuses().uuid().await.unwrap().uuid.to_string().len(), 36);
}

#[tokio::test]
async fn the_time_of_a_call_is_over_when_it_is_over() {
    let Some(client) = client() else { return };
    let start = Instant::now();
    let error = client.streaming().delay(5).timeout(Duration::from_millis(300)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let drip = client.streaming().drip().duration(5.0).numbytes(5).delay(0.0);
    let error = drip.timeout(Duration::from_millis(300)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(4));
    assert!(client.streaming().delay(1).await.is_ok());
}

#[tokio::test]
async fn the_size_of_an_answer_is_limited() {
    let Some(builder) = builder() else { return };
    let client = builder.max_response_bytes(10_000).build().unwrap();
    let error = client.streaming().bytes(20_000).await.unwrap_err();
    let Error::Body { reply, .. } = error else { panic!("{error}") };
    assert!(reply.body().len() <= 10_000);
}

#[tokio::test]
async fn answers_that_come_piece_by_piece_are_whole() {
    let Some(client) = client() else { return };
    let streaming = client.streaming();
    let drip = streaming.drip().duration(0.5).numbytes(5).delay(0.0).await.unwrap();
    assert_eq!(&drip[..], b"*****");
    let whole = streaming.bytes(5_000).seed(7).await.unwrap();
    let chunked = streaming.stream_bytes(5_000).seed(7).chunk_size(100).await.unwrap();
    assert_eq!((whole.len(), chunked.len()), (5_000, 5_000));
}
