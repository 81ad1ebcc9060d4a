//! Operations that moved together: the start of many paths was replaced, as where an API came below `/v2`.

use super::operation::{blanked, Pair};
use crate::model::Operation;
use std::collections::{BTreeMap, BTreeSet};

/// The starts of paths that were and that are, as segments in one text.
pub(in crate::version) type Prefix = (String, String);

/// How many operations have to move alike.
const MIN_ALIKE: usize = 3;

/// How many segments at the end of a path are looked at.
const MAX_SEGMENTS: usize = 32;

/// How many operations that end alike are taken for candidates.
const MAX_CANDIDATES: usize = 8;

/// Finds, among operations that nothing else tells, those of which the start of the path was replaced as that of others was.
/// One that has another `operationId` on the other side is another one.
pub(super) fn matched(old: &[(usize, &Operation)], new: &[(usize, &Operation)]) -> Vec<(usize, usize)> {
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    let mut pairs = Vec::new();
    while let Some((from, to)) = common(&old, &new) {
        let by_path: BTreeMap<(&str, String), (usize, &Operation)> = new
            .iter()
            .map(|(at, it)| ((it.method.as_str(), segments(&it.path).join("/")), (*at, *it)))
            .collect();
        let found: Vec<(usize, usize)> = old
            .iter()
            .filter_map(|(at, it)| {
                let path = replaced(&segments(&it.path), &from, &to)?;
                let (other, candidate) = by_path.get(&(it.method.as_str(), path))?;
                is_possible(it, candidate).then_some((*at, *other))
            })
            .collect();
        let (before, after): (BTreeSet<usize>, BTreeSet<usize>) = found.iter().copied().unzip();
        old.retain(|(at, _)| !before.contains(at));
        new.retain(|(at, _)| !after.contains(at));
        pairs.extend(found);
    }
    pairs
}

/// Returns the starts that were replaced in several of these operations.
pub(super) fn shared<'a>(pairs: impl Iterator<Item = Pair<'a>>) -> BTreeSet<Prefix> {
    let mut alike: BTreeMap<Prefix, usize> = BTreeMap::new();
    for prefix in pairs.filter_map(of) {
        *alike.entry(prefix).or_default() += 1;
    }
    alike.into_iter().filter(|(_, count)| *count >= MIN_ALIKE).map(|(prefix, _)| prefix).collect()
}

/// Returns what was replaced at the start of an operation's path.
pub(super) fn of((old, new): Pair<'_>) -> Option<Prefix> {
    let (was, is) = (segments(&old.path), segments(&new.path));
    let common = was.iter().rev().zip(is.iter().rev()).take_while(|(a, b)| a == b).count();
    let start = |all: &[String]| all.get(..all.len().saturating_sub(common)).unwrap_or_default().join("/");
    let prefix = (start(&was), start(&is));
    (prefix.0 != prefix.1).then_some(prefix)
}

/// Says what was replaced.
pub(super) fn detail((from, to): &Prefix) -> String {
    format!("paths below /{from} are below /{to} now")
}

/// Finds the starts that most operations have in common, of which one has to have a name behind it for each.
fn common(old: &[(usize, &Operation)], new: &[(usize, &Operation)]) -> Option<Prefix> {
    let mut ends: BTreeMap<(&str, String), Vec<&Operation>> = BTreeMap::new();
    for (_, operation) in new {
        for end in ends_of(&segments(&operation.path)) {
            ends.entry((operation.method.as_str(), end)).or_default().push(operation);
        }
    }
    let mut alike: BTreeMap<Prefix, usize> = BTreeMap::new();
    for (_, operation) in old {
        let all = ends_of(&segments(&operation.path));
        let found = all.into_iter().find_map(|end| ends.get(&(operation.method.as_str(), end)));
        let possible = found.into_iter().flatten().filter(|it| is_possible(operation, it));
        for candidate in possible.take(MAX_CANDIDATES) {
            if let Some(prefix) = of((operation, candidate)) {
                *alike.entry(prefix).or_default() += 1;
            }
        }
    }
    let best = alike.into_iter().filter(|(_, count)| *count >= MIN_ALIKE);
    best.max_by_key(|(_, count)| *count).map(|(prefix, _)| prefix)
}

fn is_possible(old: &Operation, new: &Operation) -> bool {
    old.id.is_none() || new.id.is_none() || old.id == new.id
}

/// Returns the ends of a path that name something, the longest first.
fn ends_of(segments: &[String]) -> Vec<String> {
    let first = segments.len().saturating_sub(MAX_SEGMENTS);
    let ends = (first..segments.len()).filter_map(|at| segments.get(at..));
    ends.filter(|end| end.iter().any(|it| !it.contains('{'))).map(|end| end.join("/")).collect()
}

fn replaced(segments: &[String], from: &str, to: &str) -> Option<String> {
    let path = segments.join("/");
    let rest = path.strip_prefix(from)?;
    let is_whole = rest.is_empty() || from.is_empty() || rest.starts_with('/');
    let rest = rest.trim_start_matches('/');
    let parts = [to, rest].into_iter().filter(|part| !part.is_empty());
    is_whole.then(|| parts.collect::<Vec<_>>().join("/"))
}

/// Returns the segments of a path, without the names of parameters.
fn segments(path: &str) -> Vec<String> {
    blanked(path).split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}
