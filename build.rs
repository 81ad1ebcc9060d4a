//! Keeps `generated/` equal to what `spec/` asks for; see `openapi_bindgen::cargo` for when it writes and when it fails.
//!
//! The published package has no build script: dependants compile the vendored code and nothing else. A git dependency does
//! run it, and leaves `generated/` alone.

use openapi_bindgen::cargo::{Builder, Failure};

fn main() -> Result<(), Failure> {
    Builder::new()
        .document("spec/nativesso.yaml")
        .config("spec/bindings.yaml")
        .vendored_crate("generated")
        .generate()
}
