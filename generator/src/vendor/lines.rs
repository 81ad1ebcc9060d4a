//! What `prettyplease` prints, in the lines that readers are used to.
//!
//! It prints no blank lines between methods. It breaks lines at 89 columns, and a method call then into five lines, where
//! rustfmt's default is 100 columns: the broken forms that generated code is full of are joined again where
//! they fit, signatures, `use` lists, constants and the statements that read and write a member. And it is spared the
//! documentation, of which there is more than of code: a block is one attribute until it is printed.
//!
//! Lines can be told apart by how they start, because no literal and no comment of ours goes over several lines.

use crate::tokens::LINE_BREAK;

/// The width of a line, as rustfmt's `max_width`.
const WIDTH: usize = 100;

/// Joins broken lines that fit into one.
pub(super) fn widen(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut wide = String::with_capacity(text.len());
    let mut rest = lines.as_slice();
    while let [first, after @ ..] = rest {
        let joined = if opens_list(first) {
            list(first, after)
        } else {
            statement(first, after).or_else(|| constant(first, after))
        };
        match joined {
            Some((joined, taken)) => {
                wide.push_str(&joined);
                rest = after.get(taken..).unwrap_or_default();
            }
            None => {
                push_line(&mut wide, first);
                rest = after;
            }
        }
        wide.push('\n');
    }
    wide
}

/// Adds a line, and a block of documentation as the lines that it stands for.
fn push_line(text: &mut String, line: &str) {
    let mut parts = line.split(LINE_BREAK);
    text.push_str(parts.next().unwrap_or_default());
    let pad = line.get(..indent(line)).unwrap_or_default();
    for part in parts {
        text.push('\n');
        text.push_str(pad);
        text.push_str("///");
        text.push_str(part);
    }
}

/// Puts a blank line around each method of an impl; associated constants and types stay together.
pub(super) fn members(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 16);
    let mut member = String::new();
    let mut after_method = None;
    for line in text.lines() {
        let is_inside = indent(line) == 4;
        if !line.starts_with(' ') {
            // Before the first member this is what stands between the type and the brace.
            spaced.push_str(&std::mem::take(&mut member));
            spaced.push_str(line);
            spaced.push('\n');
            continue;
        }
        member.push_str(line);
        member.push('\n');
        if is_inside && ends_member(line) {
            let method = line.ends_with('}');
            if after_method.is_some_and(|after| after || method) {
                spaced.push('\n');
            }
            after_method = Some(method);
            spaced.push_str(&std::mem::take(&mut member));
        }
    }
    spaced
}

/// Whether a line at the level of the members is the last of one: `}` of a method, `{}` of an empty one, or `;`.
fn ends_member(line: &str) -> bool {
    let text = line.trim_start();
    !text.starts_with("//") && !text.starts_with('#') && text.ends_with(['}', ';'])
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line starts what stands between brackets and may be joined. A tuple of one element, whose last comma means
/// something, is none of these.
fn opens_list(line: &str) -> bool {
    let text = line.trim_start();
    let starts = |start: &str| text.starts_with(start);
    match line.as_bytes().last() {
        Some(b'(') => starts("pub fn ") || starts("fn "),
        Some(b'{') => starts("use ") || starts("pub use "),
        Some(b'[') => starts("const "),
        _ => false,
    }
}

/// Joins `first`, the lines one level deeper and the closing line; returns how many lines that takes.
fn list(first: &str, after: &[&str]) -> Option<(String, usize)> {
    let level = indent(first);
    let inner = after.iter().take_while(|line| indent(line) == level + 4 && is_plain(line)).count();
    let close = after.get(inner).filter(|line| indent(line) == level)?;
    if !close.starts_with([' ', ')', '}', ']']) || !close.trim_start().starts_with([')', '}', ']']) {
        return None;
    }
    let joined = format!("{first}{}{}", items(after.get(..inner)?), close.trim_start());
    (joined.len() <= WIDTH).then_some((joined, inner + 1))
}

/// A line that holds no comment, no attribute and no bracket that stays open.
fn is_plain(line: &str) -> bool {
    let text = line.trim();
    !text.starts_with("//") && !text.starts_with('#') && !text.ends_with(['(', '{', '['])
}

fn items(lines: &[&str]) -> String {
    let joined = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    joined.strip_suffix(',').unwrap_or(&joined).to_owned()
}

/// Joins `object`, `.method(`, its arguments and `)?;` into one line, or as rustfmt breaks them.
fn statement(first: &str, after: &[&str]) -> Option<(String, usize)> {
    let level = indent(first);
    if first.trim_start() != "object" {
        return None;
    }
    let (call, after) = after.split_first()?;
    let call = call.trim_start();
    if let Some(open) = call.strip_suffix('(') {
        let inner = after.iter().take_while(|line| indent(line) > level + 4 && is_plain(line)).count();
        let close = after.get(inner)?.trim_start();
        let arguments = after.get(..inner)?;
        let joined = format!("{first}{open}({}{close}", items(arguments));
        if joined.len() <= WIDTH {
            return Some((joined, inner + 2));
        }
        let pad = " ".repeat(level);
        let lines: String = arguments.iter().map(|line| format!("{pad}    {}\n", line.trim())).collect();
        return Some((format!("{first}{open}(\n{lines}{pad}{close}"), inner + 2));
    }
    let joined = format!("{first}{call}");
    (call.ends_with(';') && joined.len() <= WIDTH).then_some((joined, 1))
}

/// Joins the lines of a constant that has a name for callers into one, or as rustfmt breaks them.
fn constant(first: &str, after: &[&str]) -> Option<(String, usize)> {
    let level = indent(first);
    if !first.trim_start().starts_with("pub const ") || first.ends_with(';') {
        return None;
    }
    let rest = after.iter().position(|line| line.ends_with(';'))? + 1;
    let rest = after.get(..rest).filter(|lines| lines.iter().all(|line| indent(line) >= level))?;
    let joined = rest.iter().fold(first.to_owned(), |mut joined, line| {
        let line = line.trim();
        if line.starts_with(')') && joined.ends_with(',') {
            joined.pop();
        }
        if !joined.ends_with('(') && !line.starts_with(['.', ')']) {
            joined.push(' ');
        }
        joined + line
    });
    if joined.len() <= WIDTH {
        return Some((joined, rest.len()));
    }
    let (name, value) = joined.split_once(" = ")?;
    let value = format!("{}{value}", " ".repeat(level + 4));
    (value.len() <= WIDTH).then(|| (format!("{name} =\n{value}"), rest.len()))
}

#[cfg(test)]
mod tests {
    use super::{members, widen, LINE_BREAK};

    #[test]
    fn a_constant_that_fits_is_one_line() {
        let broken = "    pub const A: Header<Option<i64>> = Header::optional(\n        \"a\",\n    );\n    pub const B: i64 = f(\"b\")\n        .g();\n";
        let expected = "    pub const A: Header<Option<i64>> = Header::optional(\"a\");\n    pub const B: i64 = f(\"b\").g();\n";
        assert_eq!(widen(broken), expected);
    }

    #[test]
    fn a_constant_that_does_not_fit_is_broken_as_rustfmt_does() {
        let wide = "A".repeat(60);
        let broken = format!("    pub const {wide}: i64 = f(\n        \"{wide}\",\n    );\n");
        assert_eq!(widen(&broken), format!("    pub const {wide}: i64 =\n        f(\"{wide}\");\n"));
    }

    #[test]
    fn a_statement_that_fits_is_one_line() {
        let broken = "        object\n            .optional(\n                \"clientId\",\n                &mut self.client_id,\n            )?;\n";
        assert_eq!(widen(broken), "        object.optional(\"clientId\", &mut self.client_id)?;\n");
    }

    #[test]
    fn a_statement_that_does_not_fit_is_broken_as_rustfmt_does() {
        let wide = "a".repeat(60);
        let broken = format!("        object\n            .optional(\n                \"{wide}\",\n                &mut self.{wide},\n            )?;\n");
        let expected = format!(
            "        object.optional(\n            \"{wide}\",\n            &mut self.{wide},\n        )?;\n"
        );
        assert_eq!(widen(&broken), expected);
    }

    #[test]
    fn a_signature_that_fits_is_one_line() {
        let broken = "    pub fn new(\n        id: i64,\n        name: impl Into<String>,\n    ) -> Self {\n        Self\n    }\n";
        let expected = "    pub fn new(id: i64, name: impl Into<String>) -> Self {\n        Self\n    }\n";
        assert_eq!(widen(broken), expected);
    }

    #[test]
    fn a_list_that_does_not_fit_stays() {
        let name = "A".repeat(60);
        let broken = format!("pub use self::a::{{\n    {name},\n    {name}2,\n}};\n");
        assert_eq!(widen(&broken), broken);
    }

    #[test]
    fn a_block_of_documentation_is_as_many_lines() {
        let block = format!("    /// One.{LINE_BREAK}{LINE_BREAK} Two.\n    pub a: i64,\n");
        assert_eq!(widen(&block), "    /// One.\n    ///\n    /// Two.\n    pub a: i64,\n");
    }

    #[test]
    fn methods_stand_apart_and_constants_together() {
        let printed = "impl A for B {\n    const X: i64 = 1;\n    type Y = C;\n    /// F };\n    fn f() {\n        g();\n    }\n    fn g() {}\n}\n";
        let expected = "impl A for B {\n    const X: i64 = 1;\n    type Y = C;\n\n    /// F };\n    fn f() {\n        g();\n    }\n\n    fn g() {}\n}\n";
        assert_eq!(members(printed), expected);
    }
}
