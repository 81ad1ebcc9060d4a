//! Multipart bodies: a type with a setter for each part, made of the properties of the schema.

use super::body::{essence, is_json};
use super::context::Cx;
use super::schema::{attributes, base_type};
use crate::model::{Additional, Encoding, Kind, MediaType, Property, Scalar, SchemaId, Use};
use crate::rust::docs::{code, Docs};
use crate::rust::method::{Form, Part, PartKind, Serialization};
use crate::rust::name::{Case, Name, Scope};

/// Methods that a form has already.
const METHODS: &[&str] = &["new", "part", "default", "fmt"];

/// The media type whose parts may have styles.
const FORM_DATA: &str = "multipart/form-data";

/// What the parts of a property are files of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    One,
    Many,
}

/// Makes the type of the multipart body of the operation on `line`, unless nothing is known of its parts: then callers make them. A schema that is JSON
/// elsewhere keeps its struct for that.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    media: &MediaType,
    hint: &str,
    line: &str,
    name: impl FnOnce(&mut Cx<'_>) -> Name,
) -> Option<Form> {
    let api = cx.api;
    let owner = cx.target(media.schema.as_ref()?.id);
    let Kind::Object(object) = &api.schemas[owner].kind else { return None };
    if object.properties.is_empty() {
        return None;
    }
    let name = name(cx);
    let properties = || object.properties.iter().filter(|property| !property.read_only);
    let scope = cx.scope("part", name.as_str(), Case::Value, "value").remembering().reserve(METHODS);
    let mut scope = scope.promise(cx.pins, properties().map(|property| property.name.as_str()));
    let mut parts: Vec<Part> =
        properties().map(|property| part(cx, owner, media, property, hint, &mut scope)).collect();
    // The headers come last, so that none takes the name of a part.
    for part in &mut parts {
        let encoding = media.encoding.iter().find(|encoding| encoding.name == part.wire);
        for header in encoding.iter().flat_map(|encoding| &encoding.headers) {
            let text = format!("{} {header}", part.name.as_str());
            let name = cx.claim(&mut scope, &format!("{} header {header}", part.wire), &text);
            part.headers.push((name, header.clone()));
        }
    }
    let docs = format!("The parts of the `{}` body of {}.", essence(&media.name), code(line));
    let is_open = matches!(object.additional, Additional::Any | Additional::Schema(_));
    Some(Form { name, docs: Docs::sentence(&docs), new: new_docs(&parts), parts, is_open })
}

/// Says what the required parts are, which have no method of their own.
fn new_docs(parts: &[Part]) -> Docs {
    let mut required = parts.iter().filter(|part| part.required).peekable();
    if required.peek().is_none() {
        return Docs::sentence("Starts without parts.");
    }
    let mut docs = Docs::sentence("Starts with the parts that must be there.");
    for part in required {
        let described = part.attributes.docs.first_paragraph();
        if described != fallback(&part.wire).first_paragraph() {
            let described = described.join(" ");
            docs.append(Docs::sentence(format!("{}: {described}", code(part.name.as_str()))));
        }
    }
    docs
}

fn part(
    cx: &mut Cx<'_>,
    owner: SchemaId,
    media: &MediaType,
    property: &Property,
    hint: &str,
    scope: &mut Scope,
) -> Part {
    let decided = cx.decided_property(owner, &property.name);
    let name = cx.claim_or_decide(scope, &property.name, &property.name, decided);
    let encoding = media.encoding.iter().find(|encoding| encoding.name == property.name);
    let is_form = essence(&media.name) == FORM_DATA;
    let style = encoding.and_then(|encoding| encoding.serialization).filter(|_| is_form);
    let kind = kind(cx, property, (encoding, style), &format!("{hint} {}", property.name));
    let mut attributes = attributes(&property.docs, || fallback(&property.name).first_paragraph().join(" "));
    let named = encoding.and_then(|encoding| encoding.content_type.as_deref());
    if let Some(several) = named.filter(|named| !is_single(named)) {
        attributes.docs.append(Docs::sentence(format!("Its media type is one of {}.", code(several))));
    }
    Part {
        name,
        wire: property.name.clone(),
        attributes,
        required: property.required,
        kind,
        headers: Vec::new(),
    }
}

/// Returns what is said of a part that the document does not describe.
fn fallback(wire: &str) -> Docs {
    Docs::sentence(format!("The part {}.", code(wire)))
}

/// A style goes before a media type that the document names, and that before what the type of the value says (OAS 3.1.1,
/// Encoding Object). What is neither text nor JSON callers encode.
fn kind(
    cx: &mut Cx<'_>,
    property: &Property,
    (encoding, style): (Option<&Encoding>, Option<Serialization>),
    hint: &str,
) -> PartKind {
    const BYTES: &str = "application/octet-stream";
    let named = encoding.and_then(|encoding| encoding.content_type.as_deref()).map(str::trim);
    let single = named.filter(|named| is_single(named));
    let bytes = || single.unwrap_or(BYTES).to_owned();
    match files(cx, &property.schema) {
        Some(Files::One) => return PartKind::File(bytes()),
        Some(Files::Many) => return PartKind::Files(bytes()),
        None => {}
    }
    // `allowReserved` has no meaning where nothing is escaped.
    if let Some(style) = style {
        let style = Serialization { allow_reserved: false, ..style };
        return PartKind::Styled(base_type(cx, &property.schema, hint), style);
    }
    let Some(media_type) = single.map(str::to_owned) else {
        return PartKind::Value(base_type(cx, &property.schema, hint));
    };
    match essence(&media_type) {
        name if is_json(&name) => PartKind::Json(base_type(cx, &property.schema, hint), media_type),
        name if name.starts_with("text/") => {
            PartKind::Text(base_type(cx, &property.schema, hint), media_type)
        }
        _ if cx.is_array(&property.schema) => PartKind::Files(media_type),
        _ => PartKind::File(media_type),
    }
}

/// Whether a media type is one that can be sent, neither a list nor a range.
fn is_single(media_type: &str) -> bool {
    !media_type.contains([',', '*'])
}

/// Whether a multipart body has a part that is a file.
pub(super) fn has_files(cx: &Cx<'_>, media: &MediaType) -> bool {
    let Some(schema) = &media.schema else { return false };
    match &cx.api.schemas[cx.target(schema.id)].kind {
        Kind::Object(object) => {
            object.properties.iter().any(|property| files(cx, &property.schema).is_some())
        }
        _ => true,
    }
}

/// Whether a part is a file, or there are several: binary strings, what may be one, and what may be anything.
fn files(cx: &Cx<'_>, used: &Use) -> Option<Files> {
    let is_file = |used: &Use| match &cx.api.schemas[cx.target(used.id)].kind {
        Kind::Any => true,
        Kind::Scalar(Scalar::String(format)) => format.as_deref() == Some("binary"),
        _ => false,
    };
    let plain = |used: &Use| match &cx.api.schemas[cx.target(used.id)].kind {
        Kind::Array(array) if is_file(&array.items) => Some(Files::Many),
        _ if is_file(used) => Some(Files::One),
        _ => None,
    };
    match &cx.api.schemas[cx.target(used.id)].kind {
        Kind::Union(union) => {
            let members = || union.members.iter().map(plain);
            let has_many = members().any(|member| member == Some(Files::Many));
            members().flatten().next().map(|one| if has_many { Files::Many } else { one })
        }
        _ => plain(used),
    }
}
