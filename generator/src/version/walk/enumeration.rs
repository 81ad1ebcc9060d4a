//! Enumerations: values that come and go, their names, and constants.

use super::docs;
use crate::model::{Enumeration, SchemaId};
use crate::tokens::surface::quoted;
use crate::version::compare::{Cx, Place};
use crate::version::verdict::Wire;
use serde_json::Value;

/// Compares two enumerations.
pub(super) fn values(
    cx: &mut Cx<'_>,
    pair: (SchemaId, SchemaId),
    place: &Place,
    old: &Enumeration,
    new: &Enumeration,
) {
    if let ([before], [after]) = (old.values.as_slice(), new.values.as_slice()) {
        if before != after {
            return constant(cx, pair, place, (before, after));
        }
    }
    let sides = place.sides;
    let (gone, come) = (if sides.request { 89 } else { 90 }, if sides.response { 87 } else { 88 });
    differences(cx, pair, place, (old, new), (gone, come));
    labels(cx, pair, place, old, new);
}

/// Compares the values of a parameter that are listed where it stands.
pub(super) fn of_parameter(
    cx: &mut Cx<'_>,
    pair: (SchemaId, SchemaId),
    place: &Place,
    old: &Enumeration,
    new: &Enumeration,
) {
    differences(cx, pair, place, (old, new), (29, 29));
    labels(cx, pair, place, old, new);
}

fn constant(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), place: &Place, (old, new): (&Value, &Value)) {
    let gone = of_value(cx, pair, place, Some(old), None);
    let come = of_value(cx, pair, place, None, Some(new));
    let both = Place { items: (gone.items.0, come.items.1), ..gone };
    cx.report(76, &both, format!("the constant {} became {}", shown(old), shown(new)));
}

fn differences(
    cx: &mut Cx<'_>,
    pair: (SchemaId, SchemaId),
    place: &Place,
    (old, new): (&Enumeration, &Enumeration),
    (gone, come): (u8, u8),
) {
    for value in old.values.iter().filter(|value| !new.values.contains(value)) {
        let place = of_value(cx, pair, place, Some(value), None);
        let wire = place.sides.worse(Wire::Break, Wire::Ok);
        cx.report(gone, &place, "").wire(wire);
    }
    for value in new.values.iter().filter(|value| !old.values.contains(value)) {
        let place = of_value(cx, pair, place, None, Some(value));
        cx.report(come, &place, "").wire(Wire::Ok);
    }
}

/// Where the variant of a value stands.
fn of_value(
    cx: &Cx<'_>,
    (o, n): (SchemaId, SchemaId),
    place: &Place,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Place {
    let path = |path: Option<String>, item: Option<&crate::rust::item::Enumeration>, value: &Value| {
        let key = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let is = |found: &String| *found == key(value) || *found == format!("json {value}");
        let variant = item?.variants.iter().find(|variant| is(&variant.value.key()))?;
        Some(format!("{}::{}", path?, variant.name))
    };
    let value = old.or(new).map(shown).unwrap_or_default();
    Place {
        label: format!("{} {value}", place.label),
        items: (
            old.and_then(|value| path(cx.old.path(o), cx.old.enumeration(o), value)),
            new.and_then(|value| path(cx.new.path(n), cx.new.enumeration(n), value)),
        ),
        shown: (None, None),
        ..place.clone()
    }
}

fn labels(cx: &mut Cx<'_>, pair: (SchemaId, SchemaId), place: &Place, old: &Enumeration, new: &Enumeration) {
    let label = |values: &Enumeration, value: &Value| {
        let position = values.values.iter().position(|it| it == value);
        position.and_then(|position| values.labels.get(position)).cloned().unwrap_or_default()
    };
    for value in old.values.iter().filter(|value| new.values.contains(value)) {
        let (was, is) = (label(old, value), label(new, value));
        let place = of_value(cx, pair, place, Some(value), Some(value));
        if was.name != is.name {
            cx.report(94, &place, format!("{} has another name in the document", shown(value)));
        }
        docs::texts(cx, &place, was.description != is.description);
        docs::deprecation(cx, &place, was.deprecated, is.deprecated);
    }
}

/// Returns a value as one line.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), quoted)
}
