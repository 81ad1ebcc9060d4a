//! Reading: events of the parser in, the tree out.
//!
//! The parser decides what is what; [`Builder`] decides where it goes. Code blocks get their label here, what has
//! no place in the tree becomes text, and containers beyond a limit are flattened into the one around them.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::build::{Builder, Container, Origin, Verbatim};
use super::tree::{Block, Destination, Inline, List, Mark, Table};

/// Texts longer than this are shown as they are, in a code block, instead of being parsed.
///
/// The longest description of a real document is some 200 KB; within the limit the parser's worst cases
/// stay below a second.
const MAX_PARSED: usize = 1 << 20;

/// The labels that stay on code blocks.
///
/// rustdoc takes an unknown label for another language, and everything with `rust`, `should_panic`,
/// `no_run`, `ignore…`, `compile_fail`, `edition…`, `test_harness`, `E0000` or no label at all for Rust.
const LABELS: &[&str] = &[
    "bash",
    "c",
    "cpp",
    "csharp",
    "css",
    "csv",
    "curl",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "jsonc",
    "kotlin",
    "perl",
    "php",
    "powershell",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "swift",
    "text",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
    "yml",
];

/// Reads text that is clean and within the limits of nesting.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    if text.len() > MAX_PARSED {
        return vec![Block::Code("text", text.to_owned())];
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader { builder: Builder::default(), html: None };
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    reader.builder.finish()
}

struct Reader<'a> {
    builder: Builder<'a>,
    /// The HTML block that is being collected.
    html: Option<String>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.builder.text(cow(text)),
            Event::Code(text) => self.builder.code(cow(text)),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.builder.html(&text),
            },
            Event::InlineHtml(text) => self.builder.html(&text),
            Event::SoftBreak => self.builder.line_break(Inline::SoftBreak),
            Event::HardBreak => self.builder.line_break(Inline::HardBreak),
            Event::Rule => self.builder.block(Block::Rule),
            Event::TaskListMarker(done) => self.builder.task(done),
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.builder.text(cow(text));
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let builder = &mut self.builder;
        match tag {
            Tag::Paragraph => builder.start_paragraph(),
            Tag::Heading { level, .. } => builder.start_heading(level as usize),
            Tag::BlockQuote(_) => builder.open(Origin::Markdown, Container::Quote(Vec::new())),
            Tag::CodeBlock(kind) => builder.start_verbatim(Verbatim::Block(label(&kind))),
            Tag::HtmlBlock => {
                builder.flush();
                self.html = Some(String::new());
            }
            Tag::List(start) => {
                builder.open(Origin::Markdown, Container::List(List { start, ..List::default() }))
            }
            Tag::Item => builder.open(Origin::Markdown, Container::Item(Vec::new())),
            Tag::Table(alignments) => {
                let table = Table { alignments, ..Table::default() };
                builder.open(Origin::Markdown, Container::Table(table));
            }
            Tag::TableHead | Tag::TableRow => builder.start_row(),
            Tag::TableCell => builder.open(Origin::Markdown, Container::Cell),
            Tag::Emphasis => builder.open_mark(Mark::Emphasis),
            Tag::Strong => builder.open_mark(Mark::Strong),
            Tag::Strikethrough => builder.open_mark(Mark::Strikethrough),
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                builder.open_link(destination(link_type, &dest_url));
            }
            // Extensions that are not switched on.
            Tag::Superscript | Tag::Subscript | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let builder = &mut self.builder;
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => builder.flush(),
            TagEnd::CodeBlock => builder.end_verbatim(),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    builder.html(&html);
                    builder.flush();
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table | TagEnd::TableCell => {
                builder.close();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                builder.close_mark();
            }
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) | TagEnd::DefinitionList => {}
            TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {}
        }
    }
}

/// Returns the target of a link, if it may be one; an address in angle brackets is written without its scheme.
fn destination(link_type: LinkType, url: &str) -> Option<Destination> {
    match link_type {
        LinkType::Email => Destination::new(&format!("mailto:{url}")),
        _ => Destination::new(url),
    }
}

/// Returns the label that a code block gets.
fn label(kind: &CodeBlockKind<'_>) -> &'static str {
    let CodeBlockKind::Fenced(info) = kind else {
        return "text";
    };
    let word = info.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let known = LABELS.iter().find(|label| label.eq_ignore_ascii_case(word));
    known.copied().unwrap_or("text")
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.into_string()),
    }
}
