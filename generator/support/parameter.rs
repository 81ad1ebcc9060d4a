//! Parameters: how values are written in paths, queries, headers and cookies (OAS 3.0.3, Style Values).
//!
//! Every value passes through one model, made of its `Serialize`: a scalar, a list or members. The styles are
//! RFC 6570's expressions over it.

use serde_json::Value;

use super::escape::Escape;

/// How a parameter is written: its `style`, `explode` and `allowReserved`.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    kind: Kind,
    explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
    WholeForm,
    WholeJson,
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
    /// `deepObject`: `name[member]=a`, in queries.
    pub const DEEP_OBJECT: Self = Self::new(Kind::DeepObject, true);
    /// No style but `content` with a JSON media type: the value's JSON text.
    pub const JSON: Self = Self::new(Kind::Json, false);

    /// The whole query string is a form.
    pub const WHOLE_FORM: Self = Self::new(Kind::WholeForm, true);
    /// The whole query string is the value's JSON text.
    pub const WHOLE_JSON: Self = Self::new(Kind::WholeJson, false);

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

    /// With `allowReserved: true`: leaves the reserved characters as they are that cannot end the value.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
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

/// Why a value cannot be written: it nests deeper than the style has a form for.
pub(super) struct Nested;

fn escape(style: Style, place: Place) -> Escape {
    match place {
        Place::Header => Escape::Nothing,
        Place::Query if style.reserved => Escape::Reserved,
        Place::Path | Place::Query | Place::Cookie => Escape::Strict,
    }
}

/// Returns the text of a parameter, or `None` for a value that is `null` or an empty list.
pub(super) fn write(name: &str, value: &Value, style: Style, place: Place) -> Result<Option<String>, Nested> {
    let escape = escape(style, place);
    let flat = match style.kind {
        Kind::DeepObject => return Ok(write_deep(name, value, escape)),
        Kind::WholeForm => return write_whole(value, escape),
        Kind::WholeJson => return Ok(Some(escape.apply(&value.to_string()))),
        Kind::Json => Some(Flat::Scalar(value.to_string())),
        _ => Flat::of(value)?,
    };
    let shape = Shape::of(style, place);
    Ok(flat.and_then(|flat| shape.write(&escape.apply(name), style.explode, flat.escape(escape))))
}

/// Returns the text of a form: arrays repeat their names, and what nests deeper is JSON (OAS 3.0.3, Encoding Object),
/// unless `styles` has a style for the member.
pub(super) fn write_form(body: &Value, styles: &[(&str, Style)]) -> Result<String, Nested> {
    let Value::Object(members) = body else {
        return Err(Nested);
    };
    let mut pairs = Vec::new();
    for (name, value) in members {
        let configured = styles.iter().find(|(styled, _)| styled == name);
        let style = match configured {
            Some((_, style)) => *style,
            None if value.is_object() || Flat::of(value).is_err() => Style::JSON,
            None => Style::FORM,
        };
        pairs.extend(write(name, value, style, Place::Query)?);
    }
    Ok(pairs.join("&"))
}

/// Returns the text of a query string that one value makes up; a text stands for itself.
fn write_whole(value: &Value, escape: Escape) -> Result<Option<String>, Nested> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(escape.apply(text))),
        value => write_form(value, &[]).map(|form| Some(form).filter(|form| !form.is_empty())),
    }
}

/// The one model of a value.
enum Flat {
    Scalar(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Flat {
    /// Returns `None` for `null`; elements and members that are `null` are left out.
    fn of(value: &Value) -> Result<Option<Self>, Nested> {
        Ok(match value {
            Value::Null => None,
            Value::Array(elements) => {
                let elements = elements.iter().filter(|element| !element.is_null());
                Some(Self::List(elements.map(scalar).collect::<Result<_, _>>()?))
            }
            Value::Object(members) => {
                let members = members.iter().filter(|(_, value)| !value.is_null());
                let members = members.map(|(name, value)| Ok((name.clone(), scalar(value)?)));
                Some(Self::Members(members.collect::<Result<_, _>>()?))
            }
            value => Some(Self::Scalar(scalar(value)?)),
        })
    }

    fn escape(self, escape: Escape) -> Self {
        match self {
            Self::Scalar(value) => Self::Scalar(escape.apply(&value)),
            Self::List(values) => Self::List(values.iter().map(|value| escape.apply(value)).collect()),
            Self::Members(members) => {
                let escaped = |(name, value): &(String, String)| (escape.apply(name), escape.apply(value));
                Self::Members(members.iter().map(escaped).collect())
            }
        }
    }
}

fn scalar(value: &Value) -> Result<String, Nested> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => Err(Nested),
        value => Ok(value.to_string()),
    }
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
        let pairs = if place == Place::Cookie { "; " } else { "&" };
        match style.kind {
            Kind::Simple => shape("", ",", ",", false),
            Kind::Label => shape(".", ".", ",", false),
            Kind::Matrix => shape(";", ";", ",", true),
            Kind::SpaceDelimited => shape("", pairs, "%20", true),
            Kind::PipeDelimited => shape("", pairs, "%7C", true),
            Kind::Json if matches!(place, Place::Path | Place::Header) => shape("", ",", ",", false),
            Kind::Form | Kind::DeepObject | Kind::Json | Kind::WholeForm | Kind::WholeJson => {
                shape("", pairs, ",", true)
            }
        }
    }

    fn write(&self, name: &str, explode: bool, flat: Flat) -> Option<String> {
        let parts: Vec<String> = match flat {
            Flat::Scalar(value) => vec![self.named(name, &value)],
            Flat::List(values) if values.is_empty() => return None,
            Flat::Members(members) if members.is_empty() => return None,
            Flat::List(values) if explode => values.iter().map(|value| self.named(name, value)).collect(),
            Flat::List(values) => vec![self.named(name, &values.join(self.delimiter))],
            Flat::Members(members) if explode => {
                members.iter().map(|(name, value)| format!("{name}={value}")).collect()
            }
            Flat::Members(members) => {
                let flat: Vec<String> = members.into_iter().flat_map(|(name, value)| [name, value]).collect();
                vec![self.named(name, &flat.join(self.delimiter))]
            }
        };
        Some(format!("{}{}", self.start, parts.join(self.between)))
    }

    fn named(&self, name: &str, value: &str) -> String {
        match (self.named, self.start, value) {
            (false, ..) => value.to_owned(),
            (true, ";", "") => name.to_owned(),
            (true, ..) => format!("{name}={value}"),
        }
    }
}

/// Writes `deepObject`. The specification stops at members that are scalars; beyond, members nest as `[a][b]`,
/// lists of scalars repeat the name, and lists of anything else count as `[0]`.
fn write_deep(name: &str, value: &Value, escape: Escape) -> Option<String> {
    let mut pairs = Vec::new();
    collect_deep(escape.apply(name), value, escape, &mut pairs);
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

fn collect_deep(name: String, value: &Value, escape: Escape, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                collect_deep(format!("{name}[{}]", escape.apply(member)), value, escape, pairs);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                let is_scalar = !value.is_array() && !value.is_object();
                let element = if is_scalar { name.clone() } else { format!("{name}[{index}]") };
                collect_deep(element, value, escape, pairs);
            }
        }
        Value::String(text) => pairs.push(format!("{name}={}", escape.apply(text))),
        scalar => pairs.push(format!("{name}={scalar}")),
    }
}
