//! Errors: what can become of a call, without a secret and without the text of a body in any message.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::content::Reply;
use super::decode_error::DecodeError;
use super::request_error::RequestError;
use super::transport::{BodyError, CannotBlock, TransportError};

/// A call that did not succeed; `E` is what the document says of the body of an error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be made; nothing was sent.
    Request(RequestError),
    /// The request was not answered.
    Transport(TransportError),
    /// The time of the call was over.
    Timeout {
        /// The time that it had.
        after: Duration,
    },
    /// The call cannot block.
    Blocking(CannotBlock),
    /// The server answered with an error that the document describes.
    Api {
        /// What the body says.
        error: Box<E>,
        /// The response.
        reply: Box<Reply>,
    },
    /// The server answered with an error that the document describes by its status alone.
    Status {
        /// The response.
        reply: Box<Reply>,
    },
    /// The server answered with a status that the document does not have, or with a media type that it does not have for
    /// the status.
    Undeclared {
        /// The response.
        reply: Box<Reply>,
    },
    /// The body is not what the document says for the status.
    Decode {
        /// What is wrong, and where.
        error: DecodeError,
        /// The response.
        reply: Box<Reply>,
    },
    /// The body was not read to its end.
    Body {
        /// Why.
        error: BodyError,
        /// The response, with the part of the body that was read.
        reply: Box<Reply>,
    },
}

impl<E> Error<E> {
    /// Returns the response, if there was one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Api { reply, .. }
            | Self::Status { reply }
            | Self::Undeclared { reply }
            | Self::Decode { reply, .. }
            | Self::Body { reply, .. } => Some(reply),
            Self::Request(_) | Self::Transport(_) | Self::Timeout { .. } | Self::Blocking(_) => None,
        }
    }

    /// Returns the status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(Reply::status)
    }

    /// Returns the headers, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(Reply::headers)
    }

    /// Returns the body as the server sent it, if there was a response.
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(Reply::body)
    }

    /// Returns what the body of a declared error says.
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Whether the time of the call was over.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// Whether there was no connection, and so nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the same call may succeed later: there was no answer in time, or the server is busy.
    ///
    /// It does not say whether the server has processed the request.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Timeout { .. } => true,
            Self::Body { error: BodyError::Interrupted(_), .. } => true,
            _ => self.status().is_some_and(super::retry::is_busy),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout { after } => write!(f, "no answer within {after:?}"),
            Self::Blocking(error) => error.fmt(f),
            Self::Api { reply, .. } | Self::Status { reply } => write!(f, "the server answered {reply}"),
            Self::Undeclared { reply } => {
                write!(f, "the server answered {reply}, which the document does not have")
            }
            Self::Decode { error, reply } => write!(f, "the server answered {reply}: {error}"),
            Self::Body { error, reply } => write!(f, "the server answered {}: {error}", reply.status()),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Blocking(error) => error.source(),
            Self::Body { error, .. } => error.source(),
            _ => None,
        }
    }
}

/// A call that did not come as far as a whole response.
///
/// It has no parameter, so that everything up to here is compiled once and not for each operation.
#[derive(Debug)]
pub(super) enum Failure {
    Request(RequestError),
    Transport(TransportError),
    Timeout { after: Duration },
    Blocking(CannotBlock),
    Body { error: BodyError, reply: Box<Reply> },
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout { after } => Self::Timeout { after },
            Failure::Blocking(error) => Self::Blocking(error),
            Failure::Body { error, reply } => Self::Body { error, reply },
        }
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}
