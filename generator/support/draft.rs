//! Drafts: a call while it is put together, and the request that becomes of it.
//!
//! Nothing here is generic, so that a dependant compiles it once.

use bytes::Bytes;
use http::header::{HeaderName, ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue, Method, Request};

use super::client::{header, Core};
use super::credential::{Applied, Credential, Secret, Wanted};
use super::escape::strict;
use super::exchange::Limits;
use super::media_type::MediaTypes;
use super::operation::Security;
use super::request_error::RequestError;
use super::transport::{Body, Reopen};
use super::url::{self, BaseUrl};

/// A call that was not sent yet.
pub(super) struct Draft {
    pub(super) core: Core,
    pub(super) method: Method,
    template: &'static str,
    security: Security,
    scopes: Security,
    path: Vec<(&'static str, String)>,
    query: Vec<String>,
    headers: HeaderMap,
    /// Cookies, escaped.
    pub(super) cookies: Vec<String>,
    body: Sent,
    base_url: Option<BaseUrl>,
    pub(super) limits: Limits,
    mistake: Option<RequestError>,
}

/// A body that is to be sent.
enum Sent {
    Whole(Bytes),
    Pieces(Box<dyn Reopen>),
}

impl Draft {
    pub(super) fn new(
        core: &Core,
        [method, template]: [&'static str; 2],
        [security, scopes]: [Security; 2],
    ) -> Self {
        let (method, mistake) = match Method::from_bytes(method.as_bytes()) {
            Ok(method) => (method, None),
            Err(_) => (Method::GET, Some(RequestError::Method)),
        };
        Self {
            core: core.clone(),
            method,
            template,
            security,
            scopes,
            path: Vec::new(),
            query: Vec::new(),
            headers: core.0.headers.clone(),
            cookies: Vec::new(),
            body: Sent::Whole(Bytes::new()),
            base_url: None,
            limits: core.0.settings.limits,
            mistake,
        }
    }

    /// Asks for the media types of the two.
    pub(super) fn accept(&mut self, success: MediaTypes, failure: MediaTypes) {
        let others = failure.iter().filter(|it| !success.contains(it));
        let all: Vec<&str> = success.iter().chain(others).copied().collect();
        if !all.is_empty() {
            self.header(ACCEPT.as_str(), &all.join(", "));
        }
    }

    /// Gives a path parameter its text, escaped.
    pub(super) fn path(&mut self, name: &'static str, text: String) {
        self.path.push((name, text));
    }

    /// Adds a part of the query, escaped; several are joined already.
    pub(super) fn query(&mut self, pairs: Option<String>) {
        self.query.extend(pairs);
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.note(error),
        }
    }

    pub(super) fn body(&mut self, media_type: &str, body: Result<Bytes, RequestError>) {
        match body {
            Ok(body) => self.body = Sent::Whole(body),
            Err(error) => self.note(error),
        }
        self.header(CONTENT_TYPE.as_str(), media_type);
    }

    /// Sends a body piece by piece.
    pub(super) fn pieces(&mut self, media_type: &str, body: impl Reopen + 'static) {
        self.body = Sent::Pieces(Box::new(body));
        self.header(CONTENT_TYPE.as_str(), media_type);
    }

    pub(super) fn base_url(&mut self, text: &str) {
        self.base_url = self.core.0.base_url.at(text);
        if self.base_url.is_none() {
            self.note(RequestError::BaseUrl);
        }
    }

    /// Takes the server that the operation has for itself. With a client that was told another address than the document's,
    /// nothing leaves that address, and credentials least of all.
    pub(super) fn own_server(&mut self, server: Option<&str>) {
        match server {
            Some(server) if url::is_relative(server) || !self.core.0.is_server_chosen => {
                self.base_url(server)
            }
            _ => {}
        }
    }

    pub(super) fn note(&mut self, mistake: RequestError) {
        self.mistake.get_or_insert(mistake);
    }

    /// Makes the request, but leaves out credentials that a provider would have to be asked for.
    pub(super) fn into_request(self) -> Result<Request<Bytes>, RequestError> {
        let sheet = self.into_sheet()?;
        let mut applied = Vec::new();
        for Chosen { scheme, credential, .. } in sheet.chosen()? {
            if let Some(secret) = credential.known() {
                applied.push(credential.apply(scheme, secret)?);
            }
        }
        let Sent::Whole(body) = &sheet.body else { return Err(RequestError::Pieces) };
        Ok(sheet.request(applied)?.map(|()| body.clone()))
    }

    /// Checks all that does not need a credential.
    pub(super) fn into_sheet(self) -> Result<Sheet, RequestError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let path = url::expand(self.template, |name| {
            if let Some((_, text)) = self.path.iter().rev().find(|(given, _)| *given == name) {
                return Ok(text.clone());
            }
            let missing = || RequestError::MissingParameter { name: name.to_owned() };
            self.core.0.parameters.get(name).map(|shared| strict(shared)).ok_or_else(missing)
        })?;
        Ok(Sheet {
            base_url: self.base_url.unwrap_or_else(|| self.core.0.base_url.clone()),
            core: self.core,
            method: self.method,
            template: self.template,
            security: self.security,
            scopes: self.scopes,
            path,
            query: self.query,
            headers: self.headers,
            cookies: self.cookies,
            body: self.body,
        })
    }
}

/// A credential of the alternative that is taken.
struct Chosen<'s> {
    scheme: &'static str,
    credential: &'s Credential,
    /// What it has to allow, separated by spaces.
    scopes: &'static str,
}

/// The credentials of a request, each with the secret that was sent.
pub(super) type Used<'s> = Vec<(&'s Credential, Secret)>;

/// A request without its credentials.
pub(super) struct Sheet {
    pub(super) core: Core,
    pub(super) method: Method,
    pub(super) template: &'static str,
    pub(super) base_url: BaseUrl,
    security: Security,
    scopes: Security,
    pub(super) path: String,
    pub(super) query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Sent,
}

impl Sheet {
    /// Whether the body can be sent a second time.
    pub(super) fn is_repeatable(&self) -> bool {
        match &self.body {
            Sent::Whole(_) => true,
            Sent::Pieces(pieces) => pieces.is_repeatable(),
        }
    }

    /// Makes the request, with credentials that are asked for now.
    pub(super) async fn authorized(&self) -> Result<(Request<Body>, Used<'_>), RequestError> {
        let (mut applied, mut used) = (Vec::new(), Vec::new());
        for Chosen { scheme, credential, scopes } in self.chosen()? {
            let secret = credential.secret(scheme, Wanted { core: &self.core, scopes }).await?;
            applied.push(credential.apply(scheme, &secret)?);
            used.push((credential, secret));
        }
        let request = self.request(applied)?;
        let body = match &self.body {
            Sent::Whole(bytes) => Body::from(bytes.clone()),
            Sent::Pieces(pieces) => match pieces.open() {
                Ok(body) => body.ok_or(RequestError::Pieces)?,
                Err(error) => return Err(RequestError::Open(error)),
            },
        };
        Ok((request.map(|()| body), used))
    }

    /// Returns the credentials of the first alternative of which the client has all.
    fn chosen(&self) -> Result<Vec<Chosen<'_>>, RequestError> {
        let mut missing = None;
        for (index, alternative) in self.security.iter().enumerate() {
            let scopes = self.scopes.get(index).copied().unwrap_or_default();
            let credentials = alternative.iter().enumerate().filter_map(|(index, scheme)| {
                let scopes = scopes.get(index).copied().unwrap_or_default();
                match self.core.0.credentials.get(scheme) {
                    Some(credential) => Some(Ok(Chosen { scheme, credential, scopes })),
                    None if self.is_spoken_by_hand(scheme) => None,
                    None => Some(Err(*scheme)),
                }
            });
            match credentials.collect::<Result<Vec<_>, _>>() {
                Ok(chosen) if alternative.is_empty() || self.may_authorize() => return Ok(chosen),
                Ok(_) => return Err(RequestError::Insecure),
                Err(scheme) => missing = missing.or(Some(scheme)),
            }
        }
        let Some(scheme) = missing else { return Ok(Vec::new()) };
        Err(match self.core.0.unspoken.contains(&scheme) {
            true => RequestError::UnsupportedScheme { scheme: scheme.to_owned() },
            false => RequestError::MissingCredential { scheme: scheme.to_owned() },
        })
    }

    /// Whether the bindings do not speak a scheme, and the caller has set the header that does.
    fn is_spoken_by_hand(&self, scheme: &str) -> bool {
        self.core.0.unspoken.contains(&scheme) && self.headers.contains_key(AUTHORIZATION)
    }

    fn may_authorize(&self) -> bool {
        self.base_url.is_confidential() || self.core.0.settings.allow_insecure_http
    }

    fn request(&self, credentials: Vec<Applied>) -> Result<Request<()>, RequestError> {
        let mut headers = self.headers.clone();
        let mut query = self.query.clone();
        let mut cookies = self.cookies.clone();
        for applied in credentials {
            match applied {
                Applied::Query(pair) => query.push(pair),
                Applied::Cookie(pair) => cookies.push(pair),
                Applied::Nothing => {}
                // A header that the caller set by hand is what the caller wants.
                Applied::Header(name, _) if headers.contains_key(&name) => {}
                Applied::Header(name, value) => {
                    headers.insert(name, value);
                }
            }
        }
        if !cookies.is_empty() {
            headers.insert(COOKIE, sensitive(&COOKIE, &cookies.join("; "))?);
        }
        let mut request = Request::new(());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.base_url.join(&self.path, &query.join("&"))?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

fn sensitive(name: &HeaderName, text: &str) -> Result<HeaderValue, RequestError> {
    let value = HeaderValue::from_str(text);
    let mut value = value.map_err(|_| RequestError::HeaderValue { name: name.to_string() })?;
    value.set_sensitive(true);
    Ok(value)
}
