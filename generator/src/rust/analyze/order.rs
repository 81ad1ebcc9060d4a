//! In which order components are lowered.

use super::direction::parts;
use crate::diagnostic::Pointer;
use crate::model::{Api, SchemaId};
use std::collections::{BTreeMap, HashSet};

/// Sorts components by name, but puts those first of which others take in inline schemas through `allOf`.
///
/// The type of an inline schema stands with the component that is lowered first, which so is the one where the schema
/// stands, however the document is ordered.
pub(in crate::rust) fn owners_first(api: &Api, components: Vec<SchemaId>) -> Vec<SchemaId> {
    let owners: BTreeMap<&Pointer, SchemaId> =
        components.iter().map(|id| (&api.schemas[*id].at, *id)).collect();
    let mut sorted = components.clone();
    sorted.sort_by_key(|id| api.schemas[*id].component.as_deref());
    let (mut entered, mut done) = (HashSet::new(), HashSet::new());
    let mut ordered = Vec::with_capacity(sorted.len());
    for id in sorted {
        let mut stack = vec![id];
        while let Some(&top) = stack.last() {
            if entered.insert(top) {
                let mut lenders = lenders(api, &owners, top);
                lenders.retain(|id| !entered.contains(id));
                lenders.reverse();
                stack.extend(lenders);
            } else {
                stack.pop();
                if done.insert(top) {
                    ordered.push(top);
                }
            }
        }
    }
    ordered
}

/// Returns the components in which inline schemas stand that another one has.
fn lenders(api: &Api, owners: &BTreeMap<&Pointer, SchemaId>, component: SchemaId) -> Vec<SchemaId> {
    let mut lenders = Vec::new();
    let mut seen = HashSet::from([component]);
    let mut stack = vec![component];
    while let Some(id) = stack.pop() {
        for used in parts(&api.schemas[id].kind) {
            let schema = &api.schemas[used.id];
            if schema.component.is_none() && seen.insert(used.id) {
                let around = std::iter::successors(schema.at.parent(), Pointer::parent);
                let owner = around.filter_map(|at| owners.get(&at).copied()).next();
                lenders.extend(owner.filter(|owner| *owner != component));
                stack.push(used.id);
            }
        }
    }
    lenders.sort_by_key(|id| api.schemas[*id].component.as_deref());
    lenders.dedup();
    lenders
}
