//! What callers of the old bindings wrote, compiled against the new ones: the proof of the Rust axis.
//!
//! `witnesses/<table>.rs` has a witness for a row below each line `//@ in a request: what the row says`, or
//! `//@ back, in a request: …` where the row is gone backwards. It is a consumer of the old bindings, which are `api`. A line
//! that does not compile against the new ones ends with the rules that say so, `//~ R50`; one that gets a warning with
//! `//? R3`. A witness has to compile exactly when the report says nothing of `major`, and to break for the rules that do.
//!
//! Bindings, callers that compile and callers that do not are packages of one workspace, which Cargo checks at once. A caller
//! that does not compile is a crate of its own, so that its errors hide no others.

use super::rows::{all_rows, Row};
use super::side::{configuration, Side};
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Layout, Manifest};
use openapi_bindgen::version::{self, Change, Report, Rust};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many rules have to have a witness.
const LEAST: usize = 110;

/// Where the witnesses and the files of the workspace are.
const WITNESSES: &str = "tests/changes/witnesses";

/// A consumer of the old bindings.
struct Witness {
    /// What its module is called, after its table and its line there.
    name: String,
    /// What its line says.
    title: String,
    code: String,
    errors: Marks,
    warnings: Marks,
    old: Value,
    new: Value,
    configs: [Option<String>; 2],
}

/// Rules by line of the witness, the first of which is the import.
type Marks = BTreeMap<usize, BTreeSet<String>>;

/// Returns every witness, with the documents of its row.
fn witnesses() -> Vec<Witness> {
    let mut all = Vec::new();
    for (table, rows) in all_rows() {
        let stem = table.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(Path::new(WITNESSES).join(format!("{stem}.rs"))) else { continue };
        let mut starts: Vec<usize> = text.match_indices("//@ ").map(|(at, _)| at).collect();
        starts.push(text.len());
        for bounds in starts.windows(2) {
            let line = text[..bounds[0]].lines().count() + 1;
            all.push(witness(&format!("{stem}_{line}"), &text[bounds[0]..bounds[1]], &rows));
        }
    }
    all
}

fn witness(name: &str, text: &str, rows: &[Row]) -> Witness {
    let (title, code) = text.split_once('\n').unwrap();
    let title = title.trim_start_matches("//@ ");
    let (back, rest) = match title.strip_prefix("back, ").or_else(|| title.strip_prefix("back: ")) {
        Some(rest) => (true, rest),
        None => (false, title),
    };
    let found = rows.iter().find_map(|row| {
        let side = rest.strip_suffix(row.says.as_str())?.trim_end_matches(": ");
        Some((row, row.pairs.iter().find(|pair| pair.0 == side)?))
    });
    let (row, (_, old, new, _)) = found.unwrap_or_else(|| panic!("{name}: no row is called `{rest}`"));
    let (mut old, mut new, mut configs) = (old.clone(), new.clone(), row.configs.clone());
    if back {
        std::mem::swap(&mut old, &mut new);
        configs.swap(0, 1);
    }
    Witness {
        name: name.to_owned(),
        title: title.to_owned(),
        code: format!("#![allow(unused)] use bindings::{name} as api;\n{code}"),
        errors: marks(code, "//~ "),
        warnings: marks(code, "//? "),
        old,
        new,
        configs,
    }
}

fn marks(code: &str, mark: &str) -> Marks {
    let lines = code.lines().enumerate();
    let marked = lines.filter_map(|(index, line)| Some((index + 2, line.split_once(mark)?.1)));
    marked.map(|(line, codes)| (line, codes.split_whitespace().map(str::to_owned).collect())).collect()
}

fn all(marks: &Marks) -> BTreeSet<String> {
    marks.values().flatten().cloned().collect()
}

impl Witness {
    /// Makes the bindings of both documents, and the report on them.
    fn make(&self, old: &mut Bindings, new: &mut Bindings) -> Report {
        let configs = self.configs.each_ref().map(|text| configuration(text.as_ref()));
        let [before, after] = [&self.old, &self.new].map(|it| serde_yaml::to_string(it).unwrap());
        let was = Side::new("old.yaml", &before, &configs[0], &Pins::new());
        let pins = version::names(&was.0.krate);
        let is = Side::new("new.yaml", &after, &configs[1], &pins);
        old.add(&self.name, &before, &configs[0], &Pins::new());
        new.add(&self.name, &after, &configs[1], &pins);
        version::compare(&was.version(), &is.version())
    }

    /// Compares what the witness says of the change with what the report says.
    fn doubts(&self, report: &Report) -> Vec<String> {
        let mut doubts = Vec::new();
        let of = |wanted| {
            let changes = report.changes.iter().filter(move |change| change.rust == wanted);
            changes.map(|change| change.code.to_string()).collect::<BTreeSet<_>>()
        };
        if of(Rust::Major) != all(&self.errors) {
            doubts.push(format!("the report says major of {:?}", of(Rust::Major)));
        }
        if !all(&self.warnings).is_subset(&of(Rust::Minor)) {
            doubts.push(format!("the report says minor of {:?}", of(Rust::Minor)));
        }
        let unnamed = report.changes.iter().filter(|change| !names(&self.code, change));
        doubts.extend(unnamed.map(|change| format!("it does not use what {} is about", change.code)));
        doubts
    }
}

/// Whether a witness has the name of what changed, or of what holds it where the old bindings do not have it.
fn names(code: &str, change: &Change) -> bool {
    let path = |shown: &str| {
        let end = shown.find([' ', '(']).unwrap_or(shown.len());
        let words = shown[..end].split([':', '.', '<', '>']).filter(|word| !word.is_empty());
        words.map(|word| word.to_ascii_lowercase().replace('_', "")).collect::<Vec<_>>()
    };
    let code = code.to_ascii_lowercase().replace('_', "");
    let has = |name: Option<&String>| name.is_none_or(|name| code.contains(name.as_str()));
    match (&change.before, &change.after) {
        (Some(before), _) => has(path(before).last()),
        // A type or a method of the client that is new belongs to nothing that could be used before.
        (None, Some(after)) => match path(after).as_slice() {
            [.., owner, _] if after.matches("::").count() > 1 || after.contains('.') => has(Some(owner)),
            _ => true,
        },
        (None, None) => true,
    }
}

/// A crate whose modules are bindings. Those with the same runtime share it, or it would be compiled for each.
#[derive(Default)]
struct Bindings {
    files: Files,
    root: String,
    runtimes: Vec<Files>,
    dependencies: BTreeSet<String>,
    /// The paths of the models.
    models: Vec<String>,
}

/// Texts by path.
type Files = BTreeMap<String, String>;

impl Bindings {
    fn add(&mut self, name: &str, document: &str, config: &Config, pins: &Pins) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let input = Input::Bytes("document.yaml".to_owned(), document.as_bytes().to_vec());
        let made = openapi_bindgen::generate(&input, config, pins, &mut sources, &mut sink);
        let made = made.unwrap_or_else(|| panic!("{name}: {}", render(&sink, &sources)));
        let mut needs = made.needs.of_module(&config.client);
        // A transport is much to compile, and no document changes it.
        needs.reqwest = false;
        let tree = vendor::render(&made.krate, Layout::Module, &needs).unwrap();
        let sources = tree.iter().filter(|(path, _)| path.ends_with(".rs"));
        let (runtime, own): (Vec<_>, Vec<_>) = sources.partition(|(path, _)| path.starts_with("support/"));
        let owned = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        let runtime: Files = runtime.into_iter().map(owned).collect();
        // It implements its traits for types of other crates, which can be done once.
        let is_own = tree.get("mod.rs").is_some_and(|root| root.contains("\nimpl "));
        let known = || self.runtimes.iter().position(|known| *known == runtime);
        let index = if is_own { None } else { known() };
        let index = index.unwrap_or_else(|| {
            self.runtimes.push(runtime);
            self.runtimes.len() - 1
        });
        let own = own.into_iter().map(|(path, text)| (format!("src/{name}/{path}"), text.to_owned()));
        self.files.extend(own);
        let shared = format!("pub use crate::runtime_{index}::support::*;\n");
        self.files.insert(format!("src/{name}/support.rs"), shared);
        writeln!(self.root, "pub mod {name};").unwrap();
        let lines = tree.get("api.txt").into_iter().flat_map(str::lines);
        let types = lines.filter_map(|line| line.split_once(" (struct").or(line.split_once(" (enum")));
        let models = types.map(|(path, _)| path).filter(|path| path.starts_with("models::"));
        self.models.extend(models.map(|path| format!("bindings::{name}::{path}")));
        self.dependencies.extend(Manifest::new(&needs).dependencies());
    }

    /// Returns the files of the crate.
    fn finish(mut self, name: &str) -> Files {
        let mut root = "#![allow(warnings)]\n".to_owned();
        for (index, runtime) in self.runtimes.into_iter().enumerate() {
            let files = runtime.into_iter().map(|(path, text)| (format!("src/runtime_{index}/{path}"), text));
            self.files.extend(files);
            writeln!(root, "mod runtime_{index} {{ pub mod support; }}").unwrap();
        }
        self.files.insert("src/lib.rs".to_owned(), root + &self.root);
        let dependencies = Vec::from_iter(self.dependencies).join("\n");
        self.files.insert("Cargo.toml".to_owned(), package(name, &dependencies));
        self.files
    }
}

fn package(name: &str, rest: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{rest}\n"
    )
}

/// Returns the files of the packages that use the bindings: what they compile as one crate, and as one each.
fn users(witnesses: &[Witness]) -> Files {
    let mut files = Files::new();
    let user = |name: &str, of: &str| {
        package(name, &format!("bindings = {{ package = \"{of}\", path = \"../{of}\" }}\nserde_json = \"1\""))
    };
    let module =
        |witness: &Witness| format!("#[path = \"../../callers/{0}.rs\"] pub mod {0};\n", witness.name);
    let fine = |witness: &&Witness| witness.errors.is_empty();
    files.insert("before/Cargo.toml".to_owned(), user("before", "old"));
    files.insert("before/src/lib.rs".to_owned(), witnesses.iter().map(module).collect());
    files.insert("after/Cargo.toml".to_owned(), user("after", "new"));
    files.insert("after/src/lib.rs".to_owned(), witnesses.iter().filter(fine).map(module).collect());
    let mut broken = user("broken", "new");
    for witness in witnesses.iter().filter(|witness| !fine(witness)) {
        let name = &witness.name;
        let path = format!("../callers/{name}.rs");
        write!(broken, "\n[[example]]\nname = \"{name}\"\npath = \"{path}\"\ncrate-type = [\"lib\"]\n")
            .unwrap();
    }
    files.insert("broken/Cargo.toml".to_owned(), broken);
    files.insert("broken/src/lib.rs".to_owned(), String::new());
    files.extend(witnesses.iter().map(|it| (format!("callers/{}.rs", it.name), it.code.clone())));
    let members =
        "[workspace]\nmembers = [\"old\", \"new\", \"before\", \"after\", \"broken\"]\nresolver = \"2\"\n";
    files.insert("Cargo.toml".to_owned(), members.to_owned());
    files.insert("Cargo.lock".to_owned(), fs::read_to_string("Cargo.lock").unwrap());
    files
}

/// Returns a function that compiles where all models have the automatic traits, which R126 says.
fn traits(models: &[String]) -> String {
    let traits = "Send + Sync + Unpin + std::panic::UnwindSafe + std::panic::RefUnwindSafe + 'static";
    let calls: String = models.iter().map(|path| format!("    has::<{path}>();\n")).collect();
    format!("fn has<T: {traits}>() {{}}\npub fn traits() {{\n{calls}}}\n")
}

/// Makes a folder have the files and no others, and leaves those alone that it has.
fn write(folder: &Path, files: &Files) {
    let mut open = vec![folder.to_path_buf()];
    while let Some(below) = open.pop() {
        for path in fs::read_dir(&below).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if !files.contains_key(&name) {
                fs::remove_file(path).unwrap();
            }
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

/// What rustc said of a line of a caller.
struct Said {
    package: String,
    /// The caller and its line, if it is about one.
    at: Option<(String, usize)>,
    level: String,
    code: String,
    text: String,
}

fn check(folder: &Path) -> Vec<Said> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--lib", "--examples", "--keep-going", "--message-format", "json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.with_extension("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let is_finished = messages.iter().any(|it| it["reason"] == "build-finished");
    assert!(is_finished, "{}", String::from_utf8_lossy(&output.stderr));
    messages.iter().filter(|it| it["reason"] == "compiler-message").filter_map(said).collect()
}

fn said(message: &Value) -> Option<Said> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (target, message) = (&message["target"], &message["message"]);
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    let path = word(&primary["file_name"]).replace('\\', "/");
    let caller = path.split_once("callers/").map(|(_, name)| name.trim_end_matches(".rs").to_owned());
    let line = usize::try_from(primary["line_start"].as_u64()?).ok()?;
    let source = PathBuf::from(word(&target["src_path"]));
    let package = ["before", "after", "old", "new"]
        .into_iter()
        .find(|name| source.ends_with(format!("{name}/src/lib.rs")));
    Some(Said {
        package: package.unwrap_or("broken").to_owned(),
        at: caller.map(|caller| (caller, line)),
        level: word(&message["level"]),
        code: word(&message["code"]["code"]),
        text: word(&message["rendered"]),
    })
}

#[test]
fn callers_compile_exactly_when_the_report_says_so() {
    let witnesses = witnesses();
    let (mut old, mut new) = (Bindings::default(), Bindings::default());
    let mut wrong = Vec::new();
    let (mut shown, mut verdicts) = (BTreeSet::new(), BTreeSet::new());
    for witness in &witnesses {
        let report = witness.make(&mut old, &mut new);
        let doubts = witness.doubts(&report);
        if !doubts.is_empty() {
            let doubts = doubts.join("\n");
            wrong.push(format!("{} ({}): {doubts}\n{}", witness.name, witness.title, report.to_text()));
        }
        shown.extend(report.changes.iter().map(|change| change.code));
        verdicts.extend(report.rust());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("witnesses");
    let mut files = users(&witnesses);
    files.get_mut("after/src/lib.rs").unwrap().push_str(&traits(&new.models));
    for (name, bindings) in [("old", old), ("new", new)] {
        let all = bindings.finish(name).into_iter();
        files.extend(all.map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    write(&folder, &files);
    wrong.extend(compiled(&witnesses, &check(&folder)));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), witnesses.len(), wrong.join("\n"));
    assert!(shown.len() >= LEAST, "only {} rules have a witness", shown.len());
    assert_eq!(verdicts.len(), 4, "{verdicts:?}");
}

/// Compares what rustc said with what the witnesses do.
fn compiled(witnesses: &[Witness], said: &[Said]) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    let mut got: BTreeMap<&str, [BTreeSet<usize>; 2]> = BTreeMap::new();
    for said in said {
        let witness = said
            .at
            .as_ref()
            .and_then(|(name, line)| Some((witnesses.iter().find(|witness| witness.name == *name)?, *line)));
        let Some((witness, line)) = witness else {
            if said.level == "error" {
                wrong.push(format!("{}: {}", said.package, said.text));
            }
            continue;
        };
        let (index, marks) = match said.level.as_str() {
            "error" => (0, &witness.errors),
            _ if said.code == "deprecated" => (1, &witness.warnings),
            _ => continue,
        };
        got.entry(&witness.name).or_default()[index].insert(line);
        if said.package == "before" || !marks.contains_key(&line) {
            wrong.push(format!("{} ({}), in {}:\n{}", witness.name, witness.title, said.package, said.text));
        }
    }
    if said.iter().any(|said| said.at.is_none() && said.level == "error") {
        // The bindings do not compile, so no caller was.
        return wrong;
    }
    for witness in witnesses {
        let got = got.get(witness.name.as_str());
        for (index, marks) in [&witness.errors, &witness.warnings].into_iter().enumerate() {
            let silent = marks.keys().filter(|line| !got.is_some_and(|got| got[index].contains(*line)));
            for line in silent {
                let text = witness.code.lines().nth(line - 1).unwrap_or_default();
                wrong.push(format!("{} ({}): rustc takes `{}`", witness.name, witness.title, text.trim()));
            }
        }
    }
    wrong
}
