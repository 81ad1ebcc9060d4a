//! Makes bindings of every accepted fixture, each a module of its own in one file that `lib.rs` includes.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_bindgen::cargo::Builder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fixtures = Path::new("../fixtures/accept");
    println!("cargo::rerun-if-changed={}", fixtures.display());
    let mut documents = Vec::new();
    for construct in fs::read_dir(fixtures)? {
        for case in fs::read_dir(construct?.path())? {
            let path = case?.path();
            if path.extension().is_some_and(|extension| extension == "yaml")
                && !path.to_string_lossy().ends_with(".bindings.yaml")
            {
                documents.push(path);
            }
        }
    }
    documents.sort();
    let mut modules = String::new();
    for document in documents {
        modules.push_str(&module(&document)?);
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("fixtures.rs");
    fs::write(out, modules)?;
    Ok(())
}

/// Makes the bindings of a document and returns the module that holds them.
fn module(document: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let words = document
        .iter()
        .rev()
        .take(2)
        .map(|part| part.to_string_lossy().replace(".yaml", ""));
    let name = words
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect::<Vec<_>>()
        .join("_");
    let own = document.with_extension("bindings.yaml");
    let config = if own.exists() {
        own
    } else {
        PathBuf::from("../fixtures/bindings.yaml")
    };
    Builder::new()
        .document(document)
        .config(config)
        .out_file(format!("{name}.rs"))
        .generate()?;
    Ok(format!(
        "pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n"
    ))
}
