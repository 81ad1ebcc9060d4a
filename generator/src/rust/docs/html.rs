//! HTML in descriptions: what only formats becomes Markdown or is dropped, anything else is literal text.
//!
//! `<b>`, `<p>` or `<ul>` say what Markdown says too; `<token>` is no tag of HTML but a placeholder, and
//! `<script>` is nothing that belongs in documentation: both are shown as they are written.

use std::borrow::Cow;

use super::build::{Builder, Container, Origin, Verbatim};
use super::tag::{attribute, comment, tag, unescape, Tag};
use super::tree::{Block, Destination, Inline, List, Mark, Table};

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
                self.push_mark(Origin::Html(name), Inline::Open(mark), Some(Inline::Close(mark)))
            }
            Role::Link => self.start_link(name, attribute(tag.attributes, "href")),
            Role::Image => {
                self.start_link(name, attribute(tag.attributes, "src"));
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
                let list = List { start: is_ordered.then_some(1), ..List::default() };
                self.open(Origin::Html(name), Container::List(list));
            }
            Role::Item => self.start_item(),
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

    fn start_link(&mut self, name: &'static str, target: Option<String>) {
        let destination = target.and_then(|target| Destination::new(&target));
        self.push_mark(Origin::Html(name), Inline::OpenLink, destination.map(Inline::CloseLink));
    }

    /// Starts an item, and a list if there is none.
    fn start_item(&mut self) {
        self.close_html(&["li"], &["ul", "ol", "table"]);
        if !self.is_in("ul") && !self.is_in("ol") {
            self.open(Origin::Html("ul"), Container::List(List::default()));
        }
        // There is still none within a cell or too deep a nest.
        if self.is_in("ul") || self.is_in("ol") {
            self.open(Origin::Html("li"), Container::Item(Vec::new()));
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
