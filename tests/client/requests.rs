//! What goes over the wire, and what never does.

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteRequest, BackchannelAuthenticationCompleteRequestResult,
    NativeSsoLogoutRequest, NativeSsoRequest, Property,
};
use authlete_native_sso::{Client, Error, Server};
use serde_json::{json, Value};

use crate::harness::{native_sso, wait, Scripted, TOKEN};

#[test]
fn a_request_has_what_the_document_says_and_nothing_else() {
    let server = Scripted::json(&json!({}));
    let request = native_sso().claims(r#"{"a":"ü"}"#).id_token_aud_type("string");
    wait(async { server.client().native_sso().process(&request).await }).unwrap();
    let sent = server.request();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("POST", "/api/715948317/nativesso"));
    assert_eq!(sent.header("authorization").unwrap(), format!("Bearer {TOKEN}"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("host").unwrap(), &server.url()["http://".len()..]);
    assert!(sent.header("referer").is_none() && sent.header("cookie").is_none());
    assert_eq!(
        serde_json::from_slice::<Value>(&sent.body).unwrap(),
        json!({
            "accessToken": "secret-access-token",
            "deviceSecret": "secret-device-secret",
            "claims": "{\"a\":\"ü\"}",
            "idTokenAudType": "string",
        })
    );
}

#[test]
fn every_operation_goes_to_its_path() {
    let server = Scripted::json(&json!({}));
    let client = server.client();
    let result = BackchannelAuthenticationCompleteRequestResult::Unlisted("NEW".to_owned());
    let mut property = Property::new().key("k").value("v");
    property.hidden = Some(true);
    let complete = BackchannelAuthenticationCompleteRequest::new("t", result, "john")
        .properties(vec![property])
        .auth_time(1_767_225_600)
        .access_token_duration(i64::MAX);
    wait(async {
        client.native_sso().logout(&NativeSsoLogoutRequest::new("my-sid")).await.unwrap();
        client.ciba().complete(&complete).await.unwrap();
    });
    let [logout, complete] = &server.requests()[..] else { panic!("two requests") };
    assert_eq!(logout.target, "/api/715948317/nativesso/logout");
    assert_eq!(logout.body, br#"{"sessionId":"my-sid"}"#);
    assert_eq!(complete.target, "/api/715948317/backchannel/authentication/complete");
    assert_eq!(
        serde_json::from_slice::<Value>(&complete.body).unwrap(),
        json!({
            "ticket": "t",
            "result": "NEW",
            "subject": "john",
            "authTime": 1_767_225_600,
            "properties": [{ "key": "k", "value": "v", "hidden": true }],
            "accessTokenDuration": i64::MAX,
        })
    );
}

#[test]
fn a_path_value_stays_one_segment() {
    let server = Scripted::json(&json!({}));
    for (value, segment) in [
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("%2e%2e", "%252e%252e"),
        ("{serviceId}", "%7BserviceId%7D"),
        ("ü \\", "%C3%BC%20%5C"),
        ("...", "..."),
    ] {
        let call = server.client().native_sso().process(&native_sso()).service_id(value);
        wait(async { call.await }).unwrap();
        let sent = server.requests().pop().unwrap();
        assert_eq!(sent.target, format!("/api/{segment}/nativesso"));
    }
}

#[test]
fn a_path_value_that_would_become_another_path_is_refused_by_name() {
    let server = Scripted::json(&json!({}));
    for value in ["..", ".", ""] {
        let call = server.client().native_sso().process(&native_sso()).service_id(value);
        let error = wait(async { call.await }).unwrap_err();
        assert!(error.to_string().contains("serviceId"), "{error}");
        // Given on the client it may be refused when the client is built or when it is used.
        let refusal = match server.builder().service_id(value).build() {
            Ok(client) => {
                wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err().to_string()
            }
            Err(error) => error.to_string(),
        };
        assert!(refusal.contains("serviceId"), "{refusal}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn the_service_of_a_call_goes_before_that_of_the_client() {
    let server = Scripted::json(&json!({}));
    let client = server.client();
    wait(async { client.native_sso().process(&native_sso()).service_id(42).await }).unwrap();
    assert_eq!(server.request().target, "/api/42/nativesso");
}

#[test]
fn a_missing_service_is_named_before_anything_is_sent() {
    let server = Scripted::json(&json!({}));
    let client = Client::builder().base_url(server.url()).bearer(TOKEN).build().unwrap();
    let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
    assert!(error.to_string().contains("serviceId"), "{error}");
    assert!(error.status().is_none() && server.requests().is_empty());
    wait(async { client.native_sso().process(&native_sso()).service_id("1").await }).unwrap();
}

#[test]
fn a_header_value_with_a_line_break_is_refused_by_name() {
    let server = Scripted::json(&json!({}));
    for value in ["a\r\nx-secret: b", "a\nb", "a\rb", "a\0b"] {
        let call = server.client().native_sso().process(&native_sso()).header("x-trace", value);
        let error = wait(async { call.await }).unwrap_err();
        assert!(error.to_string().contains("x-trace"), "{error}");
        let refusal = server.builder().header("x-trace", value).build().unwrap_err();
        assert!(refusal.to_string().contains("x-trace"), "{refusal}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn headers_and_query_parameters_of_a_call_are_sent() {
    let server = Scripted::json(&json!({}));
    let client = server.builder().header("x-client", "c").header("x-both", "client").build().unwrap();
    let call =
        client.native_sso().process(&native_sso()).header("x-both", "call").extra_query("a b", "c&d=é");
    wait(async { call.await }).unwrap();
    let sent = server.request();
    assert_eq!(sent.target, "/api/715948317/nativesso?a%20b=c%26d%3D%C3%A9");
    assert_eq!((sent.header("x-client"), sent.header("x-both")), (Some("c"), Some("call")));
}

#[test]
fn the_authorization_of_a_call_goes_before_that_of_the_client() {
    let server = Scripted::json(&json!({}));
    let call = server.client().native_sso().process(&native_sso()).header("authorization", "Bearer mine");
    wait(async { call.await }).unwrap();
    assert_eq!(server.request().header("authorization"), Some("Bearer mine"));
}

#[test]
fn the_base_url_of_a_call_is_as_safe_as_that_of_the_client() {
    let (server, other) = (Scripted::json(&json!({})), Scripted::json(&json!({})));
    let client = server.client();
    wait(async { client.native_sso().process(&native_sso()).base_url(&other.url()).await }).unwrap();
    assert_eq!(other.request().target, "/api/715948317/nativesso");
    let call = client.native_sso().process(&native_sso()).base_url("http://authlete.example");
    let error = wait(async { call.await }).unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
}

#[test]
fn an_empty_or_broken_credential_is_an_error_before_anything_is_sent() {
    let server = Scripted::json(&json!({}));
    for token in ["", "secret\r\nx: y", "secret\n", "secret\0"] {
        let builder = Client::builder().base_url(server.url()).service_id("1").bearer(token);
        let refusal = match builder.build() {
            Ok(client) => {
                let error = wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err();
                format!("{error} {error:?}")
            }
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(refusal.contains("bearer") && !refusal.contains("secret"), "{refusal}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_client_without_a_credential_sends_nothing() {
    let server = Scripted::json(&json!({}));
    let client = Client::builder().base_url(server.url()).service_id("1").build();
    let refusal = match client {
        Ok(client) => {
            wait(async { client.native_sso().process(&native_sso()).await }).unwrap_err().to_string()
        }
        Err(error) => error.to_string(),
    };
    assert!(refusal.contains("bearer"), "{refusal}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_base_url_is_plain_and_safe() {
    for url in [
        "",
        "authlete.com",
        "//authlete.example",
        "https://authlete.example/a/../b",
        "ftp://authlete.example",
        "https://",
        "https://user:secret@authlete.example",
        "https://authlete.example/?a=secret",
        "https://authlete.example/#secret",
        "http://authlete.example",
        "http://127.0.0.1.example",
        "http://localhost.example",
    ] {
        let error = Client::builder().base_url(url).service_id("1").bearer(TOKEN).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    let insecure = Client::builder().base_url("http://authlete.example").service_id("1").bearer(TOKEN);
    insecure.allow_insecure_http().build().unwrap();
    for url in [
        "https://authlete.example/",
        "https://authlete.example:8443/prefix",
        "http://localhost:1",
        "http://[::1]:1",
    ] {
        Client::builder().base_url(url).service_id("1").bearer(TOKEN).build().unwrap();
    }
}

#[test]
fn a_base_url_may_have_a_path() {
    let server = Scripted::json(&json!({}));
    for (prefix, target) in [("/", ""), ("/v2", "/v2"), ("/v2/", "/v2")] {
        let client = server.builder().base_url(format!("{}{prefix}", server.url())).build().unwrap();
        wait(async { client.native_sso().process(&native_sso()).await }).unwrap();
        assert_eq!(server.requests().pop().unwrap().target, format!("{target}/api/715948317/nativesso"));
    }
}

#[test]
fn servers_are_those_of_the_document() {
    for (server, host) in [
        (Server::UnitedStates, "us.authlete.com"),
        (Server::Japan, "jp.authlete.com"),
        (Server::Europe, "eu.authlete.com"),
        (Server::Brazil, "br.authlete.com"),
        (Server::Custom("https://authlete.example".to_owned()), "authlete.example"),
    ] {
        let client = Client::builder().server(server).service_id("1").bearer(TOKEN).build().unwrap();
        let request = client.native_sso().process(&NativeSsoRequest::new("a", "d")).into_request().unwrap();
        assert_eq!(request.uri(), format!("https://{host}/api/1/nativesso").as_str());
    }
}
