//! The report for a terminal: two or three lines a change.

use super::{Change, Place, Report};
use std::fmt::Write;

impl Report {
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
    use crate::version::Rust;
    match (change.security, change.rust, change.operation()) {
        (true, ..) => "SECURITY".to_owned(),
        (_, Rust::Behaviour, _) => "COMPILES UNCHANGED AND BEHAVES DIFFERENTLY".to_owned(),
        (_, _, Some(operation)) => operation.to_owned(),
        (_, _, None) => "more than one operation, or none".to_owned(),
    }
}

fn one(text: &mut String, change: &Change) {
    let security = if change.security { " SEC" } else { "" };
    let _ = writeln!(
        text,
        "  {:6} {:7}{security} {} {}: {}{}",
        change.rust,
        change.wire,
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
    let _ = writeln!(text, "         {} [{}]", places(change), change.fingerprint);
    if let Some(suggestion) = &change.suggestion {
        let _ = writeln!(text, "         to keep callers compiling, in bindings.yaml: {suggestion}");
    }
}

/// Returns what callers see before and after.
pub(super) fn items(change: &Change) -> Option<String> {
    match (&change.before, &change.after) {
        (None, None) => None,
        (Some(before), None) => Some(format!("{before} → gone")),
        (None, Some(after)) => Some(format!("new → {after}")),
        (Some(before), Some(after)) if before == after => Some(before.clone()),
        (Some(before), Some(after)) => Some(format!("{before} → {after}")),
    }
}

/// Returns where a change stands in both documents.
pub(super) fn places(change: &Change) -> String {
    let shown = |place: &Option<Place>| match place {
        Some(place) => format!("{}:{}", super::line(&place.file), place.line),
        None => "nowhere".to_owned(),
    };
    match (&change.old, &change.new) {
        (None, None) => "nowhere in the documents".to_owned(),
        (old, new) => format!("{} → {}", shown(old), shown(new)),
    }
}
