//! `format: date-time` and `format: date`: as RFC 3339 writes them, in the crate `time`.

use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::OffsetDateTime;

use super::decode::Model;

/// A moment with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub OffsetDateTime);

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub time::Date);

/// The beginning of 1970.
impl Default for DateTime {
    fn default() -> Self {
        Self(OffsetDateTime::UNIX_EPOCH)
    }
}

/// The first day of 1970.
impl Default for Date {
    fn default() -> Self {
        Self(OffsetDateTime::UNIX_EPOCH.date())
    }
}

impl From<OffsetDateTime> for DateTime {
    fn from(moment: OffsetDateTime) -> Self {
        Self(moment)
    }
}

impl From<time::Date> for Date {
    fn from(day: time::Date) -> Self {
        Self(day)
    }
}

impl Deref for DateTime {
    type Target = OffsetDateTime;

    fn deref(&self) -> &OffsetDateTime {
        &self.0
    }
}

impl Deref for Date {
    type Target = time::Date;

    fn deref(&self) -> &time::Date {
        &self.0
    }
}

impl Serialize for DateTime {
    /// Fails for years that RFC 3339 does not have.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format(&Rfc3339).map_err(S::Error::custom)?)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format(&Iso8601::DATE).map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DateTimeVisitor)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DateVisitor)
    }
}

impl Model for DateTime {}
impl Model for Date {}

struct DateTimeVisitor;

impl Visitor<'_> for DateTimeVisitor {
    type Value = DateTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time of RFC 3339")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<DateTime, E> {
        OffsetDateTime::parse(text, &Rfc3339).map(DateTime).map_err(E::custom)
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date of RFC 3339")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        time::Date::parse(text, &Iso8601::DATE).map(Date).map_err(E::custom)
    }
}
