//@ in a request: a text becomes an integer
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a") //~ R64
}
//@ back, in a response: a text becomes an integer
pub fn read(thing: &api::models::Thing) -> Option<i64> {
    thing.a //~ R64
}
//@ in a request: an integer becomes a number
use api::models::Thing;
pub fn made(number: i64) -> Thing {
    Thing::new().a(number) //~ R65
}
//@ in a response: an integer becomes a number
pub fn read(thing: &api::models::Thing) -> i64 {
    thing.a.unwrap_or(0) //~ R65
}
//@ in a response: 32 bits become 64
pub fn read(thing: &api::models::Thing) -> Option<i32> {
    thing.a //~ R66
}
//@ in a request: 64 bits become 32
use api::models::Thing;
pub fn made(number: i64) -> Thing {
    Thing::new().a(number) //~ R66
}
//@ in a request: a text gets a format that stays a text
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("now")
}
//@ in a request: a text gets a format that has a type
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("now") //~ R67
}
//@ in a response: a text gets a format that has a type
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref() //~ R67
}
//@ in a request: further members are forbidden
use api::models::Thing;
pub fn made() -> Thing {
    let mut thing = Thing::new().a("a");
    thing.additional_properties.insert("b".to_owned(), 1.into()); //~ R72
    thing
}
//@ in a response: further members are forbidden
pub fn read(thing: &api::models::Thing) -> usize {
    thing.additional_properties.len() //~ R72
}
//@ in a request: further members are allowed
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a")
}
//@ in a response: further members are of another type
pub fn read(thing: &api::models::Thing) -> i64 {
    thing.additional_properties.values().sum() //~ R74
}
//@ in a request: the values of a map are of another type
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a([("one".to_owned(), 1)].into()) //~ R74
}
//@ in a request: an object becomes a map
use api::models::{Thing, ThingA}; //~ R75
pub fn made() -> Thing {
    Thing::new().a(ThingA::new().b("b"))
}
//@ back, in a request: an object becomes a map
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a([("b".to_owned(), "b".to_owned())].into()) //~ R75
}
//@ in a response: a component becomes a map
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.b.as_deref() //~ R75
}
pub async fn received(client: &api::Client) {
    client.api().receive().await.ok();
}
//@ in a request: a text becomes a constant
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("one") //~ R76
}
//@ in a response: a constant changes
use api::models::ThingA;
pub fn read(thing: &api::models::Thing) -> bool {
    thing.a == Some(ThingA::One) //~ R76
}
//@ in a response: a constant becomes a text
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_ref().map(|it| it.as_str());
    thing.a.as_ref().map(api::models::ThingA::as_str) //~ R77
}
//@ in a request: the items of an array are of another type
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a(vec!["a".to_owned()]) //~ R81
}
//@ in a response: the items of an array are of another type
pub fn read(thing: &api::models::Thing) -> Option<&[String]> {
    thing.a.as_deref() //~ R81
}
//@ in both: an array must have items
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a(vec!["a".to_owned()])
}
//@ in a request: a schema becomes recursive
use api::models::{Other, Thing};
pub fn made() -> Thing {
    let mut thing = Thing::new();
    thing.a = Some(Other::new().b("b")); //~ R83
    thing
}
//@ back, in a response: a schema becomes recursive
pub fn read(thing: api::models::Thing) -> Option<api::models::Other> {
    let other = &*thing.a?; //~ R83
    None
}
pub fn deeper(other: &api::models::Other) -> bool {
    other.c.is_some() //~ R54
}
//@ in a request: a member depends on another
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a").b("b")
}
//@ in a request: a length is tightened
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a")
}
//@ in a request: a length is tightened that `check()` checks
use api::models::Thing;
pub fn made() -> bool {
    Thing::new().a("a").check().is_ok()
}
//@ in a request: a pattern is withdrawn
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a")
}
