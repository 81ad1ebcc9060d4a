//! A change of the document changes the bindings where it belongs, and little: random edits of the accepted fixtures,
//! and of the documents in `OPENAPI_CORPUS` if it is set.

#[path = "locality/documents.rs"]
mod documents;
#[path = "locality/edit.rs"]
mod edit;

use documents::Document;
use edit::{Edit, Reach};
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::{Crate, Pins};
use openapi_bindgen::tokens;
use openapi_bindgen::vendor::{self, Layout, Tree};
use openapi_bindgen::version::{self, Report, Version};
use proptest::prelude::*;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeSet;

/// What DESIGN promises: so many lines of the bindings for a line of the document, and so many besides.
const LINES_A_LINE: usize = 4;
const LINES_BESIDES: usize = 12;
/// The bindings of a document.
struct Bindings {
    krate: Crate,
    tree: Tree,
}

impl Bindings {
    /// Makes them; `None` for a document that is refused, as one may be after an edit.
    fn of(document: &Value, pins: &Pins) -> Option<Self> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let input = Input::Bytes("document.json".to_owned(), document.to_string().into_bytes());
        let made = openapi_bindgen::generate(&input, &Config::default(), pins, &mut sources, &mut sink)?;
        let needs = made.needs.of_module(&Config::default().client);
        let tree = vendor::render(&made.krate, Layout::Module, &needs).unwrap();
        (!sink.has_errors()).then_some(Self { krate: made.krate, tree })
    }

    /// Returns what the next run knows of this one.
    fn pins(&self) -> Pins {
        let mut pins = self.krate.pins.clone();
        for (key, name) in tokens::remembered(self.tree.get("api.txt").unwrap()) {
            pins.entry(key).or_insert(name);
        }
        pins
    }

    /// Returns the files of the types of a schema and of what stands inline in it.
    fn files_of(&self, schema: &str) -> BTreeSet<String> {
        let at = format!("type /components/schemas/{}", schema.replace('~', "~0").replace('/', "~1"));
        let is_own =
            |key: &str| key.strip_prefix(&at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let types: BTreeSet<&str> =
            self.krate.pins.iter().filter(|(key, _)| is_own(key)).map(|(_, name)| name.as_str()).collect();
        let has = |module: &&openapi_bindgen::rust::Module| {
            module.items.iter().any(|item| types.contains(item.name().as_str()))
        };
        self.krate
            .models
            .iter()
            .filter(has)
            .map(|module| format!("models/{}.rs", module.name.as_str()))
            .collect()
    }
}

/// Returns how many lines are only in the one or only in the other.
fn changed_lines(before: &str, after: &str) -> usize {
    let diff = TextDiff::from_lines(before, after);
    diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).count()
}

/// What an edit did to the bindings.
struct Effect {
    /// The files that changed, came or went.
    files: BTreeSet<String>,
    /// The lines that changed in files that stay. What comes or goes with a schema is a file of its own.
    lines: usize,
    /// Whether every file that changed has the same words in another order.
    words_are_equal: bool,
    diff: String,
}

fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

fn effect(before: &Tree, after: &Tree) -> Effect {
    let mut effect = Effect { files: BTreeSet::new(), lines: 0, words_are_equal: true, diff: String::new() };
    let paths: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(path, _)| path).collect();
    for path in paths.into_iter().filter(|path| !path.starts_with("support/")) {
        let (old, new) = (before.get(path), after.get(path));
        if old == new {
            continue;
        }
        effect.files.insert(path.to_owned());
        let (Some(old), Some(new)) = (old, new) else { continue };
        effect.lines += changed_lines(old, new);
        effect.words_are_equal &= path == "bindings.lock" || words(old) == words(new);
        let diff = TextDiff::from_lines(old, new);
        effect.diff += &diff.unified_diff().context_radius(1).header(path, path).to_string();
    }
    effect
}

/// The files that every edit may touch: lists of what there is.
fn is_list(path: &str) -> bool {
    matches!(
        path,
        "api.txt" | "bindings.lock" | "models/mod.rs" | "operations/mod.rs" | "mod.rs" | "client.rs"
    )
}

/// Returns what is reported of the edit.
fn report(before: &Value, after: &Value) -> Report {
    let read = |document: &Value, pins: &Pins| {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let input = Input::Bytes("document.json".to_owned(), document.to_string().into_bytes());
        let meaning =
            openapi_bindgen::understand(&input, &Config::default(), pins, &mut sources, &mut sink).unwrap();
        (meaning, sources)
    };
    let (old, old_sources) = read(before, &Pins::default());
    let (new, new_sources) = read(after, &version::names(&old.krate));
    let old = Version { api: &old.api, krate: &old.krate, sources: &old_sources };
    let new = Version { api: &new.api, krate: &new.krate, sources: &new_sources };
    version::compare(&old, &new)
}

fn check(document: &Document, edit: &Edit) -> Result<(), TestCaseError> {
    let (before, mut after) = (document.value(), document.value());
    let Some(reach) = edit.apply(&mut after) else { return Ok(()) };
    let Some(old) = Bindings::of(&before, &Pins::default()) else { return Ok(()) };
    let Some(new) = Bindings::of(&after, &old.pins()) else { return Ok(()) };
    let effect = effect(&old.tree, &new.tree);
    let text = |value: &Value| serde_yaml::to_string(value).unwrap();
    let document_lines = changed_lines(&text(&before), &text(&after));
    let types = match &reach {
        Reach::Schemas(schemas) => schemas.len(),
        Reach::Nothing | Reach::Operations => 1,
    };
    let budget = types * (LINES_A_LINE * document_lines + LINES_BESIDES);
    // What moves is moved as a whole, and nothing else happens to it.
    let is_small = if edit.moves() { effect.words_are_equal } else { effect.lines <= budget };
    prop_assert!(
        is_small,
        "{} lines for {document_lines} of the document ({:?})\n{}\n{}",
        effect.lines,
        edit,
        TextDiff::from_lines(&text(&before), &text(&after)).unified_diff(),
        effect.diff
    );
    let report = report(&before, &after);
    let is_moved = matches!(edit, Edit::ReorderSchemas(_) | Edit::ReorderPaths(_));
    let surface_changed = old.tree.get("api.txt") != new.tree.get("api.txt");
    let is_true = if is_moved { report.is_empty() } else { !surface_changed || !report.is_empty() };
    prop_assert!(is_true, "{edit:?}:\n{}{}", report.to_text(), effect.diff);
    let own: Option<BTreeSet<String>> = match reach {
        Reach::Nothing => Some(BTreeSet::new()),
        Reach::Schemas(schemas) => Some(
            schemas
                .iter()
                .flat_map(|schema| [old.files_of(schema), new.files_of(schema)])
                .flatten()
                .collect(),
        ),
        Reach::Operations => None,
    };
    let strays: Vec<&String> = match &own {
        Some(own) => effect.files.iter().filter(|file| !own.contains(*file) && !is_list(file)).collect(),
        None => {
            effect.files.iter().filter(|file| !file.starts_with("operations/") && !is_list(file)).collect()
        }
    };
    prop_assert!(strays.is_empty(), "{edit:?} touches {strays:?}, not only {own:?}\n{}", effect.diff);
    if own.is_some_and(|own| own.is_empty()) {
        prop_assert!(effect.files.is_empty(), "{edit:?} changes something\n{}", effect.diff);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_changes_what_belongs_to_it_and_little(document in documents::any(), edit in edit::any()) {
        check(&document, &edit)?;
    }
}
