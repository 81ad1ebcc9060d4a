//! XML: the shapes of schemas, from which bodies are written.

use super::context::Cx;
use crate::diagnostic::Code;
use crate::model::{Additional, Kind, MediaType, Object, SchemaId, Use, Xml, XmlNode};
use crate::rust::name::{Case, Name, Scope};
use crate::rust::xml::{Element, Item, List, Member, Node, Shape};
use std::collections::BTreeMap;

/// The shapes that were made so far.
#[derive(Debug)]
pub(super) struct Shapes {
    scope: Scope,
    names: BTreeMap<SchemaId, Name>,
    roots: BTreeMap<SchemaId, Name>,
    pub items: Vec<Item>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            scope: Scope::new("xml", Case::Value, "shape"),
            names: BTreeMap::new(),
            roots: BTreeMap::new(),
            items: Vec::new(),
        }
    }
}

/// Whether a media type is XML.
pub(super) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Returns the name of the shape of a body. There is none for what is text or bytes already, and for what has no name in
/// XML.
pub(super) fn root(cx: &mut Cx<'_>, media: &MediaType) -> Option<Name> {
    let used = media.schema.as_ref()?;
    let target = cx.target(used.id);
    if !matches!(cx.api.schemas[target].kind, Kind::Object(_) | Kind::Array(_) | Kind::Union(_)) {
        return None;
    }
    let xml = xml(cx, used.id);
    let component = || cx.api.schemas[used.id].component.clone();
    let of = xml.name.clone().or_else(component)?;
    let root = element(&xml, of.clone())?;
    if let Some(name) = cx.xml.roots.get(&used.id) {
        return Some(name.clone());
    }
    let shape = shape(cx, used, &of);
    let at = cx.api.schemas[used.id].at.to_string();
    let mut shapes = std::mem::take(&mut cx.xml);
    let name = cx.claim(&mut shapes.scope, &format!("{at} document"), &format!("{of} document"));
    cx.xml = shapes;
    cx.xml.roots.insert(used.id, name.clone());
    cx.xml.items.push(Item { name: name.clone(), of: format!("<{of}>"), root: Some(root), shape });
    Some(name)
}

/// Returns what a schema says of XML, or what the first says that it is an alias of.
fn xml(cx: &Cx<'_>, id: SchemaId) -> Xml {
    let own = &cx.api.schemas[id].xml;
    if *own == Xml::default() {
        cx.api.schemas[cx.target(id)].xml.clone()
    } else {
        own.clone()
    }
}

/// Returns the shape of a use; that of a component is an item, so that it may lead back to itself. `around` names the
/// elements of an array that have no name.
fn shape(cx: &mut Cx<'_>, used: &Use, around: &str) -> Shape {
    let api = cx.api;
    let id = cx.target(used.id);
    let schema = &api.schemas[id];
    match (&schema.kind, &schema.component) {
        (Kind::Object(object), Some(component)) => component_shape(cx, id, component, object),
        (Kind::Object(object), None) => self::object(cx, object),
        (Kind::Array(array), _) => {
            // An array of nothing but itself has no elements that anybody could name.
            if cx.recursion.is_endless_alias(id, array.items.id) || cx.recursion.is_too_deep(id) {
                return Shape::Any;
            }
            let xml = xml(cx, used.id);
            let items = self::xml(cx, array.items.id);
            // OAS, XML Object, "XML Arrays": a wrapping element has the name of the array, and so have the elements unless
            // they have one of their own; without it that of the array says nothing.
            let outer = if xml.wrapped { xml.name.as_deref().unwrap_or(around) } else { around };
            let name = items.name.clone().unwrap_or_else(|| outer.to_owned());
            let Some(name) = element(&items, name.clone()) else { return Shape::Any };
            let shape = self::shape(cx, &array.items, name.name.clone().as_str());
            Shape::List(Box::new(List { name, is_wrapped: xml.wrapped, shape }))
        }
        (Kind::Union(_), _) => {
            let message = "XML of a union is written by the names of the members alone, without what `xml` says of them";
            cx.sink.report(Code::RawMediaType, &schema.at, message);
            Shape::Any
        }
        _ => Shape::Any,
    }
}

fn component_shape(cx: &mut Cx<'_>, id: SchemaId, component: &str, object: &Object) -> Shape {
    if let Some(name) = cx.xml.names.get(&id) {
        return Shape::Item(name.clone());
    }
    let mut shapes = std::mem::take(&mut cx.xml);
    let name = cx.claim(&mut shapes.scope, component, component);
    shapes.names.insert(id, name.clone());
    cx.xml = shapes;
    let shape = self::object(cx, object);
    cx.xml.items.push(Item { name: name.clone(), of: component.to_owned(), root: None, shape });
    Shape::Item(name)
}

fn object(cx: &mut Cx<'_>, object: &Object) -> Shape {
    if object.properties.is_empty() && object.additional != Additional::Forbidden {
        return Shape::Any;
    }
    let mut members = Vec::new();
    for property in &object.properties {
        let xml = xml(cx, property.schema.id);
        let is_array = cx.is_array(&property.schema);
        let name = xml.name.clone().filter(|_| !is_array || xml.wrapped);
        let name = name.unwrap_or_else(|| property.name.clone());
        let Some(element) = element(&xml, name) else {
            let message = format!(
                "{} is no name in XML: the bindings cannot send the member",
                crate::rust::docs::code(&property.name)
            );
            cx.sink.report(Code::RawMediaType, &property.at, message);
            continue;
        };
        let (node, shape) = match xml.node {
            XmlNode::Attribute => (Node::Attribute, Shape::Any),
            XmlNode::Text => (Node::Text, Shape::Any),
            XmlNode::Element => (Node::Element, shape(cx, &property.schema, &property.name)),
        };
        members.push(member(&property.name, element, node, shape));
    }
    Shape::Object(members)
}

/// Makes a member; one that is written as it would be anyway says only its name, which has a place in the order.
fn member(wire: &str, element: Element, node: Node, shape: Shape) -> Member {
    let shape = match shape {
        // Any array repeats the name of its member.
        Shape::List(list)
            if !list.is_wrapped && list.name == element && !matches!(list.shape, Shape::List(_)) =>
        {
            list.shape
        }
        other => other,
    };
    let is_plain = node == Node::Element
        && shape == Shape::Any
        && element.name == wire
        && element.prefix.is_empty()
        && element.namespace.is_empty();
    let node = if is_plain { Node::Plain } else { node };
    Member { wire: wire.to_owned(), element, node, shape }
}

/// Returns a name, unless it is none in XML.
fn element(xml: &Xml, name: String) -> Option<Element> {
    let (prefix, namespace) =
        (xml.prefix.clone().unwrap_or_default(), xml.namespace.clone().unwrap_or_default());
    // Some write the prefix into the name.
    let (prefix, name) = match name.split_once(':') {
        Some((own, name)) if prefix.is_empty() => (own.to_owned(), name.to_owned()),
        _ => (prefix, name),
    };
    let is_named = is_name(&name) && (prefix.is_empty() || is_name(&prefix));
    let is_text = namespace.chars().all(|c| !c.is_control());
    (is_named && is_text).then_some(Element { name, prefix, namespace })
}

/// Whether a text is a name in XML, of letters that everybody agrees on.
fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
