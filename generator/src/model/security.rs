//! Security schemes and what operations require.

use crate::diagnostic::Pointer;

/// An entry of `components.securitySchemes`.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub at: Pointer,
    /// Its key.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// What is sent, and where.
    pub kind: SecurityKind,
}

/// What a credential is and where it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `http` with `bearer`: an `Authorization: Bearer` header.
    Bearer,
    /// `http` with `basic`.
    Basic,
    /// `apiKey`: a header, query parameter or cookie of that name.
    ApiKey(ApiKeyLocation, String),
    /// `oauth2`: a bearer token that a flow gives out.
    OAuth2(Option<ClientCredentials>),
    /// `openIdConnect`: a bearer token from a provider.
    OpenIdConnect,
    /// `mutualTLS`: nothing in the request, the connection has it.
    MutualTls,
    /// A type of scheme or an `http` scheme that the bindings do not speak (its name).
    Other(String),
}

/// The client credentials flow of a scheme, the one that a client can go through by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentials {
    /// `tokenUrl`; it may be relative.
    pub token_url: String,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

/// One alternative of `security`: the schemes that are needed together. Empty: no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The positions in `Api::security`.
    pub schemes: Vec<usize>,
    /// The scopes that each of them has to allow, in the same order.
    pub scopes: Vec<Vec<String>>,
    /// The names that the document does not declare; what needs them is never sent without.
    pub undeclared: Vec<String>,
}
