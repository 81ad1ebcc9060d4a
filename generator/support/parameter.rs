//! Parameters: how values are written in paths, queries, headers and cookies (OAS 3.2.0, Style Values).
//!
//! Every value passes through one model, made of its `Serialize`: a scalar, a list or members. The styles are
//! RFC 6570's expressions over it. What nests deeper than a style has a form for is JSON.

use std::borrow::Cow;

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};
use serde::Serialize;

use super::call::Call;
use super::escape;
use super::request_error::RequestError;
use super::value::Value;

/// How a parameter is written: its `style`, `explode` and `allowReserved`.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub(super) kind: Kind,
    pub(super) explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Cookie,
    Json,
}

impl Style {
    /// `simple`: `a,b`, in paths and headers.
    pub const SIMPLE: Self = Self::new(Kind::Simple, false);
    /// `label`: `.a,b`, in paths.
    pub const LABEL: Self = Self::new(Kind::Label, false);
    /// `matrix`: `;name=a,b`, in paths.
    pub const MATRIX: Self = Self::new(Kind::Matrix, false);
    /// `form` with `explode`, as is the default: `name=a&name=b`, in queries and cookies.
    pub const FORM: Self = Self::new(Kind::Form, true);
    /// `spaceDelimited`: `name=a%20b`, in queries.
    pub const SPACE_DELIMITED: Self = Self::new(Kind::SpaceDelimited, false);
    /// `pipeDelimited`: `name=a%7Cb`, in queries.
    pub const PIPE_DELIMITED: Self = Self::new(Kind::PipeDelimited, false);
    /// `deepObject`: `name[member]=a` with the brackets escaped, in queries.
    pub const DEEP_OBJECT: Self = Self::new(Kind::DeepObject, true);
    /// `cookie` with `explode`, as is the default: `name=a; name=b` with nothing escaped, in cookies.
    pub const COOKIE: Self = Self::new(Kind::Cookie, true);
    /// No style but `content` with a JSON media type: the value's JSON text.
    pub const JSON: Self = Self::new(Kind::Json, false);

    const fn new(kind: Kind, explode: bool) -> Self {
        Self { kind, explode, reserved: false }
    }

    /// With `explode: true`.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// With `explode: false`.
    #[must_use]
    pub const fn joined(self) -> Self {
        Self { explode: false, ..self }
    }

    /// With `allowReserved: true`: leaves the reserved characters as they are that cannot end the value, and what is
    /// percent-encoded already.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }
}

/// The parameters of generated methods.
impl<O> Call<O> {
    /// Gives a path parameter of any type and style its value.
    pub fn path_styled(self, name: &'static str, style: Style, value: impl Serialize) -> Self {
        let text = Value::of(&value).map(|value| write(name, value, style, Place::Path));
        self.with(|draft| match text {
            Ok(Some(text)) => draft.path(name, text),
            Ok(None) => draft.note(RequestError::PathValue { name: name.to_owned() }),
            Err(_) => draft.note(RequestError::Parameter { name: name.to_owned() }),
        })
    }

    /// Gives a query parameter of the default style its value; `null` and empty lists are not sent.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.query_styled(name, Style::FORM, value)
    }

    /// Gives a query parameter of any style its value.
    pub fn query_styled(self, name: &str, style: Style, value: impl Serialize) -> Self {
        let text = Value::of(&value).map(|value| write(name, value, style, Place::Query));
        self.with(|draft| match text {
            Ok(text) => draft.query(text),
            Err(_) => draft.note(RequestError::Parameter { name: name.to_owned() }),
        })
    }

    /// Gives a header parameter of the default style its value.
    pub fn header_parameter(self, name: &str, value: impl Serialize) -> Self {
        self.header_styled(name, Style::SIMPLE, value)
    }

    /// Gives a header parameter of any style its value.
    pub fn header_styled(self, name: &str, style: Style, value: impl Serialize) -> Self {
        let text = Value::of(&value).map(|value| write(name, value, style, Place::Header));
        self.with(|draft| match text {
            Ok(Some(text)) => draft.header(name, &text),
            Ok(None) => {}
            Err(_) => draft.note(RequestError::Parameter { name: name.to_owned() }),
        })
    }

    /// Gives a cookie parameter of the default style its value.
    pub fn cookie(self, name: &str, value: impl Serialize) -> Self {
        self.cookie_styled(name, Style::FORM, value)
    }

    /// Gives a cookie parameter of any style its value.
    pub fn cookie_styled(self, name: &str, style: Style, value: impl Serialize) -> Self {
        let text = Value::of(&value).map(|value| write(name, value, style, Place::Cookie));
        self.with(|draft| match text {
            Ok(Some(text)) if style.kind == Kind::Cookie && !text.split("; ").all(is_cookie) => {
                draft.note(RequestError::CookieValue { name: name.to_owned() });
            }
            Ok(text) => draft.cookies.extend(text),
            Err(_) => draft.note(RequestError::Parameter { name: name.to_owned() }),
        })
    }
}

/// Where a parameter is written, which decides what is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// Returns the text of a parameter, or `None` for a value that is `null`, an empty list or has no members.
pub(super) fn write(name: &str, value: Value, style: Style, place: Place) -> Option<String> {
    let escape = Escape::of(style, place);
    let name = match escape {
        Escape::Nothing => Cow::from(name),
        _ => escape::strict(name),
    };
    let flat = match style.kind {
        Kind::DeepObject => return write_deep(&name, value, escape),
        Kind::Json if place == Place::Header => Flat::Scalar(ascii(&value.json())),
        Kind::Json => Flat::Scalar(value.json()),
        // An object stands for several parameters, and lists among them repeat their names.
        Kind::Form | Kind::Cookie if style.explode => Flat::of(value, true)?,
        _ => Flat::of(value, false)?,
    };
    Shape::of(style, place).write(&name, style.explode, flat.escape(escape))
}

/// What is escaped.
#[derive(Clone, Copy)]
enum Escape {
    Nothing,
    Strict,
    /// What is neither unreserved nor, for `allowReserved`, one of the reserved characters that mean nothing at the place.
    Reserved(&'static AsciiSet),
}

const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const RESERVED: AsciiSet = UNRESERVED
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'=');
/// `&`, `#` and `+` would be read as something else in a query, and brackets may not stand there.
const IN_QUERY: &AsciiSet = &RESERVED.remove(b'/').remove(b'?').remove(b',').remove(b';');
const IN_PATH: &AsciiSet = &RESERVED.remove(b'&').remove(b'+').remove(b',').remove(b';');
const IN_COOKIE: &AsciiSet =
    &RESERVED.remove(b'/').remove(b'?').remove(b'&').remove(b'+').remove(b'#').remove(b'[').remove(b']');

impl Escape {
    fn of(style: Style, place: Place) -> Self {
        match place {
            Place::Header => Self::Nothing,
            Place::Cookie if style.kind == Kind::Cookie => Self::Nothing,
            Place::Query if style.reserved => Self::Reserved(IN_QUERY),
            Place::Path if style.reserved => Self::Reserved(IN_PATH),
            Place::Cookie if style.reserved => Self::Reserved(IN_COOKIE),
            Place::Path | Place::Query | Place::Cookie => Self::Strict,
        }
    }

    fn apply(self, text: String) -> String {
        match self {
            Self::Nothing => text,
            Self::Strict => escape::owned(text),
            Self::Reserved(set) => reserved(&text, set),
        }
    }
}

/// Escapes a text but for what is percent-encoded already (RFC 6570, 3.2.3).
fn reserved(text: &str, set: &'static AsciiSet) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        let digits = after.as_bytes().get(..2);
        let is_triple = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        written.extend(utf8_percent_encode(before, set));
        written.push_str(if is_triple { "%" } else { "%25" });
        rest = after;
    }
    written.extend(utf8_percent_encode(rest, set));
    written
}

/// Returns JSON without the characters that headers cannot have.
fn ascii(json: &str) -> String {
    let mut text = String::new();
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            let mut units = [0; 2];
            let units = character.encode_utf16(&mut units);
            text.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

/// Whether a text is a cookie as RFC 6265, 4.1.1, has them. A list that is joined has commas between its elements, which
/// the specification of cookies does not have.
fn is_cookie(text: &str) -> bool {
    let Some((name, value)) = text.split_once('=') else { return false };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    !name.is_empty()
        && name.chars().all(is_token)
        && value.chars().all(|c| c.is_ascii_graphic() && !"\",;\\".contains(c))
}

/// A value without depth.
enum Flat {
    Scalar(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Flat {
    /// Returns `None` for `null`; elements and members that are `null` are left out.
    fn of(value: Value, repeats: bool) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::List(elements) => Self::List(texts(elements)),
            Value::Members(members) => {
                let parts = members.into_iter().flat_map(|(name, value)| {
                    let texts = match value {
                        Value::List(elements) if repeats => texts(elements),
                        value => texts(vec![value]),
                    };
                    texts.into_iter().map(move |text| (name.clone(), text))
                });
                Self::Members(parts.collect())
            }
            scalar => Self::Scalar(scalar.into_text()),
        })
    }

    fn escape(self, escape: Escape) -> Self {
        match self {
            Self::Scalar(value) => Self::Scalar(escape.apply(value)),
            Self::List(values) => Self::List(values.into_iter().map(|value| escape.apply(value)).collect()),
            Self::Members(members) => {
                let escaped = |(name, value)| (escape.apply(name), escape.apply(value));
                Self::Members(members.into_iter().map(escaped).collect())
            }
        }
    }
}

fn texts(values: Vec<Value>) -> Vec<String> {
    values.into_iter().filter(|value| !matches!(value, Value::Null)).map(Value::into_text).collect()
}

/// An expression of RFC 6570: what it starts with, what stands between exploded parts and between joined ones, and
/// whether it has the name.
struct Shape {
    start: &'static str,
    between: &'static str,
    delimiter: &'static str,
    named: bool,
}

impl Shape {
    fn of(style: Style, place: Place) -> Self {
        let shape = |start, between, delimiter, named| Self { start, between, delimiter, named };
        // RFC 6570 has `&` everywhere, which would make one cookie of several.
        let pairs = if place == Place::Cookie { "; " } else { "&" };
        match style.kind {
            Kind::Simple => shape("", ",", ",", false),
            Kind::Label => shape(".", ".", ",", false),
            Kind::Matrix => shape(";", ";", ",", true),
            Kind::SpaceDelimited => shape("", pairs, "%20", true),
            Kind::PipeDelimited => shape("", pairs, "%7C", true),
            Kind::Json if matches!(place, Place::Path | Place::Header) => shape("", ",", ",", false),
            Kind::Form | Kind::Cookie | Kind::DeepObject | Kind::Json => shape("", pairs, ",", true),
        }
    }

    fn write(&self, name: &str, explode: bool, flat: Flat) -> Option<String> {
        let exploded = |parts: Vec<String>| parts.join(self.between);
        let text = match flat {
            Flat::Scalar(value) => self.named(name, value),
            Flat::List(values) if values.is_empty() => return None,
            Flat::Members(members) if members.is_empty() => return None,
            Flat::List(values) if explode => {
                exploded(values.into_iter().map(|value| self.named(name, value)).collect())
            }
            Flat::List(values) => self.joined(name, &values),
            Flat::Members(members) if explode => {
                exploded(members.into_iter().map(|(name, value)| self.pair(&name, value)).collect())
            }
            Flat::Members(members) => {
                let flat: Vec<String> = members.into_iter().flat_map(|(name, value)| [name, value]).collect();
                self.joined(name, &flat)
            }
        };
        Some(if self.start.is_empty() { text } else { [self.start, &text].concat() })
    }

    fn named(&self, name: &str, value: String) -> String {
        match self.named {
            true => self.pair(name, value),
            false => value,
        }
    }

    /// Returns all parts in one. They are not nothing, even if there is only an empty one.
    fn joined(&self, name: &str, parts: &[String]) -> String {
        let parts = parts.join(self.delimiter);
        if self.named {
            format!("{name}={parts}")
        } else {
            parts
        }
    }

    /// Puts a name before a value; alone in paths there is no `=` before nothing.
    fn pair(&self, name: &str, mut value: String) -> String {
        if (self.start, value.as_str()) != (";", "") {
            value.insert(0, '=');
        }
        value.insert_str(0, name);
        value
    }
}

/// Writes `deepObject`. The specification stops at members that are scalars; beyond, members nest as `[a][b]` and elements
/// count as `[0]`.
fn write_deep(name: &str, value: Value, escape: Escape) -> Option<String> {
    let mut pairs = Vec::new();
    collect_deep(name, value, escape, &mut pairs);
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

fn collect_deep(name: &str, value: Value, escape: Escape, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Members(members) => {
            for (member, value) in members {
                let name = format!("{name}%5B{}%5D", escape::strict(&member));
                collect_deep(&name, value, escape, pairs);
            }
        }
        Value::List(elements) => {
            for (index, value) in elements.into_iter().enumerate() {
                collect_deep(&format!("{name}%5B{index}%5D"), value, escape, pairs);
            }
        }
        scalar => pairs.push(format!("{name}={}", escape.apply(scalar.into_text()))),
    }
}
