//! Schemas, in the shapes that `openapiv3` has for them.

use super::{external_docs, field, reference, Cx};
use crate::diagnostic::Code;
use crate::document::normalise;
use crate::document::place::Place;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType, NumberType,
    ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::{Map, Number, Value};

/// The keywords, for those who misspell one.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "type", "format", "enum", "pattern", "minLength", "maxLength", "multipleOf", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "properties", "required", "additionalProperties", "minProperties",
    "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "oneOf", "allOf", "anyOf", "not", "nullable",
    "readOnly", "writeOnly", "deprecated", "externalDocs", "example", "title", "description", "discriminator",
    "default", "xml",
];

/// Reads a schema or a reference to one. What is neither accepts any value.
pub fn schema(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> ReferenceOr<Schema> {
    let mut members = match value {
        Value::Object(_) => field::members(cx, at, value),
        Value::Bool(true) => return anything(),
        other => {
            let what = if other.is_null() { "`null`" } else { "this" };
            cx.report(
                Code::WrongType,
                at,
                format!("{what} is no schema; any value is accepted"),
            );
            return anything();
        }
    };
    normalise::schema(cx.sink, at, &mut members);
    match members.shift_remove("$ref") {
        Some(target) => match reference::reference(cx, &at.key("$ref"), target) {
            Some(reference) => ReferenceOr::Reference { reference },
            None => anything(),
        },
        None => ReferenceOr::Item(item(cx, at, members)),
    }
}

/// Reads the schemas of an array, such as `allOf`.
fn list(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Vec<ReferenceOr<Schema>> {
    field::list(cx, at, value, |cx, at, value| Some(schema(cx, at, value)))
}

fn boxed(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> ReferenceOr<Box<Schema>> {
    match schema(cx, at, value) {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

/// A schema that accepts everything.
pub fn anything() -> ReferenceOr<Schema> {
    let schema_kind = SchemaKind::Any(AnySchema::default());
    ReferenceOr::Item(Schema {
        schema_data: SchemaData::default(),
        schema_kind,
    })
}

fn item(cx: &mut Cx<'_>, at: &Place<'_>, members: Map<String, Value>) -> Schema {
    let mut schema_data = SchemaData::default();
    let mut keywords = Keywords::default();
    for (key, value) in members {
        if keywords.present.insert(&key) {
            keywords.read(cx, &at.key(&key), &key, value);
        } else {
            data(cx, &at.key(&key), &key, value, &mut schema_data);
        }
    }
    Schema {
        schema_data,
        schema_kind: keywords.kind(),
    }
}

/// Reads what describes a schema without deciding about its values. `xml` only tells how XML would look, which
/// the bindings do not write.
fn data(cx: &mut Cx<'_>, at: &Place<'_>, key: &str, value: Value, data: &mut SchemaData) {
    match key {
        "nullable" => data.nullable = field::boolean(cx, at, value).unwrap_or_default(),
        "readOnly" => data.read_only = field::boolean(cx, at, value).unwrap_or_default(),
        "writeOnly" => data.write_only = field::boolean(cx, at, value).unwrap_or_default(),
        "deprecated" => data.deprecated = field::boolean(cx, at, value).unwrap_or_default(),
        "externalDocs" => data.external_docs = external_docs(cx, at, value),
        "example" => data.example = Some(value),
        "title" => data.title = field::string(cx, at, value),
        "description" => data.description = field::string(cx, at, value),
        "discriminator" => data.discriminator = discriminator(cx, at, value),
        "default" => data.default = Some(value),
        "xml" => {}
        _ => field::other_than(KEYWORDS, cx, at, key, value, &mut data.extensions),
    }
}

/// Reads a discriminator; one without a property is dropped.
fn discriminator(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> Option<Discriminator> {
    if let Value::String(property_name) = value {
        cx.report(
            Code::WrongType,
            at,
            format!("this is a string; it is read as `propertyName: {property_name}`"),
        );
        return Some(Discriminator {
            property_name,
            ..Discriminator::default()
        });
    }
    let mut discriminator = Discriminator::default();
    for (key, value) in field::members(cx, at, value) {
        let at = at.key(&key);
        match key.as_str() {
            "propertyName" => discriminator.property_name = field::string(cx, &at, value).unwrap_or_default(),
            "mapping" => discriminator.mapping = field::map(cx, &at, value, field::string),
            _ => field::other(cx, &at, &key, value, &mut discriminator.extensions),
        }
    }
    if discriminator.property_name.is_empty() {
        cx.report(
            Code::MissingField,
            at,
            "this discriminator has no `propertyName` and is ignored",
        );
        return None;
    }
    Some(discriminator)
}

/// The keywords that decide about a schema's values, and which of them are there.
#[derive(Default)]
struct Keywords {
    present: Present,
    any: AnySchema,
    multiple_of: Option<Number>,
    minimum: Option<Number>,
    maximum: Option<Number>,
}

impl Keywords {
    fn read(&mut self, cx: &mut Cx<'_>, at: &Place<'_>, key: &str, value: Value) {
        let any = &mut self.any;
        match key {
            "type" => any.typ = field::string(cx, at, value),
            "format" => any.format = field::string(cx, at, value),
            "enum" => any.enumeration = field::array(cx, at, value).unwrap_or_default(),
            "pattern" => any.pattern = field::string(cx, at, value),
            "minLength" => any.min_length = field::count(cx, at, value),
            "maxLength" => any.max_length = field::count(cx, at, value),
            "multipleOf" => self.multiple_of = field::number(cx, at, value),
            "minimum" => self.minimum = field::number(cx, at, value),
            "maximum" => self.maximum = field::number(cx, at, value),
            "exclusiveMinimum" => any.exclusive_minimum = field::boolean(cx, at, value),
            "exclusiveMaximum" => any.exclusive_maximum = field::boolean(cx, at, value),
            "properties" => {
                any.properties = field::map(cx, at, value, |cx, at, value| Some(boxed(cx, at, value)))
            }
            "required" => any.required = field::strings(cx, at, value),
            "additionalProperties" => any.additional_properties = Some(additional(cx, at, value)),
            "minProperties" => any.min_properties = field::count(cx, at, value),
            "maxProperties" => any.max_properties = field::count(cx, at, value),
            "items" => any.items = Some(boxed(cx, at, value)),
            "minItems" => any.min_items = field::count(cx, at, value),
            "maxItems" => any.max_items = field::count(cx, at, value),
            "uniqueItems" => any.unique_items = field::boolean(cx, at, value),
            "oneOf" => any.one_of = list(cx, at, value),
            "allOf" => any.all_of = list(cx, at, value),
            "anyOf" => any.any_of = list(cx, at, value),
            "not" => any.not = Some(Box::new(schema(cx, at, value))),
            other => unreachable!("`{other}` is in no group of keywords"),
        }
    }

    /// Chooses the variant as `openapiv3` does: the one of the type or of the only combination, if nothing
    /// else is there, or the one that holds everything. A combination of nothing is none.
    fn kind(self) -> SchemaKind {
        let Self { present, any, .. } = &self;
        let all = |is: fn(&Value) -> bool| any.enumeration.iter().all(is);
        match any.typ.as_deref() {
            Some("string") if present.only(Present::STRING) && all(Value::is_string) => self.string(),
            Some("number") if present.only(Present::NUMBER) && all(Value::is_number) => self.number(),
            Some("integer")
                if present.only(Present::NUMBER) && all(Value::is_i64) && self.bounds_are_integers() =>
            {
                self.integer()
            }
            Some("boolean") if present.only(Present::ENUM) && all(Value::is_boolean) => self.boolean(),
            Some("object") if present.only(Present::OBJECT) => self.object(),
            Some("array") if present.only(Present::ARRAY) => self.array(),
            None if present.is(Present::ONE_OF) && !any.one_of.is_empty() => SchemaKind::OneOf {
                one_of: self.any.one_of,
            },
            None if present.is(Present::ALL_OF) && !any.all_of.is_empty() => SchemaKind::AllOf {
                all_of: self.any.all_of,
            },
            None if present.is(Present::ANY_OF) && !any.any_of.is_empty() => SchemaKind::AnyOf {
                any_of: self.any.any_of,
            },
            _ => self.any(),
        }
    }

    fn bounds_are_integers(&self) -> bool {
        [&self.multiple_of, &self.minimum, &self.maximum]
            .into_iter()
            .flatten()
            .all(Number::is_i64)
    }

    fn string(self) -> SchemaKind {
        let AnySchema {
            format,
            pattern,
            enumeration,
            min_length,
            max_length,
            ..
        } = self.any;
        let enumeration = enumeration
            .into_iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect();
        SchemaKind::Type(Type::String(StringType {
            format: format.into(),
            pattern,
            enumeration,
            min_length,
            max_length,
        }))
    }

    fn number(self) -> SchemaKind {
        SchemaKind::Type(Type::Number(NumberType {
            format: self.any.format.into(),
            multiple_of: self.multiple_of.and_then(|n| n.as_f64()),
            exclusive_minimum: self.any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: self.any.exclusive_maximum.unwrap_or_default(),
            minimum: self.minimum.and_then(|n| n.as_f64()),
            maximum: self.maximum.and_then(|n| n.as_f64()),
            enumeration: self.any.enumeration.iter().map(Value::as_f64).collect(),
        }))
    }

    fn integer(self) -> SchemaKind {
        SchemaKind::Type(Type::Integer(IntegerType {
            format: self.any.format.into(),
            multiple_of: self.multiple_of.and_then(|n| n.as_i64()),
            exclusive_minimum: self.any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: self.any.exclusive_maximum.unwrap_or_default(),
            minimum: self.minimum.and_then(|n| n.as_i64()),
            maximum: self.maximum.and_then(|n| n.as_i64()),
            enumeration: self.any.enumeration.iter().map(Value::as_i64).collect(),
        }))
    }

    fn boolean(self) -> SchemaKind {
        let enumeration = self.any.enumeration.iter().map(Value::as_bool).collect();
        SchemaKind::Type(Type::Boolean(BooleanType { enumeration }))
    }

    fn object(self) -> SchemaKind {
        let AnySchema {
            properties,
            required,
            additional_properties,
            min_properties,
            max_properties,
            ..
        } = self.any;
        SchemaKind::Type(Type::Object(ObjectType {
            properties,
            required,
            additional_properties,
            min_properties,
            max_properties,
        }))
    }

    fn array(self) -> SchemaKind {
        let AnySchema {
            items,
            min_items,
            max_items,
            unique_items,
            ..
        } = self.any;
        let unique_items = unique_items.unwrap_or_default();
        SchemaKind::Type(Type::Array(ArrayType {
            items,
            min_items,
            max_items,
            unique_items,
        }))
    }

    /// `not` alone has a variant of its own.
    fn any(self) -> SchemaKind {
        let not_alone = self.present.is(Present::NOT);
        let mut any = self.any;
        if let (true, Some(not)) = (not_alone, any.not.take_if(|_| not_alone)) {
            return SchemaKind::Not { not };
        }
        any.multiple_of = self.multiple_of.and_then(|n| n.as_f64());
        any.minimum = self.minimum.and_then(|n| n.as_f64());
        any.maximum = self.maximum.and_then(|n| n.as_f64());
        SchemaKind::Any(any)
    }
}

fn additional(cx: &mut Cx<'_>, at: &Place<'_>, value: Value) -> AdditionalProperties {
    match value {
        Value::Bool(any) => AdditionalProperties::Any(any),
        other => AdditionalProperties::Schema(Box::new(schema(cx, at, other))),
    }
}

/// The groups of keywords that are there.
#[derive(Clone, Copy, Default)]
struct Present(u16);

impl Present {
    const TYPE: u16 = 1;
    const FORMAT: u16 = 1 << 1;
    const ENUM: u16 = 1 << 2;
    const STRING: u16 = 1 << 3 | Self::FORMAT | Self::ENUM;
    const NUMBER: u16 = 1 << 4 | Self::FORMAT | Self::ENUM;
    const OBJECT: u16 = 1 << 5;
    const ARRAY: u16 = 1 << 6;
    const ONE_OF: u16 = 1 << 7;
    const ALL_OF: u16 = 1 << 8;
    const ANY_OF: u16 = 1 << 9;
    const NOT: u16 = 1 << 10;

    /// Notes a keyword, and returns whether it is one that decides about values.
    fn insert(&mut self, keyword: &str) -> bool {
        let group = match keyword {
            "type" => Self::TYPE,
            "format" => Self::FORMAT,
            "enum" => Self::ENUM,
            "pattern" | "minLength" | "maxLength" => 1 << 3,
            "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => 1 << 4,
            "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
                Self::OBJECT
            }
            "items" | "minItems" | "maxItems" | "uniqueItems" => Self::ARRAY,
            "oneOf" => Self::ONE_OF,
            "allOf" => Self::ALL_OF,
            "anyOf" => Self::ANY_OF,
            "not" => Self::NOT,
            _ => return false,
        };
        self.0 |= group;
        true
    }

    /// Whether nothing beside `type` is there but what is in `groups`.
    fn only(self, groups: u16) -> bool {
        self.0 & !(groups | Self::TYPE) == 0
    }

    /// Whether a group is there and nothing else: no `type`, and no `format`, which says nothing without one.
    fn is(self, group: u16) -> bool {
        self.0 & !Self::FORMAT == group
    }
}
