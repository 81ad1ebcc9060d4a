//! Running text: what is done to it before it is written.
//!
//! Bare URLs become links, and marks that Markdown could not read back are dropped; both are decided on the
//! literal text, before anything is escaped.

use std::borrow::Cow;

use super::tree::{Destination, Inline, Mark};

/// Splits running text at two line breaks in a row, as HTML writes paragraphs, and drops what shows nothing.
pub fn paragraphs(inlines: Vec<Inline<'_>>) -> Vec<Vec<Inline<'_>>> {
    let mut paragraphs = vec![Vec::new()];
    let mut open = 0_usize;
    for inline in inlines {
        match inline {
            Inline::Open(_) | Inline::OpenLink => open += 1,
            Inline::Close(_) | Inline::CloseLink(_) => open = open.saturating_sub(1),
            _ => {}
        }
        let Some(last) = paragraphs.last_mut() else {
            continue;
        };
        let breaks = last
            .iter()
            .rev()
            .take_while(|inline| is_space(inline))
            .filter(|i| **i == Inline::HardBreak)
            .count();
        if open == 0 && inline == Inline::HardBreak && breaks > 0 {
            paragraphs.push(Vec::new());
        } else if !(matches!(inline, Inline::HardBreak | Inline::SoftBreak) && breaks > 0) {
            last.push(inline);
        }
    }
    paragraphs.into_iter().map(finish).filter(|inlines| !inlines.is_empty()).collect()
}

/// Appends a piece, joining text with text and code with code before it.
pub fn push<'a>(out: &mut Vec<Inline<'a>>, inline: Inline<'a>) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(text)) | (Some(Inline::Code(last)), Inline::Code(text)) => {
            last.to_mut().push_str(&text);
        }
        (_, Inline::Text(text) | Inline::Code(text)) if text.is_empty() => {}
        (_, inline) => out.push(inline),
    }
}

/// Returns the box of a task as text.
pub fn task(done: bool) -> &'static str {
    if done {
        "[x]"
    } else {
        "[ ]"
    }
}

/// Takes the spaces and line breaks from the end of running text.
pub fn split_spaces<'a>(inlines: &mut Vec<Inline<'a>>) -> Vec<Inline<'a>> {
    let kept = inlines.len() - inlines.iter().rev().take_while(|inline| is_space(inline)).count();
    let mut spaces = inlines.split_off(kept);
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        let length = text.trim_end().len();
        if length < text.len() {
            text.to_mut().truncate(length);
            spaces.insert(0, Inline::Text(Cow::Borrowed(" ")));
        }
    }
    spaces
}

/// Whether running text ends with the punctuation of a sentence, closing brackets and quotes apart.
pub fn ends_sentence(inlines: &[Inline<'_>]) -> bool {
    let text = inlines.iter().rev().find_map(|inline| match inline {
        Inline::Text(text) => Some(text.trim_end_matches([')', ']', '"', '\'', '\u{201d}', '\u{2019}', ' '])),
        Inline::Code(_) => Some("`"),
        _ => None,
    });
    text.unwrap_or_default()
        .ends_with(['.', '!', '?', ':', ';', '\u{2026}', '\u{3002}', '\u{ff01}', '\u{ff1f}'])
}

fn is_space(inline: &Inline<'_>) -> bool {
    match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak => true,
        _ => false,
    }
}

/// How often marks are dropped and the text is looked at anew; text that needs more is not written by people.
const ROUNDS: usize = 4;

/// Finishes the running text of one block; nothing is left of text that shows nothing.
pub fn finish(mut inlines: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    if let Some(Inline::Task(done)) = inlines.first() {
        let done = *done;
        inlines.remove(0);
        let mut inlines = finish(inlines);
        // A box is one only in front of text.
        let is_alone = inlines.is_empty();
        inlines
            .insert(0, if is_alone { Inline::Text(Cow::Borrowed(task(done))) } else { Inline::Task(done) });
        return inlines;
    }
    let is_shown = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => !text.trim().is_empty(),
        inline => matches!(inline, Inline::Code(_) | Inline::CloseLink(_)),
    };
    if !inlines.iter().any(is_shown) {
        return Vec::new();
    }
    for _ in 0..ROUNDS {
        inlines = link(trim(inlines));
        let before = inlines.len();
        inlines = drop_marks(inlines);
        if inlines.len() == before {
            break;
        }
    }
    inlines
}

/// Drops spaces and line breaks at both ends.
fn trim(mut inlines: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    while inlines.last().is_some_and(is_space) {
        inlines.pop();
    }
    let start = inlines.iter().take_while(|inline| is_space(inline)).count();
    inlines.drain(..start);
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        *text = Cow::Owned(text.trim_start().to_owned());
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        *text = Cow::Owned(text.trim_end().to_owned());
    }
    inlines
}

/// Makes links of bare URLs outside of links.
fn link(inlines: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut out = Vec::with_capacity(inlines.len());
    let mut in_link = false;
    for inline in inlines {
        in_link = match inline {
            Inline::OpenLink => true,
            Inline::CloseLink(_) => false,
            _ => in_link,
        };
        match inline {
            Inline::Text(text) if !in_link && text.contains("://") => link_text(&text, &mut out),
            inline => push(&mut out, inline),
        }
    }
    out
}

fn link_text(mut text: &str, out: &mut Vec<Inline<'_>>) {
    while let Some((start, end)) = find_url(text) {
        let (before, url, after) = (&text[..start], &text[start..end], &text[end..]);
        push(out, Inline::Text(Cow::Owned(before.to_owned())));
        match Destination::new(url).filter(|destination| destination.autolink(url).is_some()) {
            Some(destination) => {
                let text = Inline::Text(Cow::Owned(url.to_owned()));
                out.extend([Inline::OpenLink, text, Inline::CloseLink(destination)]);
            }
            // A template such as `https://{host}/`.
            None => push(out, Inline::Code(Cow::Owned(url.to_owned()))),
        }
        text = after;
    }
    push(out, Inline::Text(Cow::Owned(text.to_owned())));
}

/// Finds the first `http` or `https` URL: its start and end.
fn find_url(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(colon) = text[from..].find("://").map(|at| from + at) {
        let start = ["https", "http"]
            .iter()
            .find(|scheme| text[..colon].ends_with(**scheme))
            .map(|s| colon - s.len());
        let body = &text[colon + 3..];
        let length = body.find(|c: char| !c.is_ascii_graphic() || "<>\"`".contains(c)).unwrap_or(body.len());
        let body = trim_url(&body[..length]);
        if let Some(start) =
            start.filter(|_| body.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{'))
        {
            return Some((start, colon + 3 + body.len()));
        }
        from = colon + 3;
    }
    None
}

/// Drops what ends the sentence rather than the URL: punctuation, and brackets that the URL does not open.
fn trim_url(mut url: &str) -> &str {
    let count = |wanted: char| url.matches(wanted).count();
    let mut brackets =
        [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, count(open), count(close)));
    while let Some(last) = url.chars().next_back() {
        match brackets.iter_mut().find(|(close, ..)| *close == last) {
            Some((_, open, closed)) if *closed > *open => *closed -= 1,
            None if ".,:;!?'*_~\\|".contains(last) => {}
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

/// Drops marks that would not be read back as marks (CommonMark 0.31, Emphasis and strong emphasis).
///
/// The rule is narrower than CommonMark's, so that it holds whichever way the neighbours are written.
fn drop_marks(inlines: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut keep = vec![true; inlines.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Open(_) => open.push(at),
            Inline::Close(mark) => {
                let Some(start) = open.pop() else { continue };
                if !is_readable(&inlines, start, at, *mark) {
                    for place in [start, at] {
                        if let Some(keep) = keep.get_mut(place) {
                            *keep = false;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::with_capacity(inlines.len());
    for (inline, _) in inlines.into_iter().zip(keep).filter(|(_, keep)| *keep) {
        push(&mut out, inline);
    }
    out
}

fn is_readable(inlines: &[Inline<'_>], start: usize, end: usize, mark: Mark) -> bool {
    let is_border = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    let (before, first) = (char_before(inlines, start), char_after(inlines, start));
    let (last, after) = (char_before(inlines, end), char_after(inlines, end));
    if first.is_none_or(char::is_whitespace) || last.is_none_or(char::is_whitespace) {
        return false;
    }
    // Two runs of one kind side by side would be read as one.
    if start > 0 && inlines.get(start - 1) == Some(&Inline::Close(mark)) {
        return false;
    }
    // Within a word, only between letters and only asterisks.
    let is_word = |at: usize, outside: Option<char>, inside: Option<char>| {
        let is_text =
            |at: Option<usize>| at.is_some_and(|at| matches!(inlines.get(at), Some(Inline::Text(_))));
        mark != Mark::Emphasis
            && is_text(at.checked_sub(1))
            && is_text(at.checked_add(1))
            && [outside, inside].iter().flatten().all(|c| c.is_alphanumeric())
    };
    (is_border(before) || is_word(start, before, first)) && (is_border(after) || is_word(end, after, last))
}

/// Returns the character that is written before a place, marks apart.
fn char_before(inlines: &[Inline<'_>], at: usize) -> Option<char> {
    let before = inlines.get(..at).unwrap_or_default();
    before.iter().rev().find_map(|inline| match inline {
        Inline::Text(text) => text.chars().next_back(),
        other => outer_char(other, '[', ')'),
    })
}

/// Returns the character that is written after a place, marks apart.
fn char_after(inlines: &[Inline<'_>], at: usize) -> Option<char> {
    let after = inlines.get(at + 1..).unwrap_or_default();
    after.iter().find_map(|inline| match inline {
        Inline::Text(text) => text.chars().next(),
        other => outer_char(other, '[', ']'),
    })
}

fn outer_char(inline: &Inline<'_>, open_link: char, close_link: char) -> Option<char> {
    match inline {
        Inline::Text(_) | Inline::Open(_) | Inline::Close(_) => None,
        Inline::Code(_) => Some('`'),
        Inline::SoftBreak | Inline::HardBreak | Inline::Task(_) => Some(' '),
        Inline::OpenLink => Some(open_link),
        Inline::CloseLink(_) => Some(close_link),
    }
}
