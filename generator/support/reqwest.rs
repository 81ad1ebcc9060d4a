//! The default transport: `reqwest` with `rustls`, `ring` and the certificates of the operating system.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use rustls::crypto::ring;
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::runtime::{self, Handle};
use tokio::task::AbortHandle;

use super::closure;
use super::frames::Frames;
use super::request_error::BuildError;
use super::transport::{Answering, Attempt, Body, BoxFuture, CannotBlock, Chunks, Transport, TransportError};

/// A transport that sends requests with a [`reqwest::Client`].
///
/// It is to be awaited inside a tokio runtime that has its drivers, and is an error outside of one. A blocking call uses a
/// runtime of the transport's own, on a thread that starts with the first such call and ends with the transport.
#[derive(Debug)]
pub struct Reqwest {
    client: Client,
    /// The first server that a request went to.
    server: OnceLock<Option<Url>>,
    driver: Mutex<Option<Driver>>,
}

impl Reqwest {
    /// Sets up a client of its own, without a process-wide provider of cryptography and without redirects.
    ///
    /// # Errors
    ///
    /// The certificates or the client could not be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, BuildError> {
        let client = Client::builder()
            .tls_backend_preconfigured(tls().map_err(|error| BuildError::Transport(error.into()))?)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(connect_timeout)
            .build();
        client.map(Self::from).map_err(|error| BuildError::Transport(error.into()))
    }

    /// Returns a request as `reqwest` sends it.
    ///
    /// # Errors
    ///
    /// `reqwest` does not read the URL.
    pub fn request(&self, request: Request<Body>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(&head.uri)?);
        (*request.version_mut(), *request.headers_mut()) = (head.version, head.headers);
        *request.body_mut() = Some(match body.into_whole() {
            Ok(bytes) => reqwest::Body::from(bytes),
            Err(chunks) => reqwest::Body::wrap(Frames::from(Body::from(chunks))),
        });
        Ok(request)
    }

    /// Returns a URL as `reqwest` has it, without reading the host of the same server each time.
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (scheme, host) =
            (uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |it| it.as_str()));
        let server = self.server.get_or_init(|| Url::parse(&[scheme, "://", host].concat()).ok());
        let rest = server.as_ref().and_then(|server| server.as_str().strip_prefix(scheme));
        match server {
            Some(server) if rest.and_then(|it| it.strip_prefix("://")?.strip_suffix('/')) == Some(host) => {
                let mut url = server.clone();
                url.set_path(uri.path());
                url.set_query(uri.query());
                Ok(url)
            }
            _ => Url::parse(&uri.to_string()).map_err(TransportError::new),
        }
    }

    /// Returns the runtime for blocking calls.
    fn driver(&self) -> Result<Handle, CannotBlock> {
        let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(driver) = &*driver {
            return Ok(driver.handle.clone());
        }
        let started = Driver::start().map_err(CannotBlock::Start)?;
        Ok(driver.insert(started).handle.clone())
    }
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(config.with_safe_default_protocol_versions()?.with_platform_verifier()?.with_no_client_auth())
}

impl From<Client> for Reqwest {
    /// Takes a client of the caller's, which must not follow redirects ([`Policy::none`]): this crate's rules for them are
    /// stricter than its own.
    fn from(client: Client) -> Self {
        Self { client, server: OnceLock::new(), driver: Mutex::default() }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>, _: Attempt) -> Answering<'_> {
        let inside = Handle::try_current().map_err(TransportError::new);
        let sent = inside.and_then(|_| Ok(self.client.execute(unshared(self.request(request)?))));
        Box::pin(async move {
            let mut answer = sent?.await.map_err(error)?;
            let mut response = Response::new(());
            (*response.status_mut(), *response.version_mut()) = (answer.status(), answer.version());
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            *response.extensions_mut() = std::mem::take(answer.extensions_mut());
            Ok(response.map(|()| Body::chunks(Arriving(answer))))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        if Handle::try_current().is_err() {
            return closure::sleep(duration);
        }
        Box::pin(tokio::time::sleep(duration))
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        if Handle::try_current().is_ok() {
            return Err(CannotBlock::InsideRuntime);
        }
        self.driver()?.block_on(work);
        Ok(())
    }
}

/// Gives a request secrets of its own: at each clone of a value, of which `reqwest` makes some, the threads that share it
/// wait for each other.
fn unshared(mut request: reqwest::Request) -> reqwest::Request {
    for value in request.headers_mut().values_mut().filter(|value| value.is_sensitive()) {
        *value = HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone());
        value.set_sensitive(true);
    }
    request
}

/// The body of an answer.
struct Arriving(reqwest::Response);

impl Chunks for Arriving {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        // A future that is dropped loses nothing: what it waits for stays in the response.
        pin!(self.0.chunk()).poll(context).map_err(error)
    }
}

/// Drops the URL, whose query may hold a secret.
fn error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    match error.is_connect() {
        true => TransportError::connect(error),
        false => TransportError::new(error),
    }
}

/// A runtime on a thread of its own, so that connections stay alive between blocking calls.
#[derive(Debug)]
struct Driver {
    handle: Handle,
    alive: AbortHandle,
}

impl Driver {
    fn start() -> std::io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let forever = runtime.spawn(std::future::pending::<()>());
        let driver = Self { handle: runtime.handle().clone(), alive: forever.abort_handle() };
        let run = move || drop(runtime.block_on(forever));
        thread::Builder::new().name("reqwest".to_owned()).spawn(run)?;
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.alive.abort();
    }
}
