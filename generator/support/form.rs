//! Forms: `application/x-www-form-urlencoded`, as bodies and as whole query strings.
//!
//! Members come in the order in which they are serialized. One that has a style of its own is written as a query parameter
//! of that style (RFC 6570), and all others as the media type has it (WHATWG URL, 5.2): with `+` for a space. Lists repeat
//! their names, and what nests deeper is JSON (OAS 3.2.0, Encoding Object).

use bytes::Bytes;
use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};
use serde::Serialize;

use super::call::Call;
use super::escape;
use super::parameter::{self, Kind, Place, Style};
use super::request_error::RequestError;
use super::value::Value;

impl<O> Call<O> {
    /// Sends a body as a form.
    pub fn form(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.form_styled(&[], body)
    }

    /// Sends a body as a form, some members of which have a style of their own.
    pub fn form_styled(self, styles: &[(&str, Style)], body: &(impl Serialize + ?Sized)) -> Self {
        let form = match Value::of(body) {
            Ok(Value::Members(members)) => Ok(Bytes::from(write(members, styles))),
            _ => Err(RequestError::Form),
        };
        self.with(|draft| draft.body("application/x-www-form-urlencoded", form))
    }

    /// Gives the whole query string, as a form; a text stands for itself.
    pub fn query_form(self, name: &str, value: impl Serialize) -> Self {
        let text = match Value::of(&value) {
            Ok(Value::Members(members)) => Ok(write(members, &[])),
            Ok(Value::Text(text) | Value::Plain(text)) => Ok(escape::owned(text)),
            Ok(Value::Null) => Ok(String::new()),
            _ => Err(RequestError::Parameter { name: name.to_owned() }),
        };
        self.with(|draft| match text {
            Ok(text) => draft.query(Some(text).filter(|text| !text.is_empty())),
            Err(error) => draft.note(error),
        })
    }

    /// Gives the whole query string, as JSON.
    pub fn query_json(self, name: &str, value: impl Serialize) -> Self {
        let text = Value::of(&value).map(|value| escape::owned(value.json()));
        self.with(|draft| match text {
            Ok(text) => draft.query(Some(text)),
            Err(_) => draft.note(RequestError::Parameter { name: name.to_owned() }),
        })
    }
}

fn write(members: Vec<(String, Value)>, styles: &[(&str, Style)]) -> String {
    let mut pairs = Vec::new();
    for (name, value) in members {
        let style = styles.iter().find(|(styled, _)| *styled == name).map(|(_, style)| *style);
        match style.filter(|style| style.kind != Kind::Json) {
            Some(style) => pairs.extend(parameter::write(&name, value, style, Place::Query)),
            None => push(&mut pairs, &name, value, style.is_some()),
        }
    }
    pairs.join("&")
}

/// Writes a member in the way of the media type; scalars are texts, unless all are JSON.
fn push(pairs: &mut Vec<String>, name: &str, value: Value, json: bool) {
    let values = match value {
        Value::List(values) => values,
        value => vec![value],
    };
    for value in values {
        if !matches!(value, Value::Null) {
            let text = if json { value.json() } else { value.into_text() };
            pairs.push(format!("{}={}", encode(name), encode(&text)));
        }
    }
}

const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_').remove(b' ');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, FORM).to_string().replace(' ', "+")
}
