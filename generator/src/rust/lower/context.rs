//! What lowering knows and what it has made so far.

use std::collections::BTreeSet;

use super::configuration::Redaction;
use crate::config::{Config, Serde};
use crate::diagnostic::{Code, Pointer, Sink};
use crate::model::{Api, Kind, SchemaId, Use};
use crate::rust::analyze::{Direction, Recursion};
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
    pub pins: &'a Pins,
    pub decided: Pins,
    /// The entries of the configuration that named something, as `section key`.
    pub matched: BTreeSet<String>,
    types: Scope,
    modules: Scope,
    /// The item of each schema that has one.
    named: Vec<Option<Name>>,
    /// The items of the module at hand.
    items: Vec<Item>,
}

impl<'a> Cx<'a> {
    pub(super) fn new(api: &'a Api, config: &'a Config, pins: &'a Pins, sink: &'a mut Sink) -> Self {
        Self {
            api,
            config,
            sink,
            direction: Direction::of(api),
            recursion: Recursion::of(api),
            redaction: Redaction::of(config),
            pins,
            decided: Pins::new(),
            matched: BTreeSet::new(),
            types: types(api, pins),
            modules: Scope::new("module", Case::Module, "model"),
            named: vec![None; api.schemas.len()],
            items: Vec::new(),
        }
    }

    /// Names the item of a component, by the configuration or by its key.
    pub(super) fn name_component(&mut self, id: SchemaId, component: &str) {
        let configured = self.config.schemas.get(component).and_then(|schema| schema.name.clone());
        if self.config.schemas.contains_key(component) {
            self.matched.insert(format!("schemas {component}"));
        }
        let text = configured.clone().unwrap_or_else(|| component.to_owned());
        let name = self.name_item(id, &text);
        if configured.is_some() {
            self.check_name(&name, &text, &["schemas", component, "name"]);
        }
    }

    /// Refuses a configured name that something else has: the bindings never have another name than was decided.
    pub(super) fn check_name(&mut self, name: &Name, configured: &str, entry: &[&str]) {
        if name.as_str() != configured {
            let at = entry.iter().fold(Pointer::root(), |at, token| at.join(token));
            let message = format!("something else is called `{configured}` already");
            self.sink.report_configuration(Code::UnusableName, &at, message).help("choose another name");
        }
    }

    /// Names the item of a schema.
    pub(super) fn name_item(&mut self, id: SchemaId, text: &str) -> Name {
        let at = &self.api.schemas[id].at;
        let name = self.types.claim(at.as_str(), text, self.pins, &mut self.decided);
        self.named[id.index()] = Some(name.clone());
        name
    }

    /// Returns the name of the schema's item, if it has been given one.
    pub(super) fn named(&self, id: SchemaId) -> Option<&Name> {
        self.named[id.index()].as_ref()
    }

    /// Names the module of a component or operation.
    pub(super) fn claim_module(&mut self, text: &str) -> Name {
        self.modules.claim(text, text, self.pins, &mut self.decided)
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
        let mut used = used;
        // An alias cannot lead further than there are schemas; a cycle of aliases ends here.
        for _ in 0..=self.api.schemas.len() {
            let schema = &self.api.schemas[used.id];
            if used.nullable || schema.nullable {
                return true;
            }
            match &schema.kind {
                Kind::Alias(target) => used = target,
                _ => return false,
            }
        }
        false
    }

    /// Returns the schema that a use leads to through all aliases.
    pub(super) fn target(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in 0..=self.api.schemas.len() {
            match &self.api.schemas[id].kind {
                Kind::Alias(target) => id = target.id,
                _ => break,
            }
        }
        id
    }
}

fn types(api: &Api, pins: &Pins) -> Scope {
    let keys = api.schemas.iter().map(|(_, schema)| schema.at.as_str());
    Scope::new("type", Case::Type, "Model").remembering().promise(pins, keys)
}
