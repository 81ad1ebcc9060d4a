//! Makes bindings of every accepted fixture, each a module of its own in one file that `lib.rs` includes; of some also
//! as strangers keep them: as a folder, and as a private module below another.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use openapi_bindgen::cargo::Builder;
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Edits, Layout};

const FIXTURES: &str = "../fixtures/accept";

/// The fixtures that are compiled as private modules, too: together they have every kind of item.
const PRIVATE: &[&str] =
    &["docs/hostile", "response/errors", "security/environment", "server/variables", "union/names"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FIXTURES}");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut modules = String::new();
    for document in documents()? {
        modules.push_str(&module(&document)?);
    }
    modules.push_str("mod outer {\n");
    for case in PRIVATE {
        modules.push_str(&private_module(case, &out)?);
    }
    modules.push_str("}\n");
    fs::write(out.join("fixtures.rs"), modules)?;
    Ok(())
}

fn documents() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for construct in fs::read_dir(FIXTURES)? {
        for case in fs::read_dir(construct?.path())? {
            let path = case?.path();
            let path = if path.is_dir() { path.join("openapi.yaml") } else { path };
            let name = path.to_string_lossy();
            if name.ends_with(".yaml")
                && !name.ends_with(".bindings.yaml")
                && !name.ends_with(".overlay.yaml")
            {
                documents.push(path);
            }
        }
    }
    documents.sort();
    Ok(documents)
}

fn configuration(document: &Path) -> PathBuf {
    let own = document.with_extension("bindings.yaml");
    if own.exists() { own } else { PathBuf::from("../fixtures/bindings.yaml") }
}

/// Makes the bindings of a document, and returns the public module that includes them.
fn module(document: &Path) -> Result<String, Box<dyn Error>> {
    let case = document.strip_prefix(FIXTURES)?.with_extension("");
    let case = if case.ends_with("openapi") { case.parent().unwrap_or(&case) } else { &case };
    let name = case.to_string_lossy().replace(['/', '\\'], "_");
    Builder::new()
        .document(document)
        .config(configuration(document))
        .out_file(format!("{name}.rs"))
        .generate()?;
    let mut module = String::new();
    writeln!(module, "/// The bindings of `accept/{}`.", case.display())?;
    writeln!(module, "pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}")?;
    Ok(module)
}

/// Returns two private modules of one document: one that includes the file, and one that is a folder.
fn private_module(case: &str, out: &Path) -> Result<String, Box<dyn Error>> {
    let document = Path::new(FIXTURES).join(case).with_extension("yaml");
    let name = case.replace('/', "_");
    let folder = out.join(&name);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let config = Config::load(&configuration(&document), &mut sources, &mut sink);
    let input = Input::File(document);
    let bindings = openapi_bindgen::generate(&input, &config, &Pins::default(), &mut sources, &mut sink);
    let bindings = bindings.ok_or("refused, though `module` has accepted it")?;
    let tree = vendor::render(&bindings.krate, Layout::Module, &bindings.needs.of_module(&config.client))?;
    vendor::write(&tree, &folder, Edits::Overwrite)?;
    let mut module = String::new();
    writeln!(module, "mod {name}_included {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}")?;
    writeln!(module, "#[path = {:?}]\nmod {name}_vendored;", folder.join("mod.rs"))?;
    Ok(module)
}
