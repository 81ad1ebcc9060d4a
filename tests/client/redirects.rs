//! Redirects: a `POST` is never sent on, and no credential reaches another host.

use crate::harness::{native_sso, wait, Scripted};

#[test]
fn a_redirect_to_another_host_is_an_error_and_reaches_nobody() {
    let elsewhere = Scripted::answer("200 OK", "{}");
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/steal", elsewhere.url());
        let server = Scripted::answer(&format!("{status} Moved\r\nlocation: {location}"), "gone");
        let error = wait(async { server.client().native_sso().process(&native_sso()).await }).unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.headers().unwrap()["location"], location.as_str());
        assert_eq!(error.body().unwrap().as_ref(), b"gone");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn a_redirect_within_the_host_does_not_send_a_post_again() {
    let server = Scripted::answer("307 Temporary Redirect\r\nlocation: /elsewhere", "");
    let error = wait(async { server.client().native_sso().process(&native_sso()).await }).unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.requests().len(), 1);
}
