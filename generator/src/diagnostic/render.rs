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
/// How many characters of a message, pointer or name are shown.
const MAX_CHARS: usize = 1_000;
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
            "pointer": location.as_ref().map_or(&diagnostic.at, |location| &location.at).as_str(),
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
    let at = location.map_or(&diagnostic.at, |location| &location.at);
    if !at.as_str().is_empty() {
        lines.push(format!("{:gutter$} = at {}", "", visible(at.as_str())));
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
///
/// Of a line that is too wide, a piece around the start of the mark is shown.
fn marked(line: &str, start: usize, length: usize) -> (String, usize, usize) {
    let line = line.trim_end();
    let skipped = start.saturating_sub(MAX_WIDTH);
    // More characters than this are too wide in any case.
    let cells: Vec<Cell> = line.chars().skip(skipped).take(3 * MAX_WIDTH).map(Cell::of).collect();
    let (head, rest) = cells.split_at((start - skipped).min(cells.len()));
    let cut = skipped > 0 || width(&cells) > MAX_WIDTH;
    let head = if cut { fitting_end(head, BEFORE_MARK) } else { head };
    let before = if cut && head.len() < start { "…" } else { "" };
    let column = before.chars().count() + width(head);
    let rest_shown = fitting(rest, MAX_WIDTH.saturating_sub(column));
    let after = if rest_shown.len() < rest.len() { "…" } else { "" };
    let mark = width(rest_shown.get(..length).unwrap_or(rest_shown)).max(1);
    let text = |cells: &[Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<String>();
    (format!("{before}{}{}{after}", text(head), text(rest_shown)), column, mark)
}

/// What a character of a line is shown as, and how many columns that takes.
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn of(c: char) -> Self {
        match c {
            '\t' => Self { text: TAB.to_owned(), width: TAB.len() },
            c if is_hidden(c) => Self { text: "\u{fffd}".to_owned(), width: 1 },
            c => Self { text: c.to_string(), width: c.width().unwrap_or(0) },
        }
    }
}

fn width(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.width).sum()
}

/// Returns as many of the first cells as fit into some columns.
fn fitting(cells: &[Cell], columns: usize) -> &[Cell] {
    let mut end = cells.len().min(columns);
    while width(cells.get(..end).unwrap_or_default()) > columns {
        end -= 1;
    }
    cells.get(..end).unwrap_or_default()
}

/// Returns as many of the last cells as fit into some columns.
fn fitting_end(cells: &[Cell], columns: usize) -> &[Cell] {
    let mut start = cells.len().saturating_sub(columns);
    while width(cells.get(start..).unwrap_or_default()) > columns {
        start += 1;
    }
    cells.get(start..).unwrap_or_default()
}

/// Returns a text with what would not show, or would show something else, escaped: `\u{202e}`. Its end is cut if
/// it is very long, as names in a document may be.
fn visible(text: &str) -> String {
    let mut visible = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == MAX_CHARS {
            visible.push('…');
            break;
        }
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
