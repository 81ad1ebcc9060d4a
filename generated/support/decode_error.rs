//! Why a body could not be read: the place and the kind of the mistake, but nothing of the body's text.

use std::fmt;

/// A body that is not what the document says.
///
/// It has no source, because the text of `serde_json`'s error quotes the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    /// A mistake of the body as a whole.
    pub fn whole(problem: impl Into<String>) -> Self {
        Self { path: "$".to_owned(), problem: problem.into() }
    }

    /// A media type that the document does not have for the status.
    pub fn media_type() -> Self {
        Self::whole("the media type is not declared")
    }

    /// A body that is compressed. Longer names of encodings are not shown: they come from the server.
    pub(super) fn encoded(encoding: &str) -> Self {
        let encoding = if encoding.len() > LONGEST_NAME { ".." } else { encoding };
        Self::whole(format!("the body is compressed with `{encoding}`, which the transport does not undo"))
    }

    /// A mistake that `serde_json` found in `text`.
    pub(super) fn json(text: &str, error: &serde_json::Error) -> Self {
        if text.trim().is_empty() {
            return Self::whole("the body is empty");
        }
        Self { path: path_at(text.as_bytes(), error.line(), error.column()), problem: problem(error) }
    }

    /// Returns the place in the body, such as `$.items[2].id`.
    ///
    /// For a member that is missing it is the place of the object.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what is wrong there.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.problem, self.path)
    }
}

impl std::error::Error for DecodeError {}

/// Returns what `serde_json` says, without the values that it quotes.
pub(super) fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    if !error.is_data() {
        return format!("{text} in line {}, column {}", error.line(), error.column());
    }
    if let Some((found, expected)) = text.rsplit_once(", expected ") {
        let kind = found.split(['"', '`']).next().unwrap_or(found).trim_end();
        return format!("{kind}, expected {expected}");
    }
    let declared = ["missing field ", "invalid length ", "too many ways to read a union"];
    if declared.iter().any(|start| text.starts_with(start)) {
        return text.to_owned();
    }
    "a value that does not fit".to_owned()
}

/// Returns the place at which reading stopped.
///
/// `serde_json` counts the bytes that it has consumed, and so does this: the place is what is open after them.
/// That is cheaper for dependants than a deserializer that keeps track of the path, of which each type would
/// be compiled a second time.
fn path_at(text: &[u8], line: usize, column: usize) -> String {
    let mut lines = text.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.by_ref().take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let consumed = text.get(..before + column).unwrap_or(text);
    let mut scanner = Scanner { open: Vec::new(), string: None, expects_key: false };
    for (index, byte) in consumed.iter().enumerate() {
        scanner.step(consumed, index, *byte);
    }
    scanner.open.iter().fold("$".to_owned(), |path, step| path + &step.to_string())
}

/// Follows JSON byte by byte, as far as the path needs it.
struct Scanner {
    open: Vec<Step>,
    /// The position after the opening quote, within a string.
    string: Option<usize>,
    /// Whether a string would be a key.
    expects_key: bool,
}

/// Longer names of members are not shown: they come from the server, and are data rather than names.
const LONGEST_NAME: usize = 64;

/// Which member or element of a container is being read.
enum Step {
    Member(Option<String>),
    Element(usize),
}

impl Scanner {
    fn step(&mut self, text: &[u8], index: usize, byte: u8) {
        if let Some(start) = self.string {
            if byte == b'"' && !is_escaped(text, start, index) {
                self.string = None;
                self.key(text.get(start..index).unwrap_or_default());
            }
            return;
        }
        match byte {
            b'"' => self.string = Some(index + 1),
            b'{' => self.open(Step::Member(None), true),
            b'[' => self.open(Step::Element(0), false),
            b'}' | b']' => {
                self.open.pop();
                self.expects_key = false;
            }
            b',' => self.comma(),
            _ => {}
        }
    }

    fn open(&mut self, step: Step, expects_key: bool) {
        self.open.push(step);
        self.expects_key = expects_key;
    }

    fn key(&mut self, text: &[u8]) {
        if let (true, Some(Step::Member(name))) = (self.expects_key, self.open.last_mut()) {
            *name = Some(String::from_utf8_lossy(text).into_owned());
            self.expects_key = false;
        }
    }

    fn comma(&mut self) {
        match self.open.last_mut() {
            Some(Step::Element(index)) => *index += 1,
            Some(Step::Member(name)) => {
                *name = None;
                self.expects_key = true;
            }
            None => {}
        }
    }
}

/// Whether the byte at `index` follows an odd number of backslashes.
fn is_escaped(text: &[u8], start: usize, index: usize) -> bool {
    let before = text.get(start..index).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(None) => Ok(()),
            Self::Member(Some(name)) if name.len() > LONGEST_NAME => f.write_str("[..]"),
            Self::Member(Some(name)) if is_plain(name) => write!(f, ".{name}"),
            Self::Member(Some(name)) => write!(f, "[{name:?}]"),
            Self::Element(index) => write!(f, "[{index}]"),
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
