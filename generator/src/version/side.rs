//! One of the two APIs that are compared, with what is looked up in it: items by name, operations, the public surface.

use super::reach::Reach;
use super::verdict::Wire;
use crate::model::{Api, Kind, Location, Operation, SchemaId, Use};
use crate::rust::item::{Enumeration, Field, Item, Struct, Union};
use crate::rust::method::{Argument, BodyKind, Form, Group, Method};
use crate::rust::Crate;
use crate::tokens::surface::{self, Entry, Lead};
use std::collections::{BTreeMap, BTreeSet};

/// An API with its bindings.
pub(super) struct Side<'a> {
    pub api: &'a Api,
    pub krate: &'a Crate,
    /// The public surface, by path.
    pub surface: BTreeMap<String, Entry>,
    /// What aliases name, by their names.
    pub aliases: BTreeMap<String, String>,
    pub reach: Reach,
    items: BTreeMap<&'a str, &'a Item>,
    methods: BTreeMap<(&'a str, &'a str), (&'a Group, &'a Method)>,
    components: BTreeMap<&'a str, SchemaId>,
    /// The multipart bodies of a schema, with the paths of what they are made by.
    forms: BTreeMap<SchemaId, Vec<(String, &'a Form)>>,
}

impl<'a> Side<'a> {
    pub fn new(api: &'a Api, krate: &'a Crate) -> Self {
        let items = krate.models.iter().flat_map(|module| &module.items);
        let methods =
            krate.operations.iter().flat_map(|group| group.methods.iter().map(move |it| (group, it)));
        let components = api.schemas.iter().filter_map(|(id, it)| Some((it.component.as_deref()?, id)));
        let surface = by_path(surface::surface(krate));
        let mut side = Self {
            api,
            krate,
            aliases: aliases(&surface),
            surface,
            reach: Reach::of(api),
            items: items.map(|item| (item.name().as_str(), item)).collect(),
            methods: methods.map(|it| ((it.1.http.as_str(), it.1.path.as_str()), it)).collect(),
            components: components.collect(),
            forms: BTreeMap::new(),
        };
        for operation in &api.operations {
            for (schema, path, form) in side.forms_of(operation) {
                side.forms.entry(schema).or_default().push((path, form));
            }
        }
        side
    }

    /// Returns what an operation's multipart bodies are made by.
    fn forms_of(&self, operation: &'a Operation) -> Vec<(SchemaId, String, &'a Form)> {
        let Some((group, method)) = self.method(operation) else { return Vec::new() };
        let bodies = method.bodies().filter_map(|body| {
            let BodyKind::Multipart(Some(name)) = &body.kind else { return None };
            let form = method.forms.iter().find(|form| form.name == *name)?;
            let content = &operation.body.as_ref()?.content;
            let schema = content.iter().find(|media| media.name == body.media_type)?.schema.as_ref()?;
            Some((self.target(schema.id), format!("operations::{}::{name}", group.module), form))
        });
        bodies.collect()
    }

    /// Returns the paths of what a schema's multipart bodies are made by.
    pub fn form_paths(&self, owner: SchemaId) -> impl Iterator<Item = &String> {
        self.forms.get(&owner).into_iter().flatten().map(|(path, _)| path)
    }

    /// Returns the paths of what takes a property as a part of a multipart body, and whether it must be there.
    pub fn part_paths(&self, owner: SchemaId, wire: &str) -> Vec<(String, bool)> {
        let forms = self.forms.get(&owner).into_iter().flatten();
        let parts = forms.filter_map(|(path, form)| {
            let part = form.parts.iter().find(|part| part.wire == wire)?;
            let path = if part.required { path.clone() } else { format!("{path}::{}", part.name) };
            Some((path, part.required))
        });
        parts.collect()
    }

    /// Returns a component.
    pub fn component(&self, key: &str) -> Option<SchemaId> {
        self.components.get(key).copied()
    }

    /// Returns the name of a schema's item, if it has one.
    pub fn name(&self, id: SchemaId) -> Option<&'a str> {
        self.krate.named.get(id.index())?.as_ref().map(|name| name.as_str())
    }

    /// Returns the path of a schema's item, as `api.txt` shows it.
    pub fn path(&self, id: SchemaId) -> Option<String> {
        let name = self.name(id)?;
        Some(format!("models::{}", self.items.get(name)?.name()))
    }

    fn item(&self, id: SchemaId) -> Option<&'a Item> {
        self.items.get(self.name(id)?).copied()
    }

    /// Returns the struct of a schema.
    pub fn structure(&self, id: SchemaId) -> Option<&'a Struct> {
        match self.item(id)? {
            Item::Struct(item) => Some(item),
            _ => None,
        }
    }

    /// Returns the enum of an enumeration.
    pub fn enumeration(&self, id: SchemaId) -> Option<&'a Enumeration> {
        match self.item(id)? {
            Item::Enumeration(item) => Some(item),
            _ => None,
        }
    }

    /// Returns the enum of a union.
    pub fn union(&self, id: SchemaId) -> Option<&'a Union> {
        match self.item(id)? {
            Item::Union(item) => Some(item),
            _ => None,
        }
    }

    /// Returns the field of a property.
    pub fn field(&self, owner: SchemaId, wire: &str) -> Option<&'a Field> {
        self.structure(owner)?.fields.iter().find(|field| field.wire == wire)
    }

    /// Returns the path of a property's field.
    pub fn field_path(&self, owner: SchemaId, wire: &str) -> Option<String> {
        Some(format!("{}.{}", self.path(owner)?, self.field(owner, wire)?.name))
    }

    /// Returns what an operation became.
    pub fn method(&self, operation: &Operation) -> Option<(&'a Group, &'a Method)> {
        self.methods.get(&(operation.method.as_str(), operation.path.as_str())).copied()
    }

    /// Returns the path of an operation's method.
    pub fn method_path(&self, operation: &Operation) -> Option<String> {
        let (group, method) = self.method(operation)?;
        Some(format!("operations::{}::{}", group.name, method.name))
    }

    /// Returns the path of the call that an operation's options are methods of.
    pub fn call_path(&self, operation: &Operation) -> Option<String> {
        Some(format!("Call<{}>", self.marker_path(operation)?))
    }

    /// Returns the path of the type that stands for an operation.
    pub fn marker_path(&self, operation: &Operation) -> Option<String> {
        let (group, method) = self.method(operation)?;
        Some(format!("operations::{}::{}", group.module, method.marker))
    }

    /// Returns what is shown of the type that stands for an operation, which has a line only where there is something to note.
    pub fn marker(&self, operation: &Operation) -> Option<String> {
        let path = self.marker_path(operation)?;
        Some(self.surface.get(&path).map_or(path, Entry::to_string))
    }

    /// Returns the paths of what belongs to an operation besides its method.
    pub fn paths_of(&self, operation: &Operation) -> BTreeSet<String> {
        let Some((group, method)) = self.method(operation) else { return BTreeSet::new() };
        let own = |name: &dyn std::fmt::Display| format!("operations::{}::{name}", group.module);
        let mut prefixes = vec![format!("{}::", self.call_path(operation).unwrap_or_default())];
        prefixes.push(own(&method.marker));
        prefixes.extend(method.outcomes.iter().map(|outcome| own(&outcome.name)));
        prefixes.extend(method.forms.iter().map(|form| own(&form.name)));
        let others = method.others.iter().map(|other| format!("operations::{}::{}", group.name, other.name));
        let mut found: BTreeSet<String> = others.collect();
        for prefix in prefixes {
            let from = self.surface.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
            let is_part = |path: &str| {
                path.strip_prefix(&prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            };
            found.extend(
                from.map(|(path, _)| path.clone()).filter(|path| prefix.ends_with("::") || is_part(path)),
            );
        }
        found
    }

    /// Returns the path of the constant of a header of an operation's responses.
    pub fn header_path(&self, operation: &Operation, name: &str) -> Option<String> {
        let (group, method) = self.method(operation)?;
        let header = method.headers.iter().find(|header| header.wire.eq_ignore_ascii_case(name))?;
        Some(format!("operations::{}::{}::{}", group.module, method.marker, header.name))
    }

    /// Returns the argument or option of a parameter, and whether it is an option.
    pub fn argument(
        &self,
        operation: &Operation,
        place: Location,
        wire: &str,
    ) -> Option<(&'a Argument, bool)> {
        let (_, method) = self.method(operation)?;
        let is = |it: &&Argument| it.location == place && it.wire == wire;
        let argument = method.arguments.iter().find(is).map(|it| (it, false));
        argument.or_else(|| method.options.iter().find(is).map(|it| (it, true)))
    }

    /// Returns the schema that a use leads to through all aliases.
    pub fn target(&self, id: SchemaId) -> SchemaId {
        self.api.schemas.target(id)
    }

    /// Whether `null` is a value of a use.
    pub fn is_nullable(&self, used: &Use) -> bool {
        self.api.schemas.is_nullable(used)
    }

    pub fn kind(&self, id: SchemaId) -> &'a Kind {
        &self.api.schemas[id].kind
    }

    /// Says what a schema is in the specification's words, a component by its key.
    pub fn describe(&self, used: &Use) -> String {
        let api = self.api;
        let mut text = String::new();
        let mut id = used.id;
        for _ in 0..16 {
            let schema = &api.schemas[id];
            if let Some(component) = &schema.component {
                text.push_str(&surface::quoted(component));
                break;
            }
            match &schema.kind {
                Kind::Array(array) => {
                    text.push_str("array of ");
                    id = array.items.id;
                }
                Kind::Alias(target) => id = target.id,
                kind => {
                    text.push_str(&word(kind));
                    break;
                }
            }
        }
        if self.is_nullable(used) {
            text.push_str(" or null");
        }
        text
    }
}

/// Says what a schema is, without its name.
pub(super) fn word(kind: &Kind) -> String {
    use crate::model::Scalar;
    let with = |word: &str, format: &Option<String>| match format {
        Some(format) => format!("{word} ({})", surface::quoted(format)),
        None => word.to_owned(),
    };
    match kind {
        Kind::Any | Kind::Alias(_) => "any value".to_owned(),
        Kind::Scalar(Scalar::String(format)) => with("string", format),
        Kind::Scalar(Scalar::Integer(format)) => with("integer", format),
        Kind::Scalar(Scalar::Number(format)) => with("number", format),
        Kind::Scalar(Scalar::Boolean) => "boolean".to_owned(),
        Kind::Enumeration(values) => format!("enumeration of {}", values.values.len()),
        Kind::Object(object) if object.properties.is_empty() => "map".to_owned(),
        Kind::Object(_) => "object".to_owned(),
        Kind::Array(_) => "array".to_owned(),
        Kind::Union(union) => format!("union of {}", union.members.len()),
    }
}

/// Sorts a surface by the paths of its entries.
pub(super) fn by_path(entries: Vec<Entry>) -> BTreeMap<String, Entry> {
    entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect()
}

/// Returns what the aliases of a surface name.
pub(super) fn aliases(surface: &BTreeMap<String, Entry>) -> BTreeMap<String, String> {
    let aliases = surface.values().filter_map(|entry| match &entry.ty {
        Some((Lead::Names, ty)) => Some((entry.path.strip_prefix("models::")?.to_owned(), ty.clone())),
        _ => None,
    });
    aliases.collect()
}

/// Where a value goes, which decides what a change means on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    /// Old clients send it.
    pub request: bool,
    /// Old clients receive it.
    pub response: bool,
}

impl Sides {
    pub const REQUEST: Self = Self { request: true, response: false };
    pub const RESPONSE: Self = Self { request: false, response: true };

    /// Returns the worse of the verdicts that apply; what is never on the wire is fine.
    pub fn worse(self, request: Wire, response: Wire) -> Wire {
        let request = if self.request { request } else { Wire::Ok };
        let response = if self.response { response } else { Wire::Ok };
        request.max(response)
    }
}
