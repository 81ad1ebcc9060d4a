//! A change of the document changes the bindings where it belongs, and little: random edits of the accepted fixtures,
//! and of the documents in `OPENAPI_CORPUS` if it is set.
//!
//! What the law cannot be asked of:
//! - A type that is made anew. Without its last property a struct is a map, without its last required one it has a `Default`,
//!   without its last optional one it has no setters and `new` gives every field. Its own file is not counted, and everything
//!   else is.
//! - What operations spell out of a schema: the parts of a multipart body or a form, XML, and whether it describes an event.
//!   There the file of the operations may change, too.
//! - The last operation, with which the client goes, and a schema that others refer to, which would leave them without.
//! - The order of paths of which two have one `operationId`, or that share responses, bodies, parameters or headers: the
//!   first one has the identifier, and the file of the types that stand in what they share.

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
use openapi_bindgen::tokens::surface::Entry;
use openapi_bindgen::vendor::{self, Layout, Tree};
use openapi_bindgen::version::{self, Report, Version};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};

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

    /// Returns the files of the types of what stands at or below a place.
    fn files_of(&self, at: &str) -> BTreeSet<String> {
        let at = format!("type {at}");
        let is_own =
            |key: &str| key.strip_prefix(&at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let types: BTreeSet<&str> =
            self.krate.pins.iter().filter(|(key, _)| is_own(key)).map(|(_, name)| name.as_str()).collect();
        let has = |module: &&openapi_bindgen::rust::Module| {
            module.items.iter().any(|item| types.contains(item.name().as_str()))
        };
        self.krate.models.iter().filter(has).map(file).collect()
    }

    /// Returns what the types of each file are: structs, and whether they have `new()`, a `Default` and setters, enums, or
    /// other names.
    fn kinds(&self) -> BTreeMap<String, Vec<String>> {
        let surface = tokens::surface::surface(&self.krate);
        let kind = |item: &openapi_bindgen::rust::item::Item| {
            let path = format!("models::{}", item.name());
            let entry = surface.iter().find(|entry| entry.path == path)?;
            let words = entry.notes.iter().map(|note| note.split('(').next().unwrap_or_default());
            let words: Vec<&str> =
                words.filter(|word| ["struct", "enum", "new", "default"].contains(word)).collect();
            let is_set = |entry: &Entry| entry.owner() == path && entry.notes.iter().any(|it| it == "setter");
            Some(format!("{} {}", words.join(" "), surface.iter().any(is_set)))
        };
        let models = self.krate.models.iter();
        models.map(|module| (file(module), module.items.iter().filter_map(kind).collect())).collect()
    }
}

fn file(module: &openapi_bindgen::rust::Module) -> String {
    format!("models/{}.rs", module.name.as_str())
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
    /// The lines that changed in files that stay what they are. What comes or goes with a schema is a file of its own; a
    /// struct that becomes a map with its last property, has a `Default` without its last required one, or no setter without
    /// its last optional one, is made anew.
    lines: usize,
    /// How many types changed, as `api.txt` shows it.
    types: usize,
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

/// Counts the types of which lines of `api.txt` differ.
fn types(before: &Tree, after: &Tree) -> usize {
    let lines = |tree: &Tree| -> BTreeSet<String> {
        tree.get("api.txt").unwrap_or_default().lines().map(str::to_owned).collect()
    };
    let (old, new) = (lines(before), lines(after));
    let owners = old.symmetric_difference(&new).map(|line| Entry::read(line).owner().to_owned());
    owners.collect::<BTreeSet<_>>().len()
}

/// Compares two trees. A file of which the type is made anew is not counted, as one is not that comes or goes.
fn effect(before: &Bindings, after: &Bindings) -> Effect {
    let (old_kinds, new_kinds) = (before.kinds(), after.kinds());
    let (before, after) = (&before.tree, &after.tree);
    let mut effect = Effect {
        files: BTreeSet::new(),
        lines: 0,
        types: types(before, after),
        words_are_equal: true,
        diff: String::new(),
    };
    let paths: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(path, _)| path).collect();
    for path in paths.into_iter().filter(|path| !path.starts_with("support/")) {
        let (old, new) = (before.get(path), after.get(path));
        if old == new {
            continue;
        }
        effect.files.insert(path.to_owned());
        let (Some(old), Some(new)) = (old, new) else { continue };
        if old_kinds.get(path) == new_kinds.get(path) {
            effect.lines += changed_lines(old, new);
        }
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
        "api.txt"
            | "bindings.lock"
            | "models/mod.rs"
            | "operations/mod.rs"
            | "mod.rs"
            | "client.rs"
            | "xml.rs"
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

/// Whether operations spell out what a schema has: the parts of a body, or what an event is.
fn is_spelled_out(document: &Value, reach: &Reach) -> bool {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        for (name, media) in value.get("content").and_then(Value::as_object).into_iter().flatten() {
            let is_spelled = ["multipart/", "application/x-www-form-urlencoded", "text/event-stream"];
            if (name.contains("xml") || is_spelled.iter().any(|start| name.starts_with(start)))
                && !documents::reachable(document, media).is_disjoint(&reach.at)
            {
                return true;
            }
        }
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(elements) => open.extend(elements),
            _ => {}
        }
    }
    false
}

/// Returns the types of a file if one of them is made anew: whoever has a field of a struct that becomes a map writes another
/// type there.
fn made_anew(old: &Bindings, new: &Bindings, path: &str) -> Vec<String> {
    if old.kinds().get(path) == new.kinds().get(path) {
        return Vec::new();
    }
    let modules = [old, new].into_iter().flat_map(|bindings| &bindings.krate.models);
    let items = modules.filter(|module| file(module) == path).flat_map(|module| &module.items);
    items.map(|item| item.name().as_str().to_owned()).collect()
}

fn check(document: &Document, edit: &Edit) -> Result<(), TestCaseError> {
    let (before, mut after) = (document.value(), document.value());
    let Some(reach) = edit.apply(&mut after) else { return Ok(()) };
    let Some(old) = Bindings::of(&before, &Pins::default()) else { return Ok(()) };
    let Some(new) = Bindings::of(&after, &old.pins()) else { return Ok(()) };
    let effect = effect(&old, &new);
    let text = |value: &Value| serde_yaml::to_string(value).unwrap();
    let document_lines = changed_lines(&text(&before), &text(&after));
    let operations = reach.operations || is_spelled_out(&before, &reach) || is_spelled_out(&after, &reach);
    let types = (reach.at.len() + usize::from(operations)).max(effect.types).max(1);
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
    let own: BTreeSet<String> =
        reach.at.iter().flat_map(|at| [old.files_of(at), new.files_of(at)]).flatten().collect();
    let anew: BTreeSet<String> = own.iter().flat_map(|file| made_anew(&old, &new, file)).collect();
    let names_one = |file: &str| {
        let texts = [old.tree.get(file), new.tree.get(file)].into_iter().flatten();
        texts.flat_map(words).any(|word| anew.contains(word))
    };
    let is_own = |file: &&String| {
        own.contains(*file)
            || is_list(file)
            || operations && file.starts_with("operations/")
            || names_one(file.as_str())
    };
    let strays: Vec<&String> = effect.files.iter().filter(|file| !is_own(file)).collect();
    prop_assert!(strays.is_empty(), "{edit:?} touches {strays:?}, not only {own:?}\n{}", effect.diff);
    if own.is_empty() && !operations {
        prop_assert!(effect.files.is_empty(), "{edit:?} changes something\n{}", effect.diff);
    }
    Ok(())
}

proptest! {
    // The same edits each time: the round of thousands looks for others.
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn an_edit_changes_what_belongs_to_it_and_little(document in documents::any(), edit in edit::any()) {
        check(&document, &edit)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "takes minutes; it tries thousands of edits, of the documents in `LOCALITY_DOCUMENTS` if it is set"]
    fn no_edit_changes_what_does_not_belong_to_it(document in documents::any(), edit in edit::any()) {
        check(&document, &edit)?;
    }
}
