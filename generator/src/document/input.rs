//! Bytes → text: a file or standard input, as UTF-8.

use crate::diagnostic::{Code, Pointer, Position, Sink, Source, Sources, Syntax, Text};
use std::fs;
use std::path::PathBuf;

/// The largest text that is read.
const MAX_BYTES: usize = 64 << 20;

/// Where a document comes from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Bytes that somebody else has read, such as those of standard input, and how to call them.
    Bytes(String, Vec<u8>),
}

impl Input {
    /// Returns the name that diagnostics show.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Bytes(name, _) => name.clone(),
        }
    }

    /// Reads the text and leaves it with the sources, or reports why there is none.
    pub(super) fn read<'s>(&self, sources: &'s mut Sources, sink: &mut Sink) -> Option<&'s Text> {
        let root = Pointer::root();
        let bytes = match self {
            Self::Bytes(_, bytes) => bytes.clone(),
            Self::File(path) => match fs::read(path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    sources.set(Source::Document, Text::new(self.name(), String::new(), Syntax::Yaml));
                    sink.report(Code::UnreadableInput, &root, format!("the file cannot be read: {error}"));
                    return None;
                }
            },
        };
        let text = self.decode(bytes, sources, sink)?;
        let syntax = self.syntax(&text);
        let empty = text.trim().is_empty();
        let text = sources.set(Source::Document, Text::new(self.name(), text, syntax));
        if empty {
            sink.report(Code::NotOpenapi, &root, "the document is empty");
            return None;
        }
        Some(text)
    }

    /// Returns the bytes as text without a byte order mark.
    fn decode(&self, bytes: Vec<u8>, sources: &mut Sources, sink: &mut Sink) -> Option<String> {
        let root = Pointer::root();
        if bytes.len() > MAX_BYTES {
            sources.set(Source::Document, Text::new(self.name(), String::new(), Syntax::Yaml));
            sink.report(
                Code::UnreadableInput,
                &root,
                format!("the document has more than {} MiB", MAX_BYTES >> 20),
            );
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let byte = bytes.get(at).copied().unwrap_or_default();
                let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                sources.set(Source::Document, Text::new(self.name(), text, Syntax::Yaml));
                let message = format!("the byte 0x{byte:02x} is not UTF-8");
                sink.report(Code::UnreadableInput, &root, message).position(Position { line, column }).help(
                    if utf16 { "this is UTF-16: save the file as UTF-8" } else { "save the file as UTF-8" },
                );
                None
            }
        }
    }

    /// Chooses by the name, or else by the text: what starts as JSON is read as JSON.
    fn syntax(&self, text: &str) -> Syntax {
        let name = self.name().to_ascii_lowercase();
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
}
