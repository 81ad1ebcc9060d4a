//! Percent-encoding: what stands for itself in a URL, and what does not.

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

/// What is escaped.
#[derive(Clone, Copy)]
pub(super) enum Escape {
    /// Nothing, as in headers.
    Nothing,
    /// Everything but the unreserved characters (RFC 3986, 2.3).
    Strict,
    /// The same but for the reserved characters that neither end a query, or a part of it, nor read as something else in it.
    Reserved,
}

const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

impl Escape {
    /// Returns the text with its characters escaped.
    pub(super) fn apply(self, text: &str) -> String {
        match self {
            Self::Nothing => text.to_owned(),
            Self::Strict => utf8_percent_encode(text, STRICT).to_string(),
            Self::Reserved => utf8_percent_encode(text, RESERVED).to_string(),
        }
    }
}

/// Returns a name and a value, both escaped, as queries and cookies have them.
pub(super) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", Escape::Strict.apply(name), Escape::Strict.apply(value))
}
