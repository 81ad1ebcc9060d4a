//! Keys of JSON objects: the name of the member at hand, compared with the names of a struct.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// The key of the member at hand, if there is one.
///
/// A key that stands in the input without escapes is borrowed from there; others share one buffer, so
/// that reading an object allocates once for all of them.
pub(super) struct Key<'de> {
    /// The length of the key, or [`NONE`](Self::NONE). It alone turns down most names.
    length: usize,
    /// The key if it is borrowed, else empty.
    borrowed: &'de str,
    /// The key if it is not borrowed. After a borrowed one it is out of date.
    buffer: String,
}

impl<'de> Key<'de> {
    /// The length when there is no key; no name is as long.
    const NONE: usize = usize::MAX;

    #[inline]
    pub(super) fn none() -> Self {
        Self { length: Self::NONE, borrowed: "", buffer: String::new() }
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.length = Self::NONE;
    }

    #[inline]
    pub(super) fn is_none(&self) -> bool {
        self.length == Self::NONE
    }

    // Always inlined: with the name known, comparing it with a borrowed key is a comparison of lengths and one of a few
    // words, and there is one comparison for each member of each struct.
    #[inline(always)]
    pub(super) fn is(&self, name: &str) -> bool {
        self.length == name.len()
            && (self.borrowed == name || (self.is_buffered() && self.is_in_buffer(name)))
    }

    /// Returns the key that is at hand.
    pub(super) fn to_name(&self) -> String {
        if self.is_buffered() { &self.buffer } else { self.borrowed }.to_owned()
    }

    /// Whether the key is in the buffer, unless it is empty: that is as good as a borrowed one.
    #[inline]
    fn is_buffered(&self) -> bool {
        self.borrowed.len() != self.length
    }

    #[inline(never)]
    fn is_in_buffer(&self, name: &str) -> bool {
        self.buffer == name
    }
}

impl<'de> DeserializeSeed<'de> for &mut Key<'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for &mut Key<'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<(), E> {
        self.length = key.len();
        self.borrowed = key;
        Ok(())
    }

    #[inline(never)]
    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        self.length = key.len();
        self.borrowed = "";
        self.buffer.clear();
        self.buffer.push_str(key);
        Ok(())
    }
}
