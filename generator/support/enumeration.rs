//! Open enumerations: a value that the document does not list is kept, not refused.
//!
//! The generated `Deserialize` is one line, `enumeration::read(deserializer)` for strings,
//! `enumeration::read_integer(deserializer)` for integers and `enumeration::read_value(deserializer)` for values of
//! several types.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::Value;

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

/// Reads an enumeration of values of several types.
///
/// # Errors
///
/// The input is no value.
pub fn read_value<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<Value>,
{
    Value::deserialize(deserializer).map(T::from)
}

/// Returns the one of the listed values that is written so, or else what keeps any other value. `1.0` is as good as `1`.
pub fn find<T, const N: usize>(
    value: Value,
    listed: [T; N],
    to_value: fn(&T) -> Value,
    unlisted: fn(Value) -> T,
) -> T {
    let mut listed = listed.into_iter();
    listed.find(|it| is_same(&to_value(it), &value)).unwrap_or_else(|| unlisted(value))
}

fn is_same(listed: &Value, value: &Value) -> bool {
    // Every integer up to here is a float, so that no two integers are taken for one.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = |value: &Value| value.as_f64().filter(|number| number.abs() <= EXACT);
    listed == value || number(listed).is_some_and(|listed| number(value) == Some(listed))
}

/// Shows a value: a text as it is, anything else as JSON.
///
/// # Errors
///
/// The formatter's.
pub fn show(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::String(text) => f.write_str(text),
        value => fmt::Display::fmt(value, f),
    }
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
