//! Names as the configuration gives them: they become identifiers as they stand.

use super::reader::Reader;
use crate::diagnostic::{Code, Pointer};
use crate::rust::name::NO_MODULES;
use indexmap::IndexMap;
use serde_json::Value;

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamelCase`: types and variants.
    Type,
    /// `snake_case`: methods.
    Value,
    /// `snake_case` that can also name a file.
    Module,
    /// `SCREAMING_SNAKE_CASE`: constants.
    Constant,
}

impl Reader<'_> {
    /// Reads a mapping whose values are names.
    pub(super) fn names(&mut self, at: &Pointer, value: Value, case: Case) -> IndexMap<String, String> {
        let members = self.mapping(at, value).unwrap_or_default().into_iter();
        members
            .filter_map(|(key, value)| {
                let name = self.name(&at.join(&key), value, case)?;
                Some((key, name))
            })
            .collect()
    }

    /// Reads a name that becomes an identifier as it stands.
    pub(super) fn name(&mut self, at: &Pointer, value: Value, case: Case) -> Option<String> {
        let name = self.text(at, value)?;
        let Some(problem) = case.problem(&name) else {
            return Some(name);
        };
        let message = format!("`{name}` cannot be a name here: {problem}");
        self.sink.report_configuration(Code::UnusableName, at, message).help(case.example());
        None
    }
}

impl Case {
    /// Says why a name cannot be used, if so.
    fn problem(self, name: &str) -> Option<&'static str> {
        let upper = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_word(name) {
            return Some("it is not made of ASCII letters, digits and `_`, or starts with a digit");
        }
        match self {
            Self::Type if !upper || !is_camel(name) => Some("it is not `UpperCamelCase`"),
            Self::Value | Self::Module if name.chars().any(|c| c.is_ascii_uppercase()) => {
                Some("it is not `snake_case`")
            }
            Self::Constant if name.chars().any(|c| c.is_ascii_lowercase()) => {
                Some("it is not `SCREAMING_SNAKE_CASE`")
            }
            Self::Value | Self::Module | Self::Constant if name.starts_with('_') => {
                Some("it starts with `_`")
            }
            Self::Module if name.len() > 100 => Some("it has more than 100 characters"),
            Self::Module if NO_MODULES.contains(&name) => Some("no file of a module can have it"),
            _ if name == "gen" || syn::parse_str::<syn::Ident>(name).is_err() => {
                Some("it is a keyword of Rust")
            }
            _ => None,
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Type => "write it as Rust writes types, such as `NativeSso`",
            Self::Value | Self::Module => "write it as Rust writes functions, such as `native_sso`",
            Self::Constant => "write it as Rust writes constants, such as `NATIVE_SSO`",
        }
    }
}

/// Whether `_` stands between digits alone, where it keeps two numbers apart.
fn is_camel(name: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let mut signs = name.bytes().enumerate().filter(|(_, byte)| *byte == b'_').map(|(at, _)| at);
    let bytes = name.as_bytes();
    signs.all(|at| is_digit(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_digit(bytes.get(at + 1)))
}

/// Whether a text is made of what identifiers are made of.
pub(super) fn is_word(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
