//! What an answer of Prism says of the request, and whether the bindings have understood it.

use jsonschema::Registry;
use serde_json::Value;

use super::plan::{is_json, Answer, Ask};
use super::reason::Reason;
use crate::schemas::Schemas;

/// What became of a call.
pub struct Verdict {
    /// Whether Prism has accepted the request.
    pub accepted: Result<(), Finding>,
    /// Whether the answer was what was asked for, and decoded.
    pub decoded: Result<(), Finding>,
}

/// A reason with its evidence.
#[derive(Clone)]
pub struct Finding {
    pub reason: Reason,
    pub evidence: String,
}

impl Finding {
    fn new(reason: Reason, evidence: impl Into<String>) -> Self {
        Self { reason, evidence: evidence.into() }
    }
}

/// Judges calls of a document.
pub struct Judge<'a> {
    pub schemas: &'a Schemas,
    pub registry: &'a Registry<'a>,
}

impl Judge<'_> {
    /// Judges what the driver says of a call.
    pub fn judge(&self, operation: &str, ask: &Ask, answer: &Value) -> Verdict {
        let mut accepted = accepted(ask, answer);
        let mut decoded = match &accepted {
            Ok(()) => self.decoded(ask, answer),
            Err(finding) => Err(finding.clone()),
        };
        // What stands behind a `#` is not sent, and Prism does not know which of the operations is meant.
        if operation.contains('#') {
            for finding in [&mut accepted, &mut decoded].into_iter().filter_map(|it| it.as_mut().err()) {
                finding.reason = Reason::Route;
            }
        }
        Verdict { accepted, decoded }
    }

    fn decoded(&self, ask: &Ask, answer: &Value) -> Result<(), Finding> {
        let status = answer["status"].as_u64().unwrap_or_default();
        let message = answer["message"].as_str().unwrap_or_default();
        let text = answer["body"].as_str().unwrap_or_default();
        let is_read = match answer["kind"].as_str() {
            Some("ok" | "api") => true,
            Some("status") => ask.accept.is_none(),
            _ => false,
        };
        if status == u64::from(ask.status) && is_read {
            // What Prism makes up for a header is of its type, or the document's own example.
            return match answer["headers"].as_array().and_then(|headers| headers.first()) {
                Some(header) => Err(Finding::new(Reason::Bindings, header.as_str().unwrap_or_default())),
                None => Ok(()),
            };
        }
        if status != u64::from(ask.status) {
            let problem = problem(answer);
            let reason = match problem {
                "VIOLATIONS" if ask.has_example() && !is_of_header(answer) => Reason::ExampleInvalid,
                "VIOLATIONS" => Reason::AnswerInvalid,
                "SCHEMA_TOO_COMPLEX" => Reason::TooComplex,
                _ => Reason::PrismFails,
            };
            let violations = answer["violations"].as_str().unwrap_or(text);
            return Err(Finding::new(
                reason,
                format!("{status} instead of {}: {problem} {violations}", ask.status),
            ));
        }
        let evidence = format!("{message}: {text}");
        if ask.is_second_choice {
            return Err(Finding::new(Reason::MediaType, evidence));
        }
        match self.broken(ask, text) {
            Some(error) if ask.has_example() => {
                Err(Finding::new(Reason::ExampleInvalid, format!("{error}; {evidence}")))
            }
            Some(error) => Err(Finding::new(Reason::AnswerInvalid, format!("{error}; {evidence}"))),
            None => Err(Finding::new(Reason::Bindings, evidence)),
        }
    }

    /// Returns how a body breaks its schema.
    fn broken(&self, ask: &Ask, text: &str) -> Option<String> {
        ask.accept.as_deref().filter(|accept| is_json(accept))?;
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return Some("no JSON".to_owned());
        };
        let validator = self.schemas.validator(self.registry, ask.schema.as_deref()?).ok()?;
        let error = validator.validate(&value).err()?;
        Some(format!("{error} at {}", error.instance_path()))
    }
}

impl Ask {
    /// Whether what is answered stands in the document.
    fn has_example(&self) -> bool {
        self.has_example && self.body != Answer::Dynamic
    }

    /// Whether what Prism misses in a form is there. It keeps only those members that the schema declares, of several of one
    /// name only the last, and does not read what is JSON within a part.
    fn is_lost(&self, violations: &str) -> bool {
        let body = &self.request.values["body"];
        let list: Vec<Value> = serde_json::from_str(violations).unwrap_or_default();
        let mut errors = list.iter().filter(|it| it["severity"] == "Error");
        self.request.form
            && errors.all(|error| {
                let message = error["message"].as_str().unwrap_or_default();
                let missed = message.split("must have required property '").nth(1);
                let missed = missed.and_then(|it| it.split('\'').next());
                let member = &body[error["location"][2].as_str().unwrap_or_default()];
                missed.is_some_and(|name| body.get(name).is_some()) || member.is_array() || member.is_object()
            })
    }
}

/// Whether some of what Prism reports is a mistake of the request. A word against something deprecated is none.
fn of_request(violations: &str) -> bool {
    match serde_json::from_str::<Vec<Value>>(violations) {
        Ok(list) => list.iter().any(|it| it["location"][0] == "request" && it["severity"] == "Error"),
        // Too many for a header, and cut off.
        Err(_) => violations.contains(r#""location":["request""#),
    }
}

fn is_of_header(answer: &Value) -> bool {
    answer["violations"].as_str().is_some_and(|it| it.contains(r#""location":["response","header""#))
}

fn accepted(ask: &Ask, answer: &Value) -> Result<(), Finding> {
    let message = answer["message"].as_str().unwrap_or_default();
    if matches!(answer["kind"].as_str(), None | Some("request" | "transport" | "value" | "body")) {
        return Err(Finding::new(Reason::Bindings, message));
    }
    let violations = answer["violations"].as_str().unwrap_or_default();
    if of_request(violations) {
        if ask.is_lost(violations) {
            return Err(Finding::new(Reason::Form, violations));
        }
        return Err(Finding::new(Reason::Bindings, violations));
    }
    match problem(answer) {
        "NO_PATH_MATCHED_ERROR" | "NO_METHOD_MATCHED_ERROR" => {
            Err(Finding::new(Reason::Route, answer["body"].as_str().unwrap_or_default()))
        }
        "UNPROCESSABLE_ENTITY" | "UNAUTHORIZED" | "INVALID_CONTENT_TYPE" => {
            Err(Finding::new(Reason::Bindings, answer["body"].as_str().unwrap_or_default()))
        }
        _ => Ok(()),
    }
}

/// Returns the name of a problem of Prism's, or `""`.
fn problem(answer: &Value) -> &str {
    let text = answer["body"].as_str().unwrap_or_default();
    let is_problem = answer["media type"] == "application/problem+json";
    let name = text.split_once("stoplight.io/prism/errors#").map(|(_, rest)| rest);
    name.filter(|_| is_problem).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}
