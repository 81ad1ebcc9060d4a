//! The order in which schemas are settled.
//!
//! Every schema gets its [`SchemaId`] when it is first met and is settled later from a queue, so that recursive
//! schemas need nothing special and no stack grows with the document. Only what `allOf` merges, and what an alias
//! stands for, must be settled before. In a circle of those no schema comes before another: each takes in what all of them
//! say, so that the order of the document decides nothing.

use super::all_of::{Base, Merge};
use super::context::Cx;
use super::docs;
use super::keywords::Keywords;
use super::object;
use super::reference::Node;
use super::schema::Annotated;
use super::xml;
use crate::diagnostic::{Code, Pointer};
use crate::model::{cycles, Docs, Kind, Schema, SchemaId, Schemas, Use};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// How many properties `allOf` may take in in a whole document; the largest of real ones take in some thousands.
const MAX_MERGED: usize = 100_000;

/// The schemas of the document, settled or not.
#[derive(Default)]
pub(super) struct Arena<'a> {
    pub schemas: Schemas,
    slots: Vec<Slot<'a>>,
    queue: Vec<SchemaId>,
    /// What the text of a `$ref` leads to, if it leads to a schema.
    pub targets: HashMap<&'a str, Option<SchemaId>>,
    /// The components in the document's order.
    pub components: Vec<SchemaId>,
    /// The schemas by the address of their object in the document, which is what deep pointers share.
    pub inline: HashMap<*const openapiv3::Schema, SchemaId>,
    /// Names in `required` that are no property of the schema, and where they stand.
    pub missing: HashMap<SchemaId, Vec<(String, Pointer)>>,
    /// The schemas that were merged into another.
    pub merged: HashSet<SchemaId>,
    /// The schemas that keep members which only another schema of the same value allows.
    pub opened: Vec<SchemaId>,
    /// The members of unions that a schema may derive from.
    pub families: HashMap<SchemaId, HashSet<SchemaId>>,
    /// The schemas of properties that two members of `allOf` have, by both.
    pub overridden: HashMap<(SchemaId, SchemaId), SchemaId>,
    /// The union members without an explicit mapping: the union, the position, the component's name.
    pub implicit: Vec<(SchemaId, usize, Option<String>)>,
    spent: usize,
}

struct Slot<'a> {
    task: Task<'a>,
    is_settled: bool,
}

/// What a schema is made from.
#[derive(Clone)]
pub(super) enum Task<'a> {
    /// What the document has.
    Node(Node<'a>),
    /// Several schemas at once, as `allOf` says it; the number counts how often this was done before.
    Join(Rc<[Part<'a>]>, u8),
    /// A later schema of a property, with the members that only the earlier one has.
    Override(SchemaId, SchemaId),
}

/// One of the schemas that are joined.
#[derive(Clone)]
pub(super) enum Part<'a> {
    /// Properties that were merged already.
    Base(Rc<Base>),
    /// A schema of the model.
    Use(SchemaId),
    /// A schema of the document, and where it stands.
    Node(Node<'a>, Pointer),
}

impl<'a> Cx<'a, '_> {
    /// Gives every component its id, and puts those into the queue that are selected.
    pub fn add_components(&mut self) {
        let Some(components) = &self.document.openapi.components else {
            return;
        };
        let at = Pointer::root().join("components").join("schemas");
        for (name, node) in &components.schemas {
            let node = Node::from(node);
            let at = at.join(name);
            let id = self.place(Task::Node(node), at.clone(), Some(name.clone()));
            if self.selected.takes_schema(id, name, &at) {
                self.arena.queue.push(id);
            }
            self.arena.components.push(id);
            if let Node::Schema(schema) = node {
                self.arena.inline.insert(schema, id);
            }
        }
    }

    /// Puts a component into the queue if it was not selected by itself, since something leads to it.
    pub fn wake(&mut self, id: SchemaId) {
        if self.selected.asleep.remove(&id) {
            self.arena.queue.push(id);
        }
    }

    /// Adds a schema that is settled later.
    pub fn add(&mut self, task: Task<'a>, at: Pointer, component: Option<String>) -> SchemaId {
        let id = self.place(task, at, component);
        self.arena.queue.push(id);
        id
    }

    fn place(&mut self, task: Task<'a>, at: Pointer, component: Option<String>) -> SchemaId {
        let id = self.arena.schemas.add(Schema {
            at,
            component,
            docs: Docs::default(),
            nullable: false,
            xml: xml::of(&task),
            kind: Kind::Any,
        });
        self.arena.slots.push(Slot { task, is_settled: false });
        id
    }

    /// Adds a schema that is settled from the start.
    pub fn constant(&mut self, kind: Kind, at: &Pointer) -> SchemaId {
        let id = self.add(Task::Join(Rc::new([]), 0), at.clone(), None);
        self.arena.schemas.get_mut(id).kind = kind;
        self.set_settled(id);
        id
    }

    /// Settles everything that is in the queue, and what comes into it on the way.
    pub fn settle_all(&mut self) {
        while !self.arena.queue.is_empty() {
            let mut roots = std::mem::take(&mut self.arena.queue);
            roots.retain(|id| !self.is_settled(*id));
            for group in cycles::groups(roots, |id| self.unsettled(id)) {
                self.settle(group);
            }
        }
    }

    /// Settles schemas that depend on each other, most often one, after what else they depend on.
    fn settle(&mut self, group: Vec<SchemaId>) {
        let is_circle = group.len() > 1;
        let (aliases, others): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|id| is_circle && self.is_alias(*id));
        if others.is_empty() {
            return self.build_all(&aliases);
        }
        self.build_all(&others);
        for group in cycles::groups(aliases, |id| self.unsettled(id)) {
            self.build_all(&group);
        }
    }

    /// Builds schemas of which none finds another one settled.
    fn build_all(&mut self, group: &[SchemaId]) {
        group.iter().for_each(|id| self.build(*id, group));
        group.iter().for_each(|id| self.set_settled(*id));
    }

    fn set_settled(&mut self, id: SchemaId) {
        if let Some(slot) = self.arena.slots.get_mut(id.index()) {
            slot.is_settled = true;
        }
    }

    /// Whether the schema is settled, so that it may be merged.
    pub fn is_settled(&self, id: SchemaId) -> bool {
        self.arena.slots.get(id.index()).is_none_or(|slot| slot.is_settled)
    }

    /// Whether a schema of the document is only a reference.
    pub fn is_alias(&mut self, id: SchemaId) -> bool {
        let at = self.arena.schemas[id].at.clone();
        self.node(id).is_some_and(|node| self.stands_for(id, node, &at).is_some())
    }

    /// Returns what the document has for a schema, unless it was put together from several.
    pub fn node(&self, id: SchemaId) -> Option<Node<'a>> {
        match self.arena.slots.get(id.index())?.task {
            Task::Node(node) => Some(node),
            Task::Join(..) | Task::Override(..) => None,
        }
    }

    /// Returns the schemas that must be settled before this one and are not.
    fn unsettled(&mut self, id: SchemaId) -> Vec<SchemaId> {
        let mut needed = self.dependencies(id);
        needed.retain(|id| !self.is_settled(*id));
        needed
    }

    fn dependencies(&mut self, id: SchemaId) -> Vec<SchemaId> {
        let mut needed = Vec::new();
        let Some(task) = self.arena.slots.get(id.index()).map(|slot| slot.task.clone()) else {
            return needed;
        };
        match task {
            Task::Node(node) => {
                let at = self.arena.schemas[id].at.clone();
                match self.stands_for(id, node, &at) {
                    Some(annotated) => needed.extend(self.target(annotated.reference)),
                    None => self.needed_by(id, node, &mut needed),
                }
            }
            Task::Override(earlier, later) => needed.extend([earlier, later]),
            Task::Join(parts, _) => {
                for part in parts.iter() {
                    match part {
                        Part::Use(id) => needed.push(*id),
                        Part::Node(node, _) => self.needed_by(id, *node, &mut needed),
                        Part::Base(_) => {}
                    }
                }
            }
        }
        needed
    }

    fn needed_by(&mut self, id: SchemaId, node: Node<'a>, needed: &mut Vec<SchemaId>) {
        let mut nodes = vec![node];
        let mut bases = HashSet::new();
        while let Some(node) = nodes.pop() {
            match node {
                Node::Reference(reference) => {
                    let Some(target) = self.target(reference) else { continue };
                    match self.base_of(id, target) {
                        Some(base) if bases.insert(target) => {
                            nodes.extend(base.all_of.iter().map(Node::from));
                        }
                        Some(_) => {}
                        None => needed.push(target),
                    }
                }
                Node::Schema(schema) => {
                    let keywords = Keywords::of(schema);
                    nodes.extend(keywords.all_of.iter().map(Node::from));
                    nodes.extend(self.sole_member(keywords.one_of));
                    nodes.extend(self.sole_member(keywords.any_of));
                }
            }
        }
    }

    /// Returns the keywords of a base: deriving from it takes its properties, not the choice of what derives from it.
    pub fn base_of(&mut self, derived: SchemaId, base: SchemaId) -> Option<Keywords<'a>> {
        match self.node(base) {
            Some(Node::Schema(schema)) if self.is_base(base) || self.is_family(base, derived) => {
                Some(Keywords::of(schema))
            }
            _ => None,
        }
    }

    /// Takes merged properties from the budget of the document; reports when it is used up.
    pub fn spend(&mut self, properties: usize, at: &Pointer) -> bool {
        self.arena.spent = self.arena.spent.saturating_add(properties);
        let within = self.arena.spent <= MAX_MERGED;
        if !within && self.arena.spent - properties <= MAX_MERGED {
            let message = format!("`allOf` adds up to more than {MAX_MERGED} properties from here on");
            self.report(Code::TooManyProperties, at, message);
        }
        within
    }

    /// Builds a schema whose dependencies are settled, except for those of a circle that it is in.
    fn build(&mut self, id: SchemaId, circle: &[SchemaId]) {
        let Some(task) = self.arena.slots.get(id.index()).map(|slot| slot.task.clone()) else {
            return;
        };
        let at = self.arena.schemas[id].at.clone();
        let (docs, nullable, kind) = match task {
            Task::Node(node) => self.build_node(id, node, &at, circle),
            Task::Join(parts, joins) => self.join(id, at, &parts, joins),
            Task::Override(earlier, later) if object::has_all(self, later, earlier) => {
                (Docs::default(), false, Kind::Alias(Use::of(later)))
            }
            Task::Override(earlier, later) => self.join(id, at, &[Part::Use(earlier), Part::Use(later)], 0),
        };
        let schema = self.arena.schemas.get_mut(id);
        schema.docs = docs;
        schema.nullable = nullable;
        schema.kind = kind;
    }

    fn join(&mut self, id: SchemaId, at: Pointer, parts: &[Part<'a>], joins: u8) -> (Docs, bool, Kind) {
        let mut merge = Merge::new(id, at, joins);
        for part in parts {
            merge.add_part(self, part);
        }
        merge.finish(self)
    }

    fn build_node(
        &mut self,
        id: SchemaId,
        node: Node<'a>,
        at: &Pointer,
        circle: &[SchemaId],
    ) -> (Docs, bool, Kind) {
        match (self.stands_for(id, node, at), node) {
            (Some(annotated), _) => {
                let docs = docs::of_node(node);
                self.alias(&annotated, docs)
            }
            (None, Node::Schema(schema)) => {
                let mut merge = Merge::new(id, at.clone(), 0);
                merge.add_circle(self, circle);
                merge.add_schema(self, schema, at);
                merge.finish(self)
            }
            (None, Node::Reference(_)) => (Docs::default(), false, Kind::Any),
        }
    }

    /// Returns the reference that a schema is another name of; a base is more than what derives from it.
    fn stands_for(&mut self, id: SchemaId, node: Node<'a>, at: &Pointer) -> Option<Annotated<'a>> {
        let annotated = self.reference_of(node, at)?;
        let target = self.target(annotated.reference);
        let is_derived = matches!(node, Node::Schema(_))
            && target.is_some_and(|target| target != id && self.is_family(target, id));
        (!is_derived).then_some(annotated)
    }

    fn alias(&mut self, annotated: &Annotated<'a>, docs: Docs) -> (Docs, bool, Kind) {
        let Some(target) = self.reference(annotated.reference, &annotated.at) else {
            return (docs, annotated.nullable, Kind::Any);
        };
        if !self.is_settled(target) {
            let message = format!(
                "`$ref` `{}` leads back to this schema without an object between: the bindings accept any value",
                annotated.reference
            );
            self.report(Code::ReferenceCycle, &annotated.at, message);
            return (docs, annotated.nullable, Kind::Any);
        }
        let nullable = annotated.nullable || self.arena.schemas[target].nullable;
        (docs, nullable, Kind::Alias(Use::of(target)))
    }
}
