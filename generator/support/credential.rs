//! Credentials: what is sent with a call, from where it comes, and that nobody else sees it.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use http::header::{HeaderName, AUTHORIZATION};
use http::HeaderValue;

use super::client::Core;
use super::escape::{pair, strict};
use super::request_error::RequestError;
use super::transport::{BoxError, BoxFuture, Transport};

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns the text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// Returns the secret to send, each time one is sent; so it can fetch, keep and renew a token.
///
/// Any closure is one that returns a future of a `Result` with a secret or a string:
///
/// ```text
/// Credential::bearer_from(|| async { tokens.current().await })
/// ```
pub trait CredentialProvider: Send + Sync + 'static {
    /// Returns the secret.
    ///
    /// # Errors
    ///
    /// There is none; the call fails with [`RequestError::Provider`], whose source this is.
    fn secret<'a>(&'a self, wanted: Wanted<'a>) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// Hears that the server has answered 401 to a secret, and returns whether to ask for another one and try once more.
    fn refused(&self, secret: &Secret) -> bool {
        let _ = secret;
        false
    }
}

/// What a secret is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub(super) core: &'a Core,
    pub(super) scopes: &'a str,
}

impl<'a> Wanted<'a> {
    /// Returns the scopes that the document asks for, if it has a flow of which the bindings know them.
    pub fn scopes(&self) -> impl Iterator<Item = &'a str> {
        self.scopes.split_whitespace()
    }

    /// Returns what the client sends through.
    pub fn transport(&self) -> &'a Arc<dyn Transport> {
        &self.core.0.transport
    }
}

impl<F, R, S, E> CredentialProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<S, E>> + Send + 'static,
    S: Into<Secret>,
    E: Into<BoxError>,
{
    fn secret<'a>(&'a self, _: Wanted<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        let secret = self();
        Box::pin(async move { secret.await.map(Into::into).map_err(Into::into) })
    }
}

/// Where an API key is sent, and under which name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKey {
    /// In a header.
    Header(&'static str),
    /// In the query.
    Query(&'static str),
    /// In a cookie.
    Cookie(&'static str),
}

/// A credential for a security scheme of the document.
#[derive(Clone)]
pub struct Credential {
    pub(super) place: Place,
    source: Source,
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    Bearer,
    Basic,
    ApiKey(ApiKey),
    Transport,
}

#[derive(Clone)]
enum Source {
    Static(Secret),
    Provider(Arc<dyn CredentialProvider>),
}

impl Credential {
    /// A token that is sent as `Authorization: Bearer`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self { place: Place::Bearer, source: Source::Static(token.into()) }
    }

    /// A provider of such tokens, as OAuth 2.0 and OpenID Connect need.
    pub fn bearer_from(provider: impl CredentialProvider) -> Self {
        Self { place: Place::Bearer, source: Source::Provider(Arc::new(provider)) }
    }

    /// A user and a password that are sent as `Authorization: Basic`.
    pub fn basic(user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        let (user, password) = (user.as_ref(), password.into());
        // A user with a colon would move the border between the two. It fails as an empty credential does.
        let pair = match (user.contains(':'), user.is_empty() && password.0.is_empty()) {
            (false, false) => base64(format!("{user}:{}", password.0).as_bytes()),
            _ => String::new(),
        };
        Self { place: Place::Basic, source: Source::Static(Secret(pair)) }
    }

    /// An API key.
    pub fn api_key(place: ApiKey, key: impl Into<Secret>) -> Self {
        Self { place: Place::ApiKey(place), source: Source::Static(key.into()) }
    }

    /// A provider of API keys.
    pub fn api_key_from(place: ApiKey, provider: impl CredentialProvider) -> Self {
        Self { place: Place::ApiKey(place), source: Source::Provider(Arc::new(provider)) }
    }

    /// Nothing in the request, because the transport knows how to do what the security scheme asks for.
    pub fn by_transport() -> Self {
        Self { place: Place::Transport, source: Source::Static(Secret(String::new())) }
    }

    /// Returns the secret if it is known without asking.
    pub(super) fn known(&self) -> Option<&Secret> {
        match &self.source {
            Source::Static(secret) => Some(secret),
            Source::Provider(_) => None,
        }
    }

    /// Returns the secret, from the provider if there is one.
    pub(super) async fn secret(&self, scheme: &str, wanted: Wanted<'_>) -> Result<Secret, RequestError> {
        match &self.source {
            Source::Static(secret) => Ok(secret.clone()),
            Source::Provider(provider) => {
                let secret = provider.secret(wanted).await;
                secret.map_err(|error| RequestError::Provider {
                    scheme: scheme.to_owned(),
                    error: ProviderError(error),
                })
            }
        }
    }

    /// Tells the provider, if there is one, that the server has refused its secret.
    pub(super) fn refused(&self, secret: &Secret) -> bool {
        match &self.source {
            Source::Static(_) => false,
            Source::Provider(provider) => provider.refused(secret),
        }
    }

    /// Returns what is sent for the secret.
    pub(super) fn apply(&self, scheme: &str, secret: &Secret) -> Result<Applied, RequestError> {
        let secret = secret.expose();
        if secret.trim().is_empty() && !matches!(self.place, Place::Transport) {
            return Err(RequestError::EmptyCredential { scheme: scheme.to_owned() });
        }
        let unfit = || RequestError::CredentialCharacters { scheme: scheme.to_owned() };
        let header = |name: HeaderName, text: String| {
            let mut value = HeaderValue::try_from(text).map_err(|_| unfit())?;
            value.set_sensitive(true);
            Ok(Applied::Header(name, value))
        };
        match self.place {
            Place::Bearer => header(AUTHORIZATION, ["Bearer ", secret].concat()),
            Place::Basic => header(AUTHORIZATION, ["Basic ", secret].concat()),
            Place::ApiKey(ApiKey::Header(name)) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                header(name.map_err(|_| RequestError::HeaderName)?, secret.to_owned())
            }
            Place::ApiKey(ApiKey::Query(name)) => Ok(Applied::Query(pair(name, secret))),
            // As the server has given it (RFC 6265, 5.4): what it has escaped is not escaped again.
            Place::ApiKey(ApiKey::Cookie(_)) if secret.contains([' ', ',', ';', '\\']) => Err(unfit()),
            Place::ApiKey(ApiKey::Cookie(name)) => Ok(Applied::Cookie([&strict(name), "=", secret].concat())),
            Place::Transport => Ok(Applied::Nothing),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(<redacted>)")
    }
}

/// What is sent for a credential.
#[derive(Clone)]
pub(super) enum Applied {
    /// A header, marked as sensitive.
    Header(HeaderName, HeaderValue),
    /// An escaped pair in the query.
    Query(String),
    /// A pair in the `Cookie` header.
    Cookie(String),
    /// Nothing.
    Nothing,
}

/// What a provider said; it is shown only as the source of an error.
pub struct ProviderError(BoxError);

impl ProviderError {
    pub(super) fn source(&self) -> &(dyn StdError + 'static) {
        self.0.as_ref()
    }
}

impl fmt::Debug for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderError(..)")
    }
}

/// Writes bytes in base64 with padding (RFC 4648, 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = (group >> (18 - 6 * digit)) & 0x3f;
            let letter = DIGITS.get(value as usize).copied().unwrap_or(b'=');
            text.push(if digit <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}
