//! `formats`: which Rust type stands for the strings and numbers of a format.

use super::reader::{Options, Reader};
use super::selector::{Kind, Selector};
use crate::diagnostic::{Code, Pointer};
use crate::rust::foreign::{preset, words, Foreign};
use crate::rust::name::Written;
use indexmap::IndexMap;
use serde_json::Value;

/// What stands for the values of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// What stands for them where nothing is decided.
    Plain,
    /// One of the types that come with a word, for strings only.
    Preset(Foreign),
    /// A type of the user's.
    Own(Foreign),
}

/// A type of the user's as it is read.
#[derive(Default)]
pub(super) struct Own {
    ty: Option<Written>,
    blank: Option<Written>,
}

/// What can stand at a type.
const OWN: Options<Own> = &[
    ("type", |own, reader, at, value| own.ty = reader.ty(at, value)),
    ("blank", |own, reader, at, value| own.blank = reader.written(at, value, Written::expression)),
];

impl Reader<'_> {
    /// Reads the type of a format: a word, a path, or a mapping with `type` and `blank`.
    pub(super) fn format(&mut self, format: &str, at: &Pointer, value: Value) -> Option<Format> {
        let Value::String(text) = &value else {
            return self.foreign(at, value).map(Format::Own);
        };
        if let Some(foreign) = preset(format, text) {
            return Some(Format::Preset(foreign));
        }
        if text == "String" {
            return Some(Format::Plain);
        }
        let is_word =
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
        if !is_word || PRIMITIVES.contains(&text.as_str()) {
            return self.foreign(at, value).map(Format::Own);
        }
        let known: Vec<String> = words(format).map(|word| format!("`{word}`, ")).collect();
        self.sink
            .report_configuration(
                Code::WrongOption,
                at,
                format!("`{text}` is no type for the format `{format}`"),
            )
            .help(format!("write {}`String` or the path of a type, such as `crate::Id`", known.concat()));
        None
    }

    /// Reads a type of the user's: its path, or a mapping with `type` and `blank`.
    pub(super) fn foreign(&mut self, at: &Pointer, value: Value) -> Option<Foreign> {
        let mut own = Own::default();
        match value {
            Value::Object(_) => {
                self.options(&mut own, OWN, at, value);
                if own.ty.is_none() {
                    let message = "there is no `type` here";
                    self.sink.report_configuration(Code::WrongOption, at, message);
                }
            }
            value => own.ty = self.ty(at, value),
        }
        Some(Foreign { module: None, ty: own.ty?, blank: own.blank, source: None })
    }

    fn ty(&mut self, at: &Pointer, value: Value) -> Option<Written> {
        self.written(at, value, Written::ty)
    }

    /// Reads lists of Rust by selectors; a text is a list of one.
    pub(super) fn lists(
        &mut self,
        at: &Pointer,
        value: Value,
        kind: Kind,
        read: fn(&str) -> Result<Written, &'static str>,
    ) -> IndexMap<String, Vec<Written>> {
        let mut lists = IndexMap::new();
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            if !self.selects(&at, &Selector::new(key.as_str()), kind) {
                continue;
            }
            let elements = match value {
                Value::Array(elements) => elements,
                single => vec![single],
            };
            let elements = elements.into_iter().enumerate();
            let list = elements.filter_map(|(index, value)| self.written(&at.join(index), value, read));
            lists.insert(key, list.collect());
        }
        lists
    }

    /// Reads Rust.
    fn written(
        &mut self,
        at: &Pointer,
        value: Value,
        read: fn(&str) -> Result<Written, &'static str>,
    ) -> Option<Written> {
        let text = self.text(at, value)?;
        match read(&text) {
            Ok(written) => Some(written),
            Err(problem) => {
                let message = format!("`{text}` cannot stand here: {problem}");
                self.sink.report_configuration(Code::WrongOption, at, message).help(
                    "it is written into the bindings as it stands; start paths with a crate or with `crate`",
                );
                None
            }
        }
    }
}

/// Types of Rust whose names have no path.
const PRIMITIVES: &[&str] =
    &["bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"];
