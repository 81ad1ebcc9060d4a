//! Values: how the types of fields are read, more leniently than serde reads them.
//!
//! A `null` in an array or a map is dropped instead of failing its neighbours, and an integer may be
//! written as `1.0`. What a value is written as is up to its `Serialize`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::Deserialize;

use super::nullable::Nullable;

/// A type that a field can have.
pub trait Decode<'de>: Sized {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// The value does not fit the type.
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Returns what `null` is where a value may be missing: nothing, unless it is a value of the type.
    fn null() -> Option<Self> {
        None
    }

    /// Reads an element of an array or a map, or `None` for a `null` that the type has no value for.
    ///
    /// # Errors
    ///
    /// The value does not fit the type.
    #[inline]
    fn decode_element<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionVisitor::<Self, true>(PhantomData))
    }
}

/// A generated type, or one like it: its `Deserialize` is how a field of that type is read.
pub trait Model: Sized {}

impl<T: Model> Model for Box<T> {}

impl<'de, T: Model + Deserialize<'de>> Decode<'de> for T {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
    }
}

impl Model for String {}
impl Model for bool {}
impl Model for f32 {}
impl Model for f64 {}
impl Model for serde_json::Map<String, serde_json::Value> {}

impl<'de> Decode<'de> for i32 {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i32(IntegerVisitor(PhantomData))
    }
}

impl<'de> Decode<'de> for i64 {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(IntegerVisitor(PhantomData))
    }
}

impl<'de> Decode<'de> for u32 {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u32(IntegerVisitor(PhantomData))
    }
}

impl<'de> Decode<'de> for u64 {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(IntegerVisitor(PhantomData))
    }
}

impl<'de> Decode<'de> for serde_json::Value {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    #[inline]
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor::<T, false>(PhantomData))
    }

    #[inline]
    fn decode_element<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::decode(deserializer).map(Some)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Nullable<T> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::decode(deserializer).map(Self::from)
    }

    fn decode_element<D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::decode(deserializer).map(Some)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(VecVisitor(PhantomData))
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for BTreeMap<String, T> {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

/// Reads a value as [`Decode::decode`] does.
pub(super) struct Value<T>(pub(super) PhantomData<T>);

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Value<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer)
    }
}

/// Reads a value as [`Decode::decode_element`] does.
pub(super) struct Element<T>(PhantomData<T>);

impl<T> Element<T> {
    #[inline]
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Element<T> {
    type Value = Option<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode_element(deserializer)
    }
}

/// Reads a value or `null`.
///
/// Elements and fields have an instance each, because what has one caller is compiled into it.
struct OptionVisitor<T, const ELEMENT: bool>(PhantomData<T>);

impl<'de, T: Decode<'de>, const ELEMENT: bool> Visitor<'de> for OptionVisitor<T, ELEMENT> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(T::null())
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(T::null())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode(deserializer).map(Some)
    }
}

struct VecVisitor<T>(PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for VecVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(element) = elements.next_element_seed(Element::new())? {
            values.extend(element);
        }
        Ok(values)
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(name) = members.next_key()? {
            if let Some(value) = members.next_value_seed(Element::new())? {
                values.insert(name, value);
            }
        }
        Ok(values)
    }
}

/// Reads an integer, also one that is written with a fraction of zero, or as a double would write an end of its type.
pub(super) struct IntegerVisitor<T>(pub(super) PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer of {} bits", 8 * size_of::<T>())
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        let is_end = matches!(value, 0x8000_0000_0000_0000 | 9_223_372_036_854_776_000);
        let read = T::try_from(value).ok().or_else(|| end(value as f64).filter(|_| is_end));
        read.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        // Every integer up to here is a float, so that nothing is rounded.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            return self.visit_i64(value as i64);
        }
        end(value).ok_or_else(|| E::invalid_type(Unexpected::Float(value), &self))
    }
}

/// Returns the end of the type that a number stands for in double precision.
///
/// RFC 8259, 6 lets a sender have no numbers but doubles; JavaScript has none greater than the greatest `i64` and
/// closer to it than `9223372036854776000`.
fn end<T: TryFrom<i64> + TryFrom<u64>>(value: f64) -> Option<T> {
    const SIGNED: f64 = 9_223_372_036_854_775_808.0;
    let least = T::try_from(i64::MIN).ok();
    if value == -SIGNED {
        least
    } else if value == SIGNED {
        least.and_then(|_| T::try_from(i64::MAX).ok())
    } else if value == 2.0 * SIGNED {
        T::try_from(u64::MAX).ok()
    } else {
        None
    }
}
