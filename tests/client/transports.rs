//! Other ways to send a call: blocking, through a closure, or by hand.

use authlete_native_sso::support::closure;
use authlete_native_sso::{Client, Error};
use bytes::Bytes;
use serde_json::{json, Value};

use crate::harness::{native_sso, wait, Scripted, TOKEN};

#[test]
fn a_call_can_block() {
    let server = Scripted::json(&json!({ "resultCode": "A501001" }));
    let response = server.client().native_sso().process(&native_sso()).send_blocking().unwrap();
    assert_eq!(response.output.result_code.as_deref(), Some("A501001"));
    server.client().native_sso().process(&native_sso()).send_blocking().unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn blocking_inside_a_runtime_is_an_error_and_no_panic() {
    let server = Scripted::json(&json!({}));
    let error =
        wait(async { server.client().native_sso().process(&native_sso()).send_blocking() }).unwrap_err();
    assert!(error.status().is_none() && server.requests().is_empty(), "{error}");
}

#[test]
fn a_closure_can_be_the_transport() {
    let transport = closure::from_fn(|request: http::Request<Bytes>| {
        assert_eq!(request.uri(), "https://authlete.example/api/1/nativesso");
        Ok(http::Response::new(Bytes::from_static(br#"{"resultCode":"A501001"}"#)))
    });
    let builder = Client::builder().base_url("https://authlete.example").service_id("1").bearer(TOKEN);
    let client = builder.transport(transport).build().unwrap();
    let response = client.native_sso().process(&native_sso()).send_blocking().unwrap();
    assert_eq!(response.output.result_code.as_deref(), Some("A501001"));
}

#[test]
fn a_call_can_become_a_request_and_be_sent_by_hand() {
    let server = Scripted::json(&json!({}));
    let request = server.client().native_sso().process(&native_sso()).into_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), format!("{}/api/715948317/nativesso", server.url()).as_str());
    assert!(request.headers()["authorization"].is_sensitive());
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["accessToken"], "secret-access-token");
    assert!(server.requests().is_empty());
}

#[test]
fn calls_can_move_to_other_tasks() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let server = Scripted::json(&json!({}));
    let call = server.client().native_sso().process(&native_sso());
    is_send(&call);
    let future = std::future::IntoFuture::into_future(call);
    is_send(&future);
    wait(future).unwrap();
}

#[test]
fn an_error_is_an_ordinary_error() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>(_: &T) {}
    let server = Scripted::answer("418 I'm a teapot", "");
    let error: Error<_> =
        wait(async { server.client().native_sso().process(&native_sso()).await }).unwrap_err();
    is_error(&error);
}
