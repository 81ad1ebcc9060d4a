//! Headers that are read as what the document says.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{json, Map, Value};

use super::runtime::{Decode, Error, Header, HeaderError, Reply};

/// Reads a header from its lines.
fn read<T>(header: Header<T>, lines: &[&str]) -> Result<T, HeaderError> {
    let mut answer = http::Response::new(Bytes::new());
    for line in lines {
        answer.headers_mut().append("x-it", http::HeaderValue::from_bytes(line.as_bytes()).unwrap());
    }
    Reply::from(answer).header(header)
}

fn it<T: for<'de> Decode<'de>>(line: &str) -> Option<T> {
    read(Header::required("X-It"), &[line]).ok()
}

#[test]
fn a_number_may_have_a_sign_and_zeros() {
    assert_eq!([it("+7"), it("007"), it("-7"), it("7.0")], [Some(7), Some(7), Some(-7), Some(7)]);
    assert_eq!([it::<i64>("7.5"), it(""), it("7 8"), it("0x7"), it("1e400")], [None; 5]);
    assert_eq!([it("1e3"), it("7"), it("-0.5")], [Some(1000.0), Some(7.0), Some(-0.5)]);
    assert_eq!([it::<f64>("NaN"), it("inf"), it("infinity")], [None; 3]);
    assert_eq!(it::<u64>("18446744073709551615"), Some(u64::MAX));
    assert_eq!([it("True"), it("false"), it("1")], [Some(true), Some(false), None]);
}

#[test]
fn commas_within_quotes_separate_nothing() {
    for (line, expected) in [
        (r#""a,b", W/"c,d""#, vec![r#""a,b""#, r#"W/"c,d""#]),
        (r#""a\",b",c"#, vec![r#""a\",b""#, "c"]),
        (r#""a\\",b"#, vec![r#""a\\""#, "b"]),
        (r#"5" disk,3" disk"#, vec![r#"5" disk"#, r#"3" disk"#]),
        (r#"a="b,c", d"#, vec![r#"a="b,c""#, "d"]),
        (" , a ,, b\t,", vec!["a", "b"]),
        (r#"<a,b>; t="c,d", <e>,f<g,h>"#, vec![r#"<a,b>; t="c,d""#, "<e>", "f<g", "h>"]),
        ("<5, 6", vec!["<5", "6"]),
        (r#""a,b"#, vec![r#""a,b"#]),
        ("", vec![]),
    ] {
        assert_eq!(it::<Vec<String>>(line).unwrap(), expected, "{line}");
    }
}

#[test]
fn members_are_names_and_values() {
    let map = |pairs: &[(&str, &str)]| -> Option<BTreeMap<String, String>> {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    };
    assert_eq!(it("a,1,b,,c,3"), map(&[("a", "1"), ("b", ""), ("c", "3")]));
    assert_eq!(it::<BTreeMap<String, String>>("a,1,b"), None);
    assert_eq!(it(" "), map(&[]));
    let exploded = read(Header::required("X-It").exploded(), &["a=1, b", "c==,=d"]).ok();
    assert_eq!(exploded, map(&[("a", "1"), ("b", ""), ("c", "="), ("", "d")]));
}

#[test]
fn what_may_be_anything_loses_nothing() {
    let any = |line| it::<Map<String, Value>>(line).map(Value::Object);
    assert_eq!(any("a,1,b,true"), Some(json!({ "a": 1, "b": true })));
    assert_eq!(any("a,007,b,1.10"), Some(json!({ "a": "007", "b": "1.10" })));
    assert_eq!(any("a,null,b,True"), Some(json!({ "a": "null", "b": "True" })));
}

#[test]
fn a_header_without_an_answer_is_missing() {
    let error: Error<()> = Error::Timeout { after: std::time::Duration::ZERO };
    assert_eq!(error.header(Header::<Option<i64>>::optional("X-It")), Ok(None));
    assert!(error.header(Header::<i64>::required("X-It")).unwrap_err().is_missing());
    assert_eq!(read(Header::<Option<Vec<i64>>>::optional("not a name"), &["1"]), Ok(None));
}

#[test]
fn an_error_shows_nothing_of_the_value() {
    let mut answer = http::Response::new(Bytes::new());
    answer.headers_mut().append("x-it", http::HeaderValue::from_bytes(b"hush\xff").unwrap());
    let error = Reply::from(answer).header(Header::<String>::required("X-It")).unwrap_err();
    assert_eq!(error.to_string(), "the header `X-It` cannot be read: it is not UTF-8");
    let errors = [
        read(Header::<bool>::required("X-It"), &["hush"]).unwrap_err(),
        read(Header::<BTreeMap<String, i64>>::required("X-It"), &["hush,hush"]).unwrap_err(),
        read(Header::<Vec<i64>>::required("X-It").json(), &["[\"hush\"]"]).unwrap_err(),
    ];
    for error in errors {
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}
