//! The one path on which every call is sent: deadline, retries, redirects, size limit.

use std::future::{poll_fn, Future};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, Request, StatusCode};

use super::client::Core;
use super::content::Reply;
use super::draft::{Draft, Sheet};
use super::error::Failure;
use super::operation::Declared;
use super::retry;
use super::transport::{Attempt, Body, CannotBlock};
use super::url;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// Sends a call and returns the whole response, whatever its status.
pub(super) async fn send(draft: Box<Draft>, declared: Declared) -> Result<Reply, Failure> {
    let limits = draft.limits;
    let sheet = draft.into_sheet()?;
    let mut reply = deliver(&sheet, declared, limits).await?;
    if reply.unread.is_some() {
        reply.origin = Some(Arc::new(Origin { sheet, declared, limits }));
    }
    Ok(reply)
}

/// The call that a body answers which is read while it arrives.
#[allow(dead_code)] // Bindings without streams do not read it.
pub(super) struct Origin {
    pub(super) sheet: Sheet,
    pub(super) declared: Declared,
    pub(super) limits: Limits,
}

/// A header, and what makes its value.
type Key = (&'static str, fn() -> String);

/// What a call may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) timeout: Duration,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retries: u32,
    /// The header of a key by which the server knows a request that comes twice, and what makes one.
    pub(super) key: Option<Key>,
}

/// Does the same with a call whose arguments were checked.
pub(super) async fn deliver(sheet: &Sheet, declared: Declared, limits: Limits) -> Result<Reply, Failure> {
    let timeout = limits.timeout;
    let deadline = sheet.draft.core.0.transport.sleep(timeout);
    // A future that is handed over is kept twice, unless it is pinned before.
    let work = pin!(attempts(sheet, declared, limits));
    race(work, deadline).await.unwrap_or(Err(Failure::Timeout { after: timeout }))
}

/// Does the same on this thread.
pub(super) fn send_blocking(draft: Box<Draft>, declared: Declared) -> Result<Reply, Failure> {
    let transport = draft.core.0.transport.clone();
    let mut result = None;
    let work = Box::pin(async { result = Some(send(draft, declared).await) });
    transport.block_on(work).map_err(Failure::Blocking)?;
    result.unwrap_or(Err(Failure::Blocking(CannotBlock::Unsupported)))
}

/// Returns what the work comes to, or `None` if the deadline is earlier. Work that is done wins.
pub(super) async fn race<T>(work: impl Future<Output = T>, deadline: impl Future<Output = ()>) -> Option<T> {
    let (mut work, mut deadline) = (pin!(work), pin!(deadline));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => deadline.as_mut().poll(context).map(|()| None),
    })
    .await
}

async fn attempts(sheet: &Sheet, declared: Declared, limits: Limits) -> Result<Reply, Failure> {
    let core = &sheet.draft.core.0;
    let end = core.transport.now().saturating_add(limits.timeout);
    let is_idempotent = limits.key.is_some() || retry::is_idempotent(&sheet.draft.method);
    let mut attempt = 0;
    let mut is_renewed = false;
    loop {
        let (request, used) = sheet.authorized().await?;
        let about = Attempt { template: sheet.draft.template, resends: attempt };
        let outcome = {
            let work = pin!(follow(&sheet.draft.core, request, declared, about));
            match limits.attempt_timeout {
                Some(after) => {
                    race(work, core.transport.sleep(after)).await.unwrap_or(Err(Failure::Timeout { after }))
                }
                None => work.await,
            }
        };
        // A token may end earlier than its provider knows. What was refused was not processed.
        let is_refused = matches!(&outcome, Ok(reply) if reply.status() == StatusCode::UNAUTHORIZED);
        if is_refused && !is_renewed && sheet.is_repeatable() {
            is_renewed = used.iter().any(|(credential, secret, _)| credential.refused(secret));
            if is_renewed {
                continue;
            }
        }
        let may_repeat = attempt < limits.retries && sheet.is_repeatable();
        let pause = retry::pause(&outcome, is_idempotent, attempt, core.transport.as_ref(), end);
        let Some(pause) = pause.filter(|_| may_repeat && core.budget.spend()) else {
            core.budget.earn(&outcome);
            return outcome;
        };
        core.transport.sleep(pause).await;
        attempt += 1;
    }
}

/// Sends a request and follows redirects, but only of requests that ask, and only on the same server: elsewhere the
/// credentials would be for somebody else.
pub(super) async fn follow(
    core: &Core,
    mut request: Request<Body>,
    declared: Declared,
    about: Attempt,
) -> Result<Reply, Failure> {
    let mut left = match *request.method() {
        Method::GET | Method::HEAD => MAX_REDIRECTS,
        _ => 0,
    };
    loop {
        let (head, body) = request.into_parts();
        // What is sent piece by piece cannot be sent again to another place.
        let again = (left > 0).then(|| Some((head.clone(), body.again()?))).flatten();
        let limit = core.0.settings.max_response_bytes;
        let reply = exchange(core, Request::from_parts(head, body), Some(declared), about, limit).await?;
        let is_redirect = matches!(reply.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        let Some((mut head, body)) = again.filter(|_| is_redirect && !declared.describes(reply.status())) else {
            return Ok(reply);
        };
        let location = reply.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        match location.and_then(|location| url::on_same_server(&head.uri, location)) {
            Some(target) => head.uri = target,
            None => return Ok(reply),
        }
        request = Request::from_parts(head, body);
        left -= 1;
    }
}

/// Sends a request and reads the answer, but no more than `limit` bytes, unless it is read while it arrives.
pub(super) async fn exchange(
    core: &Core,
    request: Request<Body>,
    declared: Option<Declared>,
    about: Attempt,
    limit: usize,
) -> Result<Reply, Failure> {
    let response = core.0.transport.send(request, about).await.map_err(Failure::Transport)?;
    let (head, body) = response.into_parts();
    let mut reply = Reply::new(head.status, head.headers, Bytes::new());
    if declared.is_some_and(|it| it.is_streamed(&reply)) {
        reply.unread = Some(Arc::new(Mutex::new(Some(body))));
        return Ok(reply);
    }
    let end;
    (reply.body, end) = body.read(limit).await;
    match end {
        Ok(()) => Ok(reply),
        Err(error) => Err(Failure::Body { error, reply: Box::new(reply) }),
    }
}
