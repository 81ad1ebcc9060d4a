//! `oneOf`, `anyOf` and `discriminator`.

use super::all_of::{Base, Merge};
use super::context::Cx;
use super::keywords::Keywords;
use super::object;
use super::reference::Node;
use super::settle::{Part, Task};
use crate::diagnostic::{Code, Pointer};
use crate::document::extension;
use crate::model::{Discriminator, Kind, Object, SchemaId, Union, UnionKind, Use};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A `oneOf` or `anyOf` with several members, before it is known what stands beside it.
pub(super) enum Choice<'a> {
    /// As the document has it.
    Raw(Raw<'a>),
    /// A schema of the model that `allOf` takes in.
    Settled(SchemaId, Union),
}

/// A `oneOf` or `anyOf` of the document.
pub(super) struct Raw<'a> {
    kind: UnionKind,
    /// The members besides `null`, and where they stand.
    members: Vec<(Node<'a>, Pointer)>,
    discriminator: Option<&'a openapiv3::Discriminator>,
    at: Pointer,
}

/// Returns the unions of a schema; a union of one member is merged right away.
pub(super) fn of<'a>(
    cx: &mut Cx<'a, '_>,
    keywords: &Keywords<'a>,
    at: &Pointer,
    merge: &mut Merge<'a>,
) -> Vec<Choice<'a>> {
    let mut choices = Vec::new();
    for (kind, members) in [(UnionKind::OneOf, keywords.one_of), (UnionKind::AnyOf, keywords.any_of)] {
        let at = at.join(keyword(kind));
        let members: Vec<(Node<'a>, Pointer)> = members
            .iter()
            .enumerate()
            .map(|(index, member)| (Node::from(member), at.join(index)))
            .filter(|&(member, _)| !cx.is_null(member))
            .collect();
        if members.iter().all(|(member, _)| is_constraint(cx, *member)) {
            continue;
        }
        match &members[..] {
            [(member, at)] => merge.add_member(cx, *member, at),
            _ => {
                let discriminator = keywords.data.discriminator.as_ref();
                choices.push(Choice::Raw(Raw { kind, members, discriminator, at }));
            }
        }
    }
    choices
}

fn keyword(kind: UnionKind) -> &'static str {
    match kind {
        UnionKind::OneOf => "oneOf",
        UnionKind::AnyOf => "anyOf",
    }
}

/// Whether a member has no values of its own: `required: [name]`.
fn is_constraint<'a>(cx: &mut Cx<'a, '_>, member: Node<'a>) -> bool {
    cx.behind_references(member).is_some_and(|keywords| keywords.is_constraint())
}

/// Whether properties that stand beside the union can be carried into any of its members.
pub(super) fn takes_properties<'a>(cx: &mut Cx<'a, '_>, choice: &Choice<'a>) -> bool {
    match choice {
        Choice::Raw(raw) => raw.members.iter().any(|(member, _)| object::may_be(cx, Some(*member))),
        Choice::Settled(_, union) => union.members.iter().any(|member| {
            let node = cx.node(member.id);
            object::may_be(cx, node)
        }),
    }
}

/// Whether some member lists its values, which a plain type beside the union does not tell.
pub(super) fn lists_values<'a>(cx: &mut Cx<'a, '_>, choice: &Choice<'a>) -> bool {
    match choice {
        Choice::Raw(raw) => raw.members.iter().any(|(member, _)| cx.lists_values(*member)),
        Choice::Settled(_, union) => {
            union.members.iter().any(|member| cx.node(member.id).is_some_and(|node| cx.lists_values(node)))
        }
    }
}

/// Returns the union of the members as they are.
pub(super) fn build<'a>(cx: &mut Cx<'a, '_>, id: SchemaId, choice: Choice<'a>) -> Kind {
    let raw = match choice {
        Choice::Raw(raw) => raw,
        Choice::Settled(_, union) => return Kind::Union(union),
    };
    let mut members: Vec<Use> = Vec::with_capacity(raw.members.len());
    let mut seen = HashSet::new();
    for (member, at) in &raw.members {
        let member = cx.use_of(*member, at);
        if seen.insert((member.id, member.nullable)) {
            members.push(member);
        }
    }
    if let [only] = &members[..] {
        // A union of itself has no values; `unaliased` must not run in circles over it.
        return if only.id == id { Kind::Any } else { Kind::Alias(only.clone()) };
    }
    let originals: Vec<Option<SchemaId>> = members.iter().map(|member| Some(member.id)).collect();
    let discriminator = raw.discriminator.map(|found| discriminator(cx, id, found, &originals, &raw.at));
    Kind::Union(Union { kind: raw.kind, members, discriminator, is_base: cx.is_base(id) })
}

/// Returns the union of the members with the properties of a base carried into each that may be an object: of any other
/// value they say nothing.
pub(super) fn build_joined<'a>(
    cx: &mut Cx<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    choice: Choice<'a>,
    base: &Rc<Base>,
    joins: u8,
) -> Kind {
    let join = |cx: &mut Cx<'a, '_>, part: Option<Part<'a>>, at: Pointer| {
        let parts = std::iter::once(Part::Base(Rc::clone(base))).chain(part).collect();
        let id = cx.add(Task::Join(parts, joins), at, None);
        Use::of(id)
    };
    match choice {
        Choice::Raw(raw) => {
            let originals: Vec<_> = raw.members.iter().map(|(member, _)| original(cx, *member)).collect();
            let discriminator =
                raw.discriminator.map(|found| discriminator(cx, id, found, &originals, &raw.at));
            let members = raw.members.into_iter().zip(originals).map(|((node, at), original)| {
                if !object::may_be(cx, Some(node)) {
                    return cx.use_of(node, &at);
                }
                let Some(original) = original else {
                    return join(cx, Some(Part::Node(node, at.clone())), at);
                };
                // What a reference leads to tells it from the others, wherever in the list it stands.
                let place = raw.at.join(cx.arena.schemas[original].at.as_str());
                match original {
                    // The base is a member of its own: one that is nothing else.
                    base if base == id => join(cx, None, place),
                    // What derives from the base has its properties.
                    derived if cx.derives(derived, id) => Use::of(derived),
                    _ => join(cx, Some(Part::Node(node, at)), place),
                }
            });
            let members = members.collect();
            Kind::Union(Union { kind: raw.kind, members, discriminator, is_base: cx.is_base(id) })
        }
        Choice::Settled(_, union) => {
            let at = at.join(keyword(union.kind));
            let members = union.members.iter().enumerate();
            let members = members
                .map(|(index, member)| {
                    let node = cx.node(member.id);
                    match object::may_be(cx, node) {
                        true => join(cx, Some(Part::Use(member.id)), at.join(index)),
                        false => member.clone(),
                    }
                })
                .collect();
            Kind::Union(Union { members, ..union })
        }
    }
}

/// Returns the schema that a member refers to, by which a discriminator names it.
fn original<'a>(cx: &mut Cx<'a, '_>, member: Node<'a>) -> Option<SchemaId> {
    match member {
        Node::Reference(reference) => cx.target(reference),
        Node::Schema(_) => None,
    }
}

/// Reads a discriminator; members without a mapping get their value when all schemas are settled.
fn discriminator<'a>(
    cx: &mut Cx<'a, '_>,
    union: SchemaId,
    found: &'a openapiv3::Discriminator,
    originals: &[Option<SchemaId>],
    at: &Pointer,
) -> Discriminator {
    let at = at.parent().unwrap_or_default().join("discriminator").join("mapping");
    let mut positions = HashMap::new();
    for (position, original) in originals.iter().enumerate() {
        if let Some(original) = original {
            positions.entry(*original).or_insert(position);
        }
    }
    let mut mapping = Vec::new();
    let mut mapped = HashSet::new();
    for (value, target) in &found.mapping {
        match mapping_target(cx, target).and_then(|id| positions.get(&id)) {
            Some(&position) => {
                mapped.insert(position);
                mapping.push((value.clone(), position));
            }
            None => {
                let message = format!("`{target}` is not a member of the union: the bindings keep values with the tag `{value}` as they are");
                cx.report(Code::DiscriminatorMapping, &at.join(value), message);
            }
        }
    }
    for (position, original) in originals.iter().enumerate() {
        if !mapped.contains(&position) {
            let name = original.and_then(|id| cx.arena.schemas[id].component.clone());
            cx.arena.implicit.push((union, position, name));
        }
    }
    let default = found.extensions.get(extension::DEFAULT_MAPPING).and_then(Value::as_str);
    let default = default.and_then(|target| {
        let position = mapping_target(cx, target).and_then(|id| positions.get(&id)).copied();
        if position.is_none() {
            let message = format!("`{target}` is not a member of the union: the bindings keep values with no known tag as they are");
            cx.report(Code::DiscriminatorMapping, &at, message);
        }
        position
    });
    Discriminator { property: found.property_name.clone(), mapping, default }
}

/// Returns the schema that a mapping names, by component name or by reference.
fn mapping_target<'a>(cx: &mut Cx<'a, '_>, target: &'a str) -> Option<SchemaId> {
    cx.component(target).or_else(|| cx.target(target))
}

/// Gives the members without an explicit mapping the value that their own property allows, or else the name of
/// their component (OAS 3.0.3, Discriminator Object).
pub(super) fn finish_discriminators(cx: &mut Cx<'_, '_>) {
    for (union, position, name) in std::mem::take(&mut cx.arena.implicit) {
        let Kind::Union(found) = &cx.arena.schemas[union].kind else {
            continue;
        };
        let (Some(discriminator), Some(member)) = (&found.discriminator, found.members.get(position)) else {
            continue;
        };
        if is_plain(cx, member.id) {
            continue;
        }
        let value = only_value(cx, member.id, &discriminator.property).or(name);
        if value.is_none() && discriminator.default == Some(position) {
            continue;
        }
        let at = cx.arena.schemas[member.id].at.clone();
        let property = &discriminator.property;
        let message = match &value {
            None => {
                Some(format!("no value of `{property}` tells this member: the bindings tell it by its shape"))
            }
            Some(value) if discriminator.mapping.iter().any(|(other, _)| other == value) => Some(format!(
                "`{value}` for `{property}` tells two members: the bindings tell those by their shape"
            )),
            Some(_) => None,
        };
        if let (Kind::Union(found), Some(value)) = (&mut cx.arena.schemas.get_mut(union).kind, value) {
            found.discriminator.iter_mut().for_each(|discriminator| {
                discriminator.mapping.push((value.clone(), position));
            });
        }
        if let Some(message) = message {
            cx.report(Code::DiscriminatorMember, &at, message);
        }
    }
}

/// Makes `null` a value of each union of which a member has it, however deep, so that it is one where the union is used.
///
/// Comes when everything is settled: what is settled first may be a union of what comes later.
pub(super) fn spread_null(cx: &mut Cx<'_, '_>) {
    let mut users: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let mut found: Vec<SchemaId> = Vec::new();
    for (id, schema) in cx.arena.schemas.iter() {
        let uses = match &schema.kind {
            Kind::Union(union) => &union.members[..],
            Kind::Alias(used) => std::slice::from_ref(used),
            _ => &[],
        };
        uses.iter().for_each(|used| users.entry(used.id).or_default().push(id));
        let any =
            schema.nullable || matches!(schema.kind, Kind::Any) || uses.iter().any(|used| used.nullable);
        found.extend(any.then_some(id));
    }
    let mut seen = HashSet::new();
    while let Some(id) = found.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = cx.arena.schemas.get_mut(id);
        schema.nullable |= matches!(schema.kind, Kind::Union(_));
        found.extend(users.get(&id).into_iter().flatten());
    }
}

/// Whether a member has no properties that could tell it.
fn is_plain(cx: &Cx<'_, '_>, member: SchemaId) -> bool {
    let kind = &cx.arena.schemas[cx.unaliased(member)].kind;
    matches!(kind, Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_))
}

/// Returns the only value that a member allows for the property, if there is just one.
fn only_value(cx: &Cx<'_, '_>, member: SchemaId, property: &str) -> Option<String> {
    let Kind::Object(Object { properties, .. }) = &cx.arena.schemas[cx.unaliased(member)].kind else {
        return None;
    };
    let property = properties.iter().find(|candidate| candidate.name == property)?;
    let Kind::Enumeration(enumeration) = &cx.arena.schemas[cx.unaliased(property.schema.id)].kind else {
        return None;
    };
    match &enumeration.values[..] {
        [Value::String(value)] => Some(value.clone()),
        _ => None,
    }
}
