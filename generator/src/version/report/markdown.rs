//! The report for a comment on a pull request.
//!
//! Every text of a document stands in a code span or is escaped as HTML, and no line starts with one: it can neither
//! end what is around it nor mention anybody.

use super::text::{member, places};
use super::{counts, Change, Report};
use crate::version::{Rust, Wire};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How long a comment may get; GitHub takes 65,536 characters.
const MAX_BYTES: usize = 60_000;

/// How many operations are named that share a change.
const MAX_MEMBERS: usize = 10;

/// How many of them where it is one for security, which `api.txt` does not show.
const MAX_SECURITY_MEMBERS: usize = 100;

/// Where the rest is.
const ALL: &str = "`openapi-bindgen diff` shows all";

/// How many operations of a schema are named.
const MAX_NAMED: usize = 3;

impl Report {
    /// Returns the report as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = match self.rust() {
            Some(rust) => format!("### Suggested bump: {}\n\n{}\n", rust.bump(), counts(self.changes.iter())),
            None => "### Nothing changed for callers\n".to_owned(),
        };
        if let Some(note) = &self.note {
            let _ = write!(text, "\n> {note}\n");
        }
        let (fitting, left) = fitting(self.changes.iter().filter(|change| !change.is_documentation()));
        let behaviour = |change: &Change| !change.security && change.rust == Rust::Behaviour;
        let (security, others): (Vec<_>, Vec<_>) = fitting.into_iter().partition(|change| change.security);
        let (behaviour, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|change| behaviour(change));
        section(&mut text, "Security", &security);
        section(&mut text, "Compiles unchanged and behaves differently (`patch!`)", &behaviour);
        for group in others.chunk_by(|a, b| a.operation() == b.operation()) {
            folded(&mut text, group);
        }
        if !left.is_empty() {
            let (count, counts) = (left.len(), counts(left.into_iter()));
            let _ =
                write!(text, "\n…and {count} that matter less, which did not fit here ({counts}); {ALL}.\n");
        }
        documentation(&mut text, self);
        if !self.accepted.is_empty() {
            let _ = write!(text, "\n{} more were accepted.\n", self.accepted.len());
        }
        text
    }
}

/// Returns the changes for which there is room, in their order, and the others, of which none matters more.
fn fitting<'c>(changes: impl Iterator<Item = &'c Change>) -> (Vec<&'c Change>, Vec<&'c Change>) {
    // What old clients break on matters more than what a compiler finds.
    let matters = |change: &Change| {
        (
            change.security,
            change.rust == Rust::Behaviour,
            change.wire == Wire::Break,
            change.rust,
            change.wire,
        )
    };
    let mut ranked: Vec<(usize, &Change)> = changes.enumerate().collect();
    ranked.sort_by_key(|(_, change)| std::cmp::Reverse(matters(change)));
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let mut room = MAX_BYTES;
    let is_fitting = |(_, change): &(usize, &'c Change)| {
        let operation = change.operation();
        let group = seen.entry((operation, None)).or_default();
        *group += 1;
        let head = match *group {
            1 => HEAD_BYTES + operation.map_or(0, |it| html(it).len()),
            _ => 0,
        };
        let alike = seen.entry((operation, Some((change.code, change.rust, change.wire)))).or_default();
        *alike += 1;
        // From the third on they stand under one head.
        let own = match *alike < MIN_ALIKE {
            true => verdict(change).len() + change.reason().len() + HEAD_BYTES / 8,
            false => HEAD_BYTES / 8,
        };
        let cost = head + own + line(change).len();
        let fits = cost <= room;
        room = if fits { room - cost } else { 0 };
        fits
    };
    let (mut fitting, left): (Vec<_>, Vec<_>) = ranked.into_iter().partition(is_fitting);
    fitting.sort_unstable_by_key(|(index, _)| *index);
    let plain = |all: Vec<(usize, &'c Change)>| all.into_iter().map(|(_, change)| change).collect();
    (plain(fitting), plain(left))
}

/// More than what stands around the changes of an operation.
const HEAD_BYTES: usize = 160;

/// Adds the changes of an operation, folded.
fn folded(text: &mut String, group: &[&Change]) {
    let title = match group.first().and_then(|first| first.operation()) {
        Some(operation) => format!("<code>{}</code>", html(operation)),
        None => "More than one operation, or none".to_owned(),
    };
    let counts = counts(group.iter().copied());
    let _ = write!(text, "\n<details><summary>{title}: {counts}</summary>\n\n");
    items(text, group);
    text.push_str("\n</details>\n");
}

fn section(text: &mut String, title: &str, changes: &[&Change]) {
    if !changes.is_empty() {
        let _ = write!(text, "\n#### {title}\n\n");
        items(text, changes);
    }
}

/// Writes changes, those that are alike under one head.
fn items(text: &mut String, changes: &[&Change]) {
    let kind = |change: &Change| (change.code, change.rust, change.wire);
    for alike in changes.chunk_by(|a, b| kind(a) == kind(b)) {
        let Some(first) = alike.first().filter(|_| alike.len() >= MIN_ALIKE) else {
            for change in alike {
                let _ = writeln!(text, "- {} · {}<br>{}", verdict(change), line(change), change.reason());
            }
            continue;
        };
        let _ = writeln!(text, "- {}, {} times<br>{}", verdict(first), alike.len(), first.reason());
        for change in alike {
            let _ = writeln!(text, "  - {}", line(change));
        }
    }
}

/// How many changes that are alike are written under one head.
const MIN_ALIKE: usize = 3;

/// Returns what a change shares with those of its kind.
fn verdict(change: &Change) -> String {
    format!("**{}** · wire {} · {}: {}", change.rust, change.wire, change.code, change.title())
}

/// Returns what a change has for itself.
fn line(change: &Change) -> String {
    let mut text = code(&change.subject);
    if !change.detail.is_empty() {
        let _ = write!(text, ", {}", code(&change.detail));
    }
    if let Some(items) = super::text::items(change) {
        let _ = write!(text, "<br>{}", code(&items));
    }
    if let Some(suggestion) = &change.suggestion {
        let _ = write!(text, "<br>to keep callers compiling, in `bindings.yaml`: {}", code(suggestion));
    }
    if !change.members.is_empty() {
        let count = change.members.len();
        let named = if change.security { MAX_SECURITY_MEMBERS } else { MAX_MEMBERS };
        let mut all: Vec<String> =
            change.members.iter().take(named).map(|it| code(&member(change, it))).collect();
        if count > named {
            all.push(format!("…and {} more; {ALL}", count - named));
        }
        let _ = write!(text, "<details><summary>all {count}</summary>{}</details>", all.join("<br>"));
    } else if !change.security && change.operation().is_none() && !change.operations.is_empty() {
        let _ = write!(text, "<br>in {}", among(&change.operations));
    }
    let places = places(change).map_or_else(String::new, |places| format!("{} · ", code(&places)));
    let _ = write!(text, "<br><sub>{places}accept as `{}`</sub>", change.fingerprint);
    text
}

/// Names a few operations, or counts many.
fn among(operations: &[String]) -> String {
    match operations.len() {
        few if few <= MAX_NAMED => operations.iter().map(|it| code(it)).collect::<Vec<_>>().join(", "),
        many => format!("{many} operations"),
    }
}

fn documentation(text: &mut String, report: &Report) {
    let changes: Vec<_> = report.changes.iter().filter(|change| change.is_documentation()).collect();
    if changes.is_empty() {
        return;
    }
    let _ = write!(text, "\n<details><summary>Documentation only: {}</summary>\n\n", changes.len());
    let mut left = 0;
    for change in changes {
        let places = places(change).map_or_else(String::new, |places| format!(" {}", code(&places)));
        let item = format!("- {}{places}\n", code(&change.subject));
        if text.len() + item.len() + HEAD_BYTES > MAX_BYTES {
            left += 1;
        } else {
            text.push_str(&item);
        }
    }
    if left > 0 {
        let _ = writeln!(text, "- …and {left} more");
    }
    text.push_str("\n</details>\n");
}

/// Returns a text as a code span, whatever it has: one line, and a fence that it does not hold.
fn code(text: &str) -> String {
    let text = super::line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match text.is_empty() {
        true => "` `".to_owned(),
        // A space that stands at both ends is taken away again.
        false if longest > 0 || text.starts_with(' ') => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// Returns a text as HTML that is nothing but text, for places where Markdown is not read.
fn html(text: &str) -> String {
    let mut escaped = String::new();
    for c in super::line(text).chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, ' ' | '/' | '-' | '.' | ',' | '=' | '?' | '(' | ')') => {
                escaped.push(c)
            }
            c => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
        }
    }
    escaped
}
