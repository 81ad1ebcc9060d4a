//! XML: how values are written, by their shapes.

use std::borrow::Cow;

use serde::ser::Error as _;
use serde::Serialize;
use serde_json::{to_value, Error, Map, Value};

use super::call::Call;
use super::request_error::RequestError;
use super::xml::{List, Member, Name, Node, Root, Shape, XSI};

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
pub(super) fn write(root: &Root, value: &(impl Serialize + ?Sized)) -> Result<String, Error> {
    let Root { name: root, shape } = *root;
    let value = to_value(value)?;
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let mut writer = Writer { text, scope: Vec::new() };
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

struct Writer<'v> {
    text: String,
    /// The prefixes that are declared here, each with its namespace.
    scope: Vec<(&'v str, &'v str)>,
}

impl<'v> Writer<'v> {
    /// Writes a value as elements of a name: one, or one for each of an array.
    fn value(&mut self, name: Name<'v>, shape: &Shape, value: &'v Value) -> Result<(), Error> {
        match (shape, value) {
            (Shape::List(list), Value::Array(elements)) if list.is_wrapped => {
                self.wrapped(name, list, elements)
            }
            (Shape::List(list), Value::Array(elements)) => {
                elements.iter().try_for_each(|element| self.value(list.name.or(name), list.shape, element))
            }
            // Without an element around it, `null` would be taken for an element of the array.
            (Shape::List(list), Value::Null) if !list.is_wrapped => Ok(()),
            (_, Value::Array(elements)) => {
                elements.iter().try_for_each(|element| self.value(name, shape, element))
            }
            _ => self.element(name, shape, value),
        }
    }

    fn wrapped(&mut self, name: Name<'v>, list: &List, elements: &'v [Value]) -> Result<(), Error> {
        let declared = self.open(name, &[])?;
        for element in elements {
            self.value(list.name.or(name), list.shape, element)?;
        }
        self.close(name, declared);
        Ok(())
    }

    fn element(&mut self, name: Name<'v>, shape: &Shape, value: &'v Value) -> Result<(), Error> {
        let (members, others): (&[Member], &Shape) = match shape {
            Shape::Object(members) => (members, &Shape::Any),
            Shape::Open(members, others) => (members, others),
            _ => (&[], &Shape::Any),
        };
        match value {
            Value::Object(object) => self.object(name, members, others, object),
            Value::Null => {
                let nil = (Name::qualified("nil", "xsi", XSI), Cow::Borrowed("true"));
                let declared = self.open(name, &[nil])?;
                self.close(name, declared);
                Ok(())
            }
            value => {
                let declared = self.open(name, &[])?;
                self.text.push_str(&escape(&scalar(value))?);
                self.close(name, declared);
                Ok(())
            }
        }
    }

    fn object(
        &mut self,
        name: Name<'v>,
        members: &[Member],
        others: &Shape,
        object: &'v Map<String, Value>,
    ) -> Result<(), Error> {
        // OAS 3.2.0, "Handling `null` Values": an attribute is left out.
        let is_left_out = |member: &Member, value: &Value| value.is_null() && member.node != Node::Element;
        let present = members.iter().filter_map(|member| Some((member, object.get(member.wire)?)));
        let present: Vec<_> = present.filter(|(member, value)| !is_left_out(member, value)).collect();
        let attributes = present.iter().filter(|(member, _)| member.node == Node::Attribute);
        let attributes: Vec<_> = attributes.map(|(member, value)| (member.name, scalar(value))).collect();
        let declared = self.open(name, &attributes)?;
        for (member, value) in present {
            match member.node {
                Node::Attribute => {}
                Node::Text => self.content(&scalar(value))?,
                Node::Element => self.value(member.name, member.shape, value)?,
            }
        }
        let others_of =
            object.iter().filter(|(wire, _)| members.iter().all(|member| member.wire != wire.as_str()));
        for (wire, value) in others_of {
            if !is_name(wire) {
                return Err(Error::custom("the name of a member is no name in XML"));
            }
            self.value(Name::new(wire), others, value)?;
        }
        self.close(name, declared);
        Ok(())
    }

    /// Writes text that elements may follow, beside which space alone says nothing unless it is written out.
    fn content(&mut self, text: &str) -> Result<(), Error> {
        let text = escape(text)?;
        match text.trim_start_matches(' ').is_empty() {
            true => self.text.push_str(&text.replace(' ', "&#32;")),
            false => self.text.push_str(&text),
        }
        Ok(())
    }

    /// Starts an element with the namespaces that are not declared around it; returns how many these are.
    fn open(&mut self, name: Name<'v>, attributes: &[(Name<'v>, Cow<'_, str>)]) -> Result<usize, Error> {
        self.text.push('<');
        self.push_name(name);
        let before = self.scope.len();
        // An attribute without a prefix has no namespace, whatever is declared.
        let of_attributes = attributes.iter().map(|(name, _)| name).filter(|name| !name.prefix.is_empty());
        for name in std::iter::once(&name).chain(of_attributes) {
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

    fn close(&mut self, name: Name<'v>, declared: usize) {
        self.text.push_str("</");
        self.push_name(name);
        self.text.push('>');
        self.scope.truncate(self.scope.len().saturating_sub(declared));
    }

    fn push_name(&mut self, name: Name<'v>) {
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
