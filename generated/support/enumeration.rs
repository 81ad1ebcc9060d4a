//! Open enumerations: a value that the document does not list is kept, not refused.
//!
//! The generated `Deserialize` is one line, `enumeration::read(deserializer)` for strings and
//! `enumeration::read_integer(deserializer)` for integers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::decode::IntegerVisitor;

/// Reads an enumeration of strings; allocates nothing for the values that it lists.
///
/// # Errors
///
/// The value is no string.
pub fn read<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    deserializer.deserialize_str(StringVisitor(PhantomData))
}

/// Reads an enumeration of integers.
///
/// # Errors
///
/// The value is no integer of 64 bits.
pub fn read_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<i64>,
{
    deserializer.deserialize_i64(IntegerVisitor::<i64>(PhantomData)).map(T::from)
}

struct StringVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(T::from(value))
    }
}
