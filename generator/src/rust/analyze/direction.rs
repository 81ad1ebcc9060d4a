//! Which schemas callers send and which they receive.

use crate::model::{Additional, Api, Kind, SchemaId, Schemas, Use};

/// Tells for each schema whether requests or responses hold it.
///
/// A component that nothing uses counts as both: someone keeps it for a reason.
#[derive(Debug)]
pub(in crate::rust) struct Direction {
    sent: Vec<bool>,
    received: Vec<bool>,
    encoded: Vec<bool>,
}

impl Direction {
    /// Follows every request and every response; of a hook the server sends the request.
    pub(in crate::rust) fn of(api: &Api) -> Self {
        let mut sent = vec![false; api.schemas.len()];
        let mut received = vec![false; api.schemas.len()];
        for operation in &api.operations {
            for parameter in &operation.parameters {
                reach(&api.schemas, &parameter.schema, &mut sent);
            }
            for media in operation.body.iter().flat_map(|body| &body.content) {
                media.schema.iter().for_each(|schema| reach(&api.schemas, schema, &mut sent));
            }
            for header in operation.responses.iter().flat_map(|response| &response.headers) {
                reach(&api.schemas, &header.schema, &mut received);
            }
            for media in operation.responses.iter().flat_map(|response| &response.content) {
                media.schema.iter().for_each(|schema| reach(&api.schemas, schema, &mut received));
            }
        }
        for hook in &api.hooks {
            for media in hook.body.iter().flat_map(|body| &body.content) {
                media.schema.iter().for_each(|schema| reach(&api.schemas, schema, &mut received));
            }
            for media in hook.responses.iter().flat_map(|response| &response.content) {
                media.schema.iter().for_each(|schema| reach(&api.schemas, schema, &mut sent));
            }
        }
        for (id, schema) in api.schemas.iter() {
            let index = id.index();
            if schema.component.is_some() && !sent[index] && !received[index] {
                reach_unused(&api.schemas, id, &mut sent, &mut received);
            }
        }
        let encoded = encoded(&api.schemas, &sent, &received);
        Self { sent, received, encoded }
    }

    /// Whether callers build values of the schema.
    pub(in crate::rust) fn is_sent(&self, id: SchemaId) -> bool {
        self.sent[id.index()]
    }

    /// Whether values of the schema are written: those that callers send, and those that are written to see whether
    /// a member of a union holds all of what was received.
    pub(in crate::rust) fn is_encoded(&self, id: SchemaId) -> bool {
        self.encoded[id.index()]
    }

    /// Whether callers get values of the schema.
    pub(in crate::rust) fn is_received(&self, id: SchemaId) -> bool {
        self.received[id.index()]
    }
}

fn encoded(schemas: &Schemas, sent: &[bool], received: &[bool]) -> Vec<bool> {
    let mut encoded = sent.to_vec();
    for (id, schema) in schemas.iter() {
        if matches!(schema.kind, Kind::Union(_)) && received[id.index()] {
            reach(schemas, &Use::of(id), &mut encoded);
        }
    }
    encoded
}

fn reach_unused(schemas: &Schemas, id: SchemaId, sent: &mut [bool], received: &mut [bool]) {
    let root = Use::of(id);
    reach(schemas, &root, sent);
    reach(schemas, &root, received);
}

fn reach(schemas: &Schemas, root: &Use, reached: &mut [bool]) {
    let mut open = vec![root.id];
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[id.index()], true) {
            continue;
        }
        open.extend(parts(&schemas[id].kind).map(|part| part.id));
    }
}

/// Returns the uses that a schema is made of.
pub(super) fn parts(kind: &Kind) -> impl Iterator<Item = &Use> {
    let (properties, additional, members, single) = match kind {
        Kind::Object(object) => {
            let additional = match &object.additional {
                Additional::Schema(schema) => Some(schema),
                Additional::Unspecified | Additional::Forbidden | Additional::Any => None,
            };
            (object.properties.as_slice(), additional, [].as_slice(), None)
        }
        Kind::Union(union) => ([].as_slice(), None, union.members.as_slice(), None),
        Kind::Array(array) => ([].as_slice(), None, [].as_slice(), Some(&array.items)),
        Kind::Alias(target) => ([].as_slice(), None, [].as_slice(), Some(target)),
        Kind::Any | Kind::Scalar(_) | Kind::Enumeration(_) => ([].as_slice(), None, [].as_slice(), None),
    };
    properties.iter().map(|property| &property.schema).chain(additional).chain(members).chain(single)
}
