//! Responses: what became of a call, by its status.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::content::{Content, Reply};
use super::error::Error;
use super::operation::{Failure, Operation, Outcome, Output};

/// A successful response.
#[non_exhaustive]
pub struct Response<T> {
    /// What the body says.
    pub output: T,
    /// The response as the server sent it.
    pub reply: Reply,
}

impl<T> Response<T> {
    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.reply.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.reply.headers()
    }

    /// Returns the body as the server sent it.
    pub fn body(&self) -> &Bytes {
        self.reply.body()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("output", &self.output).field("reply", &self.reply).finish()
    }
}

/// Reads the answer to a request of [`Call::into_request`](super::call::Call::into_request).
///
/// # Errors
///
/// The status is an error, or the body is not what the document says.
pub fn decode<O: Operation>(
    response: http::Response<Bytes>,
) -> Result<Response<Output<O>>, Error<Failure<O>>> {
    read::<O>(Reply::from(response))
}

/// Does the same with a response that was read.
pub(super) fn read<O: Operation>(reply: Reply) -> Result<Response<Output<O>>, Error<Failure<O>>> {
    match Outcome::of(reply.status(), O::SUCCESS, O::ERRORS) {
        Outcome::Success => match O::Success::decode(&reply) {
            Ok(output) => Ok(Response { output, reply }),
            Err(error) => Err(Error::Decode { error, reply: Box::new(reply) }),
        },
        Outcome::UndeclaredSuccess => match O::Success::decode(&reply) {
            Ok(output) => Ok(Response { output, reply }),
            Err(_) => Err(Error::Undeclared { reply: Box::new(reply) }),
        },
        Outcome::Failure => match O::Failure::decode(&reply) {
            Ok(error) => Err(Error::Api { error: Box::new(error), reply: Box::new(reply) }),
            Err(error) => Err(Error::Decode { error, reply: Box::new(reply) }),
        },
        Outcome::Undeclared => Err(Error::Undeclared { reply: Box::new(reply) }),
    }
}
