//! The places of JSON values.
//!
//! JSON is YAML only almost: TABs indent, keys are long, surrogates are escaped in pairs. So it has a scanner of its
//! own, which takes the text for well-formed and stops where it is not.

use super::{Builder, Key, Span};
use crate::diagnostic::Position;
use std::iter::Peekable;
use std::str::CharIndices;

/// Gives the values of a text to the builder, until its end or what is no JSON.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut cursor =
        Cursor { text, chars: text.char_indices().peekable(), at: Position { line: 1, column: 1 } };
    while let Some(c) = cursor.peek() {
        match c {
            '{' => builder.object(cursor.mark(), None),
            '[' => builder.array(cursor.mark(), None),
            '"' => string(&mut cursor, builder),
            '}' | ']' => {
                cursor.bump();
                builder.close();
            }
            c if c.is_whitespace() || matches!(c, ',' | ':') => cursor.bump(),
            _ => {
                let start = cursor.at;
                let length = Some(cursor.word());
                builder.scalar(Span { start, length }, None);
            }
        }
    }
}

fn string(cursor: &mut Cursor<'_>, builder: &mut Builder) {
    let start = cursor.at;
    let literal = cursor.string();
    let span = Span { start, length: Some(literal.chars().count()) };
    if builder.wants_key() {
        let name = serde_json::from_str(literal).unwrap_or_default();
        builder.key(Key { name, span });
    } else {
        builder.scalar(span, None);
    }
}

/// Goes over a text and knows where it is.
struct Cursor<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
    at: Position,
}

impl<'t> Cursor<'t> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn offset(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(offset, _)| *offset)
    }

    fn bump(&mut self) {
        match self.chars.next() {
            Some((_, '\n')) => self.at = Position { line: self.at.line + 1, column: 1 },
            Some(_) => self.at.column += 1,
            None => {}
        }
    }

    /// Passes a character and returns its place.
    fn mark(&mut self) -> Span {
        let start = self.at;
        self.bump();
        Span { start, length: Some(1) }
    }

    /// Passes a string and returns it with its quotes.
    fn string(&mut self) -> &'t str {
        let start = self.offset();
        self.bump();
        while let Some(c) = self.peek() {
            self.bump();
            match c {
                '"' => break,
                '\\' => self.bump(),
                _ => {}
            }
        }
        let end = self.offset();
        self.text.get(start..end).unwrap_or_default()
    }

    /// Passes a number or literal and returns its length.
    fn word(&mut self) -> usize {
        let mut length = 0;
        while self.peek().is_some_and(|c| !c.is_whitespace() && !"{}[],:\"".contains(c)) {
            self.bump();
            length += 1;
        }
        length
    }
}
