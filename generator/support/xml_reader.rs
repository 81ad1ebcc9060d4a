//! XML: how bodies are read, by their shapes.
//!
//! An element becomes the JSON that its shape says, and a type is read from that as from any JSON. Entities that a document
//! defines are never expanded: a document type is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::rc::Rc;

use quick_xml::errors::IllFormedError;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::content::{from_json, utf8, Content, Reply};
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::xml::{Absent, List, Member, Name, Node, Root, Shape, XSI};

/// How deep elements may stand in each other. Each makes at most two levels of JSON, of which 127 are read.
const MAX_DEPTH: usize = 60;

/// The name that the text beside elements has where anything may come; no element can have it.
const TEXT: &str = "#text";

/// A body in XML.
pub struct Xml<T, D>(PhantomData<fn() -> (T, D)>);

/// The document that such a body is. Its types have no values; they only name it.
pub trait Document: 'static {
    /// Its root element.
    const ROOT: &'static Root;
}

impl<T: for<'de> Decode<'de> + 'static, D: Document> Content for Xml<T, D> {
    type Value = T;
    const MEDIA_TYPES: &'static [&'static str] = &["application/xml"];

    fn decode(reply: &Reply) -> Result<T, DecodeError> {
        let value = read(D::ROOT, utf8(&reply.declared()?.plain()?.body)?)?;
        // As text again, because the place of a mistake is found in it.
        from_json(value.to_string().as_bytes())
    }
}

/// Reads an XML document as JSON.
///
/// # Errors
///
/// It is not well-formed, has a document type, or is another one altogether.
pub(super) fn read(root: &Root, text: &str) -> Result<Value, DecodeError> {
    let mut parser = Parser::new(text);
    let start = parser.prolog()?;
    let opened = parser.open(&start)?;
    let is_root = root.name.name.is_empty() || opened.name.local == root.name.name;
    let value = match root.shape {
        // The root stands around the elements, whatever the array says.
        Shape::List(list) => parser.list(&opened, list),
        shape => parser.value(opened, shape),
    }?;
    parser.end()?;
    match is_root || !is_blank(&value) {
        true => Ok(value),
        false => Err(DecodeError::whole("the root element has another name, and nothing in it is known")),
    }
}

/// Whether nothing was read.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.values().all(is_blank),
        Value::Array(elements) => elements.is_empty(),
        Value::String(text) => text.is_empty(),
        other => other.is_null(),
    }
}

/// A name with the namespace that its prefix stands for.
struct Found {
    local: String,
    namespace: Option<Rc<str>>,
}

impl Found {
    /// Whether it is a name of the document. Servers leave namespaces away, and those that it does not say are not compared.
    fn is(&self, name: Name<'_>) -> bool {
        let is_free = name.namespace.is_empty() || self.namespace.is_none();
        self.local == name.name && (is_free || self.is_in(name))
    }

    fn is_in(&self, name: Name<'_>) -> bool {
        self.namespace.as_deref().unwrap_or_default() == name.namespace
    }
}

struct Attribute {
    name: Found,
    value: String,
    /// Whether it says something of the XML and not of the value, such as `xmlns` and `xsi:type`.
    is_about_xml: bool,
}

/// An element whose start was read.
struct Opened {
    name: Found,
    attributes: Vec<Attribute>,
    /// The prefixes that it declares.
    declared: Vec<String>,
}

impl Opened {
    fn is_nil(&self) -> bool {
        let mut nil = self.attributes.iter().filter(|it| it.name.is(Name::qualified("nil", "", XSI)));
        nil.any(|it| it.name.namespace.is_some() && matches!(it.value.trim(), "true" | "1"))
    }
}

/// The text of an element.
#[derive(Default)]
struct Text {
    text: String,
    /// Whether there is more than the space that stands between elements.
    is_said: bool,
}

struct Parser<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// The namespaces of each prefix, the innermost last.
    prefixes: BTreeMap<String, Vec<Rc<str>>>,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, text, prefixes: BTreeMap::new(), depth: 0 }
    }

    /// Reads up to the start of the root element.
    fn prolog(&mut self) -> Result<BytesStart<'a>, DecodeError> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(start),
                Event::Decl(declaration) => match declaration.encoding() {
                    Some(Ok(name)) if !is_utf8(&name) && !self.text.is_ascii() => {
                        return Err(self.error("the document says that it is not UTF-8"));
                    }
                    _ => {}
                },
                event => self.between(&event)?,
            }
        }
    }

    /// Reads what follows the root element.
    fn end(&mut self) -> Result<(), DecodeError> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                event => self.between(&event)?,
            }
        }
    }

    /// Passes over what may stand beside the root element.
    fn between(&self, event: &Event<'_>) -> Result<(), DecodeError> {
        match event {
            Event::Comment(_) | Event::PI(_) => Ok(()),
            Event::Text(text) if text.trim_ascii().is_empty() => Ok(()),
            Event::Eof if self.text.trim().is_empty() => Err(DecodeError::whole("the body is empty")),
            _ => Err(self.error("the document has not one element around all others")),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, DecodeError> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.error("a document type, which is not read")),
            Ok(event) => Ok(event),
            Err(error) => Err(self.place(self.reader.error_position(), &problem(&error))),
        }
    }

    /// Makes an error at the place where reading is.
    fn error(&self, problem: &str) -> DecodeError {
        self.place(self.reader.buffer_position(), problem)
    }

    fn place(&self, position: u64, problem: &str) -> DecodeError {
        let before = usize::try_from(position).ok().and_then(|position| self.text.get(..position));
        let before = before.unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        DecodeError::whole(format!("{problem} in line {line}, column {column}"))
    }

    /// Reads the start of an element: its name and attributes, with their namespaces.
    fn open(&mut self, start: &BytesStart<'_>) -> Result<Opened, DecodeError> {
        let (mut attributes, mut declared) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| self.error("an attribute that is not well-formed"))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| self.error("an attribute with a reference that is not known"))?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let prefix = match name.as_str() {
                "xmlns" => Some(""),
                name => name.strip_prefix("xmlns:"),
            };
            if let Some(prefix) = prefix {
                self.prefixes.entry(prefix.to_owned()).or_default().push(value.as_ref().into());
                declared.push(prefix.to_owned());
            }
            if !seen.insert(name.clone()) {
                return Err(self.error("an attribute that stands twice"));
            }
            attributes.push((name, value.into_owned()));
        }
        let attributes = attributes.into_iter().map(|(name, value)| {
            let about = ["xmlns:", "xml:"].iter().any(|prefix| name.starts_with(prefix)) || name == "xmlns";
            // The default namespace is none of attributes.
            let name = self.found(&name, name.contains(':'));
            let is_about_xml = about || name.namespace.as_deref() == Some(XSI);
            Attribute { name, value, is_about_xml }
        });
        let attributes = attributes.collect();
        let name = self.found(&String::from_utf8_lossy(start.name().as_ref()), true);
        Ok(Opened { name, attributes, declared })
    }

    fn found(&self, name: &str, has_namespace: bool) -> Found {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = self.prefixes.get(prefix).and_then(|all| all.last()).filter(|uri| !uri.is_empty());
        Found { local: local.to_owned(), namespace: namespace.filter(|_| has_namespace).cloned() }
    }

    /// Forgets the prefixes of an element that was read.
    fn close(&mut self, opened: &Opened) {
        for prefix in &opened.declared {
            self.prefixes.entry(prefix.clone()).and_modify(|all| drop(all.pop()));
        }
    }

    /// Reads what an element holds, and its end.
    fn value(&mut self, opened: Opened, shape: &Shape) -> Result<Value, DecodeError> {
        let is_nil = opened.is_nil();
        let value = match shape {
            Shape::List(list) => self.list(&opened, list)?,
            Shape::Object(members) => self.fields(&opened, members, None)?.finish(members, None),
            Shape::Open(members, others) => {
                self.fields(&opened, members, Some(others))?.finish(members, Some(others))
            }
            Shape::Any => self.anything(&opened, shape)?,
            scalar => self.anything(&Opened { attributes: Vec::new(), ..opened }, scalar)?,
        };
        Ok(if is_nil && is_blank(&value) { Value::Null } else { value })
    }

    /// Reads an element by what it is: text, or elements, also where text belongs, so that the type can refuse them.
    fn anything(&mut self, opened: &Opened, shape: &Shape) -> Result<Value, DecodeError> {
        let fields = self.fields(opened, &[], Some(&Shape::Any))?;
        match fields.members.is_empty() {
            true => Ok(scalar(shape, fields.text.text)),
            false => Ok(fields.finish(&[], Some(&Shape::Any))),
        }
    }

    /// Reads each element in another one as one of an array, whatever it is called.
    fn list(&mut self, opened: &Opened, list: &List) -> Result<Value, DecodeError> {
        let mut elements = Vec::new();
        self.content(|parser, element| {
            elements.push(parser.value(element, list.shape)?);
            Ok(())
        })?;
        self.close(opened);
        Ok(Value::Array(elements))
    }

    /// Reads the attributes of an element and the elements in it.
    fn fields(
        &mut self,
        opened: &Opened,
        members: &[Member],
        others: Option<&Shape>,
    ) -> Result<Fields, DecodeError> {
        let takes_anything = matches!(others, Some(Shape::Any));
        let mut fields = Fields::default();
        for Attribute { name, value, is_about_xml } in &opened.attributes {
            match find(members, Node::Attribute, name) {
                Some(member) => fields.add(member.wire, scalar(member.shape, value.clone()), false),
                None if takes_anything && !is_about_xml && !is_declared(members, &name.local) => {
                    fields.add(&name.local, Value::from(value.as_str()), false);
                }
                None => {}
            }
        }
        fields.text = self.content(|parser, element| {
            if let Some(member) = find(members, Node::Element, &element.name) {
                let value = parser.value(element, of_one(member.shape))?;
                fields.add(member.wire, value, is_repeated(member.shape));
            } else if let Some(others) = others.filter(|_| !is_declared(members, &element.name.local)) {
                let wire = element.name.local.clone();
                let value = parser.value(element, of_one(others))?;
                fields.add(&wire, value, is_repeated(others));
            } else {
                parser.skip(&element)?;
            }
            Ok(())
        })?;
        self.close(opened);
        Ok(fields)
    }

    /// Reads up to the end of an element; each one in it goes to `child`, which reads it to its end.
    fn content(
        &mut self,
        mut child: impl FnMut(&mut Self, Opened) -> Result<(), DecodeError>,
    ) -> Result<Text, DecodeError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(&format!("elements that are nested deeper than {MAX_DEPTH}")));
        }
        let mut text = Text::default();
        loop {
            match self.next()? {
                Event::Start(start) => {
                    let opened = self.open(&start)?;
                    child(self, opened)?;
                }
                Event::End(_) => break,
                Event::Text(piece) => {
                    let piece = piece.xml10_content().map_err(|_| self.error("text that is not UTF-8"))?;
                    text.is_said |= !piece.trim_ascii().is_empty();
                    text.text.push_str(&piece);
                }
                Event::CData(piece) => {
                    let piece = piece.xml10_content().map_err(|_| self.error("text that is not UTF-8"))?;
                    text.is_said = true;
                    text.text.push_str(&piece);
                }
                Event::GeneralRef(reference) => {
                    text.is_said = true;
                    self.push(&reference, &mut text.text)?;
                }
                Event::Comment(_) | Event::PI(_) => {}
                _ => return Err(self.error("an element that does not end")),
            }
        }
        self.depth -= 1;
        Ok(text)
    }

    /// Adds what a reference stands for: a character, or one of the five entities that XML has by itself.
    fn push(&self, reference: &BytesRef<'_>, text: &mut String) -> Result<(), DecodeError> {
        let unknown = || self.error("a reference that is not known");
        if let Some(c) = reference.resolve_char_ref().map_err(|_| unknown())? {
            text.push(c);
            return Ok(());
        }
        let name = reference.decode().map_err(|_| unknown())?;
        text.push_str(resolve_xml_entity(&name).ok_or_else(unknown)?);
        Ok(())
    }

    /// Passes over an element of which the document says nothing.
    fn skip(&mut self, opened: &Opened) -> Result<(), DecodeError> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(self.error("an element that does not end")),
                _ => {}
            }
        }
        self.close(opened);
        Ok(())
    }
}

/// The members of an object while they are read.
#[derive(Default)]
struct Fields {
    members: Map<String, Value>,
    /// Those that are arrays because elements stand more than once, or may.
    repeated: BTreeSet<String>,
    text: Text,
}

impl Fields {
    /// Adds a member. One that stands again makes an array, which its type refuses unless it is one.
    fn add(&mut self, wire: &str, value: Value, is_repeated: bool) {
        let Some(found) = self.members.get_mut(wire) else {
            let value = if is_repeated { Value::Array(vec![value]) } else { value };
            self.repeated.extend(is_repeated.then(|| wire.to_owned()));
            self.members.insert(wire.to_owned(), value);
            return;
        };
        match found {
            Value::Array(elements) if self.repeated.contains(wire) => elements.push(value),
            found => {
                *found = Value::Array(vec![found.take(), value]);
                self.repeated.insert(wire.to_owned());
            }
        }
    }

    /// Adds the text beside the elements, and what is there without being written.
    fn finish(mut self, members: &[Member], others: Option<&Shape>) -> Value {
        let text = std::mem::take(&mut self.text);
        let as_text = members.iter().find(|member| member.node == Node::Text);
        if let (Some(member), true) = (as_text, text.is_said) {
            self.add(member.wire, scalar(member.shape, text.text), false);
        } else if self.members.is_empty() && text.is_said {
            // Nothing but text, which an object is not.
            return Value::String(text.text);
        } else if text.is_said && matches!(others, Some(Shape::Any)) {
            self.add(TEXT, Value::String(text.text), false);
        }
        for member in members {
            let absent = match (member.absent, member.shape) {
                (Absent::Missing, _) => continue,
                (Absent::Null, _) => Value::Null,
                (Absent::Empty, Shape::List(_)) => Value::Array(Vec::new()),
                (Absent::Empty, _) => Value::String(String::new()),
            };
            self.members.entry(member.wire).or_insert(absent);
        }
        Value::Object(self.members)
    }
}

/// Returns the member that an element or attribute is: one of that very namespace before one that may be meant.
fn find<'m>(members: &'m [Member], node: Node, name: &Found) -> Option<&'m Member> {
    let called = |member: &Member| match member.shape {
        Shape::List(list) if !list.is_wrapped => list.name.or(member.name),
        _ => member.name,
    };
    let mut fitting = members.iter().filter(|member| member.node == node && name.is(called(member)));
    let first = fitting.next()?;
    if name.is_in(called(first)) {
        return Some(first);
    }
    fitting.find(|member| name.is_in(called(member))).or(Some(first))
}

fn is_declared(members: &[Member], wire: &str) -> bool {
    members.iter().any(|member| member.wire == wire)
}

/// Whether elements of a name are those of one array.
fn is_repeated(shape: &Shape) -> bool {
    matches!(shape, Shape::List(list) if !list.is_wrapped)
}

/// Returns what one element of such an array is.
fn of_one(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(list) if !list.is_wrapped => list.shape,
        other => other,
    }
}

/// Returns what a text says; what does not fit stays text, which the type refuses.
fn scalar(shape: &Shape, text: String) -> Value {
    let trimmed = text.trim();
    match (shape, trimmed) {
        (Shape::Number | Shape::Boolean, "") => Value::Null,
        (Shape::Boolean, "true" | "1") => Value::Bool(true),
        (Shape::Boolean, "false" | "0") => Value::Bool(false),
        (Shape::Number, number) => self::number(number).unwrap_or(Value::String(text)),
        _ => Value::String(text),
    }
}

/// Reads a number, also with a plus or zeros before it, which JSON does not have.
fn number(text: &str) -> Option<Value> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let significant = digits.trim_start_matches('0');
    let zero = if significant.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
    let number = serde_json::from_str(&format!("{sign}{zero}{significant}"));
    number.ok().filter(|_| !digits.is_empty()).map(Value::Number)
}

fn is_utf8(encoding: &[u8]) -> bool {
    ["utf-8", "utf8", "us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name.as_bytes()))
}

/// Returns what is wrong, without the names that the parser quotes.
fn problem(error: &quick_xml::Error) -> String {
    let problem = match error {
        quick_xml::Error::Syntax(error) => return error.to_string(),
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => {
            "an end tag of another name than the start tag"
        }
        quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => "an end tag without a start tag",
        quick_xml::Error::IllFormed(IllFormedError::UnclosedReference) => "a reference that does not end",
        _ => "XML that is not well-formed",
    };
    problem.to_owned()
}
