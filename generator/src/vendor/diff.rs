//! What is different in a file, line by line, for people.

use similar::TextDiff;

/// How many lines are shown; the rest is counted.
const MAX_LINES: usize = 80;
/// How many lines stand around each change.
const CONTEXT: usize = 2;
/// The largest text that is compared line by line.
const MAX_BYTES: usize = 4 << 20;

/// Returns what has to change in a file as a unified diff, or nothing where that cannot be shown.
///
/// What was found may be anybody's: what acts on a terminal is escaped.
pub(super) fn unified(path: &str, found: &[u8], wanted: &str) -> Option<String> {
    let found = std::str::from_utf8(found).ok()?;
    if found.len() + wanted.len() > MAX_BYTES {
        return None;
    }
    let diff = TextDiff::from_lines(found, wanted);
    let mut diff = diff.unified_diff();
    let text = diff.context_radius(CONTEXT).header(path, path).to_string();
    let mut shown = String::new();
    for line in text.lines().take(MAX_LINES) {
        shown.extend(line.chars().flat_map(|c| {
            let escaped = (c.is_control() && c != '\t').then(|| c.escape_default());
            let plain = escaped.is_none().then_some(c);
            escaped.into_iter().flatten().chain(plain)
        }));
        shown.push('\n');
    }
    match text.lines().count().saturating_sub(MAX_LINES) {
        0 => {}
        more => shown.push_str(&format!("… and {more} more lines\n")),
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_what_stands_around_it() {
        let shown = unified("api.txt", b"a\nb\nc\nd\ne\n", "a\nb\nc\nD\ne\n").unwrap();
        assert_eq!(shown, "--- api.txt\n+++ api.txt\n@@ -2,4 +2,4 @@\n b\n c\n-d\n+D\n e\n");
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped() {
        let shown = unified("a.rs", b"\x1b[2Jx\n", "y\n").unwrap();
        assert!(shown.contains("-\\u{1b}[2Jx\n") && !shown.contains('\u{1b}'), "{shown}");
        assert_eq!(unified("a.rs", b"\xff", "y\n"), None);
    }

    #[test]
    fn a_long_difference_is_counted() {
        let long = "x\n".repeat(1000);
        let shown = unified("a.rs", b"", &long).unwrap();
        assert!(shown.ends_with("… and 923 more lines\n"), "{shown}");
        assert_eq!(shown.lines().count(), MAX_LINES + 1);
    }
}
