//! A part of a multipart body.

use std::path::PathBuf;

use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{to_value, Value};

use super::octets::Octets;
use super::request_error::RequestError;

/// A part of a multipart body: a content with its headers.
///
/// Whatever becomes [`Octets`] becomes a part. A file needs a name: that of its path, or the one it is given.
#[derive(Debug)]
pub struct Part {
    content: Octets,
    name: Option<String>,
    /// The property that it is a part of the value of, if that has another name.
    property: Option<&'static str>,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl Part {
    /// Makes a part of its content.
    pub fn new(content: impl Into<Octets>) -> Self {
        Self {
            content: content.into(),
            name: None,
            property: None,
            file_name: None,
            content_type: None,
            headers: Vec::new(),
        }
    }

    /// Makes a part of the file of that path, under its name.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name: name, ..Self::new(Octets::path(path)) }
    }

    /// Makes a part of a value in JSON.
    ///
    /// # Errors
    ///
    /// The value cannot be serialized.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Result<Self, RequestError> {
        to_value(value).map(|value| Self::of_json(&value)).map_err(RequestError::Body)
    }

    pub(super) fn of_json(value: &Value) -> Self {
        Self::new(value.to_string()).content_type("application/json")
    }

    /// Gives the part of a form its name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Gives the part the name of a file.
    #[must_use]
    pub fn file_name(self, name: impl Into<String>) -> Self {
        Self { file_name: Some(name.into()), ..self }
    }

    /// Gives the part its media type.
    #[must_use]
    pub fn content_type(self, media_type: impl Into<String>) -> Self {
        Self { content_type: Some(media_type.into()), ..self }
    }

    /// Gives the part a header besides those for its name and its media type.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.add_header(name, &value.to_string());
        self
    }

    pub(super) fn add_header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub(super) fn is_named(&self, name: &str) -> bool {
        self.property.or(self.name.as_deref()) == Some(name)
    }

    #[allow(dead_code)] // Only bindings with styles of parts do this.
    pub(super) fn of_property(self, property: &'static str) -> Self {
        Self { property: Some(property), ..self }
    }

    /// Makes it a file of a form. Servers know files by the name of the file, so it is called like the part if it has none.
    pub(super) fn of_form(self, name: &str, media_type: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            file_name: self.file_name.or_else(|| Some(name.to_owned())),
            content_type: self.content_type.or_else(|| Some(media_type.to_owned())),
            ..self
        }
    }

    /// Returns the lines of the headers, and the content.
    pub(super) fn into_head_and_content(self) -> Result<(String, Octets), RequestError> {
        let mut head = String::new();
        if let Some(name) = &self.name {
            head.push_str(&format!("Content-Disposition: form-data; name=\"{}\"", escape(name)));
        } else if self.file_name.is_some() {
            head.push_str("Content-Disposition: attachment");
        }
        if let Some(name) = &self.file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(name)));
        }
        if !head.is_empty() {
            head.push_str("\r\n");
        }
        if let Some(media_type) = &self.content_type {
            head.push_str(&line("Content-Type", media_type)?);
        }
        for (name, value) in &self.headers {
            head.push_str(&line(name, value)?);
        }
        Ok((head, self.content))
    }
}

impl<T: Into<Octets>> From<T> for Part {
    fn from(content: T) -> Self {
        Self::new(content)
    }
}

/// Writes a name as browsers do (HTML, "multipart/form-data encoding algorithm"), so that it cannot end before its end.
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns the line of a header, unless it would be more than that.
fn line(name: &str, value: &str) -> Result<String, RequestError> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(RequestError::HeaderName);
    }
    if HeaderValue::from_str(value).is_err() {
        return Err(RequestError::HeaderValue { name: name.to_owned() });
    }
    Ok(format!("{name}: {value}\r\n"))
}
