//! `oneOf` and `anyOf`: enums of the members.

use std::collections::{BTreeMap, BTreeSet};

use super::check;
use super::context::Cx;
use super::schema::{attributes, base_type};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Kind, Scalar, SchemaId, Union as Members, Use};
use crate::rust::docs::{code, Docs};
use crate::rust::item::{Item, Union, UnionVariant};
use crate::rust::name::{Case, Name, Scope};
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
    name_handed_on(cx, id, name, union);
    let keys = keys(cx, id, union);
    let scope =
        cx.scope("variant", name.as_str(), Case::Variant, "Variant").remembering().reserve(&[CATCH_ALL]);
    let mut scope = scope.promise(cx.pins, keys.iter().map(String::as_str));
    let mut variants = Vec::with_capacity(union.members.len());
    let members = distinct(cx, id, union);
    for &(index, member) in &members {
        let key = keys.get(index).cloned().unwrap_or_default();
        variants.push(variant(cx, (id, name), union, (index, key), &mut scope, member));
    }
    let tag = match &union.discriminator {
        Some(discriminator) => Some(discriminator.property.clone()),
        None => implied_tag(cx, union, &mut variants),
    };
    for (variant, (_, member)) in variants.iter_mut().zip(&members) {
        variant.docs = variant_docs(variant, tag.as_deref());
        variant.writes_tag =
            !variant.is_default && tag.as_ref().is_some_and(|tag| cx.api.schemas.lacks(member.id, tag));
    }
    let checked = cx.is_checked(id);
    for (variant, (_, member)) in variants.iter_mut().zip(&members).filter(|_| checked) {
        variant.checks = check::of_variant(cx, member, &variant.ty, union);
    }
    let mut attributes = attributes(&schema.docs, || "One of several schemas.".to_owned());
    cx.decorate_type(id, &mut attributes, Some(&["Clone", "Debug", "PartialEq"]));
    let codec = cx.codec(id);
    let shared = shared_tags(&variants);
    let name = name.clone();
    let (keeps_misfits, catch_all) = (union.is_base, catch_all());
    let item = Union { name, attributes, variants, tag, shared, keeps_misfits, checked, codec, catch_all };
    cx.insert_item(start, Item::Union(item));
}

/// Makes the types of inline schemas that stand in this one and that members have because they derive from it: they are
/// called after their owner and not after the member that comes first.
fn name_handed_on(cx: &mut Cx<'_>, id: SchemaId, name: &Name, union: &Members) {
    let api = cx.api;
    let is_own = |at: &Pointer| {
        let below = at.as_str().strip_prefix(api.schemas[id].at.as_str());
        below.is_some_and(|below| !below.split('/').any(|token| ["oneOf", "anyOf"].contains(&token)))
    };
    for member in &union.members {
        let Kind::Object(object) = &api.schemas[cx.target(member.id)].kind else { continue };
        for property in object.properties.iter().filter(|it| is_own(&api.schemas[it.schema.id].at)) {
            base_type(cx, &property.schema, &format!("{} {}", name.as_str(), property.name));
        }
    }
}

/// Returns what tells each member from the others in the lock: its own place, or for an inline one that is called after
/// its type the type, so that its name does not stay behind when another member takes its position.
fn keys(cx: &Cx<'_>, union: SchemaId, members: &Members) -> Vec<String> {
    let at = &cx.api.schemas[union].at;
    let members: Vec<(&Use, Option<&str>)> =
        members.members.iter().map(|member| (member, plain_text(cx, member))).collect();
    let key = |(member, text): &(&Use, Option<&str>)| match text {
        Some(text) if members.iter().filter(|(_, other)| other.as_ref() == Some(text)).count() == 1 => {
            format!("{at} {text}")
        }
        _ => cx.api.schemas[member.id].at.to_string(),
    };
    members.iter().map(key).collect()
}

/// Returns the members, each once, with their positions. Those that lead back to the union come last, because they are
/// read as any value.
fn distinct<'u>(cx: &mut Cx<'_>, id: SchemaId, union: &'u Members) -> Vec<(usize, &'u Use)> {
    let mut seen = BTreeSet::new();
    let members = union.members.iter().enumerate().filter(|(_, member)| seen.insert(member.id));
    let (endless, mut members): (Vec<_>, Vec<_>) =
        members.partition(|(_, member)| cx.recursion.is_endless_choice(id, member.id));
    for (_, member) in &endless {
        let at = cx.api.schemas[id].at.clone();
        let place = code(cx.api.schemas[member.id].at.as_str());
        let message = format!("the member {place} leads back to this union, or on through too many others");
        cx.sink
            .report(Code::RecursiveAlias, &at, message)
            .help("the bindings take any JSON value for that member");
    }
    members.extend(endless);
    members
}

fn variant(
    cx: &mut Cx<'_>,
    (owner, owner_name): (SchemaId, &Name),
    union: &Members,
    (index, key): (usize, String),
    scope: &mut Scope,
    member: &Use,
) -> UnionVariant {
    let mapping = union.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
    let (own, others): (Vec<_>, Vec<_>) = mapping.partition(|(_, position)| *position == index);
    let tags: Vec<String> = own.into_iter().map(|(tag, _)| tag.clone()).collect();
    let sole = match &tags[..] {
        [tag] if others.iter().all(|(other, _)| other != tag) => Some(tag.as_str()),
        _ => None,
    };
    let text = variant_text(cx, member, index, sole);
    let ty = variant_type(cx, (owner, owner_name), member, &text);
    let is_default = union.discriminator.as_ref().is_some_and(|found| found.default == Some(index));
    // It is found whether its type has another name, too, or not.
    let component = cx.api.schemas[member.id].component.as_deref().unwrap_or_default();
    let plain = [&text, component].map(|text| Name::plain(text, Case::Variant, "Variant"));
    let decided = cx.decided_variant(owner, &plain.each_ref().map(Name::as_str));
    UnionVariant {
        name: cx.claim_or_decide(scope, &key, &text, decided),
        docs: Docs::default(),
        ty,
        tags,
        is_default,
        writes_tag: false,
        checks: Vec::new(),
        may_lack_tag: false,
    }
}

/// Returns the type of a member.
fn variant_type(cx: &mut Cx<'_>, (owner, owner_name): (SchemaId, &Name), member: &Use, text: &str) -> Type {
    if cx.recursion.is_endless_choice(owner, member.id) {
        return Type::Value;
    }
    // A union has `null` where a member has it: whoever uses the union says so.
    let ty = base_type(cx, member, &format!("{} {text}", owner_name.as_str()));
    match cx.recursion.is_by_value(owner, member.id) {
        true => Type::Boxed(Box::new(ty)),
        false => ty,
    }
}

/// Returns the values of the tag that several variants have.
fn shared_tags(variants: &[UnionVariant]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let tags = variants.iter().flat_map(|variant| &variant.tags);
    tags.filter(|tag| !seen.insert(tag.as_str())).cloned().collect()
}

fn variant_docs(variant: &UnionVariant, tag: Option<&str>) -> Docs {
    let tags: Vec<_> = variant.tags.iter().map(|tag| code(tag)).collect();
    Docs::sentence(match (tag, tags.is_empty()) {
        (Some(tag), _) if variant.is_default => {
            format!("{} is {}, or nothing that is known.", code(tag), tags.join(" or "))
        }
        (Some(tag), false) => format!("{} is {}.", code(tag), tags.join(" or ")),
        _ => format!("A value of the schema `{}`.", variant.name.as_str()),
    })
}

/// Finds a property that tells the members apart though nobody said so: each member lists one value for it, another one
/// each. An open enum would take the value of any other member.
///
/// One that every member requires is a better tag; a member that does not is also known by its shape.
fn implied_tag(cx: &Cx<'_>, union: &Members, variants: &mut [UnionVariant]) -> Option<String> {
    let constants = |member: &Use| match &cx.api.schemas[cx.target(member.id)].kind {
        Kind::Object(object) => {
            let properties = object.properties.iter();
            properties
                .filter_map(|property| {
                    Some((property.name.as_str(), (only_value(cx, &property.schema)?, property.required)))
                })
                .collect()
        }
        _ => BTreeMap::new(),
    };
    let all: Vec<BTreeMap<_, _>> = union.members.iter().map(constants).collect();
    let tells_apart = |name: &&&str| {
        let values: BTreeSet<_> =
            all.iter().filter_map(|one| one.get(*name)).map(|(value, _)| value).collect();
        values.len() == all.len()
    };
    let is_required =
        |name: &&&str| all.iter().all(|one| one.get(*name).is_some_and(|(_, required)| *required));
    let names: Vec<_> = all.first()?.keys().filter(tells_apart).collect();
    let name = *names.iter().copied().find(is_required).or(names.first().copied())?;
    if variants.len() != all.len() {
        return None;
    }
    for (variant, constants) in variants.iter_mut().zip(&all) {
        variant.tags = constants.get(name).map(|(value, _)| value.clone()).into_iter().collect();
        variant.may_lack_tag = constants.get(name).is_some_and(|(_, required)| !required);
    }
    Some(name.to_owned())
}

fn only_value(cx: &Cx<'_>, used: &Use) -> Option<String> {
    match &cx.api.schemas[cx.target(used.id)].kind {
        Kind::Enumeration(values) if !cx.is_nullable(used) => match values.values.as_slice() {
            [only] => only.as_str().map(str::to_owned),
            _ => None,
        },
        _ => None,
    }
}

/// Names a member after its component, or else after what it is or what tells it.
fn variant_text(cx: &Cx<'_>, member: &Use, index: usize, tag: Option<&str>) -> String {
    let schema = &cx.api.schemas[member.id];
    if let Some(component) = &schema.component {
        return cx.named(member.id).map_or(component.as_str(), Name::as_str).to_owned();
    }
    let text = plain_text(cx, member).or(tag).map(str::to_owned);
    text.unwrap_or_else(|| format!("Variant {}", index + 1))
}

/// Returns the words for an inline member of a plain type.
fn plain_text(cx: &Cx<'_>, member: &Use) -> Option<&'static str> {
    let schema = &cx.api.schemas[member.id];
    Some(match &schema.kind {
        _ if schema.component.is_some() => return None,
        Kind::Scalar(Scalar::String(_)) => "String",
        Kind::Scalar(Scalar::Integer(_)) => "Integer",
        Kind::Scalar(Scalar::Number(_)) => "Number",
        Kind::Scalar(Scalar::Boolean) => "Boolean",
        Kind::Array(_) => "List",
        Kind::Any => "Any",
        Kind::Enumeration(_) => "Keyword",
        Kind::Object(object) if object.properties.is_empty() => "Object",
        Kind::Object(_) | Kind::Union(_) | Kind::Alias(_) => return None,
    })
}
