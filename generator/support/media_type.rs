//! Media types: which of those that the document lists a response is of.

/// Media types and ranges, such as `image/*`, as the document lists them: preferred first, in lower case but for their
/// parameters.
pub type MediaTypes = &'static [&'static str];

/// What servers say of a body when they say nothing of it.
const NOTHING: MediaTypes = &["text/plain", "application/octet-stream", "binary/octet-stream"];

/// Returns the declared media type that fits best: the same before a range before another kind of JSON or XML, and bytes
/// last, which anything is. What was not told is the first.
pub(super) fn best(declared: &[&'static str], sent: &str) -> Option<&'static str> {
    if sent.is_empty() {
        return declared.first().copied();
    }
    // As most servers say it.
    if let Some(same) = declared.iter().find(|it| it.eq_ignore_ascii_case(sent)) {
        return Some(same);
    }
    let sent = sent.to_ascii_lowercase();
    let fitting = declared.iter().filter_map(|it| Some((fit(it.split(';').next()?, &sent)?, *it)));
    // Of those that fit alike, the first.
    let best = fitting.min_by_key(|(fit, _)| *fit).map(|(_, it)| it);
    best.or_else(|| declared.first().copied().filter(|_| NOTHING.contains(&sent.as_str())))
}

/// Returns how well a media type fits a declared one, both without parameters; less is better.
fn fit(declared: &str, sent: &str) -> Option<u8> {
    match declared.strip_suffix('*') {
        None if declared == sent => Some(0),
        Some(family) if family != "*/" && sent.starts_with(family) => Some(1),
        None if syntax(declared).is_some_and(|it| Some(it) == syntax(sent)) => Some(2),
        Some("*/") => Some(3),
        None if declared == "application/octet-stream" => Some(4),
        _ => None,
    }
}

/// Returns the syntax that a media type is a dialect of.
fn syntax(name: &str) -> Option<&str> {
    name.rsplit(['/', '+']).next().filter(|syntax| matches!(*syntax, "json" | "xml"))
}

/// Whether a response may be read as the operation says: it is of a declared media type, or there is nothing to read.
pub(super) fn is_declared(declared: &[&'static str], sent: &str) -> bool {
    declared.is_empty() || best(declared, sent).is_some()
}
