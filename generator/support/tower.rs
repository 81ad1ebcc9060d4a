//! A transport that is a `tower` service, so that a program can use its own client and layers.

use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::task::{ready, Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame};
use tokio::runtime::Handle;
use tower_service::Service;

use super::closure;
use super::frames::Frames;
use super::transport::{Answering, Attempt, Body, BoxError, BoxFuture, Chunks, Transport, TransportError};

/// Returns a transport that sends requests with a service whose bodies are whole.
///
/// A body that is sent piece by piece is handed to it when all of it is there, and one that is read piece by piece is one
/// piece. It can be awaited where the service can, and cannot block. A tokio runtime around it needs its timer. The service
/// must not follow redirects.
pub fn service<S>(service: S) -> impl Transport
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    Tower(move |request: Request<Body>| {
        let service = service.clone();
        async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect().await?);
            Ok(call(service, request).await?.map(Body::from))
        }
    })
}

/// Returns a transport that sends requests with a service whose bodies come piece by piece, such as a client of `hyper`.
///
/// Otherwise it is as one of [`service`].
pub fn streaming<S, B>(service: S) -> impl Transport
where
    S: Service<Request<Frames>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: HttpBody<Error: Into<BoxError>> + Send + 'static,
{
    Tower(move |request: Request<Body>| {
        let answer = call(service.clone(), request.map(Frames::from));
        async move { Ok(answer.await?.map(|body| Body::chunks(Arriving(Box::pin(body))))) }
    })
}

/// A body that is received.
struct Arriving<B>(Pin<Box<B>>);

impl<B: HttpBody<Error: Into<BoxError>> + Send> Chunks for Arriving<B> {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        let frame = ready!(self.0.as_mut().poll_frame(context));
        let data = |mut data: B::Data| data.copy_to_bytes(data.remaining());
        // Trailers are no piece of the body; an empty piece stands for them.
        let piece = |frame: Frame<_>| frame.into_data().map_or_else(|_| Bytes::new(), data);
        Poll::Ready(frame.map(|frame| frame.map(piece)).transpose().map_err(TransportError::new))
    }
}

async fn call<R, S: Service<R, Error: Into<BoxError>>>(
    mut service: S,
    request: R,
) -> Result<S::Response, TransportError> {
    // A service that is not ready was not given the request.
    poll_fn(|context| service.poll_ready(context)).await.map_err(TransportError::connect)?;
    service.call(request).await.map_err(TransportError::new)
}

struct Tower<F>(F);

impl<F, A> Transport for Tower<F>
where
    F: Fn(Request<Body>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Body>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        Box::pin((self.0)(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        if Handle::try_current().is_err() {
            return closure::sleep(duration);
        }
        Box::pin(tokio::time::sleep(duration))
    }
}
