//! What the generator tells its user: coded, located, complete.
//!
//! Stages report into a [`Sink`] with the [`Pointer`] at which a mistake stands and go on; a pointer
//! becomes file, line and column only when a diagnostic is rendered. Nothing is printed here.

mod closest;
mod code;
mod locate;
mod origin;
mod pointer;
mod render;
mod source;
mod summary;
#[cfg(test)]
mod tests;

pub use closest::closest;
pub use code::{Code, Severity};
pub(crate) use locate::nests_within;
pub use origin::Origins;
pub use pointer::Pointer;
pub use render::{render, render_json};
pub use source::{Location, Position, Sources, Syntax, Text};
pub use summary::Summary;

/// Which text a pointer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The OpenAPI document; after a rewriting, what it has become (see [`Sources::moved`]).
    Document,
    /// `bindings.yaml`.
    Configuration,
    /// A further file, such as one that the document refers to; see [`Sources::add`].
    File(usize),
}

/// One mistake, or one thing that the bindings do differently from what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of mistake, from the closed list that `explain` knows.
    pub code: Code,
    /// The input in which it stands.
    pub source: Source,
    /// Where it stands. Nodes made by normalisation point to what they were made from.
    pub at: Pointer,
    /// The place in the text, where there is no value yet that a pointer could point to.
    pub position: Option<Position>,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How many rewritings the document had been through when it was reported; see [`Sources::moved`].
    pub rewritings: usize,
}

/// Collects the diagnostics of all stages.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    rewritings: usize,
}

impl Sink {
    /// Reports a mistake in the document.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(code, Source::Document, at, message.into())
    }

    /// Reports a mistake in `bindings.yaml`.
    pub fn report_configuration(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(code, Source::Configuration, at, message.into())
    }

    /// Reports a mistake in a text, at its own pointer.
    pub fn report_in(
        &mut self,
        source: Source,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(code, source, at, message.into())
    }

    fn push(&mut self, code: Code, source: Source, at: &Pointer, message: String) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic {
            code,
            source,
            at: at.clone(),
            position: None,
            message,
            help: None,
            rewritings: self.rewritings,
        });
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// Whether anything was reported that refuses the document.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code.severity() == Severity::Error)
    }

    /// Forgets what was reported of parts of the document that turn out not to matter.
    pub fn retain(&mut self, matters: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(matters);
    }

    /// Returns what was reported, in the order of the reports.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl Diagnostic {
    /// Adds the place in the text.
    pub fn position(&mut self, position: Position) -> &mut Self {
        self.position = Some(position);
        self
    }

    /// Adds what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}
