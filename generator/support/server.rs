//! Servers with variables: what stands in their addresses for the values.

use super::escape::strict;

/// Returns an address with values in the place of the names in braces.
///
/// A value stays where it is put: in a host it is a part of a name, and only alone it is a whole host with a port; in a
/// path it can have `/`. What else it has is escaped, which a host cannot be, so that the address is refused. Only an
/// address that starts with a variable is what the value says.
pub fn url(template: &str, values: &[(&str, &str)]) -> String {
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, name, after)) = next(rest) {
        url.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => push(&mut url, value, after),
            None => url.push_str(name),
        }
        rest = after;
    }
    url.push_str(rest);
    url
}

/// Returns what stands before the first name in braces, the name, and what stands after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn push(url: &mut String, value: &str, after: &str) {
    let authority = url.split_once("://").map(|(_, rest)| rest);
    let is_alone = after.is_empty() || after.starts_with('/');
    match authority {
        None if url.is_empty() && !after.starts_with(':') => url.push_str(value),
        Some("") if is_alone => url.push_str(&keep(value, &[':', '[', ']'])),
        Some(authority) if authority.contains('/') => url.push_str(&keep(value, &['/'])),
        None if url.starts_with('/') => url.push_str(&keep(value, &['/'])),
        _ => url.push_str(&strict(value)),
    }
}

/// Escapes a text but for some characters.
fn keep(text: &str, kept: &[char]) -> String {
    let pieces = text.split_inclusive(kept);
    let escaped = pieces.map(|piece| match piece.strip_suffix(kept) {
        Some(start) => format!("{}{}", strict(start), piece.get(start.len()..).unwrap_or_default()),
        None => strict(piece).into_owned(),
    });
    escaped.collect()
}
