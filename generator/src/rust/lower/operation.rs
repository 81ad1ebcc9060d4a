//! Operations: sub-clients by tag and their methods.

use indexmap::IndexMap;

use super::context::Cx;
use super::schema::attributes;
use super::{body, content, parameter, server};
use crate::config::Features;
use crate::model::{Operation, SecurityKind};
use crate::rust::docs::{code, Docs};
use crate::rust::item::Attributes;
use crate::rust::method::{Group, Method, Other};
use crate::rust::name::{Case, Name, Scope};
use crate::rust::Module;

/// The tag of operations that have none.
const NO_TAG: &str = "api";

/// Methods that a client has already.
const CLIENT_METHODS: &[&str] = &["builder", "from_env", "clone", "new", "connect", "stub"];

/// Makes the sub-clients; the items of inline schemas go to modules of their own.
pub(super) fn groups(cx: &mut Cx<'_>, models: &mut Vec<Module>) -> Vec<Group> {
    let mut by_tag: IndexMap<&str, Vec<&Operation>> = IndexMap::new();
    for operation in &cx.api.operations {
        let tag = operation.tags.first().map_or(NO_TAG, String::as_str);
        by_tag.entry(tag).or_default().push(operation);
    }
    let modules = cx.scope("group", "module", Case::Module, "api").remembering().reserve(CLIENT_METHODS);
    let mut modules = modules.promise(cx.pins, by_tag.keys().copied());
    let types =
        cx.scope("group", "type", Case::Type, "Api").remembering().reserve(&["Client", "Builder", "Server"]);
    let mut types = types.promise(cx.pins, by_tag.keys().copied());
    by_tag
        .into_iter()
        .map(|(tag, operations)| group(cx, tag, &operations, (&mut modules, &mut types), models))
        .collect()
}

fn group(
    cx: &mut Cx<'_>,
    tag: &str,
    operations: &[&Operation],
    (modules, types): (&mut Scope, &mut Scope),
    models: &mut Vec<Module>,
) -> Group {
    let config = cx.config;
    let decided = config.tags.get(tag).and_then(|it| cx.decided(it.name.as_ref(), &["tags", tag]));
    let module = cx.claim_or_decide(modules, tag, tag, decided);
    // The module is remembered, and so is what is named after it.
    let name = cx.claim(types, tag, module.as_str());
    let mut docs =
        Docs::sentence(&if tag == NO_TAG && operations.iter().all(|operation| operation.tags.is_empty()) {
            "The operations.".to_owned()
        } else {
            format!("The operations of the tag `{tag}`.")
        });
    if let Some((_, Some(description))) = cx.api.tags.iter().find(|(name, _)| name == tag) {
        docs.append(Docs::rewrite(description));
    }
    let keys: Vec<_> = operations.iter().flat_map(|operation| keys(cx, operation)).collect();
    let names = cx.scope("method", tag, Case::Value, "call").remembering().reserve(&["new"]);
    let mut names = names.promise(cx.pins, keys.iter().map(String::as_str));
    let markers = cx.scope("marker", tag, Case::Type, "Call").reserve(&[name.as_str()]);
    let mut markers = markers.promise(cx.pins, keys.iter().map(String::as_str));
    let named: Vec<Named> =
        operations.iter().map(|operation| named(cx, operation, (&mut names, &mut markers))).collect();
    let methods = operations
        .iter()
        .zip(named)
        .flat_map(|(operation, named)| {
            self::methods(cx, operation, named, (&module, &mut names, &mut markers), models)
        })
        .collect();
    let feature = (config.features == Features::Tags).then(|| feature(&module));
    Group { feature, module, name, docs, methods }
}

/// Names the feature of a group after its module, apart from those that every crate has.
fn feature(module: &Name) -> String {
    match module.as_str() {
        taken @ ("default" | "reqwest" | "tower" | "tracing") => format!("{taken}_operations"),
        free => free.to_owned(),
    }
}

/// Returns what tells an operation apart from all others.
pub(super) fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns what tells the methods of an operation apart from all others.
fn keys(cx: &Cx<'_>, operation: &Operation) -> Vec<String> {
    let others = body::chosen(cx, operation).into_iter().skip(1);
    let others = others.map(|media| format!("{} {}", key(operation), media.name));
    std::iter::once(key(operation)).chain(others).chain([stream_key(operation)]).collect()
}

fn stream_key(operation: &Operation) -> String {
    format!("{} stream", key(operation))
}

/// The names of an operation, which come before those of anything that it brings.
struct Named {
    method: Name,
    marker: Name,
    /// What the document calls it.
    owner: String,
}

fn named(cx: &mut Cx<'_>, operation: &Operation, (names, markers): (&mut Scope, &mut Scope)) -> Named {
    let key = key(operation);
    let made = || format!("{} {}", operation.method.to_ascii_lowercase(), operation.path);
    let text = operation.id.clone().unwrap_or_else(made);
    let decided = cx.decided_operation(operation);
    let text = decided.as_ref().map_or(text, |decided| decided.as_str().to_owned());
    let method = cx.claim_or_decide(names, &key, &text, decided);
    let marker = cx.claim(markers, &key, method.as_str());
    Named { method, marker, owner: operation.id.clone().unwrap_or(text) }
}

/// Returns the method of an operation, and another one if its success can also be a stream.
fn methods(
    cx: &mut Cx<'_>,
    operation: &Operation,
    Named { method: name, marker, owner }: Named,
    (module, names, markers): (&Name, &mut Scope, &mut Scope),
    models: &mut Vec<Module>,
) -> Vec<Method> {
    let key = key(operation);
    let server = server::own(cx, operation);
    let (arguments, options) = parameter::lower(cx, operation, &owner);
    let mut forms = Vec::new();
    let mut bodies = body::chosen(cx, operation).into_iter();
    let body = bodies
        .next()
        .and_then(|media| body::lower(cx, operation, media, (&owner, &marker), markers, &mut forms));
    let others = bodies.filter_map(|media| {
        let owner = format!("{owner} {}", body::label(&media.name));
        let body = body::lower(cx, operation, media, (&owner, &marker), markers, &mut forms)?;
        let text = format!("{} as {}", name.as_str(), body::label(&media.name));
        let attributes = other_attributes(&name, operation, &media.name);
        Some(Other { name: cx.claim(names, &format!("{key} {}", media.name), &text), attributes, body })
    });
    let others = others.collect();
    let outcome = content::lower(cx, operation, &owner, (module, &marker), markers);
    let items = cx.take_items();
    if !items.is_empty() {
        models.push(Module { name: cx.claim_module(&key, &owner), items });
    }
    let (security, mut scopes): (Vec<_>, Vec<Vec<String>>) =
        security(cx, operation).into_iter().map(|schemes| schemes.into_iter().unzip()).unzip();
    if scopes.iter().flatten().all(String::is_empty) {
        scopes.clear();
    }
    let method = Method {
        name,
        marker,
        attributes: method_attributes(operation, server.as_deref()),
        server,
        http: operation.method.clone(),
        path: operation.path.clone(),
        template: operation.template.clone(),
        security,
        scopes,
        arguments,
        options,
        body,
        others,
        forms,
        success: outcome.success,
        failure: outcome.failure,
        redirections: outcome.redirections,
        errors: outcome.errors,
        bodyless: outcome.bodyless,
        success_media: outcome.success_media,
        error_media: outcome.error_media,
        outcomes: outcome.types,
        headers: outcome.headers,
        key_header: cx.key_header(operation),
        paging: None,
    };
    let stream = outcome.stream.map(|(success, success_media)| {
        let (key, text) = (stream_key(operation), format!("{} stream", method.name.as_str()));
        let name = cx.claim(names, &key, &text);
        let mut attributes = method.attributes.clone();
        attributes.docs.append(Docs::sentence("The body of the response is read while it arrives."));
        Method {
            marker: cx.claim(markers, &key, name.as_str()),
            name,
            attributes,
            success,
            success_media,
            outcomes: Vec::new(),
            headers: Vec::new(),
            others: Vec::new(),
            forms: Vec::new(),
            ..method.clone()
        }
    });
    std::iter::once(method).chain(stream).collect()
}

fn method_attributes(operation: &Operation, server: Option<&str>) -> crate::rust::item::Attributes {
    let line = format!("`{} {}`", operation.method, operation.path);
    let described = operation.docs.summary.is_some() || operation.docs.description.is_some();
    let mut made = attributes(&operation.docs, || line.clone());
    if described {
        let mut docs =
            Docs::of(&crate::model::Docs { summary: operation.docs.summary.clone(), ..Default::default() });
        docs.append(Docs::sentence(&line));
        docs.append(Docs::of(&crate::model::Docs { summary: None, ..operation.docs.clone() }));
        made.docs = docs;
    }
    // An argument has no attributes of its own.
    for parameter in operation.parameters.iter().filter(|it| it.required && it.docs.deprecated) {
        let name = crate::rust::docs::code(&parameter.name);
        made.docs.append(Docs::sentence(format!("The parameter {name} is deprecated.")));
    }
    if let Some(server) = server {
        made.docs.append(Docs::sentence(format!("Its own server is {}.", code(server))));
        let others: Vec<String> = operation.servers.iter().skip(1).map(|it| code(&it.url)).collect();
        if !others.is_empty() {
            let text = format!("A call takes another one by `base_url`: {}.", others.join(", "));
            made.docs.append(Docs::sentence(text));
        }
    }
    made
}

fn other_attributes(method: &Name, operation: &Operation, media_type: &str) -> Attributes {
    let line = format!("Does what `{method}` does, with a body of the media type {}.", code(media_type));
    Attributes { docs: Docs::sentence(&line), deprecated: operation.docs.deprecated, ..Attributes::default() }
}

/// Returns the alternatives, each the keys of its schemes with what they have to allow. The one that sends nothing comes
/// last, so that a credential that was given is sent.
///
/// What mutual TLS asks for is in the connection. A scheme that the bindings do not speak stays: nothing is sent without
/// what it asks for.
fn security(cx: &Cx<'_>, operation: &Operation) -> Vec<Vec<(String, String)>> {
    let api = cx.api;
    let schemes = |alternative: &crate::model::Requirement| {
        let schemes = alternative.schemes.iter().zip(&alternative.scopes);
        let schemes = schemes.filter_map(|(position, scopes)| Some((api.security.get(*position)?, scopes)));
        let sent = schemes.filter(|(scheme, _)| scheme.kind != SecurityKind::MutualTls);
        let sent = sent.map(|(scheme, scopes)| match scheme.kind {
            SecurityKind::OAuth2(Some(_)) => (scheme.name.clone(), scopes.join(" ")),
            // Nobody asks for them.
            _ => (scheme.name.clone(), String::new()),
        });
        let undeclared = alternative.undeclared.iter().map(|name| (name.clone(), String::new()));
        sent.chain(undeclared).collect()
    };
    let mut alternatives: Vec<Vec<(String, String)>> = operation.security.iter().map(schemes).collect();
    alternatives.sort_by_key(Vec::is_empty);
    alternatives
}

/// Opens the namespace of a method's arguments.
pub(super) fn arguments_scope(cx: &Cx<'_>, operation: &Operation) -> Scope {
    cx.scope("argument", operation.at.as_str(), Case::Value, "value").reserve(&["body", "content_type"])
}

/// Returns what inline schemas of a part of an operation are named after: a shared part by its own key, so that
/// the first operation that uses it does not lend it its name.
pub(super) fn owner_of(at: &crate::diagnostic::Pointer, operation: &str, part: &str) -> String {
    let mut tokens = at.tokens();
    match (tokens.next().as_deref(), tokens.next(), tokens.next()) {
        (Some("components"), Some(_), Some(key)) => key,
        _ => format!("{operation} {part}"),
    }
}
