//! JSON texts that follow each other in a body: JSON Lines (a line each), and sequences (RFC 7464, `RS` before each).

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{ready, Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::content::{from_json, Content, Reply};
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::media_type::MediaTypes;
use super::stream::{BlockingStream, ByteStream, StreamError};
use super::transport::BodyError;

/// A body of JSON texts one after the other, each a `T`.
pub struct JsonItems<T>(PhantomData<fn() -> T>);

impl<T: for<'de> Decode<'de> + 'static> Content for JsonItems<T> {
    type Value = ItemStream<T>;
    const MEDIA_TYPES: MediaTypes = &["application/jsonl"];
    const STREAMED: bool = true;

    fn decode(reply: &Reply) -> Result<ItemStream<T>, DecodeError> {
        let source = ByteStream::of(reply.declared()?.plain()?);
        let limit =
            source.origin().map_or(usize::MAX, |it| it.sheet.draft.core.0.settings.max_response_bytes);
        let separator =
            if reply.media_type().to_ascii_lowercase().ends_with("json-seq") { RS } else { b'\n' };
        Ok(ItemStream { cutter: Cutter::new(separator, limit), source, item: PhantomData })
    }
}

/// What begins each text of a sequence.
const RS: u8 = 0x1e;

/// The items of a body while they arrive: a [`Stream`], and in a `for` loop an iterator that blocks.
///
/// An item that is not what the document says is an error, and the next one follows. An item has at most as many bytes as the
/// client accepts of a response.
pub struct ItemStream<T> {
    source: ByteStream,
    cutter: Cutter,
    item: PhantomData<fn() -> T>,
}

impl<T: for<'de> Decode<'de>> ItemStream<T> {
    /// Waits for the next item.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: for<'de> Decode<'de>> Stream for ItemStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.cutter.whole.pop_front() {
                let decoded = from_json(&item);
                return Poll::Ready(Some(decoded.map_err(|error| StreamError::Decode { error, item })));
            }
            if self.cutter.is_over {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.source).poll_next(context)) {
                Some(Ok(piece)) => {
                    if let Err(error) = self.cutter.push(&piece) {
                        return Poll::Ready(Some(Err(StreamError::Body(error))));
                    }
                }
                Some(Err(error)) => {
                    self.cutter.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.cutter.finish(),
            }
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

impl<T: for<'de> Decode<'de> + Send> IntoIterator for ItemStream<T> {
    type Item = Result<T, StreamError>;
    type IntoIter = BlockingStream<Self>;

    fn into_iter(self) -> BlockingStream<Self> {
        BlockingStream::new(self.source.origin().cloned(), self)
    }
}

/// Cuts a body at its separators, wherever its pieces end.
struct Cutter {
    separator: u8,
    limit: usize,
    begun: Vec<u8>,
    whole: VecDeque<Bytes>,
    is_over: bool,
}

impl Cutter {
    fn new(separator: u8, limit: usize) -> Self {
        Self { separator, limit, begun: Vec::new(), whole: VecDeque::new(), is_over: false }
    }

    fn push(&mut self, piece: &[u8]) -> Result<(), BodyError> {
        let separator = self.separator;
        for part in piece.split_inclusive(|byte| *byte == separator) {
            let (text, is_end) = match part.split_last() {
                Some((last, text)) if *last == separator => (text, true),
                _ => (part, false),
            };
            if text.len() > self.limit.saturating_sub(self.begun.len()) {
                self.is_over = true;
                return Err(BodyError::TooLarge { limit: self.limit });
            }
            self.begun.extend_from_slice(text);
            if is_end {
                self.cut();
            }
        }
        Ok(())
    }

    fn cut(&mut self) {
        let text = std::mem::take(&mut self.begun);
        if !text.trim_ascii().is_empty() {
            self.whole.push_back(Bytes::from(text));
        }
    }

    fn finish(&mut self) {
        self.is_over = true;
        self.cut();
    }
}
