//! What requests hold and what responses hold: a set of the two for each schema, and the operations that use it.

use super::side::Sides;
use crate::model::{Additional, Api, Kind, MediaType, SchemaId, Use};
use std::collections::BTreeSet;

/// What leads to each schema.
pub(super) struct Reach {
    sides: Vec<Sides>,
    /// The schemas that hold each schema.
    holders: Vec<Vec<SchemaId>>,
    /// The operations that use each schema by themselves, by position.
    users: Vec<Vec<usize>>,
}

impl Reach {
    /// Follows what old clients send and what they receive; of a webhook or callback the server sends the request.
    pub fn of(api: &Api) -> Self {
        let count = api.schemas.len();
        let mut reach = Self {
            sides: vec![Sides::default(); count],
            holders: vec![Vec::new(); count],
            users: vec![Vec::new(); count],
        };
        for (id, schema) in api.schemas.iter() {
            for (part, _) in parts(&schema.kind) {
                reach.holders[part.id.index()].push(id);
            }
        }
        for (index, operation) in api.operations.iter().enumerate() {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.schema);
            let body = operation.body.iter().flat_map(|body| schemas(&body.content));
            for used in parameters.chain(body) {
                reach.users[used.id.index()].push(index);
                reach.follow(api, used, Sides::REQUEST);
            }
            let headers = operation.responses.iter().flat_map(|response| &response.headers);
            let content = operation.responses.iter().flat_map(|response| schemas(&response.content));
            for used in headers.map(|header| &header.schema).chain(content) {
                reach.users[used.id.index()].push(index);
                reach.follow(api, used, Sides::RESPONSE);
            }
        }
        for hook in &api.hooks {
            for used in hook.body.iter().flat_map(|body| schemas(&body.content)) {
                reach.follow(api, used, Sides::RESPONSE);
            }
            for used in hook.responses.iter().flat_map(|response| schemas(&response.content)) {
                reach.follow(api, used, Sides::REQUEST);
            }
        }
        reach
    }

    fn follow(&mut self, api: &Api, root: &Use, side: Sides) {
        let mut open = vec![root.id];
        while let Some(id) = open.pop() {
            let sides = &mut self.sides[id.index()];
            let known = if side.request { &mut sides.request } else { &mut sides.response };
            if std::mem::replace(known, true) {
                continue;
            }
            let taken = parts(&api.schemas[id].kind).filter(|(_, only)| *only != Some(!side.request));
            open.extend(taken.map(|(part, _)| part.id));
        }
    }

    /// Returns where a schema is held.
    pub fn sides(&self, id: SchemaId) -> Sides {
        self.sides.get(id.index()).copied().unwrap_or_default()
    }

    /// Returns the positions of the operations that a schema is part of.
    pub fn operations(&self, id: SchemaId) -> BTreeSet<usize> {
        let (mut seen, mut open, mut found) = (BTreeSet::from([id]), vec![id], BTreeSet::new());
        while let Some(id) = open.pop() {
            found.extend(self.users.get(id.index()).into_iter().flatten());
            for holder in self.holders.get(id.index()).into_iter().flatten() {
                if seen.insert(*holder) {
                    open.push(*holder);
                }
            }
        }
        found
    }
}

fn schemas(content: &[MediaType]) -> impl Iterator<Item = &Use> {
    content.iter().filter_map(|media| media.schema.as_ref())
}

/// Returns the uses that a schema is made of, and for a property of one direction whether that is the request.
fn parts(kind: &Kind) -> Box<dyn Iterator<Item = (&Use, Option<bool>)> + '_> {
    match kind {
        Kind::Object(object) => {
            let properties = object.properties.iter().map(|property| {
                let only = match (property.read_only, property.write_only) {
                    (true, false) => Some(false),
                    (false, true) => Some(true),
                    _ => None,
                };
                (&property.schema, only)
            });
            let additional = match &object.additional {
                Additional::Schema(used) => Some((used, None)),
                Additional::Unspecified | Additional::Forbidden | Additional::Any => None,
            };
            Box::new(properties.chain(additional))
        }
        Kind::Array(array) => Box::new(std::iter::once((&array.items, None))),
        Kind::Alias(target) => Box::new(std::iter::once((target, None))),
        Kind::Union(union) => Box::new(union.members.iter().map(|member| (member, None))),
        Kind::Any | Kind::Scalar(_) | Kind::Enumeration(_) => Box::new(std::iter::empty()),
    }
}
