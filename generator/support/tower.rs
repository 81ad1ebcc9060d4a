//! A transport that is a `tower` service, so that a program can use its own client and layers.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use super::transport::{Body, BoxError, BoxFuture, Transport, TransportError};

/// Returns a transport that sends requests with a service.
///
/// It must be awaited inside a tokio runtime with a timer, and cannot block. The service must not follow redirects.
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
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut service = self.0.clone();
        Box::pin(async move {
            // A service that is not ready was not given the request.
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(TransportError::connect)?;
            let response = service.call(request).await.map_err(TransportError::new)?;
            Ok(response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}
