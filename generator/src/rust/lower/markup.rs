//! The shapes of schemas in XML, and what of them cannot be read.
//!
//! They are made without names and without a word to the user, because not every answer that could be read is asked for.

use super::context::Cx;
use crate::diagnostic::Pointer;
use crate::model::{
    Additional, Array, Enumeration, Kind, Object, Property, Scalar, SchemaId, Union, Use, Xml, XmlNode,
};
use crate::rust::xml::{self, Absent, Element, List, Node};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Shape = xml::Shape<SchemaId>;
type Member = xml::Member<SchemaId>;

/// How deep schemas without a name may stand in each other.
const DEEPEST: usize = 64;
/// How many of them one shape may have.
const MOST: usize = 10_000;
/// How deep unions in unions are looked at.
const DEPTH: u8 = 8;

/// A shape, and what is wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub shape: Shape,
    problems: Vec<Problem>,
}

/// Why values cannot be read back from what is written of them.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// Where.
    pub at: Pointer,
    /// Why.
    pub message: String,
    /// What is to be said if they are written.
    pub written: Option<String>,
}

/// The drafts of components.
#[derive(Debug, Default)]
pub(super) struct Drafts(BTreeMap<SchemaId, Draft>);

impl Drafts {
    /// Makes the draft of a use, and those of the components that it leads to. `around` names what has no name.
    pub(super) fn draft(&mut self, cx: &Cx<'_>, used: &Use, around: &str) -> Draft {
        let mut maker = Maker::new(cx);
        let shape = maker.shape(used, around);
        let draft = Draft { shape, problems: maker.problems };
        let mut waiting = references(&draft.shape);
        while let Some(id) = waiting.pop() {
            self.0.entry(id).or_insert_with(|| {
                let mut maker = Maker::new(cx);
                let shape = maker.component(id);
                waiting.extend(references(&shape));
                Draft { shape, problems: maker.problems }
            });
        }
        draft
    }

    /// Returns the components that a draft leads to.
    pub(super) fn reachable(&self, draft: &Draft) -> BTreeSet<SchemaId> {
        let (mut found, mut waiting) = (BTreeSet::new(), references(&draft.shape));
        while let Some(id) = waiting.pop() {
            if found.insert(id) {
                waiting.extend(self.0.get(&id).iter().flat_map(|draft| references(&draft.shape)));
            }
        }
        found
    }

    /// Returns what is wrong with a draft and with all that it leads to.
    pub(super) fn problems(&self, draft: &Draft) -> Vec<Problem> {
        let reachable = self.reachable(draft);
        let drafts = reachable.iter().filter_map(|id| self.0.get(id));
        std::iter::once(draft).chain(drafts).flat_map(|draft| draft.problems.iter().cloned()).collect()
    }

    /// Returns the shape of a component.
    pub(super) fn shape(&self, id: SchemaId) -> Shape {
        self.0.get(&id).map_or(Shape::Any, |draft| draft.shape.clone())
    }
}

fn references(shape: &Shape) -> Vec<SchemaId> {
    let mut found = Vec::new();
    shape.references(&mut |id| found.push(*id));
    found
}

/// Returns a name, unless it is none in XML.
pub(super) fn element(xml: &Xml, name: String) -> Option<Element> {
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

struct Maker<'a, 'c> {
    cx: &'a Cx<'c>,
    problems: Vec<Problem>,
    /// The schemas without a name around the one at hand.
    open: Vec<SchemaId>,
    /// How many more of them are looked at: pointers into the middle of schemas can share them without end.
    left: usize,
}

impl<'a, 'c> Maker<'a, 'c> {
    fn new(cx: &'a Cx<'c>) -> Self {
        Self { cx, problems: Vec::new(), open: Vec::new(), left: MOST }
    }

    fn problem(&mut self, at: &Pointer, message: impl Into<String>) {
        self.problems.push(Problem { at: at.clone(), message: message.into(), written: None });
    }

    /// Returns the shape of a use; that of an object or union with a name is made apart, because it may lead back to itself.
    fn shape(&mut self, used: &Use, around: &str) -> Shape {
        let id = self.cx.target(used.id);
        let schema = &self.cx.api.schemas[id];
        match (&schema.kind, &schema.component) {
            (Kind::Object(_) | Kind::Union(_), Some(_)) => Shape::Item(id),
            (Kind::Array(array), _) => self.list(id, array, &self.cx.api.schemas.xml(used), around),
            (Kind::Object(_) | Kind::Union(_), None) => self.inline(id),
            _ => self.component(id),
        }
    }

    /// Returns the shape of an object or union without a name, of which shapes cannot be made apart.
    fn inline(&mut self, id: SchemaId) -> Shape {
        if self.open.contains(&id) || self.open.len() >= DEEPEST || self.left == 0 {
            self.problems.push(Problem {
                at: self.cx.api.schemas[id].at.clone(),
                message: "a schema without a name contains itself, or too many others".to_owned(),
                written: Some(
                    "XML of a schema without a name that contains itself, or too many others, is written by the names of its members alone".to_owned(),
                ),
            });
            return Shape::Any;
        }
        self.left -= 1;
        self.open.push(id);
        let shape = self.component(id);
        self.open.pop();
        shape
    }

    /// Returns the shape of a schema that is no array.
    fn component(&mut self, id: SchemaId) -> Shape {
        let cx = self.cx;
        let schema = &cx.api.schemas[id];
        match &schema.kind {
            Kind::Object(object) => self.object(object),
            Kind::Union(union) => self.union(union, DEPTH).unwrap_or_else(|| {
                self.problems.push(Problem {
                    at: schema.at.clone(),
                    message: "XML does not tell the members of a union apart".to_owned(),
                    written: Some(
                        "XML of a union is written by the names of the members alone, without what `xml` says of them"
                            .to_owned(),
                    ),
                });
                Shape::Any
            }),
            Kind::Scalar(scalar) => of_scalar(scalar),
            Kind::Enumeration(Enumeration { scalar: Some(scalar), .. }) => of_scalar(scalar),
            Kind::Enumeration(_) => {
                self.problem(&schema.at, "XML does not tell the types of listed values apart");
                Shape::Any
            }
            Kind::Any | Kind::Array(_) | Kind::Alias(_) => Shape::Any,
        }
    }

    fn list(&mut self, id: SchemaId, array: &Array, xml: &Xml, around: &str) -> Shape {
        let at = &self.cx.api.schemas[id].at;
        // An array of nothing but itself has no elements that anybody could name.
        if self.cx.recursion.is_endless_alias(id, array.items.id) || self.cx.recursion.is_too_deep(id) {
            self.problem(at, "arrays of nothing but arrays have no elements");
            return Shape::Any;
        }
        let items = self.cx.api.schemas.xml(&array.items);
        // OAS, XML Object, "XML Arrays": a wrapping element has the name of the array, and so have the elements unless
        // they have one of their own; without it that of the array says nothing.
        let outer = if xml.wrapped { xml.name.as_deref().unwrap_or(around) } else { around };
        let name = items.name.clone().unwrap_or_else(|| outer.to_owned());
        let name = match name.is_empty() {
            true => Some(Element::default()),
            false => element(&items, name),
        };
        let Some(name) = name else {
            self.problem(at, "the elements of an array have no name");
            return Shape::Any;
        };
        let shape = self.shape(&array.items, &name.name);
        if shape.is_bare_list() {
            self.problem(at, "arrays in an array have no elements around them");
        }
        Shape::List(Box::new(List { name, is_wrapped: xml.wrapped, shape }))
    }

    fn object(&mut self, object: &Object) -> Shape {
        let others = match &object.additional {
            Additional::Forbidden => None,
            Additional::Unspecified if !object.properties.is_empty() => None,
            Additional::Unspecified | Additional::Any => Some(Shape::Any),
            Additional::Schema(used) => {
                let shape = self.shape(used, "");
                if matches!(&shape, Shape::List(list) if !list.is_wrapped && !list.name.name.is_empty()) {
                    let at = &self.cx.api.schemas[used.id].at;
                    self.problem(at, "the names of additional properties are not written");
                }
                Some(shape)
            }
        };
        let mut members: Vec<Member> = Vec::new();
        for property in &object.properties {
            let Some(member) = self.member(property) else { continue };
            if members.iter().any(|other| is_confused(other, &member)) {
                self.problem(&property.at, "two members have the same name in XML");
            }
            members.push(member);
        }
        Shape::Object(members, others.map(Box::new))
    }

    fn member(&mut self, property: &Property) -> Option<Member> {
        let xml = self.cx.api.schemas.xml(&property.schema);
        let is_array = self.cx.is_array(&property.schema);
        let name = xml.name.clone().filter(|_| !is_array || xml.wrapped);
        let Some(element) = element(&xml, name.unwrap_or_else(|| property.name.clone())) else {
            let name = crate::rust::docs::code(&property.name);
            self.problems.push(Problem {
                at: property.at.clone(),
                message: format!("{name} is no name in XML"),
                written: Some(format!("{name} is no name in XML: the bindings cannot send the member")),
            });
            return None;
        };
        let node = match xml.node {
            XmlNode::Attribute => Node::Attribute,
            XmlNode::Text => Node::Text,
            XmlNode::Element => Node::Element,
        };
        let mut shape = match node {
            Node::Element => self.shape(&property.schema, &property.name),
            Node::Attribute | Node::Text => self.component(self.cx.target(property.schema.id)),
        };
        let is_text = matches!(shape, Shape::Text | Shape::Number | Shape::Boolean);
        if node != Node::Element && !is_text {
            if !matches!(self.cx.api.schemas[self.cx.target(property.schema.id)].kind, Kind::Any) {
                self.problem(&property.at, "an array or object is an attribute or text");
            }
            shape = Shape::Any;
        }
        let is_empty = shape.is_bare_list() || node == Node::Text && shape == Shape::Text;
        let absent = match property.required {
            true if is_empty => Absent::Empty,
            true if self.cx.is_nullable(&property.schema) => Absent::Null,
            _ => Absent::Missing,
        };
        Some(Member { wire: property.name.clone(), element, node, shape, absent })
    }

    /// Returns the shape that all members of a union have: one scalar, or the members of all objects where these agree.
    fn union(&mut self, union: &Union, depth: u8) -> Option<Shape> {
        let shapes: Option<Vec<Shape>> =
            union.members.iter().map(|used| self.alternative(used, depth)).collect();
        let shapes = shapes?;
        let (first, rest) = shapes.split_first()?;
        let mut merged = first.clone();
        for shape in rest {
            merged = merge(merged, shape)?;
        }
        if let (Shape::Object(members, _), Some(discriminator)) = (&mut merged, &union.discriminator) {
            if members.iter().all(|member| member.wire != discriminator.property) {
                let element = element(&Xml::default(), discriminator.property.clone())?;
                let tag = Member {
                    wire: discriminator.property.clone(),
                    element,
                    node: Node::Element,
                    shape: Shape::Text,
                    absent: Absent::Missing,
                };
                if members.iter().any(|member| is_confused(member, &tag)) {
                    return None;
                }
                members.insert(0, tag);
            }
        }
        Some(merged)
    }

    fn alternative(&mut self, used: &Use, depth: u8) -> Option<Shape> {
        let id = self.cx.target(used.id);
        match &self.cx.api.schemas[id].kind {
            Kind::Union(union) => self.union(union, depth.checked_sub(1)?),
            Kind::Object(_) | Kind::Scalar(_) | Kind::Enumeration(_) => Some(self.component(id)),
            Kind::Any | Kind::Array(_) | Kind::Alias(_) => None,
        }
    }
}

fn of_scalar(scalar: &Scalar) -> Shape {
    match scalar {
        Scalar::String(_) => Shape::Text,
        Scalar::Integer(_) | Scalar::Number(_) => Shape::Number,
        Scalar::Boolean => Shape::Boolean,
    }
}

/// Returns the shape of values that are of one or the other, if nothing of it is ambiguous.
fn merge(one: Shape, other: &Shape) -> Option<Shape> {
    if one == *other {
        return Some(one).filter(|shape| *shape != Shape::Any);
    }
    let (Shape::Object(mut members, others), Shape::Object(more, more_others)) = (one, other) else {
        return None;
    };
    // What stands for nothing may only do so in all of them.
    let is_in = |member: &Member, of: &[Member]| of.contains(member);
    let is_optional = |member: &Member| member.absent == Absent::Missing;
    if !members.iter().all(|member| is_optional(member) || is_in(member, more)) {
        return None;
    }
    for member in more {
        if is_in(member, &members) {
            continue;
        }
        let is_known = members.iter().any(|known| known.wire == member.wire || is_confused(known, member));
        if is_known || !is_optional(member) {
            return None;
        }
        members.push(member.clone());
    }
    let others = match (others, more_others) {
        (Some(one), Some(other)) if one == *other => Some(one),
        (Some(_), Some(_)) => return None,
        (one, other) => one.or_else(|| other.clone()),
    };
    Some(Shape::Object(members, others))
}

/// Whether what is written of two members looks the same.
fn is_confused(one: &Member, other: &Member) -> bool {
    let (a, b) = (one.called(), other.called());
    let is_same =
        a.name == b.name && (a.namespace == b.namespace || a.namespace.is_empty() || b.namespace.is_empty());
    one.node == other.node && (one.node == Node::Text || is_same)
}
