//! Where a reader stands: a [`Pointer`] that costs nothing until a diagnostic needs it.

use crate::diagnostic::Pointer;

/// A value's place, as a list of tokens that lives on the stack of the reader.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    At(&'a Pointer),
    In(&'a Place<'a>, Token<'a>),
}

#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// Returns the place of the whole document.
    pub fn root() -> Self {
        Self { step: Step::Root }
    }

    /// Returns the place that a pointer names.
    pub fn at(pointer: &'a Pointer) -> Self {
        Self { step: Step::At(pointer) }
    }

    /// Returns the place of the member `key`.
    pub fn key(&'a self, key: &'a str) -> Self {
        Self { step: Step::In(self, Token::Key(key)) }
    }

    /// Returns the place of an element.
    pub fn index(&'a self, index: usize) -> Self {
        Self { step: Step::In(self, Token::Index(index)) }
    }

    /// Returns the last token, which names the value in messages.
    pub fn name(&self) -> String {
        match self.step {
            Step::Root => "the document".to_owned(),
            Step::At(pointer) => format!("`{}`", pointer.last().unwrap_or_default()),
            Step::In(_, Token::Key(key)) => format!("`{key}`"),
            Step::In(parent, Token::Index(index)) => format!("element {index} of {}", parent.name()),
        }
    }

    /// Returns the key that leads here, or nothing where none does.
    pub fn last(&self) -> &'a str {
        match self.step {
            Step::In(_, Token::Key(key)) => key,
            Step::In(_, Token::Index(_)) | Step::At(_) | Step::Root => "",
        }
    }

    /// Returns how many steps it is away from the root.
    pub fn depth(&self) -> usize {
        match self.step {
            Step::Root => 0,
            Step::At(pointer) => pointer.tokens().count(),
            Step::In(parent, _) => parent.depth() + 1,
        }
    }

    /// Returns the place as a pointer.
    pub fn pointer(&self) -> Pointer {
        match self.step {
            Step::Root => Pointer::root(),
            Step::At(pointer) => pointer.clone(),
            Step::In(parent, Token::Key(key)) => parent.pointer().join(key),
            Step::In(parent, Token::Index(index)) => parent.pointer().join(index),
        }
    }
}
