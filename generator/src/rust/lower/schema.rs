//! Schemas: which become items, and which types stand for a use.

use super::context::Cx;
use super::{enumeration, object, scalar, union};
use crate::diagnostic::Code;
use crate::model::{Additional, Docs as ModelDocs, Kind, Schema, SchemaId, Use};
use crate::rust::docs::Docs;
use crate::rust::item::{Alias, Attributes, Blank, EnumerationWire, Item};
use crate::rust::name::{Case, Name};
use crate::rust::ty::Type;

/// Makes the item of a component: whatever it is, it has one.
pub(super) fn component(cx: &mut Cx<'_>, id: SchemaId) {
    let Some(name) = cx.named(id).cloned() else { return };
    let start = cx.items_len();
    let api = cx.api;
    let schema = &api.schemas[id];
    let ty = match &schema.kind {
        Kind::Object(shape) if is_struct(schema) => return object::lower(cx, id, &name, shape),
        Kind::Enumeration(values) if enumeration::wire(values).is_some() => {
            return enumeration::lower(cx, id, &name, values);
        }
        Kind::Union(members) => return union::lower(cx, id, &name, members),
        _ => spelled_out(cx, id, name.as_str()),
    };
    let mut attributes = attributes(&schema.docs, || {
        format!("`{}` of the document.", schema.component.as_deref().unwrap_or_default())
    });
    cx.decorate_type(id, &mut attributes, None);
    cx.insert_item(start, Item::Alias(Alias { name, attributes, ty }));
}

/// Returns the type of a use without its nullability. `hint` names the item of an inline schema.
pub(super) fn base_type(cx: &mut Cx<'_>, used: &Use, hint: &str) -> Type {
    if let Some(name) = cx.named(used.id) {
        let name = name.clone();
        let api = cx.api;
        return match &api.schemas[cx.target(used.id)].kind {
            Kind::Scalar(kind) if scalar::lower(cx, kind) == Type::String => Type::Text(name),
            _ => Type::Model(name),
        };
    }
    let api = cx.api;
    let schema = &api.schemas[used.id];
    let called = || Name::plain(hint, Case::Type, "Model").as_str().to_owned();
    if let Some(ty) = cx.replacement(used.id, &schema.component.clone().unwrap_or_else(called)) {
        return ty;
    }
    match &schema.kind {
        Kind::Object(shape) if is_struct(schema) => {
            let name = cx.name_item(used.id, hint);
            object::lower(cx, used.id, &name, shape);
            Type::Model(name)
        }
        Kind::Enumeration(values) if enumeration::wire(values).is_some() => {
            let name = cx.name_item(used.id, hint);
            enumeration::lower(cx, used.id, &name, values);
            Type::Model(name)
        }
        Kind::Union(members) => {
            let name = cx.name_item(used.id, hint);
            union::lower(cx, used.id, &name, members);
            Type::Model(name)
        }
        _ => spelled_out(cx, used.id, hint),
    }
}

/// Returns the type of a use, an `Option` if it may be `null`.
pub(super) fn type_of(cx: &mut Cx<'_>, used: &Use, hint: &str) -> Type {
    let ty = base_type(cx, used, hint);
    // `null` is a value of `serde_json::Value` already.
    if cx.is_nullable(used) && ty != Type::Value {
        ty.optional()
    } else {
        ty
    }
}

/// Returns the type of a schema that has no item of its own, or whose item is an alias of it.
fn spelled_out(cx: &mut Cx<'_>, id: SchemaId, hint: &str) -> Type {
    let api = cx.api;
    match &api.schemas[id].kind {
        Kind::Any | Kind::Union(_) => Type::Value,
        Kind::Scalar(kind) => scalar::lower(cx, kind),
        Kind::Enumeration(values) => enumeration::plain(cx, id, values),
        Kind::Array(array) => Type::Vec(Box::new(part(cx, id, &array.items, &format!("{hint} item")))),
        Kind::Alias(target) => part_without_null(cx, id, target, hint),
        Kind::Object(shape) => match &shape.additional {
            Additional::Schema(values) => Type::Map(Box::new(part(cx, id, values, &format!("{hint} value")))),
            Additional::Unspecified | Additional::Any | Additional::Forbidden => Type::Object,
        },
    }
}

fn part(cx: &mut Cx<'_>, owner: SchemaId, used: &Use, hint: &str) -> Type {
    if is_endless(cx, owner, used) || is_too_deep(cx, owner) {
        return Type::Value;
    }
    type_of(cx, used, hint)
}

fn part_without_null(cx: &mut Cx<'_>, owner: SchemaId, used: &Use, hint: &str) -> Type {
    if is_endless(cx, owner, used) {
        return Type::Value;
    }
    base_type(cx, used, hint)
}

/// An alias that leads to itself has no type to spell out; the place where it closes takes any value.
fn is_endless(cx: &mut Cx<'_>, owner: SchemaId, used: &Use) -> bool {
    let endless = cx.recursion.is_endless_alias(owner, used.id);
    if endless {
        let at = cx.api.schemas[owner].at.clone();
        cx.sink
            .report(
                Code::RecursiveAlias,
                &at,
                "the schema leads back to itself through arrays, maps or references alone",
            )
            .help("the bindings take any JSON value there");
    }
    endless
}

/// Nobody reads a type of a hundred brackets, and some compilers do not either.
fn is_too_deep(cx: &mut Cx<'_>, owner: SchemaId) -> bool {
    let deep = cx.recursion.is_too_deep(owner);
    if deep {
        let at = cx.api.schemas[owner].at.clone();
        let message = "arrays and maps are nested deeper here than types are: the bindings take any value for the members";
        cx.sink.report(Code::DeepType, &at, message);
    }
    deep
}

/// Whether an object becomes a struct: it has properties, or is said to have none.
pub(super) fn is_struct(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Object(object) => {
            !object.properties.is_empty()
                || object.additional == Additional::Forbidden && schema.component.is_some()
        }
        _ => false,
    }
}

/// Returns what a required field of a type is before it is read.
pub(super) fn blank(cx: &mut Cx<'_>, ty: &Type, used: &Use) -> Blank {
    let target = cx.target(used.id);
    let api = cx.api;
    match ty {
        Type::Boxed(inner) => Blank::Boxed(Box::new(blank(cx, inner, used))),
        Type::Value => Blank::Null,
        Type::Foreign(foreign) => foreign.blank.clone().map_or(Blank::Default, Blank::Written),
        Type::Model(_) if cx.replaced.contains_key(&target) => {
            let blank = cx.replaced.get(&target).and_then(|foreign| foreign.blank.clone());
            blank.map_or(Blank::Default, Blank::Written)
        }
        Type::Model(_) => match (&api.schemas[target].kind, cx.named(target)) {
            (Kind::Scalar(kind), _) => match scalar::lower(cx, kind) {
                ty @ Type::Foreign(_) => blank(cx, &ty, used),
                _ => Blank::Default,
            },
            (Kind::Object(_), Some(name)) if is_struct(&api.schemas[target]) => Blank::Struct(name.clone()),
            (Kind::Enumeration(values), Some(name)) => match enumeration::wire(values) {
                Some(EnumerationWire::Text) => Blank::Text(name.clone()),
                Some(EnumerationWire::Integer) => Blank::Integer(name.clone()),
                Some(EnumerationWire::Mixed) => Blank::Unlisted(name.clone(), enumeration::catch_all()),
                None => Blank::Default,
            },
            (Kind::Union(_), Some(name)) => Blank::Unlisted(name.clone(), union::catch_all()),
            _ => Blank::Default,
        },
        _ => Blank::Default,
    }
}

/// Returns the documentation and deprecation; `fallback` stands for what the document leaves undescribed.
pub(super) fn attributes(docs: &ModelDocs, fallback: impl FnOnce() -> String) -> Attributes {
    let mut lines = Docs::of(docs);
    if docs.summary.is_none() && docs.description.is_none() {
        let mut named = Docs::sentence(fallback());
        named.append(lines);
        lines = named;
    }
    if lines.is_empty() {
        lines = Docs::sentence("The document does not describe it.");
    }
    Attributes { docs: lines, deprecated: docs.deprecated, ..Attributes::default() }
}
