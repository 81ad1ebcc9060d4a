//! Operations: what the bindings know of each when it is compiled, as data.

use http::StatusCode;

use super::content::Content;

/// An operation of the document. Its types have no values; they only name it.
pub trait Operation: 'static {
    /// The method, as it stands in the request.
    const METHOD: &'static str;
    /// The path template.
    const PATH: &'static str;
    /// The credentials that it wants.
    const SECURITY: Security = &[];
    /// The statuses that the document describes as success.
    const SUCCESS: Statuses = Statuses::SUCCESS;
    /// The statuses that the document describes as errors.
    const ERRORS: Statuses = Statuses::NONE;
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

/// Statuses as the document lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statuses {
    codes: &'static [u16],
    ranges: &'static [u16],
    default: bool,
}

impl Statuses {
    /// No status at all.
    pub const NONE: Self = Self::codes(&[]);
    /// Every status of success.
    pub const SUCCESS: Self = Self::codes(&[]).ranges(&[2]);

    /// Lists single statuses.
    #[must_use]
    pub const fn codes(codes: &'static [u16]) -> Self {
        Self { codes, ranges: &[], default: false }
    }

    /// Adds all statuses with one of these first digits, such as `4XX`.
    #[must_use]
    pub const fn ranges(self, ranges: &'static [u16]) -> Self {
        Self { ranges, ..self }
    }

    /// Adds `default`: every status that the operation does not list otherwise.
    #[must_use]
    pub const fn or_default(self) -> Self {
        Self { default: true, ..self }
    }

    pub(super) fn lists(self, status: StatusCode) -> bool {
        self.codes.contains(&status.as_u16())
    }

    fn spans(self, status: StatusCode) -> bool {
        self.ranges.contains(&(status.as_u16() / 100))
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
        if success.lists(status) {
            Self::Success
        } else if errors.lists(status) {
            Self::Failure
        } else if success.spans(status) {
            Self::Success
        } else if errors.spans(status) {
            Self::Failure
        } else if status.is_success() {
            Self::UndeclaredSuccess
        } else if success.default {
            Self::Success
        } else if errors.default {
            Self::Failure
        } else {
            Self::Undeclared
        }
    }
}
