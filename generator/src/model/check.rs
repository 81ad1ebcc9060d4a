//! Laws that span several schemas: what each is, is said by the resolved model alone.

use super::{Additional, Api, Discriminator, Kind, SchemaId, Schemas, Union};
use crate::diagnostic::{Code, Sink};

/// Reports what breaks a law.
pub(super) fn check(api: &Api, sink: &mut Sink) {
    for (_, schema) in api.schemas.iter() {
        if let Kind::Union(Union { members, discriminator: Some(discriminator), .. }) = &schema.kind {
            let told = |position: &usize| Some(*position) != discriminator.default;
            for member in
                members.iter().enumerate().filter(|(position, _)| told(position)).map(|(_, member)| member)
            {
                members_have_the_tag(&api.schemas, member.id, discriminator, sink);
            }
        }
    }
}

/// A member of a union must have the property that the discriminator names, or it is written without a tag.
fn members_have_the_tag(schemas: &Schemas, member: SchemaId, discriminator: &Discriminator, sink: &mut Sink) {
    let schema = &schemas[unaliased(schemas, member)];
    let tagged = match &schema.kind {
        Kind::Object(object) => {
            object.additional != Additional::Unspecified && object.additional != Additional::Forbidden
                || object.properties.iter().any(|property| property.name == discriminator.property)
        }
        // A union of its own, or anything: what it holds may have the tag.
        Kind::Union(_) | Kind::Any | Kind::Alias(_) => true,
        Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_) => false,
    };
    if !tagged {
        let message = format!(
            "this member of a union has no property `{}`, by which the discriminator tells: the bindings write it without",
            discriminator.property
        );
        sink.report(Code::DiscriminatorProperty, &schema.at, message);
    }
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
