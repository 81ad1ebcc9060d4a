//! Headers of responses: what their texts are read as.

use super::body::{essence, is_json};
use super::context::Cx;
use super::schema::{attributes, base_type, type_of};
use super::status;
use crate::diagnostic::Code;
use crate::model::{Additional, Header, Kind, Operation, Response, Status, Use};
use crate::rust::docs::{code, Docs};
use crate::rust::method::{HeaderForm, ResponseHeader};
use crate::rust::name::{Case, Name};
use crate::rust::ty::Type;

/// Constants that every operation has.
const OPERATION_CONSTANTS: &[&str] = &[
    "BODYLESS",
    "ERRORS",
    "ERROR_MEDIA",
    "METHOD",
    "PATH",
    "SCOPES",
    "SECURITY",
    "SERVER",
    "SUCCESS",
    "SUCCESS_MEDIA",
];

/// The responses of an operation: successes, and errors.
pub(super) type Sides<'r, 'a> = [&'r [&'a Response]; 2];

/// What the responses of an operation say of a header.
struct Declared<'a> {
    key: String,
    /// In the order of the statuses: the spelling and the documentation are those of the first.
    headers: Vec<(Status, &'a Header)>,
    required: bool,
    /// Whether not every success declares it.
    is_special: bool,
}

/// Returns the headers of an operation's responses, each once.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    operation: &Operation,
    owner: &str,
    (module, marker): (&Name, &Name),
    sides: Sides<'_, '_>,
) -> Vec<ResponseHeader> {
    let declared = declared(sides);
    // The names by which `api.txt` remembers them.
    let of = format!("{}::{}", module.as_str(), marker.as_str());
    let scope = cx.scope("header", &of, Case::Constant, "header").reserve(OPERATION_CONSTANTS);
    let mut scope = scope.promise(cx.pins, declared.iter().map(|declared| declared.key.as_str()));
    let mut all = Vec::with_capacity(declared.len());
    for declared in &declared {
        let Some((_, header)) = declared.headers.first() else { continue };
        let decided = cx.decided_header(operation, &header.name);
        let name = cx.claim_or_decide(&mut scope, &declared.key, &spoken(&header.name), decided);
        let (ty, form) = one_type(cx, declared, owner);
        let mut attributes = attributes(&header.docs, || format!("The header {}.", code(&header.name)));
        if declared.is_special {
            attributes.docs.append(Docs::sentence(statuses(&declared.headers)));
        }
        let wire = header.name.clone();
        all.push(ResponseHeader { name, wire, attributes, required: declared.required, form, ty });
    }
    all
}

/// Collects the headers in the document's order. One is required if it is in all responses of the sides that have it.
fn declared<'a>(sides: Sides<'_, 'a>) -> Vec<Declared<'a>> {
    let mut all: Vec<Declared<'a>> = Vec::new();
    for response in sides.into_iter().flatten() {
        for header in &response.headers {
            let (key, entry) = (header.name.to_ascii_lowercase(), (response.status, header));
            match all.iter_mut().find(|declared| declared.key == key) {
                Some(declared) => declared.headers.push(entry),
                None => {
                    let [required, is_special] = presence(sides, &header.name);
                    all.push(Declared { key, headers: vec![entry], required, is_special });
                }
            }
        }
    }
    for declared in &mut all {
        declared.headers.sort_by_key(|(status, _)| *status);
    }
    all
}

/// Returns whether a header is required, and whether a success may be without.
fn presence(sides: Sides<'_, '_>, name: &str) -> [bool; 2] {
    let find = |response: &Response| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| header.required)
    };
    let has = |response: &&Response| find(response).is_some();
    let mut having = sides.into_iter().filter(|side| side.iter().any(has)).flatten();
    let [successes, _] = sides;
    [having.all(|response| find(response) == Some(true)), successes.is_empty() || !successes.iter().all(has)]
}

/// Returns the name with its words as they are spoken: a single letter is none of its own, as in `ETag`.
fn spoken(name: &str) -> String {
    let is_one_word = |part: &str| match part.as_bytes() {
        [first, second, rest @ ..] => {
            first.is_ascii_uppercase()
                && second.is_ascii_uppercase()
                && !rest.is_empty()
                && rest.iter().all(u8::is_ascii_lowercase)
        }
        _ => false,
    };
    let parts = name.split('-').map(|part| match is_one_word(part) {
        true => part.to_ascii_lowercase(),
        false => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("-")
}

fn statuses(headers: &[(Status, &Header)]) -> String {
    let mut text = "With status ".to_owned();
    for (index, (status, _)) in headers.iter().enumerate() {
        let between = match index {
            0 => "",
            _ if index + 1 == headers.len() => " or ",
            _ => ", ",
        };
        text.push_str(between);
        text.push_str(&status::words(*status));
    }
    text + "."
}

/// Returns the type of a header that all responses agree on, and how its text is read.
fn one_type(cx: &mut Cx<'_>, declared: &Declared<'_>, owner: &str) -> (Type, HeaderForm) {
    let mut headers = declared.headers.iter().map(|(_, header)| *header);
    let Some(first) = headers.next() else { return (Type::String, HeaderForm::Simple) };
    let other = headers.find(|other| {
        let is_written_so = first.explode == other.explode && first.content == other.content;
        !is_written_so || !cx.api.schemas.is_same(&first.schema, &other.schema)
    });
    match other {
        Some(other) => {
            let name = code(&first.name);
            report(cx, other, &format!("the header {name} has another schema with another status"));
            (Type::String, HeaderForm::Simple)
        }
        None => self::ty(cx, first, owner),
    }
}

fn ty(cx: &mut Cx<'_>, header: &Header, owner: &str) -> (Type, HeaderForm) {
    // Each line is a cookie; joined they could not be told apart (RFC 9110, 5.3).
    if header.name.eq_ignore_ascii_case("set-cookie") {
        return (Type::Vec(Box::new(Type::String)), HeaderForm::Lines);
    }
    let hint = hint(header, owner);
    if let Some(media_type) = &header.content {
        if is_json(&essence(media_type)) {
            return (type_of(cx, &header.schema, &hint), HeaderForm::Json);
        }
        if !is_single(cx, &header.schema) {
            report(cx, header, &format!("{} is not read in a header", code(media_type)));
            return (Type::String, HeaderForm::Simple);
        }
    }
    let is_object = matches!(cx.api.schemas[cx.target(header.schema.id)].kind, Kind::Object(_));
    let form = if header.explode && is_object { HeaderForm::Exploded } else { HeaderForm::Simple };
    match &cx.api.schemas[cx.target(header.schema.id)].kind {
        // Without a schema it is a text, as every header is.
        Kind::Any => (Type::String, HeaderForm::Simple),
        _ if is_flat(cx, &header.schema) => (base_type(cx, &header.schema, &hint), form),
        _ => {
            report(
                cx,
                header,
                &format!("the values of the header {} have no form in one", code(&header.name)),
            );
            (Type::String, HeaderForm::Simple)
        }
    }
}

fn report(cx: &mut Cx<'_>, header: &Header, message: &str) {
    cx.sink.report(Code::PlainHeader, &header.at, message).help("the bindings give its text");
}

/// Whether values are written as one text, or as a list or an object of such.
fn is_flat(cx: &Cx<'_>, used: &Use) -> bool {
    match &cx.api.schemas[cx.target(used.id)].kind {
        Kind::Array(array) => is_single(cx, &array.items),
        Kind::Object(object) => {
            object.properties.iter().all(|property| is_single(cx, &property.schema))
                && match &object.additional {
                    Additional::Schema(values) => is_single(cx, values),
                    Additional::Unspecified | Additional::Any | Additional::Forbidden => true,
                }
        }
        _ => is_single(cx, used),
    }
}

fn is_single(cx: &Cx<'_>, used: &Use) -> bool {
    matches!(cx.api.schemas[cx.target(used.id)].kind, Kind::Scalar(_) | Kind::Enumeration(_))
}

/// Returns what an inline schema is named after: a shared header or response by its own key.
fn hint(header: &Header, owner: &str) -> String {
    let mut tokens = header.at.tokens();
    match (tokens.next().as_deref(), tokens.next().as_deref(), tokens.next()) {
        (Some("components"), Some("headers"), Some(key)) => key,
        (Some("components"), Some(_), Some(key)) => format!("{key} header {}", header.name),
        _ => format!("{owner} header {}", header.name),
    }
}
