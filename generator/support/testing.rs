//! A stub of the service for tests, without a network: it answers by operation and remembers what was sent.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use serde::Serialize;

use super::closure::{self, from_fn};
use super::operation::Operation;
use super::transport::{Answering, Attempt, Body, BoxFuture, CannotBlock, Transport, TransportError};

/// An answer of operations, made of the document.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The methods and the paths of the operations.
    pub operations: &'static [(&'static str, &'static str)],
    /// The status.
    pub status: u16,
    /// The media type; empty for an answer without a body.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
}

/// A transport that answers each operation with the example of the document or else with the least value of its schema, unless
/// it is told otherwise.
///
/// A clone is the same stub: give one to the client, and ask the other what was sent. A call of an operation that it has no
/// answer for ends in a [`TransportError`] with [`NoAnswer`] as its source; a request for a token is answered with a token.
#[derive(Clone)]
pub struct Stub(Arc<Shared>);

struct Shared {
    examples: &'static [Example],
    answers: Mutex<BTreeMap<(&'static str, &'static str), Answer>>,
    sent: Mutex<Vec<Sent>>,
}

type Answer = Arc<dyn Fn(&Sent) -> Response<Bytes> + Send + Sync>;

impl Stub {
    /// Starts with the examples of a document.
    pub fn new(examples: &'static [Example]) -> Self {
        Self(Arc::new(Shared { examples, answers: Mutex::default(), sent: Mutex::default() }))
    }

    /// Answers an operation with a status and a value in JSON.
    ///
    /// # Errors
    ///
    /// The value cannot be serialized.
    pub fn answer<O: Operation>(
        &self,
        status: StatusCode,
        value: &impl Serialize,
    ) -> Result<(), serde_json::Error> {
        let body = Bytes::from(serde_json::to_vec(value)?);
        self.answer_with::<O>(move |_| answered(status, "application/json", body.clone()));
        Ok(())
    }

    /// Answers an operation with what a function makes of the request.
    pub fn answer_with<O: Operation>(
        &self,
        answer: impl Fn(&Sent) -> Response<Bytes> + Send + Sync + 'static,
    ) {
        lock(&self.0.answers).insert((O::METHOD, O::PATH), Arc::new(answer));
    }

    /// Returns what was sent so far, requests for tokens included.
    pub fn sent(&self) -> Vec<Sent> {
        lock(&self.0.sent).clone()
    }

    /// Returns what was sent to an operation.
    pub fn sent_to<O: Operation>(&self) -> Vec<Sent> {
        let sent = self.sent().into_iter();
        sent.filter(|sent| sent.method == O::METHOD && sent.template == O::PATH).collect()
    }

    fn respond(&self, sent: &Sent) -> Result<Response<Bytes>, NoAnswer> {
        let is_it = |(method, path): &(&str, &str)| sent.method == *method && sent.template == *path;
        let answers = lock(&self.0.answers);
        let given = answers.iter().find(|(operation, _)| is_it(operation)).map(|(_, answer)| answer.clone());
        // A function may ask the stub.
        drop(answers);
        if let Some(answer) = given {
            return Ok(answer(sent));
        }
        if sent.template.is_empty() {
            let token = r#"{"access_token":"stub","token_type":"Bearer","expires_in":3600}"#;
            return Ok(answered(StatusCode::OK, "application/json", Bytes::from_static(token.as_bytes())));
        }
        let examples = self.0.examples.iter().filter(|example| example.operations.iter().any(is_it));
        // The call that reads its answer while it arrives asks for another media type first.
        let accepted = sent.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let wanted = examples.min_by_key(|it| accepted.find(it.media_type).unwrap_or(usize::MAX));
        let example = wanted.ok_or_else(|| NoAnswer { operation: (sent.method.clone(), sent.template) })?;
        let status = StatusCode::from_u16(example.status).unwrap_or(StatusCode::OK);
        Ok(answered(status, example.media_type, Bytes::from_static(example.body.as_bytes())))
    }
}

/// Why a stub does not answer: the document has no example for the operation, and of its schema no value was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    operation: (Method, &'static str),
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path) = &self.operation;
        write!(f, "the stub has no answer for {method} {path}; give it one with `answer` or `answer_with`")
    }
}

impl Error for NoAnswer {}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub").field("sent", &self.sent()).finish()
    }
}

impl Transport for Stub {
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let sent = Sent {
                template: attempt.template,
                method: head.method,
                path: head.uri.path().to_owned(),
                query: head.uri.query().map(str::to_owned),
                headers: head.headers,
                body: body.collect().await?,
            };
            lock(&self.0.sent).push(sent.clone());
            let answer = self.respond(&sent).map_err(TransportError::new)?;
            Ok(answer.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        closure::sleep(duration)
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        from_fn(|_| Err(TransportError::new("a stub sends nothing"))).block_on(work)
    }
}

/// A request that a stub has got. `Debug` shows neither credentials nor the query and the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Sent {
    /// The path of the operation as the document has it.
    pub template: &'static str,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: String,
    /// The query.
    pub query: Option<String>,
    /// The headers; credentials are marked as sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Sent");
        shown.field("method", &self.method).field("path", &self.path).field("headers", &self.headers);
        shown.finish_non_exhaustive()
    }
}

fn answered(status: StatusCode, media_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(value) = HeaderValue::from_str(media_type).ok().filter(|value| !value.is_empty()) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
