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
    OAuth2,
    /// `openIdConnect`: a bearer token from a provider.
    OpenIdConnect,
    /// `mutualTLS`, or an `http` scheme that the bindings do not speak (its name).
    Other(String),
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
    /// The names that the document does not declare; what needs them is never sent without.
    pub undeclared: Vec<String>,
}
