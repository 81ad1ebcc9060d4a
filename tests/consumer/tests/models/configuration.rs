//! What the configuration changes about models: types of the user's, traits, attributes.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use consumer::configuration_attributes::models::{Other, Pet, PetKind, PetOrKind};
use consumer::configuration_types::models::{Line, LineEnd};
use consumer::own::{Money, Point};
use serde_json::{Value, json};

use crate::{assert_kept, read, refusal, write};

fn line() -> Value {
    json!({
        "from": [1, 2], "to": null, "via": [[3, 4], [5, 6]], "named": { "a": [7, 8] }, "alias": [9, 10], "cost": "1.50",
        "color": [255, 0], "note": { "any": ["thing"] }, "style": "dotted", "end": [0, 0]
    })
}

#[test]
fn a_type_of_the_user_reads_and_writes_its_values_wherever_they_are() {
    assert_kept::<Line>(line());
    let line: Line = read(line());
    assert_eq!((line.from, line.cost), (Point { x: 1, y: 2 }, Money(150)));
    assert_eq!(line.end, Some(LineEnd::Point(Point::default())));
    let made = Line::new(Point::default(), None, Vec::new(), Point::default(), Money(7), Point::default());
    assert_eq!(
        write(&made),
        json!({ "from": [0, 0], "to": null, "via": [], "alias": [0, 0], "cost": "0.07", "color": [0, 0] })
    );
}

#[test]
fn what_a_type_of_the_user_refuses_is_refused() {
    let mut value = line();
    value["from"] = json!({ "x": 1 });
    refusal::<Line>(value);
    let mut value = line();
    value.as_object_mut().unwrap().remove("cost");
    assert!(refusal::<Line>(value).contains("`cost`"));
}

#[test]
fn types_derive_what_they_are_told_to() {
    fn is_eq<T: Eq>(_: &T) {}
    let pet = Pet::new("Rex");
    is_eq(&PetOrKind::Pet(pet.clone()));
    let hash = |pet: &Pet| {
        let mut hasher = DefaultHasher::new();
        pet.hash(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&pet), hash(&Pet::new("Rex")));
    assert_eq!(BTreeSet::from([PetKind::Dog, PetKind::Cat]).first(), Some(&PetKind::Cat));
    assert!(Other::new().ratio(0.5) < Other::new().ratio(1.0));
}
