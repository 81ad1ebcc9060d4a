//@ in a request: a value is added
use api::models::{Thing, ThingA};
pub fn made() -> Thing {
    Thing::new().a(ThingA::One)
}
pub fn word(it: &ThingA) -> &str {
    match it {
        ThingA::One => "1",
        ThingA::Two => "2",
        other => other.as_str(),
    }
}
//@ in a response: a value is added
use api::models::ThingA;
pub fn word(it: ThingA) -> String {
    match it {
        ThingA::One => "1".to_owned(),
        ThingA::Two => "2".to_owned(),
        ThingA::Unlisted(other) => other,
        _ => "newer".to_owned(),
    }
}
//@ in a request: a value is removed
use api::models::{Thing, ThingA};
pub fn made() -> Thing {
    Thing::new().a(ThingA::Three) //~ R89
}
pub fn by_text() -> ThingA {
    ThingA::from("three")
}
//@ in a response: a value is removed
use api::models::ThingA;
pub fn is_last(it: &ThingA) -> bool {
    matches!(it, ThingA::Three) //~ R90
}
//@ in a request: a text becomes an enumeration
use api::models::Thing;
pub fn made(text: String) -> Thing {
    let mut thing = Thing::new();
    thing.a = Some(text); //~ R91
    thing
}
//@ in a response: an enumeration becomes a text
use api::models::ThingA; //~ R92
pub fn read(thing: &api::models::Thing) -> bool {
    thing.a == Some(ThingA::One)
}
//@ in a request: an enumeration becomes a text
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a(api::models::ThingA::Two) //~ R92
}
//@ in a request: a value gets another name in the document
use api::models::Thing;
pub fn second() -> Thing {
    Thing::Second
}
//@ in a request: a value comes whose variant another one has
pub fn first() -> api::models::Thing {
    api::models::Thing::AB
}
//@ in both: a member of a union is added
use api::models::{Thing, A};
pub fn made() -> Thing {
    Thing::A(A::new("a"))
}
pub fn read(thing: &Thing) -> &str {
    match thing {
        Thing::A(a) => &a.a,
        Thing::B(b) => &b.b,
        _ => "another",
    }
}
//@ in a request: a member of a union is added
use api::models::{Thing, A, C};
pub fn made(text: &str) -> Option<C> {
    let thing = Thing::A(A::new("a"));
    serde_json::from_str(text).ok() //~ R125
}
//@ in a response: a member of a union is added
use api::models::{Thing, C};
pub fn made(thing: &Thing) -> C {
    C::new("c") //~ R125
}
//@ in both: a member of a union is removed
use api::models::{Thing, C};
pub fn made() -> Thing {
    Thing::C(C::new("c")) //~ R97
}
//@ in a response: a member of a union is removed
use api::models::{Thing, C};
pub fn read(thing: &Thing) -> Option<&C> {
    match thing {
        Thing::A(_) | Thing::B(_) => None,
        Thing::C(c) => Some(c), //~ R97
        _ => None,
    }
}
//@ in both: the property that tells members apart changes
use api::models::{Thing, A};
pub fn made() -> Thing {
    Thing::A(A::new("A", "l"))
}
//@ in a response: the value that names a member changes
use api::models::Thing;
pub fn read(thing: &Thing) -> bool {
    matches!(thing, Thing::B(_))
}
//@ in both: members stand in another order, and nothing tells them apart
use api::models::{Thing, A};
pub fn made() -> Thing {
    Thing::A(A::new().a("a"))
}
//@ in both: a member comes that takes what others do
use api::models::{Thing, B};
pub fn made() -> Thing {
    Thing::B(B::new().b("b"))
}
//@ in both: oneOf becomes anyOf
use api::models::{Thing, A};
pub fn made() -> Thing {
    Thing::A(A::new("a"))
}
//@ in a response: an enumeration of texts gets an integer, and loses `Hash`
use api::models::Thing;
use std::collections::HashSet;
pub fn made(texts: &[&str]) -> Vec<Thing> {
    texts.iter().map(|text| Thing::from(*text)).collect() //~ R125
}
pub fn apart(things: Vec<Thing>) -> HashSet<Thing> {
    things.into_iter().collect() //~ R125
}
