//! Schemas: what a value may be.

use crate::diagnostic::Pointer;

/// The schemas of an API, found by [`SchemaId`].
#[derive(Debug, Default)]
pub struct Schemas(Vec<Schema>);

/// Names a schema within its [`Schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(usize);

impl Schemas {
    /// Adds a schema and returns its name.
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        self.0.push(schema);
        SchemaId(self.0.len() - 1)
    }

    /// Returns every schema with its name, components first.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.0.iter().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// Returns the number of schemas.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the schema that one leads to through all aliases. A cycle of them ends somewhere in it.
    pub fn target(&self, id: SchemaId) -> SchemaId {
        self.aliases(id).last().unwrap_or(id)
    }

    /// Returns what a use says of XML, and beside that what the schemas say that it leads to through aliases.
    pub fn xml(&self, used: &Use) -> Xml {
        let said = used.xml.as_deref().cloned().unwrap_or_default();
        self.aliases(used.id).fold(said, |said, id| said.or(&self[id].xml))
    }

    /// Returns a schema and those that it leads to through aliases, in their order.
    pub fn aliases(&self, id: SchemaId) -> impl Iterator<Item = SchemaId> + '_ {
        let next = |id: &SchemaId| match &self[*id].kind {
            Kind::Alias(used) => Some(used.id),
            _ => None,
        };
        std::iter::successors(Some(id), next).take(self.len() + 2)
    }

    /// Whether `null` is a value of a use, by the use or by what it leads to.
    pub fn is_nullable(&self, used: &Use) -> bool {
        let mut used = used;
        for _ in 0..=self.len() {
            let schema = &self[used.id];
            if used.nullable || schema.nullable {
                return true;
            }
            match &schema.kind {
                Kind::Alias(target) => used = target,
                _ => return false,
            }
        }
        false
    }

    /// Whether a schema is an object that has no property of that name, and no place for one that is not declared.
    pub fn lacks(&self, id: SchemaId, property: &str) -> bool {
        match &self[self.target(id)].kind {
            Kind::Object(object) => {
                matches!(object.additional, Additional::Unspecified | Additional::Forbidden)
                    && object.properties.iter().all(|found| found.name != property)
            }
            _ => false,
        }
    }

    /// Returns a schema for changing it in place, as resolving does with components that it met by name first.
    pub fn get_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.0[id.0]
    }
}

impl SchemaId {
    /// Returns the position in [`Schemas`], dense from zero.
    pub fn index(self) -> usize {
        self.0
    }
}

impl std::ops::Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.0[id.0]
    }
}

/// A schema, either a component or one that stands inline where it is used.
///
/// An inline schema is a schema of its own only if it needs a type of its own (an object with properties, an
/// enumeration, a union); what is inline and plain, such as `type: string`, is one too, but becomes no item.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it stands.
    pub at: Pointer,
    /// The key in `components.schemas`, or `None` for an inline schema.
    pub component: Option<String>,
    /// Its documentation.
    pub docs: Docs,
    /// Whether `null` is one of its values, in whatever spelling.
    pub nullable: bool,
    /// How it is written in XML, as far as the document says.
    pub xml: Xml,
    /// What else its values may be.
    pub kind: Kind,
}

/// `xml` (OAS, XML Object).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Xml {
    /// The name of the element or attribute.
    pub name: Option<String>,
    /// The namespace's URI.
    pub namespace: Option<String>,
    /// The prefix of the name.
    pub prefix: Option<String>,
    /// Whether an element stands around those of an array.
    pub wrapped: bool,
    /// What becomes of it.
    pub node: XmlNode,
}

impl Xml {
    /// Returns it if it says anything.
    pub fn boxed(self) -> Option<Box<Self>> {
        Some(self).filter(|xml| *xml != Self::default()).map(Box::new)
    }

    /// Returns what both say; where they differ, what this one says.
    pub fn or(self, other: &Self) -> Self {
        Self {
            name: self.name.or_else(|| other.name.clone()),
            namespace: self.namespace.or_else(|| other.namespace.clone()),
            prefix: self.prefix.or_else(|| other.prefix.clone()),
            wrapped: self.wrapped || other.wrapped,
            node: if self.node == XmlNode::Element { other.node } else { self.node },
        }
    }
}

/// What a value becomes in XML (`attribute`, `nodeType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum XmlNode {
    /// An element, or those of an array.
    #[default]
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
}

/// The documentation of a schema, property, parameter or operation, as the document has it (CommonMark).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `title` of a schema or `summary` of an operation.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is `deprecated`.
    pub deprecated: bool,
    /// What the types do not say, in sentences without a full stop, such as "At most 64 characters" or "Default: `5`".
    pub notes: Vec<String>,
    /// What of that can be checked.
    pub constraints: Vec<Constraint>,
}

/// What values must satisfy besides their type. Counts have a least and a most number.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `minLength` and `maxLength`, in characters.
    Length(usize, Option<usize>),
    /// `minItems` and `maxItems`.
    Count(usize, Option<usize>),
    /// `minProperties` and `maxProperties`.
    Size(usize, Option<usize>),
    /// `uniqueItems`.
    Unique,
    /// `pattern`, a regular expression of ECMA-262.
    Pattern(String),
    /// `minimum`, and whether it is exclusive.
    Minimum(serde_json::Number, bool),
    /// `maximum`, and whether it is exclusive.
    Maximum(serde_json::Number, bool),
    /// `multipleOf`.
    MultipleOf(serde_json::Number),
}

/// What the values of a schema are, `null` apart.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Any value at all: `{}`, `true`, or what could not be expressed and was degraded.
    Any,
    /// A string, number or boolean without a list of values.
    Scalar(Scalar),
    /// One of the listed values.
    Enumeration(Enumeration),
    /// An object with properties, or without any and then a map; `allOf` is merged.
    Object(Object),
    /// An array.
    Array(Array),
    /// `oneOf` or `anyOf` with more than one member that is not `null`.
    Union(Union),
    /// The same values as another schema: a component that is only a `$ref`, or an `allOf` of one reference
    /// with nothing that changes the shape.
    Alias(Use),
}

/// A scalar by its type and format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `type: string`, with the `format` if there is one.
    String(Option<String>),
    /// `type: integer`, with the `format` if there is one.
    Integer(Option<String>),
    /// `type: number`, with the `format` if there is one.
    Number(Option<String>),
    /// `type: boolean`.
    Boolean,
}

/// `enum`: all values, without `null` (see [`Schema::nullable`]) and without repetitions.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The values in the document's order; all of one JSON type unless `scalar` is `None`.
    pub values: Vec<serde_json::Value>,
    /// What the document calls each of the values, where it does: as many as there are values, or none.
    pub labels: Vec<Label>,
    /// The common type of the values, or `None` if they are mixed or no scalars.
    pub scalar: Option<Scalar>,
}

/// What generators agree to say of a value of `enum` beside it: `x-enum-varnames`, `x-enum-descriptions` and the like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is `deprecated`.
    pub deprecated: bool,
}

/// `properties` and `additionalProperties`, with all of `allOf` merged in.
#[derive(Clone, Debug)]
pub struct Object {
    /// The properties in the document's order; those of `allOf` members come in the order of the members.
    pub properties: Vec<Property>,
    /// What else may be there.
    pub additional: Additional,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// Where its schema stands.
    pub at: Pointer,
    /// The wire name.
    pub name: String,
    /// Whether `required` lists it.
    pub required: bool,
    /// `readOnly`: only responses have it.
    pub read_only: bool,
    /// `writeOnly`: only requests have it.
    pub write_only: bool,
    /// The documentation of the property: its own, or else that of an inline schema.
    pub docs: Docs,
    /// Its values.
    pub schema: Use,
}

/// A use of a schema: which one, and what this use adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The schema used; for a reference the component itself.
    pub id: SchemaId,
    /// Whether this use adds `null`, as a `nullable` beside a `$ref` does.
    pub nullable: bool,
    /// What this use says of XML, as `xml` beside a `$ref` does.
    pub xml: Option<Box<Xml>>,
}

impl Use {
    /// The use of a schema that adds nothing.
    pub fn of(id: SchemaId) -> Self {
        Self { id, nullable: false, xml: None }
    }
}

/// `additionalProperties`.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Absent: others may be there, and nobody said what they are.
    Unspecified,
    /// `false`.
    Forbidden,
    /// `true` or `{}`: anything.
    Any,
    /// A schema.
    Schema(Use),
}

/// `items`.
#[derive(Clone, Debug)]
pub struct Array {
    /// The schema of the elements.
    pub items: Use,
}

/// `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub struct Union {
    /// Which of the two.
    pub kind: UnionKind,
    /// The members in the document's order, without `null`, at least two.
    pub members: Vec<Use>,
    /// How a value says which member it is, if it does.
    pub discriminator: Option<Discriminator>,
    /// Whether values need not be of the member that they say: the document has a base of these, and checks by it alone.
    pub is_base: bool,
}

/// The keyword of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnionKind {
    /// Exactly one member matches.
    OneOf,
    /// At least one member matches.
    AnyOf,
}

/// `discriminator`.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The wire name of the property that tells.
    pub property: String,
    /// Its values with the position of the member in [`Union::members`], explicit mappings first, in the document's
    /// order, then the component names of the members that no mapping names.
    pub mapping: Vec<(String, usize)>,
    /// The position of the member that values with no tag, or with another one, are of.
    pub default: Option<usize>,
}
