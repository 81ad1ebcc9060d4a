use super::{read, read_as, value, HEAD};
use serde_json::json;

fn reported(text: &str) -> Vec<String> {
    read(text).1
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let (document, reported) = read(&format!("\u{feff}{HEAD}"));
    assert!(document.is_some() && reported.is_empty(), "{reported:?}");
}

#[test]
fn bytes_that_are_not_utf_8_are_located() {
    let (document, reported) = read_as("a.yaml", b"openapi: 3.0.3\ninfo:\n  title: caf\xe9\n");
    assert!(document.is_none());
    assert_eq!(reported, ["unreadable-input 3:13"]);
}

#[test]
fn a_missing_file_is_a_diagnostic() {
    let (mut sources, mut sink) = Default::default();
    assert!(super::load(&super::Input::File("/does/not/exist".into()), &[], None, &mut sources, &mut sink)
        .is_none());
    assert!(sink.has_errors());
}

#[test]
fn what_is_no_openapi_document_is_refused() {
    assert_eq!(reported(""), ["not-openapi"]);
    assert_eq!(reported("# nothing\n"), ["not-openapi 1:1"]);
    assert_eq!(reported("hello"), ["not-openapi 1:1"]);
    assert_eq!(reported("info: {}\n"), ["not-openapi 1:1"]);
}

#[test]
fn other_versions_are_refused() {
    assert_eq!(reported("swagger: '1.2'\n"), ["unsupported-version 1:1"]);
    assert_eq!(reported("info: {}\nopenapi: 4.0.0\n"), ["unsupported-version 2:1"]);
    assert_eq!(reported("openapi: three\n"), ["unsupported-version 1:1"]);
    assert_eq!(reported("openapi: '3'\n"), ["unsupported-version 1:1"]);
}

#[test]
fn versions_of_openapi_3_are_read() {
    let rest = "info: { title: T, version: '1' }\npaths: {}\n";
    for version in ["3.0.0", "3.0", "'3.0'", "3.1", "3.1.2", "3.1.0-rc1", "3.2.0"] {
        assert!(reported(&format!("openapi: {version}\n{rest}")).is_empty(), "{version}");
    }
    assert_eq!(reported(&format!("openapi: 3.3.0\n{rest}")), ["newer-version 1:1"]);
}

#[test]
fn mistakes_of_syntax_are_located() {
    assert_eq!(reported("openapi: 3.0.3\ninfo:\n\ttitle: x\n"), ["syntax-error 3:1"]);
    assert_eq!(reported(&format!("{HEAD}---\n{HEAD}")), ["syntax-error 4:1"]);
    assert_eq!(reported("openapi: 3.0.3\nx-\u{1b}: 1\n"), ["syntax-error 2:3"]);
    assert_eq!(reported(&format!("{HEAD}x-a: *nowhere\n")), ["syntax-error 4:6"]);
    assert_eq!(read_as("a.json", b"{\n  \"openapi\": \"3.0.0\",\n}").1, ["syntax-error 3:1"]);
}

#[test]
fn a_text_without_a_known_ending_that_starts_as_json_is_json() {
    let text = b"{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {}, \"<<\": 1}";
    assert_eq!(read_as("<stdin>", text).1, ["unknown-keyword 1:75"]);
}

#[test]
fn a_key_that_stands_twice_is_an_error_at_the_later_one() {
    assert_eq!(reported(&format!("{HEAD}info: {{}}\n")), ["duplicate-key 4:1"]);
    let json =
        b"{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"a\",\"title\":\"b\",\"version\":\"1\"},\"paths\":{}}";
    assert_eq!(read_as("a.json", json).1, ["duplicate-key 1:40"]);
}

#[test]
fn keys_are_strings_by_their_text() {
    let (value, reported) = value("x-keys: { 200: a, 1.10: b, true: c, ~: d, 0x1F: e }\n");
    assert_eq!(value["x-keys"], json!({ "200": "a", "1.10": "b", "true": "c", "~": "d", "0x1F": "e" }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn merge_keys_give_way_to_own_keys_on_either_side() {
    let (value, reported) = value("x-a: &a { a: 1, b: 2 }\nx-b: { b: 3, <<: [*a, { c: 4, a: 5 }], c: 6 }\n");
    assert_eq!(value["x-b"], json!({ "b": 3, "a": 1, "c": 6 }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn tags_are_dropped() {
    let (value, reported) = value("x-a: [!secret a, !!str 12, !map { b: 1 }]\n");
    assert_eq!(value["x-a"], json!(["a", "12", { "b": 1 }]));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn numbers_beyond_64_bits_survive_with_a_warning_if_digits_are_lost() {
    let (value, reported) =
        value("x-a: 18446744073709551615\nx-b: 18446744073709551616\nx-c: 18446744073709551617\n");
    assert_eq!(value["x-a"], json!(u64::MAX));
    assert_eq!(value["x-b"], json!(18446744073709551616.0));
    assert_eq!(value["x-c"], json!(18446744073709551616.0));
    assert_eq!(reported, ["number-precision 6:1"]);
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{HEAD}x-a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    assert!(reported(&nested(90)).is_empty());
    assert_eq!(reported(&nested(110)), ["too-deep 4:105"]);
    assert_eq!(reported(&nested(100_000)), ["too-deep 4:2006"]);
    assert_eq!(read_as("a.json", "[".repeat(100_000).as_bytes()).1, ["too-deep 1:101"]);
    assert_eq!(reported(&format!("{HEAD}x-a: &a [*a]\n")), ["too-deep 4:10"]);
}

#[test]
fn aliases_cannot_blow_the_document_up() {
    let mut text = format!("{HEAD}x-0: &a0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("x-{level}: &a{level} [{aliases}]\n"));
    }
    let (document, reported) = read(&text);
    assert!(document.is_none());
    assert!(matches!(reported.as_slice(), [one] if one.starts_with("too-large")), "{reported:?}");
}
