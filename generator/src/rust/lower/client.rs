//! The client: its servers, credentials and the parameters that are given once.

use super::context::Cx;
use super::server;
use super::stub;
use crate::model::{Api, ApiKeyLocation, SecurityKind, SecurityScheme};
use crate::rust::docs::Docs;
use crate::rust::method::{Client, ClientParameter, Credential, CredentialKind, Flow, Group, GroupLink};
use crate::rust::name::{Case, Name, Scope};

/// Methods that every builder has.
const BUILDER_METHODS: &[&str] = &[
    "allow_insecure_http",
    "attempt_timeout",
    "base_url",
    "build",
    "connect_timeout",
    "credential",
    "credential_from_env",
    "header",
    "layer",
    "max_response_bytes",
    "new",
    "parameter",
    "retries",
    "server",
    "timeout",
    "transport",
    "user_agent",
    "clone",
    "default",
    "note",
];

/// Makes the client that leads to the sub-clients.
pub(super) fn lower(cx: &mut Cx<'_>, groups: &[Group]) -> Client {
    let configured = cx.config.client.name.clone().unwrap_or_else(|| "Client".to_owned());
    let mut names = cx.scope("client", "type", Case::Type, "Client");
    let name = cx.claim(&mut names, "client", &configured);
    let mut links: Vec<_> = groups
        .iter()
        .map(|group| GroupLink {
            method: group.module.clone(),
            group: group.name.clone(),
            docs: group.docs.clone(),
        })
        .collect();
    links.sort_by(|a, b| a.method.cmp(&b.method));
    let mut builder = builder_scope(cx);
    let (servers, choices) = server::lower(cx, &name);
    Client {
        name,
        docs: Docs::sentence(format!("A client of {}.", cx.api.title)),
        groups: links,
        base_url: server::default(cx, &servers),
        servers,
        choices,
        credentials: credentials(cx, &mut builder),
        unspoken: unspoken(cx),
        parameters: parameters(cx, &mut builder),
        examples: cx.config.client.testing.then(|| stub::lower(cx)),
    }
}

/// The lock remembers all methods of the builder: a credential must not go to a newcomer.
fn builder_scope(cx: &Cx<'_>) -> Scope {
    let keys = |scheme: &SecurityScheme| {
        let mut keys = vec![scheme.name.clone(), provider(&scheme.name)];
        if let SecurityKind::OAuth2(Some(_)) = scheme.kind {
            keys.push(client_credentials(&scheme.name));
        }
        keys
    };
    let schemes = cx.api.security.iter().flat_map(keys);
    let keys: Vec<String> = schemes.chain(cx.config.client.parameters.iter().cloned()).collect();
    let scope = cx.scope("builder", "method", Case::Value, "value").remembering().reserve(BUILDER_METHODS);
    scope.promise(cx.pins, keys.iter().map(String::as_str))
}

fn provider(scheme: &str) -> String {
    format!("{scheme} provider")
}

fn client_credentials(scheme: &str) -> String {
    format!("{scheme} client credentials")
}

fn credentials(cx: &mut Cx<'_>, builder: &mut Scope) -> Vec<Credential> {
    let api = cx.api;
    used(api).filter_map(|scheme| credential(cx, builder, scheme)).collect()
}

/// Returns the security schemes that operations want.
fn used(api: &Api) -> impl Iterator<Item = &SecurityScheme> {
    let used = api.security.iter().enumerate().filter(|(position, _)| {
        api.operations
            .iter()
            .flat_map(|operation| &operation.security)
            .any(|need| need.schemes.contains(position))
    });
    used.map(|(_, scheme)| scheme)
}

fn unspoken(cx: &Cx<'_>) -> Vec<String> {
    let unspoken = used(cx.api).filter(|scheme| matches!(scheme.kind, SecurityKind::Other(_)));
    unspoken.map(|scheme| scheme.name.clone()).collect()
}

fn credential(cx: &mut Cx<'_>, builder: &mut Scope, scheme: &SecurityScheme) -> Option<Credential> {
    let kind = match &scheme.kind {
        SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenIdConnect => {
            CredentialKind::Bearer
        }
        SecurityKind::Basic => CredentialKind::Basic,
        SecurityKind::ApiKey(ApiKeyLocation::Header, name) => CredentialKind::ApiKeyHeader(name.clone()),
        SecurityKind::ApiKey(ApiKeyLocation::Query, name) => CredentialKind::ApiKeyQuery(name.clone()),
        SecurityKind::ApiKey(ApiKeyLocation::Cookie, name) => CredentialKind::ApiKeyCookie(name.clone()),
        SecurityKind::MutualTls | SecurityKind::Other(_) => return None,
    };
    // A user name and a password are two values; one variable does not hold them.
    let is_single = kind != CredentialKind::Basic;
    let environment = cx.config.client.environment.get(&scheme.name).filter(|_| is_single).cloned();
    if environment.is_some() {
        cx.note(&["client", "environment", &scheme.name]);
    }
    let method = cx.claim(builder, &scheme.name, &scheme.name);
    let provider = (kind != CredentialKind::Basic)
        .then(|| cx.claim(builder, &provider(&scheme.name), &provider(&scheme.name)));
    let mut docs = Docs::sentence(format!("Sets the credential of the security scheme `{}`.", scheme.name));
    if let Some(description) = &scheme.description {
        docs.append(Docs::rewrite(description));
    }
    let flow = flow(cx, builder, scheme);
    Some(Credential { scheme: scheme.name.clone(), method, provider, docs, kind, environment, flow })
}

fn flow(cx: &mut Cx<'_>, builder: &mut Scope, scheme: &SecurityScheme) -> Option<Flow> {
    let SecurityKind::OAuth2(Some(flow)) = &scheme.kind else {
        return None;
    };
    let key = client_credentials(&scheme.name);
    let method = cx.claim(builder, &key, &key);
    Some(Flow { method, token_url: flow.token_url.clone(), refresh_url: flow.refresh_url.clone() })
}

fn parameters(cx: &mut Cx<'_>, builder: &mut Scope) -> Vec<ClientParameter> {
    let config = cx.config;
    let api = cx.api;
    let mut made = Vec::new();
    for wire in &config.client.parameters {
        let mut all = api.operations.iter().flat_map(|operation| &operation.parameters);
        let Some(parameter) = all.find(|parameter| parameter.name == *wire) else {
            continue;
        };
        let mut docs =
            Docs::sentence(format!("Sets the parameter `{wire}` of every call; a call may set another."));
        docs.append(Docs::of(&parameter.docs));
        let name: Name = cx.claim(builder, wire, wire);
        made.push(ClientParameter { name, wire: wire.clone(), docs });
    }
    made
}
