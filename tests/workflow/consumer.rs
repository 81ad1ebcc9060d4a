//! Crates of others that keep the bindings as a private module two levels deep: in their sources, or in `OUT_DIR`.

use crate::checkout::{cargo, files, resolve, workplace, Checkout};
use crate::outcome::{say, Outcome};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Editions in which the bindings have to compile.
const EDITIONS: [&str; 2] = ["2021", "2024"];

/// What keeps the bindings among the sources.
const VENDORED: Kind =
    Kind { name: "vendored", target: ".vendored(\"src/wire/authlete\")", module: "mod authlete;" };
/// What includes them from `OUT_DIR`.
const INCLUDED: Kind = Kind {
    name: "included",
    target: ".out_file(\"authlete.rs\")",
    module: "mod authlete {\n    include!(concat!(env!(\"OUT_DIR\"), \"/authlete.rs\"));\n}",
};

/// How a crate takes the bindings.
struct Kind {
    name: &'static str,
    target: &'static str,
    module: &'static str,
}

/// A crate whose build script makes bindings.
struct Consumer<'a> {
    checkout: &'a Checkout,
    root: PathBuf,
    dependencies: String,
    name: &'static str,
}

impl<'a> Consumer<'a> {
    /// Starts a crate without any dependency but the generator.
    fn new(checkout: &'a Checkout, kind: &Kind) -> Self {
        let root = workplace().join(kind.name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("src/wire")).unwrap();
        let consumer = Self { checkout, root, dependencies: String::new(), name: kind.name };
        for (from, to) in [("spec/nativesso.yaml", "openapi.yaml"), ("spec/bindings.yaml", "bindings.yaml")] {
            consumer.write(to, &checkout.read(from));
        }
        // The versions that have been downloaded and compiled already.
        consumer.write("Cargo.lock", &checkout.read("Cargo.lock"));
        consumer.write(
            "build.rs",
            &format!(
                "fn main() -> Result<(), openapi_bindgen::cargo::Failure> {{\n    openapi_bindgen::cargo::Builder::new()\
                 .document(\"openapi.yaml\"){}.generate()\n}}\n",
                kind.target
            ),
        );
        consumer.write(
            "src/lib.rs",
            "//! A crate that keeps the bindings to itself.\n#![deny(warnings, missing_docs)]\n\nmod wire;\n\n\
             /// Returns the URL of a server.\npub fn server() -> String {wire::server()}\n",
        );
        consumer.write(
            "src/wire/mod.rs",
            &format!(
                "//! What is kept.\n\n{}\n\npub(crate) fn server() -> String {{\n    authlete::Server::Japan.url()\n}}\n",
                kind.module
            ),
        );
        consumer
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap();
    }

    /// Builds, in an edition.
    fn build(&self, edition: &str, variables: &[(&str, &str)]) -> Outcome {
        // A folder without a workspace of its own would be taken for a member of the one around it.
        self.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n\n[dependencies]\n{}\n\
                 [build-dependencies]\nopenapi-bindgen = {{ path = '{}', default-features = false }}\n\n[workspace]\n",
                self.name,
                self.dependencies,
                self.checkout.root().join("generator").display(),
            ),
        );
        resolve(cargo(&self.root).arg("build").envs(variables.iter().copied()))
    }

    /// Builds without the dependencies that the bindings need, and adds those that the build names.
    fn add_named_dependencies(&mut self) {
        let outcome = self.build(EDITIONS[0], &[]).failure();
        let mark = "the bindings need this line under [dependencies]: ";
        let named = outcome.stderr.lines().filter_map(|line| Some(line.split_once(mark)?.1));
        // Cargo says twice what the build script of a crate that does not compile has said.
        let named: BTreeSet<&str> = named.collect();
        self.dependencies = named.iter().map(|line| format!("{line}\n")).collect();
        assert!(self.dependencies.contains("serde_json"), "the lines are not named: {outcome}");
    }

    /// Returns the vendored files with their texts.
    fn vendored(&self) -> Vec<(String, String)> {
        let folder = self.root.join("src/wire/authlete");
        let text = |path: &String| fs::read_to_string(folder.join(path)).unwrap();
        files(&folder).into_iter().map(|path| (path.clone(), text(&path))).collect()
    }
}

/// Whether there is a `cargo fmt`, which the smallest installation of Rust lacks.
fn has_rustfmt(checkout: &Checkout) -> bool {
    let exists = Outcome::of(cargo(checkout.root()).args(["fmt", "--version"])).succeeded;
    if !exists {
        say("SKIPPED: that `cargo fmt` changes nothing, because there is no `cargo fmt`\n");
    }
    exists
}

#[test]
fn a_private_module_two_levels_deep_compiles_without_warnings_and_survives_cargo_fmt() {
    let checkout = Checkout::new();
    let mut consumer = Consumer::new(&checkout, &VENDORED);
    consumer.add_named_dependencies();
    for edition in EDITIONS {
        consumer.build(edition, &[]).success().says_nothing_of("warning: unused");
    }
    let before = consumer.vendored();
    assert!(before.iter().any(|(path, _)| path == "mod.rs"));
    if !has_rustfmt(&checkout) {
        return;
    }

    Outcome::of(cargo(&consumer.root).arg("fmt")).success();
    let own = fs::read_to_string(consumer.root.join("src/lib.rs")).unwrap();
    assert!(own.contains("{\n    wire::server()\n}"), "cargo fmt did nothing: {own}");
    for ((path, before), (_, after)) in before.iter().zip(consumer.vendored()) {
        assert!(*before == after, "cargo fmt changed {path}");
    }
    consumer.build(EDITIONS[1], &[("CI", "1")]).success();
}

#[test]
fn a_file_in_out_dir_included_two_levels_deep_compiles_without_warnings() {
    let checkout = Checkout::new();
    let mut consumer = Consumer::new(&checkout, &INCLUDED);
    consumer.add_named_dependencies();
    for edition in EDITIONS {
        consumer.build(edition, &[]).success().says_nothing_of("warning: unused");
    }
    assert_eq!(files(&consumer.root.join("src")), ["lib.rs", "wire/mod.rs"]);
}

#[test]
fn cargo_fmt_leaves_the_vendored_crate_alone() {
    let checkout = Checkout::new();
    if !has_rustfmt(&checkout) {
        return;
    }
    Outcome::of(cargo(checkout.root()).args(["fmt", "--package", "authlete-native-sso"])).success();
    let changed = checkout.changes();
    let changed: Vec<&String> = changed.iter().filter(|line| line.starts_with("generated/")).collect();
    assert!(changed.is_empty(), "cargo fmt changed {changed:#?}");
}
