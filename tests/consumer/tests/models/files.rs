//! Models of documents in many files.

use consumer::files_collisions::models::Event;
use consumer::files_split::models::Animal;
use serde_json::json;

use crate::{assert_kept, read};

#[test]
fn a_mapping_of_relative_references_tells_the_members() {
    let cat = json!({ "kind": "cat", "mother": { "kind": "cat", "size": "small" } });
    let dog = json!({ "kind": "dog", "friends": [cat] });
    let animal: Animal = read(dog.clone());
    let Animal::HouseDog(dog_read) = &animal else { panic!("{animal:?}") };
    let friends = dog_read.friends.as_deref().unwrap();
    assert!(matches!(friends, [Animal::Cat(cat)] if cat.mother.is_some()), "{friends:?}");
    assert_kept::<Animal>(dog);
}

#[test]
fn a_schema_that_is_told_by_its_file_keeps_the_value_of_its_discriminator() {
    let event: Event = read(json!({ "kind": "Created", "by": "me" }));
    let Event::EventsCreated(created) = &event else { panic!("{event:?}") };
    assert_eq!(created.by.as_deref(), Some("me"));
}
