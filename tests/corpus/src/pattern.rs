//! A text that matches a regular expression.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How long a text may get.
const MAX_LENGTH: usize = 4_000;

/// Returns a text that matches, if the expression is one that can be read.
pub fn text(pattern: &str) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Repetition(repetition) => {
            // Something is a better sample than nothing.
            let times = if repetition.max == Some(0) { 0 } else { repetition.min.max(1) };
            for _ in 0..times {
                write(&repetition.sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, text))?,
        HirKind::Alternation(parts) => write(parts.first()?, text)?,
    }
    (text.len() <= MAX_LENGTH).then_some(())
}

/// Prefers what a person would have typed.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let has = |c: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(c));
    let common = ['a', 'A', '1'].into_iter().chain(' '..='~').find(has);
    common.or_else(|| class.ranges().first().map(|range| range.start()))
}
