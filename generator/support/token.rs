//! Tokens of OAuth 2.0: what a token endpoint answers, read without trust in it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::content::Reply;
use super::credential::Secret;
use super::transport::{BodyError, TransportError};

/// How long a token is kept whose life the server does not tell.
const UNTOLD_LIFE: Duration = Duration::from_secs(300);

/// No token is kept for longer, whatever the server says.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A token is renewed this long before its end, or after nine tenths of its life if that is later.
const MARGIN: Duration = Duration::from_secs(60);

/// What RFC 6749, 5.2 lets a token endpoint say; any other text of a server is not shown.
const REASONS: &[&str] = &[
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// A token, and how long it is good for.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: Secret,
    /// What gets the next one.
    pub(super) refresh: Option<Secret>,
    /// The scopes that the server says it has given, separated by spaces.
    pub(super) scopes: Option<String>,
    /// By the clock of the transport, as `end` is.
    renewal: Duration,
    end: Duration,
}

impl Token {
    /// Reads the answer of a token endpoint that has come now.
    pub(super) fn read(reply: &Reply, now: Duration) -> Result<Self, TokenError> {
        if !reply.status().is_success() {
            return Err(TokenError::Refused { status: reply.status(), reason: reason(reply) });
        }
        let answer: Map<String, Value> =
            serde_json::from_slice(reply.body()).map_err(|_| TokenError::Answer)?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        // What else there is, such as `DPoP`, needs more than the token to be sent.
        if text("token_type").is_some_and(|ty| !ty.eq_ignore_ascii_case("bearer")) {
            return Err(TokenError::TokenType);
        }
        let secret = text("access_token").map(Secret::from).ok_or(TokenError::Answer)?;
        let life = life(answer.get("expires_in"));
        Ok(Self {
            secret,
            refresh: text("refresh_token").map(Secret::from),
            scopes: text("scope").map(str::to_owned),
            renewal: now.saturating_add(life - MARGIN.min(life / 10)),
            end: now.saturating_add(life),
        })
    }

    /// Whether it is good, and will be for a while.
    pub(super) fn is_fresh(&self, now: Duration) -> bool {
        now < self.renewal
    }

    /// Whether it is good yet.
    pub(super) fn is_alive(&self, now: Duration) -> bool {
        now < self.end
    }
}

/// Returns how long a token is kept. Servers send `expires_in` as a text, too; less than nothing is nothing.
fn life(expires_in: Option<&Value>) -> Duration {
    let seconds = match expires_in {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    match seconds.filter(|seconds: &f64| !seconds.is_nan()) {
        Some(seconds) => Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_LIFE.as_secs_f64())),
        None => UNTOLD_LIFE,
    }
}

fn reason(reply: &Reply) -> Option<&'static str> {
    let answer: Map<String, Value> = serde_json::from_slice(reply.body()).ok()?;
    let error = answer.get("error")?.as_str()?;
    REASONS.iter().find(|reason| **reason == error).copied()
}

/// A token that could not be had. It shows nothing of what was sent, and of the answer only what RFC 6749 lists.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The address of the token endpoint is no `http` or `https` URL without a user, or is on another server though it is
    /// relative.
    Endpoint,
    /// The secret of the client would be sent without encryption.
    Insecure,
    /// The id or the secret of the client is empty.
    Empty,
    /// The token endpoint was not reached, or did not answer.
    Transport(Arc<TransportError>),
    /// The answer was too large, or ended early.
    Body(Arc<BodyError>),
    /// There was no answer in time.
    Timeout,
    /// The token endpoint refuses.
    Refused {
        /// The status of its answer.
        status: StatusCode,
        /// What it says is wrong, if it says so in the words of RFC 6749.
        reason: Option<&'static str>,
    },
    /// The answer is no JSON object with an `access_token`.
    Answer,
    /// The token is none that is sent as `Bearer`.
    TokenType,
    /// Whoever asked for the token panicked.
    Interrupted,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Endpoint => "the token endpoint has no http or https URL that can be asked",
            Self::Insecure => {
                "the secret of the client would be sent over http; use https or `allow_insecure_http()`"
            }
            Self::Empty => "the id or the secret of the client is empty",
            Self::Transport(_) => "the token endpoint was not reached",
            Self::Body(_) => "the answer of the token endpoint was not read to its end",
            Self::Timeout => "the token endpoint did not answer in time",
            Self::Refused { status, reason: Some(reason) } => {
                return write!(f, "the token endpoint answered {status}, `{reason}`");
            }
            Self::Refused { status, reason: None } => {
                return write!(f, "the token endpoint answered {status}");
            }
            Self::Answer => "the token endpoint answered with something that has no token",
            Self::TokenType => "the token endpoint answered with a token that is no bearer token",
            Self::Interrupted => "whoever asked for a token panicked",
        })
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error.as_ref()),
            Self::Body(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
