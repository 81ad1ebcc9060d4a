//! The stand-in of Authlete judges what the other tests and the example send, so it is judged here: by bytes.

#[path = "../examples/native_sso/stand_in.rs"]
mod stand_in;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{json, Value};
use stand_in::{Authlete, Server, BEARER, SERVICE_ID};

const GOOD: &str = r#"{"accessToken":"a","deviceSecret":"d"}"#;

/// Sends a request and returns the status and the body.
fn send(method: &str, path: &str, headers: &str, body: &str) -> (u16, Value) {
    let authlete = Authlete::new("https://client.example.com/ciba").unwrap();
    let server = Server::start(move |request| authlete.respond(request)).unwrap();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let length = body.len();
    write!(stream, "{method} {path} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: application/json\r\n"), "{head}");
    (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
}

fn headers() -> String {
    format!("Authorization: Bearer {BEARER}\r\nContent-Type: application/json\r\n")
}

fn post(operation: &str, body: &str) -> (u16, Value) {
    send("POST", &format!("/api/{SERVICE_ID}/{operation}"), &headers(), body)
}

#[test]
fn a_good_request_gets_the_example_of_the_document() {
    let (status, body) = post("nativesso", GOOD);
    assert_eq!((status, &body["resultCode"]), (200, &json!("A501001")));
    let content: Value = serde_json::from_str(body["responseContent"].as_str().unwrap()).unwrap();
    assert_eq!(content["device_secret"], "my-ds");
    let (status, body) = post("nativesso/logout", r#"{"sessionId":"s"}"#);
    assert_eq!((status, &body["count"]), (200, &json!(2)));
    let request = r#"{"ticket":"t","result":"AUTHORIZED","subject":"s"}"#;
    let (status, body) = post("backchannel/authentication/complete", request);
    assert_eq!((status, &body["action"]), (200, &json!("NOTIFICATION")));
    assert_eq!(body["clientNotificationEndpoint"], "https://client.example.com/ciba");
}

#[test]
fn a_request_without_the_right_token_gets_401() {
    let path = format!("/api/{SERVICE_ID}/nativesso");
    let json = "content-type: application/json\r\n";
    for credential in
        ["", "authorization: Bearer\r\n", "authorization: Bearer other\r\n", "authorization: Basic eDp5\r\n"]
    {
        let (status, body) = send("POST", &path, &format!("{credential}{json}"), GOOD);
        assert_eq!((status, &body["resultCode"]), (401, &json!("A001202")), "{credential}");
    }
}

#[test]
fn another_service_gets_403() {
    let (status, body) = send("POST", "/api/1/nativesso", &headers(), GOOD);
    assert_eq!((status, &body["resultCode"]), (403, &json!("A001215")));
}

#[test]
fn a_request_that_is_not_in_the_document_gets_400() {
    let path = format!("/api/{SERVICE_ID}/nativesso");
    let form = headers().replace("application/json", "application/x-www-form-urlencoded");
    let untyped = format!("authorization: Bearer {BEARER}\r\n");
    for (method, path, headers, body) in [
        ("GET", path.as_str(), headers(), ""),
        ("PUT", &path, headers(), GOOD),
        ("POST", "/api/", headers(), GOOD),
        ("POST", "/", headers(), GOOD),
        ("POST", &format!("{path}/"), headers(), GOOD),
        ("POST", &format!("{path}?x=y"), headers(), GOOD),
        ("POST", &path, form, "accessToken=a&deviceSecret=d"),
        ("POST", &path, untyped, GOOD),
        ("POST", &path, headers(), ""),
        ("POST", &path, headers(), "[]"),
        ("POST", &path, headers(), &GOOD[1..]),
    ] {
        let (status, answer) = send(method, path, &headers, body);
        assert_eq!((status, &answer["resultCode"]), (400, &json!("A001201")), "{method} {path} {body}");
    }
}

#[test]
fn a_missing_member_is_told_by_the_action() {
    for body in ["{}", r#"{"accessToken":"a"}"#, r#"{"accessToken":"a","deviceSecret":null}"#] {
        let (status, answer) = post("nativesso", body);
        assert_eq!((status, &answer["action"]), (200, &json!("CALLER_ERROR")), "{body}");
    }
    let (status, answer) = post("nativesso", r#"{"accessToken":"","deviceSecret":"d"}"#);
    assert_eq!((status, &answer["resultMessage"]), (200, &json!("accessToken is missing.")));
    let (_, answer) = post("nativesso/logout", "{}");
    assert_eq!(answer["action"], "CALLER_ERROR");
    let (_, answer) = post("backchannel/authentication/complete", r#"{"ticket":"t","result":"AUTHORIZED"}"#);
    assert_eq!(answer["action"], "SERVER_ERROR");
}
