//! Parameters: arguments of the method, or methods of the call.

use super::body::{essence, is_json, FORM};
use super::context::Cx;
use super::operation::{arguments_scope, owner_of};
use super::schema::{attributes, base_type};
use crate::diagnostic::Code;
use crate::model::{Kind, Location, Operation, Parameter, Style};
use crate::rust::docs::code;
use crate::rust::method::Argument;
use crate::rust::name::{Case, Name, Scope};
use crate::rust::ty::Type;

/// Methods that every call has; a parameter of such a name is named by its location too.
pub(super) const CALL_METHODS: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "binary",
    "body",
    "cookie",
    "cookie_styled",
    "encoded",
    "extra_query",
    "form",
    "form_styled",
    "header",
    "header_parameter",
    "header_styled",
    "into_future",
    "into_request",
    "json",
    "json_as",
    "lines",
    "multipart",
    "new",
    "octets",
    "path",
    "path_styled",
    "pieces",
    "query",
    "query_form",
    "query_json",
    "query_styled",
    "repeatable",
    "retries",
    "send",
    "send_blocking",
    "streaming",
    "text",
    "timeout",
    "with",
    "xml",
];

/// Returns the arguments and the options of an operation.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation, owner: &str) -> (Vec<Argument>, Vec<Argument>) {
    let keys: Vec<String> = operation.parameters.iter().map(key).collect();
    let keys = || keys.iter().map(String::as_str);
    let mut scope = arguments_scope(cx, operation).promise(cx.pins, keys());
    // Callers write the names of options, and a newcomer must not get what was meant for another.
    let option_scope = cx.scope("option", operation.at.as_str(), Case::Value, "value").remembering();
    let mut option_scope = option_scope.promise(cx.pins, keys().chain(super::paging::KEYS));
    let mut arguments = Vec::new();
    let mut options = Vec::new();
    let mut empties = Vec::new();
    for parameter in &operation.parameters {
        let is_once =
            cx.config.client.parameters.contains(&parameter.name) && parameter.location == Location::Path;
        if is_once {
            let entries = cx.config.client.parameters.iter().enumerate();
            for (index, _) in entries.filter(|(_, name)| **name == parameter.name) {
                cx.note(&["client", "parameters", &index.to_string()]);
            }
        }
        if parameter.required && !is_once {
            let decided = cx.decided_parameter(operation, [&parameter.name, &key(parameter)]);
            let name = cx.claim_or_decide(&mut scope, &key(parameter), &parameter.name, decided);
            arguments.push(argument(cx, parameter, name, owner));
        } else {
            let name = option_name(cx, &mut option_scope, operation, parameter);
            options.push(argument(cx, parameter, name, owner));
            if parameter.allow_empty {
                empties.push((options.len() - 1, key(parameter)));
            }
        }
    }
    // After all that the document names, whose names these must not take.
    for (position, key) in empties {
        let Some(option) = options.get_mut(position) else { continue };
        if !matches!(option.ty, Type::String | Type::Text(_)) {
            let text = format!("{} empty", option.name);
            option.empty = Some(cx.claim(&mut option_scope, &format!("{key} empty"), &text));
        }
    }
    (arguments, options)
}

fn key(parameter: &Parameter) -> String {
    format!("{} {}", parameter.location.as_str(), parameter.name)
}

fn option_name(cx: &mut Cx<'_>, scope: &mut Scope, operation: &Operation, parameter: &Parameter) -> Name {
    let key = key(parameter);
    let decided = cx.decided_parameter(operation, [&parameter.name, &key]);
    if let Some(decided) = decided.as_ref().filter(|decided| CALL_METHODS.contains(&decided.as_str())) {
        cx.report_taken(decided.as_str(), decided.entry());
    }
    let plain = Name::plain(&parameter.name, Case::Value, "value");
    let text = if CALL_METHODS.contains(&plain.as_str()) { &key } else { &parameter.name };
    cx.claim_or_decide(scope, &key, text, decided)
}

fn argument(cx: &mut Cx<'_>, parameter: &Parameter, name: Name, owner: &str) -> Argument {
    let hint = owner_of(&parameter.at, owner, &parameter.name);
    let json = parameter.content.as_deref().is_some_and(|media_type| is_json(&essence(media_type)));
    let ty = match &parameter.content {
        Some(media_type) if !json && !is_written(cx, parameter, media_type) => {
            encoded(cx, parameter, media_type)
        }
        _ => base_type(cx, &parameter.schema, &hint),
    };
    let attributes = attributes(&parameter.docs, || {
        format!("Sets the {} parameter `{}`.", parameter.location.as_str(), parameter.name)
    });
    Argument {
        name,
        wire: parameter.name.clone(),
        attributes,
        location: parameter.location,
        style: parameter.style,
        explode: parameter.explode,
        allow_reserved: parameter.allow_reserved,
        json,
        empty: None,
        ty,
    }
}

/// Whether the bindings write a value of a media type that is not JSON: a text or a number is its own text, and the whole
/// query string can be a form.
fn is_written(cx: &Cx<'_>, parameter: &Parameter, media_type: &str) -> bool {
    let kind = &cx.api.schemas[cx.target(parameter.schema.id)].kind;
    matches!(kind, Kind::Scalar(_) | Kind::Enumeration(_))
        || parameter.style == Style::Whole && essence(media_type) == FORM
}

/// Returns the type of a value that the caller has encoded.
fn encoded(cx: &mut Cx<'_>, parameter: &Parameter, media_type: &str) -> Type {
    let message = format!("a parameter of the media type {} is not made from its schema", code(media_type));
    cx.sink
        .report(Code::RawMediaType, &parameter.at.join("content"), message)
        .help("the bindings take the text of the value");
    Type::String
}
