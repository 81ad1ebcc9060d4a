//! Objects: presence, additional members, odd names, what is missing.

use consumer::map_patterns::models::Patterns;
use consumer::object_additional::models as additional;
use consumer::object_collisions::models::Collisions;
use consumer::object_conditions::models::{Measurement, Order, Payment};
use consumer::object_constraints::models::Limits;
use consumer::object_keywords::models::Words;
use consumer::object_presence::models::Pet;
use consumer::object_presence::support::Nullable;
use consumer::object_required_without_property::models as undeclared;
use consumer::webhook_payloads::models::{NewPetPayload, NewPetResponse};
use serde_json::json;

use crate::{assert_kept, read, refusal, write};

#[test]
fn a_required_nullable_property_is_sent_as_null() {
    let pet = Pet::new(7, None);
    assert_eq!(write(&pet), json!({ "id": 7, "owner": null }));
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let pet = |pet: Pet| write(&pet).get("nickname").cloned();
    assert_eq!(pet(Pet::new(7, None)), None);
    assert_eq!(pet(Pet::new(7, None).nickname(Nullable::Null)), Some(json!(null)));
    assert_eq!(pet(Pet::new(7, None).nickname("Rex".to_owned())), Some(json!("Rex")));
    assert_eq!(read::<Pet>(json!({ "id": 7, "owner": null })).nickname, Nullable::Absent);
    assert_eq!(read::<Pet>(json!({ "id": 7, "owner": null, "nickname": null })).nickname, Nullable::Null);
}

#[test]
fn null_for_an_optional_property_reads_as_absent() {
    let pet: Pet = read(json!({ "id": 7, "owner": "Ann", "name": null, "tags": null }));
    assert_eq!((pet.name, pet.tags), (None, None));
}

#[test]
fn a_missing_required_member_is_named() {
    assert!(refusal::<Pet>(json!({ "owner": "Ann" })).contains("`id`"));
    assert!(refusal::<Pet>(json!({ "id": 7 })).contains("`owner`"));
    assert!(refusal::<Collisions>(json!({})).contains("`userId`"));
}

#[test]
fn a_blank_value_never_escapes() {
    // `new` starts from one, and reading does.
    assert_eq!(write(&Words::new("a", "b", "c")), json!({ "type": "a", "self": "b", "new": "c" }));
    assert!(refusal::<Words>(json!({ "type": "a", "self": "b" })).contains("`new`"));
    assert!(refusal::<Pet>(json!({ "id": null, "owner": null })).contains("null"));
}

#[test]
fn what_is_not_an_object_is_refused() {
    for value in [json!([]), json!("x"), json!(1), json!(null)] {
        assert!(!refusal::<Pet>(value).is_empty());
    }
}

#[test]
fn unknown_members_are_no_error() {
    let pet: Pet = read(json!({ "id": 7, "owner": null, "since": { "deep": [1, 2] }, "": null }));
    assert_eq!(pet.id, 7);
}

#[test]
fn of_a_member_that_stands_twice_the_last_counts() {
    let pet: Pet = serde_json::from_str(r#"{ "id": 1, "owner": "a", "id": 2, "owner": "b" }"#).unwrap();
    assert_eq!((pet.id, pet.owner.as_deref()), (2, Some("b")));
}

#[test]
fn members_in_any_order_and_with_escaped_names_are_found() {
    let pet: Pet =
        serde_json::from_str(r#"{ "tags": ["x"], "\u006fwner": null, "name": "n", "i\u0064": 3 }"#).unwrap();
    assert_eq!((pet.id, pet.name.as_deref()), (3, Some("n")));
}

#[test]
fn additional_members_are_kept() {
    assert_kept::<additional::Anything>(json!({ "id": "a", "x": 1, "y": { "z": [null] }, "n": null }));
    assert_kept::<additional::Numbers>(json!({ "id": "a", "one": 1, "two": 9007199254740993_i64 }));
    assert_kept::<additional::NullableNumbers>(json!({ "one": 1.5, "none": null }));
    assert_kept::<additional::Pets>(json!({ "total": 1, "rex": { "id": "r" }, "": {} }));
    assert_kept::<additional::Inline>(json!({ "id": "i", "large": { "size": 10 } }));
}

#[test]
fn a_declared_member_does_not_end_among_the_additional_ones() {
    let numbers: additional::Numbers = read(json!({ "id": "a", "one": 1 }));
    assert_eq!(numbers.additional_properties.keys().collect::<Vec<_>>(), ["one"]);
    let mut anything = additional::Anything::new().id("declared");
    anything.additional_properties.insert("id".to_owned(), json!("undeclared"));
    let refusal = serde_json::to_string(&anything).unwrap_err().to_string();
    assert!(refusal.contains("`id`"), "{refusal}");
}

#[test]
fn odd_names_are_sent_as_they_are() {
    assert_kept::<Collisions>(json!({
        "userId": "1", "user_id": "2", "user-id": "3", "UserID": "4", "USER_ID": "5", "additionalProperties": "6",
        "additional_properties": "7", "extra": "8", "1st": "9", "": "10", " ": "11", "$ref_": "12", "@type": "13",
        "+1": 14, "-1": 15, "名前": "16", "größe": 17.5, "🦀": "18", "not declared": "19",
    }));
    assert_kept::<Words>(
        json!({ "type": "a", "self": "b", "new": "c", "Self": "d", "crate": "e", "_": true, "fn": false }),
    );
}

#[test]
fn a_read_only_property_is_read_and_not_asked_for() {
    use consumer::object_access::models::Account;
    let account: Account = read(json!({ "id": "1", "name": "Ann", "opened": "2024-01-01T00:00:00Z" }));
    assert_eq!(account.id.as_deref(), Some("1"));
}

/// What stands under `then`, `else` and `dependentSchemas` is there or not.
#[test]
fn members_of_conditions_are_kept() {
    assert_kept::<Order>(json!({ "country": "US", "state": "NY", "code": "123" }));
    assert_kept::<Order>(json!({ "country": "DE", "code": 123, "number": "1", "expiry": "12/30" }));
    assert_kept::<Order>(json!({ "extra": "of a schema that is referred to" }));
    assert_kept::<Payment>(json!({ "kind": "card", "number": "1", "brand": "visa" }));
    assert_kept::<Measurement>(json!({ "kind": "text", "value": "warm" }));
    assert_kept::<Measurement>(json!({ "kind": "number", "value": 21.5, "unit": "C" }));
}

#[test]
fn members_whose_names_match_a_pattern_are_kept() {
    assert_kept::<Patterns>(json!({
        "one": { "a": 1 },
        "different": { "a": 1, "b": "two" },
        "closed": { "id": "i", "x-a": 1 },
        "open": { "id": "i", "x-a": 1, "later": [] },
        "unevaluated": { "a": "b" }
    }));
}

/// Of a webhook the bindings have what it sends.
#[test]
fn the_payload_of_a_webhook_is_decoded() {
    let payload: NewPetPayload = read(json!({ "id": 1, "owner": { "name": "Ann" } }));
    assert_eq!((payload.id, payload.owner.and_then(|owner| owner.name).as_deref()), (1, Some("Ann")));
    assert_eq!(write(&NewPetResponse::new().seen(true)), json!({ "seen": true }));
}

#[test]
fn a_default_is_neither_sent_nor_made_up() {
    assert_eq!(write(&Limits::new()), json!({}));
    assert_eq!(read::<Limits>(json!({})), Limits::new());
}

#[test]
fn what_is_required_and_not_declared_is_kept() {
    assert_kept::<undeclared::Slip>(json!({ "id": "a", "nmae": { "any": [1] } }));
    assert_kept::<undeclared::Open>(json!({ "id": "a", "other": 7 }));
    assert_kept::<undeclared::Typed>(json!({ "id": "a", "other": 7 }));
    assert_kept::<undeclared::Both>(json!({ "id": "a", "kind": true, "more": "b" }));
    assert_kept::<undeclared::Base>(json!({ "id": "a", "kind": 1 }));
    assert_kept::<undeclared::Bare>(json!({ "id": 1 }));
    let slip = undeclared::Slip::new("a").nmae(json!("b"));
    assert_eq!(write(&slip), json!({ "id": "a", "nmae": "b" }));
}

#[test]
fn what_is_required_and_not_declared_is_not_asked_for() {
    assert_eq!(read::<undeclared::Slip>(json!({ "id": "a" })).nmae, None);
    assert!(refusal::<undeclared::Derived>(json!({ "id": "a" })).contains("`kind`"));
}

#[test]
fn a_tag_that_is_required_and_not_declared_is_written_once() {
    let event = json!({ "type": "closing", "by": "Ann", "why": "done" });
    assert_kept::<undeclared::Event>(event);
}

#[test]
fn a_member_of_any_value_keeps_null() {
    let released = json!({ "version": 2, "status": "maintained", "size": null, "notes": null });
    assert_kept::<consumer::object_required_alone::models::Release>(released);
    assert_kept::<consumer::object_required_alone::models::Release>(json!({ "version": 2, "status": [] }));
}

#[test]
fn a_property_of_two_schemas_keeps_the_members_of_both() {
    use consumer::all_of_overridden::models::{Detected, Tree};
    assert_kept::<Detected>(json!({ "links": { "rename": "a", "map": "b", "self": "c" } }));
    assert_kept::<Tree>(
        json!({ "left": "a", "right": "b", "child": { "child": { "left": "c", "right": "d" } } }),
    );
}
