//! What is made of hostile documents through the compiler: many of them as modules of one crate, with warnings denied.
//!
//! The oracle reads the files as `syn` does; here rustc, rustdoc and the collector of doctests have the last word.

use super::injection::{assigned, Twin, MAXIMAL};
use super::oracle;
use super::payloads::payloads;
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Edits, Layout, Manifest};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many documents of each version are compiled; each has every payload somewhere, another one in each place.
const DOCUMENTS: usize = 6;
/// Everything that makes code of the document's text, and no transport, which has none.
const CONFIGURATION: &str = "{ check: ['*'], serde: both, client: { transports: [] } }";

/// A crate whose modules are the bindings of documents.
struct Batch {
    folder: PathBuf,
    modules: String,
    dependencies: BTreeSet<String>,
}

impl Batch {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
        fs::remove_dir_all(folder.join("src")).ok();
        fs::create_dir_all(folder.join("src")).unwrap();
        let modules = "//! Bindings of hostile documents.\n#![deny(warnings, missing_docs)]\n".to_owned();
        Self { folder, modules, dependencies: BTreeSet::new() }
    }

    fn add(&mut self, name: &str, document: &Value) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let config = Config::read(CONFIGURATION, &mut sink);
        let input = Input::Bytes(format!("{name}.json"), document.to_string().into_bytes());
        let made = openapi_bindgen::generate(&input, &config, &Pins::default(), &mut sources, &mut sink);
        let made = made.unwrap_or_else(|| panic!("{name}: {}", render(&sink, &sources)));
        let needs = made.needs.of_module(&config.client);
        let tree = vendor::render(&made.krate, Layout::Module, &needs).unwrap();
        oracle::inspect(&tree).unwrap_or_else(|broken| panic!("{name}: {broken}"));
        vendor::write(&tree, &self.folder.join("src").join(name), Edits::Overwrite).unwrap();
        self.dependencies.extend(Manifest::new(&needs).dependencies());
        writeln!(self.modules, "#[rustfmt::skip]\npub mod {name};").unwrap();
    }

    /// Writes the crate, a workspace of its own that has the dependencies of this one.
    fn finish(self) -> Self {
        let manifest = format!(
            "[package]\nname = \"hostile\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n[dependencies]\n{}\n",
            Vec::from_iter(self.dependencies.iter().map(String::as_str)).join("\n"),
        );
        fs::write(self.folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(self.folder.join("src/lib.rs"), &self.modules).unwrap();
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, self.folder.join("Cargo.lock")).unwrap();
        self
    }

    /// Runs cargo, and returns what it prints to standard output.
    fn cargo(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {arguments:?} in {}:\n{errors:.8000}", self.folder.display());
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

#[test]
#[ignore = "takes a minute; it compiles dozens of documents"]
fn bindings_of_hostile_documents_compile_and_have_no_doctests() {
    let payloads = payloads();
    let mut batch = Batch::new();
    for (version, layers) in MAXIMAL.iter().enumerate() {
        let twin = Twin::new(layers);
        let chunks = twin.chunks(payloads.len());
        for index in 0..DOCUMENTS {
            let round = index * payloads.len() / DOCUMENTS;
            let hostile = twin.with(&assigned(&chunks[index % chunks.len()], &payloads, round));
            batch.add(&format!("version_{version}_document_{index}"), &hostile);
        }
    }
    let batch = batch.finish();
    batch.cargo(&["doc", "--no-deps"]);
    let listed = batch.cargo(&["test", "--doc", "--", "--list"]);
    // The runtime is ours, and may have doctests.
    let doctests: Vec<&str> =
        listed.lines().filter(|line| line.ends_with(": test") && !line.contains("/support/")).collect();
    assert_eq!(doctests, [""; 0]);
    assert!(listed.contains(" tests, "), "{listed}");
}
