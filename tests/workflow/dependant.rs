//! What a dependant of the published package compiles: the bindings and what they need, and nothing of the generator.

use crate::checkout::{cargo, files, resolve, target, workplace, Checkout};
use crate::outcome::{say, Outcome};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What only the generator needs. A dependant's lock file lists them; none may be compiled.
const GENERATOR: [&str; 6] =
    ["openapi-bindgen", "openapiv3", "prettyplease", "pulldown-cmark", "serde_yaml", "syn"];

/// Unpacks an archive of `cargo package` and returns the paths in it.
fn unpack(name: &str, into: &Path) -> Vec<String> {
    let archive = target().join("package").join(format!("{name}-0.1.0.crate"));
    Outcome::of(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(into)).success();
    files(&into.join(format!("{name}-0.1.0")))
}

/// Returns the IDs of the packages of which something is compiled for the crate in `folder`, itself not counted.
fn compiled(folder: &Path, arguments: &[&str]) -> BTreeSet<String> {
    let mut build = cargo(folder);
    build.args(["build", "--message-format", "json"]).args(arguments);
    let messages = resolve(&mut build).success().stdout;
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let packages = messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| Some(message["package_id"].as_str()?.to_owned()));
    packages.filter(|id| !id.contains("/dependant#")).collect()
}

/// Returns the name in the ID of a package: `registry+https://…#name@version` or `path+file:///…/folder#name@version`.
fn name_of(id: &str) -> &str {
    let fragment = id.rsplit('#').next().unwrap_or(id);
    fragment.split('@').next().unwrap_or(fragment)
}

#[test]
fn a_dependant_compiles_neither_syn_nor_the_generator() {
    let checkout = Checkout::new();
    // The archives are what is tested here; .ci/run has cargo verify them.
    let package =
        ["package", "-p", "authlete-native-sso", "-p", "openapi-bindgen", "--no-verify", "--locked"];
    resolve(cargo(checkout.root()).args(package)).success();
    let folder = workplace().join("dependant");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("src")).unwrap();
    let published = workplace().join("published");
    let _ = fs::remove_dir_all(&published);
    fs::create_dir_all(&published).unwrap();
    let paths = unpack("authlete-native-sso", &published);
    assert!(!paths.iter().any(|path| path == "build.rs" || path.starts_with("spec/")), "{paths:#?}");
    unpack("openapi-bindgen", &published);

    // Neither package is in the registry yet.
    let manifest = format!(
        "[package]\nname = \"dependant\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[features]\ndefault = [\"reqwest\"]\n\
         reqwest = [\"authlete-native-sso/reqwest\"]\n\n[dependencies]\n\
         authlete-native-sso = {{ version = \"0.1.0\", default-features = false }}\n\n[patch.crates-io]\n\
         authlete-native-sso = {{ path = '{0}/authlete-native-sso-0.1.0' }}\n\
         openapi-bindgen = {{ path = '{0}/openapi-bindgen-0.1.0' }}\n\n[workspace]\n",
        published.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("Cargo.lock"), checkout.read("Cargo.lock")).unwrap();
    let main = "fn main() {\n    println!(\"{}\", authlete_native_sso::Server::Japan.url());\n}\n";
    fs::write(folder.join("src/main.rs"), main).unwrap();

    let with_tls = compiled(&folder, &[]);
    let without = compiled(&folder, &["--no-default-features"]);
    assert!(with_tls.iter().any(|id| name_of(id) == "rustls"), "{with_tls:#?}");
    for id in with_tls.union(&without) {
        assert!(!GENERATOR.contains(&name_of(id)), "a dependant compiles {id}");
    }
    say(&format!(
        "a dependant compiles {} packages, {} without default features\n",
        with_tls.len(),
        without.len()
    ));
}
