//! Spans of `tracing`, with the names of OpenTelemetry's semantic conventions for HTTP clients.
//!
//! Nothing of headers, queries, bodies or values in paths is in them: the path is the template of the document.

use http::{Request, Response};
use tracing::field::Empty;
use tracing::{info_span, Instrument, Span};

use super::transport::{Answering, Attempt, Body, BoxFuture, CannotBlock, Transport, TransportError};

/// A transport in spans: one for each time that a request is sent, until the head of its answer is there.
///
/// It goes around all other layers: `.layer(support::Traced::new)`.
#[derive(Debug)]
pub struct Traced<T>(T);

impl<T: Transport> Traced<T> {
    /// Takes what the requests are sent through.
    pub fn new(transport: T) -> Self {
        Self(transport)
    }
}

impl<T: Transport> Transport for Traced<T> {
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_> {
        let span = span(&request, attempt);
        let answer = self.0.send(request, attempt).instrument(span.clone());
        Box::pin(async move {
            let answer = answer.await;
            record(&span, &answer);
            answer
        })
    }

    fn sleep(&self, duration: std::time::Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration)
    }

    fn now(&self) -> std::time::Duration {
        self.0.now()
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        self.0.block_on(work)
    }
}

fn span(request: &Request<Body>, attempt: Attempt) -> Span {
    let (method, uri) = (request.method().as_str(), request.uri());
    let port = match (uri.port_u16(), uri.scheme_str()) {
        (Some(port), _) => port,
        (None, Some("http")) => 80,
        (None, _) => 443,
    };
    let name = format!("{method} {}", attempt.template);
    let span = info_span!(
        "HTTP request",
        "otel.name" = name.trim_end(),
        "otel.kind" = "client",
        "http.request.method" = method,
        "http.request.resend_count" = Empty,
        "url.template" = Empty,
        "server.address" = uri.host(),
        "server.port" = port,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
    );
    if !attempt.template.is_empty() {
        span.record("url.template", attempt.template);
    }
    if attempt.resends > 0 {
        span.record("http.request.resend_count", attempt.resends);
    }
    span
}

fn record(span: &Span, answer: &Result<Response<Body>, TransportError>) {
    let status = answer.as_ref().map(Response::status);
    let error = match &status {
        Ok(status) => {
            span.record("http.response.status_code", status.as_u16());
            (status.is_client_error() || status.is_server_error()).then(|| status.as_str())
        }
        Err(error) if error.is_connect() => Some("connect"),
        Err(_) => Some("transport"),
    };
    if let Some(error) = error {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }
}
