//! Answers with status 200: as documented, newer than the document, and broken.

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult,
    BackchannelAuthenticationCompleteResponse, BackchannelAuthenticationCompleteResponseAction, DeliveryMode,
    ErrorBody, NativeSsoLogoutRequest, NativeSsoLogoutResponse, NativeSsoLogoutResponseAction,
    NativeSsoRequest, NativeSsoResponse, NativeSsoResponseAction,
};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Value};

use crate::harness::{answer, document, examples, native_sso, operation, wait, Scripted};
use crate::stand_in::{Authlete, Server, BEARER, SERVICE_ID};

fn ciba() -> BackchannelAuthenticationCompleteRequest {
    let result = BackchannelAuthenticationCompleteRequestResult::Authorized;
    BackchannelAuthenticationCompleteRequest::new("secret-ticket", result, "john")
}

/// Completes a backchannel authentication against a server that answers with `body`.
fn completed(body: Value) -> BackchannelAuthenticationCompleteResponse {
    wait(async { Scripted::json(&body).client().ciba().complete(&ciba()).await }).unwrap()
}

/// Returns the message of the error that a body of status 200 ends in.
fn refused(body: Vec<u8>) -> String {
    let server = Scripted::raw(vec![body]);
    let error = wait(async { server.client().ciba().complete(&ciba()).await }).unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    error.to_string()
}

#[test]
fn the_stand_in_answers_every_operation() {
    let authlete = Authlete::new("https://client.example.com/ciba").unwrap();
    let server = Server::start(move |request| authlete.respond(request)).unwrap();
    let url = format!("http://{}", server.address());
    let builder = authlete_native_sso::Client::builder().base_url(url).service_id(SERVICE_ID);
    let client = builder.bearer(BEARER).build().unwrap();
    wait(async {
        let processed = client.native_sso().process(&native_sso()).await.unwrap();
        assert_eq!(processed.action, Some(NativeSsoResponseAction::Ok));
        assert_eq!(processed.result_code.as_deref(), Some("A501001"));
        let content: Value = serde_json::from_str(&processed.response_content.unwrap()).unwrap();
        assert_eq!(content["id_token"].as_str(), processed.id_token.as_deref());

        let logged_out = client.native_sso().logout(&NativeSsoLogoutRequest::new("my-sid")).await.unwrap();
        assert_eq!(logged_out.action, Some(NativeSsoLogoutResponseAction::Ok));
        assert_eq!(logged_out.count, Some(2));

        let completed = client.ciba().complete(&ciba()).await.unwrap();
        assert_eq!(completed.action, Some(BackchannelAuthenticationCompleteResponseAction::Notification));
        assert_eq!(completed.delivery_mode, Some(DeliveryMode::Push));
        assert_eq!(completed.client_id, Some(26_862_190_133_482));
    });
}

#[test]
fn an_answer_is_more_than_its_body() {
    let server = Scripted::answer("200 OK\r\nx-request-id: 4711", r#"{"count":3}"#);
    let call = server.client().native_sso().logout(&NativeSsoLogoutRequest::new("my-sid"));
    let response = wait(call.send()).unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-request-id"], "4711");
    assert_eq!(response.body().as_ref(), br#"{"count":3}"#);
    assert_eq!(response.output.count, Some(3));
}

#[test]
fn an_undocumented_enum_value_is_kept() {
    let response = completed(json!({ "action": "SHRUG", "deliveryMode": "PIGEON" }));
    assert_eq!(response.action.as_ref().unwrap().as_str(), "SHRUG");
    assert_eq!(
        response.action,
        Some(BackchannelAuthenticationCompleteResponseAction::Unlisted("SHRUG".to_owned()))
    );
    assert_eq!(response.delivery_mode, Some(DeliveryMode::Unlisted("PIGEON".to_owned())));
    assert_eq!(
        serde_json::to_value(&response).unwrap(),
        json!({ "action": "SHRUG", "deliveryMode": "PIGEON" })
    );
}

#[test]
fn an_absent_action_is_none() {
    let response = completed(json!({}));
    assert_eq!(response.action, None);
    assert_eq!(response, serde_json::from_str("{}").unwrap());
}

#[test]
fn null_for_an_optional_property_is_none() {
    let mut nulls = document()["components"]["schemas"]["backchannel_authentication_complete_response"]
        ["properties"]
        .clone();
    nulls.as_object_mut().unwrap().values_mut().for_each(|value| *value = Value::Null);
    assert_eq!(nulls.as_object().unwrap().len(), 28);
    assert_eq!(completed(nulls), completed(json!({})));
}

#[test]
fn null_in_an_array_does_not_cost_its_neighbours() {
    let response = completed(json!({
        "resources": ["https://a.example", null, "https://b.example"],
        "serviceAttributes": [null, { "key": "k", "value": null }, null],
        "authorizationDetails": { "elements": [null, { "type": "t", "actions": [null, "read"], "locations": null }] },
    }));
    assert_eq!(response.resources.unwrap(), ["https://a.example", "https://b.example"]);
    let attributes = response.service_attributes.unwrap();
    assert_eq!(attributes.len(), 1);
    assert_eq!((attributes[0].key.as_deref(), attributes[0].value.as_deref()), (Some("k"), None));
    let elements = response.authorization_details.unwrap().elements.unwrap();
    assert_eq!(elements.len(), 1);
    assert_eq!(elements[0].actions.as_deref().unwrap(), ["read"]);
    assert_eq!(elements[0].locations, None);
}

#[test]
fn unknown_members_are_skipped_wherever_they_stand() {
    let response = completed(json!({
        "aNewFirst": { "deep": [1, { "er": null }] },
        "clientId": 7,
        "another": [[], {}],
        "authorizationDetails": { "elements": [{ "new": true, "type": "t", "z": 1.5 }] },
        "resultMessage": "m",
        "theLast": "x",
    }));
    assert_eq!((response.client_id, response.result_message.as_deref()), (Some(7), Some("m")));
    assert_eq!(response.authorization_details.unwrap().elements.unwrap()[0].r#type, "t");
}

#[test]
fn members_may_come_in_any_order_and_escaped() {
    let body = r#"{"resultMessage":"a\nb","\u0063lientId":1,"resultCode":"c","clientId":2}"#;
    let server = Scripted::answer("200 OK", body);
    let response = wait(async { server.client().ciba().complete(&ciba()).await }).unwrap();
    assert_eq!(response.result_message.as_deref(), Some("a\nb"));
    assert_eq!((response.client_id, response.result_code.as_deref()), (Some(2), Some("c")));
}

#[test]
fn a_missing_required_member_is_named_by_its_json_path() {
    let body = json!({ "authorizationDetails": { "elements": [{ "actions": ["read"] }] } });
    let message = refused(answer("200 OK", &body.to_string()));
    assert!(message.contains("authorizationDetails.elements[0]"), "{message}");
    assert!(message.contains("`type`"), "{message}");
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_its_json_path_and_not_shown() {
    let body = json!({ "serviceAttributes": [{ "key": "k" }, { "value": 4711 }] });
    let message = refused(answer("200 OK", &body.to_string()));
    assert!(message.contains("serviceAttributes[1].value"), "{message}");
    assert!(refused(answer("200 OK", r#"{"clientId":"secret-text"}"#)).contains("clientId"));
    assert!(!refused(answer("200 OK", r#"{"clientId":"secret-text"}"#)).contains("secret-text"));
}

#[test]
fn an_empty_body_is_an_error_that_keeps_the_status() {
    assert!(refused(answer("200 OK", "")).contains("the body is empty"));
    assert!(refused(answer("200 OK", "  \r\n")).contains("the body is empty"));
}

#[test]
fn a_body_that_is_no_json_is_an_error_that_keeps_it() {
    for body in [
        r#"{"action":"secret"#,
        "<secret>",
        r#"["secret"]"#,
        r#""secret""#,
        "null",
        "7",
        r#"{"resultMessage":"secret"} x"#,
        "{\"resultMessage\":\"secret\u{1}\"}",
    ] {
        let server = Scripted::answer("200 OK\r\nx-request-id: 4711", body);
        let error = wait(async { server.client().ciba().complete(&ciba()).await }).unwrap_err();
        assert_eq!(error.status().unwrap(), 200, "{body}");
        assert_eq!(error.headers().unwrap()["x-request-id"], "4711", "{body}");
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

/// Decodes each example and encodes it again.
fn round_trips<T: DeserializeOwned + Serialize>(examples: Vec<Value>) {
    for example in examples {
        let decoded: T = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), example);
        let decoded: T = serde_json::from_str(&example.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), example);
    }
}

#[test]
fn the_examples_of_the_document_survive_a_round_trip() {
    let request = |path: &str| examples(&operation(path)["requestBody"]["content"]);
    let response = |path: &str| examples(&operation(path)["responses"]["200"]["content"]);
    round_trips::<NativeSsoRequest>(request("nativesso"));
    round_trips::<NativeSsoResponse>(response("nativesso"));
    round_trips::<NativeSsoLogoutRequest>(request("nativesso/logout"));
    round_trips::<NativeSsoLogoutResponse>(response("nativesso/logout"));
    let complete = "backchannel/authentication/complete";
    round_trips::<BackchannelAuthenticationCompleteRequest>(request(complete));
    round_trips::<BackchannelAuthenticationCompleteResponse>(response(complete));
    for status in ["400", "401", "403", "500"] {
        round_trips::<ErrorBody>(examples(&document()["components"]["responses"][status]["content"]));
    }
}
