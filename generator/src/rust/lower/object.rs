//! Objects: structs, their fields and presence.

use super::check;
use super::context::Cx;
use super::schema::{attributes, base_type, blank};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Additional, Kind, Object, Property, Scalar, SchemaId};
use crate::rust::docs::{code, Docs};
use crate::rust::item::{Blank, Extra, Field, Item, Presence, Struct};
use crate::rust::name::{Case, Name, Scope};
use crate::rust::ty::Type;

/// Methods that a struct has already; a setter of that name would hide them.
const METHODS: &[&str] = &["new", "blank", "default", "clone", "read", "from", "serialize", "deserialize"];

/// Makes the item of an object with properties.
pub(super) fn lower(cx: &mut Cx<'_>, id: SchemaId, name: &Name, object: &Object) {
    let start = cx.items_len();
    let schema = &cx.api.schemas[id];
    let scope = cx.scope("field", name.as_str(), Case::Value, "value");
    let mut scope = scope.promise(cx.pins, object.properties.iter().map(|property| property.name.as_str()));
    let fields: Vec<_> =
        object.properties.iter().map(|property| field(cx, id, name, property, &mut scope)).collect();
    let extra = extra(cx, name, object, &mut scope);
    let attributes = attributes(&schema.docs, || match &schema.component {
        Some(component) => format!("`{component}` of the document."),
        None => inline_docs(&schema.at),
    });
    let built_by_callers = cx.direction.is_sent(id);
    let codec = cx.codec(id);
    let name = name.clone();
    let checks = check::lower(cx, id, &object.properties, &fields);
    let mut item = Struct { name, attributes, fields, extra, checks, built_by_callers, codec };
    let derived: &[&str] = match item.has_default() {
        true => &["Clone", "Debug", "Default", "PartialEq"],
        false => &["Clone", "Debug", "PartialEq"],
    };
    cx.decorate_type(id, &mut item.attributes, Some(derived));
    cx.insert_item(start, Item::Struct(item));
}

fn field(
    cx: &mut Cx<'_>,
    owner: SchemaId,
    owner_name: &Name,
    property: &Property,
    scope: &mut Scope,
) -> Field {
    let decided = cx.decided_property(owner, &property.name);
    let name = cx.claim_or_decide(scope, &property.name, &property.name, decided);
    let hint = format!("{} {}", owner_name.as_str(), property.name);
    let nullable = cx.is_nullable(&property.schema);
    let own = cx.type_of_property(owner, &property.name);
    let mut ty = own.unwrap_or_else(|| base_type(cx, &property.schema, &hint));
    // What a type of the user's holds is nobody else's business.
    let is_foreign = matches!(ty, Type::Foreign(_));
    if cx.recursion.is_by_value(owner, property.schema.id) && !is_foreign {
        ty = Type::Boxed(Box::new(ty));
    }
    let presence = match (is_required(cx, owner, property, is_foreign), nullable) {
        (true, _) => Presence::Required,
        (false, true) if cx.direction.is_sent(owner) && !property.read_only && ty != Type::Value => {
            Presence::Nullable
        }
        (false, _) => Presence::Optional,
    };
    if presence == Presence::Required && nullable && ty != Type::Value {
        ty = ty.optional();
    }
    let blank = match presence {
        Presence::Required => blank(cx, &ty, &property.schema),
        Presence::Optional | Presence::Nullable => Blank::Default,
    };
    let secret = is_secret(cx, owner, property);
    let setter = (cx.direction.is_sent(owner) && presence != Presence::Required && !property.read_only)
        .then(|| setter_name(&name, cx.is_checked(owner)));
    let mut attributes = attributes(&property.docs, || match property.name.as_str() {
        "" => "The member whose name is empty.".to_owned(),
        name => format!("The member {}.", code(name)),
    });
    if let Some(note) = direction_note(property) {
        attributes.docs.append(Docs::sentence(note));
    }
    cx.decorate_field(owner, &property.name, &property.at, &mut attributes);
    Field { name, wire: property.name.clone(), attributes, ty, presence, secret, blank, setter }
}

fn direction_note(property: &Property) -> Option<&'static str> {
    match (property.read_only, property.write_only, property.required) {
        (true, false, false) => Some("Only responses have it."),
        (true, false, true) => Some("Only responses have it, and always."),
        (false, true, false) => Some("Only requests have it."),
        (false, true, true) => Some("Only requests have it, and they must."),
        _ => None,
    }
}

/// Says of what an inline object is a part, since nobody else does.
fn inline_docs(at: &Pointer) -> String {
    let tokens: Vec<_> = at.tokens().collect();
    let member = |tokens: &[String]| match tokens {
        [.., place, name] if place == "properties" => Some(code(name)),
        _ => None,
    };
    match tokens.as_slice() {
        tokens if member(tokens).is_some() => format!("The value of {}.", member(tokens).unwrap_or_default()),
        [of @ .., last] if last == "items" => match member(of) {
            Some(name) => format!("An element of {name}."),
            None => "An element of an array.".to_owned(),
        },
        [of @ .., last] if last == "additionalProperties" => match member(of) {
            Some(name) => format!("A value of the map {name}."),
            None => "A value of a map.".to_owned(),
        },
        tokens if tokens.iter().any(|token| token == "requestBody") => "A request body.".to_owned(),
        tokens if tokens.iter().any(|token| token == "responses") => "The body of a response.".to_owned(),
        _ => "A part of another schema.".to_owned(),
    }
}

/// A property that only responses have cannot be asked of a caller, nor one that only requests have of a server.
fn is_required(cx: &mut Cx<'_>, owner: SchemaId, property: &Property, is_foreign: bool) -> bool {
    let is_one_way = property.read_only && cx.direction.is_sent(owner)
        || property.write_only && cx.direction.is_received(owner);
    if !property.required || is_one_way || is_foreign {
        return property.required && !is_one_way;
    }
    let endless = cx.recursion.is_endless(owner, property.schema.id) && !cx.is_nullable(&property.schema);
    if endless {
        let message = format!(
            "`{}` is required and leads back to the object that holds it, so no value is finite",
            property.name
        );
        cx.sink
            .report(Code::EndlessObject, &property.at, message)
            .help("the bindings make the field optional");
    }
    !endless
}

fn is_secret(cx: &mut Cx<'_>, owner: SchemaId, property: &Property) -> bool {
    let called = cx.called(owner).to_owned();
    let configured = cx.redaction.matches(&called, property);
    configured || is_password(cx, property.schema.id)
}

/// Whether a schema is a password, or an array or map of such.
fn is_password(cx: &Cx<'_>, id: SchemaId) -> bool {
    let mut id = id;
    // Nothing leads further than there are schemas; an array of itself ends here.
    for _ in 0..=cx.api.schemas.len() {
        id = match &cx.api.schemas[cx.target(id)].kind {
            Kind::Scalar(Scalar::String(format)) => return format.as_deref() == Some("password"),
            Kind::Array(array) => array.items.id,
            Kind::Object(Object { properties, additional: Additional::Schema(values) })
                if properties.is_empty() =>
            {
                values.id
            }
            _ => return false,
        };
    }
    false
}

fn setter_name(field: &Name, is_checked: bool) -> Name {
    if METHODS.contains(&field.as_str()) || is_checked && field.as_str() == "check" {
        field.prefixed("with_")
    } else {
        field.clone()
    }
}

fn extra(cx: &mut Cx<'_>, owner_name: &Name, object: &Object, scope: &mut Scope) -> Option<Extra> {
    let ty = match &object.additional {
        Additional::Unspecified | Additional::Forbidden => return None,
        Additional::Any => Type::Value,
        Additional::Schema(values) => {
            super::schema::type_of(cx, values, &format!("{} value", owner_name.as_str()))
        }
    };
    let name = cx.claim(scope, " additionalProperties", "additional properties");
    Some(Extra { name, ty })
}
