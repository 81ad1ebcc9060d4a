//! `allOf`: several schemas at once become one.
//!
//! Every schema is built through a [`Merge`], alone or with the members of its `allOf`: objects add up their
//! properties, a later schema of a property goes before an earlier one, scalars and enumerations narrow each other,
//! and one union takes what stands beside it into each of its members. What contradicts itself, or would need a
//! product of unions, is degraded with a warning.

use super::context::Cx;
use super::docs;
use super::enumeration;
use super::keywords::Keywords;
use super::reference::Node;
use super::settle::Part;
use super::union::Choice;
use super::{array, object, scalar, union};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Additional, Docs, Kind, Object, Property, SchemaId, Use};
use indexmap::IndexMap;
use std::collections::HashSet;
use std::rc::Rc;

/// How often a union may be carried into another union's members before it is degraded.
const MAX_JOINS: u8 = 3;

/// How many bases that list a schema may be taken in one through another before nothing more is.
const MAX_BASES: usize = 16;

/// The properties of an object, on their way to be merged.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    pub properties: IndexMap<String, Property>,
    /// The names in `required`, and where they stand.
    pub required: Vec<(String, Pointer)>,
    pub additional: Option<Additional>,
}

/// What a schema adds up to.
pub(super) struct Merge<'a> {
    /// The schema that is built.
    pub id: SchemaId,
    /// Where it stands.
    pub at: Pointer,
    /// The schema whose members are added: this one, or another one of its circle.
    adding: SchemaId,
    /// The bases that list what derives from them and were taken in.
    bases: HashSet<SchemaId>,
    /// How many joins led here.
    joins: u8,
    pub base: Base,
    /// Whether something says that it is an object.
    pub is_object: bool,
    /// What it is if it is no object.
    pub value: Option<Kind>,
    choices: Vec<Choice<'a>>,
    docs: Docs,
    /// Whether its own keywords add `null`.
    nullable: bool,
    /// Whether every schema that was merged allows `null`.
    all_nullable: Option<bool>,
    origin: Origin,
    /// The object that was taken in last.
    object: Option<SchemaId>,
}

/// Whether one other schema says everything.
#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Nothing,
    One(SchemaId),
    Several,
}

impl<'a> Merge<'a> {
    /// Starts with a schema that accepts anything.
    pub fn new(id: SchemaId, at: Pointer, joins: u8) -> Self {
        Self {
            id,
            at,
            adding: id,
            bases: HashSet::new(),
            joins,
            base: Base::default(),
            is_object: false,
            value: None,
            choices: Vec::new(),
            docs: Docs::default(),
            nullable: false,
            all_nullable: None,
            origin: Origin::Nothing,
            object: None,
        }
    }

    /// Adds one of the schemas that are joined.
    pub fn add_part(&mut self, cx: &mut Cx<'a, '_>, part: &Part<'a>) {
        match part {
            Part::Base(base) => {
                self.is_object = true;
                self.add_merged(cx, base);
            }
            Part::Use(id) => self.add_settled(cx, *id),
            Part::Node(node, at) => self.add_member(cx, *node, at),
        }
    }

    /// Adds the schema that is built, with its docs, its `allOf` and its own keywords.
    pub fn add_schema(&mut self, cx: &mut Cx<'a, '_>, schema: &'a openapiv3::Schema, at: &Pointer) {
        let keywords = Keywords::of(schema);
        self.docs = docs::of(&keywords);
        self.nullable |= keywords.nullable() || cx.has_null(&keywords);
        self.add_members(cx, &keywords, at);
        self.add_own(cx, &keywords, at);
    }

    fn add_members(&mut self, cx: &mut Cx<'a, '_>, keywords: &Keywords<'a>, at: &Pointer) {
        for (index, member) in keywords.all_of.iter().enumerate() {
            self.add_member(cx, member.into(), &at.join("allOf").join(index));
        }
    }

    /// Adds a member of `allOf`. The loader bounds how deep they nest.
    pub fn add_member(&mut self, cx: &mut Cx<'a, '_>, node: Node<'a>, at: &Pointer) {
        let schema = match node {
            Node::Reference(reference) => return self.add_reference(cx, reference, at),
            Node::Schema(schema) => schema,
        };
        let keywords = Keywords::of(schema);
        let nullable = keywords.nullable() || cx.has_null(&keywords);
        if keywords.is_shapeless() {
            self.nullable |= nullable;
        } else if keywords.all_of.is_empty() && !keywords.is_constraint() {
            self.all_nullable = Some(nullable && self.all_nullable != Some(false));
        }
        self.add_members(cx, &keywords, at);
        self.add_own(cx, &keywords, at);
    }

    fn add_reference(&mut self, cx: &mut Cx<'a, '_>, reference: &'a str, at: &Pointer) {
        let Some(id) = cx.reference(reference, at) else {
            return;
        };
        cx.arena.merged.insert(id);
        match cx.base_of(self.adding, id) {
            Some(_) if self.bases.contains(&id) => {}
            Some(_) if self.bases.len() >= MAX_BASES => {
                let message = format!(
                    "`allOf` takes in more than {MAX_BASES} bases that list this schema: the bindings do without this one"
                );
                cx.report(Code::AllOfConflict, at, message);
            }
            Some(base) => self.add_base(cx, id, &base),
            None => self.add_settled_or_report(cx, id, reference, at),
        }
    }

    /// Adds what a base that lists this schema says besides.
    fn add_base(&mut self, cx: &mut Cx<'a, '_>, id: SchemaId, base: &Keywords<'a>) {
        self.origin = Origin::Several;
        self.bases.insert(id);
        let at = cx.arena.schemas[id].at.clone();
        self.add_members(cx, base, &at);
        object::add(self, cx, base, &at);
    }

    /// Adds what the others say in a circle of schemas that take in each other, in the order of their places.
    pub fn add_circle(&mut self, cx: &mut Cx<'a, '_>, circle: &[SchemaId]) {
        let others = circle.iter().filter(|id| **id != self.id);
        let mut others: Vec<(Pointer, SchemaId)> =
            others.map(|id| (cx.arena.schemas[*id].at.clone(), *id)).collect();
        others.retain(|(_, id)| !cx.is_alias(*id));
        others.sort();
        for (at, id) in others {
            let Some(node) = cx.node(id).filter(|_| cx.spend(1, &at)) else { break };
            cx.arena.merged.insert(id);
            self.adding = id;
            self.add_member(cx, node, &at);
        }
        self.adding = self.id;
    }

    fn add_settled_or_report(&mut self, cx: &mut Cx<'a, '_>, id: SchemaId, reference: &str, at: &Pointer) {
        if cx.is_settled(id) {
            self.add_settled(cx, id);
        } else {
            let message = format!(
                "`allOf` takes in `{reference}`, which leads back to this schema: the bindings give each of them what all of them say"
            );
            cx.report(Code::ReferenceCycle, at, message);
        }
    }

    /// Adds a schema that is settled.
    fn add_settled(&mut self, cx: &mut Cx<'a, '_>, id: SchemaId) {
        let target = cx.unaliased(id);
        let schema = &cx.arena.schemas[target];
        let nullable = schema.nullable || cx.arena.schemas[id].nullable;
        self.all_nullable = Some(nullable && self.all_nullable != Some(false));
        self.origin = match self.origin {
            Origin::Nothing if !self.has_shape() => Origin::One(id),
            Origin::One(one) if one == id => return,
            _ => Origin::Several,
        };
        let said = schema.docs.clone();
        match schema.kind.clone() {
            Kind::Any => {
                let required = cx.arena.missing.get(&target).cloned().unwrap_or_default();
                self.base.required.extend(required);
                self.add_conditions(&said);
            }
            Kind::Alias(_) => {}
            Kind::Object(object) => {
                let required = cx.arena.missing.get(&target).cloned().unwrap_or_default();
                let mut base = Base { required, ..Base::default() };
                base.additional =
                    Some(object.additional).filter(|additional| *additional != Additional::Unspecified);
                base.properties = object.properties.into_iter().map(|one| (one.name.clone(), one)).collect();
                self.is_object = true;
                self.object = Some(target);
                self.add_merged(cx, &base);
            }
            Kind::Union(union) => self.choices.push(Choice::Settled(target, union)),
            kind @ (Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_)) => {
                self.add_conditions(&said);
                self.narrow(cx, kind);
            }
        }
    }

    /// Adds what a schema says of values besides their type.
    fn add_conditions(&mut self, said: &Docs) {
        self.docs.notes.extend(said.notes.iter().cloned());
        self.docs.constraints.extend(said.constraints.iter().cloned());
    }

    fn add_merged(&mut self, cx: &mut Cx<'a, '_>, base: &Base) {
        for (name, property) in &base.properties {
            if !cx.spend(1, &self.at) {
                return;
            }
            object::merge_settled(self, cx, name, property);
        }
        self.base.required.extend(base.required.iter().cloned());
        self.add_additional(base.additional.clone());
    }

    /// Combines `additionalProperties`: a schema says more than anything, and closing an object that others extend
    /// cannot be meant.
    pub fn add_additional(&mut self, additional: Option<Additional>) {
        let combined = match (self.base.additional.take(), additional) {
            (earlier, None) => earlier,
            (None | Some(Additional::Unspecified | Additional::Forbidden), later) => later,
            (earlier, Some(Additional::Unspecified | Additional::Forbidden)) => earlier,
            (earlier @ Some(Additional::Schema(_)), Some(Additional::Any)) => earlier,
            (Some(_), later) => later,
        };
        self.base.additional = combined;
    }

    /// Adds the keywords of a schema, its `allOf` apart.
    fn add_own(&mut self, cx: &mut Cx<'a, '_>, keywords: &Keywords<'a>, at: &Pointer) {
        if keywords.not {
            cx.report(Code::NotIgnored, at, "`not` is not checked by the bindings");
        }
        let before = (self.has_shape(), self.base.required.len(), self.origin);
        if keywords.is_enumeration() {
            if let Some(kind) = enumeration::of(cx, keywords, at) {
                self.narrow(cx, kind);
            }
        } else if keywords.is_object() {
            object::add(self, cx, keywords, at);
        } else if keywords.ty == Some("array") || (keywords.ty.is_none() && keywords.items.is_some()) {
            let kind = array::of(cx, keywords, at);
            self.narrow(cx, kind);
        } else if let Some(scalar) = scalar::of(keywords) {
            self.narrow(cx, Kind::Scalar(scalar));
        }
        let choices = union::of(cx, keywords, at, self);
        self.choices.extend(choices);
        let bare_object = keywords.is_constraint() && keywords.required.is_empty();
        if !bare_object && (before.0 || before.2 != Origin::Nothing || self.has_shape()) {
            self.origin = Origin::Several;
        }
    }

    fn has_shape(&self) -> bool {
        self.value.is_some() || !self.choices.is_empty() || !self.base.is_empty()
    }

    /// Combines what is no object with what was there before.
    fn narrow(&mut self, cx: &mut Cx<'a, '_>, kind: Kind) {
        let narrowed = match self.value.take() {
            None => Some(kind),
            Some(earlier) => match (&earlier, &kind) {
                (Kind::Enumeration(a), Kind::Enumeration(b)) => {
                    enumeration::common(a, b).map(Kind::Enumeration)
                }
                (Kind::Enumeration(a), Kind::Scalar(b)) if enumeration::is_of(a, b) => Some(earlier),
                (Kind::Scalar(a), Kind::Enumeration(b)) if enumeration::is_of(b, a) => Some(kind),
                (Kind::Scalar(a), Kind::Scalar(b)) => scalar::common(a, b).map(Kind::Scalar),
                (Kind::Array(a), Kind::Array(b)) => Some(Kind::Array(array::common(cx, a, b))),
                _ => None,
            },
        };
        if narrowed.is_none() {
            let message = "no value is of all the types in `allOf`: the bindings accept any value";
            cx.report(Code::AllOfConflict, &self.at, message);
        }
        self.value = Some(narrowed.unwrap_or(Kind::Any));
    }

    /// Returns what the schemas add up to: docs, whether `null` is a value, and the kind.
    pub fn finish(mut self, cx: &mut Cx<'a, '_>) -> (Docs, bool, Kind) {
        let nullable = self.nullable || self.all_nullable == Some(true);
        let docs = std::mem::take(&mut self.docs);
        if let Origin::One(id) = self.origin {
            if self.all_nullable != Some(true) || cx.arena.schemas[id].nullable {
                return (docs, nullable, Kind::Alias(Use::of(id)));
            }
        }
        let kind = match (self.choices.len(), self.value.is_some()) {
            (0, false) if self.is_object => {
                let (id, taken_in) = (self.id, self.object);
                let kind = object::finish(self, cx);
                object::or_alias(cx, kind, id, taken_in)
            }
            (0, false) => {
                // What takes it in may be an object.
                if !self.base.required.is_empty() {
                    cx.arena.missing.insert(self.id, self.base.required);
                }
                Kind::Any
            }
            (0, true) if self.base.is_empty() && !self.is_object => self.value.unwrap_or(Kind::Any),
            (1, false) => self.choose(cx),
            _ => self.degrade(cx),
        };
        (docs, nullable, kind)
    }

    /// Carries the properties beside a union into its members.
    fn choose(mut self, cx: &mut Cx<'a, '_>) -> Kind {
        let Some(choice) = self.choices.pop() else {
            return Kind::Any;
        };
        if self.base.is_empty() {
            return match choice {
                Choice::Settled(id, _) => Kind::Alias(Use::of(id)),
                choice => union::build(cx, self.id, choice),
            };
        }
        if self.joins >= MAX_JOINS || !union::takes_properties(cx, &choice) {
            self.choices.push(choice);
            return self.degrade(cx);
        }
        let base = Rc::new(self.base);
        union::build_joined(cx, self.id, &self.at, choice, &base, self.joins + 1)
    }

    /// Keeps what can be kept of a schema that is several things at once.
    fn degrade(mut self, cx: &mut Cx<'a, '_>) -> Kind {
        let at = self.at.clone();
        if self.value.is_none() && !self.base.properties.is_empty() {
            let message = "`oneOf` or `anyOf` beside these properties is not expressed: the bindings have the properties, \
                           and every other member as an untyped value";
            cx.report(Code::UnionDegraded, &at, message);
            self.base.additional = Some(Additional::Any);
            return object::finish(self, cx);
        }
        match self.value {
            // What contradicts itself was reported where it was found.
            Some(Kind::Any) => Kind::Any,
            Some(_) if self.is_object || !self.base.is_empty() => {
                let message =
                    "no value is an object and something else at once: the bindings accept any value";
                cx.report(Code::AllOfConflict, &at, message);
                Kind::Any
            }
            Some(plain) => {
                if self.choices.iter().any(|choice| union::lists_values(cx, choice)) {
                    let message = "`oneOf` or `anyOf` beside a plain type is not expressed: the bindings have the plain type";
                    cx.report(Code::UnionDegraded, &at, message);
                }
                plain
            }
            None => {
                let message =
                    "several of `oneOf` and `anyOf` at once are not expressed: the bindings accept any value";
                cx.report(Code::UnionDegraded, &at, message);
                Kind::Any
            }
        }
    }
}

impl Base {
    /// Whether it says nothing but that something is an object.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.additional.is_none()
    }

    /// Turns into an object; returns the names that are required and no properties.
    pub fn into_object(mut self) -> (Object, Vec<(String, Pointer)>) {
        let mut missing = Vec::new();
        for (name, at) in self.required {
            match self.properties.get_mut(&name) {
                Some(property) => property.required = true,
                None => missing.push((name, at)),
            }
        }
        let properties = self.properties.into_values().collect();
        (Object { properties, additional: self.additional.unwrap_or(Additional::Unspecified) }, missing)
    }
}
