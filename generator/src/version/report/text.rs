//! The report for a terminal: two or three lines a change.

use super::{Change, Member, Place, Report};
use crate::tokens::surface::Entry;
use crate::version::rule::Code;
use crate::version::Rust;
use std::fmt::Write;

/// How many changes a regeneration names.
const MAX_NAMED: usize = 5;

impl Report {
    /// Returns the block that a regeneration prints, line by line: the verdict, and the first changes that callers have to
    /// know of. Where nothing changed there is nothing to print.
    pub fn block(&self) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let matters =
            |change: &&Change| change.security || matches!(change.rust, Rust::Behaviour | Rust::Major);
        let named: Vec<&Change> = self.changes.iter().filter(matters).collect();
        let mut lines = vec![format!("for callers: {}", self.verdict())];
        lines.extend(named.iter().take(MAX_NAMED).map(|change| {
            let shown = items(change).unwrap_or_else(|| change.subject.clone());
            format!("  {}{} {}: {shown}", change.rust, security(change), change.code)
        }));
        match named.len().saturating_sub(MAX_NAMED) {
            0 => {}
            more => lines.push(format!("  …and {more} more like these")),
        }
        lines.push("`openapi-bindgen diff` shows each change".to_owned());
        lines
    }

    /// Returns the report as text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.verdict());
        if let Some(note) = &self.note {
            let _ = writeln!(text, "note: {note}");
        }
        let mut heading = String::new();
        for change in self.changes.iter().filter(|change| !change.is_documentation()) {
            let group = heading_of(change);
            if group != heading {
                let _ = write!(text, "\n{group}\n");
                heading = group;
            }
            one(&mut text, change);
        }
        let documentation: Vec<_> = self.changes.iter().filter(|change| change.is_documentation()).collect();
        if !documentation.is_empty() {
            let places = if documentation.len() == 1 { "place" } else { "places" };
            let _ = write!(text, "\ndocumentation: {} {places}\n", documentation.len());
        }
        text
    }
}

fn heading_of(change: &Change) -> String {
    match (change.security, change.rust, change.operation()) {
        (true, ..) => "SECURITY".to_owned(),
        (_, Rust::Behaviour, _) => "COMPILES UNCHANGED AND BEHAVES DIFFERENTLY".to_owned(),
        (_, _, Some(operation)) => operation.to_owned(),
        (_, _, None) => "more than one operation, or none".to_owned(),
    }
}

fn one(text: &mut String, change: &Change) {
    let _ = writeln!(
        text,
        "  {:6} {:7}{} {} {}: {}{}",
        change.rust,
        change.wire,
        security(change),
        change.code,
        change.subject,
        change.title(),
        match change.detail.as_str() {
            "" => String::new(),
            detail => format!(", {detail}"),
        }
    );
    if let Some(items) = items(change) {
        let _ = writeln!(text, "         {items}");
    }
    for member in &change.members {
        let _ = writeln!(text, "         - {}", self::member(change, member));
    }
    let places = places(change).map_or_else(String::new, |places| format!("{places} "));
    let _ = writeln!(text, "         {places}[{}]", change.fingerprint);
    if let Some(suggestion) = &change.suggestion {
        let _ = writeln!(text, "         to keep callers compiling, in bindings.yaml: {suggestion}");
    }
}

fn security(change: &Change) -> &'static str {
    if change.security {
        " SEC"
    } else {
        ""
    }
}

/// Returns what callers see before and after.
pub(super) fn items(change: &Change) -> Option<String> {
    seen(&change.before, &change.after)
}

/// Returns what a change is of one operation: how callers name it before and after, where the change is about that.
pub(super) fn member(change: &Change, member: &Member) -> String {
    if !matches!(change.code, Code(2 | 6 | 9)) {
        return member.operation.clone();
    }
    let path = |text: &Option<String>| text.as_ref().map(|text| Entry::read(text).path);
    let (before, after) = (path(&member.before), path(&member.after));
    let seen = (before != after).then(|| seen(&before, &after)).flatten();
    seen.unwrap_or_else(|| member.operation.clone())
}

fn seen(before: &Option<String>, after: &Option<String>) -> Option<String> {
    match (before, after) {
        (None, None) => None,
        (Some(before), None) => Some(format!("{before} → gone")),
        (None, Some(after)) => Some(format!("new → {after}")),
        (Some(before), Some(after)) if before == after => Some(before.clone()),
        (Some(before), Some(after)) => Some(format!("{before} → {after}")),
    }
}

/// Returns where a change stands in both documents, if it does.
pub(super) fn places(change: &Change) -> Option<String> {
    let shown = |place: &Option<Place>| match place {
        Some(place) => format!("{}:{}", super::line(&place.file), place.line),
        None => "nowhere".to_owned(),
    };
    match (&change.old, &change.new) {
        (None, None) => None,
        (old, new) => Some(format!("{} → {}", shown(old), shown(new))),
    }
}
