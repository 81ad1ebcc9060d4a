//! Every document under `fixtures/` through the pipeline: the bindings of those that are accepted, the diagnostics of
//! those that are refused, each as a snapshot beside its document.
//!
//! A new case is a new `accept/<construct>/<case>.yaml` or `reject/<code>/<case>.yaml`, whose first line says what it
//! shows; `<case>.overlay.yaml` is an overlay, `<case>.bindings.yaml` is its configuration if `bindings.yaml` of all fixtures will not do. A case of several
//! files is a folder with an `openapi.yaml`.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Code, Severity, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::tokens::surface;
use openapi_bindgen::vendor::{self, Edits, Layout, Tree};

const FIXTURES: &str = "tests/fixtures";
const SHARED_CONFIGURATION: &str = "tests/fixtures/bindings.yaml";

/// The documents that are accepted; each ran once for all tests.
static ACCEPTED: LazyLock<Vec<Run>> = LazyLock::new(|| runs("accept"));
/// The documents that are refused.
static REFUSED: LazyLock<Vec<Run>> = LazyLock::new(|| runs("reject"));

/// What the pipeline made of a fixture.
struct Run {
    document: PathBuf,
    codes: BTreeSet<Code>,
    diagnostics: String,
    /// The files; `None` if the document was refused.
    tree: Option<Tree>,
}

impl Run {
    /// Runs a document with its configuration. Its path is relative, as it is in messages.
    fn new(document: PathBuf, pins: &Pins) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let own = document.with_extension("bindings.yaml");
        let config = if own.exists() { &own } else { Path::new(SHARED_CONFIGURATION) };
        let config = Config::load(config, &mut sources, &mut sink);
        let input = Input::File(document.clone());
        let bindings = openapi_bindgen::generate(&input, &config, pins, &mut sources, &mut sink);
        let tree = bindings.filter(|_| !sink.has_errors()).map(|bindings| {
            let needs = bindings.needs.of_module(&config.client);
            let tree = vendor::render(&bindings.krate, Layout::Module, &needs);
            tree.unwrap_or_else(|error| panic!("{}: {error}", document.display()))
        });
        Self {
            codes: sink.diagnostics().iter().map(|diagnostic| diagnostic.code).collect(),
            diagnostics: render(&sink, &sources),
            tree,
            document,
        }
    }

    /// The files, of a document that should have been accepted.
    fn tree(&self) -> &Tree {
        let tree = self.tree.as_ref();
        tree.unwrap_or_else(|| panic!("it is refused:\n{}", self.diagnostics))
    }

    /// The folder: the construct of an accepted document, the code of a refused one.
    fn folder(&self) -> String {
        let folder = self.document.components().nth(Path::new(FIXTURES).components().count() + 1);
        folder.map(|it| it.as_os_str().to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Compares a text with the snapshot beside the document.
    fn assert_snapshot(&self, text: &str) {
        let stem = self.document.file_stem().unwrap_or_default().to_string_lossy();
        let folder = self.document.parent().unwrap_or(Path::new(""));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(shows(&self.document));
        settings.bind(|| insta::assert_snapshot!(stem.into_owned(), text));
    }
}

/// Returns what was emitted for the document: all but the support module.
fn own_files(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.iter().filter(|(path, _)| !path.starts_with("support/") && *path != "rustfmt.toml")
}

/// Joins the files, without what is alike in all of them, and without digests.
fn text_of(tree: &Tree) -> String {
    let mut text = String::new();
    for (path, file) in own_files(tree) {
        let names: Vec<&str> = file.lines().filter(|line| line.starts_with("name ")).collect();
        let file = match file.split_once("\n\n") {
            Some((header, rest)) if header.starts_with("// @generated") => rest.trim_end(),
            _ if path == "bindings.lock" => &names.join("\n"),
            _ => file.trim_end(),
        };
        if !file.is_empty() {
            text.push_str(&format!("// === {path}\n{file}\n\n"));
        }
    }
    text
}

fn runs(outcome: &str) -> Vec<Run> {
    documents(outcome).into_iter().map(|document| Run::new(document, &Pins::default())).collect()
}

/// Lists the documents of `accept` or `reject`, in the order of their paths.
fn documents(outcome: &str) -> Vec<PathBuf> {
    let cases = files(outcome).into_iter();
    let documents = cases.map(|case| if case.is_dir() { case.join("openapi.yaml") } else { case });
    documents.filter(|path| is_document(path)).collect()
}

fn files(outcome: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in fs::read_dir(Path::new(FIXTURES).join(outcome)).unwrap() {
        let folder = folder.unwrap().path();
        files.extend(fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    }
    files.sort();
    files
}

fn is_document(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".yaml") && !name.ends_with(".bindings.yaml") && !name.ends_with(".overlay.yaml")
}

/// What the first line of a fixture says that it shows.
fn shows(document: &Path) -> String {
    let bytes = fs::read(document).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let line = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    line.trim_start_matches('#').trim().to_owned()
}

/// Asserts for each run, and reports every failure before it fails.
fn for_each(runs: &[Run], assert: impl Fn(&Run)) {
    let failed = runs.iter().filter(|run| {
        let result = catch_unwind(AssertUnwindSafe(|| assert(run)));
        result.inspect_err(|panic| eprintln!("{}: {}", run.document.display(), message(&**panic))).is_err()
    });
    let failed = failed.count();
    assert_eq!(failed, 0, "of {} fixtures, {failed} failed", runs.len());
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or(panic.downcast_ref::<&str>().copied()).unwrap_or_default()
}

#[test]
fn accepted_documents_become_the_bindings_of_their_snapshots() {
    for_each(&ACCEPTED, |run| {
        let diagnostics = match run.diagnostics.trim_end() {
            "" => String::new(),
            shown => format!("// === diagnostics\n{shown}\n\n"),
        };
        run.assert_snapshot(&format!("{diagnostics}{}", text_of(run.tree())));
    });
}

#[test]
fn a_line_of_the_surface_is_written_as_it_was_read() {
    for_each(&ACCEPTED, |run| {
        for line in run.tree().get("api.txt").unwrap().lines() {
            assert_eq!(surface::Entry::read(line).to_string(), line);
        }
    });
}

#[test]
fn a_second_run_over_the_files_of_the_first_changes_nothing() {
    for_each(&ACCEPTED, |run| {
        let case = run.document.with_extension("");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case);
        vendor::write(run.tree(), &folder, Edits::Overwrite).unwrap();
        let pins = vendor::read_pins(&folder).unwrap();
        let again = Run::new(run.document.clone(), &pins);
        let drift = vendor::check(again.tree(), &folder).unwrap();
        let changed: Vec<&str> = drift.iter().map(|(path, _)| path).collect();
        assert!(changed.is_empty(), "{changed:?}");
    });
}

/// rustdoc runs every block of code whose language it takes for Rust, which is what it takes for granted.
#[test]
fn no_block_of_code_in_the_documentation_is_a_doctest() {
    for_each(&ACCEPTED, |run| {
        for (path, text) in own_files(run.tree()) {
            let docs = text.lines().map(str::trim_start);
            let docs = docs.filter_map(|line| line.strip_prefix("///").or(line.strip_prefix("//!")));
            let mut fence: Option<&str> = None;
            for line in docs {
                // Quotes and lists may hold blocks, too.
                let line = line.trim_start_matches([' ', '>', '-', '*', '.', ')', '0', '1', '2', '3']);
                let ticks = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
                match fence {
                    Some(open) if line.trim_end() == open => fence = None,
                    None if ticks.len() >= 3 && !line[ticks.len()..].contains('`') => {
                        let language = line[ticks.len()..].trim();
                        let rust =
                            ["", "rust", "should_panic", "no_run", "ignore", "compile_fail", "edition"];
                        let is_test = rust.iter().any(|word| language.split(',').any(|part| part == *word));
                        assert!(!is_test, "{path}: {line}");
                        fence = Some(ticks);
                    }
                    _ => {}
                }
            }
            assert_eq!(fence, None, "{path}: a block of code is not closed");
        }
    });
}

#[test]
fn no_character_of_the_files_hides_or_acts_on_its_neighbours() {
    for_each(&ACCEPTED, |run| {
        for (path, text) in own_files(run.tree()) {
            let hidden = |c: char| {
                c.is_control() && c != '\n'
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
            };
            let found = text.lines().find(|line| line.contains(hidden));
            assert_eq!(found.map(|line| line.escape_debug().to_string()), None, "{path}");
        }
    });
}

#[test]
fn refused_documents_are_refused_with_the_code_of_their_folder() {
    for_each(&REFUSED, |run| {
        assert!(run.tree.is_none(), "it is accepted:\n{}", run.diagnostics);
        let code = run.codes.iter().find(|code| code.as_str() == run.folder());
        assert!(code.is_some(), "it is refused for another reason:\n{}", run.diagnostics);
        run.assert_snapshot(&run.diagnostics);
    });
}

#[test]
fn every_code_has_a_fixture() {
    let shown: BTreeSet<Code> = ACCEPTED.iter().flat_map(|run| run.codes.iter().copied()).collect();
    let refused: BTreeSet<String> = REFUSED.iter().map(Run::folder).collect();
    let missing: Vec<String> = Code::ALL
        .iter()
        .filter_map(|code| match code.severity() {
            Severity::Warning if !shown.contains(code) => Some(format!("accept/*/: {code}")),
            Severity::Error if !refused.contains(code.as_str()) => Some(format!("reject/{code}/")),
            _ => None,
        })
        .collect();
    assert!(missing.is_empty(), "no fixture shows these:\n{}", missing.join("\n"));
    for folder in refused {
        let known =
            Code::ALL.iter().any(|code| code.as_str() == folder && code.severity() == Severity::Error);
        assert!(known, "reject/{folder} is not named after the code of an error");
    }
}

#[test]
fn every_fixture_says_in_its_first_line_what_it_shows() {
    let mut seen = BTreeMap::new();
    for document in documents("accept").into_iter().chain(documents("reject")) {
        let shows = shows(&document);
        assert!(shows.ends_with('.'), "{}: the first line is no sentence", document.display());
        if let Some(other) = seen.insert(shows, document.clone()) {
            panic!("{} and {} show the same", document.display(), other.display());
        }
    }
}

#[test]
fn every_file_belongs_to_a_document() {
    for file in files("accept").into_iter().chain(files("reject")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = name.split('.').next().unwrap_or_default();
        let document = |extension: &str| file.with_file_name(format!("{stem}.{extension}")).exists();
        let is_case = file.join("openapi.yaml").exists();
        assert!(is_case || document("yaml") || document("json"), "{} has no document", file.display());
    }
}

#[test]
fn the_table_of_what_is_supported_links_a_fixture_of_every_folder() {
    let readme = fs::read_to_string("README.md").unwrap();
    let linked: BTreeSet<&str> = readme
        .split("](tests/fixtures/")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(path, _)| path))
        .collect();
    let root = Path::new(FIXTURES);
    let gone: Vec<&&str> = linked.iter().filter(|path| !root.join(path).is_file()).collect();
    assert!(gone.is_empty(), "README.md links fixtures that do not exist: {gone:?}");
    for kind in ["accept", "reject"] {
        for folder in files(kind).iter().filter_map(|file| file.parent()?.strip_prefix(root).ok()) {
            let construct: PathBuf = folder.components().take(2).collect();
            let shown = linked.iter().any(|path| Path::new(path).starts_with(&construct));
            assert!(shown, "README.md links no fixture of {}", construct.display());
        }
    }
}
