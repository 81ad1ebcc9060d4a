//! The keywords that decide about the values of a schema, in the variants of [`SchemaKind`].

use super::schema::schema;
use super::{field, Cx};
use crate::document::place::Place;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaKind, StringType, Type,
};
use serde_json::{Number, Value};

/// The keywords that have been read, and which groups of them are there.
#[derive(Default)]
pub struct Keywords {
    present: Present,
    any: AnySchema,
    multiple_of: Option<Number>,
    minimum: Option<Number>,
    maximum: Option<Number>,
}

impl Keywords {
    /// Reads a member, or gives it back if it is none of these keywords.
    pub fn take(&mut self, cx: &mut Cx<'_>, at: &Place<'_>, key: &str, value: Value) -> Option<Value> {
        if !self.present.insert(key) {
            return Some(value);
        }
        self.read(cx, at, key, value);
        None
    }

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
            _ => debug_assert!(false, "`{key}` is in a group of keywords, but is not read"),
        }
    }

    /// Chooses the variant as `openapiv3` does: the one of the type or of the only combination, if nothing
    /// else is there, or the one that holds everything. A combination of nothing is none.
    pub fn kind(self) -> SchemaKind {
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
            None if present.is(Present::ONE_OF) && !any.one_of.is_empty() => {
                SchemaKind::OneOf { one_of: self.any.one_of }
            }
            None if present.is(Present::ALL_OF) && !any.all_of.is_empty() => {
                SchemaKind::AllOf { all_of: self.any.all_of }
            }
            None if present.is(Present::ANY_OF) && !any.any_of.is_empty() => {
                SchemaKind::AnyOf { any_of: self.any.any_of }
            }
            _ => self.any(),
        }
    }

    fn bounds_are_integers(&self) -> bool {
        [&self.multiple_of, &self.minimum, &self.maximum].into_iter().flatten().all(Number::is_i64)
    }

    fn string(self) -> SchemaKind {
        let AnySchema { format, pattern, enumeration, min_length, max_length, .. } = self.any;
        let enumeration = enumeration.into_iter().map(|value| value.as_str().map(str::to_owned)).collect();
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
        let AnySchema { properties, required, additional_properties, min_properties, max_properties, .. } =
            self.any;
        SchemaKind::Type(Type::Object(ObjectType {
            properties,
            required,
            additional_properties,
            min_properties,
            max_properties,
        }))
    }

    fn array(self) -> SchemaKind {
        let AnySchema { items, min_items, max_items, unique_items, .. } = self.any;
        let unique_items = unique_items.unwrap_or_default();
        SchemaKind::Type(Type::Array(ArrayType { items, min_items, max_items, unique_items }))
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
