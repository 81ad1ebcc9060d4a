//! `properties`, `required` and `additionalProperties`.

use super::all_of::Merge;
use super::context::Cx;
use super::docs;
use super::keywords::Keywords;
use super::reference::Node;
use super::settle::{Part, Task};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Additional, Docs, Kind, Object, Property, SchemaId, Union, Use};
use openapiv3::{AdditionalProperties, ReferenceOr};
use std::collections::HashSet;
use std::rc::Rc;

/// Adds the object keywords of a schema that stands in the document.
pub(super) fn add<'a>(merge: &mut Merge<'a>, cx: &mut Cx<'a, '_>, keywords: &Keywords<'a>, at: &Pointer) {
    // `required` alone says nothing about a value that is no object.
    merge.is_object |=
        keywords.ty.is_some() || keywords.properties.is_some() || keywords.additional.is_some();
    for (name, node) in keywords.properties.into_iter().flatten() {
        let at = at.join("properties").join(name);
        merge_node(merge, cx, name, node.into(), &at);
    }
    let required = keywords.required.iter().enumerate();
    merge.base.required.extend(required.map(|(index, name)| (name.clone(), at.join("required").join(index))));
    let additional = keywords.additional.map(|additional| additional_of(cx, additional, at));
    merge.add_additional(additional);
}

fn additional_of<'a>(cx: &mut Cx<'a, '_>, additional: &'a AdditionalProperties, at: &Pointer) -> Additional {
    match additional {
        AdditionalProperties::Any(true) => Additional::Any,
        AdditionalProperties::Any(false) => Additional::Forbidden,
        AdditionalProperties::Schema(schema) => match &**schema {
            ReferenceOr::Item(schema)
                if Keywords::of(schema).is_shapeless() && !schema.schema_data.nullable =>
            {
                Additional::Any
            }
            schema => Additional::Schema(cx.use_of(schema.into(), &at.join("additionalProperties"))),
        },
    }
}

/// Turns what was merged into an object, and remembers which required names are no properties.
pub(super) fn finish<'a>(merge: Merge<'a>, cx: &mut Cx<'a, '_>) -> Kind {
    let (object, missing) = merge.base.into_object();
    if !missing.is_empty() {
        cx.arena.missing.insert(merge.id, missing);
    }
    Kind::Object(object)
}

/// Returns an alias instead of an object that says the same as one that it took in.
///
/// A base that lists what derives from it gives its properties to members that have them already.
pub(super) fn or_alias(cx: &Cx<'_, '_>, kind: Kind, merged: SchemaId, taken_in: Option<SchemaId>) -> Kind {
    let Some(id) = taken_in else { return kind };
    let missing = |id| cx.arena.missing.get(&id).into_iter().flatten().map(|(name, _)| name);
    if missing(merged).any(|name| missing(id).all(|other| other != name)) {
        return kind;
    }
    let (Kind::Object(object), Kind::Object(other)) = (&kind, &cx.arena.schemas[id].kind) else {
        return kind;
    };
    let same = |(a, b): (&Property, &Property)| {
        let access = (a.required, a.read_only, a.write_only) == (b.required, b.read_only, b.write_only);
        access && a.name == b.name && a.schema == b.schema && a.docs == b.docs
    };
    let equal = object.additional == other.additional
        && object.properties.len() == other.properties.len()
        && object.properties.iter().zip(&other.properties).all(same);
    if equal {
        Kind::Alias(Use::of(id))
    } else {
        kind
    }
}

/// Adds a property of the document, after one of the same name if there is one.
fn merge_node<'a>(merge: &mut Merge<'a>, cx: &mut Cx<'a, '_>, name: &str, node: Node<'a>, at: &Pointer) {
    let Some(earlier) = merge.base.properties.get(name).cloned() else {
        let property = cx.property(name, node, at);
        merge.base.properties.insert(name.to_owned(), property);
        return;
    };
    let verdict = compare(cx, earlier.schema.id, Later::Node(node));
    let mut property = match verdict {
        Verdict::Earlier => {
            let mut property = cx.property(name, node, at);
            property.schema.id = earlier.schema.id;
            property.schema.nullable = earlier.schema.nullable || nullable(node);
            property
        }
        Verdict::Both => joined(cx, &earlier, node, at),
        Verdict::Override => {
            let mut property = cx.property(name, node, at);
            property.schema = overridden(cx, &earlier.schema, &property);
            property
        }
        Verdict::Later | Verdict::Opened | Verdict::Contradiction => cx.property(name, node, at),
    };
    match verdict {
        Verdict::Contradiction => report_contradiction(cx, name, at),
        Verdict::Opened => cx.arena.opened.push(property.schema.id),
        _ => {}
    }
    combine(&mut property, &earlier);
    merge.base.properties.insert(name.to_owned(), property);
}

/// Adds a property of a schema that is settled, after one of the same name if there is one.
pub(super) fn merge_settled<'a>(merge: &mut Merge<'a>, cx: &mut Cx<'a, '_>, name: &str, later: &Property) {
    let Some(earlier) = merge.base.properties.get(name).cloned() else {
        merge.base.properties.insert(name.to_owned(), later.clone());
        return;
    };
    let mut property = later.clone();
    if earlier.schema.id != later.schema.id {
        match compare(cx, earlier.schema.id, Later::Use(later.schema.id)) {
            Verdict::Earlier => property.schema = earlier.schema.clone(),
            Verdict::Contradiction => report_contradiction(cx, name, &merge.at),
            Verdict::Opened => cx.arena.opened.push(later.schema.id),
            Verdict::Override | Verdict::Both => {
                property.schema = overridden(cx, &earlier.schema, later);
            }
            Verdict::Later => {}
        }
    }
    combine(&mut property, &earlier);
    merge.base.properties.insert(name.to_owned(), property);
}

fn report_contradiction(cx: &mut Cx<'_, '_>, name: &str, at: &Pointer) {
    let message = format!("`allOf` has two types for `{name}`: the bindings take the later one");
    cx.report(Code::AllOfConflict, at, message);
}

/// Adds what an earlier property of the same name says besides its schema.
fn combine(property: &mut Property, earlier: &Property) {
    property.required |= earlier.required;
    property.read_only |= earlier.read_only;
    property.write_only |= earlier.write_only;
    property.docs.deprecated |= earlier.docs.deprecated;
    docs::complete(&mut property.docs, &earlier.docs);
    if property.schema.xml.is_none() {
        property.schema.xml.clone_from(&earlier.schema.xml);
    }
}

fn nullable(node: Node<'_>) -> bool {
    matches!(node, Node::Schema(schema) if Keywords::of(schema).nullable())
}

/// Makes a property of two objects that are described in different places.
fn joined<'a>(cx: &mut Cx<'a, '_>, earlier: &Property, node: Node<'a>, at: &Pointer) -> Property {
    let parts: Rc<[Part<'a>]> = Rc::new([Part::Use(earlier.schema.id), Part::Node(node, at.clone())]);
    let id = cx.add(Task::Join(parts, 0), at.clone(), None);
    let (read_only, write_only) = cx.access(node);
    Property {
        at: at.clone(),
        name: earlier.name.clone(),
        required: false,
        read_only,
        write_only,
        docs: docs::of_node(node),
        schema: Use { id, ..earlier.schema.clone() },
    }
}

/// Returns the later schema of a property with the members that only the earlier one has, once for any two.
fn overridden(cx: &mut Cx<'_, '_>, earlier: &Use, later: &Property) -> Use {
    let pair = (earlier.id, later.schema.id);
    let id = cx.arena.overridden.get(&pair).copied().unwrap_or_else(|| {
        // It stands nowhere in the document; what it is made of tells it from all others, whoever comes first.
        let at = later.at.join("allOf").join(cx.arena.schemas[earlier.id].at.as_str());
        let id = cx.add(Task::Override(earlier.id, later.schema.id), at, None);
        cx.arena.overridden.insert(pair, id);
        id
    });
    Use { id, ..later.schema.clone() }
}

/// Whether an object has a place for each property that another one has; what is no object takes the other's place.
pub(super) fn has_all(cx: &Cx<'_, '_>, later: SchemaId, earlier: SchemaId) -> bool {
    let kind = |id| &cx.arena.schemas[cx.unaliased(id)].kind;
    let (Kind::Object(later), Kind::Object(earlier)) = (kind(later), kind(earlier)) else { return true };
    let names: HashSet<&str> = later.properties.iter().map(|property| property.name.as_str()).collect();
    matches!(later.additional, Additional::Any | Additional::Schema(_))
        || earlier.properties.iter().all(|property| names.contains(property.name.as_str()))
}

/// Lets objects keep what they do not name, where another schema of the same value allows it.
///
/// Comes when everything is merged: what is derived from such an object elsewhere takes only its properties.
pub(super) fn open(cx: &mut Cx<'_, '_>) {
    for id in std::mem::take(&mut cx.arena.opened) {
        let id = cx.unaliased(id);
        if let Kind::Object(object) = &mut cx.arena.schemas.get_mut(id).kind {
            if object.additional == Additional::Unspecified {
                object.additional = Additional::Any;
            }
        }
    }
}

/// Gives objects what `required` lists and nobody declares, and reports it unless the schema only serves to be merged.
///
/// Comes when everything is merged: a property that another schema declares is not missing there.
pub(super) fn add_missing(cx: &mut Cx<'_, '_>) {
    let mut missing: Vec<_> = std::mem::take(&mut cx.arena.missing).into_iter().collect();
    missing.sort_by_key(|(id, _)| *id);
    let tags = if missing.is_empty() { HashSet::new() } else { tags(cx) };
    for (id, names) in missing {
        let mut seen = HashSet::new();
        for (name, at) in names {
            if !seen.insert(name.clone()) {
                continue;
            }
            let tag = (id, name);
            let instead = match &cx.arena.schemas[id].kind {
                _ if tags.contains(&tag) => "write it where a union tells its members by it",
                kind if keeps_others(kind) => "keep it with what else is there, and do not ask for it",
                Kind::Object(_) => "have an optional field for it, of any value",
                _ => continue,
            };
            let message = format!("`{}` is required but is no property: the bindings {instead}", tag.1);
            if !cx.arena.merged.contains(&id) {
                cx.report(Code::RequiredWithoutProperty, &at, message);
            }
            if !tags.contains(&tag) {
                add_untyped(cx, id, tag.1, &at);
            }
        }
    }
}

/// Returns the members of unions with the property that tells them, which the union writes for those without it.
fn tags(cx: &Cx<'_, '_>) -> HashSet<(SchemaId, String)> {
    let mut tags = HashSet::new();
    for (_, schema) in cx.arena.schemas.iter() {
        if let Kind::Union(Union { members, discriminator: Some(discriminator), .. }) = &schema.kind {
            let members = members.iter().map(|member| cx.unaliased(member.id));
            tags.extend(members.map(|member| (member, discriminator.property.clone())));
        }
    }
    tags
}

/// Whether an object has a place for members that are not declared.
fn keeps_others(kind: &Kind) -> bool {
    match kind {
        Kind::Object(Object { additional: Additional::Any | Additional::Schema(_), .. }) => true,
        Kind::Object(Object { properties, additional: Additional::Unspecified }) => properties.is_empty(),
        _ => false,
    }
}

/// Adds a property of which only the name is known to an object that would lose its value.
fn add_untyped(cx: &mut Cx<'_, '_>, id: SchemaId, name: String, at: &Pointer) {
    if keeps_others(&cx.arena.schemas[id].kind) || !cx.spend(1, at) {
        return;
    }
    let description = "The document requires it without saying what it is.".to_owned();
    let property = Property {
        at: at.clone(),
        name,
        required: false,
        read_only: false,
        write_only: false,
        docs: Docs { description: Some(description), ..Docs::default() },
        schema: Use::of(cx.anything(at)),
    };
    if let Kind::Object(object) = &mut cx.arena.schemas.get_mut(id).kind {
        object.properties.push(property);
    }
}

/// Whether a schema may be an object, as far as its own keywords say; one that was joined is.
pub(super) fn may_be<'a>(cx: &mut Cx<'a, '_>, node: Option<Node<'a>>) -> bool {
    node.is_none_or(|node| matches!(sketch(cx, node).ty, None | Some("object")))
}

/// Which of two schemas of one property says more.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Earlier,
    Later,
    /// Both describe members of an object.
    Both,
    /// The later one, with the properties that only the earlier one has.
    Override,
    /// The later one, with the other members that the earlier one allows.
    Opened,
    /// No value is of both types.
    Contradiction,
}

#[derive(Clone, Copy)]
enum Later<'a> {
    Node(Node<'a>),
    Use(SchemaId),
}

/// A schema from afar: its type, and whether it says more than that.
#[derive(Clone, Copy, PartialEq)]
struct Sketch<'a> {
    /// `None` for a schema of whatever type.
    ty: Option<&'a str>,
    detailed: bool,
    /// Whether it says that there are members besides those that it names.
    open: bool,
}

impl Sketch<'_> {
    /// What several schemas were joined to.
    const JOINED: Self = Self { ty: Some("object"), detailed: true, open: false };
}

fn compare<'a>(cx: &mut Cx<'a, '_>, earlier: SchemaId, later: Later<'a>) -> Verdict {
    let first = cx.node(earlier).map_or(Sketch::JOINED, |node| sketch(cx, node));
    let (second, inline) = match later {
        Later::Node(node) => (sketch(cx, node), matches!(node, Node::Schema(_))),
        Later::Use(later) => {
            let node = cx.node(later);
            (node.map_or(Sketch::JOINED, |node| sketch(cx, node)), false)
        }
    };
    match (first.ty, second.ty) {
        (_, None) if !second.detailed => Verdict::Earlier,
        (None, _) | (_, None) if !first.open => Verdict::Later,
        (None, _) | (_, None) => Verdict::Opened,
        (Some("integer"), Some("number")) => Verdict::Earlier,
        (Some("number"), Some("integer")) => Verdict::Later,
        (Some(a), Some(b)) if a != b => Verdict::Contradiction,
        _ if first.detailed && !second.detailed => Verdict::Earlier,
        (Some("object"), _) if first.detailed && inline => Verdict::Both,
        _ if first.open => Verdict::Opened,
        (Some("object"), _) if first.detailed => Verdict::Override,
        _ => Verdict::Later,
    }
}

fn sketch<'a>(cx: &mut Cx<'a, '_>, node: Node<'a>) -> Sketch<'a> {
    let Some(keywords) = cx.behind_references(node) else {
        return Sketch { ty: None, ..Sketch::JOINED };
    };
    let composed = !keywords.all_of.is_empty() || !keywords.one_of.is_empty() || !keywords.any_of.is_empty();
    let described = keywords.is_enumeration() || keywords.has_members() || keywords.items.is_some();
    let implied = keywords.is_object().then_some("object");
    Sketch {
        ty: keywords.ty.or(implied),
        detailed: described || composed || keywords.format.is_some(),
        open: keywords.additional.is_some_and(|it| !matches!(it, AdditionalProperties::Any(false))),
    }
}
