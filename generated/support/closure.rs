//! A transport that is a function: for tests, and for HTTP clients that block.

use std::future::Future;
use std::pin::{pin, Pin};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};

use super::transport::{Answering, Attempt, Body, BoxFuture, CannotBlock, Transport, TransportError};

/// Returns a transport that answers with a function.
///
/// The function gets a body that is sent piece by piece when all of it is there.
/// The function runs on the thread that awaits or blocks, and the client cannot interrupt it: one that waits for a network
/// needs a time-out of its own. Waiting between retries is on the client's account.
pub fn from_fn<F>(answer: F) -> impl Transport
where
    F: Fn(Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + Sync + 'static,
{
    Closure(answer)
}

struct Closure<F>(F);

impl<F> Transport for Closure<F>
where
    F: Fn(Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + Sync + 'static,
{
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?;
            (self.0)(Request::from_parts(head, body)).map(|response| response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        sleep(duration)
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        block_on(work)
    }
}

/// Does work on this thread, without a runtime.
pub(super) fn block_on(work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut work = pin!(work);
    while work.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
    Ok(())
}

/// Wakes the thread that blocks.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Returns after that time, without a runtime.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(Sleep { end: Instant::now().checked_add(duration), alarm: None })
}

/// Waits without a runtime: a thread keeps the time, but only if somebody really waits, and no longer than that.
struct Sleep {
    /// When it is over; `None` is later than the clock can say.
    end: Option<Instant>,
    alarm: Option<Arc<Alarm>>,
}

#[derive(Default)]
struct Alarm {
    state: Mutex<State>,
    cancelled: Condvar,
}

#[derive(Default)]
struct State {
    waker: Option<Waker>,
    is_cancelled: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else { return Poll::Pending };
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        let alarm = self.alarm.get_or_insert_with(|| Alarm::start(end));
        alarm.state.lock().unwrap_or_else(PoisonError::into_inner).waker = Some(context.waker().clone());
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(alarm) = &self.alarm {
            alarm.state.lock().unwrap_or_else(PoisonError::into_inner).is_cancelled = true;
            alarm.cancelled.notify_one();
        }
    }
}

impl Alarm {
    fn start(end: Instant) -> Arc<Self> {
        let alarm = Arc::new(Self::default());
        let ringing = alarm.clone();
        if thread::Builder::new().spawn(move || ringing.ring_at(end)).is_err() {
            thread::sleep(end.saturating_duration_since(Instant::now()));
        }
        alarm
    }

    fn ring_at(&self, end: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.is_cancelled {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if let Some(waker) = state.waker.take() {
                    waker.wake();
                }
                return;
            }
            let waited = self.cancelled.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
