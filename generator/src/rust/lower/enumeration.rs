//! Enumerations: open enums of strings, integers, or of both and more.

use super::context::Cx;
use super::schema::attributes;
use crate::diagnostic::Code;
use crate::model::{Enumeration as Values, Label, Scalar, SchemaId};
use crate::rust::docs::Docs;
use crate::rust::item::{Enumeration, EnumerationWire, Item, Variant, WireValue};
use crate::rust::name::{Case, Name};
use crate::rust::ty::Type;
use serde_json::Value;

/// The variant that keeps a value which the document does not list. It is taken before any value is named, so that
/// a new value never renames it.
const CATCH_ALL: &str = "Unlisted";

/// Returns the name of the variant that keeps any other value.
pub(super) fn catch_all() -> Name {
    Name::fixed(CATCH_ALL)
}

/// Returns what the enum is on the wire, or `None` when the values are no enum in Rust: a boolean has its own two names,
/// and objects and arrays have none.
pub(super) fn wire(values: &Values) -> Option<EnumerationWire> {
    let all = |is: fn(&Value) -> bool| values.values.iter().all(is);
    match values.scalar {
        Some(Scalar::String(_)) => Some(EnumerationWire::Text),
        Some(Scalar::Integer(_)) if all(|value| value.as_i64().is_some()) => Some(EnumerationWire::Integer),
        Some(Scalar::Boolean) => None,
        _ if all(|value| !value.is_object() && !value.is_array()) => Some(EnumerationWire::Mixed),
        _ => None,
    }
}

/// Returns the type of values that are no enum in Rust. All of them fit it.
pub(super) fn plain(cx: &mut Cx<'_>, id: SchemaId, values: &Values) -> Type {
    let is_boolean = values.scalar == Some(Scalar::Boolean);
    if !is_boolean || values.values.len() == 1 {
        let at = cx.api.schemas[id].at.join("enum");
        let message = match values.values.as_slice() {
            [only] if is_boolean => format!("`{only}` is listed as the only value of a boolean"),
            _ => "objects or arrays are among the values, which have no names".to_owned(),
        };
        cx.sink.report(Code::UnnamedValues, &at, message).help("the bindings take every value of the type");
    }
    if is_boolean {
        Type::Bool
    } else {
        Type::Value
    }
}

/// Makes the item of an enumeration.
pub(super) fn lower(cx: &mut Cx<'_>, id: SchemaId, name: &Name, values: &Values) {
    let Some(wire) = wire(values) else { return };
    let schema = &cx.api.schemas[id];
    let scope = cx.scope("variant", name.as_str(), Case::Variant, "Value").reserve(&[CATCH_ALL]);
    let wires: Vec<WireValue> = values.values.iter().map(|value| wire_value(wire, value)).collect();
    let keys: Vec<String> = wires.iter().map(WireValue::key).collect();
    let mut scope = scope.promise(cx.pins, keys.iter().map(String::as_str));
    let mut variants = Vec::with_capacity(wires.len());
    for (index, (value, key)) in wires.into_iter().zip(&keys).enumerate() {
        let text = values.values.get(index).map(text).unwrap_or_default();
        let label = values.labels.get(index);
        // What it is called in the document comes second to what it was called before: a name stays.
        let name = label.and_then(|label| label.name.as_deref()).unwrap_or(&text);
        let decided = cx.decided_variant(id, &[&text]);
        let name = cx.claim_or_decide(&mut scope, key, name, decided);
        let deprecated = label.is_some_and(|label| label.deprecated);
        variants.push(Variant { name, docs: variant_docs(&text, label), deprecated, value });
    }
    let mut attributes = attributes(&schema.docs, || "One of the listed values.".to_owned());
    let derived: &[&str] = match wire {
        EnumerationWire::Text | EnumerationWire::Integer => &["Clone", "Debug", "PartialEq", "Eq", "Hash"],
        EnumerationWire::Mixed => &["Clone", "Debug", "PartialEq", "Eq"],
    };
    cx.decorate_type(id, &mut attributes, Some(derived));
    let (name, catch_all, codec) = (name.clone(), catch_all(), cx.codec(id));
    let item = Enumeration { name, attributes, variants, wire, codec, catch_all };
    cx.insert_item(cx.items_len(), Item::Enumeration(item));
}

fn wire_value(wire: EnumerationWire, value: &Value) -> WireValue {
    match (value, value.as_i64()) {
        (Value::String(text), _) => WireValue::Text(text.clone()),
        (_, Some(number)) if wire == EnumerationWire::Integer => WireValue::Integer(number),
        _ => WireValue::Json(value.clone()),
    }
}

/// Returns a value as text, which is what its variant is named after.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn variant_docs(text: &str, label: Option<&Label>) -> Docs {
    let mut docs = Docs::value(text);
    if let Some(description) = label.and_then(|label| label.description.as_deref()) {
        docs.append(Docs::rewrite(description));
    }
    docs
}
