//! Unions: the right member, and nothing lost whichever it is.

use consumer::scalar_type_arrays::models::{Values, ValuesEither};
use consumer::union_default_mapping::models::Pet as DefaultPet;
use consumer::union_degraded::models::{BesideProperties, RequiredOnly};
use consumer::union_discriminator::models::{Bare, Cat, Owner, Pair, Pet, Single};
use consumer::union_hierarchy::models::{Animal, Dog, Event as ZooEvent, Fish, Poodle, Reptile, Visit};
use consumer::union_narrowed::models::Event as NarrowedEvent;
use consumer::union_nullable_members::models as nullable;
use consumer::union_objects::models::{Narrow, Payment};
use consumer::union_properties_beside::models as beside;
use consumer::union_scalars::models::{Holder, Id, Number, Stop, Value};
use consumer::union_tag_values::models::{Event, NoDiscriminator, Optional, Shared};
use serde_json::json;

use crate::{assert_kept, read, refusal, write};

#[test]
fn the_tag_of_a_member_without_a_field_for_it_is_written() {
    assert_kept::<Pair>(json!({ "petType": "bare", "name": "x" }));
    assert_eq!(write(&Pair::Bare(Bare::new().name("x"))), json!({ "petType": "bare", "name": "x" }));
}

#[test]
fn a_member_that_is_no_object_leaves_the_discriminator_to_the_others() {
    assert!(matches!(read(json!("text")), Single::String(_)));
    assert!(matches!(read(json!({ "petType": "Cat" })), Single::Cat(_)));
    assert_kept::<Single>(json!({ "petType": "Bare", "name": "x" }));
    assert!(matches!(read(json!({ "petType": "bird" })), Single::Unlisted(_)));
}

#[test]
fn null_is_a_value_where_a_member_has_it() {
    assert_kept::<nullable::Thing>(json!({
        "value": null,
        "nested": null,
        "values": [null, "a", 1],
        "named": { "a": null },
        "place": ["a", null, { "floor": 1 }]
    }));
    assert_kept::<nullable::Thing>(json!({ "value": "a", "nested": true, "size": { "unit": "m" } }));
    assert_eq!(refusal::<nullable::Thing>(json!({})), "missing field `value`");
}

#[test]
fn properties_beside_a_union_are_those_of_its_objects() {
    for value in [json!({ "id": "a", "text": "b" }), json!({ "text": "b" }), json!("c"), json!([1, 2])] {
        assert!(!matches!(read(value.clone()), beside::Thing::Unlisted(_)), "{value}");
        assert_kept::<beside::Thing>(value);
    }
}

#[test]
fn the_discriminator_chooses_the_member() {
    assert!(matches!(read(json!({ "petType": "cat", "lives": 9 })), Pet::Cat(_)));
    assert!(matches!(read(json!({ "lives": 9, "petType": "kitten" })), Pet::Cat(_)));
    assert!(matches!(read(json!({ "petType": "dog" })), Pet::Dog(_)));
    // No mapping names it: its tag is the name of the component.
    assert!(matches!(read(json!({ "petType": "Lizard" })), Pet::Lizard(_)));
}

#[test]
fn the_tag_is_sent_as_it_was_read() {
    assert_kept::<Pet>(json!({ "petType": "kitten", "lives": 3 }));
    assert_kept::<Owner>(
        json!({ "pet": { "petType": "dog", "bark": "wuff" }, "pets": [{ "petType": "cat" }] }),
    );
    let owner = Owner::new(Pet::Cat(Cat::new("kitten")));
    assert_eq!(write(&owner), json!({ "pet": { "petType": "kitten" } }));
}

#[test]
fn a_base_is_read_as_what_derives_from_it() {
    assert!(matches!(read(json!({ "type": "cat", "lives": 9 })), Animal::Cat(_)));
    assert!(matches!(read(json!({ "type": "animal" })), Animal::Animal(_)));
    assert!(matches!(read(json!({ "type": "Eagle", "wings": 2, "range": 3.5 })), Animal::Eagle(_)));
    assert!(matches!(read(json!({ "type": "snake", "venom": true })), Animal::Snake(_)));
    assert!(matches!(read(json!({ "type": "snake", "venom": true })), Reptile::Snake(_)));
    let Animal::Dog(dog) = read(json!({ "type": "Dog", "breed": "Poodle", "curls": 7 })) else { panic!() };
    assert_eq!(*dog, Dog::Poodle(Box::new(Poodle::new("Dog").breed("Poodle").curls(7))));
    assert!(matches!(read(json!({ "kind": "move", "to": "x", "id": "1" })), ZooEvent::Move(_)));
}

#[test]
fn a_value_of_a_hierarchy_is_kept() {
    assert_kept::<Animal>(
        json!({ "type": "cat", "mother": { "type": "Lizard", "tail": true, "mood": "bad" } }),
    );
    assert_kept::<Animal>(json!({ "type": "unheard of", "horns": 2 }));
    // The schema of the base allows it, and nobody else has to.
    assert!(matches!(read(json!({ "type": "cat", "lives": "many" })), Animal::Unlisted(_)));
    assert_kept::<Animal>(json!({ "type": "Dog", "breed": "mixed", "tail": "short" }));
    assert_kept::<Visit>(json!({ "host": { "type": "Fish" }, "guest": { "type": "Fish", "since": "May" } }));
    let visit = Visit::new().host(Animal::Fish(Box::new(Fish::new("Fish"))));
    assert_eq!(write(&visit), json!({ "host": { "type": "Fish" } }));
}

#[test]
fn an_unknown_or_missing_tag_is_kept() {
    for value in [
        json!({ "petType": "bird", "wings": 2 }),
        json!({ "lives": 9 }),
        json!({ "petType": 5 }),
        json!("cat"),
    ] {
        assert!(matches!(read(value.clone()), Pet::Unlisted(_)), "{value}");
        assert_kept::<Pet>(value);
    }
}

#[test]
fn a_known_tag_with_a_member_that_does_not_decode_is_an_error() {
    assert!(!refusal::<Pet>(json!({ "petType": "cat", "lives": "nine" })).is_empty());
}

#[test]
fn scalars_are_told_by_their_type() {
    assert_eq!(read::<Id>(json!(5)), Id::Integer(5));
    assert_eq!(read::<Id>(json!("5")), Id::String("5".to_owned()));
    assert_eq!(read::<Number>(json!(1)), Number::Integer(1));
    assert_eq!(read::<Number>(json!(1.5)), Number::Number(1.5));
    assert!(matches!(read::<Stop>(json!("x")), Stop::String(_)));
    assert!(matches!(read::<Stop>(json!(["x"])), Stop::List(_)));
    for value in
        [json!("x"), json!(1.5), json!(true), json!(["x"]), json!({ "a": [null] }), json!([1]), json!(null)]
    {
        assert_kept::<Value>(value);
    }
    assert_kept::<Holder>(
        json!({ "id": 1, "stop": ["a", "b"], "inline": false, "nullable": null, "list": [1, "a", { "odd": 1 }] }),
    );
}

#[test]
fn the_member_that_loses_nothing_is_chosen() {
    assert!(matches!(read(json!({ "a": "x" })), Narrow::Small(_)));
    assert!(matches!(read(json!({ "a": "x", "b": "y" })), Narrow::Large(_)));
    assert!(matches!(read(json!({ "number": "1", "holder": "Ann" })), Payment::Card(_)));
    assert!(matches!(read(json!({ "iban": "1", "holder": "Ann" })), Payment::Transfer(_)));
    assert!(matches!(read(json!({ "currency": "EUR" })), Payment::Cash(_)));
}

#[test]
fn what_fits_no_member_is_kept() {
    for value in [json!(1), json!([null, 2]), json!(null)] {
        assert_kept::<Payment>(value);
    }
}

#[test]
fn members_that_differ_in_one_value_are_told_apart_by_it() {
    assert_kept::<NoDiscriminator>(json!({ "op": "remove" }));
    assert_kept::<NoDiscriminator>(json!({ "op": "add", "value": [1] }));
    let removed = format!("{:?}", read::<NoDiscriminator>(json!({ "op": "remove" })));
    assert!(!removed.contains("Unlisted"), "{removed}");
    let renamed = format!("{:?}", read::<Event>(json!({ "type": "deleted", "at": 5 })));
    assert!(!renamed.contains("Unlisted"), "{renamed}");
}

#[test]
fn members_that_may_lack_the_value_that_tells_them_are_told_by_their_shape() {
    assert!(matches!(read(json!({ "kind": "one" })), Optional::Variant1(_)));
    assert!(matches!(read(json!({ "kind": "two" })), Optional::Variant2(_)));
    assert!(matches!(read(json!({ "a": "x" })), Optional::Variant2(_)));
    assert!(matches!(read(json!({ "kind": "four" })), Optional::Unlisted(_)));
    for value in [
        json!({ "kind": "three", "b": null }),
        json!({ "a": "x" }),
        json!({ "kind": "four" }),
        json!({ "kind": 1 }),
    ] {
        assert_kept::<Optional>(value);
    }
}

#[test]
fn members_with_the_same_tag_are_told_apart_by_what_else_they_have() {
    assert_kept::<Shared>(json!({ "t": "same", "a": "x" }));
    assert_kept::<Shared>(json!({ "t": "same", "b": "x" }));
    assert!(matches!(read(json!({ "t": "same", "b": "x", "more": 1 })), Shared::Variant2(_)));
    assert_kept::<Shared>(json!({ "t": "another", "b": "x" }));
    assert!(matches!(read(json!({ "t": "another", "b": "x" })), Shared::Unlisted(_)));
}

#[test]
fn properties_beside_a_union_are_kept() {
    assert_kept::<BesideProperties>(json!({ "id": "1", "a": "x" }));
    assert_kept::<BesideProperties>(json!({ "id": "1", "b": "x" }));
    assert_kept::<RequiredOnly>(json!({ "a": "x" }));
}

#[test]
fn members_that_only_the_base_of_a_union_allows_are_kept() {
    let (data, context) =
        (json!({ "id": "x", "more": [1], "none": null }), json!({ "actor": "Ann", "more": 1 }));
    assert_kept::<NarrowedEvent>(json!({ "kind": "created", "data": data, "context": context }));
    let event = read(json!({ "kind": "deleted", "data": { "at": 5, "more": 1 } }));
    assert!(!matches!(event, NarrowedEvent::Unlisted(_)), "{event:?}");
    assert_kept::<NarrowedEvent>(json!({ "kind": "moved", "data": { "to": "x", "more": 1 } }));
}

/// OpenAPI 3.1 lists several types in one schema.
#[test]
fn every_type_of_a_list_of_types_is_kept() {
    assert_kept::<Values>(json!({
        "name": "n", "note": null, "either": 5, "tree": ["leaf"], "flag": true, "fast": null, "anything": [1, "a"]
    }));
    assert_kept::<Values>(json!({ "name": "n", "note": "x", "either": "five", "tree": { "leaf": "green" } }));
    let values: Values = read(json!({ "name": "n", "note": "x", "either": 5 }));
    assert_eq!(values.either, Some(ValuesEither::Integer(5)));
}

#[test]
fn a_default_mapping_takes_what_no_tag_names() {
    assert!(matches!(read(json!({ "kind": "cat", "lives": 9 })), DefaultPet::Cat(_)));
    for value in [json!({ "name": "Rex" }), json!({ "kind": "dragon", "name": "Smaug" })] {
        assert!(matches!(read(value.clone()), DefaultPet::Other(_)), "{value}");
        assert_kept::<DefaultPet>(value);
    }
    assert!(matches!(read(json!({ "kind": "stone" })), DefaultPet::Unlisted(_)));
}
