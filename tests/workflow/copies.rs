//! Cargo's own copies of a package are never written, whatever their document says.

use crate::checkout::{cargo, workplace, Checkout};
use crate::outcome::Outcome;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A file that is gone afterwards, with the build script to run again: in a copy, it watches nothing.
struct Mark<'a> {
    checkout: &'a Checkout,
    path: &'static str,
}

impl<'a> Mark<'a> {
    fn new(checkout: &'a Checkout, path: &'static str) -> Self {
        checkout.write(path, "{}");
        Self { checkout, path }
    }
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.checkout.root().join(self.path));
        touch_build_script(self.checkout);
    }
}

fn touch_build_script(checkout: &Checkout) {
    checkout.write("build.rs", &checkout.read("build.rs"));
}

#[test]
fn a_copy_that_cargo_has_unpacked_or_vendored_is_left_alone() {
    let checkout = Checkout::new();
    checkout.add_enum_value();
    for (path, change) in
        [(".cargo-ok", ".cargo-ok +1 -0"), (".cargo-checksum.json", ".cargo-checksum.json +1 -0")]
    {
        let mark = Mark::new(&checkout, path);
        checkout.build().success().says(&["the bindings are used as they are", path]);
        checkout.assert_changes(&[change, "spec/nativesso.yaml +1 -0"]);
        drop(mark);
    }
}

/// Runs the build script alone, in the environment that cargo gives it: with another home, cargo itself would have to
/// download and compile everything again.
#[test]
fn a_copy_below_cargo_home_is_left_alone() {
    let checkout = Checkout::new();
    checkout.add_enum_value();
    let run = |home: &Path| {
        let mut script = Command::new(build_script(&checkout));
        script
            .current_dir(checkout.root())
            .env("CARGO_MANIFEST_DIR", checkout.root())
            .env("CARGO_HOME", home);
        Outcome::of(script.env_remove("CI").env_remove("OPENAPI_UPDATE")).success()
    };
    run(&workplace()).says(&["the bindings are used as they are", "is below CARGO_HOME"]);
    checkout.assert_changes(&["spec/nativesso.yaml +1 -0"]);
    run(&workplace().join("vendored")).says(&["rewrote"]);
}

/// Returns the program that `build.rs` was compiled to.
fn build_script(checkout: &Checkout) -> String {
    let mut build = cargo(checkout.root());
    let messages =
        Outcome::of(build.args(["build", "--message-format", "json"]).env("OPENAPI_UPDATE", "no")).success();
    let messages = messages.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut scripts = messages.filter(|it| it["target"]["kind"][0] == "custom-build");
    let own =
        scripts.find(|it| it["target"]["src_path"] == checkout.root().join("build.rs").display().to_string());
    own.and_then(|it| Some(it["filenames"][0].as_str()?.to_owned())).expect("cargo names the build script")
}
