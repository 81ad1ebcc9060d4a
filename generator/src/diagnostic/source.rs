//! The texts that diagnostics point into.

use super::locate::Tree;
use super::origin::Origins;
use super::{Diagnostic, Pointer, Sink, Source};
use std::cell::OnceCell;

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// A place in a text: line and column from 1 on, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A text with its name, in which values can be found.
#[derive(Debug)]
pub struct Text {
    name: String,
    text: String,
    syntax: Syntax,
    tree: OnceCell<Tree>,
    /// Where each line starts.
    lines: OnceCell<Vec<usize>>,
}

/// Where a diagnostic stands, with what is shown of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<'t> {
    /// The name of the text, such as a path.
    pub name: &'t str,
    /// The place, unless the text has none, as an unreadable file.
    pub position: Option<Position>,
    /// The line, without its end.
    pub line: &'t str,
    /// How many characters of the line to underline, at least 1.
    pub length: usize,
    /// The pointer to the value in this text.
    pub at: Pointer,
}

/// The texts of a run.
#[derive(Debug, Default)]
pub struct Sources {
    document: Option<Text>,
    configuration: Option<Text>,
    files: Vec<Text>,
    /// What each rewriting of the document moved, the first one first.
    origins: Vec<Origins>,
    /// What of the configuration comes from elsewhere.
    configured: Origins,
}

impl Text {
    /// Takes a text as it was read, without a byte order mark.
    pub fn new(name: impl Into<String>, text: impl Into<String>, syntax: Syntax) -> Self {
        Self { name: name.into(), text: text.into(), syntax, tree: OnceCell::new(), lines: OnceCell::new() }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the format.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Finds a value: its key, or itself where it has none.
    ///
    /// Of what is not in the text, such as a value that normalisation has made, finds the nearest ancestor.
    pub fn locate(&self, at: &Pointer) -> Location<'_> {
        let tree = self.tree.get_or_init(|| Tree::new(&self.text, self.syntax));
        match tree.find(at) {
            Some(span) => self.location(at, span.start, span.length),
            None => self.location(at, Position { line: 1, column: 1 }, None),
        }
    }

    /// Returns a line without its end; lines count from 1.
    fn line(&self, number: usize) -> &str {
        let lines = self.lines.get_or_init(|| {
            let next = self.text.match_indices('\n').map(|(end, _)| end + 1);
            std::iter::once(0).chain(next).collect()
        });
        let start = lines.get(number.saturating_sub(1));
        let rest = start.and_then(|start| self.text.get(*start..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// Shows a place; a length of `None` reaches to the end of the line.
    fn location(&self, at: &Pointer, position: Position, length: Option<usize>) -> Location<'_> {
        let line = self.line(position.line);
        let rest = line.trim_end().chars().count().saturating_sub(position.column.saturating_sub(1));
        let length = length.unwrap_or(rest).min(rest).max(1);
        let position = Some(position).filter(|_| !self.text.is_empty());
        Location { name: &self.name, position, line, length, at: at.clone() }
    }
}

impl Sources {
    /// Takes the text of the document.
    pub fn set_document(&mut self, text: Text) -> &Text {
        self.document.insert(text)
    }

    /// Takes the text of the configuration.
    pub fn set_configuration(&mut self, text: Text) -> &Text {
        self.configuration.insert(text)
    }

    /// Takes the text of a further file, and returns what it is called.
    pub fn add(&mut self, text: Text) -> Source {
        let source = self.next();
        self.files.push(text);
        source
    }

    /// Returns what the next file will be called, whose text may have to be reported on before it is here.
    pub fn next(&self) -> Source {
        Source::File(self.files.len())
    }

    /// Returns a text, if it has been read.
    pub fn get(&self, source: Source) -> Option<&Text> {
        match source {
            Source::Document => self.document.as_ref(),
            Source::Configuration => self.configuration.as_ref(),
            Source::File(index) => self.files.get(index),
        }
    }

    /// Notes what a rewriting of the document has moved: from now on pointers of [`Source::Document`] are those after
    /// it, while what is in the sink was reported of the document before.
    pub fn moved(&mut self, origins: Origins, sink: &mut Sink) {
        self.origins.push(origins);
        sink.rewritings = self.origins.len();
    }

    /// Notes which options do not come from the file of the configuration.
    pub fn configured(&mut self, origins: Origins) {
        self.configured = origins;
    }

    /// Returns where a value stood in the text, if its pointer is one of the document after so many rewritings.
    pub fn origin(&self, source: Source, at: &Pointer, rewritings: usize) -> (Source, Pointer) {
        if let (Source::Configuration, Some(found)) = (source, self.configured.find(at)) {
            return found;
        }
        let (mut source, mut at) = (source, at.clone());
        for origins in self.origins.iter().take(rewritings).rev() {
            if source == Source::Document {
                (source, at) = origins.of(&at);
            }
        }
        (source, at)
    }

    /// Finds a value of the document as it was resolved, after all rewritings.
    pub fn find(&self, at: &Pointer) -> Option<Location<'_>> {
        let (source, at) = self.origin(Source::Document, at, self.origins.len());
        Some(self.get(source)?.locate(&at))
    }

    /// Finds a diagnostic in its text.
    pub fn locate(&self, diagnostic: &Diagnostic) -> Option<Location<'_>> {
        let (source, at) = self.origin(diagnostic.source, &diagnostic.at, diagnostic.rewritings);
        let text = self.get(source)?;
        Some(match diagnostic.position {
            Some(position) => text.location(&at, position, Some(1)),
            None => text.locate(&at),
        })
    }
}
