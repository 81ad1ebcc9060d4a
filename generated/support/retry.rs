//! Retries: whether a request is sent again, and after which time.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::header::{HeaderName, DATE, RETRY_AFTER};
use http::{Method, StatusCode};

use super::content::Reply;
use super::error::Failure;
use super::transport::{BodyError, Transport};

/// The first pause is shorter than this, each one after that than twice the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// No pause that the server did not ask for is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Returns how long to wait before the request is sent again, or `None` if it is not.
///
/// It is sent again if sending it twice does no harm, or if it surely was not processed: there was no connection,
/// or the server said when to come again. `end` is when the time of the call is over, by the clock of the transport; a
/// pause that does not fit into it is not begun.
pub(super) fn pause(
    outcome: &Result<Reply, Failure>,
    is_idempotent: bool,
    attempt: u32,
    clock: &dyn Transport,
    end: Duration,
) -> Option<Duration> {
    let pause = match outcome {
        Ok(reply) => retry_after(reply, clock).or_else(|| {
            let asks_nothing = !reply.headers().contains_key(RETRY_AFTER);
            (is_busy(reply.status()) && is_idempotent && asks_nothing).then(|| backoff(attempt))
        }),
        Err(Failure::Transport(error)) => (error.is_connect() || is_idempotent).then(|| backoff(attempt)),
        Err(Failure::Body { error: BodyError::Interrupted(_), .. } | Failure::Timeout { .. }) => {
            is_idempotent.then(|| backoff(attempt))
        }
        Err(_) => None,
    }?;
    (pause < end.saturating_sub(clock.now())).then_some(pause)
}

/// Whether a request of the method may come twice. Of methods that nobody knows, nobody knows that.
pub(super) fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}

/// Whether a status says that the same request may succeed later.
pub(super) fn is_busy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

/// Returns the time that a busy server asks for, in seconds or as a date, which is one of its own clock.
fn retry_after(reply: &Reply, clock: &dyn Transport) -> Option<Duration> {
    if !matches!(reply.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return None;
    }
    let header = |name: HeaderName| Some(reply.headers().get(name)?.to_str().ok()?.trim());
    let text = header(RETRY_AFTER)?;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let now = header(DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    let now = now.or_else(|| SystemTime::UNIX_EPOCH.checked_add(clock.now()))?;
    Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default())
}

/// Returns a random time below a limit that doubles with each attempt, so that clients that failed together
/// do not come again together.
fn backoff(attempt: u32) -> Duration {
    let limit = FIRST_PAUSE.saturating_mul(1 << attempt.min(16)).min(LONGEST_PAUSE);
    // Each state has keys of its own, which is all the randomness that this needs.
    let random = RandomState::new().hash_one(attempt) >> 32;
    limit.mul_f64(random as f64 / f64::from(u32::MAX))
}

/// What a client has for sending requests again. Calls that end well add a tenth of a request to it, up to ten; so a server
/// that is down gets hardly more requests than one that is up, whatever each call may do.
pub(super) struct Budget(AtomicU32);

impl Budget {
    const REQUEST: u32 = 10;
    const FULL: u32 = 10 * Self::REQUEST;

    /// Starts with ten requests.
    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes a request out, if there is one.
    pub(super) fn spend(&self) -> bool {
        let less = |left: u32| left.checked_sub(Self::REQUEST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Adds to it if the server did what it was asked.
    pub(super) fn earn(&self, outcome: &Result<Reply, Failure>) {
        if matches!(outcome, Ok(reply) if !is_busy(reply.status())) {
            let more = |left: u32| (left < Self::FULL).then_some(left + 1);
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}
