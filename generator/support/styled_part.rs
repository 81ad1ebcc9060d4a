//! Parts of a form that are written in a style (OAS 3.2.0, Encoding Object): what would be a pair of a query is a part.
//!
//! Nothing is percent-encoded: a part has any text.

use serde::Serialize;

use super::multipart::Multipart;
use super::parameter::{Kind, Style};
use super::part::Part;
use super::request_error::RequestError;
use super::value::Value;

impl Multipart {
    /// Gives the parts of a name, and of those of its members, a value in a style; `null` and empty lists are not sent.
    #[must_use]
    pub fn styled(self, name: &'static str, style: Style, value: impl Serialize) -> Self {
        let Ok(value) = Value::of(&value) else { return self.mistaken(RequestError::Form) };
        let parts = pairs(name, value, style).into_iter();
        let parts = parts.map(|(part, text)| Part::new(text).named(part).of_property(name));
        self.replace(name, parts.collect())
    }
}

fn pairs(name: &str, value: Value, style: Style) -> Vec<(String, String)> {
    let between = match style.kind {
        Kind::SpaceDelimited => " ",
        Kind::PipeDelimited => "|",
        _ => ",",
    };
    let joined = |texts: Vec<String>| match texts.is_empty() {
        true => Vec::new(),
        false => vec![(name.to_owned(), texts.join(between))],
    };
    let is_deep = style.kind == Kind::DeepObject;
    match value {
        Value::Null => Vec::new(),
        Value::List(values) if style.explode || is_deep => {
            texts(values).map(|text| (name.to_owned(), text)).collect()
        }
        Value::List(values) => joined(texts(values).collect()),
        Value::Members(members) if is_deep => {
            let members = members.into_iter();
            members.flat_map(|(key, value)| pairs(&format!("{name}[{key}]"), value, style)).collect()
        }
        Value::Members(members) => {
            let members = members.into_iter().flat_map(|(key, value)| match value {
                Value::List(values) if style.explode => {
                    texts(values).map(|text| (key.clone(), text)).collect()
                }
                value => texts(vec![value]).map(|text| (key.clone(), text)).collect::<Vec<_>>(),
            });
            match style.explode {
                true => members.collect(),
                false => joined(members.flat_map(|(key, text)| [key, text]).collect()),
            }
        }
        scalar => vec![(name.to_owned(), scalar.into_text())],
    }
}

fn texts(values: Vec<Value>) -> impl Iterator<Item = String> {
    values.into_iter().filter(|value| !matches!(value, Value::Null)).map(Value::into_text)
}
