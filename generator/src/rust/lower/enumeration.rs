//! Enumerations: open enums of strings or integers.

use super::context::Cx;
use super::schema::attributes;
use crate::diagnostic::Code;
use crate::model::{Enumeration as Values, Scalar, SchemaId};
use crate::rust::docs::{code, Docs};
use crate::rust::item::{Enumeration, EnumerationWire, Item, Variant, WireValue};
use crate::rust::name::{Case, Name};
use crate::rust::ty::Type;

/// The variant that keeps a value which the document does not list. It is taken before any value is named, so that
/// a new value never renames it.
const CATCH_ALL: &str = "Unlisted";

/// Returns what the enum is on the wire, or `None` when the values are no enum in Rust (booleans, fractions, mixed).
pub(super) fn wire(values: &Values) -> Option<EnumerationWire> {
    match values.scalar {
        Some(Scalar::String(_)) => Some(EnumerationWire::Text),
        Some(Scalar::Integer(_)) if values.values.iter().all(|value| value.as_i64().is_some()) => {
            Some(EnumerationWire::Integer)
        }
        _ => None,
    }
}

/// Returns the type of values that are no enum in Rust. All of them fit it.
pub(super) fn plain(cx: &mut Cx<'_>, id: SchemaId, values: &Values) -> Type {
    let at = cx.api.schemas[id].at.join("enum");
    let message = "the values are not all strings or all integers of 64 bits, so that they have no names";
    cx.sink.report(Code::UnnamedValues, &at, message).help("the bindings take every value of the type");
    match &values.scalar {
        Some(Scalar::Integer(_)) if values.values.iter().all(|value| value.as_u64().is_some()) => Type::U64,
        Some(Scalar::Integer(_)) => Type::F64,
        Some(scalar) => super::scalar::lower(scalar),
        None => Type::Value,
    }
}

/// Makes the item of an enumeration.
pub(super) fn lower(cx: &mut Cx<'_>, id: SchemaId, name: &Name, values: &Values) {
    let Some(wire) = wire(values) else { return };
    let schema = &cx.api.schemas[id];
    let texts: Vec<String> = values.values.iter().map(text).collect();
    let scope = cx.scope("variant", name.as_str(), Case::Variant, "Value").reserve(&[CATCH_ALL]);
    let mut scope = scope.promise(cx.pins, texts.iter().map(String::as_str));
    let mut variants = Vec::with_capacity(texts.len());
    for (value, text) in values.values.iter().zip(&texts) {
        let value = match (value.as_str(), value.as_i64()) {
            (Some(text), _) => WireValue::Text(text.to_owned()),
            (None, Some(number)) => WireValue::Integer(number),
            (None, None) => continue,
        };
        variants.push(Variant { name: cx.claim(&mut scope, text, text), docs: variant_docs(text), value });
    }
    let attributes = attributes(&schema.docs, || "One of the listed values.".to_owned());
    let (name, catch_all, codec) = (name.clone(), Name::fixed(CATCH_ALL), cx.codec(id));
    let item = Enumeration { name, attributes, variants, wire, codec, catch_all };
    cx.insert_item(cx.items_len(), Item::Enumeration(item));
}

/// Returns a value as text, which is what its variant is named after.
fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn variant_docs(text: &str) -> Docs {
    match Docs::sentence(code(text)) {
        docs if !docs.is_empty() => docs,
        _ if text.is_empty() => Docs::sentence("The empty text."),
        _ => Docs::sentence("A text of characters that cannot be shown."),
    }
}
