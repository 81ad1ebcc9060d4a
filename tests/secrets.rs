//! Nothing that is printed, logged or formatted contains a token: every `Debug` and `Display`, and what the example prints.

#[path = "../examples/native_sso/stand_in.rs"]
#[allow(dead_code)] // Only its HTTP server is needed here.
mod stand_in;

use std::env;
use std::error::Error as _;
use std::fmt::Debug;
use std::future::{Future, IntoFuture};
use std::process::Command;
use std::time::Duration;

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult,
    BackchannelAuthenticationCompleteResponse, ErrorBody, NativeSsoLogoutRequest, NativeSsoRequest,
    NativeSsoResponse, Property,
};
use authlete_native_sso::support::{ApiKey, Credential, Secret};
use authlete_native_sso::{Builder, Client, Error};
use serde_json::{json, Value};
use stand_in::Server;

/// Each secret here starts so.
const SECRET: &str = "s3cr3t";

/// Fails if a text has a secret in it, also as base64 or percent-encoded, or as a list of bytes.
#[track_caller]
fn clean(text: &str) {
    for spelling in [SECRET, "czNjcjN0", "115, 51, 99, 114, 51, 116", "%733cr3t", "7333637233"] {
        assert!(!text.contains(spelling), "{text}");
    }
}

/// Formats a value in every way that shows its inside.
#[track_caller]
fn hides(value: &impl Debug) {
    clean(&format!("{value:?}"));
    clean(&format!("{value:#?}"));
}

/// Formats an error with all its causes.
#[track_caller]
fn error_hides(error: &(dyn std::error::Error + 'static)) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        clean(&format!("{error} {error:?} {error:#} {error:#?}"));
        cause = error.source();
    }
}

fn native_sso() -> NativeSsoRequest {
    NativeSsoRequest::new("s3cr3t-access", "s3cr3t-device")
        .refresh_token("s3cr3t-refresh")
        .claims("s3cr3t-claims")
        .device_secret_hash("s3cr3t-hash")
}

fn complete() -> BackchannelAuthenticationCompleteRequest {
    let result = BackchannelAuthenticationCompleteRequestResult::Authorized;
    BackchannelAuthenticationCompleteRequest::new("s3cr3t-ticket", result, "john")
        .access_token("s3cr3t-access")
        .claims("s3cr3t-claims")
        .jwt_at_claims("s3cr3t-claims")
        .properties(vec![Property::new().key("k").value("s3cr3t-value")])
}

/// An answer of all operations in which every secret member has a value.
fn answered() -> Value {
    let mut answer =
        json!({ "resultCode": "A1", "action": "OK", "count": 1, "authorizationDetails": { "elements": [] } });
    for name in [
        "responseContent",
        "accessToken",
        "refreshToken",
        "idToken",
        "jwtAccessToken",
        "clientNotificationToken",
        "authReqId",
    ] {
        answer[name] = json!(format!("s3cr3t-{name}"));
    }
    answer
}

fn builder(url: &str) -> Builder {
    Client::builder().base_url(url).service_id("1").bearer("s3cr3t-service").retries(0)
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

#[test]
fn models_hide_their_secrets() {
    hides(&native_sso());
    hides(&complete());
    hides(&NativeSsoLogoutRequest::new("s3cr3t-session"));
    hides(&serde_json::from_value::<NativeSsoResponse>(answered()).unwrap());
    hides(&serde_json::from_value::<BackchannelAuthenticationCompleteResponse>(answered()).unwrap());
    let shown = format!("{:?}", native_sso().sub("john"));
    assert!(shown.contains("<redacted>") && shown.contains("john"), "{shown}");
}

#[test]
fn secrets_are_still_sent() {
    let sent = serde_json::to_string(&native_sso()).unwrap();
    assert_eq!(sent.matches(SECRET).count(), 5);
}

#[test]
fn clients_and_calls_hide_their_secrets() {
    hides(&Secret::from("s3cr3t-token"));
    hides(&Credential::bearer("s3cr3t-token"));
    hides(&Credential::basic("s3cr3t-user", "s3cr3t-password"));
    hides(&Credential::api_key(ApiKey::Header("x-key"), "s3cr3t-key"));
    let builder = builder("http://127.0.0.1:1");
    hides(&builder);
    let client = builder.build().unwrap();
    hides(&client);
    hides(&client.native_sso());
    let call = client
        .native_sso()
        .process(&native_sso())
        .extra_query("key", "s3cr3t-query")
        .header("x-key", "s3cr3t-key");
    hides(&call);
    let request = client.ciba().complete(&complete()).into_request().unwrap();
    // The body is the caller's to show or not; the headers hold the credential.
    hides(request.headers());
}

#[test]
fn responses_hide_their_secrets() {
    let body = stand_in::answer(200, &answered());
    let server = Server::start(move |_| body.clone()).unwrap();
    let client = builder(&format!("http://{}", server.address())).build().unwrap();
    let processed = wait(client.native_sso().process(&native_sso()).send()).unwrap();
    assert_eq!(processed.output.id_token.as_deref(), Some("s3cr3t-idToken"));
    hides(&processed);
    hides(&wait(client.ciba().complete(&complete()).send()).unwrap());
}

/// Returns the error that these bytes end in.
fn error(answer: Vec<u8>) -> Error<ErrorBody> {
    let server = Server::start(move |_| answer.clone()).unwrap();
    let builder = builder(&format!("http://{}", server.address())).max_response_bytes(2_000);
    let client = builder.timeout(Duration::from_secs(5)).build().unwrap();
    let call = client.native_sso().process(&native_sso()).extra_query("key", "s3cr3t-query");
    wait(call.into_future()).unwrap_err()
}

#[test]
fn errors_hide_what_was_sent_and_what_was_answered() {
    let secret = |status| stand_in::answer(status, &json!({ "more": "s3cr3t-body" }));
    let mut answers = vec![secret(400), secret(404), secret(429), secret(503)];
    for (head, body) in [
        ("200 OK", "s3cr3t-body"),
        ("200 OK", r#"{"action":["s3cr3t-body"]}"#),
        ("200 OK", r#"{"s3cr3t-key":1,"idToken":{"s3cr3t-deep":1}}"#),
        ("400 Bad Request", "s3cr3t-body"),
        ("500 Oops", r#"{"resultCode":{"s3cr3t-body":1}}"#),
        ("302 Found\r\nlocation: https://elsewhere.example/?token=s3cr3t-location", ""),
        (
            "401 Unauthorized\r\nset-cookie: id=s3cr3t-cookie\r\nwww-authenticate: Bearer realm=\"s3cr3t\"",
            "s3cr3t",
        ),
    ] {
        answers.push(format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes());
    }
    answers.push(stand_in::answer(200, &json!({ "resultMessage": SECRET.repeat(1_000) })));
    answers.push(
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\n{\"idToken\":\"s3cr3t".to_vec(),
    );
    answers.push(b"s3cr3t-garbage\r\n\r\n".to_vec());
    answers.push(Vec::new());
    for answer in answers {
        let error = error(answer);
        error_hides(&error);
        hides(&error.source().map(ToString::to_string));
    }
}

#[test]
fn errors_before_sending_hide_what_was_given() {
    let client = builder("http://127.0.0.1:1").build().unwrap();
    let calls = [
        client.native_sso().process(&native_sso()).header("x-key", "s3cr3t\r\nx: y"),
        client.native_sso().process(&native_sso()).header("s3cr3t name", "x"),
        client.native_sso().process(&native_sso()).base_url("https://user:s3cr3t@authlete.example"),
        client.native_sso().process(&native_sso()).extra_query("key", "s3cr3t-query"),
    ];
    for call in calls {
        hides(&call);
        error_hides(&wait(call.into_future()).unwrap_err());
    }
    for builder in [
        builder("https://user:s3cr3t@authlete.example"),
        builder("https://authlete.example/?key=s3cr3t"),
        builder("http://127.0.0.1:1").bearer("s3cr3t\r\n"),
        builder("http://127.0.0.1:1").header("x-key", "s3cr3t\n"),
        builder("http://authlete.example"),
    ] {
        hides(&builder);
        match builder.build() {
            Ok(client) => {
                error_hides(&wait(client.native_sso().process(&native_sso()).into_future()).unwrap_err())
            }
            Err(error) => error_hides(&error),
        }
    }
}

#[test]
fn the_example_prints_no_secret() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--example", "native_sso"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    // What Cargo tells this test would look to the build scripts of dependencies like a change.
    for (name, _) in env::vars_os() {
        let is_told = name.to_string_lossy().starts_with("CARGO_") || name == "OUT_DIR";
        if is_told && name != "CARGO_HOME" && name != "CARGO_TARGET_DIR" {
            cargo.env_remove(name);
        }
    }
    let output = cargo.env_remove("AUTHLETE_BASE_URL").output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).unwrap();
    assert!(output.status.success() && printed.ends_with("done\n"), "{printed}");
    for secret in ["example-", "my-ds", "sInZSac", "eyJ", stand_in::BEARER, "n-0S6_WzA2Mj", "Brown"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
