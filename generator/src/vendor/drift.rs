//! The difference between the tree that should be on the disk and what is there.

use super::lock::{Lock, LOCK};
use super::{diff, disk, Error, Tree};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// What is different on the disk, by path; empty when all is as it should be.
#[derive(Debug, Default)]
pub struct Drift {
    changes: BTreeMap<String, Change>,
    first: Option<String>,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is not there.
    Missing,
    /// It is as an earlier run wrote it.
    Changed,
    /// An earlier run wrote it and nothing asks for it any more.
    Stale,
    /// It is ours, and somebody else changed it.
    Edited,
    /// It stands where one of ours should, and no run wrote it.
    Foreign,
}

impl Drift {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the differences in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Change)> {
        self.changes.iter().map(|(path, change)| (path.as_str(), *change))
    }

    /// Returns what has to change in the first of the files that are there, as a unified diff: of `api.txt` if the public
    /// surface has drifted.
    pub fn first_diff(&self) -> Option<&str> {
        self.first.as_deref()
    }

    /// Returns what would be lost by writing.
    pub fn refusals(&self) -> impl Iterator<Item = (&str, Change)> {
        self.iter().filter(|(_, change)| matches!(change, Change::Edited | Change::Foreign))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Changed => "is out of date",
            Self::Stale => "is no longer part of the bindings",
            Self::Edited => "was edited by hand",
            Self::Foreign => "is in the way, and openapi-bindgen did not write it",
        })
    }
}

/// Compares a tree with a folder. A file that has the text that it should have is never drift, whoever wrote it, and
/// line ends do not count: git may have changed them.
pub fn check(tree: &Tree, dir: &Path) -> Result<Drift, Error> {
    Ok(compare(tree, dir)?.0)
}

/// Compares, and returns the lock that says which of the files are ours.
pub(super) fn compare(tree: &Tree, dir: &Path) -> Result<(Drift, Lock), Error> {
    let before = Lock::read(dir)?;
    let mut found = BTreeMap::new();
    for path in tree.iter().map(|(path, _)| path).chain(before.paths()) {
        if !found.contains_key(path) {
            found.insert(path.to_owned(), disk::read(dir, path)?.map(unify_line_ends));
        }
    }
    // Another build may be writing. What it replaced was known before, what it wrote is known now.
    let mut lock = Lock::read(dir)?;
    lock.absorb(before);
    let mut drift = Drift::default();
    for (path, text) in found {
        let wanted = tree.get(&path);
        let Some(change) = classify(&path, wanted, text.as_deref(), &lock) else {
            continue;
        };
        if let (None, Some(wanted), Some(text)) = (&drift.first, wanted, &text) {
            drift.first = diff::unified(&path, text, wanted);
        }
        drift.changes.insert(path, change);
    }
    Ok((drift, lock))
}

/// Says how one file differs, given what should be there and what is.
fn classify(path: &str, wanted: Option<&str>, found: Option<&[u8]>, lock: &Lock) -> Option<Change> {
    let expected = match wanted {
        Some(_) => Change::Changed,
        None => Change::Stale,
    };
    let Some(found) = found else {
        return wanted.map(|_| Change::Missing);
    };
    if wanted.is_some_and(|wanted| wanted.as_bytes() == found) {
        return None;
    }
    // Of an empty file nothing can be lost, and a crate's first `lib.rs` is one: cargo wants it before the build script.
    if path == LOCK || found.is_empty() {
        return Some(expected);
    }
    match lock.wrote(path, found) {
        None => Some(Change::Foreign),
        Some(ours) if ours || is_conflicted(found) => Some(expected),
        Some(_) => Some(Change::Edited),
    }
}

/// Whether git left the file for somebody to resolve. No Rust file looks like that, and both sides are in git.
fn is_conflicted(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let marked = |marker: &str| text.lines().any(|line| line.starts_with(marker));
    marked("<<<<<<< ") && marked(">>>>>>> ")
}

fn unify_line_ends(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.contains(&b'\r') {
        return bytes;
    }
    let mut unified = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            unified.push(byte);
        }
    }
    unified
}
