//! Values as parameters and forms see them: texts, lists and members, in the order in which they are serialized.
//!
//! `serde_json::Value` would sort the members, or not, as a feature of that crate says which anybody may switch on.

use std::fmt::{self, Display};

use serde::ser::{
    Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
};
use serde::{Serialize, Serializer};

/// A value.
pub(super) enum Value {
    Null,
    /// A number or a boolean.
    Plain(String),
    Text(String),
    List(Vec<Value>),
    Members(Vec<(String, Value)>),
}

impl Value {
    /// Returns what a value is serialized as.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Unwritable> {
        value.serialize(Reader)
    }

    /// Returns the text of a value; one that has parts is written as JSON.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Plain(text) | Self::Text(text) => text,
            value => value.json(),
        }
    }

    /// Returns the value as JSON.
    pub(super) fn json(&self) -> String {
        let mut json = String::new();
        self.push_json(&mut json);
        json
    }

    fn push_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Plain(text) => json.push_str(text),
            Self::Text(text) => push_quoted(text, json),
            Self::List(values) => {
                json.push('[');
                for (index, value) in values.iter().enumerate() {
                    json.push_str(if index == 0 { "" } else { "," });
                    value.push_json(json);
                }
                json.push(']');
            }
            Self::Members(members) => {
                json.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    json.push_str(if index == 0 { "" } else { "," });
                    push_quoted(name, json);
                    json.push(':');
                    value.push_json(json);
                }
                json.push('}');
            }
        }
    }
}

fn push_quoted(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// A value that has no text, such as a number that is not finite.
#[derive(Debug)]
pub(super) struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value has no text")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<Value, Unwritable>;

/// Makes a value of what is serialized.
struct Reader;

fn plain(value: impl Display) -> Written {
    Ok(Value::Plain(value.to_string()))
}

impl Serializer for Reader {
    type Ok = Value;
    type Error = Unwritable;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Impossible<Value, Unwritable>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Impossible<Value, Unwritable>;

    fn serialize_bool(self, value: bool) -> Written {
        plain(value)
    }

    fn serialize_i8(self, value: i8) -> Written {
        plain(value)
    }

    fn serialize_i16(self, value: i16) -> Written {
        plain(value)
    }

    fn serialize_i32(self, value: i32) -> Written {
        plain(value)
    }

    fn serialize_i64(self, value: i64) -> Written {
        plain(value)
    }

    fn serialize_i128(self, value: i128) -> Written {
        plain(value)
    }

    fn serialize_u8(self, value: u8) -> Written {
        plain(value)
    }

    fn serialize_u16(self, value: u16) -> Written {
        plain(value)
    }

    fn serialize_u32(self, value: u32) -> Written {
        plain(value)
    }

    fn serialize_u64(self, value: u64) -> Written {
        plain(value)
    }

    fn serialize_u128(self, value: u128) -> Written {
        plain(value)
    }

    fn serialize_f32(self, value: f32) -> Written {
        Some(value).filter(|value| value.is_finite()).map_or(Err(Unwritable), plain)
    }

    fn serialize_f64(self, value: f64) -> Written {
        Some(value).filter(|value| value.is_finite()).map_or(Err(Unwritable), plain)
    }

    fn serialize_char(self, value: char) -> Written {
        Ok(Value::Text(value.into()))
    }

    fn serialize_str(self, value: &str) -> Written {
        Ok(Value::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        value.serialize(self)
    }

    fn serialize_none(self) -> Written {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        Ok(Value::Members(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, Unwritable> {
        Ok(Members { name: String::new(), members: Vec::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable)
    }
}

/// The elements of a list while they are serialized.
struct List(Vec<Value>);

impl SerializeSeq for List {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.0.push(Value::of(value)?);
        Ok(())
    }

    fn end(self) -> Written {
        Ok(Value::List(self.0))
    }
}

impl SerializeTuple for List {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for List {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

/// The members of an object while they are serialized.
struct Members {
    /// The name of the member at hand.
    name: String,
    members: Vec<(String, Value)>,
}

impl SerializeMap for Members {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.name = Value::of(key)?.into_text();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.members.push((std::mem::take(&mut self.name), Value::of(value)?));
        Ok(())
    }

    fn end(self) -> Written {
        Ok(Value::Members(self.members))
    }
}

impl SerializeStruct for Members {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.members.push((key.to_owned(), Value::of(value)?));
        Ok(())
    }

    fn end(self) -> Written {
        SerializeMap::end(self)
    }
}
