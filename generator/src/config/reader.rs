//! Values of the configuration at their places: what is of another type is reported and left out.

use crate::diagnostic::{Code, Pointer, Sink};
use crate::rust::Edition;
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// The keys of a mapping, each with what it does to what is being made.
pub(super) type Options<T> = &'static [(&'static str, fn(&mut T, &mut Reader<'_>, &Pointer, Value))];

/// What takes one of a few words.
pub trait Word: Copy + 'static {
    /// All of them.
    const ALL: &'static [Self];

    /// Returns the word as it is written.
    fn as_str(self) -> &'static str;
}

/// Reads values at their places.
pub(super) struct Reader<'s> {
    pub(super) sink: &'s mut Sink,
}

impl Reader<'_> {
    /// Reads a mapping of options; other keys are reported.
    pub(super) fn options<T>(&mut self, made: &mut T, options: Options<T>, at: &Pointer, value: Value) {
        for (key, value) in self.mapping(at, value).unwrap_or_default() {
            let at = at.join(&key);
            match options.iter().find(|(name, _)| *name == key) {
                Some((_, read)) => read(made, self, &at, value),
                None => self.unknown(&at, &key, options.iter().map(|(name, _)| *name)),
            }
        }
    }

    /// Reads a mapping of options with nothing in it by default.
    pub(super) fn made<T: Default>(&mut self, options: Options<T>, at: &Pointer, value: Value) -> T {
        let mut made = T::default();
        self.options(&mut made, options, at, value);
        made
    }

    /// Reads a mapping whose keys are of the document and whose values are options; a text is the option `name`.
    pub(super) fn entries<T: Default>(
        &mut self,
        options: Options<T>,
        at: &Pointer,
        value: Value,
    ) -> IndexMap<String, T> {
        let entries = self.mapping(at, value).unwrap_or_default().into_iter().map(|(key, value)| {
            let at = at.join(&key);
            let name = options.iter().find(|(option, _)| *option == "name" && value.is_string());
            let made = match name {
                Some((_, read)) => {
                    let mut made = T::default();
                    read(&mut made, self, &at, value);
                    made
                }
                None => self.made(options, &at, value),
            };
            (key, made)
        });
        entries.collect()
    }

    /// Reads a list of strings.
    pub(super) fn texts(&mut self, at: &Pointer, value: Value) -> Vec<String> {
        self.sequence(at, value).filter_map(|(_, text)| text).collect()
    }

    pub(super) fn text(&mut self, at: &Pointer, value: Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text),
            other => self.wrong(at, "a string", &other),
        }
    }

    /// Reads one of the words that an option takes.
    pub(super) fn word<T: Word>(&mut self, at: &Pointer, value: &Value) -> Option<T> {
        let known = T::ALL.iter().find(|word| value.as_str() == Some(word.as_str())).copied();
        let words: Vec<String> = T::ALL.iter().map(|word| format!("`{}`", word.as_str())).collect();
        let wanted = words.join(" or ");
        match (known, value.as_str()) {
            (Some(known), _) => return Some(known),
            (None, Some(text)) => {
                let message = format!("this should be {wanted}, and is `{text}`");
                self.sink.report_configuration(Code::WrongOption, at, message);
            }
            (None, None) => return self.wrong(at, &wanted, value),
        }
        None
    }

    /// Reads a list of such words.
    pub(super) fn words<T: Word>(&mut self, at: &Pointer, value: Value) -> Vec<T> {
        let texts: Vec<_> = self.sequence(at, value).collect();
        texts.into_iter().filter_map(|(at, text)| self.word(&at, &Value::String(text?))).collect()
    }

    pub(super) fn edition(&mut self, at: &Pointer, value: &Value) -> Option<Edition> {
        let Some(number) = value.as_u64() else { return self.wrong(at, "the number of an edition", value) };
        let edition = Edition::of(number);
        edition.map_err(|message| self.sink.report_configuration(Code::WrongOption, at, message)).ok()
    }

    pub(super) fn flag(&mut self, at: &Pointer, value: &Value) -> bool {
        let flag = value.as_bool();
        flag.or_else(|| self.wrong(at, "`true` or `false`", value)).unwrap_or_default()
    }

    pub(super) fn mapping(&mut self, at: &Pointer, value: Value) -> Option<Map<String, Value>> {
        match value {
            Value::Object(members) => Some(members),
            other => self.wrong(at, "a mapping", &other),
        }
    }

    /// Reads a list of strings; an element of another type is reported and `None`.
    pub(super) fn sequence(
        &mut self,
        at: &Pointer,
        value: Value,
    ) -> std::vec::IntoIter<(Pointer, Option<String>)> {
        let elements = match value {
            Value::Array(elements) => elements,
            other => self.wrong(at, "a list of strings", &other).unwrap_or_default(),
        };
        let texts = elements.into_iter().enumerate().map(|(index, value)| {
            let at = at.join(index);
            let text = self.text(&at, value);
            (at, text)
        });
        texts.collect::<Vec<_>>().into_iter()
    }

    pub(super) fn wrong<T>(&mut self, at: &Pointer, wanted: &str, found: &Value) -> Option<T> {
        let found = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "a mapping",
        };
        self.sink.report_configuration(
            Code::WrongOption,
            at,
            format!("this should be {wanted}, and is {found}"),
        );
        None
    }

    fn unknown(&mut self, at: &Pointer, key: &str, known: impl Iterator<Item = &'static str>) {
        let known: Vec<String> = known.map(|key| format!("`{key}`")).collect();
        self.sink
            .report_configuration(Code::UnknownOption, at, format!("there is no option `{key}` here"))
            .help(format!("what can stand here: {}", known.join(", ")));
    }
}
