//! Responses: what success and failure hold.

use super::body::{essence, is_json, is_lines, report_sequence, schema_type};
use super::context::Cx;
use super::operation::owner_of;
use crate::model::{MediaType, Operation, Response, Status};
use crate::rust::docs::Docs;
use crate::rust::method::{Content, Outcome, OutcomeVariant};
use crate::rust::name::{Case, Name, Scope};

/// What the responses of an operation come to.
pub(super) struct Outcomes {
    pub success: Content,
    pub failure: Content,
    pub redirections: Vec<Status>,
    pub errors: Vec<Status>,
    pub types: Vec<Outcome>,
}

/// Splits the responses into success and failure and finds what each holds.
///
/// An operation that declares no success has a redirection that is one, or else only `default`, which then describes
/// both.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    operation: &Operation,
    owner: &str,
    marker: &Name,
    markers: &mut Scope,
) -> Outcomes {
    let any = |is: fn(Status) -> bool| operation.responses.iter().any(|response| is(response.status));
    let (has_success, redirects) = (any(is_success), any(is_redirection));
    let (mut successes, mut failures) = (Vec::new(), Vec::new());
    for response in &operation.responses {
        let hint = owner_of(&response.at, owner, &hint_of(operation, response));
        let content = content(cx, operation, response, &hint);
        let status = response.status;
        let is_final = !has_success && redirects && is_redirection(status);
        if is_success(status) || is_final || status == Status::Default && !has_success && !redirects {
            successes.push((response, content.clone()));
        }
        if is_failure(status) && !is_final {
            failures.push((response, content));
        }
    }
    // A status without a body beside others that have one has nothing to be read as.
    if failures.iter().any(|(_, content)| *content != Content::None) {
        failures.retain(|(_, content)| *content != Content::None);
    }
    let mut types = Vec::new();
    let success = combine(cx, &successes, operation, (marker, "Output"), markers, &mut types);
    let failure = combine(cx, &failures, operation, (marker, "Error"), markers, &mut types);
    let redirections =
        successes.iter().map(|(response, _)| response.status).filter(|status| is_redirection(*status));
    let redirections = redirections.collect();
    let errors = failures.iter().map(|(response, _)| response.status).collect();
    Outcomes { success, failure, redirections, errors, types }
}

fn is_redirection(status: Status) -> bool {
    matches!(status, Status::Code(300..=399) | Status::Range(3))
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

fn is_failure(status: Status) -> bool {
    matches!(status, Status::Code(300..=599) | Status::Range(3..=5) | Status::Default)
}

/// Inline schemas of the only success are the operation's `response`; others say which status they belong to.
fn hint_of(operation: &Operation, response: &Response) -> String {
    let successes = operation.responses.iter().filter(|response| is_success(response.status)).count();
    if is_success(response.status) && successes == 1 {
        "response".to_owned()
    } else {
        format!("response {}", status_text(response.status))
    }
}

fn content(cx: &mut Cx<'_>, operation: &Operation, response: &Response, hint: &str) -> Content {
    // A response to HEAD never has a body, whatever is declared (RFC 9110, 9.3.2).
    if operation.method == "HEAD" {
        return Content::None;
    }
    let Some(media) = response.content.iter().min_by_key(|media| preference(media)) else {
        return Content::None;
    };
    let name = essence(&media.name);
    if is_json(&name) {
        // Where anything may come and nobody says what, the bytes are all there is to give.
        if media.schema.is_none() && name.contains('*') {
            return Content::Binary;
        }
        return Content::Json(schema_type(cx, media, hint));
    }
    if media.sequence {
        report_sequence(cx, media, hint);
    }
    if name.starts_with("text/") || is_lines(&name) {
        return Content::Text;
    }
    Content::Binary
}

fn preference(media: &MediaType) -> u8 {
    let name = essence(&media.name);
    match name.as_str() {
        "application/json" => 0,
        _ if name.ends_with("+json") => 1,
        _ if is_json(&name) => 2,
        _ if name.starts_with("text/") => 3,
        _ => 4,
    }
}

/// One content stands for itself, one or nothing is an option, and what differs by status becomes an enum.
fn combine(
    cx: &mut Cx<'_>,
    responses: &[(&Response, Content)],
    operation: &Operation,
    (marker, suffix): (&Name, &str),
    markers: &mut Scope,
    types: &mut Vec<Outcome>,
) -> Content {
    let mut distinct: Vec<&Content> = Vec::new();
    for (_, content) in responses {
        if !distinct.contains(&content) {
            distinct.push(content);
        }
    }
    match distinct.as_slice() {
        [] => Content::None,
        [only] => (*only).clone(),
        [some, Content::None] | [Content::None, some] => Content::Optional(Box::new((*some).clone())),
        _ => {
            let text = format!("{} {suffix}", marker.as_str());
            let name = cx.claim(markers, &format!("{} {suffix}", operation.at), &text);
            types.push(outcome(cx, &name, responses, operation));
            Content::Outcome(name)
        }
    }
}

fn outcome(
    cx: &mut Cx<'_>,
    name: &Name,
    responses: &[(&Response, Content)],
    operation: &Operation,
) -> Outcome {
    let mut scope =
        cx.scope("outcome", &format!("{} {}", operation.at, name.as_str()), Case::Variant, "Status");
    let variants = responses.iter().map(|(response, content)| {
        let text = status_text(response.status);
        let mut docs = Docs::sentence(format!("Status {}.", status_words(response.status)));
        if let Some(description) = &response.description {
            docs.append(Docs::rewrite(description));
        }
        OutcomeVariant {
            name: cx.claim(&mut scope, &text, &text),
            docs,
            status: response.status,
            content: content.clone(),
        }
    });
    let variants = variants.collect();
    let docs = Docs::sentence(format!("What `{} {}` answers, by status.", operation.method, operation.path));
    Outcome { name: name.clone(), docs, variants }
}

fn status_words(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}00 to {digit}99"),
        Status::Default => "not declared otherwise".to_owned(),
    }
}

/// Returns the words for a status that name what belongs to it.
fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => reason(code).map_or_else(|| format!("Status {code}"), str::to_owned),
        Status::Range(digit) => format!("Status {digit}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// Returns the reason phrase of a registered status (RFC 9110).
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "Non Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi Status",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}
