//! Names: from any text of a document to a Rust identifier.
//!
//! [`Name`] is the only way to an identifier, so that no text of a document reaches the output unchecked;
//! [`Scope`] keeps the names of one namespace apart.

mod scope;
mod words;
mod written;

pub(crate) use scope::NO_MODULES;
pub use scope::{Case, Pins, Scope};
pub use written::Written;

use proc_macro2::{Ident, Span};
use std::fmt;

/// A Rust identifier, raw (`r#type`) where it is a keyword.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Keywords of every edition, reserved ones included, that may stand as a raw identifier.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that not even a raw identifier may be.
const PATH_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

impl Name {
    /// Makes a name of an ASCII identifier; whatever is not one becomes one.
    fn new(text: &str) -> Self {
        let mut name: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
            name.insert(0, '_');
        }
        if PATH_KEYWORDS.contains(&name.as_str()) {
            name.push('_');
        }
        Self(name)
    }

    /// Returns the name of one of our own items, which is a legal identifier as it stands.
    pub fn fixed(text: &str) -> Self {
        Self::new(text)
    }

    /// Returns the name that a text has where nothing else wants it.
    pub fn plain(text: &str, case: Case, fallback: &str) -> Self {
        Self::new(&words::cased(text, case, fallback))
    }

    /// Returns the name with one of our own prefixes before it.
    pub fn prefixed(&self, prefix: &'static str) -> Self {
        Self::new(&format!("{prefix}{}", self.0))
    }

    /// Returns the identifier.
    pub fn ident(&self) -> Ident {
        if KEYWORDS.contains(&self.0.as_str()) {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        }
    }

    /// Returns the name without the `r#` of a raw identifier, as a file or in a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints the name as it stands in Rust code: `r#type`.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if KEYWORDS.contains(&self.0.as_str()) {
            f.write_str("r#")?;
        }
        f.write_str(&self.0)
    }
}
