//! How an operation goes on to its next page, and where that is said.

use bytes::Bytes;
use http::header::LINK;
use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::content::Reply;
use super::credential::{ApiKey, Credential, Place};
use super::draft::{Sent, Sheet};
use super::escape::{pair, strict};
use super::peek::{peek, Found};
use super::request_error::RequestError;
use super::url::{self, BaseUrl};

/// How an operation is paged. The places are JSON pointers into a page.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    pub(super) style: PageStyle,
    items: &'static str,
    more: Option<&'static str>,
    total: Option<&'static str>,
}

/// Where the next page is. A parameter is one of the query, or a JSON pointer into the body of the request.
#[derive(Clone, Copy, Debug)]
pub(super) enum PageStyle {
    /// After so many items, as a parameter says.
    Offset { parameter: &'static str },
    /// At the next number of a parameter.
    Page { parameter: &'static str, first: u64 },
    /// At what a page says for a parameter.
    Cursor { parameter: &'static str, next: &'static str },
    /// At the URL of the header `Link` with `rel="next"` (RFC 8288).
    Link,
    /// At the URL that a page says.
    NextUrl { next: &'static str },
}

impl Paging {
    /// The parameter is the number of items before the page.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(PageStyle::Offset { parameter })
    }

    /// The parameter is the number of the page.
    pub const fn page(parameter: &'static str, first: u64) -> Self {
        Self::new(PageStyle::Page { parameter, first })
    }

    /// The parameter is what the page before has at `next`.
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::new(PageStyle::Cursor { parameter, next })
    }

    /// The header `Link` has the URL of the next page.
    pub const fn link() -> Self {
        Self::new(PageStyle::Link)
    }

    /// The page has the URL of the next one at `next`.
    pub const fn next_url(next: &'static str) -> Self {
        Self::new(PageStyle::NextUrl { next })
    }

    const fn new(style: PageStyle) -> Self {
        Self { style, items: "", more: None, total: None }
    }

    /// The items are there and not the whole page.
    #[must_use]
    pub const fn items(self, items: &'static str) -> Self {
        Self { items, ..self }
    }

    /// There is no next page if this is false.
    #[must_use]
    pub const fn more(self, more: &'static str) -> Self {
        Self { more: Some(more), ..self }
    }

    /// There is no next page after this many items.
    #[must_use]
    pub const fn total(self, total: &'static str) -> Self {
        Self { total: Some(total), ..self }
    }

    pub(super) fn count(&self, page: &Reply) -> u64 {
        match peek(page.body(), self.items) {
            Found::Items(count) => count,
            _ => 0,
        }
    }

    /// Whether the page says that it is the last one.
    pub(super) fn is_last(&self, page: &Reply) -> bool {
        self.more.is_some_and(|more| peek(page.body(), more) == Found::Flag(false))
    }

    pub(super) fn total_of(&self, page: &Reply) -> Option<u64> {
        text(page, self.total?)?.parse().ok()
    }
}

/// Returns the text that a page has somewhere; an empty one is none.
pub(super) fn text(page: &Reply, pointer: &str) -> Option<String> {
    match peek(page.body(), pointer) {
        Found::Text(text) => Some(text).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Returns a cursor for a parameter: for the body as a page has it, for the query as text.
pub(super) fn cursor(page: &Reply, next: &str, parameter: &str, text: String) -> Value {
    let found = || serde_json::from_slice::<Value>(page.body()).ok()?.pointer(next).cloned();
    let found = parameter.starts_with('/').then(found).flatten();
    found.unwrap_or(Value::String(text))
}

impl Sheet {
    /// Returns the number that a parameter has.
    pub(super) fn number(&self, parameter: &str) -> Option<u64> {
        if parameter.starts_with('/') {
            let Sent::Whole(body) = &self.draft.body else { return None };
            return match peek(body, parameter) {
                Found::Text(text) => text.parse().ok(),
                _ => None,
            };
        }
        let start = format!("{}=", strict(parameter));
        self.draft.query.rsplit('&').find_map(|pair| pair.strip_prefix(&start))?.parse().ok()
    }

    /// Gives a parameter a value, in the place of one that it has already.
    pub(super) fn set(&mut self, parameter: &str, value: Value) -> Result<(), RequestError> {
        if let Some(place) = parameter.strip_prefix('/') {
            return self.set_in_body(place, value);
        }
        let start = format!("{}=", strict(parameter));
        let others = self.draft.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&start));
        let own = pair(parameter, value.as_str().unwrap_or(&value.to_string()));
        self.draft.query = others.chain([own.as_str()]).collect::<Vec<_>>().join("&");
        Ok(())
    }

    fn set_in_body(&mut self, place: &str, value: Value) -> Result<(), RequestError> {
        let no_json = |_| RequestError::NextPage { reason: "the body of the request is no object in JSON" };
        let Sent::Whole(bytes) = &self.draft.body else { return Err(no_json(())) };
        let mut body = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(bytes).map_err(|_| no_json(()))?,
        };
        let mut at = &mut body;
        for token in place.split('/') {
            if at.is_null() {
                *at = Value::Object(Map::new());
            }
            let token = token.replace("~1", "/").replace("~0", "~");
            at = at.as_object_mut().ok_or_else(|| no_json(()))?.entry(token).or_insert(Value::Null);
        }
        *at = value;
        self.draft.body = Sent::Whole(Bytes::from(body.to_string()));
        self.draft.content_type.get_or_insert(HeaderValue::from_static("application/json"));
        Ok(())
    }

    /// Has the server take the request for another one than that before.
    pub(super) fn renew_key(&mut self, header: &'static str, key: fn() -> String) {
        if let (Ok(name), Ok(key)) = (HeaderName::try_from(header), HeaderValue::try_from(key())) {
            self.draft.headers.retain(|(given, _)| *given != name);
            self.draft.headers.push((name, key));
        }
    }

    /// Goes to a URL that the server has named, if it is on the same server.
    pub(super) fn follow(&mut self, url: &str) -> Result<(), RequestError> {
        let elsewhere = RequestError::NextPage { reason: "it is on another server, or is no URL" };
        let from = self.draft.server().join(self.path.clone())?;
        let Some(target) = url::on_same_server(&from, url) else { return Err(elsewhere) };
        let server = format!(
            "{}://{}",
            target.scheme_str().unwrap_or(""),
            target.authority().map_or("", |it| it.as_str())
        );
        self.draft.base_url = Some(BaseUrl::parse(&server).ok_or(elsewhere)?);
        self.path = target.path().to_owned();
        // A server may repeat the keys that it was asked with, and they are sent anyway.
        let keys: Vec<_> =
            self.draft.core.0.credentials.values().filter_map(|(it, _)| query_name(it)).collect();
        let is_key = |pair: &&str| keys.iter().any(|key| pair.split('=').next() == Some(key.as_str()));
        let pairs = target.query().into_iter().flat_map(|query| query.split('&'));
        self.draft.query = pairs.filter(|pair| !is_key(pair)).collect::<Vec<_>>().join("&");
        Ok(())
    }
}

/// Returns the escaped name that a credential has in the query, if it is sent there.
fn query_name(credential: &Credential) -> Option<String> {
    match credential.place {
        Place::ApiKey(ApiKey::Query(name)) => Some(strict(name).into_owned()),
        _ => None,
    }
}

/// Returns the URL of the next page from the header `Link`.
pub(super) fn linked(page: &Reply) -> Option<String> {
    let headers = page.headers().get_all(LINK).into_iter();
    headers.filter_map(|header| header.to_str().ok()).find_map(|header| {
        let mut rest = header;
        while let Some((url, after)) = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
            let (parameters, next) = split(after, ',');
            if is_next(parameters) {
                return Some(url.to_owned());
            }
            rest = next;
        }
        None
    })
}

/// Splits at a mark that does not stand in quotes.
fn split(text: &str, mark: char) -> (&str, &str) {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let end = text.find(|c| {
        let is_mark = c == mark && !is_quoted;
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && is_quoted && !is_escaped;
        is_mark
    });
    let after = end.and_then(|end| text.get(end..)?.strip_prefix(mark));
    (end.and_then(|end| text.get(..end)).unwrap_or(text), after.unwrap_or(""))
}

fn is_next(parameters: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, after) = split(rest, ';');
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let mut relations = value.trim().trim_matches('"').split_whitespace();
        if name.trim().eq_ignore_ascii_case("rel") && relations.any(|it| it.eq_ignore_ascii_case("next")) {
            return true;
        }
        rest = after;
    }
    false
}
