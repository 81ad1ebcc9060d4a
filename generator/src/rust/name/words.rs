//! From any text to words, and from words to a case.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::scope::Case;

/// The longest name, in bytes; a longer one is cut and kept apart by its scope.
const LONGEST: usize = 100;

/// Returns `text` in a case, in ASCII and never empty; `fallback` stands for what has no words at all, and before a digit.
pub(super) fn cased(text: &str, case: Case, fallback: &str) -> String {
    let mut words = spell(text);
    if words.trim().is_empty() {
        words = format!("{fallback} {words}");
    }
    let name = in_case(&words, case);
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
        in_case(&format!("{fallback} {words}"), case)
    } else {
        name
    };
    cut(name)
}

fn in_case(words: &str, case: Case) -> String {
    match case {
        Case::Type | Case::Variant => upper_camel_case(words),
        Case::Value | Case::Module => words.to_snake_case(),
        Case::Constant => words.to_shouty_snake_case(),
    }
}

/// As `heck`, but two numbers stay two: `1.5` is `1_5`, which is camel case to rustc.
fn upper_camel_case(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        let word = word.to_upper_camel_case();
        let digit = |c: char| c.is_ascii_digit();
        if name.ends_with(digit) && word.starts_with(digit) {
            name.push('_');
        }
        name.push_str(&word);
    }
    name
}

fn cut(mut name: String) -> String {
    name.truncate(LONGEST);
    name.truncate(name.trim_end_matches('_').len());
    name
}

/// Returns `text` with what is no letter or digit spelled out where it carries the meaning, or else as a space.
///
/// A sign before a word tells it from the same word without (`-name` sorts the other way round than `name`), and in
/// a text without any letter or digit the signs are all there is.
fn spell(text: &str) -> String {
    let ascii = deunicode::deunicode(text);
    let only_signs = !ascii.contains(|c: char| c.is_ascii_alphanumeric());
    let mut words = String::with_capacity(ascii.len());
    for (index, c) in ascii.char_indices() {
        if c.is_ascii_alphanumeric() {
            words.push(c);
        } else if only_signs || index == 0 && matches!(c, '-' | '+' | '!' | '<' | '>' | '=' | '~') {
            words.push(' ');
            words.push_str(sign(c));
            words.push(' ');
        } else {
            words.push(' ');
        }
    }
    words
}

fn sign(c: char) -> &'static str {
    match c {
        '+' => "Plus",
        '-' => "Minus",
        '*' => "Star",
        '/' => "Slash",
        '\\' => "Backslash",
        '<' => "Less",
        '>' => "Greater",
        '=' => "Equal",
        '!' => "Not",
        '?' => "Question",
        '&' => "And",
        '|' => "Or",
        '^' => "Caret",
        '~' => "Tilde",
        '%' => "Percent",
        '#' => "Hash",
        '@' => "At",
        '$' => "Dollar",
        '.' => "Dot",
        ',' => "Comma",
        ':' => "Colon",
        ';' => "Semicolon",
        '_' => "Underscore",
        '\'' | '"' | '`' => "Quote",
        '(' | '[' | '{' => "Open",
        ')' | ']' | '}' => "Close",
        _ => "",
    }
}
