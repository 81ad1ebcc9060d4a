//! What the parsers say about a text that they cannot read.

use crate::diagnostic::{Code, Pointer, Position, Sink, Source};

/// Why a text cannot be read.
pub struct SyntaxError {
    code: Code,
    message: String,
    position: Option<Position>,
    help: Option<&'static str>,
}

impl SyntaxError {
    pub fn report(self, source: Source, sink: &mut Sink) {
        let diagnostic = sink.report_in(source, self.code, &Pointer::root(), self.message);
        diagnostic.position = self.position;
        diagnostic.help = self.help.map(str::to_owned);
    }
}

/// Takes over what the parser of JSON found.
pub fn json(text: &str, error: &serde_json::Error) -> SyntaxError {
    let position = Position { line: error.line(), column: error.column() };
    let found = error.to_string();
    let found = without_position(&found);
    SyntaxError {
        code: Code::SyntaxError,
        message: format!("this cannot be read as JSON: {found}"),
        position: Some(position).filter(|position| position.line > 0),
        help: markup(text).or_else(|| dialect(found, rest(text, position))),
    }
}

/// Says what to do about a page, such as one that a server sends instead of a document.
fn markup(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    // `<<` is a key of YAML.
    (text.starts_with('<') && !text.starts_with("<<"))
        .then_some("this is HTML or XML: was a page saved instead of the document?")
}

/// Says what to do about what JSON does not have, and those formats do that build upon it.
fn dialect(found: &str, rest: &str) -> Option<&'static str> {
    match rest.chars().next() {
        _ if found == "trailing comma" => Some("remove the comma before this"),
        Some('/' | '#') => Some("JSON has no comments: remove them"),
        Some('\'') => Some("JSON has its texts and keys in double quotes"),
        Some(c) if found == "key must be a string" && c.is_alphabetic() => {
            Some("put the key in double quotes")
        }
        _ => None,
    }
}

/// Returns the text from a position on.
fn rest(text: &str, position: Position) -> &str {
    let line = text.lines().nth(position.line.saturating_sub(1)).unwrap_or_default();
    line.get(position.column.saturating_sub(1)..).unwrap_or_default()
}

/// Takes over what the parser of YAML found.
pub fn yaml(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let found = error.to_string();
    let found = without_position(&found);
    let mut syntax_error = SyntaxError {
        code: Code::SyntaxError,
        message: format!("this cannot be read as YAML: {found}"),
        position: error.location().map(|at| Position { line: at.line(), column: at.column() }),
        help: markup(text),
    };
    if found.contains("repetition limit") {
        syntax_error.code = Code::TooLarge;
        syntax_error.message = "aliases enlarge the document beyond what is read".to_owned();
    } else if found.contains("more than one document") {
        syntax_error.message = "the text has more than one YAML document".to_owned();
        syntax_error.position = second_document(text);
        syntax_error.help = Some("keep one of them in the file");
    } else if found.starts_with("control characters") {
        let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        syntax_error.position = text.find(control).and_then(|offset| position(text, offset));
    } else if syntax_error.position.is_some_and(|at| is_indented_by_tab(text, at.line)) {
        syntax_error.help = Some("YAML forbids TABs in the indentation: use spaces");
    }
    syntax_error
}

/// Returns a parser's message without the position that it ends with.
fn without_position(message: &str) -> &str {
    let marks = [" at line ", " at position ", "\n"];
    let end = marks.iter().filter_map(|mark| message.find(mark)).min();
    end.and_then(|end| message.get(..end)).unwrap_or(message)
}

/// Finds the `---` that follows a line with content.
fn second_document(text: &str) -> Option<Position> {
    let content =
        |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%']) && line.trim_end() != "---";
    let first = text.lines().position(content)?;
    let line = first + 1 + text.lines().skip(first + 1).position(|line| line.starts_with("---"))?;
    Some(Position { line: line + 1, column: 1 })
}

fn is_indented_by_tab(text: &str, line: usize) -> bool {
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t')
}

/// Returns the line and column of a byte.
pub fn position(text: &str, offset: usize) -> Option<Position> {
    let before = text.get(..offset)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(Position { line, column })
}
