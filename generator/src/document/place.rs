//! Where a reader stands: a [`Pointer`] that costs nothing until a diagnostic needs it.

use crate::diagnostic::Pointer;

/// A value's place, as a list of tokens that lives on the stack of the reader.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    step: Option<(&'a Place<'a>, Token<'a>)>,
}

#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// Returns the place of the whole document.
    pub fn root() -> Self {
        Self { step: None }
    }

    /// Returns the place of the member `key`.
    pub fn key(&'a self, key: &'a str) -> Self {
        Self { step: Some((self, Token::Key(key))) }
    }

    /// Returns the place of an element.
    pub fn index(&'a self, index: usize) -> Self {
        Self { step: Some((self, Token::Index(index))) }
    }

    /// Returns the last token, which names the value in messages.
    pub fn name(&self) -> String {
        match self.step {
            None => "the document".to_owned(),
            Some((_, Token::Key(key))) => format!("`{key}`"),
            Some((parent, Token::Index(index))) => format!("element {index} of {}", parent.name()),
        }
    }

    /// Returns how many steps it is away from the root.
    pub fn depth(&self) -> usize {
        self.step.map_or(0, |(parent, _)| parent.depth() + 1)
    }

    /// Returns the place as a pointer.
    pub fn pointer(&self) -> Pointer {
        match self.step {
            None => Pointer::root(),
            Some((parent, Token::Key(key))) => parent.pointer().join(key),
            Some((parent, Token::Index(index))) => parent.pointer().join(index),
        }
    }
}
