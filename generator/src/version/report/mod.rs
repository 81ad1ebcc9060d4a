//! What readers get: changes in the order in which they matter, for people, for pull requests and for programs.

mod json;
mod markdown;
#[cfg(test)]
mod tests;
mod text;

use super::compare::{Cx, Found};
use super::rule::{rule, Code};
use super::side::Side;
use super::verdict::{Rust, Wire};
use super::walk::label;
use crate::diagnostic::{Pointer, Sources};
use crate::tokens::surface::Entry;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The changes between two versions of a document.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The changes: those for security first, then those that compile and behave differently, then by operation.
    pub changes: Vec<Change>,
    /// The changes that somebody has accepted.
    pub accepted: Vec<Change>,
    /// What the report cannot know, if there is such.
    pub note: Option<String>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule.
    pub code: Code,
    /// What it means to a client that is compiled already.
    pub wire: Wire,
    /// What it means to the source of callers.
    pub rust: Rust,
    /// Whether somebody must look at it for security.
    pub security: bool,
    /// What changed, in the words of the document: `GET /pets query limit`, `Pet.tag`.
    pub subject: String,
    /// The operations that it is part of.
    pub operations: Vec<String>,
    /// What callers saw, as `api.txt` has it.
    pub before: Option<String>,
    /// What callers see.
    pub after: Option<String>,
    /// Where it stood.
    pub old: Option<Place>,
    /// Where it stands.
    pub new: Option<Place>,
    /// What exactly changed, if the rule does not say it.
    pub detail: String,
    /// How callers keep compiling: an entry of `bindings.yaml`.
    pub suggestion: Option<String>,
    /// What it is of each operation, where it is the same change of several that is reported once.
    pub members: Vec<Member>,
    /// What it is accepted by: of 16 hexadecimal digits, and the same wherever the change stands in the document.
    pub fingerprint: String,
}

/// What a change that several operations have in common is of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The operation, or the part of it, as reports call it.
    pub operation: String,
    /// What callers saw.
    pub before: Option<String>,
    /// What callers see.
    pub after: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
}

impl Change {
    /// Returns what the rule calls it.
    pub fn title(&self) -> &'static str {
        rule(self.code.0).title
    }

    /// Returns why the verdicts are these.
    pub fn reason(&self) -> &'static str {
        rule(self.code.0).reason
    }

    /// Whether only texts changed that nobody's program reads.
    pub fn is_documentation(&self) -> bool {
        matches!(self.code, Code(14 | 128))
    }

    /// Returns the operation that it is shown under; none for what several have.
    pub fn operation(&self) -> Option<&str> {
        match self.operations.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Report {
    /// Whether nothing changed that was not accepted.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the worst verdict of callers' sources, or `None` if nothing changed.
    pub fn rust(&self) -> Option<Rust> {
        self.changes.iter().map(|change| change.rust).max()
    }

    /// Returns the worst verdict on the wire.
    pub fn wire(&self) -> Wire {
        self.changes.iter().map(|change| change.wire).max().unwrap_or(Wire::Ok)
    }

    /// Returns the verdict in one line without an end.
    pub fn verdict(&self) -> String {
        let Some(rust) = self.rust() else {
            return match self.accepted.len() {
                0 => "nothing changed".to_owned(),
                accepted => format!("nothing changed but what was accepted: {accepted}"),
            };
        };
        let mut text = format!("{}: {}", rust.bump(), counts(self.changes.iter()));
        if !self.accepted.is_empty() {
            let _ = write!(text, "; {} accepted", self.accepted.len());
        }
        text
    }

    /// Writes down what was found.
    pub(super) fn of(cx: Cx<'_>, old: &Sources, new: &Sources) -> Self {
        let mut users: BTreeMap<(bool, usize), Vec<String>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut changes = Vec::new();
        for found in &cx.found {
            let change = change(&cx, found, (old, new), &mut users);
            if seen.insert((change.code, change.subject.clone(), change.detail.clone())) {
                changes.push(change);
            }
        }
        Self::sorted(together(changes))
    }

    pub(super) fn sorted(mut changes: Vec<Change>) -> Self {
        let rank = |change: &Change| match (change.security, change.rust) {
            (true, _) => 0,
            (_, Rust::Behaviour) => 1,
            _ => 2,
        };
        changes.sort_by(|a, b| {
            let by_operation = |change: &Change| change.operation().map(str::to_owned);
            (
                rank(a),
                a.is_documentation(),
                by_operation(a),
                std::cmp::Reverse((a.rust, a.wire)),
                a.code,
                &a.subject,
            )
                .cmp(&(
                    rank(b),
                    b.is_documentation(),
                    by_operation(b),
                    std::cmp::Reverse((b.rust, b.wire)),
                    b.code,
                    &b.subject,
                ))
        });
        Self { changes, ..Self::default() }
    }
}

/// How many operations have to share a change for it to be reported once.
const MIN_TOGETHER: usize = 3;

/// What changes have in common that are the same but for the operation: the rule, the verdicts, the part of the operation
/// and what exactly changed.
type Alike = (Code, Rust, Wire, String, String);

/// Makes one change of those that are the same for several operations, such as all that move elsewhere or lose a credential.
/// Its fingerprint is of all of them, so that whoever accepts it accepts it for no other.
fn together(changes: Vec<Change>) -> Vec<Change> {
    let mut groups: BTreeMap<Alike, Vec<Change>> = BTreeMap::new();
    let mut all = Vec::new();
    for change in changes {
        match alike(&change) {
            Some(key) => groups.entry(key).or_default().push(change),
            None => all.push(change),
        }
    }
    for ((code, .., part, detail), group) in groups {
        match group.split_first() {
            Some((first, rest)) if group.len() >= MIN_TOGETHER => {
                let mut operations: Vec<&str> = group.iter().filter_map(Change::operation).collect();
                let subject = format!("{} and {} more", first.subject, rest.len());
                let members = group.iter().map(member).collect();
                let (before, after) = (None, None);
                let first = Change { subject, before, after, members, ..first.clone() };
                operations.sort_unstable();
                let fingerprint = fingerprint(&[&code.to_string(), &part, &detail, &operations.join("\n")]);
                let operations = operations.into_iter().map(str::to_owned).collect();
                all.push(Change { fingerprint, operations, ..first });
            }
            _ => all.extend(group),
        }
    }
    all
}

/// Returns what a change shares with the same change of another operation.
fn alike(change: &Change) -> Option<Alike> {
    let part = change.subject.strip_prefix(change.operation()?).filter(|_| !change.is_documentation())?;
    Some((change.code, change.rust, change.wire, part.to_owned(), change.detail.clone()))
}

fn member(change: &Change) -> Member {
    Member { operation: change.subject.clone(), before: change.before.clone(), after: change.after.clone() }
}

/// Counts changes by verdict: `2 major, 1 patch!; wire: 1 BREAK; 1 for security`.
fn counts<'c>(changes: impl Iterator<Item = &'c Change> + Clone) -> String {
    let count = |is: &dyn Fn(&Change) -> bool| changes.clone().filter(|change| is(change)).count();
    let parts = |all: &[(usize, &str)]| -> String {
        let some = all.iter().filter(|(count, _)| *count > 0);
        some.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    let rust = [Rust::Major, Rust::Behaviour, Rust::Minor, Rust::Patch];
    let is = |it: Rust| count(&|change| change.rust == it && !change.is_documentation());
    let rust: Vec<_> = rust.iter().map(|it| (is(*it), it.as_str())).collect();
    let documentation = count(&|change| change.is_documentation());
    let mut text = parts(&rust);
    let in_documentation = format!("{documentation} in documentation");
    let is_alone = text.is_empty();
    if is_alone {
        text.clone_from(&in_documentation);
    }
    let wire = [Wire::Break, Wire::Drift, Wire::Unknown];
    let wire: Vec<_> = wire.iter().map(|it| (count(&|change| change.wire == *it), it.as_str())).collect();
    let wire = parts(&wire);
    let _ = write!(text, "; wire: {}", if wire.is_empty() { "ok" } else { &wire });
    let security = count(&|change| change.security);
    if security > 0 {
        let _ = write!(text, "; {security} for security");
    }
    if documentation > 0 && !is_alone {
        let _ = write!(text, "; {in_documentation}");
    }
    text
}

fn change(
    cx: &Cx<'_>,
    found: &Found,
    (old, new): (&Sources, &Sources),
    users: &mut BTreeMap<(bool, usize), Vec<String>>,
) -> Change {
    let place = &found.place;
    let (mut before, mut after) = shown(cx, place);
    if found.rust == Rust::Patch && cx.weigh(place).is_some_and(|seen| seen > found.rust) {
        // What callers see otherwise comes of another change.
        (before, after) = (before.map(only_path), after.map(only_path));
    }
    let operations = match &place.operation {
        Some(operation) => vec![line(operation)],
        None => operations(cx, place.owner, users),
    };
    let fingerprint = fingerprint(&[
        &format!("R{}", found.code),
        &place.label,
        &found.detail,
        before.as_deref().unwrap_or_default(),
        after.as_deref().unwrap_or_default(),
    ]);
    Change {
        code: Code(found.code),
        wire: found.wire,
        rust: found.rust,
        security: found.security,
        subject: line(&place.label),
        operations,
        before,
        after,
        old: locate(old, place.at.0.as_ref()),
        new: locate(new, place.at.1.as_ref()),
        detail: line(&found.detail),
        suggestion: found.suggestion.as_deref().map(line),
        members: Vec::new(),
        fingerprint,
    }
}

/// Returns what callers see of a place: without notes, unless they alone differ.
fn shown(cx: &Cx<'_>, place: &super::compare::Place) -> (Option<String>, Option<String>) {
    let entry = |side: &'_ Side<'_>, item: &Option<String>| side.surface.get(item.as_ref()?).cloned();
    let (old, new) = (entry(&cx.old, &place.items.0), entry(&cx.new, &place.items.1));
    let (mut before, mut after) = (old.as_ref().map(|it| it.seen()), new.as_ref().map(|it| it.seen()));
    if before == after && old != new {
        (before, after) = (old.map(|it| it.to_string()), new.map(|it| it.to_string()));
    }
    let short = |text: String| line(&text);
    (place.shown.0.clone().or(before).map(short), place.shown.1.clone().or(after).map(short))
}

/// Returns what an item is called, of what is shown of it.
fn only_path(text: String) -> String {
    Entry::read(&text).path
}

fn operations(
    cx: &Cx<'_>,
    owner: (Option<crate::model::SchemaId>, Option<crate::model::SchemaId>),
    users: &mut BTreeMap<(bool, usize), Vec<String>>,
) -> Vec<String> {
    let (side, id, is_new) = match owner {
        (_, Some(id)) => (&cx.new, id, true),
        (Some(id), None) => (&cx.old, id, false),
        (None, None) => return Vec::new(),
    };
    let found = users.entry((is_new, id.index())).or_insert_with(|| {
        // One that stays is called as it is now.
        let now = |index: usize| {
            let stays = cx.operations.iter().find(|(before, _)| !is_new && *before == index);
            let after = stays.and_then(|(_, after)| cx.new.api.operations.get(*after));
            after.or_else(|| side.api.operations.get(index))
        };
        let all = side.reach.operations(id).into_iter();
        all.filter_map(now).map(|it| line(&label(it))).collect()
    });
    found.clone()
}

fn locate(sources: &Sources, at: Option<&Pointer>) -> Option<Place> {
    let found = sources.find(at?)?;
    Some(Place { file: found.name.to_owned(), line: found.position?.line })
}

/// Returns the first 16 hexadecimal digits of the SHA-256 of some texts, each with its length.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// How much of a text of the document is shown.
const MAX_SHOWN: usize = 240;

/// Returns a text of the document as one line that shows what it has.
pub(super) fn line(text: &str) -> String {
    let shown = text.chars().take(MAX_SHOWN).flat_map(|c| match c {
        c if c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ' || matches!(c, '…' | '→') => vec![c],
        c => c.escape_unicode().collect(),
    });
    let mut shown: String = shown.collect();
    if text.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
