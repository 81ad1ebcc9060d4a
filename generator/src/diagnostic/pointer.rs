//! JSON pointers (RFC 6901): where in a document something stands.

use percent_encoding::percent_decode_str;
use std::fmt;

/// The place of a value in a document: `/paths/~1pets/get/responses/200`.
///
/// Always written from the root, with `~0` and `~1` escaped; empty for the root itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer to the member or element `token` of what this points to.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let mut token = token.to_string();
        if token.contains(['~', '/']) {
            token = token.replace('~', "~0").replace('/', "~1");
        }
        let mut text = String::with_capacity(self.0.len() + 1 + token.len());
        text.push_str(&self.0);
        text.push('/');
        text.push_str(&token);
        Self(text)
    }

    /// Reads a pointer as it is written; the text must be empty or start with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Reads a pointer as it stands after the `#` of a URI, where it may be percent-encoded.
    pub fn of_fragment(text: &str) -> Option<Self> {
        Self::parse(&percent_decode_str(text).decode_utf8().unwrap_or_else(|_| text.into()))
    }

    /// Reads a `$ref` to something in the same document, such as `#/components/schemas/Pet`.
    pub fn of_reference(text: &str) -> Option<Self> {
        Self::of_fragment(text.strip_prefix('#')?)
    }

    /// Writes a `$ref` to this place in the same document.
    pub fn to_reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// Returns the pointer to what holds this value, or `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// Returns the tokens from the root on, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the last token, unescaped, or `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.tokens().last()
    }

    /// Returns the pointer as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}
