//! Unions: `oneOf` and `anyOf`, told apart by a discriminator or by what loses no data.
//!
//! A generated union has a variant for each member, and `Unknown` for what is none of them. With a discriminator
//! its `Deserialize` is
//!
//! ```text
//! union::tagged(deserializer, "petType", Self::Unknown, |pet| {
//!     pet.member("cat", Self::Cat);
//!     pet.member("dog", Self::Dog);
//! })
//! ```
//!
//! and without one
//!
//! ```text
//! union::untagged(deserializer, Self::Unknown, |pet| {
//!     pet.member(Self::Cat);
//!     pet.member(Self::Dog);
//! })
//! ```
//!
//! `Serialize` is a `match` that serializes the value of the variant, by [`with_tag`] where the value has no field for the
//! discriminator's property. A variant may hold a `Box` of its member.

use std::cell::Cell;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::decode::Decode;

/// How often each part of a value may be read while members are tried, unions inside of unions included.
///
/// A union that contains itself tries its members at each level again; without a limit a deep value of a
/// hostile server would take time without end.
const MAX_READS: usize = 1_000;

thread_local! {
    /// The reads left for the outermost union that is being decoded on this thread, or `None` outside of one.
    static READS: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Reads a union whose members are told apart by the property `name`.
///
/// A value whose property is absent, no string or none of the values is one of the others, told
/// [by their shape](Tagged::by_shape), or else `unknown`.
///
/// # Errors
///
/// The property names a member, and the value does not fit it.
pub fn tagged<'de, D, U, F>(
    deserializer: D,
    name: &'static str,
    unknown: fn(Value) -> U,
    members: F,
) -> Result<U, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&mut Tagged<U>),
{
    deserializer.deserialize_any(UnionVisitor(|value: Value| {
        let tag = value.get(name).and_then(Value::as_str).map(str::to_owned);
        let shapes = Untagged::new(value);
        let mut union = Tagged { tag: tag.unwrap_or_default(), shapes, found: None };
        members(&mut union);
        union.found.unwrap_or_else(|| Ok(union.shapes.finish(unknown)))
    }))
}

/// Reads a union whose members are told apart by what they hold.
///
/// The first member that holds all of the value is taken, or else the one that holds most of it. It is `unknown` if there
/// is none, or if no member holds all that several do.
///
/// # Errors
///
/// The input ends early, or too many members had to be tried.
pub fn untagged<'de, D, U, F>(deserializer: D, unknown: fn(Value) -> U, members: F) -> Result<U, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&mut Untagged<U>),
{
    deserializer.deserialize_any(UnionVisitor(|value: Value| {
        let budget = Budget::of(&value);
        let mut union = Untagged::new(value);
        members(&mut union);
        if budget.is_spent() {
            return Err(too_many());
        }
        Ok(union.finish(unknown))
    }))
}

/// Writes a member that has no field for the property `name`, by which readers tell it, with that property.
///
/// # Errors
///
/// The member cannot be written.
pub fn with_tag<S: Serializer, T: Serialize>(
    serializer: S,
    name: &str,
    tag: &str,
    member: &T,
) -> Result<S::Ok, S::Error> {
    let mut written = serde_json::to_value(member).map_err(serde::ser::Error::custom)?;
    if let Value::Object(members) = &mut written {
        members.insert(name.to_owned(), Value::from(tag));
    }
    written.serialize(serializer)
}

/// A value whose property is being compared with those of the members.
pub struct Tagged<U> {
    tag: String,
    shapes: Untagged<U>,
    found: Option<Result<U, serde_json::Error>>,
}

impl<U> Tagged<U> {
    /// Reads the member if the property is `tag`.
    pub fn member<T: for<'de> Decode<'de>>(&mut self, tag: &str, variant: fn(T) -> U) {
        if self.found.is_none() && self.tag == tag {
            self.found = Some(T::decode(&self.shapes.value).map(variant));
        }
    }

    /// Reads the member if the property is `tag` and no other member with this tag holds more of the value.
    pub fn shared<T: for<'de> Decode<'de> + Serialize>(&mut self, tag: &str, variant: fn(T) -> U) {
        if self.found.is_none() && self.tag == tag {
            let _budget = Budget::of(&self.shapes.value);
            self.shapes.member(variant);
        }
    }

    /// Takes a value that does not fit the member that it names for one that names none: the base of the members allows it.
    pub fn or_keep(&mut self) {
        self.found.take_if(|found| found.is_err());
    }

    /// Reads the member if no other one was named and the value fits it.
    pub fn other<T: for<'de> Decode<'de>>(&mut self, variant: fn(T) -> U) {
        if self.found.is_none() {
            self.found = T::decode(&self.shapes.value).ok().map(|member| Ok(variant(member)));
        }
    }

    /// Reads a member that may lack the property, by its shape, if the property is not there.
    pub fn lacking<T: for<'de> Decode<'de> + Serialize>(&mut self, variant: fn(T) -> U) {
        if self.tag.is_empty() {
            self.by_shape(variant);
        }
    }

    /// Reads a member that no value of the property tells, such as a string, if it holds all of the value. Comes after
    /// those that are told.
    pub fn by_shape<T: for<'de> Decode<'de> + Serialize>(&mut self, variant: fn(T) -> U) {
        if self.found.is_some() {
            return;
        }
        let _budget = Budget::of(&self.shapes.value);
        if !Budget::spend(size(&self.shapes.value)) {
            self.found = Some(Err(too_many()));
        } else if let Ok(member) = T::decode(&self.shapes.value) {
            if serde_json::to_value(&member).is_ok_and(|written| is_same(&self.shapes.value, &written)) {
                self.found = Some(Ok(variant(member)));
            }
        }
    }
}

/// A value while its members are tried.
pub struct Untagged<U> {
    value: Value,
    exact: Option<U>,
    /// The first member that holds all but what is `null`.
    lossless: Option<U>,
    /// The member that keeps most of the value, what it keeps, and how much that is.
    fitting: Option<(usize, Value, U)>,
    /// What any member keeps that does not keep all.
    kept: Value,
}

impl<U> Untagged<U> {
    fn new(value: Value) -> Self {
        Self { value, exact: None, lossless: None, fitting: None, kept: Value::Null }
    }

    fn finish(self, unknown: fn(Value) -> U) -> U {
        // A value of several members at once, as `anyOf` allows, is none of them alone.
        let fitting = self.fitting.filter(|(_, written, _)| holds(written, &self.kept));
        let fitting = fitting.map(|(_, _, member)| member);
        self.exact.or(self.lossless).or(fitting).unwrap_or_else(|| unknown(self.value))
    }

    /// Tries the member unless one before it holds all of the value.
    pub fn member<T: for<'de> Decode<'de> + Serialize>(&mut self, variant: fn(T) -> U) {
        if self.exact.is_some() || !Budget::spend(1) {
            return;
        }
        let Ok(member) = T::decode(&self.value) else {
            return;
        };
        let written =
            if Budget::spend(size(&self.value)) { serde_json::to_value(&member).ok() } else { None };
        let Some(written) = written else {
            return;
        };
        let size = size(&written);
        if !is_same(&self.value, &written) {
            add(&mut self.kept, &written, &self.value);
            if self.fitting.as_ref().is_none_or(|(most, ..)| size > *most) {
                self.fitting = Some((size, written, variant(member)));
            }
        } else if size == self::size(&self.value) {
            self.exact = Some(variant(member));
        } else {
            self.lossless.get_or_insert_with(|| variant(member));
        }
    }
}

/// Adds the members of objects that were read and are not there yet.
fn add(kept: &mut Value, written: &Value, read: &Value) {
    match (kept, written, read) {
        (kept, Value::Object(written), Value::Object(read)) => {
            if kept.is_null() {
                *kept = Value::Object(serde_json::Map::new());
            }
            let Value::Object(kept) = kept else { return };
            for (name, value) in written {
                if let Some(read) = read.get(name) {
                    add(kept.entry(name.clone()).or_insert(Value::Null), value, read);
                }
            }
        }
        (kept @ Value::Null, written, _) => *kept = written.clone(),
        _ => {}
    }
}

/// Whether what was written has each member of objects that was kept; `null` is as good as absent.
fn holds(written: &Value, kept: &Value) -> bool {
    match (written, kept) {
        (Value::Object(written), Value::Object(kept)) => {
            kept.iter().all(|(name, value)| holds(written.get(name).unwrap_or(&Value::Null), value))
        }
        (Value::Null, kept) => kept.is_null(),
        _ => true,
    }
}

fn too_many() -> serde_json::Error {
    serde_json::Error::custom("too many ways to read a union")
}

/// The reads that a union may spend; ends with the outermost union.
struct Budget {
    outermost: bool,
}

impl Budget {
    fn of(value: &Value) -> Self {
        let outermost = READS.get().is_none();
        if outermost {
            READS.set(Some(MAX_READS.saturating_mul(size(value))));
        }
        Self { outermost }
    }

    /// Takes some of it; returns whether there was enough.
    fn spend(reads: usize) -> bool {
        let left = READS.get().unwrap_or(0).saturating_sub(reads);
        READS.set(Some(left));
        left > 0
    }

    fn is_spent(&self) -> bool {
        READS.get() == Some(0)
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if self.outermost {
            READS.set(None);
        }
    }
}

/// Returns the number of values in a value, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Whether a value and what was written of it are the same; `null` is as good as absent, `1.0` as good as `1`.
fn is_same(read: &Value, written: &Value) -> bool {
    match (read, written) {
        (Value::Object(read), Value::Object(written)) => {
            read.iter().all(|(name, value)| is_same(value, written.get(name).unwrap_or(&Value::Null)))
                && written.iter().all(|(name, value)| value.is_null() || read.contains_key(name))
        }
        (Value::Array(read), Value::Array(written)) => {
            read.len() == written.len()
                && read.iter().zip(written).all(|(read, written)| is_same(read, written))
        }
        (Value::Number(read), Value::Number(written)) => read == written || read.as_f64() == written.as_f64(),
        _ => read == written,
    }
}

/// Buffers a value and reads it while the place in the input is still known, so that an error can name it.
struct UnionVisitor<F>(F);

impl<'de, U, F: FnOnce(Value) -> Result<U, serde_json::Error>> Visitor<'de> for UnionVisitor<F> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        (self.0)(Value::Null).map_err(E::custom)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        (self.0)(Value::Bool(value)).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<U, E> {
        (self.0)(Value::from(value)).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<U, E> {
        (self.0)(Value::from(value)).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<U, E> {
        (self.0)(Value::from(value)).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<U, E> {
        (self.0)(Value::from(value)).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<U, A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(elements))?;
        (self.0)(value).map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(members))?;
        (self.0)(value).map_err(A::Error::custom)
    }
}
