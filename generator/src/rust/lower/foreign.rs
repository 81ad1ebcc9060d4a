//! Types and attributes that the configuration gives to what the document describes.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::context::Cx;
use crate::config::Selector;
use crate::diagnostic::Pointer;
use crate::model::SchemaId;
use crate::rust::foreign::Foreign;
use crate::rust::item::Attributes;
use crate::rust::name::Written;
use crate::rust::ty::Type;

/// Lists of Rust, by selectors.
type Lists = IndexMap<String, Vec<Written>>;

impl<'a> Cx<'a> {
    /// Finds the schemas for which types of the user's stand: components by name, and any schema by its place.
    pub(super) fn find_replaced(&mut self) -> BTreeSet<SchemaId> {
        let (api, config) = (self.api, self.config);
        let entries = config.schemas.iter().filter_map(|(key, entry)| Some((key, entry.ty.as_ref()?)));
        for (key, foreign) in entries {
            let selector = Selector::new(key.as_str());
            for (id, schema) in api.schemas.iter() {
                let selects = match &schema.component {
                    Some(component) => selector.selects(component, &schema.at),
                    None => key.starts_with('#') && selector.selects("", &schema.at),
                };
                if selects {
                    self.note(&["schemas", key]);
                    self.replaced.entry(id).or_insert(foreign);
                }
            }
        }
        self.replaced.keys().copied().collect()
    }

    /// Returns the type of the user's that stands for a schema; an inline one is `called` what its type would be.
    pub(super) fn replacement(&mut self, id: SchemaId, called: &str) -> Option<Type> {
        if !self.replaced.contains_key(&id) && self.named(id).is_none() {
            let config = self.config;
            let entries = config.of_schema(called, &self.api.schemas[id].at).into_iter();
            let mut types = entries.filter_map(|(key, entry)| Some((key, entry.ty.as_ref()?)));
            if let Some((key, foreign)) = types.next() {
                self.note(&["schemas", key]);
                self.replaced.insert(id, foreign);
            }
        }
        let foreign = *self.replaced.get(&id)?;
        Some(self.of_foreign(foreign))
    }

    /// Returns the type of the user's for a property.
    pub(super) fn type_of_property(&mut self, owner: SchemaId, property: &str) -> Option<Type> {
        let config = self.config;
        let entries = config.of_schema(self.called(owner), &self.api.schemas[owner].at);
        let types = entries.iter().filter_map(|(key, entry)| Some((*key, entry.types.get(property)?)));
        let types: Vec<_> = types.collect();
        for (key, _) in &types {
            self.note(&["schemas", key]);
            self.note(&["schemas", key, "types", property]);
        }
        let (_, foreign) = types.first()?;
        Some(self.of_foreign(foreign))
    }

    /// Returns the type that the configuration names; what the runtime knows is no stranger to it.
    pub(super) fn of_foreign(&mut self, foreign: &Foreign) -> Type {
        match foreign.ty.as_str() {
            "bool" => Type::Bool,
            "i32" => Type::I32,
            "i64" => Type::I64,
            "u32" => Type::U32,
            "u64" => Type::U64,
            "f32" => Type::F32,
            "f64" => Type::F64,
            "String" => Type::String,
            "serde_json::Value" => Type::Value,
            _ => {
                self.foreign.insert(foreign.clone());
                Type::Foreign(Box::new(foreign.clone()))
            }
        }
    }

    /// Adds the attributes of a type, and the traits that it derives besides `derived`.
    pub(super) fn decorate_type(
        &mut self,
        id: SchemaId,
        attributes: &mut Attributes,
        derived: Option<&[&str]>,
    ) {
        let api = self.api;
        let (config, at) = (self.config, &api.schemas[id].at);
        attributes.written = self.lists("type_attributes", &config.type_attributes, None, id, at);
        let Some(derived) = derived else { return };
        for path in self.lists("derive", &config.derive, None, id, at) {
            // `Eq` and `std::cmp::Eq` are one trait, which can be derived once.
            let has = |it: &Written| it.last_segment() == path.last_segment();
            if !derived.contains(&path.last_segment()) && !attributes.derives.iter().any(has) {
                attributes.derives.push(path);
            }
        }
    }

    /// Adds the attributes of a field.
    pub(super) fn decorate_field(
        &mut self,
        owner: SchemaId,
        property: &str,
        at: &Pointer,
        attributes: &mut Attributes,
    ) {
        let config = self.config;
        attributes.written =
            self.lists("field_attributes", &config.field_attributes, Some(property), owner, at);
    }

    /// Returns what is listed for a schema or one of its properties.
    fn lists(
        &mut self,
        section: &str,
        lists: &Lists,
        property: Option<&str>,
        id: SchemaId,
        at: &Pointer,
    ) -> Vec<Written> {
        if lists.is_empty() {
            return Vec::new();
        }
        let called = self.called(id);
        let name = property.map_or_else(|| called.to_owned(), |property| format!("{called}.{property}"));
        let mut all = Vec::new();
        for (key, list) in lists {
            if Selector::new(key.as_str()).selects(&name, at) {
                self.note(&[section, key]);
                all.extend(list.iter().cloned());
            }
        }
        all
    }
}
