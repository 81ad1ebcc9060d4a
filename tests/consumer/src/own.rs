//! Types of the consumer's own that the configuration of fixtures names.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of cents, which has no `Default`.
#[derive(Clone, Debug, PartialEq)]
pub struct Money(pub i64);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.replace('.', "").parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// A point that is written as a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// How far to the right.
    pub x: i64,
    /// How far up.
    pub y: i64,
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&[self.x, self.y], serializer)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <[i64; 2]>::deserialize(deserializer).map(|[x, y]| Self { x, y })
    }
}

/// An address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mail(pub String);

impl Serialize for Mail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Mail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
