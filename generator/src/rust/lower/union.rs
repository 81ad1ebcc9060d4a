//! `oneOf` and `anyOf`: enums of the members.

use std::collections::BTreeSet;

use super::context::Cx;
use super::schema::{attributes, type_of};
use crate::model::{Kind, Scalar, SchemaId, Union as Members, Use};
use crate::rust::item::{Item, Union, UnionVariant};
use crate::rust::name::{Case, Name};
use crate::rust::ty::Type;

/// The variant that keeps a value of which no member is known.
const CATCH_ALL: &str = "Unlisted";

/// Returns the name of the variant that keeps any other value.
pub(super) fn catch_all() -> Name {
    Name::fixed(CATCH_ALL)
}

/// Makes the item of a union.
pub(super) fn lower(cx: &mut Cx<'_>, id: SchemaId, name: &Name, union: &Members) {
    let start = cx.items_len();
    let schema = &cx.api.schemas[id];
    let mut scope = cx
        .scope("variant", name.as_str(), Case::Variant, "Variant")
        .reserve(&[CATCH_ALL]);
    let mut variants = Vec::with_capacity(union.members.len());
    let mut seen = BTreeSet::new();
    for (index, member) in union
        .members
        .iter()
        .enumerate()
        .filter(|(_, member)| seen.insert(member.id))
    {
        let text = variant_text(cx, member, index);
        let hint = format!("{} {text}", name.as_str());
        let mut ty = type_of(cx, member, &hint);
        if cx.recursion.is_by_value(id, member.id) {
            ty = Type::Boxed(Box::new(ty));
        }
        let tags = union
            .discriminator
            .iter()
            .flat_map(|discriminator| &discriminator.mapping);
        let tags = tags
            .filter(|(_, position)| *position == index)
            .map(|(tag, _)| tag.clone())
            .collect();
        let key = cx.api.schemas[member.id].at.to_string();
        variants.push(UnionVariant {
            name: cx.claim(&mut scope, &key, &text),
            ty,
            tags,
        });
    }
    let tag = union
        .discriminator
        .as_ref()
        .map(|discriminator| discriminator.property.clone());
    let attributes = attributes(&schema.docs, || "One of several schemas.".to_owned());
    let codec = cx.codec(id);
    let item = Union {
        name: name.clone(),
        attributes,
        variants,
        tag,
        codec,
        catch_all: catch_all(),
    };
    cx.insert_item(start, Item::Union(item));
}

/// Names a member after its component, or else after what it is.
fn variant_text(cx: &Cx<'_>, member: &Use, index: usize) -> String {
    let schema = &cx.api.schemas[member.id];
    if let Some(component) = &schema.component {
        return cx
            .named(member.id)
            .map_or(component.as_str(), Name::as_str)
            .to_owned();
    }
    match &schema.kind {
        Kind::Scalar(Scalar::String(_)) => "String".to_owned(),
        Kind::Scalar(Scalar::Integer(_)) => "Integer".to_owned(),
        Kind::Scalar(Scalar::Number(_)) => "Number".to_owned(),
        Kind::Scalar(Scalar::Boolean) => "Boolean".to_owned(),
        Kind::Array(_) => "List".to_owned(),
        Kind::Any => "Any".to_owned(),
        Kind::Enumeration(_) => "Keyword".to_owned(),
        Kind::Object(object) if object.properties.is_empty() => "Object".to_owned(),
        Kind::Object(_) | Kind::Union(_) | Kind::Alias(_) => format!("Variant {}", index + 1),
    }
}
