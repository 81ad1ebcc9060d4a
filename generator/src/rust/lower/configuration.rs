//! What the configuration selects, and that each of its entries selects something.

use std::collections::BTreeSet;

use super::context::Cx;
use crate::config::{Config, OperationSubject, Selector};
use crate::diagnostic::{closest, Code, Pointer};
use crate::model::{Kind, Operation, Property, SchemaId};
use crate::rust::name::{Name, Scope};

/// The fields that `Debug` hides.
pub(super) struct Redaction<'a> {
    selectors: &'a [Selector],
    matched: BTreeSet<usize>,
}

impl<'a> Redaction<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        Self { selectors: &config.redact, matched: BTreeSet::new() }
    }

    /// Whether a selector names the property of a schema; every one that does counts as matched.
    pub(super) fn matches(&mut self, schema: &str, property: &Property) -> bool {
        let name = format!("{schema}.{}", property.name);
        let mut any = false;
        for (index, selector) in self.selectors.iter().enumerate() {
            if selector.selects(&name, &property.at) {
                self.matched.insert(index);
                any = true;
            }
        }
        any
    }
}

/// A name of the configuration, and the entry that decides it.
pub(super) struct Decided<'a> {
    name: &'a str,
    entry: Pointer,
}

impl<'a> Cx<'a> {
    /// Notes that an entry named something.
    pub(super) fn note(&mut self, entry: &[&str]) -> Pointer {
        let entry = entry.iter().fold(Pointer::root(), |entry, token| entry.join(token));
        self.matched.insert(entry.clone());
        entry
    }

    /// Returns the name that an entry decides, if it decides one.
    pub(super) fn decided(&mut self, name: Option<&'a String>, entry: &[&str]) -> Option<Decided<'a>> {
        let entry = self.note(entry);
        name.map(|name| Decided { name, entry })
    }

    /// Returns the first of the names that entries decide; all of them count as used.
    fn first<'k>(
        &mut self,
        decided: impl Iterator<Item = (&'a String, [&'k str; 4])>,
    ) -> Option<Decided<'a>> {
        let decided: Vec<_> = decided.map(|(name, entry)| self.decided(Some(name), &entry)).collect();
        decided.into_iter().flatten().next()
    }

    /// Returns what the configuration calls an operation.
    pub(super) fn decided_operation(&mut self, operation: &Operation) -> Option<Decided<'a>> {
        let entries = self.config.of_operation(&subject(operation));
        let decided: Vec<_> = entries
            .into_iter()
            .filter_map(|(key, entry)| self.decided(entry.name.as_ref(), &["operations", key]))
            .collect();
        decided.into_iter().next()
    }

    /// Returns the header of the key that an operation is sent with.
    pub(super) fn key_header(&mut self, operation: &Operation) -> Option<String> {
        let config = self.config;
        let subject = subject(operation);
        let selectors = config.idempotency.operations.iter().enumerate();
        let matching: Vec<_> = selectors.filter(|(_, it)| it.selects_operation(&subject)).collect();
        for (index, _) in &matching {
            self.note(&["idempotency", "operations", &index.to_string()]);
        }
        config.idempotency.header.clone().filter(|_| !matching.is_empty())
    }

    /// Returns what the configuration calls a parameter, by its name or by its place and name.
    pub(super) fn decided_parameter(
        &mut self,
        operation: &Operation,
        names: [&str; 2],
    ) -> Option<Decided<'a>> {
        let entries = self.config.of_operation(&subject(operation));
        let decided = entries.iter().flat_map(|(key, entry)| {
            let named = names.iter().filter_map(|name| entry.parameters.get_key_value(*name));
            named.map(|(wire, name)| (name, ["operations", *key, "parameters", wire.as_str()]))
        });
        self.first(decided)
    }

    /// Returns what the configuration calls a header of an operation's responses.
    pub(super) fn decided_header(&mut self, operation: &Operation, name: &str) -> Option<Decided<'a>> {
        let entries = self.config.of_operation(&subject(operation));
        let decided = entries.iter().flat_map(|(key, entry)| {
            let named = entry.headers.iter().filter(|(wire, _)| wire.eq_ignore_ascii_case(name));
            named.map(|(wire, name)| (name, ["operations", *key, "headers", wire.as_str()]))
        });
        self.first(decided)
    }

    /// Returns what the configuration calls a schema that is called `name` otherwise.
    pub(super) fn decided_schema(&mut self, name: &str, at: &Pointer) -> Option<Decided<'a>> {
        let entries = self.config.of_schema(name, at);
        let decided: Vec<_> = entries
            .into_iter()
            .filter_map(|(key, entry)| self.decided(entry.name.as_ref(), &["schemas", key]))
            .collect();
        decided.into_iter().next()
    }

    /// Returns what the configuration calls a property.
    pub(super) fn decided_property(&mut self, owner: SchemaId, property: &str) -> Option<Decided<'a>> {
        let entries = self.config.of_schema(self.called(owner), &self.api.schemas[owner].at);
        let decided = entries.iter().filter_map(|(key, entry)| {
            let (wire, name) = entry.properties.get_key_value(property)?;
            Some((name, ["schemas", *key, "properties", wire.as_str()]))
        });
        self.first(decided)
    }

    /// Returns what the configuration calls a variant, by its value or by one of the names that it has otherwise.
    pub(super) fn decided_variant(&mut self, owner: SchemaId, names: &[&str]) -> Option<Decided<'a>> {
        let entries = self.config.of_schema(self.called(owner), &self.api.schemas[owner].at);
        let decided = entries.iter().flat_map(|(key, entry)| {
            let named = names.iter().filter_map(|name| entry.variants.get_key_value(*name));
            named.map(|(wire, name)| (name, ["schemas", *key, "variants", wire.as_str()]))
        });
        self.first(decided)
    }

    /// Claims what the configuration decides, or else a name made of `text`.
    pub(super) fn claim_or_decide(
        &mut self,
        scope: &mut Scope,
        key: &str,
        text: &str,
        decided: Option<Decided<'a>>,
    ) -> Name {
        let Some(Decided { name, entry }) = decided else {
            return self.claim(scope, key, text);
        };
        if let Some(name) = scope.decide(key, name, &mut self.decided) {
            return name;
        }
        self.report_taken(name, &entry);
        self.claim(scope, key, name)
    }

    /// Refuses a configured name that something else has: the bindings never have another name than was decided.
    pub(super) fn report_taken(&mut self, name: &str, entry: &Pointer) {
        let message = format!("something else is called `{name}` already");
        self.sink.report_configuration(Code::UnusableName, entry, message).help("choose another name");
    }
}

impl Decided<'_> {
    /// Returns the name.
    pub(super) fn as_str(&self) -> &str {
        self.name
    }

    /// Returns where it is decided.
    pub(super) fn entry(&self) -> &Pointer {
        &self.entry
    }
}

/// Returns an operation as selectors see it.
pub(super) fn subject(operation: &Operation) -> OperationSubject<'_> {
    OperationSubject {
        id: operation.id.as_deref(),
        method: &operation.method,
        path: &operation.path,
        tags: &operation.tags,
        at: &operation.at,
    }
}

/// Reports every entry that named nothing: a name that has changed in the document, or a slip.
pub(super) fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let mut entries = Vec::new();
    let mut section = |path: &[&str], keys: &mut dyn Iterator<Item = &String>| {
        let at = path.iter().fold(Pointer::root(), |at, token| at.join(token));
        entries.extend(keys.map(|key| (at.join(key), key.clone())));
    };
    section(&["servers"], &mut config.servers.keys());
    for (url, server) in &config.servers {
        section(&["servers", url, "variables"], &mut server.variables.keys());
    }
    section(&["tags"], &mut config.tags.keys());
    section(&["operations"], &mut config.operations.keys());
    for (key, operation) in &config.operations {
        section(&["operations", key, "parameters"], &mut operation.parameters.keys());
    }
    section(&["schemas"], &mut config.schemas.keys());
    for (key, schema) in &config.schemas {
        section(&["schemas", key, "properties"], &mut schema.properties.keys());
        section(&["schemas", key, "types"], &mut schema.types.keys());
        section(&["schemas", key, "variants"], &mut schema.variants.keys());
    }
    section(&["pagination"], &mut config.pagination.keys());
    section(&["formats"], &mut config.formats.keys());
    section(&["derive"], &mut config.derive.keys());
    section(&["type_attributes"], &mut config.type_attributes.keys());
    section(&["field_attributes"], &mut config.field_attributes.keys());
    section(&["client", "environment"], &mut config.client.environment.keys());
    let lost = |(at, _): &(Pointer, String)| {
        // What is in an entry that names nothing says nothing more.
        let outer =
            at.parent().and_then(|at| at.parent()).filter(|at| entries.iter().any(|(it, _)| it == at));
        !cx.matched.contains(at) && outer.is_none_or(|outer| cx.matched.contains(&outer))
    };
    let lost: Vec<_> = entries.iter().filter(|entry| lost(entry)).cloned().collect();
    for (at, key) in lost {
        report(cx, &at, &key);
    }
    for (index, name) in config.client.parameters.iter().enumerate() {
        let at = Pointer::root().join("client").join("parameters").join(index);
        if !cx.matched.contains(&at) {
            let message = format!("no operation has a path parameter `{name}`");
            let help = "only path parameters can be given once on the client";
            cx.sink.report_configuration(Code::UnmatchedConfiguration, &at, message).help(help);
        }
    }
    for (index, selector) in config.idempotency.operations.iter().enumerate() {
        let at = Pointer::root().join("idempotency").join("operations").join(index);
        if !cx.matched.contains(&at) && !selector.as_str().is_empty() {
            report(cx, &at, selector.as_str());
        }
    }
    for (index, selector) in config.check.iter().enumerate() {
        let at = Pointer::root().join("check").join(index);
        if !cx.matched.contains(&at) && !selector.as_str().is_empty() {
            report(cx, &at, selector.as_str());
        }
    }
    for (index, selector) in config.redact.iter().enumerate() {
        if !cx.redaction.matched.contains(&index) && !selector.as_str().is_empty() {
            report(cx, &Pointer::root().join("redact").join(index), selector.as_str());
        }
    }
}

fn report(cx: &mut Cx<'_>, at: &Pointer, entry: &str) {
    let help = match closest(entry, candidates(cx, at).iter().map(String::as_str)) {
        Some(found) => format!("there is `{found}`"),
        None if cx.config.selection.is_everything() => "mend the name or remove the entry".to_owned(),
        None => "mend the name, select what it names, or remove the entry".to_owned(),
    };
    cx.sink
        .report_configuration(
            Code::UnmatchedConfiguration,
            at,
            format!("`{entry}` names nothing in the document"),
        )
        .help(help);
}

/// Lists what an entry could have named.
fn candidates(cx: &Cx<'_>, at: &Pointer) -> Vec<String> {
    let api = cx.api;
    let tokens: Vec<String> = at.tokens().collect();
    match tokens.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["servers", _] => api.servers.iter().map(|server| server.url.clone()).collect(),
        ["servers", _, "variables", _] => {
            let variables = api.servers.iter().flat_map(|server| &server.variables);
            variables.map(|variable| variable.name.clone()).collect()
        }
        ["tags", _] => api.operations.iter().flat_map(|operation| operation.tags.clone()).collect(),
        ["operations" | "pagination", _] | ["idempotency", "operations", _] => {
            let names =
                |it: &Operation| it.id.clone().into_iter().chain([format!("{} {}", it.method, it.path)]);
            api.operations.iter().flat_map(names).collect()
        }
        ["operations", _, "parameters", _] => {
            let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
            parameters.map(|parameter| parameter.name.clone()).collect()
        }
        ["schemas" | "derive" | "type_attributes" | "check", _] => {
            cx.all_called().map(str::to_owned).collect()
        }
        ["schemas", _, "properties" | "types", _] => {
            let objects = api.schemas.iter().filter_map(|(_, schema)| match &schema.kind {
                Kind::Object(object) => Some(object),
                _ => None,
            });
            objects.flat_map(|object| &object.properties).map(|property| property.name.clone()).collect()
        }
        ["client", "environment", _] => api.security.iter().map(|scheme| scheme.name.clone()).collect(),
        ["redact" | "field_attributes", _] => {
            let properties =
                api.schemas.iter().flat_map(|(_, schema)| match (&schema.kind, &schema.component) {
                    (Kind::Object(object), Some(name)) => {
                        object.properties.iter().map(|property| format!("{name}.{}", property.name)).collect()
                    }
                    _ => Vec::new(),
                });
            properties.collect()
        }
        _ => Vec::new(),
    }
}
