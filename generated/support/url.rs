//! URLs: where a server is, and what becomes of a path template.

use std::borrow::Cow;

use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use http::Uri;

use super::request_error::RequestError;

/// The longest URL that `http` reads.
const LONGEST: usize = u16::MAX as usize - 1;

/// The address of a server, read once for all its requests.
#[derive(Clone, Debug)]
pub(super) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// What all paths start with, without a `/` at its end.
    path: String,
    /// Whether a credential may be sent there: `https`, or this machine.
    pub(super) is_confidential: bool,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` URL without user, query and fragment.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.contains(['?', '#']) {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let path = uri.path().trim_end_matches('/').to_owned();
        let Parts { scheme, authority, .. } = uri.into_parts();
        let (scheme, authority) = (scheme?, authority?);
        if (scheme != Scheme::HTTP && scheme != Scheme::HTTPS) || authority.as_str().contains('@') {
            return None;
        }
        // A parser on the way would take them for another path.
        if path.split('/').any(is_dots) {
            return None;
        }
        let is_confidential = scheme == Scheme::HTTPS || is_loopback(authority.host());
        Some(Self { scheme, authority, path, is_confidential })
    }

    /// Returns the address itself, or for a path the address of it on this server.
    pub(super) fn at(&self, text: &str) -> Option<Self> {
        match is_relative(text) {
            true => Self::parse(&format!("{}://{}{text}", self.scheme, self.authority)),
            false => Self::parse(text),
        }
    }

    /// Returns what the path of an operation starts with on this server.
    pub(super) fn start(&self, path: &str) -> String {
        // With room for values and a query.
        let mut start = String::with_capacity(self.path.len() + path.len() + 64);
        start.extend([self.path.as_str(), if path.starts_with('/') { "" } else { "/" }]);
        start
    }

    /// Returns the URL of a whole path on this server, with its query.
    pub(super) fn join(&self, mut target: String) -> Result<Uri, RequestError> {
        let server = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        if server + target.len() > LONGEST {
            return Err(RequestError::Url);
        }
        // Without room to spare it becomes the URL as it is.
        target.shrink_to_fit();
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::try_from(target).map_err(|_| RequestError::Url)?);
        Uri::from_parts(parts).map_err(|_| RequestError::Url)
    }
}

/// Whether an address is a path on some server.
pub(super) fn is_relative(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

/// Adds pairs to a path, which may have some already.
pub(super) fn add_query(path: &mut String, pairs: &str) {
    if !pairs.is_empty() {
        path.extend([if path.contains('?') { "&" } else { "?" }, pairs]);
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Writes a path template after a path, with values in the place of its names.
///
/// `value` returns the escaped text for a name. A value is put in once, so braces inside of it stay what they are.
///
/// # Errors
///
/// A value is missing; or it is empty, `.` or `..`. Alone or together with what stands beside it, such a value makes a
/// segment that any parser of URLs on the way takes for another path, and no escape can prevent that.
pub(super) fn expand<'v, F>(path: &mut String, template: &str, value: F) -> Result<(), RequestError>
where
    F: Fn(&str) -> Result<Cow<'v, str>, RequestError>,
{
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let value = value(name)?;
        if value.is_empty() || is_dots(&value) {
            return Err(RequestError::PathValue { name: name.to_owned() });
        }
        path.push_str(before);
        path.push_str(&value);
        rest = after;
    }
    path.push_str(rest);
    Ok(())
}

/// Whether a text is `.` or `..` to those who decode it, and who take what is after a `;` for no part of a segment's name.
fn is_dots(text: &str) -> bool {
    let name = || text.split(';').next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
    text.starts_with(['.', '%']) && matches!(name().as_str(), "." | "..")
}

/// Returns the URL that a `Location` names, if it is on the same server as `from`.
pub(super) fn on_same_server(from: &Uri, location: &str) -> Option<Uri> {
    // Spaces are no characters of addresses, but sent.
    let location = &location.split('#').next().unwrap_or_default().replace(' ', "%20");
    let scheme = from.scheme()?;
    let absolute = if has_scheme(location) {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else {
        let path = from.path();
        let path = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{path}{location}"),
            _ => format!("{}{location}", path.rfind('/').map_or("/", |end| path.get(..=end).unwrap_or("/"))),
        };
        format!("{scheme}://{}{path}", from.authority()?)
    };
    let target: Uri = absolute.parse().ok()?;
    (target.scheme() == Some(scheme) && is_same_host(from.authority()?, target.authority()?, scheme))
        .then_some(target)
}

/// Whether a reference starts with a scheme (RFC 3986, 3.1).
fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn is_same_host(one: &Authority, other: &Authority, scheme: &Scheme) -> bool {
    let default = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(default);
    one.host().eq_ignore_ascii_case(other.host()) && port(one) == port(other) && !other.as_str().contains('@')
}
