//! Transports: what carries a request to the server and the answer back.

use std::error::Error as StdError;
use std::fmt;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};

/// An error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A future of any type.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An answer on its way.
pub type Answering<'a> = BoxFuture<'a, Result<Response<Body>, TransportError>>;

/// Carries requests and answers.
///
/// Time-outs, retries and redirects are the client's: a transport sends a request once, follows no redirect,
/// and returns every status as a response. It is dropped in the middle when the time of a call is over.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the answer, whose body may still be on its way.
    ///
    /// A transport that goes around another passes on what it was told of the attempt.
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_>;

    /// Returns after that time.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Returns the time since 1970 by a clock that never goes back.
    ///
    /// Where `std` has no clock, and where `sleep` has one of its own, this is that; a transport that goes around another
    /// returns what that one does.
    fn now(&self) -> Duration {
        static START: OnceLock<(Duration, Instant)> = OnceLock::new();
        let start = || (SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(), Instant::now());
        let (time, start) = START.get_or_init(start);
        *time + start.elapsed()
    }

    /// Does work on this thread until it is done.
    ///
    /// # Errors
    ///
    /// The transport cannot block, or not on this thread.
    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        drop(work);
        Err(CannotBlock::Unsupported)
    }
}

/// What a transport may want to know of a request.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Attempt {
    /// The path of the operation as the document has it; empty for a request for a token.
    pub template: &'static str,
    /// How often the request was sent before.
    pub resends: u32,
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_> {
        self.as_ref().send(request, attempt)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.as_ref().sleep(duration)
    }

    fn now(&self) -> Duration {
        self.as_ref().now()
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        self.as_ref().block_on(work)
    }
}

/// The body of a request or an answer.
pub struct Body(Source);

enum Source {
    Whole(Bytes),
    Chunks(Box<dyn Chunks>),
}

/// A body that arrives or is sent piece by piece.
pub trait Chunks: Send {
    /// Returns the next piece, or `None` after the last.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>>;

    /// Returns how many bytes all pieces have, if that is known before they are there.
    fn length(&self) -> Option<u64> {
        None
    }
}

/// A body that is opened each time it is sent.
pub trait Reopen: Send + Sync {
    /// Opens it, or returns `None` if it was opened before and that works only once.
    ///
    /// # Errors
    ///
    /// There is nothing to open.
    fn open(&self) -> Result<Option<Body>, BoxError>;

    /// Whether it can be opened again.
    fn is_repeatable(&self) -> bool;
}

impl Body {
    /// Returns a body that arrives piece by piece.
    pub fn chunks(chunks: impl Chunks + 'static) -> Self {
        Self(Source::Chunks(Box::new(chunks)))
    }

    /// Returns the bytes of a body that is whole, or else what the pieces come from.
    ///
    /// # Errors
    ///
    /// The pieces, of a body that is not whole.
    pub fn into_whole(self) -> Result<Bytes, Box<dyn Chunks>> {
        match self.0 {
            Source::Whole(bytes) => Ok(bytes),
            Source::Chunks(chunks) => Err(chunks),
        }
    }

    /// Waits for all of it, for a transport that cannot send piece by piece.
    ///
    /// # Errors
    ///
    /// A piece could not be read.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        match self.read(usize::MAX).await {
            (bytes, Ok(()) | Err(BodyError::TooLarge { .. })) => Ok(bytes),
            (_, Err(BodyError::Interrupted(error))) => Err(error),
        }
    }

    /// Reads all of it, but no more than `limit` bytes. What was read comes back in any case.
    pub(super) async fn read(self, limit: usize) -> (Bytes, Result<(), BodyError>) {
        let mut chunks = match self.0 {
            Source::Whole(bytes) if bytes.len() > limit => {
                return (bytes.slice(..limit), Err(BodyError::TooLarge { limit }))
            }
            Source::Whole(bytes) => return (bytes, Ok(())),
            Source::Chunks(chunks) => chunks,
        };
        let (mut only, mut all) = (Bytes::new(), BytesMut::new());
        let end = loop {
            match poll_fn(|context| chunks.poll_next(context)).await {
                Ok(Some(piece)) if piece.len() > limit - only.len() - all.len() => {
                    break Err(BodyError::TooLarge { limit });
                }
                // Most bodies are one piece, which is not copied.
                Ok(Some(piece)) if only.is_empty() && all.is_empty() => only = piece,
                Ok(Some(piece)) => {
                    all.extend_from_slice(&std::mem::take(&mut only));
                    all.extend_from_slice(&piece);
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(BodyError::Interrupted(error)),
            }
        };
        (if all.is_empty() { only } else { all.freeze() }, end)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Source::Whole(bytes))
    }
}

impl From<Box<dyn Chunks>> for Body {
    fn from(chunks: Box<dyn Chunks>) -> Self {
        Self(Source::Chunks(chunks))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Source::Chunks(_) => f.write_str("Body(chunks)"),
        }
    }
}

/// A body that was not read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyError {
    /// It has more bytes than the client accepts.
    TooLarge {
        /// How many bytes the client accepts.
        limit: usize,
    },
    /// The connection ended first.
    Interrupted(TransportError),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the body has more than {limit} bytes"),
            Self::Interrupted(_) => f.write_str("the body ended early"),
        }
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Interrupted(error) => Some(error),
        }
    }
}

/// A request that was not answered.
#[derive(Debug)]
pub struct TransportError {
    is_connect: bool,
    source: BoxError,
}

impl TransportError {
    /// A failure of which nobody knows whether the server has processed the request.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self { is_connect: false, source: source.into() }
    }

    /// A failure before anything was sent, so that any request can be sent again.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self { is_connect: true, source: source.into() }
    }

    /// Whether there was no connection, and so nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.is_connect
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_connect { "no connection to the server" } else { "the server did not answer" })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Why a call cannot block.
#[derive(Debug)]
#[non_exhaustive]
pub enum CannotBlock {
    /// The transport can only be awaited.
    Unsupported,
    /// This thread belongs to an async runtime, which would stand still; await the call there.
    InsideRuntime,
    /// What the transport needs for blocking could not be started.
    Start(std::io::Error),
}

impl fmt::Display for CannotBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsupported => "this transport cannot block; await the call",
            Self::InsideRuntime => "a call cannot block inside an async runtime; await it",
            Self::Start(_) => "no runtime for a blocking call",
        })
    }
}

impl StdError for CannotBlock {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Start(error) => Some(error),
            Self::Unsupported | Self::InsideRuntime => None,
        }
    }
}
