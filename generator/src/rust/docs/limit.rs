//! Limits on nesting, applied to the text itself.
//!
//! The parser walks through all open containers at every line, so that one line of many `- ` followed by many
//! short ones takes quadratic time: minutes for a quarter of a megabyte. What would be flattened later anyway
//! must therefore not be opened at all.

use std::borrow::Cow;

/// How many containers a line may open; what follows is text.
const MAX_MARKERS: usize = 16;

/// How far a line may be indented, which bounds how many containers it continues; more is cut off.
const MAX_INDENT: usize = 256;

/// Returns text of which no line opens or continues too many containers.
pub fn nesting(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut written = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent > MAX_INDENT {
            out.push_str(&text[written..start + MAX_INDENT]);
            written = start + indent;
        }
        if let Some(at) = last_marker(line) {
            out.extend([&text[written..start + at], "\\"]);
            written = start + at;
        }
        start += line.len();
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

/// Returns the place of the first marker that is one too many.
fn last_marker(line: &str) -> Option<usize> {
    let mut rest = line;
    for _ in 0..=MAX_MARKERS {
        rest = rest.trim_start_matches(' ');
        let length = marker(rest)?;
        rest = &rest[length..];
    }
    // The last one that was found is a sign of its own or a number; a backslash makes either of them text.
    let before = &line[..line.len() - rest.len()];
    let end = before.trim_end_matches(['.', ')']).len();
    Some(if end < before.len() { end } else { before.len() - 1 })
}

/// Returns the length of the container's marker that text starts with.
fn marker(text: &str) -> Option<usize> {
    let is_alone = |at: usize| text[at..].chars().next().is_none_or(|c| c == ' ' || c == '\n');
    match text.chars().next()? {
        '>' => Some(1),
        '+' if is_alone(1) => Some(1),
        rule @ ('-' | '*') if is_alone(1) => {
            let is_rule = text.trim_end().chars().all(|c| c == ' ' || c == rule);
            (!is_rule).then_some(1)
        }
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            (text[digits..].starts_with(['.', ')']) && is_alone(digits + 1)).then_some(digits + 1)
        }
        _ => None,
    }
}
