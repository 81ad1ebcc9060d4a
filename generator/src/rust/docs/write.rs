//! Writing: the tree to lines of CommonMark.
//!
//! Every block has one spelling: headings with `#`, fences of backticks, `-` and `1.` for lists (`+` and `1)` where
//! two lists meet), `***` for a break; so that rewriting what was written changes nothing. Nothing is indented
//! but the content of list items, so that no line can become an indented code block.

use pulldown_cmark::Alignment;

use super::escape;
use super::text::text;
use super::tree::{Block, List, Table};

/// Writes blocks; the lines have no space at their end.
pub fn lines(blocks: &[Block<'_>]) -> Vec<String> {
    let mut writer = Writer::default();
    writer.blocks(blocks, false);
    writer.lines
}

/// The largest number of an item (CommonMark 0.31, List items).
const MAX_NUMBER: u64 = 999_999_999;

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// What every line starts with.
    prefix: String,
    /// What the next line starts with instead.
    marker: Option<String>,
}

impl Writer {
    fn line(&mut self, text: &str) {
        let mut line = self.marker.take().unwrap_or_else(|| self.prefix.clone());
        line.push_str(text);
        line.truncate(line.trim_end().len());
        self.lines.push(line);
    }

    /// Writes blocks with empty lines between them; if `tight` only where they would join otherwise.
    fn blocks(&mut self, blocks: &[Block<'_>], tight: bool) {
        let mut before: Option<&Block<'_>> = None;
        let mut alternate = false;
        for block in blocks {
            alternate = match (before, block) {
                (Some(Block::List(a)), Block::List(b)) => {
                    a.start.is_some() == b.start.is_some() && !alternate
                }
                _ => false,
            };
            if before.is_some_and(|before| !tight || !stands_below(before, block)) {
                self.line("");
            }
            self.block(block, alternate);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block<'_>, alternate: bool) {
        match block {
            Block::Paragraph(inlines) => {
                let mut line = String::new();
                for part in text(inlines, false).lines() {
                    line.clear();
                    escape::push_line(&mut line, part);
                    self.line(&line);
                }
            }
            Block::Heading(level, inlines) => {
                let mut text = text(inlines, false);
                if text.ends_with('#') {
                    text.insert(text.len() - 1, '\\');
                }
                self.line(&format!("{} {text}", "#".repeat(*level)));
            }
            Block::Code(label, text) => self.code(label, text),
            Block::Quote(blocks) => self.within("> ", "> ", |writer| writer.blocks(blocks, false)),
            Block::List(list) => self.list(list, alternate),
            Block::Table(table) => self.table(table),
            Block::Rule => self.line("***"),
        }
    }

    fn code(&mut self, label: &str, text: &str) {
        let fence = "`".repeat(escape::longest_run(text).max(2) + 1);
        self.line(&format!("{fence}{label}"));
        for line in text.trim_end().lines() {
            self.line(line);
        }
        self.line(&fence);
    }

    /// Writes what stands in a container, whose first line starts with `first` and the others with `others`.
    fn within(&mut self, first: &str, others: &str, write: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        let start = self.marker.take().unwrap_or_else(|| self.prefix.clone());
        self.marker = Some(start + first);
        self.prefix.push_str(others);
        write(self);
        self.prefix.truncate(length);
        self.marker = None;
    }

    fn list(&mut self, list: &List<'_>, alternate: bool) {
        let tight = !list.loose
            && list.items.iter().all(|item| {
                item.iter().zip(item.iter().skip(1)).all(|(above, below)| stands_below(above, below))
            });
        for (at, item) in list.items.iter().enumerate() {
            if at > 0 && !tight {
                self.line("");
            }
            let marker = match (list.start, alternate) {
                (None, false) => "- ".to_owned(),
                (None, true) => "+ ".to_owned(),
                (Some(start), _) => {
                    let number = start.saturating_add(at as u64).min(MAX_NUMBER);
                    format!("{number}{} ", if alternate { ')' } else { '.' })
                }
            };
            self.within(&marker, &" ".repeat(marker.len()), |writer| writer.blocks(item, tight));
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        for (at, row) in table.rows.iter().enumerate() {
            let mut line = String::from("|");
            for cell in row {
                line.push(' ');
                line.push_str(&text(cell, true));
                line.push_str(" |");
            }
            if at > 0 {
                self.line(&line);
                continue;
            }
            line.push_str(&" |".repeat(columns - row.len()));
            self.line(&line);
            let alignments = table.alignments.iter().copied().chain(std::iter::repeat(Alignment::None));
            let rules = alignments.take(columns).map(|alignment| match alignment {
                Alignment::None => " --- |",
                Alignment::Left => " :-- |",
                Alignment::Center => " :-: |",
                Alignment::Right => " --: |",
            });
            self.line(&format!("|{}", rules.collect::<String>()));
        }
    }
}

/// Whether a block can follow another one without an empty line and both stay what they are.
fn stands_below(above: &Block<'_>, below: &Block<'_>) -> bool {
    match (above, below) {
        (Block::Heading(..) | Block::Code(..) | Block::Rule, _) => true,
        (Block::Table(_), _) | (_, Block::Paragraph(_) | Block::Table(_)) => false,
        (Block::Quote(_), Block::Quote(_)) => false,
        (Block::Paragraph(_) | Block::Quote(_), Block::List(list)) => {
            list.start.is_none_or(|start| start == 1)
        }
        (_, _) => true,
    }
}
