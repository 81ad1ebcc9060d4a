//! That a reviewer who reads only the Markdown report and the diff of `api.txt` knows everything: each line of `api.txt`
//! that came, went or changed is told by a change of the report, by what it belongs to, or by what brought it along.

use openapi_bindgen::rust::Crate;
use openapi_bindgen::tokens::surface::{surface, Entry};
use openapi_bindgen::version::{Change, Report, Rust};
use std::collections::{BTreeMap, BTreeSet};

/// `api.txt` of one side.
struct Side {
    /// The entries by what callers write.
    entries: BTreeMap<String, Entry>,
    /// The operations that entries belong to, as reports call them.
    operations: BTreeMap<String, String>,
}

impl Side {
    fn of(krate: &Crate) -> Self {
        let entries: BTreeMap<String, Entry> =
            surface(krate).into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let mut operations = BTreeMap::new();
        for (group, method) in krate.operations.iter().flat_map(|it| it.methods.iter().map(move |m| (it, m)))
        {
            let label = format!("{} {}", method.http, method.path);
            let names = std::iter::once(&method.name).chain(method.others.iter().map(|it| &it.name));
            let own = names.map(|name| format!("operations::{}::{name}", group.name));
            let parts = std::iter::once(&method.marker);
            let parts = parts.chain(method.outcomes.iter().map(|it| &it.name));
            let parts = parts.chain(method.forms.iter().map(|it| &it.name));
            let parts = parts.map(|name| format!("operations::{}::{name}", group.module));
            let call = format!("Call<operations::{}::{}>", group.module, method.marker);
            let all: BTreeSet<String> = own.chain(parts).chain([call]).collect();
            for path in entries.keys() {
                let is_part = |of: &String| {
                    path.strip_prefix(of.as_str()).is_some_and(|it| it.is_empty() || it.starts_with("::"))
                };
                if all.iter().any(is_part) {
                    operations.insert(path.clone(), label.clone());
                }
            }
        }
        Self { entries, operations }
    }

    /// Whether a type, or whatever else stands at a path, is there as a whole.
    fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }
}

/// What the report says, as far as lines of `api.txt` are concerned.
struct Told {
    /// The paths that it shows, of both sides.
    paths: [BTreeSet<String>; 2],
    /// All texts that it shows.
    texts: [Vec<String>; 2],
    /// What it is about, in the words of the document.
    subjects: Vec<String>,
    /// What types are called now.
    renamed: BTreeMap<String, String>,
}

impl Told {
    fn of(report: &Report) -> Self {
        let changes = || report.changes.iter();
        let members = || changes().flat_map(|change| &change.members);
        let before = changes().map(|it| &it.before).chain(members().map(|it| &it.before));
        let after = changes().map(|it| &it.after).chain(members().map(|it| &it.after));
        let texts = [before.flatten().cloned().collect::<Vec<_>>(), after.flatten().cloned().collect()];
        let paths = texts.each_ref().map(|all| all.iter().map(|text| Entry::read(text).path).collect());
        // A type whose own line is shown has another name, or it is an alias that came or went.
        let name = |text: &Option<String>| -> Option<String> {
            let entry = Entry::read(text.as_ref()?);
            (entry.owner() == entry.path).then(|| entry.path.strip_prefix("models::").map(str::to_owned))?
        };
        let names = report.changes.iter().filter_map(|it| Some((name(&it.before)?, name(&it.after)?)));
        let renamed = names.filter(|(before, after)| before != after).collect();
        // An operation that several have in common stands in the list of all of them.
        let subjects = changes().map(|it| it.subject.clone()).chain(members().map(|it| it.operation.clone()));
        Self { paths, texts, subjects: subjects.collect(), renamed }
    }

    fn names(&self, side: usize, path: &str) -> bool {
        self.paths[side].contains(path)
    }

    /// Returns the operations of one side of which something is told.
    fn operations(&self, at: usize, side: &Side) -> BTreeSet<String> {
        let named = |label: &&String| {
            let rest = |it: &String| {
                it.strip_prefix(label.as_str()).map(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            self.subjects.iter().any(|it| rest(it) == Some(true))
        };
        let shown = side.operations.iter().filter(|(path, _)| self.names(at, path)).map(|(_, label)| label);
        side.operations.values().filter(named).chain(shown).cloned().collect()
    }
}

/// Returns the words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Returns a text in which types are called as they are now.
fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(names.get(&word).unwrap_or(&word));
        word.clear();
        out.push(c);
    }
    out.trim_end_matches('\n').to_owned()
}

/// Returns a line as callers take it: with types as they are called now, aliases as what they name if the report tells of
/// them, and headers, whose case nobody minds, in small letters.
fn plain(line: &str, aliases: &BTreeMap<String, String>, names: &BTreeMap<String, String>) -> String {
    let line = if line.starts_with("operations::") || line.starts_with("Call<") {
        small(line)
    } else {
        line.to_owned()
    };
    renamed(&renamed(&line, aliases), names)
}

/// Returns a line with its quoted texts in small letters.
fn small(line: &str) -> String {
    let quoted = line.split('"').enumerate().map(|(index, text)| match index % 2 {
        0 => text.to_owned(),
        _ => text.to_ascii_lowercase(),
    });
    quoted.collect::<Vec<_>>().join("\"")
}

/// Returns the aliases that a report shows on one side.
fn aliases(texts: &[String]) -> BTreeMap<String, String> {
    let aliases = texts.iter().filter_map(|text| {
        let (name, ty) = text.strip_prefix("models::")?.split_once(" = ")?;
        Some((name.to_owned(), ty.to_owned()))
    });
    aliases.collect()
}

/// Returns the lines of `api.txt` that differ and that the report says nothing about, with their sign.
pub fn untold(report: &Report, old: &Crate, new: &Crate) -> Vec<String> {
    let sides = [Side::of(old), Side::of(new)];
    let told = Told::of(report);
    let (alias, none) = (told.texts.each_ref().map(|texts| aliases(texts)), BTreeMap::new());
    let was = |entry: &Entry| plain(&entry.to_string(), &alias[0], &told.renamed);
    let is = |entry: &Entry| plain(&entry.to_string(), &alias[1], &none);
    let before: BTreeSet<String> = sides[0].entries.values().map(was).collect();
    let after: BTreeSet<String> = sides[1].entries.values().map(is).collect();
    let lines = sides.each_ref().map(|it| it.entries.values().map(Entry::to_string).collect::<BTreeSet<_>>());
    let differs = |entry: &Entry, other: usize| !lines[other].contains(&entry.to_string());
    let gone = sides[0].entries.values().filter(|it| differs(it, 1) && !after.contains(&was(it))).collect();
    let come = sides[1].entries.values().filter(|it| differs(it, 0) && !before.contains(&is(it))).collect();
    let operations = [0, 1].map(|side| told.operations(side, &sides[side]));
    let back: BTreeMap<String, String> =
        told.renamed.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
    let mut left = Vec::new();
    for (side, differing, names, sign) in [(0, gone, &told.renamed, '-'), (1, come, &back, '+')] {
        let other = &sides[1 - side];
        let mut open: Vec<&Entry> = differing;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut mentioned: BTreeSet<String> =
            told.texts[side].iter().flat_map(|text| words(text)).map(str::to_owned).collect();
        loop {
            let before = open.len();
            open.retain(|entry| {
                let path = entry.path.as_str();
                let counterpart = renamed(path, names);
                let owner = entry.owner();
                let last = path.rsplit_once("::").map(|(_, name)| name);
                let is_part = path.starts_with("operations::") && path.matches("::").count() == 3;
                let is_whole = !other.has(&renamed(owner, names));
                let is_part_told = || {
                    told.paths
                        .iter()
                        .any(|all| all.iter().any(|it| Entry::read(it).owner() == owner && it != owner))
                };
                let is_told = told.names(side, path)
                    || told.names(1 - side, &counterpart)
                    || sides[side].operations.get(path).is_some_and(|label| operations[side].contains(label))
                    || other
                        .operations
                        .get(&counterpart)
                        .is_some_and(|label| operations[1 - side].contains(label))
                    || path.starts_with("Builder::")
                        && told.paths[side].iter().any(|it| {
                            // A newcomer of the same name has a number.
                            let name = it.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
                            path.starts_with(&format!("{name}_"))
                        })
                    || owner == path && is_part_told()
                    || owner != path && (known.contains(owner) || told.names(side, owner))
                    || is_whole
                        && owner.strip_prefix("models::").is_some_and(|name| mentioned.contains(name))
                    || path.starts_with("Client::")
                        && known.iter().any(|it| it.starts_with(&format!("{}::", entry.ty())))
                    // What a part of a form takes is told with the property.
                    || is_part
                        && told.paths[side].iter().any(|it| it.rsplit_once('.').map(|(_, name)| name) == last)
                    || path.starts_with("operations::")
                        && entry.is("struct")
                        && known.iter().any(|it| it.starts_with(&format!("{path}::")));
                if is_told {
                    known.insert(path);
                    if !other.has(&counterpart) {
                        mentioned.extend(words(&entry.to_string()).map(str::to_owned));
                    }
                }
                !is_told
            });
            if open.len() == before {
                break;
            }
        }
        left.extend(open.iter().map(|entry| format!("{sign} {entry}")));
    }
    left
}

/// Returns what the report calls a change for callers though `api.txt` does not show it, which needs a reason.
pub fn unseen(report: &Report, old: &Crate, new: &Crate) -> Vec<String> {
    let lines = [old, new].map(|krate| surface(krate).iter().map(Entry::to_string).collect::<BTreeSet<_>>());
    let path = |text: &Option<String>| text.as_ref().map(|text| Entry::read(text).path);
    let of = |side: usize, path: Option<String>| -> Vec<String> {
        let Some(path) = path else { return Vec::new() };
        lines[side].iter().filter(|line| Entry::read(line).path == path).cloned().collect()
    };
    let differ = |before: &Option<String>, after: &Option<String>| of(0, path(before)) != of(1, path(after));
    let differ = |change: &Change| match change.members.as_slice() {
        [] => differ(&change.before, &change.after),
        members => members.iter().all(|member| differ(&member.before, &member.after)),
    };
    let louder = report.changes.iter().filter(|change| change.rust >= Rust::Minor && !is_elsewhere(change));
    let louder = louder.filter(|change| !differ(change));
    louder
        .map(|change| format!("{} {} {}: {}", change.rust, change.code, change.subject, change.detail))
        .collect()
}

/// Whether a change is about what `api.txt` does not show: traits, and what `Cargo.toml` says.
pub fn is_elsewhere(change: &Change) -> bool {
    matches!(change.code.0, 125 | 127)
}

/// Returns the public surface as `api.txt` has it.
pub fn api_txt(krate: &Crate) -> String {
    surface(krate).iter().map(|entry| format!("{entry}\n")).collect()
}
