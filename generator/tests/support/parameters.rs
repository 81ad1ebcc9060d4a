//! Parameters: every style, and what a value cannot do to a URL.

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{json, Value};

use super::notes::Client;
use super::runtime::{from_fn, Call, NoContent, Operation, RequestError, Style};

/// An operation with a path parameter.
enum Probe {}

impl Operation for Probe {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/p/{v}";
    type Success = NoContent;
    type Failure = NoContent;
}

/// An operation whose parameters share a segment.
enum Joined {}

impl Operation for Joined {
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/p/{a}{b}/end";
    type Success = NoContent;
    type Failure = NoContent;
}

fn call<O: Operation>() -> Call<O> {
    let transport = from_fn(|_| Ok(Response::new(Bytes::new())));
    let client =
        Client::builder().base_url("https://example.org/base/").transport(transport).build().unwrap();
    client.notes().start()
}

fn request(change: impl FnOnce(Call<Probe>) -> Call<Probe>) -> Result<Request<Bytes>, RequestError> {
    change(call::<Probe>().path("v", "x")).into_request()
}

fn path(style: Style, value: Value) -> String {
    let request = call::<Probe>().path_styled("v", style, value).into_request().unwrap();
    request.uri().path().strip_prefix("/base/p/").unwrap().to_owned()
}

fn query(style: Style, value: Value) -> String {
    let request = request(|call| call.query_styled("v", style, value)).unwrap();
    request.uri().query().unwrap_or("").to_owned()
}

/// The examples of OAS 3.0.3, Style Values.
fn examples() -> [Value; 3] {
    [json!("blue"), json!(["blue", "black", "brown"]), json!({"R": 100, "G": 200, "B": 150})]
}

#[test]
fn path_styles_are_those_of_the_specification() {
    let [text, array, object] = examples();
    assert_eq!(path(Style::MATRIX, json!("")), ";v");
    assert_eq!(path(Style::MATRIX, text.clone()), ";v=blue");
    assert_eq!(path(Style::MATRIX, array.clone()), ";v=blue,black,brown");
    assert_eq!(path(Style::MATRIX, object.clone()), ";v=R,100,G,200,B,150");
    assert_eq!(path(Style::MATRIX.exploded(), array.clone()), ";v=blue;v=black;v=brown");
    assert_eq!(path(Style::MATRIX.exploded(), object.clone()), ";R=100;G=200;B=150");
    assert_eq!(path(Style::LABEL, text.clone()), ".blue");
    assert_eq!(path(Style::LABEL, array.clone()), ".blue,black,brown");
    assert_eq!(path(Style::LABEL.exploded(), array.clone()), ".blue.black.brown");
    assert_eq!(path(Style::LABEL.exploded(), object.clone()), ".R=100.G=200.B=150");
    assert_eq!(path(Style::SIMPLE, text), "blue");
    assert_eq!(path(Style::SIMPLE, array), "blue,black,brown");
    assert_eq!(path(Style::SIMPLE, object.clone()), "R,100,G,200,B,150");
    assert_eq!(path(Style::SIMPLE.exploded(), object), "R=100,G=200,B=150");
}

#[test]
fn query_styles_are_those_of_the_specification() {
    let [text, array, object] = examples();
    assert_eq!(query(Style::FORM, json!("")), "v=");
    assert_eq!(query(Style::FORM, text), "v=blue");
    assert_eq!(query(Style::FORM, array.clone()), "v=blue&v=black&v=brown");
    assert_eq!(query(Style::FORM, object.clone()), "R=100&G=200&B=150");
    assert_eq!(query(Style::FORM.joined(), array.clone()), "v=blue,black,brown");
    assert_eq!(query(Style::FORM.joined(), object.clone()), "v=R,100,G,200,B,150");
    assert_eq!(query(Style::SPACE_DELIMITED, array.clone()), "v=blue%20black%20brown");
    assert_eq!(query(Style::SPACE_DELIMITED, object.clone()), "v=R%20100%20G%20200%20B%20150");
    assert_eq!(query(Style::PIPE_DELIMITED, array.clone()), "v=blue%7Cblack%7Cbrown");
    assert_eq!(query(Style::PIPE_DELIMITED.exploded(), array), "v=blue&v=black&v=brown");
    assert_eq!(query(Style::DEEP_OBJECT, object), "v%5BR%5D=100&v%5BG%5D=200&v%5BB%5D=150");
}

#[test]
fn deep_objects_nest() {
    let value = json!({"a": {"b": "c d"}, "l": [1, 2], "o": [{"x": true}], "n": null});
    assert_eq!(
        query(Style::DEEP_OBJECT, value),
        "v%5Ba%5D%5Bb%5D=c%20d&v%5Bl%5D%5B0%5D=1&v%5Bl%5D%5B1%5D=2&v%5Bo%5D%5B0%5D%5Bx%5D=true"
    );
}

#[test]
fn values_are_escaped_and_delimiters_are_not() {
    assert_eq!(query(Style::FORM.joined(), json!(["a,b", "c&d=e", "ü#"])), "v=a%2Cb,c%26d%3De,%C3%BC%23");
    assert_eq!(query(Style::FORM, json!({"a&b": "c"})), "a%26b=c");
    assert_eq!(path(Style::SIMPLE, json!("a/../b?c#d;e%2F{v}\\")), "a%2F..%2Fb%3Fc%23d%3Be%252F%7Bv%7D%5C");
}

#[test]
fn allowed_reserved_characters_stay_but_cannot_end_the_value() {
    assert_eq!(
        query(Style::FORM.reserved(), json!("a:/?@!$'()*,;=&#+%[]")),
        "v=a:/?@!$'()*,;=%26%23%2B%25%5B%5D"
    );
    assert_eq!(query(Style::FORM.reserved(), json!("100%25%2g%")), "v=100%25%252g%25");
}

#[test]
fn dots_that_are_escaped_already_make_no_other_path() {
    for value in ["%2e%2E", ".%2e", "..;v=1"] {
        let error =
            call::<Probe>().path_styled("v", Style::SIMPLE.reserved(), value).into_request().unwrap_err();
        assert!(matches!(error, RequestError::PathValue { .. }), "{value}");
    }
    assert_eq!(
        path(Style::SIMPLE.reserved(), json!("a/b?c#d:@!$&'()*+,;=[]%2F")),
        "a%2Fb%3Fc%23d:@!$&'()*+,;=%5B%5D%2F"
    );
}

#[test]
fn cookies_of_their_own_style_are_not_escaped_but_refused() {
    let cookie = |style, value| request(|call| call.cookie_styled("c", style, value));
    for (style, value, expected) in [
        (Style::COOKIE, json!("a!%20{}"), "c=a!%20{}"),
        (Style::COOKIE, json!(""), "c="),
        (Style::COOKIE, json!("\"a\""), "c=\"a\""),
        (Style::COOKIE, json!(["a", "b"]), "c=a; c=b"),
        (Style::COOKIE, json!({"R": 100, "G": 200}), "R=100; G=200"),
        (Style::FORM.reserved(), json!("a/b;c,d%2C#"), "c=a/b%3Bc%2Cd%2C#"),
    ] {
        assert_eq!(cookie(style, value).unwrap().headers()["cookie"], expected);
    }
    for value in ["a b", "a;b", "a,b", "a\"b", "a\\b", "ü", "a\nb"] {
        let error = cookie(Style::COOKIE, json!(value)).unwrap_err();
        assert!(matches!(error, RequestError::CookieValue { name } if name == "c"), "{value}");
    }
}

#[test]
fn json_in_a_header_has_no_characters_that_headers_cannot_have() {
    let request = request(|call| call.header_styled("x-json", Style::JSON, json!(["ü", "𝄞"]))).unwrap();
    assert_eq!(request.headers()["x-json"], r#"["\u00fc","\ud834\udd1e"]"#);
}

#[test]
fn null_and_empty_lists_are_not_sent() {
    for value in [json!(null), json!([]), json!({}), json!([null])] {
        assert_eq!(query(Style::FORM, value), "");
    }
}

#[test]
fn json_is_sent_as_text() {
    assert_eq!(query(Style::JSON, json!({"a": [1]})), "v=%7B%22a%22%3A%5B1%5D%7D");
}

#[test]
fn what_nests_deeper_than_a_style_is_json_and_lists_in_objects_repeat_their_names() {
    assert_eq!(query(Style::FORM, json!([[1], {"a": "b"}])), "v=%5B1%5D&v=%7B%22a%22%3A%22b%22%7D");
    assert_eq!(
        query(Style::FORM, json!({"l": [1, "x"], "o": {"a": null}})),
        "l=1&l=x&o=%7B%22a%22%3Anull%7D"
    );
    assert_eq!(query(Style::FORM.joined(), json!({"l": [1]})), "v=l,%5B1%5D");
    assert_eq!(path(Style::LABEL.exploded(), json!({"l": [1]})), ".l=%5B1%5D");
}

#[test]
fn a_value_without_a_text_is_refused_by_name() {
    for value in [f64::NAN, f64::INFINITY] {
        let error = request(|call| call.query("v", value)).unwrap_err();
        assert!(matches!(error, RequestError::Parameter { name } if name == "v"));
    }
}

#[test]
fn numbers_are_written_the_same_way_everywhere() {
    assert_eq!(
        query(Style::FORM, json!([1.5, -2, 1e21, u64::MAX])),
        "v=1.5&v=-2&v=1000000000000000000000&v=18446744073709551615"
    );
    let request = request(|call| call.query("single", 1.1_f32).query("double", 1.0).path("v", 1.0)).unwrap();
    assert_eq!(request.uri().path_and_query().unwrap(), "/base/p/1?single=1.1&double=1");
}

/// An order that is neither that of the alphabet nor the other way round.
#[test]
fn members_come_in_the_order_in_which_they_are_serialized() {
    struct Point;
    impl serde::Serialize for Point {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeMap;
            let mut members = serializer.serialize_map(None)?;
            members.serialize_entry("b", &1)?;
            members.serialize_entry("c", &["x"])?;
            members.serialize_entry("a", &Some(true))?;
            members.end()
        }
    }
    let request =
        request(|call| call.query("v", Point).query_styled("j", Style::JSON, Point).form(&Point)).unwrap();
    assert_eq!(
        request.uri().query(),
        Some("b=1&c=x&a=true&j=%7B%22b%22%3A1%2C%22c%22%3A%5B%22x%22%5D%2C%22a%22%3Atrue%7D")
    );
    assert_eq!(request.body(), "b=1&c=x&a=true");
}

#[test]
fn headers_are_not_escaped_and_cookies_are_joined() {
    let request = request(|call| {
        call.header_parameter("x-list", ["a b", "c"])
            .header_styled("x-object", Style::SIMPLE.exploded(), json!({"a": 1, "b": 2}))
            .cookie("one", "a;b")
            .cookie_styled("two", Style::FORM.joined(), [1, 2])
    });
    let request = request.unwrap();
    assert_eq!(request.headers()["x-list"], "a b,c");
    assert_eq!(request.headers()["x-object"], "a=1,b=2");
    assert_eq!(request.headers()["cookie"], "one=a%3Bb; two=1,2");
}

#[test]
fn a_line_break_in_a_header_is_refused_by_name() {
    for value in ["a\r\nx: y", "a\nb", "a\0"] {
        let parameter = request(|call| call.header_parameter("x-name", value)).unwrap_err();
        let option = request(|call| call.header("x-name", value)).unwrap_err();
        for error in [parameter, option] {
            assert_eq!(error.to_string(), "the header `x-name` has a character that headers cannot have");
        }
    }
    assert!(matches!(request(|call| call.header("x\r\n", "a")), Err(RequestError::HeaderName)));
}

#[test]
fn a_path_value_that_makes_another_path_is_refused_by_name() {
    for value in ["", ".", ".."] {
        let error = call::<Probe>().path("v", value).into_request().unwrap_err();
        assert_eq!(error.to_string(), "the path parameter `v` is empty, `.` or `..`, which is another path");
        assert!(matches!(error, RequestError::PathValue { name } if name == "v"));
    }
    let error = call::<Probe>().path_styled("v", Style::LABEL, "").into_request().unwrap_err();
    assert!(matches!(error, RequestError::PathValue { .. }));
    let empty: [&str; 0] = [];
    assert!(call::<Probe>().path_styled("v", Style::SIMPLE, empty).into_request().is_err());
}

#[test]
fn dots_that_two_values_make_together_are_refused() {
    let error = call::<Joined>().path("a", "%2e").path("b", ".").into_request().unwrap_err();
    assert!(matches!(error, RequestError::PathValue { name } if name == "b"));
    let joined = call::<Joined>().path("a", "a.").path("b", "x").into_request().unwrap();
    assert_eq!(joined.uri().path(), "/base/p/a.x/end");
}

#[test]
fn a_value_with_the_name_of_another_is_not_put_in_again() {
    let joined = call::<Joined>().path("a", "{b}").path("b", "{a}").into_request().unwrap();
    assert_eq!(joined.uri().path(), "/base/p/%7Bb%7D%7Ba%7D/end");
}

#[test]
fn a_missing_path_parameter_is_refused_by_name() {
    let error = call::<Probe>().into_request().unwrap_err();
    assert_eq!(error.to_string(), "the parameter `v` has no value");
}

#[test]
fn the_last_value_of_a_path_parameter_counts() {
    assert_eq!(request(|call| call.path("v", 5)).unwrap().uri().path(), "/base/p/5");
}

#[test]
fn forms_repeat_lists_and_nest_as_json() {
    let body = json!({"a": "x y&z", "l": [1, 2], "o": {"p": 1}, "d": {"q": "r"}, "n": null});
    let styles = [("d", Style::DEEP_OBJECT)];
    let request = request(|call| call.form_styled(&styles, &body)).unwrap();
    assert_eq!(request.body(), "a=x+y%26z&l=1&l=2&o=%7B%22p%22%3A1%7D&d%5Bq%5D=r");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
}

#[test]
fn bodies_have_their_media_types() {
    let json = request(|call| call.json_as("application/merge-patch+json", &json!({"a": null}))).unwrap();
    assert_eq!(
        (json.body().as_ref(), &json.headers()["content-type"]),
        (&b"{\"a\":null}"[..], &"application/merge-patch+json".parse().unwrap())
    );
    let text = request(|call| call.text("text/plain", "hi")).unwrap();
    assert_eq!(
        (text.body().as_ref(), &text.headers()["content-type"]),
        (&b"hi"[..], &"text/plain".parse().unwrap())
    );
}

#[test]
fn extra_query_parameters_come_after_those_of_the_document() {
    let request = request(|call| call.query("a", 1).extra_query("b", "c d")).unwrap();
    assert_eq!(request.uri().query(), Some("a=1&b=c%20d"));
}
