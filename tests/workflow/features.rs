//! A crate whose operations hang on features: it compiles without warnings with all of them, with each one and with none.

use crate::checkout::{cargo, resolve, workplace};
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Edits, Layout, Manifest};
use std::fs;

const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: Features, version: '1' }
paths:
  /pets:
    get:
      tags: [Pets]
      responses: { '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /tower:
    delete: { tags: [Tower], responses: { '204': { description: Gone. } } }
  /untagged:
    get: { responses: { '204': { description: None. } } }
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string } } }
";

#[test]
fn operations_come_and_go_with_the_features_of_their_tags() {
    let root = workplace().join("features");
    let _ = fs::remove_dir_all(&root);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let config = Config::read("features: tags\nclient: { transports: [] }\n", &mut sink);
    let input = Input::Bytes("openapi.yaml".to_owned(), DOCUMENT.into());
    let bindings =
        openapi_bindgen::generate(&input, &config, &Pins::default(), &mut sources, &mut sink).unwrap();
    let features = bindings.krate.features();
    assert_eq!(features, ["api", "pets", "tower_operations"]);
    let needs = bindings.needs.of_crate(&config.client);
    let tree = vendor::render(&bindings.krate, Layout::Package, &needs).unwrap();
    vendor::write(&tree, &root, Edits::Overwrite).unwrap();
    Manifest::new(&needs).with_features(&features).write_or_check(&root, "features").unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    // A folder without a workspace of its own would be taken for a member of the one around it.
    fs::write(root.join("Cargo.toml"), format!("{manifest}\n[workspace]\n")).unwrap();
    fs::copy("Cargo.lock", root.join("Cargo.lock")).unwrap();
    let check = |arguments: &[&str]| {
        let mut command = cargo(&root);
        command.arg("check").args(arguments).env("RUSTFLAGS", "-Dwarnings");
        resolve(&mut command).success()
    };
    check(&[]);
    check(&["--no-default-features"]);
    for feature in &features {
        check(&["--no-default-features", "--features", feature]);
    }
}
