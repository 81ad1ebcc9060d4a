//! What lowering knows and what it has made so far.

use std::collections::{BTreeMap, BTreeSet};

use super::configuration::Redaction;
use super::key::Keys;
use super::xml::Shapes;
use crate::config::{Config, Serde};
use crate::diagnostic::{Pointer, Sink};
use crate::model::{Api, Kind, SchemaId, Use};
use crate::rust::analyze::{Direction, Recursion};
use crate::rust::foreign::Foreign;
use crate::rust::item::{Codec, Item};
use crate::rust::name::{Case, Name, Pins, Scope};

/// The state of lowering one API.
pub(super) struct Cx<'a> {
    pub api: &'a Api,
    pub config: &'a Config,
    pub sink: &'a mut Sink,
    pub direction: Direction,
    pub recursion: Recursion,
    pub redaction: Redaction<'a>,
    /// The types that are not made of the document and that something has.
    pub foreign: BTreeSet<Foreign>,
    /// The types of the user's that stand for schemas.
    pub replaced: BTreeMap<SchemaId, &'a Foreign>,
    pub pins: &'a Pins,
    pub decided: Pins,
    /// How schemas are written in XML.
    pub xml: Shapes,
    /// The entries of the configuration that named something.
    pub matched: BTreeSet<Pointer>,
    keys: Keys,
    types: Scope,
    modules: Scope,
    /// The item of each schema that has one.
    named: Vec<Option<Name>>,
    /// What the configuration calls each schema that has an item.
    called: Vec<String>,
    /// The items of the module at hand.
    items: Vec<Item>,
}

impl<'a> Cx<'a> {
    pub(super) fn new(api: &'a Api, config: &'a Config, pins: &'a Pins, sink: &'a mut Sink) -> Self {
        let keys = Keys::of_api(api);
        Self {
            api,
            config,
            sink,
            direction: Direction::of(api),
            recursion: Recursion::of(api),
            redaction: Redaction::of(config),
            foreign: BTreeSet::new(),
            replaced: BTreeMap::new(),
            pins,
            decided: Pins::new(),
            xml: Shapes::default(),
            matched: BTreeSet::new(),
            types: types(api, &keys, pins),
            keys,
            modules: modules(api, pins),
            named: vec![None; api.schemas.len()],
            called: vec![String::new(); api.schemas.len()],
            items: Vec::new(),
        }
    }

    /// Names the item of a component, by the configuration or by its key.
    pub(super) fn name_component(&mut self, id: SchemaId, component: &str) {
        self.name_as(id, component, component.to_owned());
    }

    /// Names the item of an inline schema, by the configuration or by what it is part of.
    pub(super) fn name_item(&mut self, id: SchemaId, text: &str) -> Name {
        self.name_as(id, text, Name::plain(text, Case::Type, "Model").as_str().to_owned())
    }

    fn name_as(&mut self, id: SchemaId, text: &str, called: String) -> Name {
        let api = self.api;
        let at = &api.schemas[id].at;
        let decided = self.decided_schema(&called, at);
        let mut types = std::mem::replace(&mut self.types, Scope::new("", Case::Type, ""));
        let name = self.claim_or_decide(&mut types, &self.keys.of(at), text, decided);
        self.types = types;
        self.called[id.index()] = called;
        self.named[id.index()] = Some(name.clone());
        name
    }

    /// Returns what the configuration calls a schema: its key, or for an inline one the name that it has otherwise.
    pub(super) fn called(&self, id: SchemaId) -> &str {
        &self.called[id.index()]
    }

    /// Returns what the configuration calls the schemas that have an item.
    pub(super) fn all_called(&self) -> impl Iterator<Item = &str> {
        self.called.iter().map(String::as_str).filter(|called| !called.is_empty())
    }

    /// Returns the name of the schema's item, if it has been given one.
    pub(super) fn named(&self, id: SchemaId) -> Option<&Name> {
        self.named[id.index()].as_ref()
    }

    /// Returns the items of all schemas, at the end.
    pub(super) fn take_named(&mut self) -> Vec<Option<Name>> {
        std::mem::take(&mut self.named)
    }

    /// Names the module of a component, operation or hook; `key` tells it from all others.
    pub(super) fn claim_module(&mut self, key: &str, text: &str) -> Name {
        self.modules.claim(key, text, self.pins, &mut self.decided)
    }

    /// Returns what the item of a schema implements.
    pub(super) fn codec(&self, id: SchemaId) -> Codec {
        match self.config.serde {
            Serde::Both => Codec { encode: true, decode: true },
            Serde::Needed => {
                Codec { encode: self.direction.is_encoded(id), decode: self.direction.is_received(id) }
            }
        }
    }

    /// Opens a namespace within an item.
    pub(super) fn scope(&self, what: &str, of: &str, case: Case, fallback: &'static str) -> Scope {
        Scope::new(format!("{what} {of}"), case, fallback)
    }

    pub(super) fn claim(&mut self, scope: &mut Scope, key: &str, text: &str) -> Name {
        scope.claim(key, text, self.pins, &mut self.decided)
    }

    /// Adds an item to the module at hand, before those that were added since `start`: owners stand first.
    pub(super) fn insert_item(&mut self, start: usize, item: Item) {
        self.items.insert(start, item);
    }

    pub(super) fn items_len(&self) -> usize {
        self.items.len()
    }

    /// Returns the items of the module at hand and begins the next one.
    pub(super) fn take_items(&mut self) -> Vec<Item> {
        std::mem::take(&mut self.items)
    }

    /// Whether `null` is a value of a use, by the use or by what it leads to.
    pub(super) fn is_nullable(&self, used: &Use) -> bool {
        self.api.schemas.is_nullable(used)
    }

    /// Whether a use leads to an array.
    pub(super) fn is_array(&self, used: &Use) -> bool {
        matches!(self.api.schemas[self.target(used.id)].kind, Kind::Array(_))
    }

    /// Returns the schema that a use leads to through all aliases.
    pub(super) fn target(&self, id: SchemaId) -> SchemaId {
        self.api.schemas.target(id)
    }
}

fn modules(api: &Api, pins: &Pins) -> Scope {
    let components = api.schemas.iter().filter_map(|(_, schema)| schema.component.clone());
    let operations = api.operations.iter().map(super::operation::key);
    let keys: Vec<String> = components.chain(operations).collect();
    Scope::new("module", Case::Module, "model").promise(pins, keys.iter().map(String::as_str))
}

fn types(api: &Api, keys: &Keys, pins: &Pins) -> Scope {
    let keys: Vec<String> = api.schemas.iter().map(|(_, schema)| keys.of(&schema.at)).collect();
    Scope::new("type", Case::Type, "Model").remembering().promise(pins, keys.iter().map(String::as_str))
}
