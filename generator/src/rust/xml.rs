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
    pub root: Option<Element>,
    /// Its shape.
    pub shape: Shape,
}

/// How values are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// By what they are.
    Any,
    /// As the item of that name says.
    Item(Name),
    /// As members.
    Object(Vec<Member>),
    /// As elements.
    List(Box<List>),
}

/// How an array is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The name of the elements.
    pub name: Element,
    /// Whether one element stands around them.
    pub is_wrapped: bool,
    /// How they are written.
    pub shape: Shape,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its wire name in JSON.
    pub wire: String,
    /// Its name in XML.
    pub element: Element,
    /// What it becomes.
    pub node: Node,
    /// How it is written.
    pub shape: Shape,
}

/// What a member becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// An attribute.
    Attribute,
    /// An element, or several.
    Element,
    /// The same, called as in JSON and written by what the value is.
    Plain,
    /// The text of the element around it.
    Text,
}

/// The name of an element or attribute; what there is not is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name.
    pub name: String,
    /// The prefix.
    pub prefix: String,
    /// The namespace.
    pub namespace: String,
}
