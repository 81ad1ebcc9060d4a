//! What httpbin says that it was sent.

use serde_json::{json, Value};
use wire::httpbin::models::{Echo, Form, Point, Styled};

use crate::client;

/// A text with everything that has a meaning somewhere.
const ODD: &str = "ä/?#[]@!$&'()*+,;= %41\"<>\\^`{|}~\u{1f600}\r\n\t.";

fn args(echo: &Echo) -> Value {
    json!(echo.args)
}

#[tokio::test]
async fn a_query_arrives_as_it_was_given() {
    let Some(client) = client() else { return };
    let list = ["a".to_owned(), "b,c".to_owned()];
    let call = client.echo().echo_query().word(ODD).list(&list).joined(&list).x_text("x y");
    let echo = call.await.unwrap();
    assert_eq!(args(&echo), json!({ "word": ODD, "list": ["a", "b,c"], "joined": "a,b,c" }));
    let headers = echo.headers.unwrap();
    assert_eq!(headers["X-Text"], "x y");
    assert_eq!(headers["Accept"], "application/json");
    assert!(!headers.contains_key("Accept-Encoding"), "{headers:?}");
    assert!(!headers.contains_key("Referer"), "{headers:?}");
}

#[tokio::test]
async fn a_path_is_one_segment_whatever_is_in_it() {
    let Some(client) = client() else { return };
    // What httpbin calls its URL is put together from what it has decoded.
    for (segment, shown) in [("a?b#c;d=e f", "a%3Fb%23c;d=e%20f"), ("..%2f..", "..%2f..")] {
        let echo = client.echo().echo_path(segment).await.unwrap();
        assert_eq!(args(&echo), json!({}));
        let url = echo.url.unwrap();
        assert!(url.ends_with(&format!("/anything/{shown}")), "{url}");
    }
    for segment in ["", ".", ".."] {
        let error = client.echo().echo_path(segment).await.unwrap_err();
        assert!(matches!(error, wire::httpbin::Error::Request(_)), "{error}");
    }
}

#[tokio::test]
async fn a_form_arrives_member_by_member() {
    let Some(client) = client() else { return };
    let form = Form::new(ODD).number(-5).list(vec!["a b".to_owned(), "c&d".to_owned()]);
    let echo = client.echo().echo_form(&form).await.unwrap();
    assert_eq!(json!(echo.form), json!({ "text": ODD, "number": "-5", "list": ["a b", "c&d"] }));
    assert_eq!(echo.headers.unwrap()["Content-Type"], "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn members_of_a_form_have_the_style_of_their_encoding() {
    let Some(client) = client() else { return };
    let list = || vec!["a b".to_owned(), "c&d".to_owned()];
    let form = Styled::new(list()).piped(list()).point(Point::new(1, ODD)).json(Point::new(-2, ODD));
    let form = json!(client.echo().echo_styled(&form).await.unwrap().form);
    assert_eq!(form["joined"], "a b,c&d");
    assert_eq!(form["piped"], "a b|c&d");
    assert_eq!((&form["point[x]"], &form["point[label]"]), (&json!("1"), &json!(ODD)));
    let text: Value = serde_json::from_str(form["json"].as_str().unwrap()).unwrap();
    assert_eq!(text, json!({ "x": -2, "label": ODD }));
}

#[tokio::test]
async fn json_text_and_bytes_arrive_as_they_are() {
    let Some(client) = client() else { return };
    let echo = client.echo().echo_json(&Form::new(ODD)).await.unwrap();
    assert_eq!(json!(echo.json), json!({ "text": ODD }));
    assert_eq!(echo.headers.unwrap()["Content-Type"], "application/json");
    let echo = client.echo().echo_text(ODD).await.unwrap();
    assert_eq!(echo.data.as_deref(), Some(ODD));
    let echo = client.echo().echo_bytes(&b"\x00\xff\x80"[..]).await.unwrap();
    assert_eq!(echo.data.as_deref(), Some("data:application/octet-stream;base64,AP+A"));
    assert_eq!(echo.headers.unwrap()["Content-Length"], "3");
}

#[tokio::test]
async fn cookies_arrive_beside_each_other() {
    let Some(client) = client() else { return };
    let cookies = client.cookies().cookies().flavour("dark").count(2).await.unwrap().cookies;
    assert_eq!(json!(cookies), json!({ "flavour": "dark", "count": "2" }));
}
