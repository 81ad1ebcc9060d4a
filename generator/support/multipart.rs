//! Multipart bodies: parts, how they are put together, and how they are sent (RFC 2046, RFC 7578).

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::task::{ready, Context, Poll};

use bytes::Bytes;
use serde::Serialize;
use serde_json::{to_value, Value};

use super::call::Call;
use super::octets::Octets;
use super::part::Part;
use super::request_error::RequestError;
use super::transport::{Body, BoxError, Chunks, Reopen, TransportError};

/// The parts of a multipart body, in the order in which they are sent unless they are [in another](Self::in_order).
///
/// The parts of a form have names, those of other multipart bodies need none.
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    /// The names of those that are sent first.
    order: &'static [&'static str],
    /// Headers of the parts of a name, whenever these are added.
    headers: Vec<(&'static str, &'static str, String)>,
    mistake: Option<RequestError>,
}

impl Multipart {
    /// Starts without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts without parts, and sends those of the names first and in this order, whenever they are added: a server that
    /// reads a body as it comes may want to know something before it gets a file.
    pub fn in_order(names: &'static [&'static str]) -> Self {
        Self { order: names, ..Self::default() }
    }

    /// Adds a part at the end.
    #[must_use]
    pub fn part(mut self, part: impl Into<Part>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// Gives the part of a name its file.
    #[must_use]
    pub fn file(self, name: &'static str, media_type: &str, file: impl Into<Part>) -> Self {
        self.files(name, media_type, [file])
    }

    /// Gives the parts of a name their files.
    #[must_use]
    pub fn files<P: Into<Part>>(
        self,
        name: &'static str,
        media_type: &str,
        files: impl IntoIterator<Item = P>,
    ) -> Self {
        let files = files.into_iter().map(|file| file.into().of_form(name, media_type));
        self.replace(name, files.collect())
    }

    /// Gives the part of a name its value: a scalar is text, a list a part for each element, and an object JSON. `null` is
    /// not sent.
    #[must_use]
    pub fn value(self, name: &'static str, value: impl Serialize) -> Self {
        self.encoded(name, value, &|value| match value {
            Value::Null => None,
            Value::Object(_) | Value::Array(_) => Some(Part::of_json(value)),
            Value::String(text) => Some(Part::new(text.clone())),
            scalar => Some(Part::new(scalar.to_string())),
        })
    }

    /// Gives the part of a name its value as text of a media type.
    #[must_use]
    pub fn text(self, name: &'static str, media_type: &str, value: impl Serialize) -> Self {
        self.encoded(name, value, &|value| match value {
            Value::Null => None,
            Value::String(text) => Some(Part::new(text.clone()).content_type(media_type)),
            other => Some(Part::new(other.to_string()).content_type(media_type)),
        })
    }

    /// Gives the part of a name its value as JSON, whatever it is.
    #[must_use]
    pub fn json(self, name: &'static str, media_type: &str, value: impl Serialize) -> Self {
        match to_value(value) {
            Ok(value) => self.replace(name, vec![Part::of_json(&value).content_type(media_type).named(name)]),
            Err(error) => self.mistaken(RequestError::Body(error)),
        }
    }

    /// Gives the parts of a name a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, header: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, header, value.to_string()));
        self
    }

    fn encoded(
        self,
        name: &'static str,
        value: impl Serialize,
        encode: &dyn Fn(&Value) -> Option<Part>,
    ) -> Self {
        let parts: Vec<Part> = match to_value(value) {
            Ok(Value::Array(elements)) => elements.iter().filter_map(encode).collect(),
            Ok(value) => encode(&value).into_iter().collect(),
            Err(error) => return self.mistaken(RequestError::Body(error)),
        };
        self.replace(name, parts.into_iter().map(|part| part.named(name)).collect())
    }

    /// Notes the first mistake.
    pub(super) fn mistaken(mut self, mistake: RequestError) -> Self {
        self.mistake.get_or_insert(mistake);
        self
    }

    /// Puts parts in the place of all that have the name.
    pub(super) fn replace(mut self, name: &str, parts: Vec<Part>) -> Self {
        self.parts.retain(|part| !part.is_named(name));
        self.parts.extend(parts);
        self
    }

    /// Returns what is sent, and the boundary.
    fn encode(mut self) -> Result<(Vec<Octets>, String), RequestError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        for (name, header, value) in &self.headers {
            let parts = self.parts.iter_mut().filter(|part| part.is_named(name));
            parts.for_each(|part| part.add_header(header, value));
        }
        let order = |part: &Part| self.order.iter().position(|name| part.is_named(name));
        self.parts.sort_by_key(|part| order(part).unwrap_or(usize::MAX));
        let boundary = boundary();
        let mut sent = Vec::new();
        for part in self.parts {
            let (head, content) = part.into_head_and_content()?;
            sent.push(Octets::from(format!("--{boundary}\r\n{head}\r\n")));
            sent.push(content);
            sent.push(Octets::from("\r\n"));
        }
        sent.push(Octets::from(format!("--{boundary}--\r\n")));
        Ok((sent, boundary))
    }
}

/// Returns 128 random bits, which no content has but by an accident that does not happen. Each state of std's hashes has
/// keys of its own that nobody outside learns.
fn boundary() -> String {
    let [high, low] = [0, 1].map(|half: u64| RandomState::new().hash_one(half));
    format!("{high:016x}{low:016x}")
}

impl<O> Call<O> {
    /// Sends a body of parts; those that are all in memory are one piece.
    pub fn multipart(self, media_type: &str, body: Multipart) -> Self {
        let (sent, boundary) = match body.encode() {
            Ok(encoded) => encoded,
            Err(mistake) => return self.encoded(media_type, Err(mistake)),
        };
        let media_type = format!("{media_type}; boundary={boundary}");
        if sent.iter().any(|octets| octets.as_whole().is_none()) {
            return self.pieces(&media_type, Joined(sent));
        }
        let whole: Vec<&[u8]> = sent.iter().filter_map(Octets::as_whole).map(AsRef::as_ref).collect();
        self.binary(&media_type, whole.concat())
    }
}

/// One after the other.
struct Joined(Vec<Octets>);

impl Reopen for Joined {
    fn open(&self) -> Result<Option<Body>, BoxError> {
        let mut opened = VecDeque::new();
        for octets in &self.0 {
            match octets.open()? {
                Some(body) => opened.push_back(body.into_whole()),
                None => return Ok(None),
            }
        }
        Ok(Some(Body::chunks(Opened(opened))))
    }

    fn is_repeatable(&self) -> bool {
        self.0.iter().all(Reopen::is_repeatable)
    }
}

struct Opened(VecDeque<Result<Bytes, Box<dyn Chunks>>>);

impl Chunks for Opened {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        while let Some(first) = self.0.front_mut() {
            let piece = match first {
                Ok(bytes) => Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty()),
                Err(chunks) => ready!(chunks.poll_next(context))?,
            };
            if piece.is_some() {
                return Poll::Ready(Ok(piece));
            }
            self.0.pop_front();
        }
        Poll::Ready(Ok(None))
    }

    fn length(&self) -> Option<u64> {
        let mut lengths = self.0.iter().map(|body| match body {
            Ok(bytes) => u64::try_from(bytes.len()).ok(),
            Err(chunks) => chunks.length(),
        });
        lengths.try_fold(0, |sum: u64, length| sum.checked_add(length?))
    }
}
