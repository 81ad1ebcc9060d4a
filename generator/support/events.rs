//! `text/event-stream`: events while they arrive, read as the WHATWG's HTML standard says ("Server-sent events").

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::{pin, Pin};
use std::sync::Arc;
use std::task::{ready, Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Map, Value};

use super::content::{from_json, Content, Json, Reply, Text};
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::error::Failure;
use super::exchange::{follow, race, Origin};
use super::media_type::MediaTypes;
use super::retry::is_busy;
use super::stream::{BlockingStream, ByteStream, StreamError};
use super::transport::{Attempt, BodyError, BoxFuture};

/// How long to wait before the request is sent again, unless the server says so.
const RETRY: Duration = Duration::from_secs(2);

/// No wait is longer, whatever the server says.
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// An event.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is; `message` if the server does not say.
    pub event: String,
    /// The last identifier that the server gave, with this event or before; empty if it gave none.
    pub id: String,
    /// What the event says, or why that is not what the document says, such as a `[DONE]` that ends others' JSON.
    pub data: Result<T, DecodeError>,
    /// The data as the server sent it.
    pub text: String,
}

impl<T: fmt::Debug> fmt::Debug for Event<T> {
    /// Shows no text: the data may have secrets in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

/// What the data of events is.
pub trait EventData: 'static {
    /// What the data becomes.
    type Value: 'static;

    /// Reads the data of an event.
    ///
    /// # Errors
    ///
    /// The data is not what the document says.
    fn read(fields: &Fields) -> Result<Self::Value, DecodeError>;
}

/// An event as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    event: Option<String>,
    id: String,
    data: String,
}

impl<T: for<'de> Decode<'de> + 'static> EventData for Json<T> {
    type Value = T;

    fn read(fields: &Fields) -> Result<T, DecodeError> {
        let json = from_json(fields.data.as_bytes());
        // What is no JSON may be one of the texts that the document lists, such as `[DONE]`.
        json.or_else(|error| {
            from_json(Value::from(fields.data.as_str()).to_string().as_bytes()).map_err(|_| error)
        })
    }
}

impl EventData for Text {
    type Value = String;

    fn read(fields: &Fields) -> Result<String, DecodeError> {
        Ok(fields.data.clone())
    }
}

/// Events whose schema describes all of an event: an object with `data`, which is text, `event` and `id`.
pub struct Whole<T>(PhantomData<fn() -> T>);

impl<T: for<'de> Decode<'de> + 'static> EventData for Whole<T> {
    type Value = T;

    fn read(fields: &Fields) -> Result<T, DecodeError> {
        fields.read(Value::from(fields.data.as_str()))
    }
}

/// The same with `data` in JSON.
pub struct WholeJson<T>(PhantomData<fn() -> T>);

impl<T: for<'de> Decode<'de> + 'static> EventData for WholeJson<T> {
    type Value = T;

    fn read(fields: &Fields) -> Result<T, DecodeError> {
        let text = || fields.read(Value::from(fields.data.as_str()));
        match serde_json::from_str(&fields.data) {
            // Text may look like JSON where another kind of event has text.
            Ok(data) => fields.read(data).or_else(|error| text().map_err(|_| error)),
            Err(_) => text(),
        }
    }
}

impl Fields {
    fn read<T: for<'de> Decode<'de>>(&self, data: Value) -> Result<T, DecodeError> {
        let mut object = Map::new();
        object.insert("data".to_owned(), data);
        if let Some(event) = &self.event {
            object.insert("event".to_owned(), Value::from(event.as_str()));
        }
        if !self.id.is_empty() {
            object.insert("id".to_owned(), Value::from(self.id.as_str()));
        }
        from_json(Value::Object(object).to_string().as_bytes())
    }
}

/// A body of events.
pub struct Events<D>(PhantomData<fn() -> D>);

impl<D: EventData> Content for Events<D> {
    type Value = EventStream<D::Value>;
    const MEDIA_TYPES: MediaTypes = &["text/event-stream"];
    const STREAMED: bool = true;

    fn decode(reply: &Reply) -> Result<Self::Value, DecodeError> {
        let source = ByteStream::of(reply.declared()?.plain()?);
        let limit =
            source.origin().map_or(usize::MAX, |it| it.sheet.draft.core.0.settings.max_response_bytes);
        Ok(EventStream {
            parser: Parser::new(limit),
            source: Some(source),
            resuming: None,
            attempts: 0,
            read: D::read,
        })
    }
}

/// The events of a body while they arrive: a [`Stream`], and in a `for` loop an iterator that blocks.
///
/// When the connection ends, the request is sent again with `Last-Event-ID` after the time that the server wants, if it is a
/// `GET` and the server has given identifiers or such a time; as often as the call is retried without an event in between.
/// The stream ends when the server answers 204 or the connection of another request ends. An event has at most as many bytes as
/// the client accepts of a response.
pub struct EventStream<T> {
    /// Where events come from, until they are over.
    source: Option<ByteStream>,
    resuming: Option<BoxFuture<'static, Result<Reply, Failure>>>,
    attempts: u32,
    parser: Parser,
    read: fn(&Fields) -> Result<T, DecodeError>,
}

impl<T> EventStream<T> {
    /// Waits for the next event.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn event(&mut self) -> Option<Event<T>> {
        let fields = self.parser.events.pop_front()?;
        self.attempts = 0;
        let data = (self.read)(&fields);
        let event = fields.event.unwrap_or_else(|| "message".to_owned());
        Some(Event { event, id: fields.id, data, text: fields.data })
    }

    /// Begins to ask for what comes after the last event, or returns `None` if that is not to be done.
    fn resume(&mut self) -> Option<()> {
        let origin = self.source.as_ref()?.origin()?.clone();
        let is_resumable = self.parser.retry.is_some() || !self.parser.id.is_empty();
        let has_left = self.attempts < origin.sheet.draft.limits.retries;
        if origin.sheet.draft.method != Method::GET || !is_resumable || !has_left {
            return None;
        }
        let pause = self.parser.retry.unwrap_or(RETRY).saturating_mul(1 << self.attempts.min(16));
        self.attempts += 1;
        let pause = pause.min(LONGEST_RETRY);
        self.resuming = Some(Box::pin(resume(origin, self.attempts, self.parser.id.clone(), pause)));
        Some(())
    }

    /// Goes on with what the server has answered; what stands in the way is an error or the end.
    fn resumed(&mut self, answer: Result<Reply, Failure>) -> Result<(), Option<StreamError>> {
        let error = match answer {
            Ok(reply) if reply.status() == StatusCode::NO_CONTENT => return Err(None),
            Ok(reply) if reply.unread.is_some() => {
                self.source = Some(ByteStream::of(&reply));
                self.parser.restart();
                return Ok(());
            }
            Ok(reply) if !is_busy(reply.status()) && reply.status() != StatusCode::UNAUTHORIZED => {
                return Err(Some(StreamError::Refused { reply: Box::new(reply) }))
            }
            Ok(reply) => StreamError::Refused { reply: Box::new(reply) },
            Err(Failure::Request(error)) => return Err(Some(StreamError::Request(error))),
            Err(failure) => StreamError::from(failure),
        };
        self.resume().ok_or(Some(error))
    }

    fn end(&mut self, error: Option<StreamError>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        self.source = None;
        Poll::Ready(error.map(Err))
    }
}

/// Sends the request of a stream again.
async fn resume(origin: Arc<Origin>, resends: u32, id: String, pause: Duration) -> Result<Reply, Failure> {
    let Origin { sheet, declared } = &*origin;
    sheet.draft.core.0.transport.sleep(pause).await;
    // None, and what cannot stand in a header, is not sent, as in a browser.
    let id = HeaderValue::from_bytes(id.as_bytes()).ok().filter(|id| !id.is_empty());
    let mut about = Attempt { template: sheet.draft.template, resends };
    let work = pin!(async {
        let used = sheet.ask().await?;
        let request = || {
            let mut request = sheet.request(&used)?;
            if let Some(id) = &id {
                request.headers_mut().insert("last-event-id", id.clone());
            }
            Ok(request)
        };
        let reply = follow(sheet, request, declared, &mut about).await?;
        if reply.status() == StatusCode::UNAUTHORIZED {
            // The next attempt asks for another secret.
            for (credential, secret, _) in used {
                credential.refused(&secret);
            }
        }
        Ok(reply)
    });
    let after = sheet.draft.limits.timeout;
    let deadline = sheet.draft.core.0.transport.sleep(after);
    let reply = race(work, deadline).await.unwrap_or(Err(Failure::Timeout { after }));
    let mut reply = reply?;
    reply.origin = Some(Arc::clone(&origin));
    Ok(reply)
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.event() {
                return Poll::Ready(Some(Ok(event)));
            }
            if let Some(resuming) = &mut self.resuming {
                let answer = ready!(resuming.as_mut().poll(context));
                self.resuming = None;
                match self.resumed(answer) {
                    Ok(()) => continue,
                    Err(error) => return self.end(error),
                }
            }
            let Some(source) = &mut self.source else { return Poll::Ready(None) };
            let error = match ready!(Pin::new(source).poll_next(context)) {
                Some(Ok(piece)) => match self.parser.push(&piece) {
                    Ok(()) => continue,
                    Err(error) => return self.end(Some(StreamError::Body(error))),
                },
                Some(Err(error)) => Some(error),
                None => None,
            };
            if self.resume().is_none() {
                return self.end(error);
            }
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

impl<T: Send> IntoIterator for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;
    type IntoIter = BlockingStream<Self>;

    fn into_iter(self) -> BlockingStream<Self> {
        let origin = self.source.as_ref().and_then(ByteStream::origin).cloned();
        BlockingStream::new(origin, self)
    }
}

/// Reads events, wherever the pieces of the body end.
struct Parser {
    limit: usize,
    /// The bytes of the line that has begun.
    line: Vec<u8>,
    /// Whether the last byte was a CR, so that a LF after it ends no other line.
    after_cr: bool,
    is_first_line: bool,
    data: Option<String>,
    event: String,
    /// The identifier of the event that has begun.
    next_id: String,
    /// The identifier of the last event.
    id: String,
    retry: Option<Duration>,
    events: VecDeque<Fields>,
}

impl Parser {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            after_cr: false,
            is_first_line: true,
            data: None,
            event: String::new(),
            next_id: String::new(),
            id: String::new(),
            retry: None,
            events: VecDeque::new(),
        }
    }

    /// Forgets the event that has begun; the identifier and the time stay.
    fn restart(&mut self) {
        let (id, retry) = (std::mem::take(&mut self.id), self.retry);
        *self = Self { next_id: id.clone(), id, retry, ..Self::new(self.limit) };
    }

    fn push(&mut self, piece: &[u8]) -> Result<(), BodyError> {
        for part in piece.split_inclusive(|byte| matches!(byte, b'\r' | b'\n')) {
            let (text, end) = match part.split_last() {
                Some((end @ (b'\r' | b'\n'), text)) => (text, Some(*end)),
                _ => (part, None),
            };
            let is_second_half = std::mem::take(&mut self.after_cr) && text.is_empty() && end == Some(b'\n');
            if is_second_half {
                continue;
            }
            let held = self.line.len() + self.data.as_ref().map_or(0, String::len) + self.event.len();
            if text.len() > self.limit.saturating_sub(held) {
                return Err(BodyError::TooLarge { limit: self.limit });
            }
            self.line.extend_from_slice(text);
            if let Some(end) = end {
                self.after_cr = end == b'\r';
                let line = std::mem::take(&mut self.line);
                self.line(&line);
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8]) {
        let is_first = std::mem::replace(&mut self.is_first_line, false);
        let line = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| is_first).unwrap_or(line);
        let line = String::from_utf8_lossy(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.event = value.to_owned(),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.next_id = value.to_owned(),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let retry = value.parse().map_or(LONGEST_RETRY, Duration::from_millis);
                self.retry = Some(retry.min(LONGEST_RETRY));
            }
            // A comment has no name; others may be added to the standard.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        self.id.clone_from(&self.next_id);
        let event = std::mem::take(&mut self.event);
        if let Some(data) = self.data.take() {
            let event = Some(event).filter(|event| !event.is_empty());
            self.events.push_back(Fields { event, id: self.id.clone(), data });
        }
    }
}
