//! Operations: what the bindings know of each when it is compiled, as data.

use http::{Method, StatusCode};

use super::content::Content;

/// An operation of the document. Its types have no values; they only name it.
pub trait Operation: 'static {
    /// The method.
    const METHOD: Method;
    /// The path template.
    const PATH: &'static str;
    /// The credentials that it wants.
    const SECURITY: Security = &[];
    /// The statuses that the document describes as success.
    const SUCCESS: Statuses = &[Status::Range(2)];
    /// The statuses that the document describes as errors.
    const ERRORS: Statuses = &[];
    /// What the body of a success is.
    type Success: Content;
    /// What the body of a declared error is.
    type Failure: Content;
}

/// What an operation returns.
pub type Output<O> = <<O as Operation>::Success as Content>::Value;

/// What the body of an operation's declared errors says.
pub type Failure<O> = <<O as Operation>::Failure as Content>::Value;

/// The alternatives of what is sent with a call, each the names of the security schemes that are sent together.
///
/// The first alternative is taken for which the client has all credentials. None at all sends nothing; an
/// alternative without schemes allows to send nothing.
pub type Security = &'static [&'static [&'static str]];

/// A list of statuses.
pub type Statuses = &'static [Status];

/// The key of a response in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// All statuses with this first digit, such as `4XX`.
    Range(u16),
    /// `default`: every status that is no success.
    Default,
}

impl Status {
    fn covers(self, status: StatusCode) -> bool {
        match self {
            Self::Code(code) => status.as_u16() == code,
            Self::Range(digit) => status.as_u16() / 100 == digit,
            Self::Default => true,
        }
    }
}

/// How the body of a response is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As a declared success.
    Success,
    /// As a success if that works; the document does not have the status.
    UndeclaredSuccess,
    /// As a declared error.
    Failure,
    /// Not at all.
    Undeclared,
}

impl Outcome {
    /// Returns what a status means, exact codes before ranges before `default`.
    pub(super) fn of(status: StatusCode, success: Statuses, errors: Statuses) -> Self {
        let declared = |statuses: Statuses, exact: bool| {
            let mut statuses = statuses
                .iter()
                .filter(|status| matches!(status, Status::Code(_)) == exact);
            statuses.any(|declared| *declared != Status::Default && declared.covers(status))
        };
        if declared(success, true) {
            Self::Success
        } else if declared(errors, true) {
            Self::Failure
        } else if declared(success, false) {
            Self::Success
        } else if declared(errors, false) {
            Self::Failure
        } else if status.is_success() {
            Self::UndeclaredSuccess
        } else if success.contains(&Status::Default) {
            Self::Success
        } else if errors.contains(&Status::Default) {
            Self::Failure
        } else {
            Self::Undeclared
        }
    }
}
