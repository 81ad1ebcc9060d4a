//! Retries: only where the server said that it did nothing, and no longer than the call may take.

use std::time::{Duration, Instant, SystemTime};

use crate::harness::{answer, native_sso, wait, Scripted};

const FINE: &str = r#"{"resultCode":"A501001"}"#;

/// A server that answers first with `head`, then with success.
fn busy(head: &str) -> Scripted {
    Scripted::raw(vec![answer(head, "{}"), answer("200 OK", FINE)])
}

#[test]
fn a_429_with_retry_after_is_sent_again_then() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = busy(&format!("{status}\r\nretry-after: 1"));
        let client = server.builder().retries(2).build().unwrap();
        let start = Instant::now();
        let response = wait(async { client.native_sso().process(&native_sso()).await }).unwrap();
        assert_eq!(response.result_code.as_deref(), Some("A501001"));
        assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
        let requests = server.requests();
        assert_eq!(requests.len(), 2, "{status}");
        assert_eq!(requests[0].body, requests[1].body);
        assert_eq!(requests[0].headers, requests[1].headers);
    }
}

#[test]
fn retry_after_may_be_a_date() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = busy(&format!("429 Too Many Requests\r\nretry-after: {date}"));
    let client = server.builder().retries(1).build().unwrap();
    let start = Instant::now();
    wait(async { client.native_sso().process(&native_sso()).await }).unwrap();
    assert!(start.elapsed() > Duration::from_millis(500), "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_retry_after_beyond_the_timeout_is_not_waited_for() {
    for wait_for in
        ["61", "86400", "18446744073709551615", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]
    {
        let server = busy(&format!("429 Too Many Requests\r\nretry-after: {wait_for}"));
        let client = server.builder().retries(2).timeout(Duration::from_secs(60)).build().unwrap();
        let start = Instant::now();
        let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
        assert_eq!(error.status().unwrap(), 429, "{wait_for}");
        assert_eq!(error.headers().unwrap()["retry-after"], wait_for);
        assert!(start.elapsed() < Duration::from_secs(5), "{wait_for}");
        assert_eq!(server.requests().len(), 1, "{wait_for}");
    }
}

#[test]
fn retries_end() {
    let server = Scripted::answer("429 Too Many Requests\r\nretry-after: 0", "{}");
    let client = server.builder().retries(2).build().unwrap();
    let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(server.requests().len(), 3);
    let error = wait(async { client.native_sso().process(&native_sso()).retries(0).await }).unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_post_that_may_have_been_processed_is_not_sent_again() {
    for head in
        ["500 Oops", "502 Bad Gateway", "503 Service Unavailable", "429 Too Many Requests", "408 Timeout"]
    {
        let server = busy(head);
        let client = server.builder().retries(2).build().unwrap();
        wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
        assert_eq!(server.requests().len(), 1, "{head}");
    }
    let server = Scripted::raw(vec![Vec::new(), answer("200 OK", FINE)]);
    let client = server.builder().retries(2).build().unwrap();
    wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    assert_eq!(server.requests().len(), 1, "closed without an answer");
}
