//! The client: what all calls share, and how it is put together.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue};

use super::content::is_secret;
use super::credential::{Applied, Credential, Secret};
use super::exchange::Limits;
use super::request_error::{BuildError, RequestError};
use super::retry::Budget;
use super::transport::Transport;
use super::url::{self, BaseUrl};

/// A generated client, as far as [`Builder`] needs to know it.
pub trait Connect: Sized {
    /// The server to take when none is chosen.
    const BASE_URL: Option<&'static str> = None;
    /// What the client calls itself.
    const USER_AGENT: &'static str = "openapi-bindgen";
    /// The security schemes that the bindings do not speak.
    const UNSPOKEN: &'static [&'static str] = &[];

    /// Returns the client.
    fn connect(core: Core) -> Self;

    /// Returns the transport to take when none is given.
    ///
    /// # Errors
    ///
    /// There is none, or it could not be set up.
    fn transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
        let _ = connect_timeout;
        Err(BuildError::MissingTransport)
    }
}

/// What all calls of a client share. A clone shares it too.
#[derive(Clone)]
pub struct Core(pub(super) Arc<Shared>);

pub(super) struct Shared {
    pub(super) base_url: BaseUrl,
    /// Whether the caller has said an address that is not the document's first.
    pub(super) is_server_chosen: bool,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) budget: Budget,
    pub(super) settings: Settings,
    pub(super) headers: HeaderMap,
    pub(super) parameters: BTreeMap<&'static str, String>,
    /// Each with what is sent for it, if that is known without asking.
    pub(super) credentials: BTreeMap<&'static str, (Credential, Option<Applied>)>,
    pub(super) unspoken: &'static [&'static str],
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("base_url", &self.0.base_url).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) limits: Limits,
    pub(super) max_response_bytes: usize,
    pub(super) allow_insecure_http: bool,
}

/// What goes around a transport.
type Layer = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send>;

/// Puts a client together. The first mistake is reported by [`build`](Self::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    base_url: Option<String>,
    /// The address of a server that is relative to the other.
    path: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    layers: Vec<Layer>,
    settings: Settings,
    connect_timeout: Duration,
    headers: HeaderMap,
    parameters: BTreeMap<&'static str, String>,
    credentials: BTreeMap<&'static str, Credential>,
    mistake: Option<BuildError>,
    client: PhantomData<fn() -> C>,
}

impl<C: Connect> Builder<C> {
    /// Starts with the settings that every client has unless it is told otherwise.
    pub fn new() -> Self {
        let settings = Settings {
            limits: Limits { timeout: Duration::from_secs(60), attempt_timeout: None, retries: 2, key: None },
            max_response_bytes: 64 << 20,
            allow_insecure_http: false,
        };
        let builder = Self {
            base_url: None,
            path: None,
            transport: None,
            layers: Vec::new(),
            settings,
            connect_timeout: Duration::from_secs(10),
            headers: HeaderMap::new(),
            parameters: BTreeMap::new(),
            credentials: BTreeMap::new(),
            mistake: None,
            client: PhantomData,
        };
        builder.with(header(USER_AGENT.as_str(), Bytes::from_static(C::USER_AGENT.as_bytes())))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A setting would fail every request, or there is no server or no transport.
    pub fn build(self) -> Result<C, BuildError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let base_url = self.base_url.as_deref().or(C::BASE_URL).ok_or(BuildError::MissingBaseUrl)?;
        let is_server_chosen = self.path.is_some() || Some(base_url) != C::BASE_URL;
        let base_url = BaseUrl::parse(base_url).ok_or(RequestError::BaseUrl)?;
        let base_url = match &self.path {
            Some(path) => base_url.at(path).ok_or(RequestError::BaseUrl)?,
            None => base_url,
        };
        let is_secure = base_url.is_confidential || self.settings.allow_insecure_http;
        if !is_secure && !self.credentials.is_empty() {
            return Err(RequestError::Insecure.into());
        }
        let mut credentials = BTreeMap::new();
        for (scheme, credential) in self.credentials {
            let applied = credential.known().map(|secret| credential.apply(scheme, secret)).transpose()?;
            credentials.insert(scheme, (credential, applied));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => C::transport(self.connect_timeout)?,
        };
        let transport = self.layers.into_iter().fold(transport, |inner, layer| layer(inner));
        Ok(C::connect(Core(Arc::new(Shared {
            base_url,
            is_server_chosen,
            transport,
            budget: Budget::new(),
            settings: self.settings,
            headers: self.headers,
            parameters: self.parameters,
            credentials,
            unspoken: C::UNSPOKEN,
        }))))
    }
}

impl<C> Builder<C> {
    /// Takes the server at this address: an absolute `http` or `https` URL without user, query and fragment, or a path on
    /// the server that the client would have otherwise.
    ///
    /// All calls are sent there, also those of operations that the document gives a server of their own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        if url::is_relative(&url) {
            self.path = Some(url);
        } else {
            self.base_url = Some(url);
        }
        self
    }

    /// Takes a transport of the caller's.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts something around the transport, such as a log or a limit of requests at once; the last layer is the outermost.
    pub fn layer<T: Transport>(
        mut self,
        layer: impl FnOnce(Arc<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.layers.push(Box::new(|transport| Arc::new(layer(transport))));
        self
    }

    /// Limits the time of a call, retries and the reading of the body included; 60 s if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.timeout = timeout;
        self
    }

    /// Limits the time of each attempt of a call; not limited if not set. A request that may come twice is sent again then.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.attempt_timeout = Some(timeout);
        self
    }

    /// Limits the time for a connection; 10 s if not set. A transport of the caller's has its own limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits how often a request is sent again; 2 if not set.
    ///
    /// Only those requests are sent again that do no harm if they are processed twice, or that were not processed; and only
    /// ten of all calls of the client together, and one more for every ten calls that the server answers.
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.limits.retries = retries;
        self
    }

    /// Limits the size of a response's body; 64 MiB if not set.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Allows to send credentials over `http` to another machine, where anybody on the way can read them.
    pub fn allow_insecure_http(mut self) -> Self {
        self.settings.allow_insecure_http = true;
        self
    }

    /// Sends a header with every call.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(header(name, Bytes::copy_from_slice(value.as_bytes())))
    }

    /// Says which program calls.
    pub fn user_agent(self, name: &str) -> Self {
        self.header(USER_AGENT.as_str(), name)
    }

    /// Gives all calls the value of a path parameter; a call can override it.
    pub fn parameter(mut self, name: &'static str, value: impl ToString) -> Self {
        self.parameters.insert(name, value.to_string());
        self
    }

    /// Gives the client the credential for a security scheme of the document.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.insert(scheme, credential);
        self
    }

    /// Gives the client a credential that an environment variable holds.
    pub fn credential_from_env(
        mut self,
        scheme: &'static str,
        variable: &'static str,
        credential: fn(Secret) -> Credential,
    ) -> Self {
        match std::env::var(variable) {
            Ok(secret) => self.credential(scheme, credential(secret.into())),
            Err(_) => {
                self.note(BuildError::MissingVariable { name: variable });
                self
            }
        }
    }

    fn with(mut self, header: Result<(HeaderName, HeaderValue), RequestError>) -> Self {
        match header {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.note(error.into()),
        }
        self
    }

    fn note(&mut self, mistake: BuildError) {
        self.mistake.get_or_insert(mistake);
    }
}

impl<C: Connect> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for Builder<C> {
    /// Shows nothing: even the server's address may have a password in it, until `build` has refused it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

/// Reads a header that was given as text.
pub(super) fn header(name: &str, value: Bytes) -> Result<(HeaderName, HeaderValue), RequestError> {
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| RequestError::HeaderName)?;
    let value = HeaderValue::from_maybe_shared(value);
    let mut value = value.map_err(|_| RequestError::HeaderValue { name: name.to_owned() })?;
    value.set_sensitive(is_secret(header.as_str()));
    Ok((header, value))
}
