//! Characters: what no line of documentation may hold.
//!
//! A line break in disguise would end a line, a control character makes `git diff` call the file
//! binary, and what has no width or turns the direction of text shows a reviewer something else than
//! what the compiler reads (HOSTILE.md, 2). This is done before the text is parsed, so that nothing that is
//! dropped can join its neighbours to syntax afterwards; character references are checked when they are read.

use std::borrow::Cow;

/// The distance between two tab stops (CommonMark 0.31, Tabs).
const TAB: usize = 4;

/// How many empty lines may follow each other.
///
/// A parser walks through all open containers at an empty line, so that without a limit a deep nest
/// followed by many empty lines takes quadratic time.
const MAX_EMPTY_LINES: usize = 4;

/// Normalises line breaks to `\n`, turns tabs into spaces and drops control and invisible characters.
pub fn text(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaner = Cleaner { out: String::with_capacity(text.len()), column: 0, empty_lines: 0 };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaner.end_line(),
            '\t' => {
                for _ in cleaner.column % TAB..TAB {
                    cleaner.push(' ');
                }
            }
            c if is_shown(c, cleaner.out.chars().next_back()) => cleaner.push(c),
            _ => {}
        }
    }
    Cow::Owned(cleaner.out)
}

/// Whether nothing is to be done, as with most texts.
fn is_clean(text: &str) -> bool {
    let mut line_breaks = 0;
    text.bytes().all(|byte| {
        line_breaks = match byte {
            b'\n' => line_breaks + 1,
            b' ' => line_breaks,
            _ => 0,
        };
        matches!(byte, b' '..=b'~' | b'\n') && line_breaks <= MAX_EMPTY_LINES
    })
}

struct Cleaner {
    out: String,
    column: usize,
    empty_lines: usize,
}

impl Cleaner {
    fn push(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn end_line(&mut self) {
        let start = self.out.len() - self.out.bytes().rev().take_while(|byte| *byte == b' ').count();
        let is_empty = start == 0 || self.out.as_bytes().get(start - 1) == Some(&b'\n');
        self.empty_lines = if is_empty { self.empty_lines + 1 } else { 0 };
        if is_empty {
            self.out.truncate(start);
        }
        if self.empty_lines <= MAX_EMPTY_LINES {
            self.out.push('\n');
        }
        self.column = 0;
    }
}

/// Whether a character may stand in documentation, after `before`.
///
/// The joiners U+200C and U+200D stay where scripts and emoji need them: after a character that is not Latin.
pub fn is_shown(c: char, before: Option<char>) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => before.is_some_and(|before| before >= '\u{300}'),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
        | '\u{2029}' => false,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => false,
        '\u{e0000}'..='\u{e007f}' => false,
        c => !c.is_control(),
    }
}

/// Cleans text that stands on one line: line breaks and tabs become spaces.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if is_shown(c, out.chars().next_back()) => out.push(c),
            _ => {}
        }
    }
    out
}

/// Appends text of several lines that may come from character references.
pub fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == '\n' || is_shown(c, out.chars().next_back()) {
            out.push(c);
        }
    }
}
