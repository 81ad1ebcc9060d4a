//! Enumerations: open enums of strings or integers.

use super::context::Cx;
use super::schema::attributes;
use crate::model::{Enumeration as Values, Scalar, SchemaId};
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

/// Returns the type of values that are no enum in Rust.
pub(super) fn plain(values: &Values) -> Type {
    values.scalar.as_ref().map_or(Type::Value, super::scalar::lower)
}

/// Makes the item of an enumeration.
pub(super) fn lower(cx: &mut Cx<'_>, id: SchemaId, name: &Name, values: &Values) {
    let Some(wire) = wire(values) else { return };
    let schema = &cx.api.schemas[id];
    let mut scope = cx.scope("variant", schema.at.as_str(), Case::Variant, "Value").reserve(&[CATCH_ALL]);
    let mut variants = Vec::with_capacity(values.values.len());
    for value in &values.values {
        let value = match (value.as_str(), value.as_i64()) {
            (Some(text), _) => WireValue::Text(text.to_owned()),
            (None, Some(number)) => WireValue::Integer(number),
            (None, None) => continue,
        };
        let text = match &value {
            WireValue::Text(text) => text.clone(),
            WireValue::Integer(number) => number.to_string(),
        };
        variants.push(Variant { name: cx.claim(&mut scope, &text, &text), value });
    }
    let attributes = attributes(&schema.docs, || "One of the listed values.".to_owned());
    let (name, catch_all, codec) = (name.clone(), Name::fixed(CATCH_ALL), cx.codec(id));
    let item = Enumeration { name, attributes, variants, wire, codec, catch_all };
    cx.insert_item(cx.items_len(), Item::Enumeration(item));
}
