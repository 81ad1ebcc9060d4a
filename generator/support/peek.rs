//! Single values of a body in JSON, without the rest of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What is at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A text or a number, as it is written.
    Text(String),
    Flag(bool),
    /// An array of so many items.
    Items(u64),
    /// Something else, or nothing at all.
    Other,
}

/// Returns what is at a place, given as a JSON pointer into objects.
pub(super) fn peek(body: &[u8], pointer: &str) -> Found {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let place = pointer.strip_prefix('/');
    Place(place).deserialize(&mut deserializer).unwrap_or(Found::Other)
}

/// The tokens that are left of a pointer; `None` is the value at hand.
#[derive(Clone, Copy)]
struct Place<'p>(Option<&'p str>);

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Place<'_> {
    /// Returns a scalar, if one is meant.
    fn scalar(self, found: Found) -> Found {
        if self.0.is_none() {
            found
        } else {
            Found::Other
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Found, E> {
        Ok(self.scalar(Found::Flag(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Found, E> {
        Ok(self.scalar(Found::Text(value.to_string())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Found, E> {
        Ok(self.scalar(Found::Text(value.to_string())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Found, E> {
        Ok(self.scalar(Found::Text(value.to_string())))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Found, E> {
        Ok(self.scalar(Found::Text(value.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Found, E> {
        Ok(Found::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Found, A::Error> {
        let mut count = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(self.scalar(Found::Items(count)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Found, A::Error> {
        let (token, rest) = match self.0 {
            Some(tokens) => match tokens.split_once('/') {
                Some((token, rest)) => (token, Some(rest)),
                None => (tokens, None),
            },
            None => ("", None),
        };
        let token = token.replace("~1", "/").replace("~0", "~");
        let mut found = Found::Other;
        while let Some(key) = members.next_key::<String>()? {
            if self.0.is_some() && key == token {
                found = members.next_value_seed(Place(rest))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
