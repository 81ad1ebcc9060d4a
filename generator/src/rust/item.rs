//! Items of `models`: structs, enums and aliases.

use super::docs::Docs;
use super::name::{Name, Written};
use super::ty::Type;
use std::collections::BTreeSet;

/// An item.
#[derive(Debug)]
pub enum Item {
    /// An object.
    Struct(Struct),
    /// An enumeration.
    Enumeration(Enumeration),
    /// One of several schemas.
    Union(Union),
    /// Another name for a type.
    Alias(Alias),
}

impl Item {
    /// Returns the item's name.
    pub fn name(&self) -> &Name {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enumeration(item) => &item.name,
            Self::Union(item) => &item.name,
            Self::Alias(item) => &item.name,
        }
    }
}

/// What every item carries.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// Its documentation.
    pub docs: Docs,
    /// Whether it is `#[deprecated]`.
    pub deprecated: bool,
    /// What a type derives besides what its kind does.
    pub derives: Vec<Written>,
    /// Attributes that the configuration writes.
    pub written: Vec<Written>,
}

/// Which of serde's two traits an item implements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codec {
    /// `Serialize`: something sends it.
    pub encode: bool,
    /// `Deserialize`: something receives it.
    pub decode: bool,
}

/// A struct.
#[derive(Debug)]
pub struct Struct {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// Its fields in the document's order.
    pub fields: Vec<Field>,
    /// The map of members that are not declared, if the document allows such.
    pub extra: Option<Extra>,
    /// What `check` checks, if it has that.
    pub checks: Option<Vec<Checked>>,
    /// Whether callers build it: it then has `new` and setters.
    pub built_by_callers: bool,
    /// What it implements.
    pub codec: Codec,
}

impl Struct {
    /// Whether `Default` is derived: nothing is required.
    pub fn has_default(&self) -> bool {
        self.fields.iter().all(|field| field.presence != Presence::Required)
    }

    /// Whether `Debug` is written by hand, because something must not be shown.
    pub fn has_secrets(&self) -> bool {
        self.fields.iter().any(|field| field.secret)
    }
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its wire name.
    pub wire: String,
    /// Its documentation.
    pub attributes: Attributes,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether it may be absent or `null`.
    pub presence: Presence,
    /// Whether `Debug` hides it.
    pub secret: bool,
    /// The value before it is read; only a required field has one.
    pub blank: Blank,
    /// The name of its setter, if it has one.
    pub setter: Option<Name>,
}

/// Whether a field may be absent, and whether that differs from `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there: `T`, which is an `Option` if the value may be `null`.
    Required,
    /// `Option<T>`; `null` reads as absent.
    Optional,
    /// `Nullable<T>`: absent, `null` and a value are three things.
    Nullable,
}

/// The value of a required field before it is read. It never escapes: reading fails when the field is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blank {
    /// What `Default` gives, for std's types and for structs that have it.
    Default,
    /// `serde_json::Value::Null`
    Null,
    /// A struct's `blank()`.
    Struct(Name),
    /// A string enumeration made from the empty string.
    Text(Name),
    /// An integer enumeration made from zero.
    Integer(Name),
    /// The catch-all of a union or of a mixed enumeration with `null`.
    Unlisted(Name, Name),
    /// What the configuration says.
    Written(Written),
    /// The same in a `Box`.
    Boxed(Box<Blank>),
}

/// The map of members that are not declared.
#[derive(Debug)]
pub struct Extra {
    /// The field's name.
    pub name: Name,
    /// The type of the values.
    pub ty: Type,
}

/// An open enumeration.
#[derive(Debug)]
pub struct Enumeration {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// Its variants in the document's order.
    pub variants: Vec<Variant>,
    /// What it is on the wire.
    pub wire: EnumerationWire,
    /// What it implements.
    pub codec: Codec,
    /// The name of the variant that keeps any other value.
    pub catch_all: Name,
}

/// The JSON type of an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumerationWire {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// Values of several types, fractions or integers beyond 64 bits.
    Mixed,
}

/// A variant of an enumeration.
#[derive(Debug)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// Whether it is `#[deprecated]`.
    pub deprecated: bool,
    /// Its wire value.
    pub value: WireValue,
}

/// A value of an enumeration on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireValue {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number or boolean of a mixed enumeration.
    Json(serde_json::Value),
}

impl WireValue {
    /// Returns what tells the value apart from the others of its enumeration.
    pub fn key(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            // A mixed enumeration may list "1" beside 1.
            Self::Json(value) => format!("json {value}"),
        }
    }
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// Its variants in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The wire name of the property that tells the variants apart, if there is one.
    pub tag: Option<String>,
    /// Whether it has `check`.
    pub checked: bool,
    /// The values of that property that several variants have.
    pub shared: BTreeSet<String>,
    /// Whether a value that does not fit the variant which it names is kept as it is.
    pub keeps_misfits: bool,
    /// What it implements.
    pub codec: Codec,
    /// The name of the variant that keeps any other value.
    pub catch_all: Name,
}

/// A variant of a union.
#[derive(Debug)]
pub struct UnionVariant {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: Docs,
    /// What it holds.
    pub ty: Type,
    /// The values of the tag that name it.
    pub tags: Vec<String>,
    /// Whether it takes values that no tag names.
    pub is_default: bool,
    /// Whether the tag is written beside what it holds, which has no field for it.
    pub writes_tag: bool,
    /// What `check` checks of what it holds.
    pub checks: Vec<Step>,
    /// Whether what it holds may come without the tag that names it.
    pub may_lack_tag: bool,
}

/// A type alias.
#[derive(Debug)]
pub struct Alias {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub attributes: Attributes,
    /// What it names.
    pub ty: Type,
}

/// A field whose value is checked.
#[derive(Debug)]
pub struct Checked {
    /// Its name.
    pub field: Name,
    /// Its wire name.
    pub wire: String,
    /// Whether there may be no value.
    pub presence: Presence,
    /// What is checked of the value.
    pub steps: Vec<Step>,
}

/// A check of a value.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// The number of characters.
    Length(usize, Option<usize>),
    /// The number of elements or members.
    Count(usize, Option<usize>),
    /// A regular expression of the crate `regex`.
    Pattern(String),
    /// A lower bound, and whether it is exclusive.
    Minimum(Limit, bool),
    /// An upper bound, and whether it is exclusive.
    Maximum(Limit, bool),
    /// A factor.
    MultipleOf(Limit),
    /// No element stands twice.
    Unique,
    /// Checks of every element.
    Each(Vec<Step>),
    /// Checks of every value of a map.
    Values(Vec<Step>),
    /// Checks of what is in an `Option`.
    Present(Vec<Step>),
    /// The checks of a struct or union.
    Model,
}

impl Step {
    /// Whether a regular expression is among the checks.
    pub fn has_pattern(&self) -> bool {
        match self {
            Self::Pattern(_) => true,
            Self::Each(steps) | Self::Values(steps) | Self::Present(steps) => {
                steps.iter().any(Self::has_pattern)
            }
            _ => false,
        }
    }
}

/// A number that bounds others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of integers.
    Integer(i128),
    /// Of `f64`.
    Float(f64),
    /// Of what becomes an `f64`: an `f32`, or an integer that a fraction bounds.
    Cast(f64),
}
