//! `responses`.

use super::body;
use super::context::Cx;
use super::docs;
use super::header;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Response, Status};
use openapiv3::{ReferenceOr, Responses, StatusCode};

/// Returns the responses of an operation in the document's order, `default` last.
pub(super) fn all<'a>(cx: &mut Cx<'a, '_>, responses: &'a Responses, holder: &Pointer) -> Vec<Response> {
    let at = holder.join("responses");
    let mut all = Vec::with_capacity(responses.responses.len() + 1);
    for (key, response) in &responses.responses {
        let at = at.join(key);
        all.extend(status(key).and_then(|status| one(cx, status, response, &at)));
    }
    if let Some(response) = &responses.default {
        all.extend(one(cx, Status::Default, response, &at.join("default")));
    }
    all
}

/// Returns the statuses of a key; the loader has reported and removed those that HTTP does not have.
fn status(key: &StatusCode) -> Option<Status> {
    match *key {
        StatusCode::Code(code) => (100..1000).contains(&code).then_some(Status::Code(code)),
        StatusCode::Range(digit) => {
            u8::try_from(digit).ok().filter(|digit| (1..=5).contains(digit)).map(Status::Range)
        }
    }
}

fn one<'a>(
    cx: &mut Cx<'a, '_>,
    status: Status,
    response: &'a ReferenceOr<openapiv3::Response>,
    at: &Pointer,
) -> Option<Response> {
    report_informational(cx, status, at);
    let (response, at) = cx.follow(response, at)?;
    let headers = header::all(cx, response, &at);
    let content = body::content(cx, &response.content, &at);
    Some(Response { status, description: docs::text(Some(&response.description)), headers, content, at })
}

/// Reports a response that comes before the answer, which HTTP clients keep to themselves.
fn report_informational(cx: &mut Cx<'_, '_>, status: Status, at: &Pointer) {
    let message = match status {
        Status::Code(101) => {
            "`101` changes the protocol of the connection: the bindings do not speak another one"
        }
        Status::Code(100..=199) | Status::Range(1) => {
            "statuses from 100 to 199 come before the answer: the bindings do not hand them to callers"
        }
        _ => return,
    };
    cx.report(Code::InformationalStatus, at, message);
}
