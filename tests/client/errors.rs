//! Answers that are errors: declared, undeclared and undecodable.

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult, ErrorBody,
    NativeSsoLogoutRequest,
};
use authlete_native_sso::Error;
use serde_json::Value;

use crate::harness::{document, examples, native_sso, wait, Scripted};

/// Sends each operation to a server that always answers the same, and returns the errors.
fn all(head: &str, body: &str) -> [Error<ErrorBody>; 3] {
    let server = Scripted::answer(head, body);
    let client = server.client();
    let result = BackchannelAuthenticationCompleteRequestResult::AccessDenied;
    let complete = BackchannelAuthenticationCompleteRequest::new("ticket", result, "");
    wait(async {
        [
            client.native_sso().process(&native_sso()).await.unwrap_err(),
            client.native_sso().logout(&NativeSsoLogoutRequest::new("my-sid")).await.unwrap_err(),
            client.ciba().complete(&complete).await.unwrap_err(),
        ]
    })
}

#[test]
fn every_declared_error_is_typed() {
    for status in ["400", "401", "403", "500"] {
        let content = &document()["components"]["responses"][status]["content"];
        let example = examples(content).remove(0);
        for error in
            all(&format!("{status} Some reason\r\ncontent-type: application/json"), &example.to_string())
        {
            assert_eq!(error.status().unwrap().as_str(), status);
            assert_eq!(error.body().unwrap().as_ref(), example.to_string().as_bytes());
            let Error::Api { error: body, .. } = error else { panic!("{status} is declared") };
            assert_eq!(body.result_code.as_deref(), example["resultCode"].as_str());
            assert_eq!(body.result_message.as_deref(), example["resultMessage"].as_str());
        }
    }
}

#[test]
fn an_undeclared_status_keeps_status_headers_and_body() {
    for status in [404, 418, 422, 429, 502, 503, 599] {
        let body = format!(r#"{{"action":"WAIT","resultCode":"A{status}","more":true}}"#);
        for error in all(&format!("{status} Reason\r\nx-request-id: 4711"), &body) {
            assert!(!matches!(error, Error::Api { .. }), "{status} is not declared");
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.headers().unwrap()["x-request-id"], "4711");
            assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
    }
}

#[test]
fn an_undecodable_error_body_does_not_hide_the_status() {
    for (status, body) in
        [(400, ""), (401, "<html>secret</html>"), (403, r#"{"resultCode":1}"#), (500, "[null]")]
    {
        for error in all(&format!("{status} Reason\r\nx-request-id: 4711"), body) {
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.headers().unwrap()["x-request-id"], "4711");
            assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    }
}

#[test]
fn members_of_an_error_that_the_document_does_not_know_are_in_the_body() {
    let sent = r#"{"resultCode":"A001201","action":"CALLER_ERROR"}"#;
    for error in all("400 Bad Request", sent) {
        let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
        assert_eq!(body["action"], "CALLER_ERROR");
    }
}

#[test]
fn an_undeclared_success_is_read_like_the_declared_one() {
    let server = Scripted::answer("202 Accepted", r#"{"resultCode":"A501001"}"#);
    let response = wait(async { server.client().native_sso().process(&native_sso()).send().await }).unwrap();
    assert_eq!(response.status(), 202);
    assert_eq!(response.output.result_code.as_deref(), Some("A501001"));
}

#[test]
fn an_undeclared_success_that_cannot_be_read_is_an_error_with_its_status() {
    let server = Scripted::answer("202 Accepted", "later");
    let error = wait(async { server.client().native_sso().process(&native_sso()).await }).unwrap_err();
    assert_eq!(error.status().unwrap(), 202);
    assert_eq!(error.body().unwrap().as_ref(), b"later");
}
