//! Work that is done once, however many callers wait for it.
//!
//! Whoever waits drives the work, and any of them can go away: the others go on with what was done so far. When the last
//! one goes, the work is dropped, so that no later caller inherits a connection that nobody has looked after.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::transport::BoxFuture;

/// Work on its way.
pub(super) struct Flight<T> {
    state: Mutex<State<T>>,
    wakers: Arc<Wakers>,
}

struct State<T> {
    work: Work<T>,
    waiting: usize,
    next: u64,
}

enum Work<T> {
    /// Nobody polls it right now.
    Resting(BoxFuture<'static, T>),
    /// One of those that wait polls it.
    Polled,
    Done(T),
    /// Everybody went away, or it panicked.
    Lost,
}

impl<T: Clone> Flight<T> {
    /// Takes off with one who waits.
    pub(super) fn start(work: BoxFuture<'static, T>) -> Waiting<T> {
        let state = State { work: Work::Resting(work), waiting: 1, next: 0 };
        let flight = Self { state: Mutex::new(state), wakers: Arc::default() };
        Waiting { flight: Arc::new(flight), number: 0 }
    }

    /// Waits for the work, unless it is over.
    pub(super) fn join(self: &Arc<Self>) -> Option<Waiting<T>> {
        let mut state = lock(&self.state);
        if matches!(state.work, Work::Done(_) | Work::Lost) {
            return None;
        }
        state.waiting += 1;
        state.next += 1;
        Some(Waiting { flight: self.clone(), number: state.next })
    }
}

/// Returns what the work comes to, or `None` if it panicked.
pub(super) struct Waiting<T> {
    flight: Arc<Flight<T>>,
    number: u64,
}

impl<T> Waiting<T> {
    /// Returns what others can join.
    pub(super) fn flight(&self) -> Arc<Flight<T>> {
        self.flight.clone()
    }
}

impl<T: Clone> Future for Waiting<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let flight = &self.flight;
        lock(&flight.wakers.0).insert(self.number, context.waker().clone());
        let mut work = {
            let mut state = lock(&flight.state);
            match std::mem::replace(&mut state.work, Work::Polled) {
                Work::Resting(work) => work,
                Work::Polled => return Poll::Pending,
                Work::Done(value) => {
                    state.work = Work::Done(value.clone());
                    return Poll::Ready(Some(value));
                }
                Work::Lost => {
                    state.work = Work::Lost;
                    return Poll::Ready(None);
                }
            }
        };
        // If the work panics, this is dropped with nothing in it.
        let mut polled = Polled { flight, becomes: Work::Lost };
        let waker = Waker::from(flight.wakers.clone());
        match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => {
                polled.becomes = Work::Done(value.clone());
                Poll::Ready(Some(value))
            }
            Poll::Pending => {
                polled.becomes = Work::Resting(work);
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        lock(&self.flight.wakers.0).remove(&self.number);
        let mut state = lock(&self.flight.state);
        state.waiting -= 1;
        if state.waiting == 0 && matches!(state.work, Work::Resting(_)) {
            let work = std::mem::replace(&mut state.work, Work::Lost);
            drop(state);
            drop(work);
        } else {
            drop(state);
            // The work may have called this one alone.
            self.flight.wakers.wake_by_ref();
        }
    }
}

/// Puts the work back when it was polled.
struct Polled<'f, T> {
    flight: &'f Flight<T>,
    becomes: Work<T>,
}

impl<T> Drop for Polled<'_, T> {
    fn drop(&mut self) {
        let becomes = std::mem::replace(&mut self.becomes, Work::Lost);
        let is_over = !matches!(becomes, Work::Resting(_));
        lock(&self.flight.state).work = becomes;
        if is_over {
            self.flight.wakers.wake_by_ref();
        }
    }
}

/// Wakes all that wait, because any of them can go on with the work.
#[derive(Default)]
struct Wakers(Mutex<BTreeMap<u64, Waker>>);

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wakers: Vec<Waker> = lock(&self.0).values().cloned().collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
