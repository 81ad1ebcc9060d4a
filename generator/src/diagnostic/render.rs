//! Diagnostics as text for people, in the manner of rustc, and as JSON for programs.
//!
//! Whatever comes from a document is shown without control, bidirectional and invisible characters: what a terminal
//! shows is what is there.

use super::{Code, Diagnostic, Location, Position, Severity, Sink, Sources};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// The widest piece of a line that is shown.
const MAX_WIDTH: usize = 120;
/// How many columns before the mark stay in a line that is cut.
const BEFORE_MARK: usize = 40;
/// How many diagnostics of a code are shown one by one.
const MAX_OF_A_CODE: usize = 50;
/// What a TAB is shown as.
const TAB: &str = "    ";

/// Returns all diagnostics as text, each followed by a blank line; of many with one code, the first ones and how many
/// there are.
pub fn render(sink: &Sink, sources: &Sources) -> String {
    let mut text = String::new();
    let mut counts = BTreeMap::new();
    for diagnostic in sink.diagnostics() {
        let count: &mut usize = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= MAX_OF_A_CODE {
            one(&mut text, diagnostic, sources.locate(diagnostic).as_ref());
            text.push('\n');
        }
    }
    for (code, count) in counts {
        if let Some(more @ 1..) = count.checked_sub(MAX_OF_A_CODE) {
            let _ = writeln!(text, "{}[{code}]: there are {more} more of these\n", severity(code));
        }
    }
    text
}

/// Returns all diagnostics as JSON, one object a line.
///
/// `code`, `severity` and `message` are always there; `file`, `line`, `column`, `pointer` and `help` may be `null`.
pub fn render_json(sink: &Sink, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in sink.diagnostics() {
        let location = sources.locate(diagnostic);
        let position = location.as_ref().and_then(|location| location.position);
        let object = json!({
            "code": diagnostic.code.as_str(),
            "severity": severity(diagnostic.code),
            "message": diagnostic.message,
            "file": location.as_ref().map(|location| location.name),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
            "pointer": diagnostic.at.as_str(),
            "help": diagnostic.help,
        });
        text.push_str(&ascii_where_it_matters(&object));
        text.push('\n');
    }
    text
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn one(text: &mut String, diagnostic: &Diagnostic, location: Option<&Location<'_>>) {
    let Diagnostic { code, message, .. } = diagnostic;
    let mut lines = vec![format!("{}[{code}]: {}", severity(*code), visible(message))];
    let gutter = match location.and_then(|location| location.position.map(|position| (location, position))) {
        Some((location, position)) => snippet(&mut lines, location, position),
        None => {
            lines.extend(location.map(|location| format!(" --> {}", visible(location.name))));
            1
        }
    };
    if !diagnostic.at.as_str().is_empty() {
        lines.push(format!("{:gutter$} = at {}", "", visible(diagnostic.at.as_str())));
    }
    lines.extend(diagnostic.help.iter().map(|help| format!("{:gutter$} = help: {}", "", visible(help))));
    for line in lines {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// Shows the line and the mark under it; returns the width of the line number.
fn snippet(lines: &mut Vec<String>, location: &Location<'_>, position: Position) -> usize {
    let Position { line, column } = position;
    let number = line.to_string();
    let gutter = number.len();
    let (shown, before, width) = marked(location.line, column.saturating_sub(1), location.length);
    lines.push(format!("{:gutter$}--> {}:{line}:{column}", "", visible(location.name)));
    lines.push(format!("{:gutter$} |", ""));
    lines.push(format!("{number} | {shown}"));
    lines.push(format!("{:gutter$} | {:before$}{}", "", "", "^".repeat(width)));
    gutter
}

/// Returns the line as it is shown, the columns before the mark and the columns of the mark.
fn marked(line: &str, start: usize, length: usize) -> (String, usize, usize) {
    let cells: Vec<(String, usize)> = line.trim_end().chars().map(cell).collect();
    let columns = |cells: &[(String, usize)]| cells.iter().map(|(_, width)| width).sum::<usize>();
    let start = start.min(cells.len());
    let end = start.saturating_add(length).min(cells.len());
    let (head, rest) = cells.split_at(start);
    let (mark, tail) = rest.split_at(end - start);
    let text = |cells: &[(String, usize)]| cells.iter().map(|(text, _)| text.as_str()).collect::<String>();
    if columns(&cells) <= MAX_WIDTH {
        return (text(&cells), columns(head), columns(mark).max(1));
    }
    let skip = if columns(head) > BEFORE_MARK { head.len() - fitting(head.iter().rev(), BEFORE_MARK - 1) } else { 0 };
    let head = head.get(skip..).unwrap_or_default();
    let mut shown = if skip > 0 { "…".to_owned() } else { String::new() };
    let before = columns(head) + usize::from(skip > 0);
    shown.push_str(&text(head));
    let marked = mark.get(..fitting(mark.iter(), MAX_WIDTH - before)).unwrap_or_default();
    shown.push_str(&text(marked));
    let left = (MAX_WIDTH - before).saturating_sub(columns(marked));
    let follows = if marked.len() == mark.len() { tail } else { &[] };
    let following = follows.get(..fitting(follows.iter(), left)).unwrap_or_default();
    shown.push_str(&text(following));
    if marked.len() + following.len() < mark.len() + tail.len() {
        shown.push('…');
    }
    (shown, before, columns(marked).max(1))
}

/// Returns how many cells fit into a width.
fn fitting<'c>(cells: impl Iterator<Item = &'c (String, usize)>, width: usize) -> usize {
    let mut used = 0;
    let fits = |(_, width_of_cell): &&(String, usize)| {
        used += width_of_cell;
        used <= width
    };
    cells.take_while(fits).count()
}

/// Returns what a character of a line is shown as, and how wide that is.
fn cell(c: char) -> (String, usize) {
    match c {
        '\t' => (TAB.to_owned(), TAB.len()),
        c if is_hidden(c) => ("\u{fffd}".to_owned(), 1),
        c => (c.to_string(), c.width().unwrap_or(0)),
    }
}

/// Returns a text with what would not show, or would show something else, escaped: `\u{202e}`.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => visible.push_str("\\n"),
            c if is_hidden(c) => visible.extend(c.escape_unicode()),
            c => visible.push(c),
        }
    }
    visible
}

/// Writes JSON in which hidden characters are escaped; they can only stand in strings.
fn ascii_where_it_matters(object: &Value) -> String {
    let mut text = String::new();
    for c in object.to_string().chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a character acts on a terminal or on its neighbours instead of showing: controls, line separators, and
/// what changes direction or has no width of its own.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}
