//! Bodies of responses: which media types an operation accepts, and how they become values.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, StatusCode};

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::exchange::Origin;
use super::media_type::{self, MediaTypes};
use super::transport::Body;

/// The status, headers and body of a response, all of it read.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    pub(super) body: Bytes,
    /// Whether the media type is none that is declared for the status.
    pub(super) is_foreign: bool,
    /// The body, if it is to be read while it arrives; who takes it first has it.
    pub(super) unread: Option<Arc<Mutex<Option<Body>>>>,
    /// The call that such a body answers.
    #[allow(dead_code)] // Bindings without streams do not read it.
    pub(super) origin: Option<Arc<Origin>>,
}

impl Reply {
    /// Returns a response whose body is to be read, and the body.
    pub(super) fn open<B>(response: http::Response<B>) -> (Self, B) {
        let (head, body) = response.into_parts();
        let (status, mut headers) = (head.status, head.headers);
        // No `Debug` of the headers shows them.
        let secrets = headers.iter_mut().filter(|(name, _)| is_secret(name.as_str()));
        secrets.for_each(|(_, value)| value.set_sensitive(true));
        (Self { status, headers, body: Bytes::new(), is_foreign: false, unread: None, origin: None }, body)
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as the server sent it.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the media type without its parameters, or `""`.
    pub fn media_type(&self) -> &str {
        let header = self.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        header.unwrap_or("").split(';').next().unwrap_or("").trim()
    }

    /// Returns which of the declared media types and ranges the body is of, or `""` if it is of none.
    ///
    /// The first is preferred: a response that does not say what it is, or only that it is text or bytes, is of that.
    pub fn is_of(&self, declared: &[&'static str]) -> &'static str {
        media_type::best(declared, self.media_type()).unwrap_or_default()
    }

    /// Returns how the body is compressed, if it is. The client does not ask for that, and a transport that undoes it takes
    /// the header away.
    fn encoding(&self) -> Option<&str> {
        let encoding = self.headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
        (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    /// Refuses a body that is compressed.
    pub(super) fn plain(&self) -> Result<&Self, DecodeError> {
        self.encoding().map_or(Ok(self), |encoding| Err(DecodeError::encoded(encoding)))
    }

    /// Refuses a body whose media type is not declared.
    pub(super) fn declared(&self) -> Result<&Self, DecodeError> {
        match self.is_foreign {
            true => Err(DecodeError::media_type()),
            false => Ok(self),
        }
    }
}

/// Whether a header is known, or called as one, that gives access to something.
pub(super) fn is_secret(name: &str) -> bool {
    ["cookie", "authorization", "token", "secret"].iter().any(|end| name.ends_with(end))
}

impl From<http::Response<Bytes>> for Reply {
    fn from(response: http::Response<Bytes>) -> Self {
        let (reply, body) = Self::open(response);
        Self { body, ..reply }
    }
}

impl fmt::Display for Reply {
    /// Shows the status, media type and length, but nothing of the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let media_type = match self.media_type() {
            "" => "no media type",
            media_type => media_type,
        };
        write!(f, "{} ({media_type}, {} bytes)", self.status, self.body.len())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({self})")
    }
}

/// What the body of a response is.
///
/// An operation whose responses differ in their schemas has a type of its own for it, which looks at the status and the
/// media type.
pub trait Content: 'static {
    /// What the body becomes.
    type Value;
    /// The media types of such bodies, preferred first, unless the operation has others.
    const MEDIA_TYPES: MediaTypes = &["application/json"];
    /// Whether the body is read while it arrives.
    const STREAMED: bool = false;

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// The body is not what the document says; the error names the place in it.
    fn decode(reply: &Reply) -> Result<Self::Value, DecodeError>;
}

/// A body in JSON, whatever the server calls it.
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: for<'de> Decode<'de> + 'static> Content for Json<T> {
    type Value = T;

    fn decode(reply: &Reply) -> Result<T, DecodeError> {
        json(reply)
    }
}

/// Reads a body in JSON, for a [`Content`] that looks at the status first.
///
/// # Errors
///
/// The body is no JSON, or does not fit the type.
pub fn json<T: for<'de> Decode<'de>>(reply: &Reply) -> Result<T, DecodeError> {
    from_json(&reply.plain()?.body)
}

/// Reads JSON, for what has several texts of it.
pub(super) fn from_json<T: for<'de> Decode<'de>>(text: &[u8]) -> Result<T, DecodeError> {
    // Some servers put a mark before it (RFC 8259, 8.1).
    let text = utf8(text)?.trim_start_matches('\u{feff}');
    let mut deserializer = serde_json::Deserializer::from_str(text);
    T::decode(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| DecodeError::json(text, &error))
}

/// A body in plain text.
pub struct Text;

impl Content for Text {
    type Value = String;
    const MEDIA_TYPES: MediaTypes = &["text/plain"];

    fn decode(reply: &Reply) -> Result<String, DecodeError> {
        utf8(&reply.declared()?.plain()?.body).map(str::to_owned)
    }
}

pub(super) fn utf8(text: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(text).map_err(|_| DecodeError::whole("the body is not UTF-8"))
}

/// A body of any other kind.
pub struct Binary;

impl Content for Binary {
    type Value = Bytes;
    const MEDIA_TYPES: MediaTypes = &["application/octet-stream"];

    fn decode(reply: &Reply) -> Result<Bytes, DecodeError> {
        Ok(reply.declared()?.body.clone())
    }
}

/// No body; one that is sent nevertheless is not looked at.
pub struct NoContent;

impl Content for NoContent {
    type Value = ();
    const MEDIA_TYPES: MediaTypes = &[];

    fn decode(_: &Reply) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// A body that may be missing, as with an operation that answers 200 or 204.
pub struct Optional<C>(PhantomData<fn() -> C>);

impl<C: Content> Content for Optional<C> {
    type Value = Option<C::Value>;
    const MEDIA_TYPES: MediaTypes = C::MEDIA_TYPES;
    const STREAMED: bool = C::STREAMED;

    fn decode(reply: &Reply) -> Result<Self::Value, DecodeError> {
        if reply.status == StatusCode::NO_CONTENT || reply.body.is_empty() && reply.unread.is_none() {
            return Ok(None);
        }
        C::decode(reply).map(Some)
    }
}
