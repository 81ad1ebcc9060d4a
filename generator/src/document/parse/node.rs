//! The visitor of every value.

use crate::diagnostic::{Code, Sink, Source, Syntax};
use crate::document::place::Place;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::collections::HashSet;
use std::fmt;

/// How deep values may be nested; below the limit of 128 that both parsers have.
const MAX_DEPTH: usize = 100;
/// How many values aliases may add to those that the text spells out.
const MAX_ADDED_VALUES: usize = 1_000_000;
/// How many bytes of text aliases may add.
const MAX_ADDED_BYTES: usize = 64 << 20;

/// Returns the message of a value that is nested too deep.
pub fn too_deep() -> String {
    format!("this is nested more than {MAX_DEPTH} levels deep")
}

/// What all visitors share.
pub struct State<'s> {
    sink: &'s mut Sink,
    /// The text, in reports.
    source: Source,
    /// Whether `<<` merges.
    merges: bool,
    /// How many values and bytes may still come.
    values: usize,
    bytes: usize,
    /// Whether the limit has been passed and reported; what the parser then says is not.
    exceeded: bool,
    /// Whether a `$ref` leads out of the text.
    leaves: bool,
}

/// How much aliases may still add to what the texts of a description spell out.
pub struct Allowance {
    values: usize,
    bytes: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { values: MAX_ADDED_VALUES, bytes: MAX_ADDED_BYTES }
    }
}

impl<'s> State<'s> {
    pub fn new(
        text: &str,
        syntax: Syntax,
        source: Source,
        allowance: &Allowance,
        sink: &'s mut Sink,
    ) -> Self {
        Self {
            sink,
            source,
            merges: syntax == Syntax::Yaml,
            values: text.len().saturating_add(allowance.values),
            bytes: text.len().saturating_mul(2).saturating_add(allowance.bytes),
            exceeded: false,
            leaves: false,
        }
    }

    /// Returns what is left of the allowance. What the text has by itself and did not use is not added to it.
    pub fn left(&self, before: &Allowance) -> Allowance {
        Allowance { values: before.values.min(self.values), bytes: before.bytes.min(self.bytes) }
    }

    /// Whether a `$ref` leads out of the text.
    pub fn leaves(&self) -> bool {
        self.leaves
    }

    fn report(&mut self, code: Code, at: &Place<'_>, message: impl Into<String>) {
        self.sink.report_in(self.source, code, &at.pointer(), message);
    }

    /// Whether a limit has been passed, which has been reported then.
    pub fn has_exceeded(&self) -> bool {
        self.exceeded
    }

    /// Takes a value of `bytes` bytes from the budget.
    fn spend<E: serde::de::Error>(&mut self, at: &Place<'_>, bytes: usize) -> Result<(), E> {
        match (self.values.checked_sub(1), self.bytes.checked_sub(bytes)) {
            (Some(values), Some(bytes)) => {
                self.values = values;
                self.bytes = bytes;
                Ok(())
            }
            _ => Err(self.exceed(Code::TooLarge, at, "aliases enlarge the document beyond what is read")),
        }
    }

    fn exceed<E: serde::de::Error>(&mut self, code: Code, at: &Place<'_>, message: &str) -> E {
        if !self.exceeded {
            self.exceeded = true;
            self.report(code, at, message);
        }
        E::custom(message)
    }
}

/// Reads one value at a place.
pub struct Node<'p, 'a, 's, 'k> {
    at: &'p Place<'a>,
    state: &'k mut State<'s>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_, '_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'p, 'a, 's, 'k> Node<'p, 'a, 's, 'k> {
    pub fn new(at: &'p Place<'a>, state: &'k mut State<'s>) -> Self {
        Self { at, state }
    }

    fn scalar<E: serde::de::Error>(self, value: Value) -> Result<Value, E> {
        self.state.spend(self.at, 0)?;
        Ok(value)
    }

    /// Keeps the nearest double of an integer that 64 bits cannot hold.
    fn beyond_64_bits<E: serde::de::Error>(
        self,
        text: String,
        nearest: f64,
        exact: bool,
    ) -> Result<Value, E> {
        if !exact {
            let message = format!("`{text}` needs more than 64 bits and is read as `{nearest:e}`");
            self.state.report(Code::NumberPrecision, self.at, message);
        }
        self.scalar(Number::from_f64(nearest).map_or(Value::Null, Value::Number))
    }

    fn check_depth<E: serde::de::Error>(&mut self) -> Result<(), E> {
        if self.at.depth() < MAX_DEPTH {
            return Ok(());
        }
        Err(self.state.exceed(Code::TooDeep, self.at, &too_deep()))
    }
}

impl<'de> Visitor<'de> for Node<'_, '_, '_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    /// A text without any value, such as comments only.
    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.scalar(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.scalar(value.into())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.scalar(value.into())
    }

    #[expect(clippy::cast_precision_loss, reason = "the loss is what is reported")]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        let nearest = value as f64;
        self.beyond_64_bits(value.to_string(), nearest, nearest as i128 == value)
    }

    #[expect(clippy::cast_precision_loss, reason = "the loss is what is reported")]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        let nearest = value as f64;
        self.beyond_64_bits(value.to_string(), nearest, nearest as u128 == value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        if !self.state.merges && value.fract() == 0.0 && (1.8e19..3.4e38).contains(&value.abs()) {
            // The parser of JSON does not tell whether digits have been lost.
            let message = format!("`{value:e}` needs more than 64 bits and is read as a double");
            self.state.report(Code::NumberPrecision, self.at, message);
        }
        if !value.is_finite() {
            let message = "JSON has no such number; it is read as `null`";
            self.state.report(Code::NumberPrecision, self.at, message);
        }
        self.scalar(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.state.spend(self.at, value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.state.spend(self.at, value.len())?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        self.state.spend(self.at, 0)?;
        let mut values = Vec::new();
        loop {
            let at = self.at.index(values.len());
            match seq.next_element_seed(Node { at: &at, state: self.state })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        self.state.spend(self.at, 0)?;
        let mut map = Map::new();
        let mut merged = HashSet::new();
        while let Some(key) = members.next_key_seed(Key)? {
            let at = self.at.key(&key);
            self.state.spend(&at, key.len())?;
            let value = members.next_value_seed(Node { at: &at, state: self.state })?;
            if self.state.merges && key == "<<" {
                merge(&at, value, &mut map, &mut merged, self.state);
            } else if map.contains_key(&key) && !merged.remove(&key) {
                let message = format!("the key `{key}` stands twice in one mapping");
                self.state.report(Code::DuplicateKey, &at, message);
            } else {
                self.state.leaves |= key == "$ref" && value.as_str().is_some_and(|it| !it.starts_with('#'));
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }

    /// A value with a YAML tag of the application, such as `!secret`: the tag says nothing to us.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_tag, content) = tagged.variant_seed(Key)?;
        content.newtype_variant_seed(self)
    }
}

/// Adds the members of a merged mapping, or of several, that are not there yet.
fn merge(
    at: &Place<'_>,
    value: Value,
    map: &mut Map<String, Value>,
    merged: &mut HashSet<String>,
    state: &mut State<'_>,
) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if !map.contains_key(&key) {
                    merged.insert(key.clone());
                    map.insert(key, value);
                }
            }
        }
        Value::Array(mappings) if mappings.iter().all(Value::is_object) => {
            for mapping in mappings {
                merge(at, mapping, map, merged, state);
            }
        }
        _ => {
            let message = "`<<` merges a mapping or a list of mappings; this is neither and is ignored";
            state.report(Code::WrongType, at, message);
        }
    }
}

/// Reads a key by its text, whatever type it looks like.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string or a number")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}
