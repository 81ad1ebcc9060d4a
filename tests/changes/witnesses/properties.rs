//@ in a request: an optional property is added
use api::models::Thing;
pub fn made() -> Thing {
    let mut thing = Thing::new().a("text");
    thing.a = Some("other".to_owned());
    thing
}
pub fn read(thing: Thing) -> Option<String> {
    let Thing { a, .. } = thing;
    a
}
//@ back, in a request: an optional property is added
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("text").b("gone") //~ R53
}
//@ in a response: an optional property is added
pub fn read(thing: api::models::Thing) -> Option<String> {
    let api::models::Thing { a, .. } = thing;
    a
}
//@ back, in a response: an optional property is added
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()?;
    thing.b.as_deref() //~ R54
}
//@ in a request: a required property is added beside a required one
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("text") //~ R50
}
pub fn read(thing: &Thing) -> &str {
    &thing.a
}
//@ in a response: a required property is added beside a required one
pub async fn read(client: &api::Client) -> Result<String, api::Error<()>> {
    let thing: api::models::Thing = client.api().receive().await?;
    Ok(thing.a)
}
//@ in both: a required property is added beside a required one
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("text") //~ R52
}
//@ in a request: the first required property is added, and `Default` is lost
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new() //~ R50
}
pub fn first() -> Thing {
    Thing::default() //~ R50
}
//@ in a response: the first required property is added, and `Default` is lost
use api::models::Thing;
pub fn in_a_test() -> Thing {
    let mut thing = Thing::default(); //~ R51
    thing.a = Some("text".to_owned());
    thing
}
//@ in a request: an optional property is removed
use api::models::Thing;
pub fn made(thing: &mut Thing) -> Thing {
    thing.b = None; //~ R53
    Thing::new().a("text")
}
//@ in a response: an optional property is removed
pub async fn read(client: &api::Client) -> Option<String> {
    let thing = client.api().receive().send().await.ok()?;
    let status = thing.status();
    thing.output.b.clone() //~ R54
}
//@ in a request: a required property is removed
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("a", "b") //~ R53
}
//@ in a response: a required property is removed
use api::models::Thing;
pub fn read(thing: Thing) -> String {
    let Thing { a, b, .. } = thing; //~ R55
    a
}
//@ in a request: a property becomes required
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("b") //~ R56
}
pub fn read(thing: &Thing) -> Option<&str> {
    thing.a.as_deref() //~ R56
}
//@ back, in a request: a property becomes required
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("a", "b") //~ R57
}
//@ in a response: a property becomes required
use api::models::Thing;
pub fn read(thing: &Thing) -> &str {
    match &thing.a {
        Some(a) => a, //~ R58
        None => &thing.b, //~ R58
    }
}
//@ in a response: a property becomes optional
pub fn length(thing: &api::models::Thing) -> usize {
    thing.b.len() + thing.a.len() //~ R59
}
//@ in a request: a property becomes optional
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("a", "b") //~ R57
}
//@ in a request: a required property becomes nullable
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("a") //~ R60
}
//@ in a response: a required property becomes nullable
pub fn read(thing: &api::models::Thing) -> &str {
    &thing.a //~ R61
}
//@ in a request: an optional property becomes nullable
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("set") //~ R60
}
pub fn read(thing: &Thing) -> bool {
    thing.a.is_some() //~ R60
}
//@ in a response: an optional property becomes nullable
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()
}
//@ in both: an optional property becomes nullable
pub fn take(thing: api::models::Thing) -> Option<String> {
    thing.a //~ R61
}
//@ in a request: a property ceases to be nullable
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new(None) //~ R62
}
//@ in a response: a property ceases to be nullable
pub fn read(thing: &api::models::Thing) -> &str {
    thing.a.as_deref().unwrap_or("none") //~ R62
}
//@ in a request: a property is renamed
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a").first_name("Ada") //~ R68
}
//@ in a response: a property is renamed
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()?;
    thing.first_name.as_deref() //~ R68
}
//@ in a request: a property is spelled otherwise, and the field stays
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().first_name("Ada")
}
//@ in a request: readOnly is added
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a") //~ R70
}
//@ in a response: readOnly is added
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()
}
//@ back, in both: readOnly is added
use api::models::Thing;
pub fn made() -> Thing {
    let mut thing = Thing::new();
    thing.a = Some("a".to_owned());
    thing
}
//@ in both: readOnly is withdrawn
use api::models::Thing;
pub fn read(thing: &Thing) -> bool {
    thing.a.is_some() //~ R70
}
//@ in a request: writeOnly is added
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a")
}
//@ in a response: writeOnly is added
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()
}
//@ in a request: the default of a property changes
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a(1)
}
//@ in a request: a property is deprecated
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a") //? R79
}
pub fn read(thing: &Thing) -> Option<&str> {
    thing.a.as_deref() //? R79
}
//@ back, in a response: a property is deprecated
#[expect(deprecated)]
pub fn read(thing: &api::models::Thing) -> Option<&str> {
    thing.a.as_deref()
}
//@ in both: required properties of one type stand in another order
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new("a", "b")
}
//@ in a request: a property becomes a secret
use api::models::Thing;
pub fn shown() -> String {
    format!("{:?}", Thing::new().a("a"))
}
//@ in a response: a property is no secret any more
pub fn shown(thing: &api::models::Thing) -> String {
    format!("{:?}: {:?}", thing, thing.a)
}
//@ in both: the description of a property changes
use api::models::Thing;
pub fn made() -> Thing {
    Thing::new().a("a")
}
