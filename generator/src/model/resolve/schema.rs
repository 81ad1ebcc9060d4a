//! Schemas where they stand: what a reference leads to, and which schemas are only uses of others.

use super::context::{Cx, SCHEMA};
use super::docs;
use super::keywords::Keywords;
use super::reference::{self, Node, Place};
use super::settle::Task;
use super::xml;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Kind, Property, SchemaId, Use, Xml};
use openapiv3::ReferenceOr;
use std::collections::HashSet;

/// How many schemas a chain of references or of `allOf` of one may pass before nothing more is looked up along it.
const MAX_HOPS: usize = 64;

/// A schema that is only a reference, with annotations.
pub(super) struct Annotated<'a> {
    /// The text of the reference.
    pub reference: &'a str,
    /// Where the reference stands.
    pub at: Pointer,
    /// Whether the annotations add `null`.
    pub nullable: bool,
    /// What they say of XML.
    pub xml: Option<Box<Xml>>,
}

impl<'a> Cx<'a, '_> {
    /// Returns the only member of a `oneOf` or `anyOf` that has values besides `null`.
    pub fn sole_member(&mut self, members: &'a [ReferenceOr<openapiv3::Schema>]) -> Option<Node<'a>> {
        let mut members = members.iter().map(Node::from).filter(|&node| !self.is_null(node));
        let first = members.next()?;
        members.next().is_none().then_some(first)
    }

    /// Returns the schema that a `$ref` points to; a deep pointer adds it.
    pub fn target(&mut self, reference: &'a str) -> Option<SchemaId> {
        if let Some(known) = self.arena.targets.get(reference) {
            return *known;
        }
        let found = match reference::locate(self.document, reference) {
            Some((Place::Schema(node), at)) => Some(self.at_pointer(node, at)),
            _ => None,
        };
        self.arena.targets.insert(reference, found);
        found
    }

    fn at_pointer(&mut self, node: Node<'a>, at: Pointer) -> SchemaId {
        let name = at.as_str().strip_prefix("/components/schemas/").filter(|name| !name.contains('/'));
        let component = name.and_then(|name| self.component(&name.replace("~1", "/").replace("~0", "~")));
        match (component, node) {
            (Some(id), _) => id,
            (None, Node::Schema(schema)) => self.inline(schema, &at),
            (None, node) => self.add(Task::Node(node), at, None),
        }
    }

    /// Returns the component of that name.
    pub fn component(&mut self, name: &str) -> Option<SchemaId> {
        let position = self.document.openapi.components.as_ref()?.schemas.get_index_of(name)?;
        let id = self.arena.components.get(position).copied()?;
        self.wake(id);
        Some(id)
    }

    /// Returns the schema that a `$ref` points to, or reports that there is none.
    pub fn reference(&mut self, reference: &'a str, at: &Pointer) -> Option<SchemaId> {
        let found = self.target(reference);
        if found.is_none() {
            self.dangling(reference, SCHEMA, at);
        }
        found
    }

    fn inline(&mut self, schema: &'a openapiv3::Schema, at: &Pointer) -> SchemaId {
        if let Some(&id) = self.arena.inline.get(&std::ptr::from_ref(schema)) {
            self.wake(id);
            return id;
        }
        let id = self.add(Task::Node(Node::Schema(schema)), at.clone(), None);
        self.arena.inline.insert(schema, id);
        id
    }

    /// Returns the use of a schema at a place where one stands.
    pub fn use_of(&mut self, node: Node<'a>, at: &Pointer) -> Use {
        match (self.reference_of(node, at), node) {
            (Some(annotated), _) => {
                let id =
                    self.reference(annotated.reference, &annotated.at).unwrap_or_else(|| self.anything(at));
                Use { id, nullable: annotated.nullable, xml: annotated.xml }
            }
            (None, Node::Schema(schema)) => Use::of(self.inline(schema, at)),
            (None, Node::Reference(_)) => Use::of(self.anything(at)),
        }
    }

    /// Returns the reference that is all of a schema besides annotations.
    pub fn reference_of(&mut self, node: Node<'a>, at: &Pointer) -> Option<Annotated<'a>> {
        match node {
            Node::Reference(reference) => {
                Some(Annotated { reference, at: at.clone(), nullable: false, xml: None })
            }
            Node::Schema(schema) => self.annotated(schema, at),
        }
    }

    /// Adds a schema that accepts anything, in place of one that the document does not have.
    pub fn anything(&mut self, at: &Pointer) -> SchemaId {
        self.constant(Kind::Any, at)
    }

    /// Returns what a settled schema is when aliases are looked through.
    pub fn unaliased(&self, id: SchemaId) -> SchemaId {
        self.arena.schemas.target(id)
    }

    /// Looks through a schema that adds only annotations to the one reference in it.
    fn annotated(&mut self, schema: &'a openapiv3::Schema, at: &Pointer) -> Option<Annotated<'a>> {
        let mut at = at.clone();
        let mut schema = schema;
        let (mut nullable, mut said) = (false, Xml::default());
        loop {
            let keywords = Keywords::of(schema);
            let (name, index, member) = self.wrapped(&keywords)?;
            nullable |= keywords.nullable() || name != "allOf" && self.has_null(&keywords);
            nullable |= keywords.all_of.iter().any(|member| {
                matches!(member, ReferenceOr::Item(member) if Keywords::of(member).is_shapeless() && member.schema_data.nullable)
            });
            said = said.or(&xml::said(schema));
            at = at.join(name).join(index);
            match member {
                Node::Reference(reference) => {
                    return Some(Annotated { reference, at, nullable, xml: said.boxed() });
                }
                Node::Schema(member) => schema = member,
            }
        }
    }

    /// Returns the only thing besides annotations that a schema consists of.
    fn wrapped(&mut self, keywords: &Keywords<'a>) -> Option<(&'static str, usize, Node<'a>)> {
        let composition =
            [("allOf", keywords.all_of), ("oneOf", keywords.one_of), ("anyOf", keywords.any_of)];
        let mut composition = composition.into_iter().filter(|(_, members)| !members.is_empty());
        let (name, members) = composition.next()?;
        let bare = matches!(keywords.ty, None | Some("object"))
            && keywords.items.is_none()
            && !keywords.is_enumeration();
        if composition.next().is_some() || !bare || keywords.has_members() || keywords.not {
            return None;
        }
        let mut shaping =
            members.iter().map(Node::from).enumerate().filter(|&(_, member)| match (name, member) {
                ("allOf", Node::Schema(member)) => !Keywords::of(member).is_shapeless(),
                ("allOf", Node::Reference(_)) => true,
                _ => !self.is_null(member),
            });
        let (index, member) = shaping.next()?;
        if shaping.next().is_some() {
            return None;
        }
        Some((name, index, member))
    }

    /// Whether `oneOf` or `anyOf` lists `null`.
    pub fn has_null(&mut self, keywords: &Keywords<'a>) -> bool {
        keywords.one_of.iter().chain(keywords.any_of).any(|member| self.is_null(member.into()))
    }

    /// Whether `null` is the only value of a schema.
    pub fn is_null(&mut self, node: Node<'a>) -> bool {
        self.behind_references(node).is_some_and(|keywords| keywords.is_null())
    }

    /// Whether a schema lists its values.
    pub fn lists_values(&mut self, node: Node<'a>) -> bool {
        self.behind_references(node).is_some_and(|keywords| keywords.is_enumeration())
    }

    /// Returns the keywords of a schema, whether it stands here or is referred to.
    pub fn behind_references(&mut self, node: Node<'a>) -> Option<Keywords<'a>> {
        let mut node = node;
        for _ in 0..MAX_HOPS {
            match node {
                Node::Schema(schema) => return Some(Keywords::of(schema)),
                Node::Reference(reference) => node = self.target(reference).and_then(|id| self.node(id))?,
            }
        }
        None
    }

    /// Returns a property whose schema stands at a place.
    pub fn property(&mut self, name: &str, node: Node<'a>, at: &Pointer) -> Property {
        let schema = self.use_of(node, at);
        let (read_only, write_only) = self.access(node);
        let both = read_only && write_only;
        if both {
            let message =
                format!("`{name}` is both `readOnly` and `writeOnly`: the bindings take it for neither");
            self.report(Code::ContradictoryAccess, at, message);
        }
        Property {
            at: at.clone(),
            name: name.to_owned(),
            required: false,
            read_only: read_only && !both,
            write_only: write_only && !both,
            docs: docs::of_node(node),
            schema,
        }
    }

    /// Returns `readOnly` and `writeOnly` of a property's schema, which references hand on.
    pub fn access(&mut self, node: Node<'a>) -> (bool, bool) {
        let mut node = node;
        let mut access = (false, false);
        for _ in 0..MAX_HOPS {
            let schema = match node {
                Node::Schema(schema) => schema,
                Node::Reference(reference) => match self.target(reference).and_then(|id| self.node(id)) {
                    Some(next) => {
                        node = next;
                        continue;
                    }
                    None => return access,
                },
            };
            let keywords = Keywords::of(schema);
            let inline =
                keywords.all_of.iter().filter_map(ReferenceOr::as_item).map(|member| &member.schema_data);
            for data in inline.chain([&schema.schema_data]) {
                access = (access.0 || data.read_only, access.1 || data.write_only);
            }
            match self.wrapped(&keywords) {
                Some(("allOf", _, member)) => node = member,
                _ => return access,
            }
        }
        access
    }

    /// Whether a schema is one of those that a union lists, which is how a base lists what derives from it.
    pub fn is_family(&mut self, union: SchemaId, member: SchemaId) -> bool {
        if !self.arena.families.contains_key(&union) {
            let mut family = HashSet::new();
            if let Some(Node::Schema(schema)) = self.node(union) {
                let keywords = Keywords::of(schema);
                let members = keywords.one_of.iter().chain(keywords.any_of);
                family.extend(members.filter_map(|member| self.referred(member)));
            }
            self.arena.families.insert(union, family);
        }
        self.arena.families.get(&union).is_some_and(|family| family.contains(&member))
    }

    /// Whether the document leaves it to its readers what a base stands for.
    pub fn is_base(&self, id: SchemaId) -> bool {
        let component = self.arena.schemas[id].component.as_ref();
        component.is_some_and(|name| self.document.beyond.bases.contains(name))
    }

    /// Whether a schema takes in another one, by `allOf` and perhaps by others between.
    pub fn derives(&mut self, id: SchemaId, from: SchemaId) -> bool {
        let (mut seen, mut waiting) = (HashSet::new(), vec![id]);
        while let Some(id) = waiting.pop() {
            for base in self.taken_in(id) {
                if base == from {
                    return true;
                }
                if seen.len() < MAX_HOPS && seen.insert(base) {
                    waiting.push(base);
                }
            }
        }
        false
    }

    /// Returns the schemas that one takes in by `allOf`.
    fn taken_in(&mut self, id: SchemaId) -> Vec<SchemaId> {
        let Some(Node::Schema(schema)) = self.node(id) else { return Vec::new() };
        let members = Keywords::of(schema).all_of;
        members.iter().filter_map(|member| self.referred(member)).collect()
    }

    fn referred(&mut self, node: &'a ReferenceOr<openapiv3::Schema>) -> Option<SchemaId> {
        match node {
            ReferenceOr::Reference { reference } => self.target(reference),
            ReferenceOr::Item(_) => None,
        }
    }
}
