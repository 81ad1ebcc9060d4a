//! Every operation and every declared status against Stoplight Prism, a server that checks requests against the document.
//!
//! Runs only when `PRISM_URL` says where `prism mock --errors spec/nativesso.yaml` listens, as `.ci/run` does.

use std::collections::BTreeSet;
use std::env;
use std::future::{Future, IntoFuture};

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult, ErrorBody,
    NativeSsoLogoutRequest, NativeSsoRequest, Property,
};
use authlete_native_sso::{Client, Error};
use http::HeaderMap;
use serde_json::Value;

/// The header in which Prism reports what a request violates.
const VIOLATIONS: &str = "sl-violations";

/// Returns the client for Prism, or `None` without one.
fn client(test: &str) -> Option<Client> {
    let Ok(url) = env::var("PRISM_URL") else {
        println!("SKIPPED: {test}, because PRISM_URL is not set");
        return None;
    };
    Some(
        Client::builder()
            .base_url(url)
            .service_id("715948317")
            .bearer("prism-token")
            .retries(0)
            .build()
            .unwrap(),
    )
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

fn native_sso() -> NativeSsoRequest {
    NativeSsoRequest::new("access", "device")
        .refresh_token("refresh")
        .sub("john")
        .claims("{}")
        .idt_header_params("{}")
        .id_token_aud_type("array")
        .device_secret_hash("hash")
}

fn complete() -> BackchannelAuthenticationCompleteRequest {
    let result = BackchannelAuthenticationCompleteRequestResult::Authorized;
    let texts = || vec!["a".to_owned(), "b".to_owned()];
    BackchannelAuthenticationCompleteRequest::new("ticket", result, "john")
        .sub("john")
        .auth_time(1_767_225_600)
        .acr("urn:mace:incommon:iap:silver")
        .claims("{}")
        .properties(vec![Property::new().key("k").value("v").hidden(true)])
        .scopes(texts())
        .idt_header_params("{}")
        .error_description("none")
        .error_uri("https://as.example.com/errors")
        .consented_claims(texts())
        .jwt_at_claims("{}")
        .access_token("access")
        .access_token_duration(3600)
        .refresh_token_duration(86400)
        .id_token_aud_type("string")
}

/// What came back: the status and headers, and the result code of the body.
type Answer = (u16, HeaderMap, Option<String>);

fn failed(error: Error<ErrorBody>) -> Answer {
    let (status, headers) = (error.status().unwrap().as_u16(), error.headers().unwrap().clone());
    let Error::Api { error: body, .. } = error else { panic!("{status} is not typed: {error}") };
    (status, headers, body.result_code)
}

/// Sends an operation, asking Prism for a status.
fn send(client: &Client, operation: &str, status: &str) -> Answer {
    let prefer = &format!("code={status}");
    let answer = match operation {
        "native_sso_api" => wait(client.native_sso().process(&native_sso()).header("Prefer", prefer).send())
            .map(|response| (response.output.result_code, response.reply)),
        "native_sso_logout_api" => {
            let request = NativeSsoLogoutRequest::new("my-sid");
            wait(client.native_sso().logout(&request).header("Prefer", prefer).send())
                .map(|response| (response.output.result_code, response.reply))
        }
        "backchannel_authentication_complete_api" => {
            wait(client.ciba().complete(&complete()).header("Prefer", prefer).send())
                .map(|response| (response.output.result_code, response.reply))
        }
        _ => panic!("{operation} is in the document, but not in this test"),
    };
    answer.map_or_else(failed, |(code, reply)| (reply.status().as_u16(), reply.headers().clone(), code))
}

#[test]
fn every_operation_and_every_declared_status_agree_with_the_document() {
    let Some(client) = client("every operation and status") else {
        return;
    };
    let document: Value = serde_yaml::from_str(include_str!("../spec/nativesso.yaml")).unwrap();
    let mut driven = BTreeSet::new();
    for path in document["paths"].as_object().unwrap().values() {
        let operation = path["post"]["operationId"].as_str().unwrap();
        for expected in path["post"]["responses"].as_object().unwrap().keys() {
            let (status, headers, code) = send(&client, operation, expected);
            assert_eq!(status.to_string(), *expected, "{operation}");
            assert_eq!(headers.get(VIOLATIONS), None, "{operation} {expected}");
            assert!(code.is_some_and(|code| code.starts_with('A')), "{operation} {expected}");
            driven.insert((operation, expected));
        }
    }
    assert_eq!(driven.len(), 15);
}

#[test]
fn the_other_example_of_the_document_is_understood() {
    let Some(client) = client("the example of a push") else {
        return;
    };
    let answer = wait(client.ciba().complete(&complete()).header("Prefer", "example=push").send()).unwrap();
    assert_eq!(answer.headers().get(VIOLATIONS), None);
    assert_eq!(answer.output.client_notification_token.as_deref(), Some("example-notification-token"));
}

#[test]
fn prism_reports_a_request_that_violates_the_document() {
    let Some(client) = client("what Prism reports") else {
        return;
    };
    let result = BackchannelAuthenticationCompleteRequestResult::Unlisted("SHRUG".to_owned());
    let request = BackchannelAuthenticationCompleteRequest::new("ticket", result, "john");
    let (status, headers, _) = failed(wait(client.ciba().complete(&request).into_future()).unwrap_err());
    assert_eq!(status, 400);
    assert!(headers[VIOLATIONS].to_str().unwrap().contains("result"));
}
