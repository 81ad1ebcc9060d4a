//! Security: what operations require, and what credentials are.

use super::docs;
use super::operation::Pair;
use crate::model::{Api, ApiKeyLocation, Operation, SecurityKind, SecurityScheme};
use crate::tokens::surface::quoted;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};
use std::collections::BTreeSet;

/// The schemes that are needed together.
type Alternative = BTreeSet<String>;

/// Compares what an operation requires.
pub(super) fn of_operation(cx: &mut Cx<'_>, place: &Place, (old, new): Pair<'_>) {
    let (was, is) = (alternatives(cx.old.api, old), alternatives(cx.new.api, new));
    if was == is {
        return scopes(cx, place, (old, new));
    }
    let detail = format!("from {} to {}", shown(&was), shown(&is));
    let place = Place { items: (None, None), ..place.clone() };
    // Whoever satisfied one of the old alternatives satisfies one of the new ones with it.
    let still = was.iter().all(|before| is.iter().any(|after| after.is_subset(before)));
    if still {
        cx.report_as(122, &place, Judged::Fixed(Rust::Behaviour), detail);
    } else {
        let found = cx.report_as(121, &place, Judged::Fixed(Rust::Behaviour), detail);
        found.wire(Wire::Break);
    }
}

/// Compares what tokens have to allow.
fn scopes(cx: &mut Cx<'_>, place: &Place, (old, new): Pair<'_>) {
    let of = |operation: &Operation| -> BTreeSet<String> {
        operation.security.iter().flat_map(|need| need.scopes.iter().flatten().cloned()).collect()
    };
    let (was, is) = (of(old), of(new));
    if was == is {
        return;
    }
    let list = |scopes: &BTreeSet<String>| scopes.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ");
    let detail = format!("the scopes from {} to {}", list(&was), list(&is));
    let place = Place { items: (None, None), ..place.clone() };
    // A token that allowed enough still does where nothing more is asked for.
    let wire = if is.is_subset(&was) { Wire::Ok } else { Wire::Break };
    cx.report_as(124, &place, Judged::Fixed(Rust::Behaviour), detail).wire(wire);
}

/// Returns the alternatives; nothing at all is the one that needs nothing.
fn alternatives(api: &Api, operation: &Operation) -> BTreeSet<Alternative> {
    let mut all: BTreeSet<Alternative> = operation
        .security
        .iter()
        .map(|need| {
            let declared = need.schemes.iter().filter_map(|at| api.security.get(*at));
            declared.map(|scheme| scheme.name.clone()).chain(need.undeclared.iter().cloned()).collect()
        })
        .collect();
    if all.is_empty() {
        all.insert(Alternative::new());
    }
    all
}

fn shown(alternatives: &BTreeSet<Alternative>) -> String {
    let one = |schemes: &Alternative| match schemes.is_empty() {
        true => "nothing".to_owned(),
        false => schemes.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" and "),
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// Compares the security schemes.
pub(super) fn schemes(cx: &mut Cx<'_>) {
    let (old, new) = (&cx.old.api.security, &cx.new.api.security);
    for scheme in old {
        let after = new.iter().find(|it| it.name == scheme.name);
        let place = place_of(cx, Some(scheme), after);
        docs::texts(cx, &place, after.is_some_and(|it| it.description != scheme.description));
        match after {
            Some(after) if after.kind != scheme.kind => {
                let detail = format!("from {} to {}", kind(&scheme.kind), kind(&after.kind));
                let place = Place { sides: Sides::REQUEST, ..place };
                let is_flow = |kind: &SecurityKind| matches!(kind, SecurityKind::OAuth2(_));
                let code = if is_flow(&scheme.kind) && is_flow(&after.kind) { 124 } else { 123 };
                cx.report(code, &place, detail);
            }
            // A credential that nothing requires any more is explained where it was required.
            _ => cx.explain(&place, Rust::Major),
        }
    }
    for scheme in new.iter().filter(|scheme| !old.iter().any(|it| it.name == scheme.name)) {
        let place = place_of(cx, None, Some(scheme));
        cx.explain(&place, Rust::Major);
    }
    credentials(cx);
}

/// Reports the builder's methods that come and go, as operations take the credential now, or none does any more.
fn credentials(cx: &mut Cx<'_>) {
    let method = |side: &Side<'_>, name: &str| {
        let client = side.krate.client.as_ref()?;
        Some(client.credentials.iter().find(|it| it.scheme == name)?.method.to_string())
    };
    let old = &cx.old.api.security;
    for scheme in old {
        let (was, is) = (method(&cx.old, &scheme.name), method(&cx.new, &scheme.name));
        if was.is_some() && is.is_none() {
            let after = cx.new.api.security.iter().find(|it| it.name == scheme.name);
            let place = place_of(cx, Some(scheme), after);
            let detail = "no operation takes the credential any more";
            cx.report_as(122, &place, Judged::Fixed(Rust::Major), detail);
        }
    }
    for scheme in &cx.new.api.security {
        let (was, is) = (method(&cx.old, &scheme.name), method(&cx.new, &scheme.name));
        if was.is_none() && is.is_some() {
            let before = old.iter().find(|it| it.name == scheme.name);
            let place = place_of(cx, before, Some(scheme));
            let detail = "there are operations that take the credential";
            cx.report_as(121, &place, Judged::Fixed(Rust::Minor), detail).wire(Wire::Ok);
        }
    }
}

fn place_of(cx: &Cx<'_>, old: Option<&SecurityScheme>, new: Option<&SecurityScheme>) -> Place {
    let item = |side: &Side<'_>, scheme: Option<&SecurityScheme>| {
        let scheme = scheme?;
        let client = side.krate.client.as_ref()?;
        let credential = client.credentials.iter().find(|it| it.scheme == scheme.name)?;
        Some(format!("Builder::{}", credential.method))
    };
    let name = new.or(old).map(|it| it.name.clone()).unwrap_or_default();
    Place {
        label: format!("security scheme {name}"),
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (item(&cx.old, old), item(&cx.new, new)),
        ..Place::default()
    }
}

fn kind(kind: &SecurityKind) -> String {
    let key = |place: &str, name: &str| format!("a key in the {place} {}", quoted(name));
    match kind {
        SecurityKind::Bearer => "bearer".to_owned(),
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::ApiKey(ApiKeyLocation::Header, name) => key("header", name),
        SecurityKind::ApiKey(ApiKeyLocation::Query, name) => key("query", name),
        SecurityKind::ApiKey(ApiKeyLocation::Cookie, name) => key("cookie", name),
        SecurityKind::OAuth2(Some(flow)) => format!("OAuth 2 with tokens from {}", quoted(&flow.token_url)),
        SecurityKind::OAuth2(None) => "OAuth 2".to_owned(),
        SecurityKind::MutualTls => "mutual TLS".to_owned(),
        SecurityKind::OpenIdConnect => "OpenID Connect".to_owned(),
        SecurityKind::Other(name) => quoted(name),
    }
}
