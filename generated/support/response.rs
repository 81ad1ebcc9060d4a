//! Responses: what became of a call, by its status.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::content::{Content, Reply};
use super::error::Error;
use super::media_type;
use super::operation::{Declared, Failure, Operation, Outcome, Output};

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
pub(super) fn read<O: Operation>(mut reply: Reply) -> Result<Response<Output<O>>, Error<Failure<O>>> {
    let outcome = Declared::by::<O>().outcome(reply.status());
    let media_types = if outcome == Outcome::Failure { O::ERROR_MEDIA } else { O::SUCCESS_MEDIA };
    reply.is_foreign = !media_type::is_declared(media_types, reply.media_type());
    let is_undeclared = reply.is_foreign || outcome == Outcome::UndeclaredSuccess;
    let result = match outcome {
        Outcome::Success | Outcome::UndeclaredSuccess => O::Success::decode(&reply).map(Ok),
        Outcome::Failure => O::Failure::decode(&reply).map(Err),
        Outcome::Bodyless => return Err(Error::Status { reply: Box::new(reply) }),
        Outcome::Undeclared => return Err(Error::Undeclared { reply: Box::new(reply) }),
    };
    match result {
        Ok(Ok(output)) => Ok(Response { output, reply }),
        Ok(Err(error)) => Err(Error::Api { error: Box::new(error), reply: Box::new(reply) }),
        Err(_) if is_undeclared => Err(Error::Undeclared { reply: Box::new(reply) }),
        Err(error) => Err(Error::Decode { error, reply: Box::new(reply) }),
    }
}
