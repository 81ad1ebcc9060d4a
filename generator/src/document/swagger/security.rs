//! `securityDefinitions`. What requires them, `security`, is the same in 3.0.

use super::context::{Cx, Spot};
use crate::diagnostic::{closest, Code};
use serde_json::{json, Map, Value};

/// The flows and what 3.0 calls them.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// Converts a security scheme.
pub fn scheme(cx: &mut Cx<'_, '_>, at: &Spot<'_>, value: &Value) -> Option<Value> {
    let Value::Object(members) = value else {
        return Some(value.clone());
    };
    Some(match members.get("type").and_then(Value::as_str) {
        Some("basic") => basic(members),
        Some("oauth2") => oauth2(cx, at, members),
        _ => value.clone(),
    })
}

fn basic(members: &Map<String, Value>) -> Value {
    let mut converted = members.clone();
    converted.insert("type".to_owned(), "http".into());
    converted.insert("scheme".to_owned(), "basic".into());
    converted.into()
}

/// Puts the members of the only flow that a scheme has in 2.0 into that flow.
fn oauth2(cx: &mut Cx<'_, '_>, at: &Spot<'_>, members: &Map<String, Value>) -> Value {
    let mut converted = Map::new();
    let mut flow = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "flow" => {}
            "authorizationUrl" | "tokenUrl" => {
                flow.insert(key.clone(), value.clone());
            }
            "scopes" => scopes(value, &mut flow),
            _ => {
                converted.insert(key.clone(), value.clone());
            }
        }
    }
    // A scheme that already has flows is one of 3.0.
    if !converted.contains_key("flows") {
        let flows = self::flow(cx, at, members).map(|name| {
            let flows = at.to.key("flows");
            cx.made(&flows.key(name), &at.from);
            json!({ name: flow })
        });
        converted.insert("flows".to_owned(), flows.unwrap_or_else(|| json!({})));
    }
    converted.into()
}

/// Takes the scopes, whose extensions 3.0 has beside them.
fn scopes(value: &Value, flow: &mut Map<String, Value>) {
    let Value::Object(scopes) = value else {
        flow.insert("scopes".to_owned(), value.clone());
        return;
    };
    let (extensions, scopes): (Map<_, _>, Map<_, _>) =
        scopes.clone().into_iter().partition(|(name, _)| name.starts_with("x-"));
    flow.extend(extensions);
    flow.insert("scopes".to_owned(), scopes.into());
}

fn flow(cx: &mut Cx<'_, '_>, at: &Spot<'_>, members: &Map<String, Value>) -> Option<&'static str> {
    let name = members.get("flow").and_then(Value::as_str).unwrap_or_default();
    if let Some((_, flow)) = FLOWS.iter().find(|(known, _)| *known == name) {
        return Some(flow);
    }
    let (at, message) = match members.get("flow") {
        None => (
            at.from,
            "this security scheme has no `flow`; the bindings take a token from the caller".to_owned(),
        ),
        Some(flow) => (
            at.from.key("flow"),
            format!("{flow} is no flow of OAuth 2.0 here; the bindings take a token from the caller"),
        ),
    };
    let diagnostic = cx.report(Code::UnknownSecurityScheme, &at, message);
    if let Some(meant) = closest(name, FLOWS.iter().map(|(known, _)| *known)) {
        diagnostic.help(format!("there is `{meant}`"));
    }
    None
}
