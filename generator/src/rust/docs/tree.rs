//! The tree between reading and writing: it has no word for raw HTML, for a code block without a label, for a
//! reference or for a link to anything but the web and mail.

use std::borrow::Cow;

/// A block.
#[derive(Debug)]
pub enum Block<'a> {
    /// A paragraph, never empty.
    Paragraph(Vec<Inline<'a>>),
    /// A heading of level 1 to 6, without line breaks.
    Heading(usize, Vec<Inline<'a>>),
    /// A code block with a label that rustdoc does not take for Rust.
    Code(&'static str, String),
    /// A block quote.
    Quote(Vec<Block<'a>>),
    /// A list.
    List(List<'a>),
    /// A table; the first row is its head.
    Table(Table<'a>),
    /// A thematic break.
    Rule,
}

/// A list.
#[derive(Debug, Default)]
pub struct List<'a> {
    /// The first number, or `None` for bullets.
    pub start: Option<u64>,
    /// Whether empty lines stand between the items.
    pub loose: bool,
    /// The items.
    pub items: Vec<Vec<Block<'a>>>,
}

/// A table.
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// How columns are aligned; columns beyond have no alignment.
    pub alignments: Vec<pulldown_cmark::Alignment>,
    /// Rows of cells, not all of the same length.
    pub rows: Vec<Vec<Vec<Inline<'a>>>>,
}

/// A piece of running text. Marks and links are pairs that nest properly within their block.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline<'a> {
    /// Literal text on one line.
    Text(Cow<'a, str>),
    /// A code span.
    Code(Cow<'a, str>),
    /// The end of a line that means nothing.
    SoftBreak,
    /// The end of a line that is shown.
    HardBreak,
    /// The box of a task, checked or not, at the start of a list item.
    Task(bool),
    /// The start of a mark; marks of one kind do not nest.
    Open(Mark),
    /// The end of a mark.
    Close(Mark),
    /// The start of a link; links do not nest.
    OpenLink,
    /// The end of a link.
    CloseLink(Destination),
}

/// What can be done to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Written `_…_`.
    Emphasis,
    /// Written `**…**`.
    Strong,
    /// Written `~~…~~`.
    Strikethrough,
}

/// An absolute `http`, `https` or `mailto` URL without a character that could end it in Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination(String);

impl Destination {
    /// Takes a target of the document, or nothing if it is relative or of another scheme.
    pub fn new(target: &str) -> Option<Self> {
        let target = target.trim();
        let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| {
            let head = target.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme).then(|| target.get(scheme.len()..))?
        })?;
        if !rest.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let mut url = String::with_capacity(target.len());
        for c in target.chars() {
            match c {
                ' ' | '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                    url.push_str(&format!("%{:02X}", u32::from(c)));
                }
                c if c.is_whitespace() || !super::clean::is_shown(c, None) => {}
                c => url.push(c),
            }
        }
        Some(Self(url))
    }

    /// Returns the URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what stands between the angle brackets of an autolink that reads as `text`, if there is one.
    pub fn autolink(&self, text: &str) -> Option<&str> {
        match self.0.strip_prefix("mailto:") {
            Some(address) => (address == text && is_address(address)).then_some(address),
            None => (self.0 == text).then_some(self.0.as_str()),
        }
    }
}

/// Whether an address is plain enough for an autolink (CommonMark 0.31, Autolinks, has the whole grammar).
fn is_address(address: &str) -> bool {
    let is_word = |text: &str| {
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        ends(text.chars().next())
            && ends(text.chars().next_back())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b))
    };
    address.split_once('@').is_some_and(|(local, host)| {
        let labels = || host.split('.');
        is_word(local) && labels().all(|l| is_word(l) && l.len() < 64 && !l.contains(['_', '+']))
    })
}
