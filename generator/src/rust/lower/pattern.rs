//! `pattern`: regular expressions of ECMA-262 in the words of the crate `regex`.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look};

/// How long a pattern may be.
const LONGEST: usize = 10_000;

/// Returns the same expression for the crate `regex`, or `None` if it has no words for it, such as for look-around.
pub(super) fn translate(pattern: &str) -> Option<String> {
    if pattern.len() > LONGEST {
        return None;
    }
    let mut text = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                // Digits and words are ASCII's to ECMA-262, and Unicode's to `regex`.
                'd' if in_class => text.push_str("0-9"),
                'd' => text.push_str("[0-9]"),
                'D' if !in_class => text.push_str("[^0-9]"),
                'w' if in_class => text.push_str("0-9A-Za-z_"),
                'w' => text.push_str("[0-9A-Za-z_]"),
                'W' if !in_class => text.push_str("[^0-9A-Za-z_]"),
                'D' | 'W' | 'b' | 'B' if in_class => return None,
                '/' => text.push('/'),
                other => text.extend(['\\', other]),
            },
            '[' if in_class => text.push_str("\\["),
            // `[]` and `[^]` are nothing and anything, which `regex` reads as the beginning of more.
            '[' => {
                in_class = true;
                text.push(c);
                if chars.as_str().starts_with(']') || chars.as_str().starts_with("^]") {
                    return None;
                }
            }
            ']' => {
                in_class = false;
                text.push(c);
            }
            // In classes of `regex` these make sets when they are doubled.
            '&' | '~' if in_class => text.extend(['\\', c]),
            _ => text.push(c),
        }
    }
    regex_syntax::Parser::new().parse(&text).is_ok().then_some(text)
}

/// Returns a text that matches a pattern, of so many characters or more if that is for the pattern to decide, or `None` if
/// that is not easily said.
pub(super) fn sample(pattern: &str, least: usize) -> Option<String> {
    let expression = regex_syntax::Parser::new().parse(&translate(pattern)?).ok()?;
    let longer = [0, 1, least].map(|times| {
        let mut text = String::new();
        push(&mut text, &expression, times).map(|()| text)
    });
    let is_long = |text: &&String| text.chars().count() >= least;
    longer.iter().flatten().find(is_long).or(longer.iter().flatten().next()).cloned()
}

/// Writes what an expression matches, and what it repeats as often as it must, or so many times if it may.
fn push(text: &mut String, expression: &Hir, times: usize) -> Option<()> {
    match expression.kind() {
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => {}
        HirKind::Look(_) => return None,
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(first(class)?),
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Capture(capture) => push(text, &capture.sub, times)?,
        HirKind::Repetition(repetition) => {
            let most = repetition.max.map_or(times, |most| times.min(most as usize));
            for _ in 0..most.max(repetition.min as usize) {
                let before = text.len();
                push(text, &repetition.sub, 0)?;
                if text.len() > LONGEST {
                    return None;
                }
                if text.len() == before {
                    break;
                }
            }
        }
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| push(text, part, times))?,
        HirKind::Alternation(parts) => push(text, parts.first()?, times)?,
    }
    Some(())
}

/// Returns a character of a class, one that is easily read if there is one.
fn first(class: &ClassUnicode) -> Option<char> {
    let has = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
    let plain = "a0A".chars().chain(' '..='~').find(has);
    plain.or_else(|| class.iter().next().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use super::{sample, translate};

    #[test]
    fn a_sample_is_what_the_pattern_asks_for() {
        for (pattern, least, expected) in [
            (r"^\d{3}-\w+$", 0, Some("000-a")),
            ("^[a-z]*$", 0, Some("")),
            ("^[a-z]*$", 4, Some("aaaa")),
            ("^(red|blue)$", 0, Some("red")),
            ("^(\\+[1-9])?[0-9]{2,4}$", 3, Some("+100")),
            ("^[^a-z]$", 0, Some("0")),
            ("(?=x)", 0, None),
            ("((a{99}){99}){99}", 0, None),
            ("(((){999}){999}){999}", 0, Some("")),
        ] {
            assert_eq!(sample(pattern, least).as_deref(), expected, "{pattern}");
        }
    }

    #[test]
    fn what_ecma_means_is_written_for_regex() {
        for (pattern, expected) in [
            (r"^\d{3}-\w+$", "^[0-9]{3}-[0-9A-Za-z_]+$"),
            (r"[\d.&&x[]", r"[0-9.\&\&x\[]"),
            (r"^\/a\.b$", r"^/a\.b$"),
            ("", ""),
            (r"\p{L}", r"\p{L}"),
        ] {
            assert_eq!(translate(pattern).as_deref(), Some(expected), "{pattern}");
        }
        for pattern in ["(?=a)", "(?<!a)b", r"(a)\1", "[", "a{2,1}", "(", r"[\W]", "[]", "[^]", "\\"] {
            assert_eq!(translate(pattern), None, "{pattern}");
        }
        assert_eq!(translate(&"(".repeat(5_000)), None);
    }
}
