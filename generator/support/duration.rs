//! `format: duration`: spans of time as ISO 8601 writes them, in the crate `jiff`.

use std::fmt;
use std::ops::Deref;

use jiff::Span;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::decode::Model;

/// A span of time; equal to another one that has the same number of each unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Duration(pub Span);

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self(span)
    }
}

impl Deref for Duration {
    type Target = Span;

    fn deref(&self) -> &Span {
        &self.0
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

impl Eq for Duration {}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Span::deserialize(deserializer).map(Self)
    }
}

impl Model for Duration {}
