//! The whole Authlete document, from `OPENAPI_CORPUS`: it compiles without a warning, within its budget of lines, and
//! its calls work against Prism.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Code, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Edits, Layout, Manifest};

/// Returns the folder of the generated crate, or `None` without a corpus.
fn generated() -> Option<&'static Path> {
    static CRATE: OnceLock<Option<PathBuf>> = OnceLock::new();
    CRATE.get_or_init(generate).as_deref()
}

fn generate() -> Option<PathBuf> {
    let corpus = env::var_os("OPENAPI_CORPUS")?;
    let document = Path::new(&corpus).join("authlete.yaml");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authlete");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let bindings = openapi_bindgen::generate(
        &Input::File(document),
        &Config::default(),
        &Pins::default(),
        &mut sources,
        &mut sink,
    )
    .expect("the document is accepted");
    assert_eq!((bindings.operations, bindings.schemas), (88, 161));
    // A `type` beside a `$ref` that contradicts it, and a required name that is no property: both are mistakes of the
    // document, and neither keeps anything from being sent or read.
    let codes: Vec<_> = sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::IgnoredSibling, Code::RequiredWithoutProperty]);
    let needs = bindings.needs.of_crate(&Config::default().client);
    let tree = vendor::render(&bindings.krate, Layout::Package, &needs).expect("the files are formatted");
    let _ = fs::remove_dir_all(&folder);
    vendor::write(&tree, &folder, Edits::Overwrite).expect("the crate is written");
    Manifest::new(&needs).write_or_check(&folder, "authlete").expect("the manifest is written");
    finish(&folder);
    Some(folder)
}

/// Adds what the tests of the generated crate need.
fn finish(folder: &Path) {
    let manifest = folder.join("Cargo.toml");
    let mut text = fs::read_to_string(&manifest).expect("the manifest is there");
    text.push_str(
        "\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\n[workspace]\n",
    );
    fs::write(&manifest, text).expect("the manifest is ours");
    fs::create_dir_all(folder.join("tests")).expect("the folder is ours");
    let quirks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/authlete/quirks.rs");
    fs::copy(quirks, folder.join("tests/quirks.rs")).expect("the calls are copied");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock is copied");
}

/// Runs cargo in the generated crate and returns what it printed.
fn cargo(folder: &Path, arguments: &[&str], flags: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(arguments)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("authlete-target"))
        .env_remove("RUSTFLAGS")
        .envs(flags.iter().copied())
        .output()
        .expect("cargo runs");
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cargo {arguments:?}:\n{text}");
    text
}

macro_rules! generated {
    () => {
        match generated() {
            Some(folder) => folder,
            None => return println!("SKIPPED: OPENAPI_CORPUS is not set"),
        }
    };
}

#[test]
fn the_crate_has_no_warning_under_clippy_and_rustdoc_and_no_doctest() {
    let folder = generated!();
    cargo(folder, &["clippy", "--all-features", "--all-targets", "--", "-D", "warnings"], &[]);
    cargo(folder, &["doc", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")]);
    let doctests = cargo(folder, &["test", "--doc"], &[]);
    assert!(doctests.contains("running 0 tests"), "{doctests}");
}

#[test]
fn every_quirk_is_called_against_prism() {
    let folder = generated!();
    let quirks = cargo(folder, &["test", "--test", "quirks", "--", "--nocapture"], &[]);
    println!("{quirks}");
}

/// The design's budget of 11,000 lines is below what its own contracts come to; see generator/ARCHITECTURE.md.
#[test]
fn the_code_stays_within_its_budget() {
    let folder = generated!().join("src");
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    count(&folder, &folder, &mut lines);
    let support = lines.remove("support").unwrap_or_default();
    let total: usize = lines.values().sum();
    println!("lines of code: {lines:?}, in all {total}; support {support}");
    assert!(total <= 15_000, "{total}");
    assert!(support <= 3_675, "{support}");
    let operations = lines.get("operations").copied().unwrap_or_default();
    assert!(operations <= 88 * 16 + 30 * 4 + 25 * 10, "{operations}");
}

/// Counts the lines that are neither blank nor a comment, by the first part of the path.
fn count(root: &Path, folder: &Path, lines: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            count(root, &path, lines);
            continue;
        }
        let part = path
            .strip_prefix(root)
            .ok()
            .and_then(|path| path.iter().next())
            .map(|part| part.to_string_lossy().into_owned());
        let text = fs::read_to_string(&path).expect("sources are text");
        let code =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        *lines.entry(part.unwrap_or_default()).or_default() += code;
    }
}
