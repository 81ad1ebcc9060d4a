//! `$ref`, or what it would refer to.

use super::{field, Cx};
use crate::diagnostic::Code;
use crate::document::bundle;
use crate::document::place::Place;
use openapiv3::ReferenceOr;
use serde_json::{Map, Value};

/// Reads a reference, or an object where there is none.
///
/// For everything but schemas, whose siblings `normalise::reference` takes care of before.
pub fn or_item<T>(
    cx: &mut Cx<'_>,
    at: &Place<'_>,
    mut value: Value,
    read: impl FnOnce(&mut Cx<'_>, &Place<'_>, Value) -> Option<T>,
) -> Option<ReferenceOr<T>> {
    match value
        .as_object_mut()
        .and_then(|members| members.shift_remove("$ref").map(|target| (target, members)))
    {
        Some((target, siblings)) => {
            report_siblings(cx, at, siblings);
            reference(cx, &at.key("$ref"), target).map(|reference| ReferenceOr::Reference { reference })
        }
        None => read(cx, at, value).map(ReferenceOr::Item),
    }
}

/// Reads the value of `$ref`; without one that leads anywhere, what refers is left out.
pub fn reference(cx: &mut Cx<'_>, at: &Place<'_>, target: Value) -> Option<String> {
    let target = field::string(cx, at, target)?;
    if target == bundle::REPORTED {
        return None;
    }
    if target.starts_with("#/") {
        return Some(target);
    }
    if target.starts_with('#') {
        let message = format!("`{target}` is not a JSON pointer into this document");
        cx.report(Code::UnresolvedReference, at, message)
            .help("write `#/` and the path to it, such as `#/components/schemas/Pet`");
        return None;
    }
    let kind = if target.contains("://") || target.starts_with("//") {
        "onto a network"
    } else {
        "into another file"
    };
    cx.report(Code::ExternalReference, at, format!("`{target}` refers {kind}, which is not read"))
        .help("copy what it refers to under `components` and write `#/components/…`, or bundle the files beforehand");
    None
}

/// Reports a `$ref` where the specification has none, as for operations. Without it nothing of what was meant is left,
/// so it is reported as an error when it leads out of the document.
pub fn misplaced(cx: &mut Cx<'_>, at: &Place<'_>, target: &Value) {
    if target.as_str().is_some_and(|target| target.starts_with("#/")) {
        let message = "OpenAPI has no references at this place; the `$ref` is ignored";
        cx.report(Code::UnknownKeyword, at, message);
    } else {
        reference(cx, at, target.clone());
    }
}

/// Reports what stands beside a `$ref` and is lost; texts, examples and extensions are no loss.
fn report_siblings(cx: &mut Cx<'_>, at: &Place<'_>, siblings: &Map<String, Value>) {
    for key in siblings.keys() {
        let describes = matches!(key.as_str(), "summary" | "description" | "example" | "examples");
        if !describes && !key.starts_with("x-") {
            cx.report(Code::IgnoredSibling, &at.key(key), format!("`{key}` beside a `$ref` is ignored"));
        }
    }
}
