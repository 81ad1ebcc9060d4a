//! What types can do for callers besides their members: constructors, `Serialize`, `Deserialize`, `Hash`.

use crate::model::SchemaId;
use crate::rust::item::{Codec, EnumerationWire};
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::Side;
use crate::version::verdict::Rust;
use std::collections::BTreeSet;

/// Compares what the types of schemas can do that are one and the same.
pub(super) fn all(cx: &mut Cx<'_>) {
    for (o, n) in cx.pairs.clone() {
        let (Some(was), Some(is)) = (abilities(&cx.old, o), abilities(&cx.new, n)) else { continue };
        let lost: Vec<&str> = was.difference(&is).copied().collect();
        let gained: Vec<&str> = is.difference(&was).copied().collect();
        let (rust, detail) = match (lost.is_empty(), gained.is_empty()) {
            (true, true) => continue,
            (false, _) => (Rust::Major, format!("lost {}", lost.join(", "))),
            (true, false) => (Rust::Minor, format!("gained {}", gained.join(", "))),
        };
        let place = Place {
            label: cx.new.path(n).unwrap_or_default(),
            at: (Some(cx.old.api.schemas[o].at.clone()), Some(cx.new.api.schemas[n].at.clone())),
            items: (cx.old.path(o), cx.new.path(n)),
            owner: (Some(o), Some(n)),
            ..Place::default()
        };
        cx.report_as(125, &place, Judged::Fixed(rust), detail);
    }
}

/// Returns the traits of a type that depend on the document; `None` for what is no type of its own.
fn abilities(side: &Side<'_>, id: SchemaId) -> Option<BTreeSet<&'static str>> {
    let codec = |codec: Codec| {
        let encode = codec.encode.then_some("`Serialize`");
        encode.into_iter().chain(codec.decode.then_some("`Deserialize`"))
    };
    if let Some(item) = side.structure(id) {
        return Some(codec(item.codec).chain(item.built_by_callers.then_some("`new()`")).collect());
    }
    if let Some(item) = side.union(id) {
        return Some(codec(item.codec).collect());
    }
    let item = side.enumeration(id)?;
    let made: &[&'static str] = match item.wire {
        EnumerationWire::Text => &["`Hash`", "`From<&str>`"],
        EnumerationWire::Integer => &["`Hash`", "`From<i64>`"],
        EnumerationWire::Mixed => &[],
    };
    Some(codec(item.codec).chain(made.iter().copied()).collect())
}
