//! `host`, `basePath` and `schemes` → `servers`.

use super::context::Cx;
use crate::diagnostic::{closest, Code};
use crate::document::place::Place;
use serde_json::{json, Map, Value};

/// The schemes that the bindings speak, the one that is taken first at the front.
const SPOKEN: [&str; 2] = ["https", "http"];

/// Returns the servers of the document: one a scheme, or one that is relative if no host is named.
pub fn of_document(cx: &mut Cx<'_, '_>, members: &Map<String, Value>) -> Vec<Value> {
    let root = Place::root();
    for key in ["host", "basePath"] {
        is_text(cx, members, key);
    }
    let base = base_path(members);
    let servers = root.key("servers");
    let Some((host, scheme)) = host(cx, members) else {
        if base.is_empty() {
            return Vec::new();
        }
        cx.made(&servers.index(0), &root.key("basePath"));
        return vec![json!({ "url": base })];
    };
    let schemes = members.get("schemes").map(|schemes| self::schemes(cx, &root.key("schemes"), schemes));
    let schemes = schemes.filter(|schemes| !schemes.is_empty()).unwrap_or_else(|| {
        let scheme = scheme.unwrap_or_else(|| assumed(cx));
        vec![(None, scheme)]
    });
    let mut made = Vec::with_capacity(schemes.len());
    for (position, (index, scheme)) in schemes.into_iter().enumerate() {
        let (of_schemes, of_host) = (root.key("schemes"), root.key("host"));
        let from = index.map_or(of_host, |index| of_schemes.index(index));
        cx.made(&servers.index(position), &from);
        made.push(json!({ "url": format!("{scheme}://{host}{base}") }));
    }
    made
}

/// Returns the servers of an operation with schemes of its own; nothing if they are those of the document.
pub fn of_operation(cx: &mut Cx<'_, '_>, holder: &Place<'_>, own: &Value) -> Vec<Value> {
    let Some(members) = cx.document.as_object() else {
        return Vec::new();
    };
    let schemes = schemes(cx, &holder.key("schemes"), own);
    let Some(host) = members.get("host").and_then(Value::as_str).filter(|host| !host.contains("://")) else {
        return Vec::new();
    };
    let names = |value: Option<&Value>| -> Vec<String> {
        let list = value.and_then(Value::as_array).into_iter().flatten();
        let mut names: Vec<String> = list.filter_map(Value::as_str).map(str::to_ascii_lowercase).collect();
        names.sort();
        names
    };
    if names(Some(own)) == names(members.get("schemes")) {
        return Vec::new();
    }
    let base = base_path(members);
    let servers = holder.key("servers");
    let mut made = Vec::with_capacity(schemes.len());
    for (position, (index, scheme)) in schemes.into_iter().enumerate() {
        let from = holder.key("schemes");
        if let Some(index) = index {
            cx.made(&servers.index(position), &from.index(index));
        }
        made.push(json!({ "url": format!("{scheme}://{host}{base}") }));
    }
    made
}

/// Reports a member that should be a string.
fn is_text(cx: &mut Cx<'_, '_>, members: &Map<String, Value>, key: &str) {
    if members.get(key).is_some_and(|value| !value.is_string() && !value.is_null()) {
        let message = format!("`{key}` is not a string; it is ignored");
        cx.report(Code::WrongType, &Place::root().key(key), message);
    }
}

/// Returns the path below which all paths are, without the `/` at its end.
fn base_path(members: &Map<String, Value>) -> String {
    let base = members.get("basePath").and_then(Value::as_str).unwrap_or_default();
    let base = base.trim().trim_end_matches('/');
    if base.is_empty() || base.starts_with('/') {
        base.to_owned()
    } else {
        format!("/{base}")
    }
}

/// Returns the host, without a scheme that does not belong there, and that scheme.
fn host<'v>(cx: &mut Cx<'_, '_>, members: &'v Map<String, Value>) -> Option<(&'v str, Option<&'static str>)> {
    let host = members.get("host").and_then(Value::as_str).map(str::trim).filter(|host| !host.is_empty())?;
    let Some((scheme, rest)) = host.split_once("://") else {
        return Some((host.trim_end_matches('/'), None));
    };
    let message = format!("`host` has a scheme, which belongs into `schemes`; it is read as `{rest}`");
    cx.report(Code::WrongType, &Place::root().key("host"), message);
    let scheme = SPOKEN.into_iter().find(|spoken| scheme.eq_ignore_ascii_case(spoken));
    Some((rest.trim_end_matches('/'), scheme))
}

/// Returns the scheme of a document that names none: by the specification that by which it was fetched.
fn assumed(cx: &mut Cx<'_, '_>) -> &'static str {
    let message = "the document has no `schemes` for its `host`; the bindings take `https`";
    cx.report(Code::MissingField, &Place::root().key("host"), message);
    "https"
}

/// Returns the schemes that the bindings speak with their positions. The specification has no order for them, so that
/// the first one, which is the default, is the one that keeps credentials secret.
fn schemes(cx: &mut Cx<'_, '_>, at: &Place<'_>, value: &Value) -> Vec<(Option<usize>, &'static str)> {
    let mut schemes = Vec::new();
    for (index, scheme) in cx.strings(at, value) {
        match SPOKEN.into_iter().find(|spoken| scheme.eq_ignore_ascii_case(spoken)) {
            Some(scheme) => schemes.push((Some(index), scheme)),
            None => {
                let message = format!("the bindings do not speak `{scheme}` and leave this server out");
                let diagnostic = cx.report(Code::IgnoredServer, &at.index(index), message);
                if let Some(meant) = closest(&scheme, SPOKEN).filter(|_| !scheme.starts_with("ws")) {
                    diagnostic.help(format!("there is `{meant}`"));
                }
            }
        }
    }
    schemes.sort_by_key(|(_, scheme)| SPOKEN.iter().position(|spoken| spoken == scheme));
    schemes.dedup_by_key(|(_, scheme)| *scheme);
    schemes
}
