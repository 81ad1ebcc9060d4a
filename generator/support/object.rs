//! JSON objects: reading the members of a struct, one statement a member.
//!
//! A generated struct implements [`Object`]. Nothing here knows a struct, nothing there knows a `Visitor`: that keeps
//! the compile time of the bindings low. Writing is [`Writer`](super::writer::Writer)'s.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::decode::{Decode, Element, Model, Value};
use super::nullable::Nullable;

/// What reading a struct starts with.
pub trait Blank {
    /// Returns a value of which nothing is read. What it holds in required fields is never seen, because reading
    /// ends with an error unless every one of them was read.
    fn blank() -> Self;
}

impl<T: Default> Blank for T {
    fn blank() -> Self {
        Self::default()
    }
}

/// A struct that is a JSON object on the wire.
pub trait Object: Model + Blank {
    /// Reads the member that is at hand, if it is one of this struct, and those after it.
    ///
    /// One statement a member, in the order in which servers are likely to send them. It is called as often as
    /// it takes to meet every member.
    /// After a mistake nothing more is read, and [`read`] says what it was.
    fn read<'de, M: Members<'de>>(&mut self, object: &mut M);
}

/// Reads a struct.
///
/// # Errors
///
/// The value is no object, a member's value does not fit its field, or a required member is missing.
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        let mut value = T::blank();
        let mut reader = Reader::new(access)?;
        while !reader.is_complete() {
            value.read(&mut reader);
            reader.end_pass()?;
        }
        Ok(value)
    }
}

/// The members of a JSON object that a struct is read from; each method offers the name of one.
pub trait Members<'de> {
    /// Offers the name of a member that may be absent; `null` reads as absent.
    fn optional<T: Decode<'de>>(&mut self, name: &str, field: &mut Option<T>);

    /// Offers the name of a member that must be there.
    fn required<T: Decode<'de>>(&mut self, name: &'static str, field: &mut T);

    /// Offers the name of a member for which absence and `null` mean different things.
    fn nullable<T: Decode<'de>>(&mut self, name: &str, field: &mut Nullable<T>);

    /// Takes the members that no name took. Comes after all names.
    fn extra<T: Decode<'de>>(&mut self, fields: &mut BTreeMap<String, T>);
}

/// The members of a JSON object while they are read.
///
/// It holds the key at hand. [`Object::read`] offers it the names of the struct one after the other; the name that
/// equals the key takes the value, and the next key is at hand. So members in the order of the struct
/// cost one comparison each, and the others another pass. A key that no name of a whole pass took is unknown.
struct Reader<'de, A: MapAccess<'de>> {
    access: A,
    key: Option<Key<'de>>,
    /// Whether a member was read in this pass.
    progress: bool,
    /// How many required members this pass has offered.
    required: usize,
    /// How many different required members were read.
    found: usize,
    /// Which of the first 64 required members were read, by their position among the required ones.
    seen: u64,
    /// The same for the members after those.
    seen_beyond: Vec<u64>,
    /// Whether all members are read and all required ones were among them.
    complete: bool,
    /// Why nothing more is read; there is no key then.
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    fn new(mut access: A) -> Result<Self, A::Error> {
        let key = access.next_key()?;
        Ok(Self {
            access,
            key,
            progress: false,
            required: 0,
            found: 0,
            seen: 0,
            seen_beyond: Vec::new(),
            complete: false,
            error: None,
        })
    }

    #[inline(always)]
    fn is_at(&self, name: &str) -> bool {
        matches!(&self.key, Some(key) if key.0.as_ref() == name)
    }

    /// Reads the value at hand; out of line, so that all fields of one type share its code.
    #[inline(never)]
    fn read_into<T: Decode<'de>>(&mut self, field: &mut T) {
        match self.access.next_value_seed(Value::new()) {
            Ok(value) => {
                *field = value;
                self.next_key();
            }
            Err(error) => self.fail(error),
        }
    }

    fn next_key(&mut self) {
        match self.access.next_key() {
            Ok(key) => {
                self.key = key;
                self.progress = true;
            }
            Err(error) => self.fail(error),
        }
    }

    #[cold]
    fn fail(&mut self, error: A::Error) {
        self.key = None;
        self.error.get_or_insert(error);
    }

    fn mark(&mut self, position: usize) {
        if self.is_marked(position) {
            return;
        }
        self.found += 1;
        match position.checked_sub(64) {
            None => self.seen |= 1 << position,
            Some(beyond) => {
                let word = beyond / 64;
                if self.seen_beyond.len() <= word {
                    self.seen_beyond.resize(word + 1, 0);
                }
                if let Some(bits) = self.seen_beyond.get_mut(word) {
                    *bits |= 1 << (beyond % 64);
                }
            }
        }
    }

    fn is_marked(&self, position: usize) -> bool {
        match position.checked_sub(64) {
            None => self.seen & (1 << position) != 0,
            Some(beyond) => {
                self.seen_beyond.get(beyond / 64).is_some_and(|bits| bits & (1 << (beyond % 64)) != 0)
            }
        }
    }

    /// Skips a key that no name took, and finds out whether another pass is needed.
    fn end_pass(&mut self) -> Result<(), A::Error> {
        if self.key.is_some() && !self.progress {
            self.access.next_value::<IgnoredAny>()?;
            self.next_key();
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.complete = self.key.is_none() && self.found == self.required;
        self.required = 0;
        self.progress = false;
        Ok(())
    }

    fn is_complete(&self) -> bool {
        self.complete
    }
}

// Always inlined: with the name known, a comparison is one of lengths and a few words instead of two calls, which halves
// the time for members that come in another order than the struct's.
impl<'de, A: MapAccess<'de>> Members<'de> for Reader<'de, A> {
    #[inline(always)]
    fn optional<T: Decode<'de>>(&mut self, name: &str, field: &mut Option<T>) {
        if self.is_at(name) {
            self.read_into(field);
        }
    }

    #[inline(always)]
    fn required<T: Decode<'de>>(&mut self, name: &'static str, field: &mut T) {
        let position = self.required;
        self.required += 1;
        if self.is_at(name) {
            self.read_into(field);
            self.mark(position);
        } else if self.key.is_none() && !self.is_marked(position) {
            self.fail(A::Error::missing_field(name));
        }
    }

    #[inline(always)]
    fn nullable<T: Decode<'de>>(&mut self, name: &str, field: &mut Nullable<T>) {
        if self.is_at(name) {
            self.read_into(field);
        }
    }

    fn extra<T: Decode<'de>>(&mut self, fields: &mut BTreeMap<String, T>) {
        if self.progress {
            return;
        }
        if let Some(key) = self.key.take() {
            match self.access.next_value_seed(Element::new()) {
                Ok(value) => {
                    fields.extend(value.map(|value| (key.0.into_owned(), value)));
                    self.next_key();
                }
                Err(error) => self.fail(error),
            }
        }
    }
}

/// A key, borrowed from the input where it stands there without escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }

    fn visit_string<E>(self, key: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key)))
    }
}
