//@ a component is added
pub fn read(pet: &api::models::Pet) -> Option<&str> {
    pet.name.as_deref()
}
//@ a component is removed
pub fn lives(cat: &api::models::Cat) -> Option<i64> { //~ R116
    cat.lives
}
//@ a component that others use is renamed, which is one change
use api::models::Owner; //~ R116
pub fn owner(pet: api::models::Pet) -> Option<Owner> {
    pet.owner
}
//@ a renamed component keeps its name by the configuration
use api::models::{Owner, Pet};
pub fn owner(pet: Pet) -> Option<Owner> {
    pet.owner
}
//@ an inline schema becomes a component
use api::models::{Pet, PetOwner}; //~ R117
pub fn owner(pet: Pet) -> Option<PetOwner> {
    pet.owner
}
//@ a component becomes an inline schema
use api::models::{Owner, Pet}; //~ R117
pub fn owner(pet: Pet) -> Option<Owner> {
    pet.owner
}
//@ an inline scalar becomes a component, which is no change of the property
pub fn id(pet: &api::models::Pet) -> Option<i64> {
    pet.id
}
//@ a newcomer has the Rust name of another
pub fn read(it: &api::models::AB) -> Option<&str> {
    it.c.as_deref()
}
//@ an inline schema gets a title
pub fn owner(pet: api::models::Pet) -> Option<api::models::PetOwner> {
    pet.owner
}
//@ a reference gains siblings and is a schema of its own
use api::models::{Animal, Pet};
pub fn same(pet: Pet) -> Animal {
    pet //~ R120
}
//@ another schema of the same shape takes the place of one, and both are there
use api::models::{Pet, A, B};
pub fn at(pet: Pet) -> Option<A> {
    pet.at //~ R64
}
pub fn made() -> B {
    B::new().x("x") //~ R125
}
//@ the configuration names a type otherwise
pub fn read(pet: &api::models::Pet) -> Option<&str> { //~ R69
    pet.name.as_deref()
}
