//! The copyable code of `examples/native_sso/token_endpoint.rs` against the tables of what an authorization server does.

#[path = "../examples/native_sso/client_app.rs"]
mod client_app;
#[path = "../examples/native_sso/stand_in.rs"]
#[allow(dead_code)] // Only its HTTP server is needed here.
mod stand_in;
#[path = "../examples/native_sso/token_endpoint.rs"]
mod token_endpoint;

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteResponse, ErrorBody, NativeSsoRequest, NativeSsoResponse,
};
use authlete_native_sso::{Client, Error};
use client_app::ClientApp;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{json, Value};
use token_endpoint::{
    accepted, answer, invalid_grant, notification, notifier, DeviceSecret, NotificationError,
};

const CONTENT: &str = "{\"access_token\":\"secret-token\", \"token_type\":\"Bearer\"}";
const PUSHED: &str = r#"{"auth_req_id":"secret-id","access_token":"secret-token"}"#;

fn processed(response: Value) -> Result<NativeSsoResponse, Error<ErrorBody>> {
    Ok(serde_json::from_value(response).unwrap())
}

fn no_store(headers: &HeaderMap) -> bool {
    headers[CACHE_CONTROL] == "no-store" && headers[CONTENT_TYPE] == "application/json"
}

#[test]
fn ok_is_answered_with_the_response_content_verbatim() {
    let answer = answer(&processed(json!({ "action": "OK", "responseContent": CONTENT })));
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(no_store(answer.headers()));
    assert_eq!(answer.headers().len(), 2);
    assert_eq!(answer.body().as_str(), CONTENT);
}

#[test]
fn everything_else_is_answered_with_a_server_error_that_tells_nothing() {
    for response in [
        json!({ "action": "INTERNAL_SERVER_ERROR", "responseContent": CONTENT }),
        json!({ "action": "CALLER_ERROR", "responseContent": CONTENT }),
        json!({ "action": "SOMETHING_NEW", "responseContent": CONTENT }),
        json!({ "action": "ok", "responseContent": CONTENT }),
        json!({ "action": null, "responseContent": CONTENT }),
        json!({ "responseContent": CONTENT }),
        json!({ "action": "OK" }),
        json!({ "action": "OK", "responseContent": null }),
        json!({ "action": "OK", "responseContent": "" }),
        json!({}),
    ] {
        let answer = answer(&processed(response.clone()));
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{response}");
        assert!(no_store(answer.headers()), "{response}");
        assert_eq!(answer.body().as_str(), r#"{"error":"server_error"}"#, "{response}");
    }
}

#[test]
fn an_error_of_authlete_is_ours_to_hide_and_a_429_asks_for_patience() {
    for (status, expected) in [
        (400, 500),
        (401, 500),
        (403, 500),
        (404, 500),
        (429, 503),
        (500, 500),
        (503, 500),
        (200, 500),
        (0, 500),
    ] {
        // The status 0 is no HTTP at all, and a list is no token response.
        let body = stand_in::answer(status, &json!([CONTENT]));
        let server = stand_in::Server::start(move |_| body.clone()).unwrap();
        let builder = Client::builder().base_url(format!("http://{}", server.address()));
        let client = builder.service_id("1").bearer("t").retries(0).build().unwrap();
        let outcome = wait(async { client.native_sso().process(&NativeSsoRequest::new("a", "d")).await });
        let answer = answer(&outcome);
        assert_eq!(answer.status(), expected, "{status}");
        assert!(no_store(answer.headers()), "{status}");
        let error = if expected == 503 { "temporarily_unavailable" } else { "server_error" };
        assert_eq!(answer.body().as_str(), format!(r#"{{"error":"{error}"}}"#), "{status}");
    }
}

#[test]
fn a_dead_session_is_answered_with_invalid_grant() {
    let answer = invalid_grant();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(no_store(answer.headers()));
    assert_eq!(answer.body().as_str(), r#"{"error":"invalid_grant"}"#);
}

#[test]
fn a_device_secret_is_known_by_its_value_and_its_hash() {
    let secret = DeviceSecret::from("my-ds");
    assert_eq!(secret.hash(), "sInZSacYnFDucWprDjfkXxCQf_fXhlT65d7nKEX7768");
    assert!(secret.has_hash("sInZSacYnFDucWprDjfkXxCQf_fXhlT65d7nKEX7768"));
    assert!(secret.is("my-ds"));
    for other in ["", "my-d", "my-ds ", "my-dt", "MY-DS"] {
        assert!(!secret.is(other), "{other}");
        assert!(!secret.has_hash(other), "{other}");
    }
    assert!(!secret.has_hash("sInZSacYnFDucWprDjfkXxCQf_fXhlT65d7nKEX7768="));
}

fn completed(change: impl FnOnce(&mut Value)) -> BackchannelAuthenticationCompleteResponse {
    let mut response = json!({
        "action": "NOTIFICATION",
        "resultCode": "A198999",
        "responseContent": PUSHED,
        "clientNotificationEndpoint": "https://client.example.com:8443/ciba?x=secret-query",
        "clientNotificationToken": "secret-notification-token",
    });
    change(&mut response);
    serde_json::from_value(response).unwrap()
}

#[test]
fn a_notification_is_a_post_with_the_clients_token() {
    let request = notification(&completed(|_| {})).unwrap().unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://client.example.com:8443/ciba?x=secret-query");
    assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(request.headers()[AUTHORIZATION], "Bearer secret-notification-token");
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
    assert_eq!(request.body().as_str(), PUSHED);
    assert_eq!(String::from(request.into_body()), PUSHED);
}

#[test]
fn a_client_that_polls_gets_no_notification() {
    assert!(notification(&completed(|response| response["action"] = json!("NO_ACTION"))).unwrap().is_none());
}

#[test]
fn other_actions_are_errors_that_carry_the_result_code() {
    for action in [json!("SERVER_ERROR"), json!("SOMETHING_NEW"), json!("notification"), Value::Null] {
        let error = notification(&completed(|response| response["action"] = action.clone())).unwrap_err();
        assert_eq!(
            error,
            NotificationError::NotCompleted { result_code: Some("A198999".to_owned()) },
            "{action}"
        );
    }
    let response = serde_json::from_value(json!({})).unwrap();
    let error = notification(&response).unwrap_err();
    assert_eq!(error.to_string(), "the call was not completed");
}

#[test]
fn a_notification_without_what_it_needs_is_not_sent() {
    for property in ["clientNotificationEndpoint", "clientNotificationToken", "responseContent"] {
        for value in [Value::Null, json!("")] {
            let error = notification(&completed(|response| response[property] = value)).unwrap_err();
            assert_eq!(error, NotificationError::Missing(property));
        }
    }
}

#[test]
fn a_notification_goes_to_plain_https_only() {
    for endpoint in [
        "http://client.example.com/secret",
        "HTTP://client.example.com/secret",
        "http://127.0.0.1/secret",
        "ftp://client.example.com/secret",
        "//client.example.com/secret",
        "client.example.com/secret",
        "client.example.com:443",
        "/secret",
        "secret",
        "https:///secret",
        "https://",
        "https://user:secret@client.example.com/",
        "https://client.example.com/#secret",
        "https://client.example.com/a b",
        "https://client.example.com/\r\nsecret: 1",
        "javascript:alert(1)",
    ] {
        let change = |response: &mut Value| response["clientNotificationEndpoint"] = json!(endpoint);
        let error = notification(&completed(change)).unwrap_err();
        assert_eq!(error, NotificationError::Endpoint, "{endpoint}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{endpoint}");
    }
    let upper =
        |response: &mut Value| response["clientNotificationEndpoint"] = json!("HTTPS://client.example.com");
    assert!(notification(&completed(upper)).unwrap().is_some());
}

#[test]
fn a_token_that_would_split_the_header_is_refused() {
    for token in ["secret\r\nx: y", "secret\n", "secret\0", "secret\u{7f}"] {
        let change = |response: &mut Value| response["clientNotificationToken"] = json!(token);
        let error = notification(&completed(change)).unwrap_err();
        assert_eq!(error, NotificationError::Token);
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn a_client_accepts_with_200_or_204_and_with_nothing_else() {
    for status in 100..600 {
        let status = StatusCode::from_u16(status).unwrap();
        let expected = [200, 204].contains(&status.as_u16());
        assert_eq!(accepted(status).is_ok(), expected, "{status}");
    }
    assert_eq!(accepted(StatusCode::FOUND), Err(NotificationError::Refused(StatusCode::FOUND)));
}

/// Sends the notification to `app` with a notifier that trusts both.
fn notify(app: &ClientApp, other: &ClientApp) -> reqwest::Result<reqwest::Response> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusted = [app, other].map(|app| reqwest::Certificate::from_der(app.certificate()).unwrap());
    let notifier = notifier().tls_certs_only(trusted).build().unwrap();
    let response = completed(|response| response["clientNotificationEndpoint"] = json!(app.url()));
    let request = notification(&response).unwrap().unwrap().map(String::from);
    wait(async { notifier.execute(request.try_into()?).await })
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

#[test]
fn a_notification_arrives_over_tls() {
    let app = ClientApp::start("204 No Content").unwrap();
    let answer = notify(&app, &app).unwrap();
    assert_eq!(accepted(answer.status()), Ok(()));
    let received = app.received();
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].method.as_str(), received[0].target.as_str()), ("POST", "/ciba/notification"));
    assert_eq!(received[0].header("authorization"), Some("Bearer secret-notification-token"));
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    assert_eq!(received[0].body, PUSHED.as_bytes());
}

#[test]
fn a_redirect_of_the_client_is_not_followed() {
    let elsewhere = ClientApp::start("200 OK").unwrap();
    for status in
        ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let app = ClientApp::start(&format!("{status}\r\nlocation: {}", elsewhere.url())).unwrap();
        let answer = notify(&app, &elsewhere).unwrap();
        assert_eq!(accepted(answer.status()), Err(NotificationError::Refused(answer.status())));
        assert_eq!(app.received().len(), 1, "{status}");
    }
    assert!(elsewhere.received().is_empty());
}

#[test]
fn a_client_without_a_trusted_certificate_gets_nothing() {
    let (app, other) = (ClientApp::start("200 OK").unwrap(), ClientApp::start("200 OK").unwrap());
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusted = reqwest::Certificate::from_der(other.certificate()).unwrap();
    let notifier = notifier().tls_certs_only([trusted]).build().unwrap();
    assert!(wait(async { notifier.post(app.url()).send().await }).is_err());
    assert!(app.received().is_empty());
}

#[test]
fn the_notifier_does_not_speak_plain_http() {
    let received = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&received);
    let server = stand_in::Server::serve(move |_| {
        seen.store(true, Ordering::SeqCst);
        Ok(())
    });
    let _ = rustls::crypto::ring::default_provider().install_default();
    let notifier = notifier().build().unwrap();
    let url = format!("http://{}", server.as_ref().unwrap().address());
    let error = wait(async { notifier.post(url).send().await }).unwrap_err();
    assert!(error.is_builder(), "{error:?}");
    assert!(!received.load(Ordering::SeqCst));
}

#[test]
fn nothing_that_is_formatted_holds_a_secret() {
    let secret = DeviceSecret::from("secret-device");
    let answer = answer(&processed(json!({ "action": "OK", "responseContent": CONTENT })));
    let mut request = notification(&completed(|_| {})).unwrap().unwrap();
    *request.uri_mut() = "https://client.example.com/".parse().unwrap();
    for formatted in [format!("{secret:?}"), format!("{answer:?}"), format!("{request:?}")] {
        assert!(!formatted.contains("secret-"), "{formatted}");
    }
    assert!(format!("{answer:?}").contains(&format!("<{} bytes>", CONTENT.len())));
}
