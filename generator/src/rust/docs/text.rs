//! Writing running text: pieces in, escaped CommonMark out.

use super::escape::{self, Edge};
use super::inline;
use super::tree::{Destination, Inline, Mark};

/// Writes the running text of one block; it has several lines only if there are line breaks in it.
pub fn text(inlines: &[Inline<'_>], in_table: bool) -> String {
    let mut writer = Writer { out: String::new(), link: 0, in_table };
    for (at, inline) in inlines.iter().enumerate() {
        let (before, after) = inlines.split_at(at);
        writer.inline(before, inline, after.get(1));
    }
    writer.out
}

struct Writer {
    out: String,
    /// Where the link starts that is open.
    link: usize,
    in_table: bool,
}

impl Writer {
    fn inline(&mut self, before: &[Inline<'_>], inline: &Inline<'_>, after: Option<&Inline<'_>>) {
        match inline {
            Inline::Text(text) => self.literal(before.last(), text, after),
            Inline::Code(code) => escape::push_code(&mut self.out, code, self.in_table),
            Inline::SoftBreak => self.end_line("\n"),
            Inline::HardBreak => self.end_line("\\\n"),
            Inline::Task(done) => self.out.extend([inline::task(*done), " "]),
            Inline::Open(mark) | Inline::Close(mark) => self.out.push_str(match mark {
                Mark::Emphasis => "_",
                Mark::Strong => "**",
                Mark::Strikethrough => "~~",
            }),
            Inline::OpenLink => {
                self.link = self.out.len();
                self.out.push('[');
            }
            Inline::CloseLink(destination) => match before {
                [.., Inline::OpenLink, Inline::Text(text)] => self.close_link(destination, text),
                [.., Inline::OpenLink] => {
                    let edges = (Edge::Mark, Edge::Mark);
                    escape::push_text(&mut self.out, destination.as_str(), edges, self.in_table);
                    self.close_link(destination, destination.as_str());
                }
                _ => self.close_link(destination, ""),
            },
        }
    }

    fn literal(&mut self, before: Option<&Inline<'_>>, text: &str, after: Option<&Inline<'_>>) {
        let is_line_edge =
            |edge: Option<&Inline<'_>>| matches!(edge, None | Some(Inline::SoftBreak | Inline::HardBreak));
        let text = if is_line_edge(before) { text.trim_start() } else { text };
        let text = if is_line_edge(after) { text.trim_end() } else { text };
        let start = if is_line_edge(before) { Edge::Line } else { Edge::Mark };
        let end = match after {
            None | Some(Inline::SoftBreak) => Edge::Line,
            Some(Inline::OpenLink) => Edge::Link,
            // A break that is shown starts with a backslash.
            Some(_) => Edge::Mark,
        };
        escape::push_text(&mut self.out, text, (start, end), self.in_table);
    }

    fn end_line(&mut self, end: &str) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push_str(end);
        }
    }

    /// Ends a link that reads as `text`: `<…>` if that is its target, else `[…](…)`.
    fn close_link(&mut self, destination: &Destination, text: &str) {
        if let Some(text) = destination.autolink(text) {
            self.out.truncate(self.link);
            self.out.extend(["<", text, ">"]);
            return;
        }
        self.out.push_str("](");
        let url = destination.as_str();
        for (at, c) in url.char_indices() {
            match c {
                '(' => self.out.push_str("%28"),
                ')' => self.out.push_str("%29"),
                '&' if escape::is_reference(&url[at..]) => self.out.push_str("&amp;"),
                c => self.out.push(c),
            }
        }
        self.out.push(')');
    }
}
