//! Documentation: text of the document in, lines for `#[doc]` out.
//!
//! Text of the document is never pasted. It is parsed as CommonMark (with tables, strikethrough and task lists,
//! which rustdoc knows too), becomes a tree that has no word for anything dangerous, and the tree is written
//! again: `clean` (characters), `limit` (nesting) → `read` (events), `html` and `tag` → `build`, `marks` →
//! `tree`, `inline` (running text) → `write`, `text`, `escape`. Reading what was written gives the same again.
//! [`Docs`] is made only here, so that nothing else can reach a doc comment.

mod build;
mod clean;
mod escape;
mod html;
mod inline;
mod limit;
mod marks;
mod read;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod write;

use std::borrow::Cow;

use crate::model;
use tree::{Block, Inline};

/// Finished documentation, line by line.
///
/// A line has no line break, no control character, no space at its end and none before the text that
/// separates it from `///`; a line between two paragraphs is empty. No line is part of a doctest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(Vec<String>);

impl Docs {
    /// Rewrites text of the document.
    pub fn rewrite(text: &str) -> Self {
        let text = clean::text(text);
        let text = trim(&text);
        if is_plain(text) {
            return Self(text.lines().map(str::to_owned).collect());
        }
        Self(write::lines(&read::blocks(&limit::nesting(text))))
    }

    /// Makes one paragraph, whatever line breaks and block markers stand in the text.
    ///
    /// For our own words and for what the document means as one line, such as a `summary`. Links to items
    /// become text: our words are mixed with names of the document.
    pub fn sentence(text: impl AsRef<str>) -> Self {
        Self::line(text.as_ref(), "")
    }

    /// Makes the documentation of a value that is a text: the text as code, or why nothing is to be seen.
    pub fn value(text: &str) -> Self {
        match Self::sentence(code(text)) {
            docs if !docs.is_empty() => docs,
            _ if text.is_empty() => Self::sentence("The empty text."),
            _ => Self::sentence("A text of characters that cannot be shown."),
        }
    }

    /// Makes the documentation of a schema, property, parameter or operation: its summary as a sentence, its
    /// description unless it says the same, and the notes as one paragraph.
    pub fn of(docs: &model::Docs) -> Self {
        let summary = docs.summary.as_deref().unwrap_or_default();
        let description = docs.description.as_deref().unwrap_or_default();
        let bare = |text: &str| text.trim().trim_end_matches('.').to_owned();
        let mut all = Self::default();
        if bare(summary) != bare(description) {
            all.append(Self::line(summary, "."));
        }
        all.append(Self::rewrite(description));
        let notes: Vec<_> = docs.notes.iter().map(|note| format!("{note}.")).collect();
        all.append(Self::sentence(notes.join(" ")));
        all
    }

    /// Makes one paragraph that ends with `stop`, unless it has an end of its own.
    fn line(text: &str, stop: &'static str) -> Self {
        let text = clean::inline(text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = limit::nesting(&text);
        let mut blocks = read::blocks(&text);
        if !matches!(blocks.as_slice(), [] | [Block::Paragraph(_)]) {
            blocks = vec![Block::Paragraph(vec![Inline::Text(Cow::Borrowed(&text))])];
        }
        if let Some(Block::Paragraph(inlines)) = blocks.last_mut() {
            if !inline::ends_sentence(inlines) {
                inline::push(inlines, Inline::Text(Cow::Borrowed(stop)));
            }
        }
        Self(write::lines(&blocks))
    }

    /// Adds a paragraph of our own words.
    pub fn push_paragraph(&mut self, text: impl AsRef<str>) {
        self.append(Self::sentence(text));
    }

    /// Adds other documentation below, with an empty line between.
    pub fn append(&mut self, other: Self) {
        if !self.is_empty() && !other.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(other.0);
    }

    /// Returns the lines, without the leading space of a doc comment.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the lines up to the first empty one.
    pub fn first_paragraph(&self) -> &[String] {
        self.0.split(String::is_empty).next().unwrap_or_default()
    }
}

/// Writes text of the document as a code span, for use within a sentence.
pub fn code(text: &str) -> String {
    let text = clean::inline(text);
    let mut span = String::new();
    if !text.is_empty() {
        escape::push_code(&mut span, &text, false);
    }
    span
}

/// Drops empty lines before and after, but not the indentation of the first line, which may mean code.
fn trim(text: &str) -> &str {
    let start = text.len() - text.trim_start().len();
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    text[line..].trim_end()
}

/// Whether text is nothing but paragraphs of plain words, which are written as they are read.
///
/// Most descriptions are; this saves them the way through the tree.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.;'\"()/?%@$^{}=+:-".contains(&byte);
    let mut was_empty = false;
    text.split('\n').all(|line| {
        let (is_empty, follows_empty) = (line.is_empty(), was_empty);
        was_empty = is_empty;
        match line.as_bytes() {
            [] => !follows_empty,
            [first, .., last] => first.is_ascii_alphabetic() && *last != b' ' && line.bytes().all(is_plain),
            [only] => only.is_ascii_alphabetic(),
        }
    }) && !text.contains("://")
}
