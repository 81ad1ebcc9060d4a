//! `components.securitySchemes` and `security`.

use super::context::Cx;
use super::docs;
use crate::diagnostic::{Code, Pointer};
use crate::model::{ApiKeyLocation, Requirement, SecurityKind, SecurityScheme};
use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Scheme};

/// Returns the security schemes in the document's order.
pub(super) fn schemes(cx: &mut Cx<'_, '_>) -> Vec<SecurityScheme> {
    let Some(components) = &cx.document.components else { return Vec::new() };
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
        // RFC 7235, 2.1: the names of schemes are compared without case.
        Scheme::HTTP { scheme, description, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => (description, SecurityKind::Bearer),
            "basic" => (description, SecurityKind::Basic),
            _ => (description, SecurityKind::Other(scheme.clone())),
        },
        Scheme::OAuth2 { description, .. } => (description, SecurityKind::OAuth2),
        Scheme::OpenIDConnect { description, .. } => (description, SecurityKind::OpenIdConnect),
    };
    if let SecurityKind::Other(spelling) = &kind {
        let message = format!("the bindings do not speak the HTTP authentication scheme `{spelling}` and send no credential for it");
        cx.report(Code::UnsupportedSecurityScheme, &at.join("scheme"), message);
    }
    SecurityScheme { at, name: name.to_owned(), description: docs::text(description.as_deref()), kind }
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
        let positions: Option<Vec<usize>> = requirement
            .keys()
            .map(|name| {
                let position = schemes.iter().position(|scheme| scheme.name == *name);
                if position.is_none() {
                    let message = format!("`{name}` is not a security scheme of this document: the bindings leave this alternative out");
                    cx.report(Code::UndeclaredSecurityScheme, &at.join(index).join(name), message);
                }
                position
            })
            .collect();
        requirements.extend(positions.map(|schemes| Requirement { schemes }));
    }
    requirements
}
