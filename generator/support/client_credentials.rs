//! The client credentials flow of OAuth 2.0 (RFC 6749, 4.4): tokens are fetched, kept, and renewed before their end.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request, Uri};

use super::client::Core;
use super::credential::{base64, CredentialProvider, Secret, Wanted};
use super::error::Failure;
use super::escape::{pair, strict};
use super::exchange::{race, receive};
use super::flight::{Flight, Waiting};
use super::retry;
use super::token::{Token, TokenError};
use super::transport::{Attempt, Body, BoxError, BoxFuture};
use super::url::{self, BaseUrl};

/// How long a token may take, whatever the time of the calls that wait for it.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The same where the one before is good yet, so that calls go on while there are no new ones.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a token is asked for again when there was no answer, or a busy one.
const RETRIES: u32 = 2;

/// How many bytes the answer of a token endpoint can have.
const MAX_ANSWER: usize = 64 << 10;

/// A server that refuses good tokens does not make a client ask for new ones more often than this.
const REFUSAL_PAUSE: Duration = Duration::from_secs(10);

/// A client of an authorization server: it gets tokens for itself.
///
/// Each operation gets a token for the scopes that the document asks for. Tokens are kept, shared by all calls, renewed
/// before they end, and asked for once however many calls wait. Requests go through the transport of the API's client.
#[derive(Clone)]
#[must_use = "give it to the builder of the client"]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    in_body: bool,
    token_url: Option<String>,
    refresh_url: Option<String>,
    scopes: Option<String>,
    parameters: Vec<(String, String)>,
}

impl ClientCredentials {
    /// Takes the id and the secret that the authorization server knows the client by.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            in_body: false,
            token_url: None,
            refresh_url: None,
            scopes: None,
            parameters: Vec::new(),
        }
    }

    /// Sends id and secret in the body, for a server that does not take them as `Authorization: Basic`.
    pub fn in_body(self) -> Self {
        Self { in_body: true, ..self }
    }

    /// Takes another token endpoint than that of the document.
    pub fn token_url(self, url: impl Into<String>) -> Self {
        Self { token_url: Some(url.into()), ..self }
    }

    /// Takes another endpoint for refresh tokens than that of the document.
    pub fn refresh_url(self, url: impl Into<String>) -> Self {
        Self { refresh_url: Some(url.into()), ..self }
    }

    /// Asks for these scopes, whichever operation is called.
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        Self { scopes: Some(scopes.join(" ")), ..self }
    }

    /// Sends a parameter more with each request, such as `audience` or `resource`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Returns the provider of its tokens, with the endpoints of the document where no others were given.
    pub fn provider(self, token_url: &str, refresh_url: Option<&str>) -> impl CredentialProvider {
        let token_url = self.token_url.clone().unwrap_or_else(|| token_url.to_owned());
        let refresh_url = self.refresh_url.clone().or_else(|| refresh_url.map(str::to_owned));
        let refresh_url = refresh_url.unwrap_or_else(|| token_url.clone());
        Tokens(Arc::new(Shared { client: self, token_url, refresh_url, kept: Mutex::default() }))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The tokens of a client.
struct Tokens(Arc<Shared>);

struct Shared {
    client: ClientCredentials,
    token_url: String,
    refresh_url: String,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// By the scopes that were asked for; the document has a few sets of them.
    tokens: BTreeMap<String, Entry>,
    /// When a token was wanted last, by the clock of the transport.
    wanted: Duration,
    /// The same of the last one that was refused.
    refused: Option<Duration>,
}

#[derive(Default)]
struct Entry {
    token: Option<Token>,
    flight: Option<Arc<Flight<Result<Token, TokenError>>>>,
}

impl CredentialProvider for Tokens {
    fn secret<'a>(&'a self, wanted: Wanted<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(async move {
            let scopes = self.0.client.scopes.as_deref().unwrap_or(wanted.scopes);
            let waiting = match self.0.kept_or_asked(scopes, wanted.core) {
                Ok(token) => return Ok(token.secret),
                Err(waiting) => waiting,
            };
            let token = waiting.await.unwrap_or(Err(TokenError::Interrupted));
            token.map(|token| token.secret).map_err(Into::into)
        })
    }

    fn refused(&self, secret: &Secret) -> bool {
        let mut kept = self.0.lock();
        let is_it = |token: &Token| token.secret == *secret;
        if !kept.tokens.values().any(|entry| entry.token.as_ref().is_some_and(is_it)) {
            // Another call was refused before, and so there is another one, or will be.
            return true;
        }
        let wanted = kept.wanted;
        if kept.refused.is_some_and(|last| wanted.saturating_sub(last) < REFUSAL_PAUSE) {
            return false;
        }
        kept.refused = Some(wanted);
        for entry in kept.tokens.values_mut() {
            entry.token.take_if(|token| is_it(token));
        }
        true
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a token that is good for the scopes, or what brings one.
    fn kept_or_asked(
        self: &Arc<Self>,
        scopes: &str,
        core: &Core,
    ) -> Result<Token, Waiting<Result<Token, TokenError>>> {
        let now = core.0.transport.now();
        let mut kept = self.lock();
        kept.wanted = now;
        let fits = |(asked, entry): (&String, &Entry)| {
            let token = entry.token.as_ref().filter(|token| token.is_fresh(now))?;
            let given = token.scopes.as_deref().unwrap_or(asked);
            (asked == scopes || covers(given, scopes)).then(|| token.clone())
        };
        if let Some(token) = kept.tokens.iter().find_map(fits) {
            return Ok(token);
        }
        let entry = kept.tokens.entry(scopes.to_owned()).or_default();
        if let Some(waiting) = entry.flight.as_ref().and_then(Flight::join) {
            return Err(waiting);
        }
        let work = self.clone().renewed(scopes.to_owned(), core.clone(), entry.token.clone());
        let waiting = Flight::start(Box::pin(work));
        entry.flight = Some(waiting.flight());
        Err(waiting)
    }

    /// Gets a token, and keeps it for those who come later.
    async fn renewed(
        self: Arc<Self>,
        scopes: String,
        core: Core,
        old: Option<Token>,
    ) -> Result<Token, TokenError> {
        let clock = core.0.transport.as_ref();
        let soon = clock.now().saturating_add(PATIENCE);
        let patience = if old.as_ref().is_some_and(|old| old.is_alive(soon)) { PATIENCE } else { TIMEOUT };
        let token = {
            let refresh = old.as_ref().and_then(|token| token.refresh.as_ref());
            let work = pin!(self.asked(&scopes, &core, refresh));
            race(work, clock.sleep(patience)).await.unwrap_or(Err(TokenError::Timeout))
        };
        match (token, old) {
            (Ok(token), _) => {
                self.lock().tokens.entry(scopes).or_default().token = Some(token.clone());
                Ok(token)
            }
            // It was to be renewed in good time.
            (Err(_), Some(old)) if old.is_alive(clock.now()) => Ok(old),
            (Err(error), _) => Err(error),
        }
    }

    /// Asks for a token, with a refresh token first if there is one.
    async fn asked(&self, scopes: &str, core: &Core, refresh: Option<&Secret>) -> Result<Token, TokenError> {
        if let Some(refresh) = refresh {
            let form = [pair("grant_type", "refresh_token"), pair("refresh_token", refresh.expose())];
            match self.token(core, &self.refresh_url, form.into(), false).await {
                Ok(mut token) => {
                    // A server need not send a new one.
                    token.refresh.get_or_insert_with(|| refresh.clone());
                    return Ok(token);
                }
                Err(TokenError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let mut form = vec![pair("grant_type", "client_credentials")];
        if !scopes.is_empty() {
            form.push(pair("scope", scopes));
        }
        // Asking for a token twice gives two tokens, which harms nobody.
        self.token(core, &self.token_url, form, true).await
    }

    /// Sends a form, again if need be and that is harmless, and reads the token of the answer.
    async fn token(
        &self,
        core: &Core,
        url: &str,
        form: Vec<String>,
        is_harmless: bool,
    ) -> Result<Token, TokenError> {
        let request = self.request(core, url, form)?;
        let clock = core.0.transport.as_ref();
        let end = clock.now().saturating_add(TIMEOUT);
        let mut attempt = 0;
        loop {
            let about = Attempt { template: "", resends: attempt };
            let answer = core.0.transport.send(request.clone().map(Body::from), about);
            let outcome = receive(answer, None, MAX_ANSWER).await;
            let pause = retry::pause(&outcome, is_harmless, attempt, clock, end);
            let pause = pause.filter(|_| attempt < RETRIES);
            let Some(pause) = pause else {
                return match outcome {
                    Ok(reply) => Token::read(&reply, clock.now()),
                    Err(Failure::Transport(error)) => Err(TokenError::Transport(Arc::new(error))),
                    Err(Failure::Body { error, .. }) => Err(TokenError::Body(Arc::new(error))),
                    Err(_) => Err(TokenError::Timeout),
                };
            };
            clock.sleep(pause).await;
            attempt += 1;
        }
    }

    fn request(&self, core: &Core, url: &str, mut form: Vec<String>) -> Result<Request<Bytes>, TokenError> {
        let ClientCredentials { id, secret, in_body, parameters, .. } = &self.client;
        if id.is_empty() || secret.expose().is_empty() {
            return Err(TokenError::Empty);
        }
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = endpoint(core, url)?;
        *request.method_mut() = Method::POST;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(agent) = core.0.headers.get(USER_AGENT) {
            headers.insert(USER_AGENT, agent.clone());
        }
        if *in_body {
            form.extend([pair("client_id", id), pair("client_secret", secret.expose())]);
        } else {
            // RFC 6749, 2.3.1: each is escaped as in a form, so that a colon stays where it is.
            let escaped = [id, secret.expose()].map(strict);
            let basic = format!("Basic {}", base64(escaped.join(":").as_bytes()));
            let mut basic = HeaderValue::from_str(&basic).map_err(|_| TokenError::Empty)?;
            basic.set_sensitive(true);
            headers.insert(AUTHORIZATION, basic);
        }
        form.extend(parameters.iter().map(|(name, value)| pair(name, value)));
        *request.body_mut() = Bytes::from(form.join("&"));
        Ok(request)
    }
}

/// Whether all scopes are among those given.
fn covers(given: &str, scopes: &str) -> bool {
    scopes.split_whitespace().all(|scope| given.split_whitespace().any(|it| it == scope))
}

/// Returns the URL of a token endpoint; a relative one is on the server of the API.
fn endpoint(core: &Core, url: &str) -> Result<Uri, TokenError> {
    let uri = match (url.is_empty(), url.contains("://")) {
        (true, _) => None,
        (false, true) => url.parse().ok(),
        (false, false) => {
            let base = core.0.base_url.join(core.0.base_url.start(""));
            base.ok().and_then(|base| url::on_same_server(&base, url))
        }
    };
    let uri: Uri = uri.ok_or(TokenError::Endpoint)?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err(TokenError::Endpoint);
    };
    let server = BaseUrl::parse(&format!("{scheme}://{authority}")).ok_or(TokenError::Endpoint)?;
    if server.is_confidential || core.0.settings.allow_insecure_http {
        Ok(uri)
    } else {
        Err(TokenError::Insecure)
    }
}
