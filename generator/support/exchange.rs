//! The one path on which every call is sent: deadline, retries, redirects, size limit.

use std::future::{poll_fn, Future};
use std::pin::{pin, Pin};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use http::header::LOCATION;
use http::{Method, Request, StatusCode, Uri};

use super::content::Reply;
use super::draft::{Draft, Sent, Sheet, Used};
use super::error::Failure;
use super::operation::Declared;
use super::request_error::RequestError;
use super::retry;
use super::transport::{Answering, Attempt, Body, BoxFuture, CannotBlock};
use super::url;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// Sends a call and returns the whole response, whatever its status.
pub(super) async fn send(draft: Box<Draft>, declared: &'static Declared) -> Result<Reply, Failure> {
    let sheet = draft.into_sheet()?;
    let mut reply = deliver(&sheet, declared).await?;
    if reply.unread.is_some() {
        reply.origin = Some(Arc::new(Origin { sheet, declared }));
    }
    Ok(reply)
}

/// The call that a body answers which is read while it arrives.
#[allow(dead_code)] // Bindings without streams do not read it.
pub(super) struct Origin {
    pub(super) sheet: Sheet,
    pub(super) declared: &'static Declared,
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
pub(super) async fn deliver(sheet: &Sheet, declared: &'static Declared) -> Result<Reply, Failure> {
    let after = sheet.draft.limits.timeout;
    let deadline = sheet.draft.core.0.transport.sleep(after);
    let work = pin!(attempts(sheet, declared));
    race(work, deadline).await.unwrap_or(Err(Failure::Timeout { after }))
}

/// Does the same on this thread.
pub(super) fn send_blocking(draft: Box<Draft>, declared: &'static Declared) -> Result<Reply, Failure> {
    let transport = draft.core.0.transport.clone();
    let mut result = None;
    let work = Box::pin(async { result = Some(send(draft, declared).await) });
    transport.block_on(work).map_err(Failure::Blocking)?;
    result.unwrap_or(Err(Failure::Blocking(CannotBlock::Unsupported)))
}

/// Returns what the work comes to, or `None` if the deadline is earlier. Work that is done wins.
pub(super) fn race<'w, T>(
    mut work: Pin<&'w mut (impl Future<Output = T> + Send)>,
    mut deadline: BoxFuture<'w, ()>,
) -> impl Future<Output = Option<T>> + Send + 'w {
    poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => deadline.as_mut().poll(context).map(|()| None),
    })
}

async fn attempts(sheet: &Sheet, declared: &'static Declared) -> Result<Reply, Failure> {
    let (core, limits) = (&sheet.draft.core.0, &sheet.draft.limits);
    let end = core.transport.now().saturating_add(limits.timeout);
    let is_idempotent = limits.key.is_some() || retry::is_idempotent(&sheet.draft.method);
    let mut about = Attempt { template: sheet.draft.template, resends: 0 };
    let (mut attempt, mut is_renewed) = (0, false);
    loop {
        // In a box, because the future of every call would have room for it.
        let used = if sheet.is_known() { Used::new() } else { Box::pin(sheet.ask()).await? };
        let outcome = {
            let work = pin!(follow(sheet, || sheet.request(&used), declared, &mut about));
            match limits.attempt_timeout {
                Some(after) => {
                    race(work, core.transport.sleep(after)).await.unwrap_or(Err(Failure::Timeout { after }))
                }
                None => work.await,
            }
        };
        about.resends += 1;
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
/// credentials would be for somebody else. The request is made anew for each place.
pub(super) async fn follow(
    sheet: &Sheet,
    request: impl Fn() -> Result<Request<Body>, RequestError>,
    declared: &Declared,
    about: &mut Attempt,
) -> Result<Reply, Failure> {
    let core = &sheet.draft.core.0;
    let asks = matches!(sheet.draft.method, Method::GET | Method::HEAD);
    // What is sent piece by piece cannot be sent again to another place.
    let is_whole = matches!(sheet.draft.body, Sent::Whole(_));
    let mut left = if asks && is_whole { MAX_REDIRECTS } else { 0 };
    let mut sent = core.transport.send(request()?, *about);
    let mut place: Option<Box<Uri>> = None;
    loop {
        let reply = receive(sent, Some(declared), core.settings.max_response_bytes).await?;
        let is_redirect = matches!(reply.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        if left == 0 || !is_redirect || declared.describes(reply.status()) {
            return Ok(reply);
        }
        let mut next = request()?;
        let location = reply.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let from = place.as_deref().unwrap_or(next.uri());
        let Some(target) = location.and_then(|location| url::on_same_server(from, location)) else {
            return Ok(reply);
        };
        next.uri_mut().clone_from(&target);
        about.resends += 1;
        sent = core.transport.send(next, *about);
        place = Some(Box::new(target));
        left -= 1;
    }
}

/// Reads an answer, but no more than `limit` bytes, unless it is read while it arrives.
pub(super) async fn receive(
    answer: Answering<'_>,
    declared: Option<&Declared>,
    limit: usize,
) -> Result<Reply, Failure> {
    let (mut reply, body) = Reply::open(answer.await.map_err(Failure::Transport)?);
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
