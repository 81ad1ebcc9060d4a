//! Calls: an operation with its arguments, to be awaited, sent, or taken apart.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde::Serialize;

use super::client::Core;
use super::content::Reply;
use super::draft::Draft;
use super::error::{self, Error};
use super::escape::{self, pair};
use super::exchange;
use super::operation::{Declared, Failure, Operation, Output};
use super::request_error::RequestError;
use super::response::{read, Response};
use super::transport::{BoxFuture, Reopen};

/// A call of an operation.
///
/// `.await` returns the output, [`send`](Self::send) the output with status and headers,
/// [`send_blocking`](Self::send_blocking) the same without a runtime, and [`into_request`](Self::into_request) the request.
/// A mistake in an argument is reported then, before anything is sent.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<O> {
    /// In a place of its own, so that setters and futures do not move it.
    pub(super) draft: Box<Draft>,
    pub(super) operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    /// Starts a call.
    pub fn new(core: &Core) -> Self {
        let mut draft = Box::new(Draft::new(core, [O::METHOD, O::PATH], [O::SECURITY, O::SCOPES]));
        draft.own_server(O::SERVER);
        draft.accept(O::SUCCESS_MEDIA, O::ERROR_MEDIA);
        Self { draft, operation: PhantomData }
    }

    /// Sends the call and returns the output with status and headers.
    pub fn send(self) -> Sending<O> {
        Sending { reply: Box::pin(exchange::send(self.draft, Declared::by::<O>())), operation: PhantomData }
    }

    /// Sends the call and waits on this thread.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), and [`Error::Blocking`] if the transport cannot block or this thread belongs to an
    /// async runtime.
    pub fn send_blocking(self) -> Result<Response<Output<O>>, Error<Failure<O>>> {
        exchange::send_blocking(self.draft, Declared::by::<O>()).map_err(Error::from).and_then(read::<O>)
    }
}

impl<O> Call<O> {
    /// Returns the request instead of sending it; [`decode`](super::response::decode) reads its answer.
    ///
    /// It has all headers, and those credentials that are known, marked as sensitive; a credential that a provider has to
    /// be asked for is missing.
    ///
    /// # Errors
    ///
    /// An argument or a credential cannot be sent.
    pub fn into_request(self) -> Result<Request<Bytes>, RequestError> {
        self.draft.into_request()
    }

    /// Gives the call a header, in the place of one that it has already.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|draft| draft.header(name, value))
    }

    /// Gives the call a query parameter that the document does not have.
    pub fn extra_query(self, name: &str, value: impl ToString) -> Self {
        self.with(|draft| draft.query(Some(pair(name, &value.to_string()))))
    }

    /// Limits the time of this call, retries and the reading of the body included.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|draft| draft.limits.timeout = timeout)
    }

    /// Limits the time of each attempt of this call.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.with(|draft| draft.limits.attempt_timeout = Some(timeout))
    }

    /// Limits how often this call is sent again.
    pub fn retries(self, retries: u32) -> Self {
        self.with(|draft| draft.limits.retries = retries)
    }

    /// Sends this call to another server, with the credentials of the client. A path is one of the server that the client
    /// has.
    pub fn base_url(self, url: &str) -> Self {
        self.with(|draft| draft.base_url(url))
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Draft)) -> Self {
        change(&mut self.draft);
        self
    }
}

/// The arguments of generated methods.
impl<O> Call<O> {
    /// Gives a path parameter of a scalar type its value.
    pub fn path(self, name: &'static str, value: impl ToString) -> Self {
        self.with(|draft| draft.path(name, escape::owned(value.to_string())))
    }

    /// Sends a body in JSON.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.json_as("application/json", body)
    }

    /// Sends a body in JSON under a media type of its own, such as `application/merge-patch+json`.
    pub fn json_as(self, media_type: &str, body: &(impl Serialize + ?Sized)) -> Self {
        self.encoded(media_type, serde_json::to_vec(body).map_err(RequestError::Body))
    }

    /// Sends a body in text, such as `text/plain` or XML.
    pub fn text(self, media_type: &str, body: impl Into<String>) -> Self {
        self.binary(media_type, body.into())
    }

    /// Sends a body of any other media type.
    pub fn binary(self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.with(|draft| draft.body(media_type, Ok(body.into())))
    }

    /// Sends a body of any media type, unless it could not be encoded.
    pub fn encoded(self, media_type: &str, body: Result<Vec<u8>, RequestError>) -> Self {
        self.with(|draft| draft.body(media_type, body.map(Bytes::from)))
    }

    /// Sends a body of any media type piece by piece.
    pub fn pieces(self, media_type: &str, body: impl Reopen + 'static) -> Self {
        self.with(|draft| draft.pieces(media_type, body))
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Output<O>, Error<Failure<O>>>;
    type IntoFuture = Awaiting<O>;

    fn into_future(self) -> Awaiting<O> {
        Awaiting(self.send())
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    /// Shows the operation, and none of the arguments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", O::METHOD, O::PATH)
    }
}

/// A call on its way; returns the output with status and headers.
#[must_use = "a future does nothing until it is awaited"]
pub struct Sending<O> {
    reply: BoxFuture<'static, Result<Reply, error::Failure>>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Future for Sending<O> {
    type Output = Result<Response<Output<O>>, Error<Failure<O>>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.reply.as_mut().poll(context).map(|reply| reply.map_err(Error::from).and_then(read::<O>))
    }
}

impl<O: Operation> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sending({} {})", O::METHOD, O::PATH)
    }
}

/// A call on its way; returns the output.
#[must_use = "a future does nothing until it is awaited"]
#[derive(Debug)]
pub struct Awaiting<O: Operation>(Sending<O>);

impl<O: Operation> Future for Awaiting<O> {
    type Output = Result<Output<O>, Error<Failure<O>>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|response| response.map(|response| response.output))
    }
}
