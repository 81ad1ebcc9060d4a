//! Checks of constraints: all that is wrong is said, with its place and without its value.

use consumer::configuration_check::models::{Line, Order, Owner};
use serde_json::{Value, json};

use crate::read;

fn order() -> Value {
    json!({ "id": "ab", "lines": [{}], "owner": { "mails": [] }, "note": null })
}

/// Returns the places of what is wrong when members are set.
fn wrong(members: Value) -> Vec<String> {
    let mut value = order();
    value.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    match read::<Order>(value).check() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(|it| format!("{} {}", it.path, it.message)).collect(),
    }
}

#[test]
fn values_at_the_limits_are_right() {
    assert_eq!(wrong(json!({})), [""; 0]);
    let members = json!({
        "id": "äöü_", "count": 99, "size": 1, "ratio": 0.3, "weight": 1.5, "note": "abc", "memo": null, "grid": [[9, null]],
        "lines": [{ "text": "ab" }, {}], "names": { "": "x" }, "code": "123", "short": "12", "secret": "12345678", "word": "no",
        "kind": "c", "when": "abc", "inline": { "deep": "x" }, "free": { "a": 1 }, "choice": 1.5, "tags": true, "either": "abcd", "owner": { "mails": ["a@b"] }
    });
    // `\w` is ASCII's.
    assert_eq!(wrong(members), ["id does not match the pattern ^[0-9A-Za-z_]+$"]);
}

#[test]
fn every_value_beyond_a_limit_is_named() {
    for (members, expected) in [
        (json!({ "id": "a" }), "id has fewer than 2 characters"),
        (json!({ "id": "abcde" }), "id has more than 4 characters"),
        (json!({ "count": 0 }), "count is less than 1"),
        (json!({ "count": 102 }), "count is not less than 100"),
        (json!({ "count": 4 }), "count is no multiple of 3"),
        (json!({ "size": 0 }), "size is less than 0.5"),
        (json!({ "ratio": 0 }), "ratio is not greater than 0"),
        (json!({ "ratio": 0.25 }), "ratio is no multiple of 0.1"),
        (json!({ "weight": 1.75 }), "weight is greater than 1.5"),
        (json!({ "note": "abcd" }), "note has more than 3 characters"),
        (json!({ "memo": "abcd" }), "memo has more than 3 characters"),
        (json!({ "lines": [] }), "lines has fewer than 1 elements"),
        (json!({ "lines": [{ "text": "a" }, { "text": "a" }] }), "lines has an element twice"),
        (
            json!({ "lines": [{ "next": { "text": "abc" } }] }),
            "lines[0].next.text has more than 2 characters",
        ),
        (json!({ "grid": [[1], []] }), "grid[1] has fewer than 1 elements"),
        (json!({ "grid": [[1, 10]] }), "grid[0][1] is greater than 9"),
        (json!({ "names": {} }), "names has fewer than 1 elements"),
        (json!({ "names": { "a": "" } }), "names.a has fewer than 1 characters"),
        (json!({ "owner": { "mails": ["a@b", "c"] } }), "owner.mails[1] does not match the pattern @"),
        (json!({ "code": "1" }), "code does not match the pattern ^[0-9]{2,}$"),
        (json!({ "short": "123" }), "short has more than 2 characters"),
        (json!({ "inline": { "deep": "xy" } }), "inline.deep has more than 1 characters"),
        (json!({ "check": "xy" }), "check has more than 1 characters"),
        (json!({ "free": { "a": 1, "b": 2 } }), "free has more than 1 elements"),
        (json!({ "choice": "abcd" }), "choice has more than 3 characters"),
        (json!({ "choice": 11 }), "choice is greater than 10"),
        (json!({ "choice": { "mails": ["c"] } }), "choice.mails[0] does not match the pattern @"),
        (json!({ "choice": { "next": { "next": 11 } } }), "choice.next.next is greater than 10"),
        (json!({ "tags": ["a", "b"] }), "tags has more than 1 elements"),
    ] {
        assert_eq!(wrong(members), [expected]);
    }
}

#[test]
fn no_value_is_shown() {
    let mut order: Order = read(order());
    order.secret = Some("s3cret".to_owned());
    order.id = "hidden".to_owned();
    let error = order.check().unwrap_err();
    assert_eq!(error.to_string(), "`id` has more than 4 characters; `secret` has fewer than 8 characters");
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[test]
fn a_value_that_nests_without_end_does_not_exhaust_the_stack() {
    let mut line = Line::new();
    for _ in 0..1_000 {
        line = Line::new().next(line);
    }
    let error = line.check().unwrap_err();
    assert!(error.to_string().ends_with("nests too deep to be checked"));
    assert!(Owner::new(Vec::new()).check().is_ok());
}
