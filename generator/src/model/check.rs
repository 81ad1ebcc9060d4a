//! Laws that span several schemas: what each is, is said by the resolved model alone.

use super::{Api, Discriminator, Kind, SchemaId, Schemas, Union, Use};
use crate::diagnostic::{Code, Sink};

/// Reports what breaks a law.
pub(super) fn check(api: &Api, sink: &mut Sink) {
    for (_, schema) in api.schemas.iter() {
        if let Kind::Union(Union { members, discriminator: Some(discriminator), .. }) = &schema.kind {
            let told = |(position, _): &(usize, &Use)| Some(*position) != discriminator.default;
            for (position, member) in members.iter().enumerate().filter(told) {
                member_has_the_tag(&api.schemas, (position, member.id), discriminator, sink);
            }
        }
    }
}

/// A member of a union must have the property that the discriminator names; where it has just one value, the union
/// writes it instead.
fn member_has_the_tag(
    schemas: &Schemas,
    (position, member): (usize, SchemaId),
    discriminator: &Discriminator,
    sink: &mut Sink,
) {
    let mut values = discriminator.mapping.iter().filter(|(_, mapped)| *mapped == position);
    let (first, second) = (values.next(), values.next());
    let property = &discriminator.property;
    let message = match &schemas[unaliased(schemas, member)].kind {
        Kind::Object(_) if schemas.lacks(member, property) => match (first, second) {
            (Some((value, _)), Some(_)) => format!(
                "this member of a union has no property `{property}`, by which the discriminator tells: the bindings write \
                 it with the first of its values, `{value}`"
            ),
            _ => return,
        },
        // A union of its own, or anything: what it holds may have the tag.
        Kind::Object(_) | Kind::Union(_) | Kind::Any | Kind::Alias(_) => return,
        Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_) if first.is_none() => return,
        Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_) => format!(
            "this member of a union is no object and has no property `{property}`, by which the discriminator tells: the \
             bindings keep its values untyped"
        ),
    };
    sink.report(Code::DiscriminatorProperty, &schemas[member].at, message);
}

fn unaliased(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..schemas.len() {
        match &schemas[id].kind {
            Kind::Alias(used) => id = used.id,
            _ => break,
        }
    }
    id
}
