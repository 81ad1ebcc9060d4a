//! Drafts: a call while it is put together, and the request that becomes of it.
//!
//! Nothing here is generic, so that a dependant compiles it once.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{HeaderName, ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
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
    pub(super) template: &'static str,
    security: Security,
    scopes: Security,
    path: Vec<(&'static str, String)>,
    /// Escaped pairs with `&` between them.
    pub(super) query: String,
    accept: Option<HeaderValue>,
    pub(super) content_type: Option<HeaderValue>,
    /// Those of this call alone, which stand in the place of all others.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// Cookies, escaped.
    pub(super) cookies: Vec<String>,
    pub(super) body: Sent,
    /// Another server than that of the client.
    pub(super) base_url: Option<BaseUrl>,
    pub(super) limits: Limits,
    mistake: Option<RequestError>,
}

/// A body that is to be sent.
pub(super) enum Sent {
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
            query: String::new(),
            accept: None,
            content_type: None,
            headers: Vec::new(),
            cookies: Vec::new(),
            body: Sent::Whole(Bytes::new()),
            base_url: None,
            limits: core.0.settings.limits,
            mistake,
        }
    }

    /// Asks for the media types of the two.
    pub(super) fn accept(&mut self, success: MediaTypes, failure: MediaTypes) {
        let others = || failure.iter().filter(|it| !success.contains(it));
        self.accept = match (success, others().next()) {
            ([], None) => None,
            ([only], None) => self.value(ACCEPT, only),
            _ => {
                let all: Vec<&str> = success.iter().chain(others()).copied().collect();
                self.value(ACCEPT, &all.join(", "))
            }
        };
    }

    /// Gives a path parameter its text, escaped.
    pub(super) fn path(&mut self, name: &'static str, text: String) {
        self.path.push((name, text));
    }

    /// Adds a part of the query, escaped; several are joined already.
    pub(super) fn query(&mut self, pairs: Option<String>) {
        match pairs {
            Some(pairs) if self.query.is_empty() => self.query = pairs,
            Some(pairs) => self.query.extend(["&", &pairs]),
            None => {}
        }
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        match header(name, Bytes::copy_from_slice(value.as_bytes())) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.note(error),
        }
    }

    pub(super) fn body(&mut self, media_type: &str, body: Result<Bytes, RequestError>) {
        match body {
            Ok(body) => self.body = Sent::Whole(body),
            Err(error) => self.note(error),
        }
        self.content_type = self.value(CONTENT_TYPE, media_type);
    }

    /// Sends a body piece by piece.
    pub(super) fn pieces(&mut self, media_type: &str, body: impl Reopen + 'static) {
        self.body = Sent::Pieces(Box::new(body));
        self.content_type = self.value(CONTENT_TYPE, media_type);
    }

    fn value(&mut self, name: HeaderName, text: &str) -> Option<HeaderValue> {
        let value = match text {
            "application/json" => Ok(HeaderValue::from_static("application/json")),
            other => HeaderValue::from_str(other),
        };
        value.map_err(|_| self.note(RequestError::HeaderValue { name: name.to_string() })).ok()
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
        if let Some(server) = server.filter(|it| url::is_relative(it) || !self.core.0.is_server_chosen) {
            self.base_url(server);
        }
    }

    pub(super) fn note(&mut self, mistake: RequestError) {
        self.mistake.get_or_insert(mistake);
    }

    /// Makes the request, but leaves out credentials that a provider would have to be asked for.
    pub(super) fn into_request(self: Box<Self>) -> Result<Request<Bytes>, RequestError> {
        let mut sheet = self.into_sheet()?;
        let path = std::mem::take(&mut sheet.path);
        let request = sheet.head(path, sheet.chosen().filter_map(|chosen| chosen.applied))?;
        match sheet.draft.body {
            Sent::Whole(body) => Ok(request.map(|()| body)),
            Sent::Pieces(_) => Err(RequestError::Pieces),
        }
    }

    /// Checks all that does not need a credential.
    pub(super) fn into_sheet(mut self: Box<Self>) -> Result<Sheet, RequestError> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        let mut path = self.server().start(self.template);
        url::expand(&mut path, self.template, |name| {
            if let Some((_, text)) = self.path.iter().rev().find(|(given, _)| *given == name) {
                return Ok(Cow::from(text));
            }
            let missing = || RequestError::MissingParameter { name: name.to_owned() };
            self.core.0.parameters.get(name).map(|shared| strict(shared)).ok_or_else(missing)
        })?;
        let alternative = self.alternative()?;
        let of = |all: Security| alternative.and_then(|index| all.get(index)).copied().unwrap_or_default();
        let (schemes, scopes) = (of(self.security), of(self.scopes));
        Ok(Sheet { draft: self, path, schemes, scopes })
    }

    /// Returns where the call is sent.
    pub(super) fn server(&self) -> &BaseUrl {
        self.base_url.as_ref().unwrap_or(&self.core.0.base_url)
    }

    /// Returns where the first alternative is of which the client has all credentials, unless nothing is asked for.
    fn alternative(&self) -> Result<Option<usize>, RequestError> {
        let core = &self.core.0;
        let has = |scheme: &str| core.credentials.contains_key(scheme) || self.is_spoken_by_hand(scheme);
        let is_insecure = !self.server().is_confidential && !core.settings.allow_insecure_http;
        let mut missing = None;
        for (index, alternative) in self.security.iter().enumerate() {
            match alternative.iter().find(|scheme| !has(scheme)) {
                None if is_insecure && !alternative.is_empty() => return Err(RequestError::Insecure),
                None => return Ok(Some(index)),
                Some(scheme) => missing = missing.or(Some(*scheme)),
            }
        }
        let Some(scheme) = missing else { return Ok(None) };
        Err(match core.unspoken.contains(&scheme) {
            true => RequestError::UnsupportedScheme { scheme: scheme.to_owned() },
            false => RequestError::MissingCredential { scheme: scheme.to_owned() },
        })
    }

    /// Whether the bindings do not speak a scheme, and the caller has set the header that does.
    fn is_spoken_by_hand(&self, scheme: &str) -> bool {
        let core = &self.core.0;
        core.unspoken.contains(&scheme)
            && (core.headers.contains_key(AUTHORIZATION)
                || self.headers.iter().any(|(name, _)| *name == AUTHORIZATION))
    }
}

/// A credential of the alternative that is taken.
struct Chosen<'s> {
    scheme: &'static str,
    credential: &'s Credential,
    /// What is sent for it, if that is known.
    applied: Option<&'s Applied>,
    /// What it has to allow, separated by spaces.
    scopes: &'static str,
}

/// The credentials of a request that were asked for, each with the secret, and what was sent for it.
pub(super) type Used<'s> = Vec<(&'s Credential, Secret, Applied)>;

/// A request without its credentials: a draft in which all else was checked.
pub(super) struct Sheet {
    pub(super) draft: Box<Draft>,
    /// The whole path on the server.
    pub(super) path: String,
    /// The security schemes whose credentials are sent together.
    schemes: &'static [&'static str],
    scopes: &'static [&'static str],
}

impl Sheet {
    /// Whether the body can be sent a second time.
    pub(super) fn is_repeatable(&self) -> bool {
        match &self.draft.body {
            Sent::Whole(_) => true,
            Sent::Pieces(pieces) => pieces.is_repeatable(),
        }
    }

    /// Whether no credential is to be asked for.
    pub(super) fn is_known(&self) -> bool {
        self.chosen().all(|it| it.applied.is_some())
    }

    /// Asks for those credentials that are not known.
    pub(super) async fn ask(&self) -> Result<Used<'_>, RequestError> {
        let mut used = Vec::new();
        for Chosen { scheme, credential, scopes, .. } in self.chosen().filter(|it| it.applied.is_none()) {
            let secret = credential.secret(scheme, Wanted { core: &self.draft.core, scopes }).await?;
            let applied = credential.apply(scheme, &secret)?;
            used.push((credential, secret, applied));
        }
        Ok(used)
    }

    /// Makes the request, with credentials that were asked for.
    pub(super) fn request(&self, used: &Used<'_>) -> Result<Request<Body>, RequestError> {
        let mut asked = used.iter().map(|(.., applied)| applied);
        let mut path = String::with_capacity(self.path.len() + "?".len() + self.draft.query.len());
        path.push_str(&self.path);
        let head = self.head(path, self.chosen().filter_map(|it| it.applied.or_else(|| asked.next())))?;
        let body = match &self.draft.body {
            Sent::Whole(bytes) => Body::from(bytes.clone()),
            Sent::Pieces(it) => it.open().map_err(RequestError::Open)?.ok_or(RequestError::Pieces)?,
        };
        Ok(head.map(|()| body))
    }

    /// Returns the credentials that the client has for the schemes.
    fn chosen(&self) -> impl Iterator<Item = Chosen<'_>> {
        self.schemes.iter().enumerate().filter_map(|(index, scheme)| {
            let (credential, applied) = self.draft.core.0.credentials.get(scheme)?;
            let scopes = self.scopes.get(index).copied().unwrap_or_default();
            Some(Chosen { scheme, credential, applied: applied.as_ref(), scopes })
        })
    }

    fn head<'s>(
        &self,
        mut target: String,
        credentials: impl Iterator<Item = &'s Applied>,
    ) -> Result<Request<()>, RequestError> {
        let Draft { core, accept, content_type, headers: own, .. } = self.draft.as_ref();
        let mut headers = HeaderMap::with_capacity(core.0.headers.len() + own.len() + 4);
        let accept = accept.iter().map(|value| (&ACCEPT, value));
        let content_type = content_type.iter().map(|value| (&CONTENT_TYPE, value));
        let own = own.iter().map(|(name, value)| (name, value));
        for (name, value) in core.0.headers.iter().chain(accept).chain(content_type).chain(own) {
            headers.insert(name, value.clone());
        }
        url::add_query(&mut target, &self.draft.query);
        let mut cookies = self.draft.cookies.clone();
        for applied in credentials {
            match applied {
                Applied::Query(pair) => url::add_query(&mut target, pair),
                Applied::Cookie(pair) => cookies.push(pair.clone()),
                Applied::Nothing => {}
                // A header that the caller set by hand is what the caller wants.
                Applied::Header(name, value) => {
                    headers.entry(name).or_insert_with(|| value.clone());
                }
            }
        }
        if !cookies.is_empty() {
            cookies.splice(..0, headers.get(COOKIE).map(|it| String::from_utf8_lossy(it.as_bytes()).into()));
            let value = HeaderValue::try_from(cookies.join("; "));
            let mut value = value.map_err(|_| RequestError::HeaderValue { name: COOKIE.to_string() })?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        // RFC 9110, 8.6: servers want to hear of a body that is empty, and no header says what is not so.
        let has_content = matches!(self.draft.method, Method::POST | Method::PUT | Method::PATCH);
        match &self.draft.body {
            Sent::Whole(it) if it.is_empty() && has_content || headers.contains_key(CONTENT_LENGTH) => {
                headers.insert(CONTENT_LENGTH, it.len().into());
            }
            _ => {}
        }
        let mut request = Request::new(());
        *request.method_mut() = self.draft.method.clone();
        *request.uri_mut() = self.draft.server().join(target)?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}
