//! A transport that is a `tower` service, so that a program can use its own client and layers.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::runtime::Handle;
use tower_service::Service;

use super::closure;
use super::transport::{Body, BoxError, BoxFuture, Transport, TransportError};

/// Returns a transport that sends requests with a service.
///
/// A body that is sent piece by piece is handed to it when all of it is there. It can be awaited where the service can, and cannot block. A tokio runtime around it needs its timer. The service
/// must not follow redirects.
pub fn service<S>(service: S) -> impl Transport
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    Tower(service)
}

struct Tower<S>(S);

impl<S> Transport for Tower<S>
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut service = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect().await?);
            // A service that is not ready was not given the request.
            poll_fn(|context| service.poll_ready(context)).await.map_err(TransportError::connect)?;
            let response = service.call(request).await.map_err(TransportError::new)?;
            Ok(response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        if Handle::try_current().is_err() {
            return closure::sleep(duration);
        }
        Box::pin(tokio::time::sleep(duration))
    }
}
