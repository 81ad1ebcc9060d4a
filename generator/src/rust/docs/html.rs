//! HTML in descriptions: what only formats becomes Markdown or is dropped, anything else is literal text.
//!
//! `<b>`, `<p>` or `<ul>` say what Markdown says too; `<token>` is no tag of HTML but a placeholder, and
//! `<script>` is nothing that belongs in documentation: both are shown as they are written.

use std::borrow::Cow;

use super::build::{Builder, Container, Origin, Verbatim};
use super::clean;
use super::tree::{Block, Destination, Inline, List, Mark, Table};

/// A longer tag is text; bounds the search for its end.
const MAX_TAG: usize = 2048;

/// What a tag means here.
#[derive(Clone, Copy)]
enum Role {
    /// The text goes on in a new line.
    Break,
    /// A mark.
    Mark(Mark),
    /// A link.
    Link,
    /// An image, shown as a link.
    Image,
    /// A code span.
    Code,
    /// A code block.
    Pre,
    /// A block of its own.
    Block,
    /// A heading.
    Heading(usize),
    /// A thematic break.
    Rule,
    /// A container whose end is its end tag.
    Quote,
    /// A list, whose items are numbered or not.
    List { is_ordered: bool },
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// Formatting that Markdown has no word for.
    Nothing,
}

/// The tags that are known. End tags find what they end by the name that stands here.
const ROLES: &[(&str, Role)] = &[
    ("a", Role::Link),
    ("article", Role::Block),
    ("b", Role::Mark(Mark::Strong)),
    ("blockquote", Role::Quote),
    ("br", Role::Break),
    ("center", Role::Block),
    ("code", Role::Code),
    ("dd", Role::Block),
    ("del", Role::Mark(Mark::Strikethrough)),
    ("details", Role::Block),
    ("div", Role::Block),
    ("dl", Role::Block),
    ("dt", Role::Block),
    ("em", Role::Mark(Mark::Emphasis)),
    ("font", Role::Nothing),
    ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)),
    ("h3", Role::Heading(3)),
    ("h4", Role::Heading(4)),
    ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)),
    ("hr", Role::Rule),
    ("i", Role::Mark(Mark::Emphasis)),
    ("img", Role::Image),
    ("ins", Role::Nothing),
    ("kbd", Role::Code),
    ("li", Role::Item),
    ("mark", Role::Nothing),
    ("ol", Role::List { is_ordered: true }),
    ("p", Role::Block),
    ("pre", Role::Pre),
    ("s", Role::Mark(Mark::Strikethrough)),
    ("samp", Role::Code),
    ("section", Role::Block),
    ("small", Role::Nothing),
    ("span", Role::Nothing),
    ("strong", Role::Mark(Mark::Strong)),
    ("sub", Role::Nothing),
    ("summary", Role::Block),
    ("sup", Role::Nothing),
    ("table", Role::Table),
    ("tbody", Role::Nothing),
    ("td", Role::Cell),
    ("th", Role::Cell),
    ("thead", Role::Nothing),
    ("tr", Role::Row),
    ("tt", Role::Code),
    ("u", Role::Nothing),
    ("ul", Role::List { is_ordered: false }),
    ("wbr", Role::Nothing),
];

/// Names under which custom elements are opened, so that only their own end tags are dropped.
const CUSTOM: &str = "custom element";

/// A tag.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    /// What stands between the name and the end.
    attributes: &'t str,
}

impl<'a> Builder<'a> {
    /// Reads HTML, which is one tag or many with text between.
    pub fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, markup) = rest.split_at(at);
            self.html_text(text);
            let length = match comment(markup) {
                Some(length) => length,
                None => match tag(markup) {
                    Some((tag, length)) => {
                        if !self.tag(&tag) {
                            self.literal(&markup[..length]);
                        }
                        length
                    }
                    None => {
                        self.literal("<");
                        1
                    }
                },
            };
            rest = &markup[length..];
        }
        self.html_text(rest);
    }

    fn literal(&mut self, text: &str) {
        self.text(Cow::Owned(text.replace('\n', " ")));
    }

    /// Adds text between tags: character references are read, and lines lose their indentation.
    fn html_text(&mut self, text: &str) {
        let text = unescape(text);
        if self.verbatim().is_some() {
            return self.text(Cow::Owned(text.into_owned()));
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break(Inline::SoftBreak);
            }
            let line = if at > 0 { line.trim_start() } else { line };
            self.text(Cow::Owned(line.to_owned()));
        }
    }

    /// Does what a tag says; returns false if it is none of HTML.
    fn tag(&mut self, tag: &Tag<'_>) -> bool {
        let known = ROLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag.name));
        match (known, self.verbatim()) {
            // Within code, only the end of it and line breaks count.
            (Some((_, Role::Break)), Some(_)) => self.line_break(Inline::HardBreak),
            (Some((name, _)), Some(Verbatim::Span(open))) if tag.is_end && *name == open => {
                self.end_verbatim()
            }
            (Some((_, Role::Pre)), Some(Verbatim::Block(_))) if tag.is_end => self.end_verbatim(),
            (Some(_), Some(_)) => {}
            (Some((name, role)), None) if tag.is_end => self.end(name, *role),
            (Some((name, role)), None) => self.start(name, *role, tag),
            (None, Some(_)) => return false,
            (None, None) => return self.custom(tag),
        }
        true
    }

    /// Drops a custom element, such as `<x-badge kind="beta">`; without attributes it may be a placeholder.
    fn custom(&mut self, tag: &Tag<'_>) -> bool {
        if tag.is_end {
            return self.close_html_mark(CUSTOM);
        }
        let is_custom = tag.name.contains('-') && tag.attributes.contains("=\"");
        if is_custom && !tag.attributes.ends_with('/') {
            self.push_mark(Origin::Html(CUSTOM), Inline::OpenLink, None);
        }
        is_custom
    }

    fn start(&mut self, name: &'static str, role: Role, tag: &Tag<'_>) {
        match role {
            Role::Break => self.line_break(Inline::HardBreak),
            Role::Mark(mark) => {
                self.push_mark(Origin::Html(name), Inline::Open(mark), Some(Inline::Close(mark)));
            }
            Role::Link => {
                let destination = attribute(tag.attributes, "href").and_then(|href| Destination::new(&href));
                self.push_mark(
                    Origin::Html(name),
                    Inline::OpenLink,
                    destination.map(Inline::CloseLink),
                );
            }
            Role::Image => {
                let destination = attribute(tag.attributes, "src").and_then(|src| Destination::new(&src));
                self.push_mark(
                    Origin::Html(name),
                    Inline::OpenLink,
                    destination.map(Inline::CloseLink),
                );
                self.literal(&attribute(tag.attributes, "alt").unwrap_or_default());
                self.close_html_mark(name);
            }
            Role::Code => self.start_verbatim(Verbatim::Span(name)),
            Role::Pre => self.start_verbatim(Verbatim::Block("text")),
            Role::Block => self.flush(),
            Role::Heading(level) => self.start_heading(level),
            Role::Rule => self.block(Block::Rule),
            Role::Quote => self.open(Origin::Html(name), Container::Quote(Vec::new())),
            Role::List { is_ordered } => {
                let list = List {
                    start: is_ordered.then_some(1),
                    ..List::default()
                };
                self.open(Origin::Html(name), Container::List(list));
            }
            Role::Item => {
                self.close_html(&["li"], &["ul", "ol", "table"]);
                if !self.is_in("ul") && !self.is_in("ol") {
                    self.open(Origin::Html("ul"), Container::List(List::default()));
                }
                if self.is_in("ul") || self.is_in("ol") {
                    self.open(Origin::Html(name), Container::Item(Vec::new()));
                }
            }
            Role::Table => self.open(Origin::Html(name), Container::Table(Table::default())),
            Role::Row => {
                self.close_html(&["td", "th"], &["table"]);
                self.start_row();
            }
            Role::Cell => {
                self.close_html(&["td", "th"], &["table"]);
                self.open(Origin::Html(name), Container::Cell);
            }
            Role::Nothing => {}
        }
    }

    fn end(&mut self, name: &'static str, role: Role) {
        match role {
            Role::Mark(_) | Role::Link => drop(self.close_html_mark(name)),
            Role::Block | Role::Heading(_) => self.flush(),
            Role::Quote | Role::Table => self.close_html(&[name], &[]),
            Role::List { .. } => self.close_html(&["ul", "ol"], &["table"]),
            Role::Item => self.close_html(&["li"], &["ul", "ol", "table"]),
            Role::Row | Role::Cell => self.close_html(&["td", "th"], &["table"]),
            // These have no end, or nothing to end.
            Role::Break | Role::Image | Role::Code | Role::Pre | Role::Rule | Role::Nothing => {}
        }
    }
}

/// Returns the length of the comment or declaration that markup starts with; one without an end takes the rest.
fn comment(markup: &str) -> Option<usize> {
    let ends = [("<!--", "-->"), ("<?", "?>"), ("<!", ">")];
    let (start, end) = ends.iter().find(|(start, _)| markup.starts_with(start))?;
    let body = markup.get(start.len()..)?;
    Some(
        body.find(end)
            .map_or(markup.len(), |at| start.len() + at + end.len()),
    )
}

/// Reads the tag that markup starts with, and its length.
fn tag(markup: &str) -> Option<(Tag<'_>, usize)> {
    let body = markup.strip_prefix('<')?;
    let is_end = body.starts_with('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = body
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .next()?;
    let mut quote = None;
    for (at, byte) in body.bytes().enumerate().skip(name.len()).take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => {
                let attributes = body.get(name.len()..at)?.trim();
                if !attributes.is_empty() && !body[name.len()..].starts_with([' ', '\n', '/']) {
                    return None;
                }
                return Some((
                    Tag {
                        name,
                        is_end,
                        attributes,
                    },
                    1 + usize::from(is_end) + at + 1,
                ));
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key
            .rsplit(char::is_whitespace)
            .find(|word| !word.is_empty())
            .unwrap_or_default();
        let after = after.trim_start();
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after.get(1..)?.split_once(quote)?,
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(unescape(value).into_owned());
        }
        rest = after;
    }
    None
}

/// Reads the character references that people use; one of a character that may not be shown stays text.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let (read, length) = character(reference).unwrap_or(('&', 1));
        out.push(read);
        rest = &reference[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads the character reference that text starts with, and its length.
fn character(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let c = match text.get(1..end)? {
        "amp" => '&',
        "apos" => '\'',
        "gt" => '>',
        "lt" => '<',
        "nbsp" => '\u{a0}',
        "quot" => '"',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| clean::is_shown(*c, None))?
        }
    };
    Some((c, end + 1))
}
