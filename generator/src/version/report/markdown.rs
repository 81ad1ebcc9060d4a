//! The report for a comment on a pull request.
//!
//! Every text of a document stands in a code span or is escaped as HTML, and no line starts with one: it can neither
//! end what is around it nor mention anybody.

use super::text::{items, places};
use super::{counts, Change, Report};
use crate::version::Rust;
use std::fmt::Write;

/// How long a comment may get; GitHub takes 65,536 characters.
const MAX_BYTES: usize = 60_000;

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
        let shown = |change: &&Change| !change.is_documentation();
        let security: Vec<_> = self.changes.iter().filter(|change| change.security).collect();
        let behaviour = |change: &&Change| !change.security && change.rust == Rust::Behaviour;
        let behaviour: Vec<_> = self.changes.iter().filter(behaviour).collect();
        let mut rest = Rest { text: String::new(), left: 0 };
        section(&mut text, "Security", &security);
        section(&mut text, "Compiles unchanged and behaves differently (`patch!`)", &behaviour);
        let others = |change: &&Change| !change.security && change.rust != Rust::Behaviour;
        let others: Vec<_> = self.changes.iter().filter(shown).filter(others).collect();
        for group in others.chunk_by(|a, b| a.operation() == b.operation()) {
            rest.folded(text.len(), group);
        }
        text.push_str(&rest.text);
        if rest.left > 0 {
            let _ = write!(text, "\n…and {} more, which did not fit here.\n", rest.left);
        }
        documentation(&mut text, self);
        if !self.accepted.is_empty() {
            let _ = write!(text, "\n{} more were accepted.\n", self.accepted.len());
        }
        text
    }
}

struct Rest {
    text: String,
    left: usize,
}

impl Rest {
    /// Adds the changes of an operation, folded, while there is room.
    fn folded(&mut self, before: usize, group: &[&Change]) {
        let Some(first) = group.first() else { return };
        let title = match first.operation() {
            Some(operation) => format!("<code>{}</code>", html(operation)),
            None => "More than one operation, or none".to_owned(),
        };
        let counts = counts(group.iter().copied());
        let mut text = format!("\n<details><summary>{title}: {counts}</summary>\n\n");
        let mut left = 0;
        for change in group {
            let item = item(change);
            if before + self.text.len() + text.len() + item.len() > MAX_BYTES {
                left += 1;
            } else {
                text.push_str(&item);
            }
        }
        if left < group.len() {
            self.text.push_str(&text);
            self.text.push_str("\n</details>\n");
        }
        self.left += left;
    }
}

fn section(text: &mut String, title: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = write!(text, "\n#### {title}\n\n");
    let mut left = 0;
    for change in changes {
        let item = item(change);
        // Half of the room is for the rest.
        if text.len() + item.len() > MAX_BYTES / 2 {
            left += 1;
        } else {
            text.push_str(&item);
        }
    }
    if left > 0 {
        let _ = writeln!(text, "- …and {left} more, which did not fit here");
    }
}

fn item(change: &Change) -> String {
    let mut text = format!(
        "- **{}** · wire {} · {} · {}: {}",
        change.rust,
        change.wire,
        change.code,
        code(&change.subject),
        change.title()
    );
    if !change.detail.is_empty() {
        let _ = write!(text, ", {}", code(&change.detail));
    }
    if let Some(items) = items(change) {
        let _ = write!(text, "<br>{}", code(&items));
    }
    let _ = write!(text, "<br>{}", change.reason());
    if let Some(suggestion) = &change.suggestion {
        let _ = write!(text, "<br>to keep callers compiling, in `bindings.yaml`: {}", code(suggestion));
    }
    if !change.security && change.operation().is_none() && !change.operations.is_empty() {
        let _ = write!(text, "<br>in {} operations", change.operations.len());
    }
    let _ = writeln!(text, "<br><sub>{} · accept as `{}`</sub>", code(&places(change)), change.fingerprint);
    text
}

fn documentation(text: &mut String, report: &Report) {
    let changes: Vec<_> = report.changes.iter().filter(|change| change.is_documentation()).collect();
    if changes.is_empty() {
        return;
    }
    let _ = write!(text, "\n<details><summary>Documentation only: {}</summary>\n\n", changes.len());
    let mut left = 0;
    for change in changes {
        let item = format!("- {} {}\n", code(&change.subject), code(&places(change)));
        if text.len() + item.len() > MAX_BYTES {
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
