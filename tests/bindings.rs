//! The repository's own bindings: what the generator makes of `spec/`, as snapshots to read, and that `generated/` is
//! that.

use std::path::Path;
use std::sync::LazyLock;

use openapi_bindgen::cargo::Builder;
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::vendor::{self, Layout, Tree};

/// What should be in `generated/`.
static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let config = Config::load(Path::new("spec/bindings.yaml"), &mut sources, &mut sink);
    let input = Input::File("spec/nativesso.yaml".into());
    let pins = vendor::read_pins(Path::new("generated")).unwrap();
    let bindings = openapi_bindgen::generate(&input, &config, &pins, &mut sources, &mut sink);
    assert_eq!(render(&sink, &sources), "", "there is nothing to say about our own document");
    let bindings = bindings.unwrap();
    let needs = bindings.needs.of_crate(&config.client);
    vendor::render(&bindings.krate, Layout::Crate, &needs).unwrap()
});

fn assert_snapshot(name: &str, path: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("bindings");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, TREE.get(path).unwrap()));
}

#[test]
fn the_request_of_native_sso_reads_well() {
    assert_snapshot("native_sso_request", "models/native_sso_request.rs");
}

#[test]
fn the_response_of_native_sso_and_its_action_read_well() {
    assert_snapshot("native_sso_response", "models/native_sso_response.rs");
}

#[test]
fn the_response_that_completes_a_backchannel_authentication_reads_well() {
    assert_snapshot(
        "backchannel_authentication_complete_response",
        "models/backchannel_authentication_complete_response.rs",
    );
}

#[test]
fn the_client_reads_well() {
    assert_snapshot("client", "client.rs");
}

#[test]
fn the_operations_read_well() {
    assert_snapshot("operations_native_sso", "operations/native_sso.rs");
    assert_snapshot("operations_ciba", "operations/ciba.rs");
}

#[test]
fn the_public_surface_is_what_was_reviewed() {
    assert_snapshot("api", "api.txt");
}

#[test]
fn the_vendored_code_has_not_drifted() {
    let builder = Builder::new().document("spec/nativesso.yaml").config("spec/bindings.yaml");
    openapi_bindgen::assert_vendored!(builder.vendored_crate("generated"));
}
