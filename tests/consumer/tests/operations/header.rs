//! Headers of responses: text that is read as what the document says, when somebody asks for it.

use consumer::response_headers::models::{LaterHeaderXScope, ListHeaderXKind, ListHeaderXLevel, Order};
use consumer::response_headers::operations::api::{Count, Create, List};

use crate::{answered, json, response};

fn with(
    mut answer: http::Response<bytes::Bytes>,
    headers: &[(&'static str, &str)],
) -> http::Response<bytes::Bytes> {
    for (name, value) in headers {
        let value = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        answer.headers_mut().append(*name, value);
    }
    answer
}

/// Lists pets, with these headers in the answer.
macro_rules! list {
    ($($name:literal: $value:expr),* $(,)?) => {{
        let client = answered!(response_headers, with(json(200, "[]"), &[$(($name, $value)),*]));
        client.api().list().send_blocking().unwrap()
    }};
}

#[test]
fn a_header_has_the_type_of_its_schema() {
    let response = list!(
        "x-total": "12", "X-Rate-Limit-Remaining": " 7", "x-load": "0.5", "x-cached": "true", "x-kind": "dog",
        "x-level": "2", "x-order": "down", "etag": "W/\"a,b\"", "x-unknown": "7",
    );
    assert_eq!(response.header(List::X_TOTAL), Ok(12));
    assert_eq!(response.header(List::X_RATE_LIMIT_REMAINING), Ok(Some(7)));
    assert_eq!(response.header(List::X_LOAD), Ok(Some(0.5)));
    assert_eq!(response.header(List::X_CACHED), Ok(Some(true)));
    assert_eq!(response.header(List::X_KIND), Ok(Some(ListHeaderXKind::Dog)));
    assert_eq!(response.header(List::X_LEVEL), Ok(Some(ListHeaderXLevel::Value2)));
    assert_eq!(response.header(List::X_ORDER), Ok(Some(Order::Down)));
    assert_eq!(response.header(List::ETAG).unwrap().as_deref(), Some("W/\"a,b\""));
    assert_eq!(response.header(List::X_UNKNOWN).unwrap().as_deref(), Some("7"));
    assert_eq!(response.header(List::X_JSON), Ok(None));
    assert_eq!(response.status().as_u16(), 200);
}

#[test]
fn lists_and_objects_are_written_in_the_simple_style() {
    let response = list!(
        "x-ids": "1, 2", "x-ids": "3", "x-names": "a,7,,\"b,c\"", "x-orders": "up,sideways",
        "x-range": "from,4,unit,5", "x-exploded": "unit=5,from=4,other=1", "x-map": "a=1,b=x=y",
        "x-json": r#"[{"from":1}]"#, "link": r#"<https://a/?x=1,2>; rel="next, last", </b,c>;rel=prev, <d>"#,
    );
    assert_eq!(
        response.header(List::LINK).unwrap().unwrap(),
        [r#"<https://a/?x=1,2>; rel="next, last""#, "</b,c>;rel=prev", "<d>"]
    );
    assert_eq!(response.header(List::X_IDS), Ok(Some(vec![1, 2, 3])));
    assert_eq!(response.header(List::X_NAMES).unwrap().unwrap(), ["a", "7", "\"b,c\""]);
    assert_eq!(
        response.header(List::X_ORDERS).unwrap().unwrap(),
        [Order::Up, Order::Unlisted("sideways".to_owned())]
    );
    for range in [List::X_RANGE, List::X_EXPLODED] {
        let range = response.header(range).unwrap().unwrap();
        assert_eq!((range.from, range.unit.as_deref()), (4, Some("5")));
    }
    let map = response.header(List::X_MAP).unwrap().unwrap();
    assert_eq!((map["a"].as_str(), map["b"].as_str(), map.len()), ("1", "x=y", 2));
    assert_eq!(response.header(List::X_JSON).unwrap().unwrap()[0].from, 1);
    assert_eq!(list!("x-ids": "").header(List::X_IDS), Ok(Some(Vec::new())));
}

#[test]
fn each_cookie_is_a_value_of_its_own_and_no_debug_shows_it() {
    let response =
        list!("set-cookie": "a=1; Expires=Thu, 01 Jan 1970", "set-cookie": "b=secret", "x-total": "1");
    let cookies = response.header(List::SET_COOKIE).unwrap().unwrap();
    assert_eq!(cookies, ["a=1; Expires=Thu, 01 Jan 1970", "b=secret"]);
    let shown = format!("{response:?} {:?}", response.headers());
    assert!(!shown.contains("secret") && shown.contains("x-total"), "{shown}");
}

#[test]
fn a_bad_header_is_no_error_of_the_call_and_is_not_shown() {
    let response =
        list!("x-total": "hush", "x-rate-limit-remaining": "99999999999", "x-range": "from", "x-json": "{");
    assert!(response.output.is_empty());
    let error = response.header(List::X_TOTAL).unwrap_err();
    assert_eq!((error.name(), error.is_missing()), ("X-Total", false));
    assert_eq!(
        error.to_string(),
        "the header `X-Total` cannot be read: invalid type: string, expected an integer of 64 bits"
    );
    assert_eq!(
        response.header(List::X_RATE_LIMIT_REMAINING).unwrap_err().to_string(),
        "the header `X-Rate-Limit-Remaining` cannot be read: invalid value: integer, expected an integer of 32 bits"
    );
    assert!(response.header(List::X_RANGE).is_err() && response.header(List::X_JSON).is_err());
    assert_eq!(response.headers()[List::X_TOTAL.name()], "hush");
    let twice = list!("x-total": "1", "x-total": "2");
    assert!(twice.header(List::X_TOTAL).is_err());
    assert!(list!("x-kind": "\u{e9}").header(List::X_KIND).is_ok());
}

#[test]
fn a_required_header_that_is_missing_is_an_error_of_its_own() {
    let client = answered!(response_headers, response(204, "", ""));
    let error = client.api().count().send_blocking().unwrap().header(Count::X_TOTAL).unwrap_err();
    assert!(error.is_missing());
    assert_eq!(error.to_string(), "the header `X-Total` is missing");
}

#[test]
fn errors_have_headers_too() {
    let headers = [("retry-after", "30"), ("x-scope", "user"), ("location", "/pets/7")];
    for status in [409, 429, 503] {
        let client = answered!(response_headers, with(json(status, "{}"), &headers));
        let error = client.api().create().send_blocking().unwrap_err();
        assert_eq!(error.header(Create::RETRY_AFTER), Ok(Some(30)), "{status}");
        assert_eq!(error.header(Create::X_SCOPE), Ok(Some(LaterHeaderXScope::User)));
        let location = error.reply().unwrap().header(Create::LOCATION);
        assert_eq!(location.unwrap().as_deref(), Some("/pets/7"));
    }
}

#[test]
fn a_parameter_in_the_place_of_a_header_is_read_as_one() {
    use consumer::response_header_parameter::operations::api::List;
    let answer = with(response(200, "", ""), &[("etag", "\"7\""), ("x-levels", "1,2")]);
    let response = answered!(response_header_parameter, answer).api().list().send_blocking().unwrap();
    assert_eq!(response.header(List::ETAG).unwrap().as_deref(), Some("\"7\""));
    assert_eq!(response.header(List::X_LEVELS), Ok(vec![1, 2]));
}
