//! XML: the shapes by which values are written and read, made of what the document's `xml` says (OAS, XML Object).
//!
//! A value passes through JSON, whose members the shapes name. Writing and reading are files of their own, because many
//! documents do only one of them.

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug)]
pub struct Name<'n> {
    pub(super) name: &'n str,
    #[allow(dead_code)] // Bindings that write no XML do not look at it.
    pub(super) prefix: &'n str,
    pub(super) namespace: &'n str,
}

impl<'n> Name<'n> {
    /// A name without a namespace.
    pub const fn new(name: &'n str) -> Self {
        Self { name, prefix: "", namespace: "" }
    }

    /// A name with a prefix, a namespace or both; what there is not is empty.
    pub const fn qualified(name: &'n str, prefix: &'n str, namespace: &'n str) -> Self {
        Self { name, prefix, namespace }
    }

    /// Returns the name of the elements of an array; those that have none are called as what stands around them.
    pub(super) fn or(self, around: Self) -> Self {
        if self.name.is_empty() {
            around
        } else {
            self
        }
    }
}

/// How the values of a schema are written and read.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// By what they are: text, or elements with the names of the members.
    Any,
    /// As text.
    Text,
    /// As the text of a number.
    Number,
    /// As `true` or `false`.
    Boolean,
    /// As members.
    Object(&'static [Member]),
    /// As members, and as elements with the names of the others.
    Open(&'static [Member], &'static Shape),
    /// As an element for each.
    List(&'static List),
}

/// How an array is written and read.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The name of the elements.
    pub name: Name<'static>,
    /// Whether one element stands around them.
    pub is_wrapped: bool,
    /// What they are.
    pub shape: &'static Shape,
}

/// How a member of an object is written and read.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub(super) wire: &'static str,
    pub(super) name: Name<'static>,
    pub(super) node: Node,
    pub(super) shape: &'static Shape,
    #[allow(dead_code)] // Bindings that read no XML do not look at it.
    pub(super) absent: Absent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Attribute,
    Element,
    Text,
}

/// What a member is that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    Missing,
    Null,
    Empty,
}

impl Member {
    /// A member that is an element.
    pub const fn element(wire: &'static str, name: Name<'static>, shape: &'static Shape) -> Self {
        Self { wire, name, node: Node::Element, shape, absent: Absent::Missing }
    }

    /// A member that is an element of its own name.
    pub const fn plain(wire: &'static str, shape: &'static Shape) -> Self {
        Self::element(wire, Name::new(wire), shape)
    }

    /// A member that is an attribute.
    pub const fn attribute(wire: &'static str, name: Name<'static>, shape: &'static Shape) -> Self {
        Self { node: Node::Attribute, ..Self::element(wire, name, shape) }
    }

    /// A member that is the text of the element around it.
    pub const fn text(wire: &'static str, shape: &'static Shape) -> Self {
        Self { node: Node::Text, ..Self::element(wire, Name::new(""), shape) }
    }

    /// Where nothing is read, the member is `null`: it must be there, and XML has no other way to say it.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { absent: Absent::Null, ..self }
    }

    /// Where nothing is read, the member is empty, for the same reason.
    #[must_use]
    pub const fn or_empty(self) -> Self {
        Self { absent: Absent::Empty, ..self }
    }
}

/// The root element of a document, and how it is written and read.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// Its name; empty if the document says none.
    pub name: Name<'static>,
    /// What it is.
    pub shape: &'static Shape,
}

/// The namespace of `nil`, by which an element is `null` (OAS 3.2.0, "Handling `null` Values").
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
