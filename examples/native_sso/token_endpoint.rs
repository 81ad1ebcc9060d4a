//! What an authorization server does with Authlete's answers: code to copy.
//!
//! In come the results of `native_sso().process(..)` and `ciba().complete(..)`, out go the HTTP answer of the token
//! endpoint and the HTTP request that notifies a CIBA client. Checking sessions and storing device secrets is not here:
//! both belong to the authorization server. Nothing here shows a token or device secret by `Debug` or in an error.

use std::fmt;
use std::time::Duration;

use authlete_native_sso::models::{
    BackchannelAuthenticationCompleteResponse, BackchannelAuthenticationCompleteResponseAction,
    NativeSsoResponse, NativeSsoResponseAction,
};
use authlete_native_sso::Error;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::Engine;
use http::header::{HeaderValue, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{Request, Response, StatusCode, Uri};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A message body that may contain tokens; `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// Returns the text to send.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Body> for String {
    fn from(body: Body) -> Self {
        body.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

/// Returns what the token endpoint answers, from what `/nativesso` gave.
///
/// `OK` gives status 200 and `responseContent` as it is. Everything else is no fault of the app's and tells it nothing:
/// status 503 if Authlete asks us to slow down, else 500, for actions that this code does not know, too. Log the result
/// code or the error where you call this, and add `DPoP-Nonce` if the token response has a `dpopNonce`.
pub fn answer<E>(outcome: &Result<NativeSsoResponse, Error<E>>) -> Response<Body> {
    match outcome {
        Ok(response) => match (&response.action, response.response_content.as_deref()) {
            (Some(NativeSsoResponseAction::Ok), Some(content)) if !content.is_empty() => {
                json(StatusCode::OK, content)
            }
            _ => server_error(),
        },
        Err(error) if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) => {
            json(StatusCode::SERVICE_UNAVAILABLE, r#"{"error":"temporarily_unavailable"}"#)
        }
        Err(_) => server_error(),
    }
}

/// Returns what the token endpoint answers when the session is over, or the device secret is not the session's.
///
/// It does not say which, and never repeats what the app sent.
pub fn invalid_grant() -> Response<Body> {
    json(StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#)
}

fn server_error() -> Response<Body> {
    json(StatusCode::INTERNAL_SERVER_ERROR, r#"{"error":"server_error"}"#)
}

/// RFC 6749, section 5.1: answers with tokens must not be stored; ours never are.
fn json(status: StatusCode, body: &str) -> Response<Body> {
    let mut response = Response::new(Body(body.to_owned()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A device secret. `Debug` does not show it.
///
/// Generate it from at least 128 random bits, store it with the session and the device, and give it to `/nativesso`.
pub struct DeviceSecret(String);

impl DeviceSecret {
    /// Returns the value of the `ds_hash` claim: the SHA-256 hash in base64url without padding.
    pub fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }

    /// Whether an app has presented this secret, in a time that does not tell how much of it is right.
    pub fn is(&self, presented: &str) -> bool {
        self.0.as_bytes().ct_eq(presented.as_bytes()).into()
    }

    /// Whether the `ds_hash` claim of an ID token belongs to this secret, in a time that does not tell either.
    pub fn has_hash(&self, ds_hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(ds_hash.as_bytes()).into()
    }
}

impl From<&str> for DeviceSecret {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecret(<redacted>)")
    }
}

/// Why there is no notification although the client may wait for one. No variant holds a token or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotificationError {
    /// `SERVER_ERROR`, or an action that is absent or that this code does not know. No client waits for an answer.
    NotCompleted {
        /// The result code, to log.
        result_code: Option<String>,
    },
    /// The action is `NOTIFICATION`, but this property is absent or empty.
    Missing(&'static str),
    /// `clientNotificationEndpoint` is not a plain `https` URL.
    Endpoint,
    /// `clientNotificationToken` has a character that no header may have.
    Token,
    /// The client answered with another status than 200 or 204; redirects are not followed.
    Refused(StatusCode),
}

impl fmt::Display for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCompleted { result_code: Some(code) } => write!(f, "the call was not completed: {code}"),
            Self::NotCompleted { result_code: None } => f.write_str("the call was not completed"),
            Self::Missing(property) => write!(f, "the notification lacks `{property}`"),
            Self::Endpoint => f.write_str("`clientNotificationEndpoint` is not a plain https URL"),
            Self::Token => f.write_str("`clientNotificationToken` does not fit into a header"),
            Self::Refused(status) => write!(f, "the client answered with status {}", status.as_u16()),
        }
    }
}

impl std::error::Error for NotificationError {}

/// Returns the notification to send after `/backchannel/authentication/complete`, or `None` if the client polls.
///
/// The address comes from the client's metadata. Where anybody may register a client, also refuse addresses within
/// your own network before sending.
pub fn notification(
    response: &BackchannelAuthenticationCompleteResponse,
) -> Result<Option<Request<Body>>, NotificationError> {
    use BackchannelAuthenticationCompleteResponseAction as Action;
    match &response.action {
        Some(Action::NoAction) => Ok(None),
        Some(Action::Notification) => notification_request(response).map(Some),
        _ => Err(NotificationError::NotCompleted { result_code: response.result_code.clone() }),
    }
}

fn notification_request(
    response: &BackchannelAuthenticationCompleteResponse,
) -> Result<Request<Body>, NotificationError> {
    let endpoint = present(&response.client_notification_endpoint, "clientNotificationEndpoint")?;
    let token = present(&response.client_notification_token, "clientNotificationToken")?;
    let content = present(&response.response_content, "responseContent")?;
    let mut bearer =
        HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| NotificationError::Token)?;
    bearer.set_sensitive(true);
    let mut request = Request::post(https(endpoint)?)
        .body(Body(content.to_owned()))
        .map_err(|_| NotificationError::Endpoint)?;
    request.headers_mut().insert(AUTHORIZATION, bearer);
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(request)
}

fn present<'r>(value: &'r Option<String>, property: &'static str) -> Result<&'r str, NotificationError> {
    value.as_deref().filter(|value| !value.is_empty()).ok_or(NotificationError::Missing(property))
}

/// The notification carries a token: `https` only, nothing in front of the host, and no fragment, which `Uri` would drop.
fn https(endpoint: &str) -> Result<Uri, NotificationError> {
    let uri: Uri = endpoint.parse().map_err(|_| NotificationError::Endpoint)?;
    let secure = uri.scheme_str() == Some("https");
    let plain = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    if secure && plain && !endpoint.contains('#') {
        Ok(uri)
    } else {
        Err(NotificationError::Endpoint)
    }
}

/// Returns the HTTP client for notifications: TLS 1.2 or newer, no redirects, no waiting for ever.
///
/// CIBA Core 1.0, sections 10.2 and 10.3.1: a redirect is not followed, since it would carry the token elsewhere.
pub fn notifier() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .https_only(true)
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(15))
}

/// Checks how the client answered a notification. What it says in the body does not count.
pub fn accepted(status: StatusCode) -> Result<(), NotificationError> {
    match status {
        StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
        _ => Err(NotificationError::Refused(status)),
    }
}
