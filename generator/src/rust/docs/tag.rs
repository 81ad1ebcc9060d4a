//! The syntax of HTML: tags, attributes, comments and character references, each read from the start of text.

use std::borrow::Cow;

use super::clean;

/// A longer tag is text; bounds the search for its end.
const MAX_TAG: usize = 1024;

/// A tag.
pub struct Tag<'t> {
    /// Its name as it is written.
    pub name: &'t str,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// What stands between the name and the end.
    pub attributes: &'t str,
}

/// Returns the length of the comment or declaration that markup starts with; one without an end takes the rest.
pub fn comment(markup: &str) -> Option<usize> {
    let ends = [("<!--", "-->"), ("<?", "?>"), ("<!", ">")];
    let (start, end) = ends.iter().find(|(start, _)| markup.starts_with(start))?;
    let body = markup.get(start.len()..)?;
    Some(body.find(end).map_or(markup.len(), |at| start.len() + at + end.len()))
}

/// Reads the tag that markup starts with, and its length.
pub fn tag(markup: &str) -> Option<(Tag<'_>, usize)> {
    let body = markup.strip_prefix('<')?;
    let is_end = body.starts_with('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = body.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next()?;
    let mut quote = None;
    for (at, byte) in body.bytes().enumerate().skip(name.len()).take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => {
                let attributes = body.get(name.len()..at)?.trim();
                if !attributes.is_empty() && !body[name.len()..].starts_with([' ', '\n', '/']) {
                    return None;
                }
                return Some((Tag { name, is_end, attributes }, 1 + usize::from(is_end) + at + 1));
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the value of an attribute.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.rsplit(char::is_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
        let after = after.trim_start();
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after.get(1..)?.split_once(quote)?,
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(unescape(value).into_owned());
        }
        rest = after;
    }
    None
}

/// Reads the character references that people use; one of a character that may not be shown stays text.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let (read, length) = character(reference).unwrap_or(('&', 1));
        out.push(read);
        rest = &reference[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads the character reference that text starts with, and its length.
fn character(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let c = match text.get(1..end)? {
        "amp" => '&',
        "apos" => '\'',
        "gt" => '>',
        "lt" => '<',
        "nbsp" => '\u{a0}',
        "quot" => '"',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| clean::is_shown(*c, None))?
        }
    };
    Some((c, end + 1))
}
