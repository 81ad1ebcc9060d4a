//! The keywords of a schema in one flat view, whichever variant of [`SchemaKind`] holds them.
//!
//! `openapiv3` sorts schemas into variants by which keywords stand together; resolving asks for keywords, so that
//! `type: string` is read alike beside `allOf` and alone.

use crate::document::extension;
use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, IntegerType, NumberFormat, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;
use std::fmt;

/// The keywords of one schema object.
#[derive(Clone, Copy)]
pub(super) struct Keywords<'a> {
    /// The annotations: docs, `nullable`, `readOnly`, `default`, `discriminator`.
    pub data: &'a SchemaData,
    /// `type`.
    pub ty: Option<&'a str>,
    /// `format`.
    pub format: Option<&'a str>,
    /// `pattern`.
    pub pattern: Option<&'a str>,
    /// `minimum`, and whether it is exclusive.
    pub minimum: Option<(Bound<'a>, bool)>,
    /// `maximum`, and whether it is exclusive.
    pub maximum: Option<(Bound<'a>, bool)>,
    /// `multipleOf`.
    pub multiple_of: Option<Bound<'a>>,
    /// `minLength` and `maxLength`.
    pub length: (Option<usize>, Option<usize>),
    /// `minItems` and `maxItems`.
    pub count: (Option<usize>, Option<usize>),
    /// `uniqueItems`.
    pub unique: bool,
    /// `minProperties` and `maxProperties`.
    pub size: (Option<usize>, Option<usize>),
    /// `properties`, if there are any.
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    /// `required`.
    pub required: &'a [String],
    /// `additionalProperties`.
    pub additional: Option<&'a AdditionalProperties>,
    /// `items`.
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    /// `allOf`.
    pub all_of: &'a [ReferenceOr<Schema>],
    /// `oneOf`.
    pub one_of: &'a [ReferenceOr<Schema>],
    /// `anyOf`.
    pub any_of: &'a [ReferenceOr<Schema>],
    /// Whether there is a `not`.
    pub not: bool,
    kind: &'a SchemaKind,
}

/// A number that bounds others, as exact as it was read.
#[derive(Clone, Copy)]
pub(super) enum Bound<'a> {
    /// An integer that `openapiv3` holds.
    Integer(i64),
    /// Any other number that it holds.
    Number(f64),
    /// One that it does not hold.
    Exact(&'a Value),
}

impl fmt::Display for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Number(value) if value.abs() >= 1e21 => write!(f, "{value:e}"),
            Self::Number(value) => value.fmt(f),
            Self::Exact(value) => value.fmt(f),
        }
    }
}

impl<'a> Keywords<'a> {
    /// Returns the keywords of a schema.
    pub fn of(schema: &'a Schema) -> Self {
        let blank = Self::blank(&schema.schema_data, &schema.schema_kind);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => blank.with_type(ty),
            SchemaKind::OneOf { one_of } => Self { one_of, ..blank },
            SchemaKind::AllOf { all_of } => Self { all_of, ..blank },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..blank },
            SchemaKind::Not { .. } => Self { not: true, ..blank },
            SchemaKind::Any(any) => blank.with_any(any),
        }
    }

    fn blank(data: &'a SchemaData, kind: &'a SchemaKind) -> Self {
        Self {
            data,
            ty: None,
            format: None,
            pattern: None,
            minimum: None,
            maximum: None,
            multiple_of: None,
            length: (None, None),
            count: (None, None),
            unique: false,
            size: (None, None),
            properties: None,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            not: false,
            kind,
        }
    }

    fn with_type(self, ty: &'a Type) -> Self {
        match ty {
            Type::String(string) => Self {
                ty: Some("string"),
                format: known(&string.format, string_format),
                pattern: string.pattern.as_deref(),
                length: (string.min_length, string.max_length),
                ..self
            },
            Type::Number(number) => Self {
                ty: Some("number"),
                format: known(&number.format, number_format),
                minimum: number.minimum.map(|value| (Bound::Number(value), number.exclusive_minimum)),
                maximum: number.maximum.map(|value| (Bound::Number(value), number.exclusive_maximum)),
                multiple_of: number.multiple_of.map(Bound::Number),
                ..self
            },
            Type::Integer(integer) => self.with_integer(integer),
            Type::Object(object) => Self {
                ty: Some("object"),
                properties: Some(&object.properties).filter(|properties| !properties.is_empty()),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                size: (object.min_properties, object.max_properties),
                ..self
            },
            Type::Array(array) => Self {
                ty: Some("array"),
                items: array.items.as_ref(),
                count: (array.min_items, array.max_items),
                unique: array.unique_items,
                ..self
            },
            Type::Boolean(_) => Self { ty: Some("boolean"), ..self },
        }
    }

    fn with_integer(self, integer: &'a IntegerType) -> Self {
        let bound = |value: Option<i64>, extension: &str| {
            value.map(Bound::Integer).or_else(|| self.data.extensions.get(extension).map(Bound::Exact))
        };
        Self {
            ty: Some("integer"),
            format: known(&integer.format, integer_format),
            minimum: bound(integer.minimum, extension::MINIMUM)
                .map(|value| (value, integer.exclusive_minimum)),
            maximum: bound(integer.maximum, extension::MAXIMUM)
                .map(|value| (value, integer.exclusive_maximum)),
            multiple_of: bound(integer.multiple_of, extension::MULTIPLE_OF),
            ..self
        }
    }

    fn with_any(self, any: &'a AnySchema) -> Self {
        let bound = |value: Option<f64>, exclusive: Option<bool>| {
            value.map(|value| (Bound::Number(value), exclusive.unwrap_or_default()))
        };
        Self {
            ty: any.typ.as_deref(),
            format: any.format.as_deref(),
            pattern: any.pattern.as_deref(),
            minimum: bound(any.minimum, any.exclusive_minimum),
            maximum: bound(any.maximum, any.exclusive_maximum),
            multiple_of: any.multiple_of.map(Bound::Number),
            length: (any.min_length, any.max_length),
            count: (any.min_items, any.max_items),
            unique: any.unique_items.unwrap_or_default(),
            size: (any.min_properties, any.max_properties),
            properties: Some(&any.properties).filter(|properties| !properties.is_empty()),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            items: any.items.as_ref(),
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            not: any.not.is_some(),
            ..self
        }
    }

    /// Returns the values of `enum` in the document's order, `null` included; empty without `enum`.
    pub fn values(&self) -> Vec<Value> {
        fn listed<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
            values.iter().map(|value| value.clone().map_or(Value::Null, Into::into)).collect()
        }
        match self.kind {
            SchemaKind::Type(Type::String(string)) => listed(&string.enumeration),
            SchemaKind::Type(Type::Integer(integer)) => listed(&integer.enumeration),
            SchemaKind::Type(Type::Number(number)) => listed(&number.enumeration),
            SchemaKind::Type(Type::Boolean(boolean)) => listed(&boolean.enumeration),
            SchemaKind::Any(any) => any.enumeration.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether there is an `enum` with values.
    pub fn is_enumeration(&self) -> bool {
        match self.kind {
            SchemaKind::Type(Type::String(string)) => !string.enumeration.is_empty(),
            SchemaKind::Type(Type::Integer(integer)) => !integer.enumeration.is_empty(),
            SchemaKind::Type(Type::Number(number)) => !number.enumeration.is_empty(),
            SchemaKind::Type(Type::Boolean(boolean)) => !boolean.enumeration.is_empty(),
            SchemaKind::Any(any) => !any.enumeration.is_empty(),
            _ => false,
        }
    }

    /// Whether `null` is one of the values of `enum`.
    pub fn lists_null(&self) -> bool {
        match self.kind {
            SchemaKind::Type(Type::String(string)) => string.enumeration.contains(&None),
            SchemaKind::Type(Type::Integer(integer)) => integer.enumeration.contains(&None),
            SchemaKind::Type(Type::Number(number)) => number.enumeration.contains(&None),
            SchemaKind::Type(Type::Boolean(boolean)) => boolean.enumeration.contains(&None),
            SchemaKind::Any(any) => any.enumeration.contains(&Value::Null),
            _ => false,
        }
    }

    /// Whether the schema itself says that `null` is one of its values.
    pub fn nullable(&self) -> bool {
        self.data.nullable || self.ty == Some("null") || self.lists_null()
    }

    /// Whether a keyword says something about objects.
    pub fn is_object(&self) -> bool {
        self.ty == Some("object") || (self.ty.is_none() && self.has_members())
    }

    /// Whether a keyword says something about the members of objects, whatever `type` is.
    pub fn has_members(&self) -> bool {
        self.properties.is_some() || self.additional.is_some() || !self.required.is_empty()
    }

    /// Whether the schema only annotates and constrains what another one describes.
    pub fn is_shapeless(&self) -> bool {
        self.ty.is_none() && self.is_constraint() && self.required.is_empty()
    }

    /// Whether the schema adds no values and no properties: `required: [name]`, `not: {…}`, `minLength: 1`.
    pub fn is_constraint(&self) -> bool {
        matches!(self.ty, None | Some("object"))
            && self.properties.is_none()
            && self.additional.is_none()
            && self.items.is_none()
            && !self.is_enumeration()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
    }

    /// Whether `null` is the only value.
    pub fn is_null(&self) -> bool {
        let only_null = self.is_enumeration() && self.values().iter().all(Value::is_null);
        only_null || self.ty == Some("null") || (self.data.nullable && self.is_shapeless() && !self.not)
    }
}

fn known<T>(format: &VariantOrUnknownOrEmpty<T>, name: fn(&T) -> &'static str) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => Some(name(item)),
        VariantOrUnknownOrEmpty::Unknown(text) => Some(text),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn string_format(format: &StringFormat) -> &'static str {
    match format {
        StringFormat::Date => "date",
        StringFormat::DateTime => "date-time",
        StringFormat::Password => "password",
        StringFormat::Byte => "byte",
        StringFormat::Binary => "binary",
    }
}

fn number_format(format: &NumberFormat) -> &'static str {
    match format {
        NumberFormat::Float => "float",
        NumberFormat::Double => "double",
    }
}

fn integer_format(format: &IntegerFormat) -> &'static str {
    match format {
        IntegerFormat::Int32 => "int32",
        IntegerFormat::Int64 => "int64",
    }
}
