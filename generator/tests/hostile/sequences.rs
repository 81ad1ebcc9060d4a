//! Nothing is renamed by what happens to its neighbours, over many regenerations and over merges of two branches.
//!
//! A document is edited again and again: things come, go, are called otherwise and come back. Each time it is generated with
//! what `bindings.lock` and `api.txt` of the time before say.

use super::stability::{apply, document, tree, Random, Step, NAMES};
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Tree};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const CASES: u64 = 30;
const EDITS: usize = 10;

/// What happens to a document between two regenerations.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Add(Step),
    Remove(usize),
    Rename(usize, &'static str),
    /// What went first comes back.
    Restore,
}

impl Edit {
    fn any(random: &mut Random) -> Self {
        match random.below(6) {
            0 | 1 => Self::Add(random.step()),
            2 | 3 => Self::Remove(random.below(1_000)),
            4 => Self::Rename(random.below(1_000), NAMES[random.below(NAMES.len())]),
            _ => Self::Restore,
        }
    }
}

/// A document, and what was taken out of it: from where, its name, and what it was.
struct Edited {
    document: Value,
    gone: Vec<(String, String, Value)>,
}

impl Edited {
    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Add(step) => apply(&mut self.document, step),
            Edit::Remove(index) => {
                let taken = self.take(*index);
                self.gone.extend(taken);
            }
            Edit::Rename(index, name) => {
                if let Some((at, old, value)) = self.take(*index) {
                    let name = if self.has(&at, name) { &old } else { *name };
                    self.put(&at, name, value);
                }
            }
            Edit::Restore => {
                if !self.gone.is_empty() {
                    let (at, name, value) = self.gone.remove(0);
                    self.put(&at, &name, value);
                }
            }
        }
    }

    fn has(&self, at: &str, name: &str) -> bool {
        self.document.pointer(at).is_some_and(|it| it.get(name).is_some())
    }

    fn put(&mut self, at: &str, name: &str, value: Value) {
        if at == "/paths" && !name.starts_with('/') {
            return self.put(at, &format!("/{name}"), value);
        }
        match self.document.pointer_mut(at) {
            Some(Value::Object(members)) => {
                members.entry(name.to_owned()).or_insert(value);
            }
            // What has the key of another is none that could keep its name.
            Some(Value::Array(items)) if items.iter().all(|it| key(it) != key(&value)) => items.push(value),
            _ => {}
        }
    }

    /// Takes out one of the things that may go.
    fn take(&mut self, index: usize) -> Option<(String, String, Value)> {
        let mut all = Vec::new();
        let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
        let keys = |value: Option<&Value>| -> Vec<String> {
            match value {
                Some(Value::Object(members)) => members.keys().cloned().collect(),
                Some(Value::Array(items)) => (0..items.len()).map(|index| index.to_string()).collect(),
                _ => Vec::new(),
            }
        };
        for (outer, inner) in [
            ("/components/schemas", &["properties", "enum"][..]),
            ("/paths", &["get/parameters"]),
            ("/servers", &[]),
        ] {
            for key in keys(self.document.pointer(outer)) {
                for inner in inner {
                    let at = format!("{outer}/{}/{inner}", escaped(&key));
                    all.extend(keys(self.document.pointer(&at)).into_iter().map(|key| (at.clone(), key)));
                }
                all.push((outer.to_owned(), key));
            }
        }
        let (at, key) = all.get(index % all.len().max(1))?.clone();
        let value = match self.document.pointer_mut(&at)? {
            Value::Object(members) => members.shift_remove(&key)?,
            Value::Array(items) => items.remove(key.parse().ok()?),
            _ => return None,
        };
        Some((at, key, value))
    }
}

/// Returns what tells an element of a list from others.
fn key(element: &Value) -> [&Value; 3] {
    match element {
        Value::Object(_) => ["url", "name", "in"].map(|key| &element[key]),
        _ => [element; 3],
    }
}

/// Returns what the next run knows of a tree.
fn remembered(tree: &Tree) -> Pins {
    let text = |path| tree.get(path).unwrap_or_default();
    vendor::read_texts(text("bindings.lock"), text("api.txt")).unwrap().0
}

/// Returns what is there before and after, and is called otherwise.
fn renamed(before: &Pins, after: &Pins) -> Vec<String> {
    let others =
        before.iter().filter_map(|(key, name)| Some((key, name, after.get(key).filter(|it| *it != name)?)));
    others.map(|(key, was, is)| format!("{key} was {was} and is {is}")).collect()
}

/// Returns what is renamed by the last of the edits that still does so.
fn failure(steps: &[Step], edits: &[Edit]) -> Option<String> {
    let mut edited = Edited { document: document(steps), gone: Vec::new() };
    let mut pins = remembered(&tree(&edited.document, &Pins::new()).0);
    for (index, edit) in edits.iter().enumerate() {
        edited.apply(edit);
        let next = remembered(&tree(&edited.document, &pins).0);
        let renamed = renamed(&pins, &next);
        if !renamed.is_empty() {
            return Some(format!("edit {index}: {renamed:#?}\n{:#}", edited.document));
        }
        pins = next;
    }
    None
}

/// Removes elements as long as it still fails.
fn shrunk<T: Clone>(mut all: Vec<T>, fails: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut index = 0;
    while index < all.len() {
        let mut fewer = all.clone();
        fewer.remove(index);
        if fails(&fewer) {
            all = fewer;
        } else {
            index += 1;
        }
    }
    all
}

fn sequences(count: u64) {
    for case in 1..=count {
        let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let steps: Vec<Step> = (0..EDITS).map(|_| random.step()).collect();
        let edits: Vec<Edit> = (0..EDITS).map(|_| Edit::any(&mut random)).collect();
        if failure(&steps, &edits).is_some() {
            let steps = shrunk(steps, |steps| failure(steps, &edits).is_some());
            let edits = shrunk(edits, |edits| failure(&steps, edits).is_some());
            panic!("case {case}: {steps:#?}\n{edits:#?}\n{}", failure(&steps, &edits).unwrap_or_default());
        }
    }
}

#[test]
fn what_comes_goes_and_comes_back_renames_no_neighbour() {
    sequences(CASES);
}

#[test]
#[ignore = "takes minutes; it tries a thousand sequences"]
fn no_sequence_renames_a_neighbour() {
    sequences(1_000);
}

/// Merges a text as git does.
fn merged(name: &str, [base, ours, theirs]: [&str; 3], style: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sequences").join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in [("base", base), ("ours", ours), ("theirs", theirs)] {
        fs::write(folder.join(file), text).unwrap();
    }
    let arguments = ["merge-file", "--stdout", style, "ours", "base", "theirs"];
    let output = Command::new("git").args(arguments).current_dir(&folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Returns what a merge renames though nobody wants its name.
fn merge_failure(name: &str, steps: &[Step], ours: &[Step], theirs: &[Step], style: &str) -> Option<String> {
    let grown = |more: &[&[Step]]| document(&[&[steps], more].concat().concat());
    let base = tree(&grown(&[]), &Pins::new()).0;
    let pins = remembered(&base);
    let sides = [ours, theirs].map(|side| tree(&grown(&[side]), &pins).0);
    let [lock, surface] = ["bindings.lock", "api.txt"].map(|path| {
        merged(name, [&base, &sides[0], &sides[1]].map(|tree| tree.get(path).unwrap_or_default()), style)
    });
    let (pins, _) = match vendor::read_texts(&lock, &surface) {
        Ok(read) => read,
        Err(error) => return Some(format!("{error}\n{lock}")),
    };
    let result = remembered(&tree(&grown(&[ours, theirs]), &pins).0);
    let sides = sides.each_ref().map(remembered);
    let mut failures = Vec::new();
    for (side, other) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
        for change in renamed(side, &result) {
            // Where both branches gave one name, or two names to one thing, somebody must give way.
            let key = change.split(" was ").next().unwrap_or_default();
            let wanted = |(other_key, name): (&String, &String)| {
                other_key == key || name.eq_ignore_ascii_case(&side[key])
            };
            if !other.iter().any(wanted) {
                failures.push(change);
            }
        }
    }
    (!failures.is_empty()).then(|| format!("{failures:#?}\n{lock}\n{surface}"))
}

fn merges(count: u64) {
    for case in 1..=count {
        let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut some = |count| -> Vec<Step> { (0..count).map(|_| random.step()).collect() };
        let (steps, ours, theirs) = (some(8), some(6), some(6));
        let style = ["--marker-size=7", "--diff3", "--zdiff3", "--union"][usize::try_from(case % 4).unwrap()];
        let name = format!("case-{count}-{case}");
        if merge_failure(&name, &steps, &ours, &theirs, style).is_some() {
            let steps = shrunk(steps, |it| merge_failure(&name, it, &ours, &theirs, style).is_some());
            let ours = shrunk(ours, |it| merge_failure(&name, &steps, it, &theirs, style).is_some());
            let theirs = shrunk(theirs, |it| merge_failure(&name, &steps, &ours, it, style).is_some());
            let failure = merge_failure(&name, &steps, &ours, &theirs, style).unwrap_or_default();
            panic!("case {case}, {style}: {steps:#?}\n{ours:#?}\n{theirs:#?}\n{failure}");
        }
    }
}

#[test]
fn a_merge_of_two_branches_renames_nothing_that_only_one_of_them_named() {
    merges(CASES);
}

#[test]
#[ignore = "takes minutes; it merges a thousand times"]
fn no_merge_renames_what_only_one_branch_named() {
    merges(1_000);
}
