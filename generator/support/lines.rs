//! Bodies of JSON values that come one after the other: JSON Lines (NDJSON) and JSON text sequences (RFC 7464).

use std::borrow::Borrow;
use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{ready, Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use super::call::Call;
use super::request_error::RequestError;
use super::transport::{Body, BoxError, Chunks, Reopen, TransportError};

/// What stands before each text of a sequence.
const RS: u8 = 0x1e;

/// Values that are sent one after the other: those of any iterator (a `Vec`, a slice …), or [of a stream](Self::stream).
///
/// Those of an iterator are encoded before anything is sent.
pub struct Lines<T> {
    kind: Kind,
    item: PhantomData<fn(T)>,
}

enum Kind {
    /// All of them, each ended by a line break.
    Whole(serde_json::Result<Vec<u8>>),
    Stream(Texts),
}

/// The texts of values, each ended by a line break.
type Texts = Pin<Box<dyn Stream<Item = Result<Vec<u8>, ItemError>> + Send>>;

impl<T: Serialize> Lines<T> {
    /// Sends the values of a stream, each of which is asked for when the connection takes more.
    ///
    /// An error of the stream ends the call with one that has it as a source (see [`ItemError::of`]). Such a call is not
    /// repeated and follows no redirect, unless the stream was not asked yet.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self { kind: Kind::Stream(Box::pin(Encoded(Box::pin(stream)))), item: PhantomData }
    }
}

impl<T: Serialize, I: IntoIterator> From<I> for Lines<T>
where
    I::Item: Borrow<T>,
{
    fn from(items: I) -> Self {
        let mut lines = Vec::new();
        let written = items.into_iter().try_for_each(|item| {
            serde_json::to_writer(&mut lines, item.borrow())?;
            lines.push(b'\n');
            Ok(())
        });
        Self { kind: Kind::Whole(written.map(|()| lines)), item: PhantomData }
    }
}

impl<T> fmt::Debug for Lines<T> {
    /// Shows no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Whole(_) => f.write_str("Lines(values)"),
            Kind::Stream(_) => f.write_str("Lines(stream)"),
        }
    }
}

/// Why a value of a stream was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum ItemError {
    /// The stream had an error instead of it.
    Stream(BoxError),
    /// It cannot be serialized.
    Json(serde_json::Error),
}

impl ItemError {
    /// Returns the one that an error, such as that of a call, comes from.
    pub fn of<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stream(_) => "the stream of values for the body had an error",
            Self::Json(_) => "a value for the body cannot be serialized",
        })
    }
}

impl StdError for ItemError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Stream(error) => Some(error.as_ref()),
            Self::Json(error) => Some(error),
        }
    }
}

/// Encodes the values of a stream.
struct Encoded<S>(Pin<Box<S>>);

impl<T: Serialize, E: Into<BoxError>, S: Stream<Item = Result<T, E>>> Stream for Encoded<S> {
    type Item = Result<Vec<u8>, ItemError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|item| {
            let item = item?.map_err(|error| ItemError::Stream(error.into()));
            Some(item.and_then(|item| {
                let mut line = serde_json::to_vec(&item).map_err(ItemError::Json)?;
                line.push(b'\n');
                Ok(line)
            }))
        })
    }
}

/// A body of what a stream has, which is opened again as long as the stream was not asked.
struct Feed {
    source: Arc<Mutex<Source>>,
    is_sequence: bool,
}

struct Source {
    texts: Texts,
    is_started: bool,
    /// How often it was opened: only the last body may ask.
    opened: usize,
}

/// One such body.
struct Feeding {
    source: Arc<Mutex<Source>>,
    is_sequence: bool,
    opened: usize,
}

fn lock(source: &Mutex<Source>) -> MutexGuard<'_, Source> {
    source.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reopen for Feed {
    fn open(&self) -> Result<Option<Body>, BoxError> {
        let mut source = lock(&self.source);
        source.opened += 1;
        let feeding =
            Feeding { source: self.source.clone(), is_sequence: self.is_sequence, opened: source.opened };
        Ok((!source.is_started).then(|| Body::chunks(feeding)))
    }

    fn is_repeatable(&self) -> bool {
        !lock(&self.source).is_started
    }
}

impl Chunks for Feeding {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        let mut source = lock(&self.source);
        if source.opened != self.opened {
            return Poll::Ready(Ok(None));
        }
        source.is_started = true;
        let text = ready!(source.texts.as_mut().poll_next(context));
        let text = text.transpose().map_err(TransportError::new)?;
        Poll::Ready(Ok(text.map(|mut text| {
            if self.is_sequence {
                text.insert(0, RS);
            }
            text.into()
        })))
    }
}

impl<O> Call<O> {
    /// Sends values one after the other, in JSON: a line each, in a JSON text sequence after a record separator.
    pub fn lines<T>(self, media_type: &str, items: impl Into<Lines<T>>) -> Self {
        let is_sequence =
            media_type.split(';').next().is_some_and(|name| name.trim_end().ends_with("json-seq"));
        match items.into().kind {
            Kind::Whole(Ok(lines)) if is_sequence => {
                // JSON has neither of the two in it.
                let texts = lines.split_inclusive(|byte| *byte == b'\n');
                self.encoded(media_type, Ok(texts.flat_map(|text| [&[RS], text].concat()).collect()))
            }
            Kind::Whole(lines) => self.encoded(media_type, lines.map_err(RequestError::Body)),
            Kind::Stream(texts) => {
                let source = Source { texts, is_started: false, opened: 0 };
                self.pieces(media_type, Feed { source: Arc::new(Mutex::new(source)), is_sequence })
            }
        }
    }
}
