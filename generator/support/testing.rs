//! A stub of the service for tests, without a network: it answers by operation and remembers what was sent.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use serde::Serialize;

use super::closure::{self, from_fn};
use super::operation::Operation;
use super::transport::{Attempt, Body, BoxFuture, CannotBlock, Transport, TransportError};

/// What the document has as an answer of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The method and the path of the operation.
    pub operation: (&'static str, &'static str),
    /// The status.
    pub status: u16,
    /// The media type; empty for an answer without a body.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
}

/// A transport that answers each operation with the example of the document, unless it is told otherwise.
///
/// A clone is the same stub: give one to the client, and ask the other what was sent. An operation without an example is
/// answered with 501, a request for a token with a token.
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

    fn respond(&self, sent: &Sent) -> Response<Bytes> {
        let is_it = |(method, path): (&str, &str)| sent.method == method && sent.template == path;
        let answers = lock(&self.0.answers);
        let given =
            answers.iter().find(|(operation, _)| is_it(**operation)).map(|(_, answer)| answer.clone());
        // A function may ask the stub.
        drop(answers);
        if let Some(answer) = given {
            return answer(sent);
        }
        if sent.template.is_empty() {
            let token = r#"{"access_token":"stub","token_type":"Bearer","expires_in":3600}"#;
            return answered(StatusCode::OK, "application/json", Bytes::from_static(token.as_bytes()));
        }
        match self.0.examples.iter().find(|example| is_it(example.operation)) {
            Some(example) => {
                let status = StatusCode::from_u16(example.status).unwrap_or(StatusCode::OK);
                answered(status, example.media_type, Bytes::from_static(example.body.as_bytes()))
            }
            None => {
                let text = format!("the document has no example for {} {}", sent.method, sent.template);
                answered(StatusCode::NOT_IMPLEMENTED, "text/plain", Bytes::from(text))
            }
        }
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub").field("sent", &self.sent()).finish()
    }
}

impl Transport for Stub {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.attempt(request, Attempt::default())
    }

    fn attempt(
        &self,
        request: Request<Body>,
        attempt: Attempt,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
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
            Ok(self.respond(&sent).map(Body::from))
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
