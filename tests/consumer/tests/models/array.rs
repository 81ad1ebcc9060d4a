//! Arrays, maps and scalars.

use consumer::array_nested::models::Grid;
use consumer::array_tuple::models::Point;
use consumer::map_values::models::Holder;
use consumer::scalar_formats::models::Formats;
use serde_json::json;

use crate::{assert_kept, read, refusal};

#[test]
fn a_null_element_does_not_lose_its_neighbours() {
    let pet: consumer::object_presence::models::Pet =
        read(json!({ "id": 1, "owner": null, "tags": ["a", null, "b"] }));
    assert_eq!(pet.tags, Some(vec!["a".to_owned(), "b".to_owned()]));
    let holder: Holder = read(json!({ "scores": { "a": [1, null, 2], "b": null }, "pets": {} }));
    assert_eq!(holder.scores["a"], [1.0, 2.0]);
}

#[test]
fn a_null_element_that_the_document_allows_is_kept() {
    assert_kept::<Grid>(
        json!({ "rows": [], "names": ["a"], "holes": [1, null, 3], "maybe": null, "maybe_holes": [null, {}] }),
    );
}

#[test]
fn nested_arrays_and_maps_are_kept() {
    assert_kept::<Grid>(json!({
        "rows": [{ "cells": [[1.5, 2.5], []] }], "names": [], "holes": [], "points": [{ "x": 1.5 }], "deep": [[[{ "cells": [] }]]],
    }));
    assert_kept::<Holder>(json!({
        "scores": { "a": [1.5] }, "pets": { "rex": { "labels": { "k": "v" } } }, "maybe": { "k": null }, "gone": null,
        "free": { "any": [{ "thing": null }] }, "nested": { "a": { "b": 1 } },
    }));
}

#[test]
fn integers_are_exact_and_a_fraction_is_refused() {
    let formats = |whole: &str| {
        let text = format!(
            r#"{{ "text": "", "whole": {whole}, "int32": 1, "int64": 1, "number": 1, "flag": true }}"#
        );
        serde_json::from_str::<Formats>(&text)
    };
    assert_eq!(formats("9223372036854775807").unwrap().whole, i64::MAX);
    assert_eq!(formats("-9007199254740993").unwrap().whole, -9007199254740993);
    assert_eq!(formats("2.0").unwrap().whole, 2);
    for wrong in ["2.5", "9223372036854775809", "1e300", "\"2\"", "true"] {
        assert!(formats(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_number_out_of_range_of_its_format_is_refused() {
    let value =
        json!({ "text": "", "whole": 1, "int32": 2147483648_i64, "int64": 1, "number": 1, "flag": true });
    assert!(!refusal::<Formats>(value).is_empty());
}

#[test]
fn a_map_or_array_of_another_type_is_refused() {
    assert!(!refusal::<Grid>(json!({ "rows": {}, "names": [], "holes": [] })).is_empty());
    assert!(!refusal::<Holder>(json!({ "scores": [], "pets": {} })).is_empty());
}

#[test]
fn elements_with_schemas_of_their_own_are_kept() {
    assert_kept::<Point>(json!({
        "position": [1.5, 2.0], "labelled": ["a", 1], "named": ["a", true, false], "older": [1, "a", true],
        "nothing": [], "rest": ["a", "b"], "anything": [1, "a"]
    }));
}
