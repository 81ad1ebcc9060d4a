//! `pattern`: regular expressions of ECMA-262 in the words of the crate `regex`.

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

#[cfg(test)]
mod tests {
    use super::translate;

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
