//! Servers: those of the document as variants of one enum, the values of their variables as enums of their own, and the
//! servers that single operations have.

use super::context::Cx;
use crate::diagnostic::Code;
use crate::model::{Operation, Server as ModelServer, ServerVariable as ModelVariable};
use crate::rust::docs::{code, Docs};
use crate::rust::method::{Choice, ChoiceValue, Server, ServerVariable};
use crate::rust::name::{Case, Name, Scope};

/// Returns the servers of the document, and the enums of their variables.
pub(super) fn lower(cx: &mut Cx<'_>, client: &Name) -> (Vec<Server>, Vec<Choice>) {
    let api = cx.api;
    let scope = cx.scope("server", "variant", Case::Variant, "Server").remembering().reserve(&["Custom"]);
    let mut scope = scope.promise(cx.pins, api.servers.iter().map(|server| server.url.as_str()));
    // `/` is what a document without servers has.
    let named: Vec<&ModelServer> = api.servers.iter().filter(|server| server.url != "/").collect();
    let mut choices = Choices::of(cx, &named, client);
    let servers =
        named.into_iter().map(|server| self::server(cx, &mut scope, server, &mut choices)).collect();
    (servers, choices.made)
}

/// Returns the address of the first server that has one of its own. Where the document has none but each operation has,
/// nothing is sent to it, so that it may be any of them.
pub(super) fn default(cx: &Cx<'_>, servers: &[Server]) -> Option<String> {
    let absolute = servers.iter().find(|server| is_absolute(&server.url)).map(|server| server.url.clone());
    absolute.or_else(|| {
        let own = |operation: &Operation| address(cx, operation).filter(|url| is_absolute(url));
        let all: Option<Vec<String>> = cx.api.operations.iter().map(own).collect();
        all?.into_iter().next()
    })
}

/// Returns the address of the server that an operation or its path has for itself.
pub(super) fn own(cx: &mut Cx<'_>, operation: &Operation) -> Option<String> {
    let server = operation.servers.first()?;
    if is_of_document(cx, operation) {
        return None;
    }
    let address = address(cx, operation);
    if address.is_none() {
        let message = format!("the operation has a server of its own, {}", code(&server.url));
        cx.sink
            .report(Code::IgnoredServer, &server.at, message)
            .help("not all of its variables have defaults: the bindings send it to the server of the client, unless a call sets `base_url`");
    }
    address
}

fn address(cx: &Cx<'_>, operation: &Operation) -> Option<String> {
    let server = operation.servers.first().filter(|_| !is_of_document(cx, operation))?;
    server.variables.iter().all(|variable| variable.default.is_some()).then(|| filled(server))
}

/// Whether the servers of an operation have all those of the document: then the choice of one holds for it, too.
fn is_of_document(cx: &Cx<'_>, operation: &Operation) -> bool {
    let own = |server: &ModelServer| operation.servers.iter().any(|own| filled(own) == filled(server));
    cx.api.servers.iter().all(own)
}

fn is_absolute(url: &str) -> bool {
    url.contains("://")
}

fn server(cx: &mut Cx<'_>, scope: &mut Scope, server: &ModelServer, choices: &mut Choices) -> Server {
    let config = cx.config;
    let entry = config.servers.get(&server.url);
    let decided = entry.and_then(|it| cx.decided(it.name.as_ref(), &["servers", &server.url]));
    let text = short(server).unwrap_or_else(|| host(&server.url));
    let name = cx.claim_or_decide(scope, &server.url, &text, decided);
    let mut docs = Docs::value(&server.url);
    if let Some(description) = &server.description {
        let mut described = Docs::rewrite(description);
        described.append(docs);
        docs = described;
    }
    let url = filled(server);
    if !is_absolute(&url) {
        docs.append(Docs::sentence("It is relative: `base_url` says to which address."));
    }
    let fields = cx.scope("server variable", &server.url, Case::Value, "value");
    let mut fields = fields.promise(cx.pins, server.variables.iter().map(|variable| variable.name.as_str()));
    let variables = server.variables.iter().map(|variable| ServerVariable {
        name: {
            let name = entry.and_then(|entry| entry.variables.get(&variable.name));
            let path = ["servers", &server.url, "variables", &variable.name];
            let decided = name.and_then(|name| cx.decided(Some(name), &path));
            cx.claim_or_decide(&mut fields, &variable.name, &variable.name, decided)
        },
        wire: variable.name.clone(),
        docs: variable_docs(variable),
        choice: choices.of_variable(cx, variable),
    });
    let variables = variables.collect();
    Server { name, docs, url, variables, template: addressed(&server.url) }
}

/// The enums of variables; those of one name and the same values share one.
struct Choices {
    scope: Scope,
    keys: Vec<String>,
    made: Vec<Choice>,
}

impl Choices {
    fn of(cx: &Cx<'_>, servers: &[&ModelServer], client: &Name) -> Self {
        let taken = [client.as_str(), "Builder", "Server"];
        let scope = cx.scope("server", "choice", Case::Type, "ServerValue").remembering().reserve(&taken);
        let variables = servers.iter().flat_map(|server| &server.variables);
        let keys: Vec<String> = variables.map(Self::key).collect();
        let scope = scope.promise(cx.pins, keys.iter().map(String::as_str));
        Self { scope, keys: Vec::new(), made: Vec::new() }
    }

    fn key(variable: &ModelVariable) -> String {
        format!("{} {}", variable.name, variable.values.join(" "))
    }

    fn of_variable(&mut self, cx: &mut Cx<'_>, variable: &ModelVariable) -> Option<Name> {
        if variable.values.is_empty() {
            return None;
        }
        let key = Self::key(variable);
        if let Some(position) = self.keys.iter().position(|known| *known == key) {
            return self.made.get_mut(position).map(|choice| choice.shared_with(variable.default.as_ref()));
        }
        let name = cx.claim(&mut self.scope, &key, &format!("server {}", variable.name));
        let variants = cx.scope("server value", &variable.name, Case::Variant, "Value").remembering();
        let mut variants = variants.promise(cx.pins, variable.values.iter().map(String::as_str));
        let mut values: Vec<ChoiceValue> = Vec::new();
        for value in &variable.values {
            if !values.iter().any(|known| known.wire == *value) {
                let name = cx.claim(&mut variants, value, value);
                let is_default = variable.default.as_ref() == Some(value);
                let docs = Docs::value(value);
                values.push(ChoiceValue { name, docs, wire: value.clone(), is_default });
            }
        }
        let docs = Docs::sentence(format!("A value of {} in the address of a server.", code(&variable.name)));
        self.keys.push(key);
        self.made.push(Choice { name: name.clone(), docs, values });
        Some(name)
    }
}

impl Choice {
    /// Returns the name for another variable; where the two have different defaults, the enum has none.
    fn shared_with(&mut self, default: Option<&String>) -> Name {
        if self.values.iter().any(|value| value.is_default != (Some(&value.wire) == default)) {
            self.values.iter_mut().for_each(|value| value.is_default = false);
        }
        self.name.clone()
    }
}

fn variable_docs(variable: &ModelVariable) -> Docs {
    let mut docs = variable.description.as_deref().map(Docs::rewrite).unwrap_or_default();
    docs.append(match &variable.default {
        Some(default) => Docs::sentence(format!("Default: {}.", code(default))),
        None => Docs::sentence("The document does not describe it."),
    });
    docs
}

fn filled(server: &ModelServer) -> String {
    addressed(&server.variables.iter().fold(server.url.clone(), |url, variable| {
        let place = format!("{{{}}}", variable.name);
        url.replace(&place, variable.default.as_ref().unwrap_or(&place))
    }))
}

/// Returns an address that is absolute or a path: what is relative to the place of the document is taken for relative to
/// the root of the server, which is all that a client knows.
fn addressed(url: &str) -> String {
    if url.starts_with("//") {
        format!("https:{url}")
    } else if is_absolute(url) || url.starts_with(['/', '{']) {
        url.to_owned()
    } else {
        format!("/{}", url.strip_prefix("./").unwrap_or(url))
    }
}

/// A description that is short enough to be a name.
fn short(server: &ModelServer) -> Option<String> {
    let description = server.description.as_deref()?.trim().trim_end_matches('.');
    let words = description.split_whitespace().count();
    (words > 0 && words <= 4 && description.len() <= 40).then(|| description.to_owned())
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.trim_end_matches('/').to_owned()
}
