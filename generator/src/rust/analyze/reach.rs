//! What is left to emit when types of the user's stand for some schemas.

use std::collections::BTreeSet;

use super::direction::parts;
use crate::model::{Api, SchemaId};

/// Returns the components that nothing needs any more: those that only the replaced schemas lead to, and themselves.
pub(in crate::rust) fn unneeded(api: &Api, replaced: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
    if replaced.is_empty() {
        return BTreeSet::new();
    }
    let below = reach(api, replaced.iter().copied(), &BTreeSet::new());
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let requests = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let requests = requests.chain(api.hooks.iter().filter_map(|hook| hook.body.as_ref()));
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let responses = responses.chain(api.hooks.iter().flat_map(|hook| &hook.responses));
    let headers = responses.clone().flat_map(|response| &response.headers).map(|it| &it.schema);
    let media = requests.flat_map(|body| &body.content).chain(responses.flat_map(|it| &it.content));
    let used =
        media.filter_map(|media| media.schema.as_ref()).chain(parameters.map(|it| &it.schema)).chain(headers);
    let others = api.schemas.iter().filter(|(id, schema)| schema.component.is_some() && !below.contains(id));
    let needed = reach(api, used.map(|used| used.id).chain(others.map(|(id, _)| id)), replaced);
    &below - &needed
}

/// Returns the schemas that the roots lead to, themselves included; nothing leads through those of `closed`.
fn reach(
    api: &Api,
    roots: impl Iterator<Item = SchemaId>,
    closed: &BTreeSet<SchemaId>,
) -> BTreeSet<SchemaId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<SchemaId> = roots.collect();
    while let Some(id) = open.pop() {
        if !closed.contains(&id) && reached.insert(id) {
            open.extend(parts(&api.schemas[id].kind).map(|part| part.id));
        }
    }
    reached
}
