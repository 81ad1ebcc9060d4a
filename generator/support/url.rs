//! URLs: where a server is, and what becomes of a path template.

use http::uri::{Authority, Scheme};
use http::Uri;

use super::request_error::RequestError;

/// The address of a server, without a `/` at its end.
#[derive(Clone, Debug)]
pub(super) struct BaseUrl {
    text: String,
    /// Whether a credential may be sent there: `https`, or this machine.
    is_confidential: bool,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` URL without user, query and fragment.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.contains(['?', '#']) {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let scheme = uri.scheme()?;
        let authority = uri.authority()?;
        if (*scheme != Scheme::HTTP && *scheme != Scheme::HTTPS) || authority.as_str().contains('@') {
            return None;
        }
        // A parser on the way would take them for another path.
        if uri.path().split('/').any(is_dots) {
            return None;
        }
        let is_confidential = *scheme == Scheme::HTTPS || is_loopback(authority.host());
        Some(Self { text: text.trim_end_matches('/').to_owned(), is_confidential })
    }

    /// Returns the address itself, or for a path the address of it on this server.
    pub(super) fn at(&self, text: &str) -> Option<Self> {
        if !is_relative(text) {
            return Self::parse(text);
        }
        let start = self.text.find("://")? + 3;
        let host = self.text.get(start..)?.split('/').next()?;
        Self::parse(&format!("{}{host}{text}", self.text.get(..start)?))
    }

    pub(super) fn is_confidential(&self) -> bool {
        self.is_confidential
    }

    /// Returns the URL of a path and a query on this server; the path may have the start of the query.
    pub(super) fn join(&self, path: &str, query: &str) -> Result<Uri, RequestError> {
        let (slash, mark) = (if path.starts_with('/') { "" } else { "/" }, mark_of(path, query));
        let text = format!("{}{slash}{path}{mark}{query}", self.text);
        text.parse().map_err(|_| RequestError::Url)
    }
}

/// Whether an address is a path on some server.
pub(super) fn is_relative(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

/// Returns what stands before a query.
fn mark_of(path: &str, query: &str) -> &'static str {
    match (query.is_empty(), path.contains('?')) {
        (true, _) => "",
        (false, false) => "?",
        (false, true) => "&",
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Puts values in the place of the names of a path template.
///
/// `value` returns the escaped text for a name. A value is put in once, so braces inside of it stay what they are.
///
/// # Errors
///
/// A value is missing; or it is empty, `.` or `..`. Alone or together with what stands beside it, such a value makes a
/// segment that any parser of URLs on the way takes for another path, and no escape can prevent that.
pub(super) fn expand<F>(template: &str, value: F) -> Result<String, RequestError>
where
    F: Fn(&str) -> Result<String, RequestError>,
{
    let mut path = String::new();
    let mut rest = template;
    while let Some((before, name, after)) = next_name(rest) {
        let value = value(name)?;
        if value.is_empty() || is_dots(&value) {
            return Err(RequestError::PathValue { name: name.to_owned() });
        }
        path.push_str(before);
        path.push_str(&value);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// Whether a text is `.` or `..` to those who decode it, and who take what is after a `;` for no part of a segment's name.
fn is_dots(text: &str) -> bool {
    let name = text.split(';').next().unwrap_or_default();
    matches!(name.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Returns what stands before the first name in braces, the name, and what stands after it.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Returns the URL that a `Location` names, if it is on the same server as `from`.
pub(super) fn on_same_server(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or_default();
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
