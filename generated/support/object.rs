//! JSON objects: reading the members of a struct, one statement a member.
//!
//! A generated struct implements [`Object`]. Nothing here knows a struct, nothing there knows a `Visitor`: that keeps
//! the compile time of the bindings low. Writing is [`Writer`](super::writer::Writer)'s.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::decode::{Decode, Element, Model, Value};
use super::key::Key;
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
    let mut value = T::blank();
    deserializer.deserialize_map(ObjectVisitor(&mut value))?;
    Ok(value)
}

/// Fills a value that is there already, so that no level of the deserializer copies it.
struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut reader = Reader::new(access);
        reader.next_key();
        loop {
            self.0.read(&mut reader);
            if reader.is_complete() {
                return Ok(());
            }
            reader.end_pass()?;
        }
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
///
/// Its layout is as written, because what is at its start costs an instruction less a member.
#[repr(C)]
struct Reader<'de, A: MapAccess<'de>> {
    access: A,
    key: Key<'de>,
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
    /// Why nothing more is read; there is no key then.
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Starts before the first key.
    fn new(access: A) -> Self {
        Self {
            access,
            key: Key::none(),
            progress: false,
            required: 0,
            found: 0,
            seen: 0,
            seen_beyond: Vec::new(),
            error: None,
        }
    }

    /// Reads the value at hand; out of line, so that all fields of one type share its code.
    #[inline(never)]
    fn read_into<T: Decode<'de>>(&mut self, field: &mut T) {
        match self.access.next_value_seed(Value(PhantomData)) {
            Ok(value) => {
                *field = value;
                self.progress = true;
                self.next_key();
            }
            Err(error) => self.fail(error),
        }
    }

    // Always inlined, into the few instances of `read_into`: a call would take a third of the time.
    #[inline(always)]
    fn next_key(&mut self) {
        match self.access.next_key_seed(&mut self.key) {
            Ok(Some(())) => {}
            Ok(None) => self.key.clear(),
            Err(error) => self.fail(error),
        }
    }

    #[cold]
    fn fail(&mut self, error: A::Error) {
        self.key.clear();
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

    /// Whether all members are read and all required ones were among them, so that no other pass is needed.
    fn is_complete(&self) -> bool {
        self.key.is_none() && self.found == self.required && self.error.is_none()
    }

    /// Skips a key that no name took.
    fn end_pass(&mut self) -> Result<(), A::Error> {
        if !self.key.is_none() && !self.progress {
            self.access.next_value::<IgnoredAny>()?;
            self.next_key();
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.required = 0;
        self.progress = false;
        Ok(())
    }
}

// Always inlined: with the name known, a comparison is one of lengths and a few words instead of two calls, which halves
// the time for members that come in another order than the struct's.
impl<'de, A: MapAccess<'de>> Members<'de> for Reader<'de, A> {
    #[inline(always)]
    fn optional<T: Decode<'de>>(&mut self, name: &str, field: &mut Option<T>) {
        if self.key.is(name) {
            self.read_into(field);
        }
    }

    #[inline(always)]
    fn required<T: Decode<'de>>(&mut self, name: &'static str, field: &mut T) {
        let position = self.required;
        self.required += 1;
        if self.key.is(name) {
            self.read_into(field);
            self.mark(position);
        } else if self.key.is_none() && !self.is_marked(position) {
            self.fail(A::Error::missing_field(name));
        }
    }

    #[inline(always)]
    fn nullable<T: Decode<'de>>(&mut self, name: &str, field: &mut Nullable<T>) {
        if self.key.is(name) {
            self.read_into(field);
        }
    }

    fn extra<T: Decode<'de>>(&mut self, fields: &mut BTreeMap<String, T>) {
        if self.progress || self.key.is_none() {
            return;
        }
        match self.access.next_value_seed(Element::new()) {
            Ok(value) => {
                fields.extend(value.map(|value| (self.key.to_name(), value)));
                self.progress = true;
                self.next_key();
            }
            Err(error) => self.fail(error),
        }
    }
}
