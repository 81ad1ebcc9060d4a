//! The page about the configuration names every key that is read.

use openapi_bindgen::config::Config;
use std::path::Path;

#[test]
fn every_key_is_documented() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let page = std::fs::read_to_string(page).unwrap();
    let missing: Vec<String> =
        Config::keys().into_iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert_eq!(missing, [] as [String; 0], "docs/configuration.md does not name these");
}
