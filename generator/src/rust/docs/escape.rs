//! Escaping: literal text so that it is read back as literal text, and not more backslashes than that needs.
//!
//! The neighbours decide: `snake_case` and `2 * 3` need no backslash. What stands at the edge of a piece of
//! text is escaped, because its neighbour is a mark.

/// What stands beside a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The start or the end of the line.
    Line,
    /// A mark, a link or a code span.
    Mark,
    /// A link that starts.
    Link,
}

/// Appends text that stands between two edges; `in_table` says whether `|` ends a cell.
pub fn push_text(out: &mut String, text: &str, edges: (Edge, Edge), in_table: bool) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_special(*byte)) {
        // A special character is ASCII, so that both sides are whole characters.
        let (before, after) = (&text[..at], &text[at + 1..]);
        let last = before.chars().next_back().or((edges.0 == Edge::Line).then_some('\n'));
        let next = after.chars().next().or((edges.1 == Edge::Line).then_some('\n'));
        let is_escaped = match byte {
            b'`' | b'[' | b']' => true,
            b'|' => in_table,
            b'\\' => !next.is_some_and(char::is_alphanumeric),
            b'*' => !(last == Some(' ') && next.is_some_and(char::is_whitespace)),
            b'_' => !is_within_word(before, after),
            b'~' => {
                !last.is_some_and(char::is_whitespace) || next.is_none_or(|c| c == '~' || c.is_whitespace())
            }
            b'<' => next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            b'&' => is_reference(&text[at..]),
            b'!' => after.is_empty() && edges.1 == Edge::Link,
            _ => false,
        };
        if is_escaped {
            out.extend([&text[written..at], "\\"]);
            written = at;
        }
    }
    out.push_str(&text[written..]);
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'`' | b'[' | b']' | b'|' | b'\\' | b'*' | b'_' | b'~' | b'<' | b'&' | b'!')
}

/// Whether the run of `_` around a place stands between letters or digits, where it marks nothing.
fn is_within_word(before: &str, after: &str) -> bool {
    let before = before.chars().rev().take(MAX_RUN).find(|c| *c != '_');
    let after = after.chars().take(MAX_RUN).find(|c| *c != '_');
    [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric))
}

/// Longer runs of `_` are escaped wherever they stand.
const MAX_RUN: usize = 8;

/// Whether text starts with what may be a character reference.
pub fn is_reference(text: &str) -> bool {
    let name = text.strip_prefix('&').unwrap_or_default();
    let name = name.strip_prefix('#').unwrap_or(name);
    let length = name.bytes().take(MAX_REFERENCE).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

/// No name of a character reference is longer.
const MAX_REFERENCE: usize = 40;

/// Appends a line of running text so that its start is not read as a block.
pub fn push_line(out: &mut String, line: &str) {
    match marker(line) {
        Some(at) => {
            let (before, after) = line.split_at(at);
            out.extend([before, "\\", after]);
        }
        None => out.push_str(line),
    }
}

/// Returns the place of the character that makes a line the start of a block or the underline of one.
fn marker(line: &str) -> Option<usize> {
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let first = line.chars().next()?;
    let run = line.len() - line.trim_start_matches(first).len();
    let is_block = match first {
        '>' => true,
        '#' => run <= 6 && ends_word(&line[run..]),
        '+' => ends_word(&line[1..]),
        '-' | '=' | '|' | ':' => {
            (first == '-' && ends_word(&line[1..])) || line.bytes().all(|byte| b"-=|: \\".contains(&byte))
        }
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let is_item =
                digits <= 9 && line[digits..].starts_with(['.', ')']) && ends_word(&line[digits + 1..]);
            return is_item.then_some(digits);
        }
        _ => false,
    };
    is_block.then_some(0)
}

/// Appends a code span; it holds no line break.
pub fn push_code(out: &mut String, code: &str, in_table: bool) {
    if in_table && code.contains("\\|") {
        // Cells are split before code spans are read, and `\\|` in one has no unambiguous spelling.
        return push_text(out, code, (Edge::Mark, Edge::Mark), in_table);
    }
    let ticks = "`".repeat(longest_run(code) + 1);
    let is_padded =
        code.starts_with('`') || code.ends_with('`') || (code.starts_with(' ') && code.ends_with(' '));
    let pad = if is_padded && !code.trim_matches(' ').is_empty() { " " } else { "" };
    out.extend([&ticks, pad]);
    if in_table {
        out.push_str(&code.replace('|', "\\|"));
    } else {
        out.push_str(code);
    }
    out.extend([pad, &ticks]);
}

/// Returns the length of the longest run of backticks.
pub fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
