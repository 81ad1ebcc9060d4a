//! Recursive schemas.

use consumer::recursion_aliases::models as aliases;
use consumer::recursion_direct::models::{Chicken, Derived, Expression, Index, Negation, Node, Tree};
use consumer::recursion_endless::models::{Ouroboros, Right};
use consumer::recursion_unions::models as unions;
use serde_json::{Value, json};

use crate::{assert_kept, read, write};

#[test]
fn recursive_values_are_kept() {
    assert_kept::<Node>(json!({ "value": "a", "next": { "value": "b", "maybe": null } }));
    assert_kept::<Chicken>(json!({ "egg": { "layer": { "egg": { "layer": {} } } } }));
    assert_kept::<Tree>(json!({ "children": [{ "children": [] }, { "children": [{ "children": [] }] }] }));
    assert_kept::<Index>(json!({ "size": 1, "a": { "b": { "size": 2 } } }));
    assert_kept::<Derived>(json!({ "child": { "child": {}, "name": "n" } }));
    assert_kept::<Ouroboros>(json!({ "tail": { "tail": {} } }));
    assert_kept::<Right>(json!({ "name": "r", "left": { "right": { "name": "s" } } }));
}

#[test]
fn a_recursive_union_is_read_to_its_end() {
    assert_kept::<Expression>(json!({ "not": { "not": "x" } }));
    let expression: Expression = read(json!({ "not": "x" }));
    let Expression::Negation(negation) = expression else { panic!("{expression:?}") };
    assert_eq!(*negation.not, Expression::String("x".to_owned()));
    assert_eq!(write(&Negation::new(Expression::String("x".to_owned()))), json!({ "not": "x" }));
}

#[test]
fn a_union_in_itself_is_read_once() {
    assert_eq!(read::<unions::Pet>(json!({ "bone": "x" })), unions::Pet::Dog(unions::Dog::new("x")));
    assert_kept::<unions::Pet>(json!({ "lives": 9 }));
    assert_kept::<unions::Friend>(json!({ "bone": "x" }));
    assert!(matches!(read(json!({ "lives": 9 })), unions::Friend::Cat(_)));
    assert!(matches!(read(json!({ "type": "other", "bone": "x" })), unions::Tagged::Other(_)));
    assert!(matches!(read(json!({ "type": "Cat", "lives": 9 })), unions::Tagged::Cat(_)));
    assert_kept::<unions::First>(json!({ "any": ["thing"] }));
}

#[test]
fn what_has_no_type_of_its_own_is_kept_as_a_value() {
    let value = json!([[], [[[]]]]);
    assert_kept::<aliases::List>(value);
    assert_kept::<aliases::Json>(json!([1.5, "x", { "a": [2.5] }]));
    assert_kept::<aliases::Holder>(json!({ "list": [[]], "json": { "a": "b" } }));
}

#[test]
fn a_deep_value_is_refused_and_no_stack_overflows() {
    let deep = format!("{}{}{}", r#"{"children":["#.repeat(100_000), "", "]}".repeat(100_000));
    assert!(serde_json::from_str::<Tree>(&deep).is_err());
    let near: String = format!("{}{}", r#"{"children":["#.repeat(60), "]}".repeat(60));
    let value: Value = serde_json::from_str(&near).unwrap();
    assert_kept::<Tree>(value);
}
