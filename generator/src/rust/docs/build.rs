//! Building: places what Markdown and HTML say into one tree, however badly they nest.
//!
//! Markdown opens and closes properly; HTML may not. Each open thing knows its [`Origin`]: the end of something
//! in Markdown closes the HTML within, an end tag of HTML never closes anything of Markdown.

use std::borrow::Cow;

use super::marks::OpenMark;
use super::tree::{Block, Inline, List, Table};
use super::{clean, inline};

/// How many containers may stand in one another; deeper ones are flattened.
///
/// Bounds the recursion of writing and of dropping the tree. A list and its item count as two.
const MAX_NESTING: usize = 32;

/// Who opened a container or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The parser.
    Markdown,
    /// A tag of this name.
    Html(&'static str),
}

/// An open container.
#[derive(Debug)]
pub enum Container<'a> {
    /// A block quote.
    Quote(Vec<Block<'a>>),
    /// A list.
    List(List<'a>),
    /// An item of the list below it on the stack.
    Item(Vec<Block<'a>>),
    /// A table.
    Table(Table<'a>),
    /// A cell in the last row of the table below it on the stack; what is in it are the inlines.
    Cell,
}

/// Text that is kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbatim {
    /// For a code block with this label.
    Block(&'static str),
    /// For a code span, until the end tag of this name.
    Span(&'static str),
}

/// Builds the tree.
#[derive(Default)]
pub struct Builder<'a> {
    /// The blocks outside of all containers.
    root: Vec<Block<'a>>,
    containers: Vec<(Origin, Container<'a>)>,
    /// How many containers of Markdown are open that have been flattened; all are inside the others.
    flattened: usize,
    /// The running text of the block that is being read.
    pub(super) inlines: Vec<Inline<'a>>,
    pub(super) marks: Vec<OpenMark>,
    /// What closes the marks that are shown; at most one of each kind.
    pub(super) shown: Vec<Inline<'static>>,
    heading: Option<usize>,
    pub(super) verbatim: Option<(Verbatim, String)>,
}

impl<'a> Builder<'a> {
    /// Closes everything and returns the tree.
    pub fn finish(mut self) -> Vec<Block<'a>> {
        self.flush();
        while let Some((_, container)) = self.containers.pop() {
            self.place(container);
        }
        self.root
    }

    /// Adds text.
    pub fn text(&mut self, text: Cow<'a, str>) {
        if let Some((_, verbatim)) = &mut self.verbatim {
            return clean::push(verbatim, &text);
        }
        // A character reference may stand for anything.
        let is_clean =
            text.bytes().all(|b| (b' '..0x7f).contains(&b)) || text.chars().all(|c| clean::is_shown(c, None));
        let text = if is_clean { text } else { Cow::Owned(clean::inline(&text)) };
        inline::push(&mut self.inlines, Inline::Text(text));
    }

    /// Adds a code span.
    pub fn code(&mut self, text: Cow<'a, str>) {
        match &mut self.verbatim {
            Some((_, verbatim)) => verbatim.push_str(&text),
            None => inline::push(&mut self.inlines, Inline::Code(text)),
        }
    }

    /// Adds a line break, which is a space where there is one line only.
    pub fn line_break(&mut self, inline: Inline<'a>) {
        let is_one_line = self.heading.is_some() || self.in_cell();
        match &mut self.verbatim {
            Some((_, verbatim)) => verbatim.push('\n'),
            None if is_one_line => self.text(Cow::Borrowed(" ")),
            None => self.inlines.push(inline),
        }
    }

    /// Adds the box of a task, as text where no list item is.
    pub fn task(&mut self, done: bool) {
        if self.flattened == 0
            && matches!(self.containers.last(), Some((Origin::Markdown, Container::Item(_))))
        {
            self.inlines.push(Inline::Task(done));
        } else {
            self.text(Cow::Borrowed(inline::task(done)));
            self.text(Cow::Borrowed(" "));
        }
    }

    /// Starts a paragraph, which makes a list loose whose item it stands in.
    pub fn start_paragraph(&mut self) {
        self.flush();
        if let [.., (_, Container::List(list)), (Origin::Markdown, Container::Item(_))] =
            self.containers.as_mut_slice()
        {
            list.loose |= self.flattened == 0;
        }
    }

    /// Starts a heading; the next [`flush`](Self::flush) ends it.
    pub fn start_heading(&mut self, level: usize) {
        self.flush();
        self.heading = Some(level);
    }

    /// Starts text that is kept as it is.
    pub fn start_verbatim(&mut self, verbatim: Verbatim) {
        if self.verbatim.is_some() {
            return;
        }
        if matches!(verbatim, Verbatim::Block(_)) {
            self.flush();
        }
        self.verbatim = Some((verbatim, String::new()));
    }

    /// Ends text that is kept as it is.
    pub fn end_verbatim(&mut self) {
        match self.verbatim.take() {
            Some((_, text)) if text.trim_matches('\n').is_empty() => {}
            Some((Verbatim::Block(_), text)) if text.trim().is_empty() => {}
            Some((Verbatim::Block(label), text)) if !self.in_cell() => self.block(Block::Code(label, text)),
            Some((_, text)) => self.code(Cow::Owned(clean::inline(&text))),
            None => {}
        }
    }

    /// Returns what is kept as it is at the moment.
    pub fn verbatim(&self) -> Option<Verbatim> {
        self.verbatim.as_ref().map(|(verbatim, _)| *verbatim)
    }

    /// Ends the running text: it becomes a paragraph or heading, or goes on after a space in a cell.
    pub fn flush(&mut self) {
        self.end_verbatim();
        self.end_shown(0);
        let heading = self.heading.take();
        if self.in_cell() {
            if !self.inlines.is_empty() {
                self.text(Cow::Borrowed(" "));
            }
            return;
        }
        let mut inlines = std::mem::take(&mut self.inlines);
        if let (Some(_), Some(Inline::Task(done))) = (heading, inlines.first()) {
            let text = Inline::Text(Cow::Borrowed(inline::task(*done)));
            inlines.splice(..1, [text, Inline::Text(Cow::Borrowed(" "))]);
        }
        for inlines in inline::paragraphs(inlines) {
            self.push(match heading {
                Some(level) => Block::Heading(level, inlines),
                None => Block::Paragraph(inlines),
            });
        }
    }

    /// Adds a block that is finished; a cell has no room for one.
    pub fn block(&mut self, block: Block<'a>) {
        self.flush();
        if !self.in_cell() {
            self.push(block);
        }
    }

    /// Opens a container.
    pub fn open(&mut self, origin: Origin, container: Container<'a>) {
        self.flush();
        let fits = match container {
            Container::Cell => matches!(self.containers.last(), Some((_, Container::Table(_)))),
            _ => self.containers.len() < MAX_NESTING && !self.in_cell(),
        };
        if self.flattened == 0 && fits {
            self.containers.push((origin, container));
        } else if origin == Origin::Markdown {
            self.flattened += 1;
        }
    }

    /// Starts a row of the table that is open.
    pub fn start_row(&mut self) {
        if let (0, Some((_, Container::Table(table)))) = (self.flattened, self.containers.last_mut()) {
            table.rows.push(Vec::new());
        }
    }

    /// Closes the innermost container of Markdown and the HTML in it.
    pub fn close(&mut self) {
        self.flush();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        while let Some((origin, container)) = self.containers.pop() {
            self.place(container);
            if origin == Origin::Markdown {
                break;
            }
        }
    }

    /// Closes the innermost container that a tag of one of these names opened, and what is in it, unless a
    /// container of Markdown or one of a tag in `stop` is in between.
    pub fn close_html(&mut self, names: &[&str], stop: &[&str]) {
        self.flush();
        let mut inner = self.containers.iter().rev().map(|(origin, _)| match origin {
            Origin::Html(name) if self.flattened == 0 => Some(*name),
            _ => None,
        });
        let open = inner.by_ref().take_while(|name| name.is_some_and(|name| !stop.contains(&name)));
        let Some(depth) = open.flatten().position(|name| names.contains(&name)) else {
            return;
        };
        for _ in 0..=depth {
            if let Some((_, container)) = self.containers.pop() {
                self.place(container);
            }
        }
    }

    /// Whether the innermost container was opened by a tag of this name.
    pub fn is_in(&self, name: &str) -> bool {
        self.flattened == 0
            && matches!(self.containers.last(), Some((Origin::Html(origin), _)) if *origin == name)
    }

    fn in_cell(&self) -> bool {
        matches!(self.containers.last(), Some((_, Container::Cell)))
    }

    /// Adds a block to the innermost container that holds blocks.
    fn push(&mut self, block: Block<'a>) {
        let blocks = self.containers.iter_mut().rev().find_map(|(_, container)| match container {
            Container::Quote(blocks) | Container::Item(blocks) => Some(blocks),
            Container::List(_) | Container::Table(_) | Container::Cell => None,
        });
        blocks.unwrap_or(&mut self.root).push(block);
    }

    /// Adds a closed container to what it stands in, unless it is empty.
    fn place(&mut self, container: Container<'a>) {
        match (container, self.containers.last_mut()) {
            (Container::Quote(blocks), _) if !blocks.is_empty() => self.push(Block::Quote(blocks)),
            (Container::List(list), _) if !list.items.is_empty() => self.push(Block::List(list)),
            (Container::Item(blocks), Some((_, Container::List(list)))) if !blocks.is_empty() => {
                list.items.push(blocks)
            }
            (Container::Table(mut table), _) => {
                table.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
                if !table.rows.is_empty() {
                    self.push(Block::Table(table));
                }
            }
            (Container::Cell, Some((_, Container::Table(table)))) => {
                let cell = inline::finish(std::mem::take(&mut self.inlines));
                match table.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => table.rows.push(vec![cell]),
                }
            }
            _ => {}
        }
    }
}
