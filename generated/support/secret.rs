//! Redaction: how the `Debug` of a struct shows that a secret field is set, and not what it is.

use std::collections::BTreeMap;
use std::fmt;

use super::decode::Model;
use super::nullable::Nullable;

/// Shows the presence of a field, but not its value: `<redacted>`, `None` or `Some(<redacted>)`.
pub struct Redacted<'a>(&'a dyn Presence);

impl<'a> Redacted<'a> {
    /// Returns what stands for the field in a `Debug`.
    pub fn of(field: &'a dyn Presence) -> Self {
        Self(field)
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_presence(f)
    }
}

/// A field whose presence can be shown without its value.
pub trait Presence {
    /// Writes whether there is a value.
    ///
    /// # Errors
    ///
    /// The formatter's.
    fn fmt_presence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<T: Presence> Presence for Option<T> {
    fn fmt_presence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => f.debug_tuple("Some").field(&Redacted(value)).finish(),
            None => f.write_str("None"),
        }
    }
}

impl<T: Presence> Presence for Nullable<T> {
    fn fmt_presence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => f.debug_tuple("Value").field(&Redacted(value)).finish(),
            Self::Null => f.write_str("Null"),
            Self::Absent => f.write_str("Absent"),
        }
    }
}

impl<T> Presence for Vec<T> {
    fn fmt_presence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "[]" } else { "[<redacted>]" })
    }
}

impl<T> Presence for BTreeMap<String, T> {
    fn fmt_presence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "{}" } else { "{<redacted>}" })
    }
}

impl<T: Model> Presence for T {}
impl Presence for i32 {}
impl Presence for i64 {}
impl Presence for u32 {}
impl Presence for u64 {}
impl Presence for serde_json::Value {}
