//! Mistakes that are found before anything is sent: in a request, or in the settings of a client.

use std::error::Error as StdError;
use std::fmt;

use super::credential::ProviderError;
use super::transport::BoxError;

/// A request that could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// A parameter has no value, neither in the call nor in the client.
    MissingParameter {
        /// The parameter.
        name: String,
    },
    /// A path parameter is empty, `.` or `..`, which would make another path.
    PathValue {
        /// The parameter.
        name: String,
    },
    /// A header's or header parameter's value has a character, such as a line break, that headers cannot have.
    HeaderValue {
        /// The header.
        name: String,
    },
    /// The name of a header has a character that such names cannot have.
    HeaderName,
    /// A parameter's value cannot be serialized, or is a number that is not finite.
    Parameter {
        /// The parameter.
        name: String,
    },
    /// A cookie parameter's name or value has a character that cookies cannot have, and its style escapes none.
    CookieValue {
        /// The parameter.
        name: String,
    },
    /// The body cannot be serialized.
    Body(serde_json::Error),
    /// A form body cannot be serialized, or is no object.
    Form,
    /// The body is sent piece by piece, and only once: there is no request to take, and none to send again.
    Pieces,
    /// The body cannot be opened.
    Open(BoxError),
    /// The client has no credential for the operation.
    MissingCredential {
        /// The security scheme.
        scheme: String,
    },
    /// The operation wants a security scheme that the bindings do not speak, and nothing else was given for it.
    UnsupportedScheme {
        /// The security scheme.
        scheme: String,
    },
    /// A credential is empty, or a user with a colon.
    EmptyCredential {
        /// The security scheme.
        scheme: String,
    },
    /// A credential has a character, such as a line break, that headers cannot have.
    CredentialCharacters {
        /// The security scheme.
        scheme: String,
    },
    /// A provider has no credential.
    Provider {
        /// The security scheme.
        scheme: String,
        /// What the provider said.
        error: ProviderError,
    },
    /// A credential would be sent without encryption.
    Insecure,
    /// The method of the operation is no method of HTTP.
    Method,
    /// The server's address is not an absolute `http` or `https` URL without user, query and fragment.
    BaseUrl,
    /// The URL is too long, or no URL.
    Url,
    /// The server names a next page that is not asked for.
    NextPage {
        /// Why.
        reason: &'static str,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingParameter { name } => write!(f, "the parameter `{name}` has no value"),
            Self::PathValue { name } => {
                write!(f, "the path parameter `{name}` is empty, `.` or `..`, which is another path")
            }
            Self::HeaderValue { name } => {
                write!(f, "the header `{name}` has a character that headers cannot have")
            }
            Self::HeaderName => f.write_str("the name of a header has a character that it cannot have"),
            Self::Parameter { name } => write!(f, "the value of `{name}` has no form as a parameter"),
            Self::CookieValue { name } => {
                write!(
                    f,
                    "the cookie `{name}` has a character, such as a space or comma, that cookies cannot have"
                )
            }
            Self::Body(error) => write!(f, "the body cannot be serialized: {error}"),
            Self::Form => f.write_str("the body has no form as a form"),
            Self::Pieces => f.write_str("the body is sent piece by piece, and only once"),
            Self::Open(_) => f.write_str("the body cannot be opened"),
            Self::MissingCredential { scheme } => write!(f, "the client has no credential for `{scheme}`"),
            Self::UnsupportedScheme { scheme } => write!(
                f,
                "the bindings do not speak the security scheme `{scheme}`: set the header of the call, or give the client \
                 `Credential::by_transport()` for it if its transport does"
            ),
            Self::EmptyCredential { scheme } => write!(f, "the credential for `{scheme}` is empty"),
            Self::CredentialCharacters { scheme } => {
                write!(f, "the credential for `{scheme}` has a character that headers cannot have")
            }
            Self::Provider { scheme, .. } => write!(f, "the provider of `{scheme}` has no credential"),
            Self::Insecure => {
                f.write_str("a credential would be sent over http; use https or `allow_insecure_http()`")
            }
            Self::Method => f.write_str("the method of the operation is no method of HTTP"),
            Self::BaseUrl => {
                f.write_str("the server needs an absolute http or https URL without user, query and fragment")
            }
            Self::Url => f.write_str("the URL is too long, or no URL"),
            Self::NextPage { reason } => write!(f, "the next page is not asked for: {reason}"),
        }
    }
}

impl StdError for RequestError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Provider { error, .. } => Some(error.source()),
            Self::Open(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}

/// A client that could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The client has no transport; give it one with `transport(..)`.
    MissingTransport,
    /// The document names no server that the client could take; give it one with `base_url(..)`.
    MissingBaseUrl,
    /// An environment variable is not set, or is no Unicode.
    MissingVariable {
        /// Its name.
        name: &'static str,
    },
    /// A setting would fail every request.
    Request(RequestError),
    /// The transport could not be set up.
    Transport(BoxError),
}

impl From<RequestError> for BuildError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingTransport => {
                f.write_str("the client has no transport; give it one with `transport(..)`")
            }
            Self::MissingBaseUrl => f.write_str("the client has no server; give it one with `base_url(..)`"),
            Self::MissingVariable { name } => write!(f, "the environment variable `{name}` is not set"),
            Self::Request(error) => error.fmt(f),
            Self::Transport(_) => f.write_str("the transport could not be set up"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
