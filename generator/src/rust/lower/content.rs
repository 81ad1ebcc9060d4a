//! Responses: what success and failure hold.

use super::alternative::{self, Alternative};
use super::context::Cx;
use super::header;
use super::operation::owner_of;
use super::status::{self, is_failure, is_redirection, is_success};
use super::stream::{self, Streams};
use crate::diagnostic::Code;
use crate::model::{Operation, Response, Status};
use crate::rust::docs::{self, Docs};
use crate::rust::method::{Content, Outcome, OutcomeVariant, ResponseHeader};
use crate::rust::name::{Case, Name, Scope};

/// What the responses of an operation come to.
pub(super) struct Outcomes {
    pub success: Content,
    pub failure: Content,
    pub redirections: Vec<Status>,
    pub errors: Vec<Status>,
    pub bodyless: Vec<Status>,
    pub success_media: Option<Vec<String>>,
    pub error_media: Option<Vec<String>>,
    pub types: Vec<Outcome>,
    pub headers: Vec<ResponseHeader>,
    /// What a method of its own reads while it arrives, and the media types of that.
    pub stream: Option<(Content, Option<Vec<String>>)>,
}

/// A response and what it may hold.
type Part<'a> = (&'a Response, Vec<Alternative<'a>>);

/// Splits the responses into success and failure and finds what each holds.
///
/// An operation that declares no success has a redirection that is one, or else only `default`, which then describes
/// both.
pub(super) fn lower<'a>(
    cx: &mut Cx<'_>,
    operation: &'a Operation,
    owner: &str,
    (module, marker): (&Name, &Name),
    markers: &mut Scope,
) -> Outcomes {
    let any = |is: fn(Status) -> bool| operation.responses.iter().any(|response| is(response.status));
    let (has_success, redirects) = (any(is_success), any(is_redirection));
    let is_final = |status| !has_success && redirects && is_redirection(status);
    let is_output = |status| {
        is_success(status) || is_final(status) || status == Status::Default && !has_success && !redirects
    };
    let outputs = operation.responses.iter().filter(|response| is_output(response.status));
    let has_other = operation.method == "HEAD" || outputs.clone().any(stream::has_other);
    let streams = if has_other { Streams::Left } else { Streams::Read };
    let (mut successes, mut failures) = (Vec::new(), Vec::new());
    for response in &operation.responses {
        let hint = owner_of(&response.at, owner, &hint_of(operation, response));
        let status = response.status;
        if is_output(status) {
            successes.push((response, alternative::all(cx, operation, response, (&hint, streams))));
        }
        if is_failure(status) && !is_final(status) {
            failures.push((response, alternative::all(cx, operation, response, (&hint, Streams::Text))));
        }
    }
    let responses = |parts: &[Part<'a>]| parts.iter().map(|(response, _)| *response).collect::<Vec<_>>();
    let sides = [responses(&successes), responses(&failures)];
    let bodyless = take_bodyless(&mut failures);
    let mut types = Vec::new();
    keep_first_stream(cx, &mut successes);
    let stream = if has_other { self::stream(cx, operation, outputs, owner) } else { None };
    let success = combine(cx, &successes, operation, (marker, "Output"), markers, &mut types);
    let failure = combine(cx, &failures, operation, (marker, "Error"), markers, &mut types);
    let headers = header::lower(cx, operation, owner, (module, marker), [&sides[0], &sides[1]]);
    let statuses = |parts: &[Part<'_>]| parts.iter().map(|(response, _)| response.status).collect::<Vec<_>>();
    Outcomes {
        success_media: media_types(&successes, &success),
        error_media: media_types(&failures, &failure),
        redirections: statuses(&successes).into_iter().filter(|status| is_redirection(*status)).collect(),
        errors: statuses(&failures),
        bodyless,
        headers,
        stream,
        success,
        failure,
        types,
    }
}

/// Returns the streams that stand beside other media types of a success.
fn stream<'a>(
    cx: &mut Cx<'_>,
    operation: &'a Operation,
    outputs: impl Iterator<Item = &'a Response>,
    owner: &str,
) -> Option<(Content, Option<Vec<String>>)> {
    if operation.method == "HEAD" {
        return None;
    }
    let outputs = outputs.filter(|response| response.content.iter().any(stream::is_stream));
    let mut parts: Vec<Part<'_>> = Vec::new();
    for response in outputs {
        let hint = owner_of(&response.at, owner, "stream");
        parts.push((response, alternative::all(cx, operation, response, (&hint, Streams::Read))));
    }
    keep_first_stream(cx, &mut parts);
    let content = distinct(&parts).into_iter().next()?;
    let media_types = media_types(&parts, &content);
    Some((content, media_types))
}

/// An operation has one kind of stream: those of other statuses are not read, and it is said so.
fn keep_first_stream(cx: &mut Cx<'_>, parts: &mut Vec<Part<'_>>) {
    let is_stream = |content: &Content| matches!(content, Content::Events(_) | Content::Items(_));
    let Some(first) = distinct(parts).into_iter().find(is_stream) else { return };
    parts.retain(|(response, alternatives)| {
        let is_other = alternatives.iter().any(|it| is_stream(&it.content) && it.content != first);
        if is_other {
            let message =
                format!("the items of status {} are not read one by one", status::words(response.status));
            let report = cx.sink.report(Code::SequentialBody, &response.at, message);
            report.help("the bindings read those of the status before it");
        }
        !is_other
    });
}

/// Takes the errors without a body away from others that all have the same, so that this is what an error is; beside
/// several they are variants like the others.
fn take_bodyless(failures: &mut Vec<Part<'_>>) -> Vec<Status> {
    let contents = distinct(failures);
    let mut bodyless = Vec::new();
    if contents.len() == 2 && contents.contains(&Content::None) {
        failures.retain(|(response, alternatives)| {
            let has_body = alternatives.iter().any(|alternative| alternative.content != Content::None);
            bodyless.extend((!has_body).then_some(response.status));
            has_body
        });
    }
    bodyless
}

fn distinct(parts: &[Part<'_>]) -> Vec<Content> {
    let mut distinct: Vec<Content> = Vec::new();
    for alternative in parts.iter().flat_map(|(_, alternatives)| alternatives) {
        if !distinct.contains(&alternative.content) {
            distinct.push(alternative.content.clone());
        }
    }
    distinct
}

/// Returns what is asked for, preferred first, unless the content says so itself.
fn media_types(parts: &[Part<'_>], content: &Content) -> Option<Vec<String>> {
    let alternatives = parts.iter().flat_map(|(_, alternatives)| alternatives);
    let mut all: Vec<String> = Vec::new();
    for name in alternatives.flat_map(|alternative| &alternative.media_types) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all.sort_by_key(|name| alternative::rank(name));
    (all != content.media_types()).then_some(all)
}

/// Inline schemas of the only success are the operation's `response`; others say which status they belong to.
fn hint_of(operation: &Operation, response: &Response) -> String {
    let successes = operation.responses.iter().filter(|response| is_success(response.status)).count();
    if is_success(response.status) && successes == 1 {
        "response".to_owned()
    } else {
        format!("response {}", status::text(response.status))
    }
}

/// One content stands for itself, one or nothing is an option, and what differs by status or media type becomes an enum.
fn combine(
    cx: &mut Cx<'_>,
    parts: &[Part<'_>],
    operation: &Operation,
    (marker, suffix): (&Name, &str),
    markers: &mut Scope,
    types: &mut Vec<Outcome>,
) -> Content {
    match distinct(parts).as_slice() {
        [] => Content::None,
        [only] => only.clone(),
        [some, Content::None] | [Content::None, some] => Content::Optional(Box::new(some.clone())),
        _ => {
            let text = format!("{} {suffix}", marker.as_str());
            let name = cx.claim(markers, &format!("{} {suffix}", operation.at), &text);
            types.push(outcome(cx, &name, parts, operation));
            Content::Outcome(name)
        }
    }
}

fn outcome(cx: &mut Cx<'_>, name: &Name, parts: &[Part<'_>], operation: &Operation) -> Outcome {
    let mut scope =
        cx.scope("outcome", &format!("{} {}", operation.at, name.as_str()), Case::Variant, "Status");
    let mut variants = Vec::new();
    for (response, alternatives) in parts {
        let is_several = alternatives.len() > 1;
        for (index, alternative) in alternatives.iter().enumerate() {
            let key = status::text(response.status);
            // The preferred one keeps the name of the status when others arrive.
            let key = match alternative.media_types.first().filter(|_| index > 0) {
                Some(other) => format!("{key} {}", alternative::words(other)),
                None => key,
            };
            variants.push(OutcomeVariant {
                name: cx.claim(&mut scope, &key, &key),
                docs: variant_docs(response, is_several.then_some(&alternative.media_types)),
                status: response.status,
                media_types: if is_several { alternative.media_types.clone() } else { Vec::new() },
                content: alternative.content.clone(),
            });
        }
    }
    let is_by_media_type = variants.iter().any(|variant| !variant.media_types.is_empty());
    let by = if is_by_media_type { "status and media type" } else { "status" };
    let docs = Docs::sentence(format!("What `{} {}` answers, by {by}.", operation.method, operation.path));
    Outcome { name: name.clone(), docs, variants }
}

fn variant_docs(response: &Response, media_types: Option<&Vec<String>>) -> Docs {
    let mut line = format!("Status {}", status::words(response.status));
    for (index, media_type) in media_types.into_iter().flatten().enumerate() {
        line.push_str(if index == 0 { ", " } else { " or " });
        line.push_str(&docs::code(media_type));
    }
    let mut docs = Docs::sentence(format!("{line}."));
    if let Some(description) = &response.description {
        docs.append(Docs::rewrite(description));
    }
    docs
}
