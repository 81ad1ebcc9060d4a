//! XML: the shapes of what is written.

use super::name::Name;

/// A shape with a name: that of a component, to which others refer, or of a whole body.
#[derive(Debug)]
pub struct Item {
    /// Its name in lower case.
    pub name: Name,
    /// What it is the shape of.
    pub of: String,
    /// The root element of a body.
    pub root: Option<Root>,
    /// Its shape.
    pub shape: Shape,
}

/// The root element of a body.
#[derive(Debug)]
pub struct Root {
    /// Its name.
    pub element: Element,
    /// The type that stands for it, if it is read.
    pub reader: Option<Name>,
}

/// How values are written and read; `R` names the shapes of components.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape<R = Name> {
    /// By what they are.
    Any,
    /// As text.
    Text,
    /// As a number.
    Number,
    /// As a boolean.
    Boolean,
    /// As the item of that name says.
    Item(R),
    /// As members, and the others by a shape of their own.
    Object(Vec<Member<R>>, Option<Box<Shape<R>>>),
    /// As elements.
    List(Box<List<R>>),
}

/// How an array is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<R = Name> {
    /// The name of the elements; empty if they are called as what stands around them.
    pub name: Element,
    /// Whether one element stands around them.
    pub is_wrapped: bool,
    /// How they are written.
    pub shape: Shape<R>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<R = Name> {
    /// Its wire name in JSON.
    pub wire: String,
    /// Its name in XML.
    pub element: Element,
    /// What it becomes.
    pub node: Node,
    /// How it is written.
    pub shape: Shape<R>,
    /// What it is where nothing is read.
    pub absent: Absent,
}

/// What a member becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// An attribute.
    Attribute,
    /// An element, or several.
    Element,
    /// The text of the element around it.
    Text,
}

/// What a member is where nothing is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Not there.
    Missing,
    /// `null`, which must be there and is written as nothing.
    Null,
    /// An empty array or text, likewise.
    Empty,
}

/// The name of an element or attribute; what there is not is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name.
    pub name: String,
    /// The prefix.
    pub prefix: String,
    /// The namespace.
    pub namespace: String,
}

impl<R> Shape<R> {
    /// Whether it is an array without an element around those of the array.
    pub fn is_bare_list(&self) -> bool {
        matches!(self, Self::List(list) if !list.is_wrapped)
    }

    /// Calls a function with each reference in it.
    pub fn references(&self, see: &mut impl FnMut(&R)) {
        match self {
            Self::Any | Self::Text | Self::Number | Self::Boolean => {}
            Self::Item(reference) => see(reference),
            Self::Object(members, others) => {
                members.iter().for_each(|member| member.shape.references(see));
                others.iter().for_each(|shape| shape.references(see));
            }
            Self::List(list) => list.shape.references(see),
        }
    }

    /// Returns the shape with other references.
    pub fn map<S>(self, name: &impl Fn(R) -> S) -> Shape<S> {
        match self {
            Self::Any => Shape::Any,
            Self::Text => Shape::Text,
            Self::Number => Shape::Number,
            Self::Boolean => Shape::Boolean,
            Self::Item(reference) => Shape::Item(name(reference)),
            Self::Object(members, others) => Shape::Object(
                members.into_iter().map(|member| member.map(name)).collect(),
                others.map(|shape| Box::new(shape.map(name))),
            ),
            Self::List(list) => {
                let List { name: element, is_wrapped, shape } = *list;
                Shape::List(Box::new(List { name: element, is_wrapped, shape: shape.map(name) }))
            }
        }
    }

    /// Forgets what members are where nothing is read.
    pub fn forget_absent(&mut self) {
        match self {
            Self::Object(members, others) => {
                for member in members {
                    member.absent = Absent::Missing;
                    member.shape.forget_absent();
                }
                others.iter_mut().for_each(|shape| shape.forget_absent());
            }
            Self::List(list) => list.shape.forget_absent(),
            Self::Any | Self::Text | Self::Number | Self::Boolean | Self::Item(_) => {}
        }
    }
}

impl<R> Member<R> {
    fn map<S>(self, name: &impl Fn(R) -> S) -> Member<S> {
        let Self { wire, element, node, shape, absent } = self;
        Member { wire, element, node, shape: shape.map(name), absent }
    }

    /// Returns what its elements are called.
    pub fn called(&self) -> &Element {
        match &self.shape {
            Shape::List(list) if !list.is_wrapped && !list.name.name.is_empty() => &list.name,
            _ => &self.element,
        }
    }
}
