//! XML: how values are written, by what the document's `xml` says of their schemas (OAS, XML Object).
//!
//! A value passes through JSON, whose members the shapes name. What has no shape is written by the names of its members.

use std::borrow::Cow;

use serde::ser::Error as _;
use serde::Serialize;
use serde_json::{to_value, Error, Value};

use super::call::Call;
use super::request_error::RequestError;

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    name: &'static str,
    prefix: &'static str,
    namespace: &'static str,
}

impl Name {
    /// A name without a namespace.
    pub const fn new(name: &'static str) -> Self {
        Self { name, prefix: "", namespace: "" }
    }

    /// A name with a prefix, a namespace or both; what there is not is empty.
    pub const fn qualified(name: &'static str, prefix: &'static str, namespace: &'static str) -> Self {
        Self { name, prefix, namespace }
    }
}

/// How the values of a schema are written.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// By what they are: text, or elements with the names of the members.
    Any,
    /// As members.
    Object(&'static [Member]),
    /// As an element for each.
    List(&'static List),
}

/// How an array is written.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The name of the elements.
    pub name: Name,
    /// Whether one element stands around them.
    pub is_wrapped: bool,
    /// How they are written.
    pub shape: &'static Shape,
}

/// How a member of an object is written.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    wire: &'static str,
    name: Name,
    node: Node,
    shape: &'static Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Attribute,
    Element,
    Text,
}

impl Member {
    /// A member that is an element.
    pub const fn element(wire: &'static str, name: Name, shape: &'static Shape) -> Self {
        Self { wire, name, node: Node::Element, shape }
    }

    /// A member that is an element of its own name.
    pub const fn plain(wire: &'static str) -> Self {
        Self::element(wire, Name::new(wire), &Shape::Any)
    }

    /// A member that is an attribute.
    pub const fn attribute(wire: &'static str, name: Name) -> Self {
        Self { wire, name, node: Node::Attribute, shape: &Shape::Any }
    }

    /// A member that is the text of the element around it.
    pub const fn text(wire: &'static str) -> Self {
        Self { wire, name: Name::new(""), node: Node::Text, shape: &Shape::Any }
    }
}

/// The root element of a document, and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// Its name.
    pub name: Name,
    /// How it is written.
    pub shape: &'static Shape,
}

impl<O> Call<O> {
    /// Sends a body in XML.
    pub fn xml(self, media_type: &str, root: &Root, body: &(impl Serialize + ?Sized)) -> Self {
        self.encoded(media_type, write(root, body).map(String::into_bytes).map_err(RequestError::Body))
    }
}

/// Returns a value as an XML document.
///
/// # Errors
///
/// The value cannot be serialized, or has a character or the name of a member that XML cannot have.
pub fn write(root: &Root, value: &(impl Serialize + ?Sized)) -> Result<String, Error> {
    let Root { name: root, shape } = *root;
    let mut writer =
        Writer { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), scope: Vec::new() };
    let value = to_value(value)?;
    match (shape, &value) {
        // A document has one root.
        (Shape::List(list), Value::Array(elements)) => writer.wrapped(root, list, elements)?,
        (shape, Value::Array(elements)) => {
            let declared = writer.open(root, &[])?;
            for element in elements {
                writer.value(root, shape, element)?;
            }
            writer.close(root, declared);
        }
        (shape, value) => writer.element(root, shape, value)?,
    }
    Ok(writer.text)
}

struct Writer {
    text: String,
    /// The prefixes that are declared here, each with its namespace.
    scope: Vec<(&'static str, &'static str)>,
}

impl Writer {
    /// Writes a value as elements of a name: one, or one for each of an array. `null` is nothing.
    fn value(&mut self, name: Name, shape: &Shape, value: &Value) -> Result<(), Error> {
        match (shape, value) {
            (_, Value::Null) => Ok(()),
            (Shape::List(list), Value::Array(elements)) if list.is_wrapped => {
                self.wrapped(name, list, elements)
            }
            (Shape::List(list), Value::Array(elements)) => {
                elements.iter().try_for_each(|element| self.value(list.name, list.shape, element))
            }
            (_, Value::Array(elements)) => {
                elements.iter().try_for_each(|element| self.value(name, shape, element))
            }
            _ => self.element(name, shape, value),
        }
    }

    fn wrapped(&mut self, name: Name, list: &List, elements: &[Value]) -> Result<(), Error> {
        let declared = self.open(name, &[])?;
        for element in elements {
            self.value(list.name, list.shape, element)?;
        }
        self.close(name, declared);
        Ok(())
    }

    fn element(&mut self, name: Name, shape: &Shape, value: &Value) -> Result<(), Error> {
        let members: &[Member] = match shape {
            Shape::Object(members) => members,
            Shape::Any | Shape::List(_) => &[],
        };
        let Value::Object(object) = value else {
            let declared = self.open(name, &[])?;
            self.text.push_str(&escape(&scalar(value))?);
            self.close(name, declared);
            return Ok(());
        };
        let present = |member: &&Member| object.get(member.wire).is_some_and(|value| !value.is_null());
        let attributes = members.iter().filter(|member| member.node == Node::Attribute).filter(present);
        let attributes: Vec<(Name, String)> = attributes
            .filter_map(|member| Some((member.name, scalar(object.get(member.wire)?).into_owned())))
            .collect();
        let declared = self.open(name, &attributes)?;
        for member in members.iter().filter(present) {
            let Some(value) = object.get(member.wire) else { continue };
            match member.node {
                Node::Attribute => {}
                Node::Text => self.text.push_str(&escape(&scalar(value))?),
                Node::Element => self.value(member.name, member.shape, value)?,
            }
        }
        let others =
            object.iter().filter(|(wire, _)| members.iter().all(|member| member.wire != wire.as_str()));
        for (wire, value) in others {
            self.other(wire, value)?;
        }
        self.close(name, declared);
        Ok(())
    }

    /// Writes a member of which the document says nothing.
    fn other(&mut self, wire: &str, value: &Value) -> Result<(), Error> {
        if !is_name(wire) {
            return Err(Error::custom("the name of a member is no name in XML"));
        }
        let empty = [];
        let elements = match value {
            Value::Null => &empty,
            Value::Array(elements) => elements.as_slice(),
            one => std::slice::from_ref(one),
        };
        for element in elements {
            self.text.push_str(&format!("<{wire}>"));
            match element {
                Value::Object(members) => {
                    members.iter().try_for_each(|(wire, value)| self.other(wire, value))?;
                }
                // A list in a list has no name for its elements.
                Value::Array(elements) => elements.iter().try_for_each(|value| self.other(wire, value))?,
                scalar => self.text.push_str(&escape(&self::scalar(scalar))?),
            }
            self.text.push_str(&format!("</{wire}>"));
        }
        Ok(())
    }

    /// Starts an element with the namespaces that are not declared around it; returns how many these are.
    fn open(&mut self, name: Name, attributes: &[(Name, String)]) -> Result<usize, Error> {
        self.text.push('<');
        self.push_name(name);
        let before = self.scope.len();
        for name in std::iter::once(&name).chain(attributes.iter().map(|(name, _)| name)) {
            let current = self.scope.iter().rev().find(|(prefix, _)| *prefix == name.prefix);
            if !name.namespace.is_empty() && current.is_none_or(|(_, uri)| *uri != name.namespace) {
                let colon = if name.prefix.is_empty() { "" } else { ":" };
                let uri = escape(name.namespace)?;
                self.text.push_str(&format!(" xmlns{colon}{}=\"{uri}\"", name.prefix));
                self.scope.push((name.prefix, name.namespace));
            }
        }
        for (name, value) in attributes {
            self.text.push(' ');
            self.push_name(*name);
            self.text.push_str(&format!("=\"{}\"", escape(value)?));
        }
        self.text.push('>');
        Ok(self.scope.len() - before)
    }

    fn close(&mut self, name: Name, declared: usize) {
        self.text.push_str("</");
        self.push_name(name);
        self.text.push('>');
        self.scope.truncate(self.scope.len().saturating_sub(declared));
    }

    fn push_name(&mut self, name: Name) {
        if !name.prefix.is_empty() {
            self.text.push_str(name.prefix);
            self.text.push(':');
        }
        self.text.push_str(name.name);
    }
}

/// Returns the text of a scalar; anything else is JSON, where XML has no place for elements.
fn scalar(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Escapes text for an element or an attribute in quotes. Line breaks are written so that no reader normalises them.
fn escape(text: &str) -> Result<String, Error> {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(c))),
            '\0'..'\x20' | '\u{fffe}' | '\u{ffff}' => {
                return Err(Error::custom("the body has a character that XML cannot have"));
            }
            c => escaped.push(c),
        }
    }
    Ok(escaped)
}

/// Whether a text is a name in XML without a prefix, of letters that everybody agrees on.
fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
