//! Checks of `pattern`, which need the crate `regex`.

use std::sync::OnceLock;

use regex::Regex;

use super::check::Checker;

/// A regular expression, compiled when it is first needed.
pub struct Pattern {
    text: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Takes the text of an expression.
    pub const fn new(text: &'static str) -> Self {
        Self { text, regex: OnceLock::new() }
    }

    /// Whether a part of the text matches. An expression that would take too much memory is not checked.
    fn matches(&self, text: &str) -> bool {
        let regex = self.regex.get_or_init(|| Regex::new(self.text).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

impl Checker {
    /// Checks that a text matches a pattern.
    pub fn pattern(&mut self, text: &str, pattern: &Pattern) {
        if !pattern.matches(text) {
            self.fail(format!("does not match the pattern {}", pattern.text));
        }
    }
}
