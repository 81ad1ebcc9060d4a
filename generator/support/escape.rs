//! Percent-encoding: what stands for itself in a URL, and what does not.

use std::borrow::Cow;

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

/// Everything but the unreserved characters (RFC 3986, 2.3).
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the text with all its characters escaped but the unreserved ones.
pub(super) fn strict(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, STRICT).into()
}

/// Does the same with a text that need not be kept, and mostly stays as it is.
pub(super) fn owned(text: String) -> String {
    let escaped = Some(strict(&text)).filter(|escaped| escaped.len() > text.len());
    escaped.map(Cow::into_owned).unwrap_or(text)
}

/// Returns a name and a value, both escaped, as queries and cookies have them.
pub(super) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", strict(name), strict(value))
}
