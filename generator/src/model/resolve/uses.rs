//! Uses of inline aliases become uses of what they stand for, so that only components are aliases.

use crate::model::{Additional, Api, Kind, Response, SchemaId, Schemas, Use};

/// Replaces every use of an inline schema that is only another one.
pub(super) fn collapse(api: &mut Api) {
    let targets = targets(&api.schemas);
    for_each(api, |used| replace(used, &targets));
}

/// Visits every use of a schema.
pub(super) fn for_each(api: &mut Api, mut visit: impl FnMut(&mut Use)) {
    let ids: Vec<SchemaId> = api.schemas.iter().map(|(id, _)| id).collect();
    for id in ids {
        of_kind(&mut api.schemas.get_mut(id).kind).into_iter().for_each(&mut visit);
    }
    for_each_of_operations(api, visit);
}

/// Visits every use of a schema by an operation or a hook.
pub(super) fn for_each_of_operations(api: &mut Api, mut visit: impl FnMut(&mut Use)) {
    for operation in &mut api.operations {
        let parameters = operation.parameters.iter_mut().map(|parameter| &mut parameter.schema);
        let body = operation.body.iter_mut().flat_map(|body| &mut body.content);
        let content = body.filter_map(|media_type| media_type.schema.as_mut());
        parameters.chain(content).for_each(&mut visit);
        operation.responses.iter_mut().flat_map(of_response).for_each(&mut visit);
    }
    for hook in &mut api.hooks {
        let body = hook.body.iter_mut().flat_map(|body| &mut body.content);
        body.filter_map(|media_type| media_type.schema.as_mut()).for_each(&mut visit);
        hook.responses.iter_mut().flat_map(of_response).for_each(&mut visit);
    }
}

fn of_response(response: &mut Response) -> impl Iterator<Item = &mut Use> {
    let headers = response.headers.iter_mut().map(|header| &mut header.schema);
    headers.chain(response.content.iter_mut().filter_map(|media_type| media_type.schema.as_mut()))
}

/// Returns for every schema, by position, what its uses become.
fn targets(schemas: &Schemas) -> Vec<Option<Use>> {
    let stands_for = |(_, schema): (SchemaId, &crate::model::Schema)| match &schema.kind {
        Kind::Alias(used) if schema.component.is_none() => Some(Use {
            id: used.id,
            nullable: used.nullable || (schema.nullable && !schemas[used.id].nullable),
            xml: used.xml.clone().or_else(|| schema.xml.clone().boxed()),
        }),
        _ => None,
    };
    schemas.iter().map(stands_for).collect()
}

fn replace(used: &mut Use, targets: &[Option<Use>]) {
    // Aliases run in no circles, and a chain of them passes each schema once.
    for _ in 0..targets.len() {
        let Some(Some(target)) = targets.get(used.id.index()) else {
            return;
        };
        *used = Use {
            id: target.id,
            nullable: used.nullable || target.nullable,
            xml: used.xml.take().or_else(|| target.xml.clone()),
        };
    }
}

/// Returns the uses in what a schema is.
pub(super) fn of_kind(kind: &mut Kind) -> Vec<&mut Use> {
    match kind {
        Kind::Any | Kind::Scalar(_) | Kind::Enumeration(_) => Vec::new(),
        Kind::Object(object) => {
            let additional = match &mut object.additional {
                Additional::Schema(used) => Some(used),
                Additional::Unspecified | Additional::Forbidden | Additional::Any => None,
            };
            object.properties.iter_mut().map(|property| &mut property.schema).chain(additional).collect()
        }
        Kind::Array(array) => vec![&mut array.items],
        Kind::Union(union) => union.members.iter_mut().collect(),
        Kind::Alias(used) => vec![used],
    }
}
