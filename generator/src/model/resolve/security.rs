//! `components.securitySchemes` and `security`.

use super::context::Cx;
use super::docs;
use crate::diagnostic::{Code, Pointer};
use crate::document::extension;
use crate::model::{ApiKeyLocation, ClientCredentials, Requirement, SecurityKind, SecurityScheme};
use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement, SecurityScheme as Scheme};

/// Returns the security schemes in the document's order.
pub(super) fn schemes(cx: &mut Cx<'_, '_>) -> Vec<SecurityScheme> {
    let Some(components) = &cx.document.openapi.components else {
        return Vec::new();
    };
    let holder = Pointer::root().join("components").join("securitySchemes");
    let mut schemes = Vec::new();
    for (name, scheme) in &components.security_schemes {
        if let Some((scheme, at)) = cx.follow(scheme, &holder.join(name)) {
            schemes.push(one(cx, name, scheme, at));
        }
    }
    schemes
}

fn one(cx: &mut Cx<'_, '_>, name: &str, scheme: &Scheme, at: Pointer) -> SecurityScheme {
    let (description, kind) = match scheme {
        Scheme::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Query => ApiKeyLocation::Query,
                APIKeyLocation::Header => ApiKeyLocation::Header,
                APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
            };
            (description, SecurityKind::ApiKey(location, name.clone()))
        }
        Scheme::HTTP { scheme, description, extensions, .. } => {
            let known = !extensions.contains_key(extension::SECURITY_TYPE);
            let kind = match (known, scheme.as_str()) {
                (true, scheme) => http(cx, scheme, &at),
                (false, "mutualTLS") => SecurityKind::MutualTls,
                (false, other) => SecurityKind::Other(other.to_owned()),
            };
            (description, kind)
        }
        Scheme::OAuth2 { flows, description, .. } => {
            (description, SecurityKind::OAuth2(client_credentials(flows)))
        }
        Scheme::OpenIDConnect { description, .. } => (description, SecurityKind::OpenIdConnect),
    };
    SecurityScheme { at, name: name.to_owned(), description: docs::text(description.as_deref()), kind }
}

/// Returns the flow that a client can go through without anybody, if it says where.
fn client_credentials(flows: &OAuth2Flows) -> Option<ClientCredentials> {
    let flow = flows.client_credentials.as_ref().filter(|flow| !flow.token_url.is_empty())?;
    let refresh_url = flow.refresh_url.clone().filter(|url| !url.is_empty());
    Some(ClientCredentials { token_url: flow.token_url.clone(), refresh_url })
}

/// Returns what an HTTP authentication scheme sends; one that the loader made of an unknown type was reported there.
fn http(cx: &mut Cx<'_, '_>, scheme: &str, at: &Pointer) -> SecurityKind {
    // RFC 7235, 2.1: the names of schemes are compared without case.
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => SecurityKind::Bearer,
        "basic" => SecurityKind::Basic,
        _ => {
            let message = format!(
                "the bindings do not speak the HTTP authentication scheme `{scheme}` and send nothing that asks for it unless \
                 the caller does"
            );
            cx.report(Code::UnsupportedSecurityScheme, &at.join("scheme"), message);
            SecurityKind::Other(scheme.to_owned())
        }
    }
}

/// Returns the alternatives of a `security` that stands in `holder`.
pub(super) fn requirements(
    cx: &mut Cx<'_, '_>,
    schemes: &[SecurityScheme],
    security: &[SecurityRequirement],
    holder: &Pointer,
) -> Vec<Requirement> {
    let at = holder.join("security");
    let mut requirements = Vec::with_capacity(security.len());
    for (index, requirement) in security.iter().enumerate() {
        let mut needs = Requirement { schemes: Vec::new(), scopes: Vec::new(), undeclared: Vec::new() };
        for (name, scopes) in requirement {
            match schemes.iter().position(|scheme| scheme.name == *name) {
                Some(position) => {
                    needs.schemes.push(position);
                    needs.scopes.push(scopes.clone());
                }
                None => {
                    let message = format!(
                        "`{name}` is not a security scheme of this document: the bindings send this alternative only with a \
                         credential that the builder's `credential` is given under that name"
                    );
                    cx.report(Code::UndeclaredSecurityScheme, &at.join(index).join(name), message);
                    needs.undeclared.push(name.clone());
                }
            }
        }
        report_shared(cx, schemes, &needs, &at.join(index));
        requirements.push(needs);
    }
    requirements
}

/// Reports schemes of one alternative that are sent in the same header, which has one value.
fn report_shared(cx: &mut Cx<'_, '_>, schemes: &[SecurityScheme], needs: &Requirement, at: &Pointer) {
    let mut taken: Vec<(String, &str)> = Vec::new();
    for scheme in needs.schemes.iter().filter_map(|position| schemes.get(*position)) {
        let Some(header) = header_of(&scheme.kind) else { continue };
        match taken.iter().find(|(taken, _)| *taken == header) {
            Some((_, first)) => {
                let message = format!(
                    "`{}` is sent in the same header as `{first}`, which has one value: the bindings send `{first}`",
                    scheme.name
                );
                cx.report(Code::UnsupportedSecurityScheme, &at.join(&scheme.name), message);
            }
            None => taken.push((header, &scheme.name)),
        }
    }
}

/// Returns the header that a credential is sent in, in lower case.
fn header_of(kind: &SecurityKind) -> Option<String> {
    match kind {
        SecurityKind::Bearer
        | SecurityKind::Basic
        | SecurityKind::OAuth2(_)
        | SecurityKind::OpenIdConnect => Some("authorization".to_owned()),
        SecurityKind::ApiKey(ApiKeyLocation::Header, name) => Some(name.to_ascii_lowercase()),
        SecurityKind::ApiKey(..) | SecurityKind::MutualTls | SecurityKind::Other(_) => None,
    }
}
