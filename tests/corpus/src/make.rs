//! One document: its bindings as two crates, and the values to send through them.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use openapi_bindgen::config::{Config, References, Serde};
use openapi_bindgen::diagnostic::{render, Pointer, Severity, Sink, Source, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Edits, Layout, Manifest, Needs, Tree};
use openapi_bindgen::Bindings;
use serde_json::{json, Value};

use crate::doctests;
use crate::examples;
use crate::files;
use crate::sample::Samples;
use crate::schemas::Schemas;
use crate::worker;
use crate::Failure;

/// Writes the crates of an accepted document, and says what became of it.
pub fn make(document: &Path, slug: &str, out: &Path) -> Result<Value, Failure> {
    for folder in ["crates", "values", "samples", "failures", "diagnostics"] {
        fs::create_dir_all(out.join(folder))?;
    }
    let start = Instant::now();
    let run = Run::new(document, &config(document, Serde::Needed));
    let tree = run.tree(Layout::Package)?;
    let seconds = start.elapsed().as_secs_f64();
    let memory = peak_memory();
    fs::write(out.join("diagnostics").join(slug), &run.diagnostics)?;
    let (Some(bindings), Some(tree)) = (&run.bindings, tree) else {
        return Ok(json!({ "result": "refused", "seconds": seconds, "memory": memory, "codes": run.codes }));
    };
    let lines = own_lines(&tree);
    let rust = tree.iter().filter(|(path, _)| path.ends_with(".rs"));
    let doctests: usize = rust.map(|(_, text)| doctests::count(text)).sum();
    let folder = out.join("crates").join(slug);
    replace(&tree, &folder)?;
    manifest_of(bindings, &folder, slug)?;
    let values = values(document, slug, out);
    Ok(json!({
        "result": "accepted", "seconds": seconds, "memory": memory, "codes": run.codes,
        "operations": bindings.operations, "schemas": bindings.schemas, "lines": lines, "doctests": doctests,
        "version": version(document), "values": values.err().map(|failure| failure.to_string()),
    }))
}

/// Writes the `Cargo.toml` of the bindings as a crate. It would be its owner's to change, and is ours.
pub fn manifest_of(bindings: &Bindings, folder: &Path, name: &str) -> Result<(), Failure> {
    let _ = fs::remove_file(folder.join("Cargo.toml"));
    let needs = bindings.needs.of_crate(&Config::default().client);
    Manifest::new(&needs).write_or_check(folder, name)?;
    Ok(())
}

/// Lets a document of a folder refer to everything in the folder.
pub fn config(document: &Path, serde: Serde) -> Config {
    let corpus = env::var_os("OPENAPI_CORPUS").map(PathBuf::from).unwrap_or_default();
    let mut below = document.strip_prefix(&corpus).into_iter().flat_map(Path::components);
    let folder = below.next().filter(|_| below.next().is_some());
    let root = folder.map(|folder| corpus.join(folder));
    Config { serde, references: References { root }, ..Config::default() }
}

/// What the generator made of a document.
pub struct Run {
    pub bindings: Option<Bindings>,
    sources: Sources,
    pub diagnostics: String,
    codes: BTreeMap<String, usize>,
}

impl Run {
    pub fn new(document: &Path, config: &Config) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let input = Input::File(document.to_owned());
        let bindings = openapi_bindgen::generate(&input, config, &Pins::default(), &mut sources, &mut sink);
        let refused = sink.diagnostics().iter().any(|it| it.code.severity() == Severity::Error);
        let mut codes = BTreeMap::new();
        for diagnostic in sink.diagnostics() {
            // What refuses a document is what matters then.
            if !refused || diagnostic.code.severity() == Severity::Error {
                *codes.entry(diagnostic.code.to_string()).or_insert(0) += 1;
            }
        }
        let bindings = bindings.filter(|_| !refused);
        Self { bindings, diagnostics: render(&sink, &sources), codes, sources }
    }

    pub fn tree(&self, layout: Layout) -> Result<Option<Tree>, Failure> {
        let Some(bindings) = &self.bindings else {
            return Ok(None);
        };
        let needs = bindings.needs.of_crate(&Config::default().client);
        Ok(Some(vendor::render(&bindings.krate, layout, &needs)?))
    }
}

/// Writes the crate of the models that go both ways, and the values.
fn values(document: &Path, slug: &str, out: &Path) -> Result<(), Failure> {
    let folder = out.join("values").join(slug);
    let config = config(document, Serde::Both);
    let Run { bindings: Some(mut bindings), sources, .. } = Run::new(document, &config) else {
        return Err("refused with `serde: both`".into());
    };
    bindings.krate.client = None;
    bindings.krate.operations.clear();
    bindings.krate.xml.clear();
    let Needs { enumerations, unions, secrets, formats, .. } = bindings.needs;
    let needs = Needs { enumerations, unions, secrets, formats, ..Needs::default() };
    replace(&vendor::render(&bindings.krate, Layout::Module, &needs)?, &folder.join("src/bindings"))?;
    let types = types(&bindings, &sources, document);
    let names: BTreeSet<&str> = types.values().map(|ty| ty.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    write(&folder.join("src/main.rs"), &program(&names))?;
    write(&folder.join("Cargo.toml"), &manifest(slug, &Manifest::new(&needs).dependencies()))?;
    let samples = worker::deep(|| samples(document, &types, &names))??;
    fs::write(out.join("samples").join(slug), samples)?;
    Ok(())
}

/// The type of a schema.
pub struct Type {
    name: String,
    /// Whether the schema is a component, not what is inside of one.
    is_component: bool,
}

/// Returns the type of each schema that has one, by where the schema stands.
fn types(bindings: &Bindings, sources: &Sources, document: &Path) -> BTreeMap<String, Type> {
    let items = bindings.krate.models.iter().flat_map(|module| &module.items);
    let items: BTreeSet<&str> = items.map(|item| item.name().as_str()).collect();
    let types = bindings.krate.pins.iter().filter_map(|(key, name)| Some((key.strip_prefix("type ")?, name)));
    types
        .filter(|(_, name)| items.contains(name.as_str()))
        .filter_map(|(at, name)| {
            let is_component = at.strip_prefix("/components/schemas/").is_some_and(|key| !key.contains('/'));
            Some((place(sources, document, at)?, Type { name: name.clone(), is_component }))
        })
        .collect()
}

/// Returns where the schema stood of which the generator has made what is at a pointer.
fn place(sources: &Sources, document: &Path, at: &str) -> Option<String> {
    let (source, at) = sources.origin(Source::Document, &Pointer::parse(at)?, usize::MAX);
    let file = match source {
        Source::File(_) => PathBuf::from(sources.get(source)?.name()),
        _ => document.to_owned(),
    };
    files::place(document, &file, at.as_str())
}

/// Returns a line for each value: what it is of, where that schema is, and the value.
fn samples(document: &Path, types: &BTreeMap<String, Type>, names: &[&str]) -> Result<String, Failure> {
    let schemas = Schemas::read(document)?;
    let mut lines = String::new();
    let mut seen = BTreeSet::new();
    let mut push = |origin: &str, at: &str, value: &Value| {
        let name = types.get(at).map(|ty| ty.name.as_str()).unwrap_or_default();
        // Of a schema that may be `null` the bindings have the type of the others; whoever refers to it has an `Option`.
        let Some(index) = names.binary_search(&name).ok().filter(|_| !value.is_null()) else {
            return;
        };
        let line = json!({ "type": index, "origin": origin, "at": at, "value": value }).to_string();
        if seen.insert((index, value.to_string())) {
            lines.push_str(&line);
            lines.push('\n');
        }
    };
    for (at, value) in examples::of(&schemas, types) {
        push("example", &at, &value);
    }
    for (at, _) in types.iter().filter(|(_, ty)| ty.is_component) {
        for value in Samples::new(&schemas).of(at) {
            push("sample", at, &value);
        }
    }
    Ok(lines)
}

fn program(names: &[&str]) -> String {
    let mut text = include_str!("../program.rs.txt").to_owned();
    text.push_str("const TYPES: &[fn(&str) -> Result<String, String>] = &[\n");
    for name in names {
        text.push_str(&format!("    trip::<bindings::models::{name}>,\n"));
    }
    text.push_str("];\n");
    text
}

fn manifest(slug: &str, dependencies: &[String]) -> String {
    format!(
        "[package]\nname = \"values-{slug}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{}\n",
        dependencies.join("\n")
    )
}

/// Makes the folder what the tree says; what is not different keeps its time, so that cargo compiles nothing twice.
pub fn replace(tree: &Tree, folder: &Path) -> Result<(), Failure> {
    vendor::write(tree, folder, Edits::Overwrite)?;
    Ok(())
}

pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)?;
    Ok(())
}

/// Counts the lines that were made from the document.
fn own_lines(tree: &Tree) -> usize {
    let own = tree.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/support/"));
    own.map(|(_, text)| text.lines().count()).sum()
}

fn version(document: &Path) -> String {
    let text = fs::read_to_string(document).unwrap_or_default();
    let line = text.lines().find(|line| {
        let key = line.trim_start_matches([' ', '\t', '{', '"', '\'']);
        key.starts_with("openapi") || key.starts_with("swagger")
    });
    let version = line.and_then(|line| line.split_once(':')).map(|(_, version)| version).unwrap_or_default();
    let version = version.trim_start_matches([' ', '"', '\'']);
    version.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect()
}

/// The most memory that this process has had, in KiB, where Linux says it.
fn peak_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
