//! Bytes → text: a file or standard input, as UTF-8.

use crate::diagnostic::{Code, Pointer, Position, Sink, Source, Sources, Syntax, Text};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest text that is read.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// Where a document comes from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Bytes that somebody else has read, such as those of standard input, and how to call them.
    Bytes(String, Vec<u8>),
    /// A file that is not on the disk, as those that it refers to.
    Stored {
        /// What messages write before the path of a file.
        prefix: String,
        /// Its path, from `/` on.
        path: PathBuf,
        /// Where it is.
        store: Arc<dyn Store + Send + Sync>,
    },
}

/// Files that are not on the disk, such as those of a commit. Paths start with `/` and have no `..`.
pub trait Store: fmt::Debug {
    /// Whether there is a file.
    fn has(&self, path: &Path) -> bool;

    /// Reads a file, unless it has more than `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>>;

    /// Returns the names of the files beside one, for suggestions.
    fn beside(&self, path: &Path) -> Vec<String>;
}

/// Returns a path of a store as messages show it.
pub(super) fn shown(prefix: &str, path: &Path) -> String {
    format!("{prefix}{}", path.strip_prefix("/").unwrap_or(path).display())
}

impl Input {
    /// Returns the name that diagnostics show.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Bytes(name, _) => name.clone(),
            Self::Stored { prefix, path, .. } => shown(prefix, path),
        }
    }

    /// Reads the text and leaves it with the sources, or reports why there is none.
    pub(super) fn read<'s>(&self, sources: &'s mut Sources, sink: &mut Sink) -> Option<&'s Text> {
        let text = match self {
            Self::Bytes(name, bytes) => text(name, bytes.clone()),
            Self::File(path) => file(path),
            Self::Stored { path, store, .. } => {
                let name = self.name();
                match store.read(path, MAX_BYTES as u64) {
                    Ok(Some(bytes)) => text(&name, bytes),
                    Ok(None) => Err(too_large(&name)),
                    Err(error) => Err(unreadable(&name, &error)),
                }
            }
        };
        match text {
            Ok(text) => {
                let text = sources.set_document(text);
                if text.as_str().trim().is_empty() {
                    sink.report(Code::NotOpenapi, &Pointer::root(), "the document is empty");
                    return None;
                }
                Some(text)
            }
            Err(unreadable) => {
                let shown = unreadable.report(Source::Document, sink);
                sources.set_document(shown);
                None
            }
        }
    }
}

/// Why bytes are no text.
pub(super) struct Unreadable {
    /// What can be shown of it.
    text: Text,
    message: String,
    position: Option<Position>,
    help: Option<&'static str>,
}

impl Unreadable {
    fn new(name: &str, text: String, message: String) -> Box<Self> {
        Box::new(Self { text: Text::new(name, text, Syntax::Yaml), message, position: None, help: None })
    }

    /// Reports it, and returns what can be shown of the text.
    pub fn report(self, source: Source, sink: &mut Sink) -> Text {
        let diagnostic = sink.report_in(source, Code::UnreadableInput, &Pointer::root(), self.message);
        diagnostic.position = self.position;
        diagnostic.help = self.help.map(str::to_owned);
        self.text
    }
}

/// Reads the text of a file.
pub(super) fn file(path: &Path) -> Result<Text, Box<Unreadable>> {
    let name = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => text(&name, bytes),
        Err(error) => Err(unreadable(&name, &error)),
    }
}

fn unreadable(name: &str, error: &io::Error) -> Box<Unreadable> {
    Unreadable::new(name, String::new(), format!("the file cannot be read: {error}"))
}

fn too_large(name: &str) -> Box<Unreadable> {
    Unreadable::new(name, String::new(), format!("the document has more than {} MiB", MAX_BYTES >> 20))
}

/// Reads bytes as text, without a byte order mark.
pub(super) fn text(name: &str, bytes: Vec<u8>) -> Result<Text, Box<Unreadable>> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            let syntax = syntax(name, &text);
            Ok(Text::new(name, text, syntax))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let byte = bytes.get(at).copied().unwrap_or_default();
            let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let help =
                if utf16 { "this is UTF-16: save the file as UTF-8" } else { "save the file as UTF-8" };
            let mut unreadable = Unreadable::new(name, text, format!("the byte 0x{byte:02x} is not UTF-8"));
            unreadable.position = Some(Position { line, column });
            unreadable.help = Some(help);
            Err(unreadable)
        }
    }
}

/// Chooses by the name, or else by the text: what starts as JSON is read as JSON.
fn syntax(name: &str, text: &str) -> Syntax {
    let name = name.to_ascii_lowercase();
    let json = if name.ends_with(".json") {
        true
    } else if name.ends_with(".yaml") || name.ends_with(".yml") {
        false
    } else {
        text.trim_start().starts_with('{')
    };
    if json {
        Syntax::Json
    } else {
        Syntax::Yaml
    }
}
