//! Headers of responses: text that is read as what the document says (OAS 3.2.0, Style Values), and only when somebody
//! asks.

use std::fmt;

use http::HeaderMap;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde_json::Number;

use super::content::{from_json, Reply};
use super::decode::Decode;
use super::decode_error::problem;
use super::error::Error;
use super::response::Response;

/// A header that the document declares: its name, and what its text is read as.
///
/// Each operation has constants for those of its responses, such as `List::X_TOTAL`, which a response, an error and a reply
/// take.
pub struct Header<T> {
    name: &'static str,
    form: Form,
    read: fn(&[&str], Form) -> Result<T, Option<String>>,
}

#[derive(Clone, Copy)]
enum Form {
    Simple,
    Exploded,
    Json,
    Lines,
}

impl<T: for<'de> Decode<'de>> Header<T> {
    /// A header that must be there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, form: Form::Simple, read: required }
    }
}

impl<T: for<'de> Decode<'de>> Header<Option<T>> {
    /// A header that may be missing.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self { name, form: Form::Simple, read: optional }
    }
}

impl<T> Header<T> {
    /// With `explode: true`: the members of an object are `name=value`.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { form: Form::Exploded, ..self }
    }

    /// With `content` in JSON.
    #[must_use]
    pub const fn json(self) -> Self {
        Self { form: Form::Json, ..self }
    }

    /// Whose lines are values of their own, as those of `Set-Cookie` are.
    #[must_use]
    pub const fn lines(self) -> Self {
        Self { form: Form::Lines, ..self }
    }

    /// Returns its name, for what is in `headers()` as the server sent it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn of(&self, headers: &HeaderMap) -> Result<T, HeaderError> {
        let error = |problem| HeaderError { name: self.name, problem };
        let lines = headers.get_all(self.name).iter().map(|line| std::str::from_utf8(line.as_bytes()));
        let lines = lines.map(|line| line.map(|line| line.trim_matches([' ', '\t'])));
        let lines: Result<Vec<&str>, _> = lines.collect();
        let lines = lines.map_err(|_| error(Some("it is not UTF-8".to_owned())))?;
        (self.read)(&lines, self.form).map_err(error)
    }
}

fn required<T: for<'de> Decode<'de>>(lines: &[&str], form: Form) -> Result<T, Option<String>> {
    optional(lines, form)?.ok_or(None)
}

fn optional<T: for<'de> Decode<'de>>(lines: &[&str], form: Form) -> Result<Option<T>, Option<String>> {
    if lines.is_empty() {
        return Ok(None);
    }
    // What has a list of values may be sent in several lines (RFC 9110, 5.3).
    let text = lines.join(", ");
    let value = match form {
        Form::Simple => T::decode(Text { text: &text, exploded: false }),
        Form::Exploded => T::decode(Text { text: &text, exploded: true }),
        Form::Lines => {
            T::decode(SeqDeserializer::new(lines.iter().map(|text| Text { text, exploded: false })))
        }
        Form::Json => return from_json(text.as_bytes()).map(Some).map_err(|error| Some(error.to_string())),
    };
    value.map(Some).map_err(|error| Some(problem(&error)))
}

impl Reply {
    /// Reads a header.
    ///
    /// # Errors
    ///
    /// It is missing though it must be there, or not what the document says.
    pub fn header<T>(&self, header: Header<T>) -> Result<T, HeaderError> {
        header.of(self.headers())
    }
}

impl<O> Response<O> {
    /// Reads a header.
    ///
    /// # Errors
    ///
    /// It is missing though it must be there, or not what the document says.
    pub fn header<T>(&self, header: Header<T>) -> Result<T, HeaderError> {
        self.reply.header(header)
    }
}

impl<E> Error<E> {
    /// Reads a header of the answer; without an answer it is missing.
    ///
    /// # Errors
    ///
    /// It is missing though it must be there, or not what the document says.
    pub fn header<T>(&self, header: Header<T>) -> Result<T, HeaderError> {
        match self.reply() {
            Some(reply) => reply.header(header),
            None => header.of(&HeaderMap::new()),
        }
    }
}

/// A header that is missing, or not what the document says. It does not show what the server sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    problem: Option<String>,
}

impl HeaderError {
    /// Returns the header's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the response does not have it.
    pub fn is_missing(&self) -> bool {
        self.problem.is_none()
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Some(problem) => write!(f, "the header `{}` cannot be read: {problem}", self.name),
            None => write!(f, "the header `{}` is missing", self.name),
        }
    }
}

impl std::error::Error for HeaderError {}

/// A text that becomes what is asked for, because nothing in it says what it is.
#[derive(Clone, Copy)]
struct Text<'t> {
    text: &'t str,
    exploded: bool,
}

impl<'t> Text<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, exploded: false }
    }

    /// Reads a number, more leniently than JSON has them: a sign and zeros may stand before it.
    fn number<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        let text = self.text;
        match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
            (Ok(number), ..) => visitor.visit_i64(number),
            (_, Ok(number), _) => visitor.visit_u64(number),
            (.., Ok(number)) if number.is_finite() => visitor.visit_f64(number),
            _ => visitor.visit_borrowed_str(text),
        }
    }

    fn members(self) -> Result<Vec<(Self, Self)>, serde_json::Error> {
        let parts = || parts(self.text);
        if self.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        if self.exploded {
            let pairs = parts().map(|part| part.split_once('=').unwrap_or((part, "")));
            return Ok(pairs.map(|(name, value)| (Self::of(name), Self::of(value))).collect());
        }
        if parts().count() % 2 == 1 {
            return Err(serde_json::Error::custom("a name without a value"));
        }
        let (names, values) = (parts().step_by(2), parts().skip(1).step_by(2));
        Ok(names.map(Self::of).zip(values.map(Self::of)).collect())
    }
}

/// Splits at the commas that stand neither in quotes (RFC 9110, 5.6.4) nor in the address that a link starts with
/// (RFC 8288, 3).
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let has_address = text.contains('>');
    // What ends the quotes or the address.
    let (mut before, mut end) = (',', None);
    let is_comma = move |c: char| {
        end = match (end, c) {
            (Some('"'), '"') if before == '\\' => end,
            (Some(last), c) if c == last => None,
            // Elsewhere they are characters like any other: `5" disks`, `a<b`.
            (None, '"') if matches!(before, ',' | '=' | '/') => Some('"'),
            (None, '<') if before == ',' && has_address => Some('>'),
            _ => end,
        };
        if c != ' ' && c != '\t' {
            before = if before == '\\' { ' ' } else { c };
        }
        c == ',' && end.is_none()
    };
    text.split(is_comma).map(str::trim)
}

impl<'de> IntoDeserializer<'de, serde_json::Error> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = serde_json::Error;

    /// A number or a boolean is taken for one only if it is written as JSON writes it, so that nothing is lost.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match (self.text, self.text.parse::<Number>()) {
            ("true" | "false", _) => self.deserialize_bool(visitor),
            (text, Ok(number)) if number.to_string() == text => number.deserialize_any(visitor),
            (text, _) => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.text {
            text if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            text if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            text => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.number(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(self.text.into_deserializer())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let elements = parts(self.text).filter(|element| !element.is_empty());
        visitor.visit_seq(SeqDeserializer::new(elements.map(Self::of)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(MapDeserializer::new(self.members()?.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u128 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}
