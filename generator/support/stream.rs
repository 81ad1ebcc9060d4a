//! Bodies that are read while they arrive.
//!
//! The deadline of a call ends with the head of the response. From then on each piece has the same time, so that a body may
//! take as long as it likes while something comes.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::call::Call;
use super::closure;
use super::content::{Content, Reply};
use super::decode_error::DecodeError;
use super::error::Failure;
use super::exchange::{race, Origin};
use super::media_type::MediaTypes;
use super::operation::{Operation, Security, Statuses};
use super::request_error::RequestError;
use super::transport::{Body, BodyError, BoxFuture, CannotBlock, Chunks, TransportError};

/// The bytes of a body while they arrive: a [`Stream`] of pieces, and in a `for` loop an iterator that blocks.
///
/// It has no limit of size unless it is given one.
pub struct ByteStream {
    state: State,
    origin: Option<Arc<Origin>>,
    left: usize,
    limit: usize,
}

enum State {
    Whole(Bytes),
    Idle(Box<dyn Chunks>),
    Reading(BoxFuture<'static, Step>),
    Over,
}

/// A piece, or `None` if it did not come in time, and where the next one comes from.
type Step = (Box<dyn Chunks>, Option<Result<Option<Bytes>, TransportError>>);

impl ByteStream {
    /// Takes the body of a response that was not read, or else what was read of it.
    pub(super) fn of(reply: &Reply) -> Self {
        let unread = reply.unread.as_ref();
        let unread = unread.and_then(|it| it.lock().unwrap_or_else(PoisonError::into_inner).take());
        let state = match unread.map_or(Ok(reply.body().clone()), Body::into_whole) {
            Ok(bytes) => State::Whole(bytes),
            Err(chunks) => State::Idle(chunks),
        };
        Self { state, origin: reply.origin.clone(), left: usize::MAX, limit: usize::MAX }
    }

    /// Ends the stream with an error after so many bytes.
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self { left: bytes, limit: bytes, ..self }
    }

    /// Waits for the next piece.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    pub(super) fn origin(&self) -> Option<&Arc<Origin>> {
        self.origin.as_ref()
    }

    fn timeout(&self) -> Duration {
        self.origin().map_or(Duration::MAX, |origin| origin.sheet.draft.limits.timeout)
    }

    fn read(&self, mut chunks: Box<dyn Chunks>) -> BoxFuture<'static, Step> {
        let origin = self.origin.clone();
        Box::pin(async move {
            let mut piece = poll_fn(|context| chunks.poll_next(context));
            let step = match origin {
                Some(origin) => {
                    let draft = &origin.sheet.draft;
                    let deadline = draft.core.0.transport.sleep(draft.limits.timeout);
                    race(Pin::new(&mut piece), deadline).await
                }
                None => Some(piece.await),
            };
            (chunks, step)
        })
    }

    fn pass(&mut self, piece: Bytes) -> Option<Result<Bytes, StreamError>> {
        match self.left.checked_sub(piece.len()) {
            Some(left) => self.left = left,
            None => {
                self.state = State::Over;
                return Some(Err(StreamError::Body(BodyError::TooLarge { limit: self.limit })));
            }
        }
        Some(Ok(piece))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let mut reading = match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
                State::Whole(bytes) => return Poll::Ready(self.pass(bytes)),
                State::Idle(chunks) => self.read(chunks),
                State::Reading(reading) => reading,
            };
            let Poll::Ready((chunks, step)) = reading.as_mut().poll(context) else {
                self.state = State::Reading(reading);
                return Poll::Pending;
            };
            match step {
                Some(Ok(Some(piece))) if piece.is_empty() => self.state = State::Idle(chunks),
                Some(Ok(Some(piece))) => {
                    self.state = State::Idle(chunks);
                    return Poll::Ready(self.pass(piece));
                }
                Some(Ok(None)) => return Poll::Ready(None),
                Some(Err(error)) => {
                    return Poll::Ready(Some(Err(StreamError::Body(BodyError::Interrupted(error)))));
                }
                None => return Poll::Ready(Some(Err(StreamError::Timeout { after: self.timeout() }))),
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

impl IntoIterator for ByteStream {
    type Item = Result<Bytes, StreamError>;
    type IntoIter = BlockingStream<Self>;

    fn into_iter(self) -> BlockingStream<Self> {
        BlockingStream::new(self.origin.clone(), self)
    }
}

/// A stream as an iterator that blocks.
pub struct BlockingStream<S> {
    stream: Option<S>,
    origin: Option<Arc<Origin>>,
}

impl<S> BlockingStream<S> {
    pub(super) fn new(origin: Option<Arc<Origin>>, stream: S) -> Self {
        Self { stream: Some(stream), origin }
    }
}

impl<S: fmt::Debug> fmt::Debug for BlockingStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingStream").field(&self.stream).finish()
    }
}

impl<T: Send, S: Stream<Item = Result<T, StreamError>> + Unpin + Send> Iterator for BlockingStream<S> {
    type Item = Result<T, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let mut item = None;
        let work: BoxFuture<'_, ()> = Box::pin(async {
            item = poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await;
        });
        let result = match &self.origin {
            Some(origin) => origin.sheet.draft.core.0.transport.block_on(work),
            None => closure::block_on(work),
        };
        if let Err(error) = result {
            self.stream = None;
            return Some(Err(StreamError::Blocking(error)));
        }
        item
    }
}

/// A body that is handed over while it arrives.
#[derive(Debug)]
pub enum Streamed {}

impl Content for Streamed {
    type Value = ByteStream;
    const STREAMED: bool = true;

    fn decode(reply: &Reply) -> Result<ByteStream, DecodeError> {
        Ok(ByteStream::of(reply.declared()?))
    }
}

/// An operation whose success is handed over while it arrives.
pub struct Streaming<O>(PhantomData<fn() -> O>);

impl<O: Operation> Operation for Streaming<O> {
    const METHOD: &'static str = O::METHOD;
    const PATH: &'static str = O::PATH;
    const SECURITY: Security = O::SECURITY;
    const SCOPES: Security = O::SCOPES;
    const SUCCESS: Statuses = O::SUCCESS;
    const ERRORS: Statuses = O::ERRORS;
    const BODYLESS: Statuses = O::BODYLESS;
    const SUCCESS_MEDIA: MediaTypes = O::SUCCESS_MEDIA;
    const ERROR_MEDIA: MediaTypes = O::ERROR_MEDIA;
    type Success = Streamed;
    type Failure = O::Failure;
}

impl<O: Operation> Call<O> {
    /// Hands the body of a success over while it arrives, in the place of what the document says it is.
    ///
    /// The time of the call is that until the body begins, and again that for each piece of it.
    pub fn streaming(self) -> Call<Streaming<O>> {
        Call { draft: self.draft, operation: PhantomData }
    }
}

/// A stream that cannot go on, or an item that is not what the document says.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection ended early, or more came than is accepted.
    Body(BodyError),
    /// Nothing came in time.
    Timeout {
        /// The time that there was.
        after: Duration,
    },
    /// An item is not what the document says; the stream goes on after it.
    Decode {
        /// What is wrong, and where.
        error: DecodeError,
        /// The item as the server sent it.
        item: Bytes,
    },
    /// The stream was interrupted, and the server did not go on with it.
    Refused {
        /// What it answered.
        reply: Box<Reply>,
    },
    /// The stream was interrupted, and the request for the rest could not be made.
    Request(RequestError),
    /// The stream cannot block.
    Blocking(CannotBlock),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(error) => error.fmt(f),
            Self::Timeout { after } => write!(f, "nothing came within {after:?}"),
            Self::Decode { error, .. } => write!(f, "an item is not what the document says: {error}"),
            Self::Refused { reply } => {
                write!(f, "the stream was interrupted, and then the server answered {reply}")
            }
            Self::Request(error) => error.fmt(f),
            Self::Blocking(error) => error.fmt(f),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Body(error) => error.source(),
            Self::Request(error) => error.source(),
            Self::Blocking(error) => error.source(),
            Self::Timeout { .. } | Self::Decode { .. } | Self::Refused { .. } => None,
        }
    }
}

impl From<Failure> for StreamError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Transport(error) => Self::Body(BodyError::Interrupted(error)),
            Failure::Timeout { after } => Self::Timeout { after },
            Failure::Blocking(error) => Self::Blocking(error),
            Failure::Body { error, .. } => Self::Body(error),
        }
    }
}
