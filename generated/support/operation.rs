//! Operations: what the bindings know of each when it is compiled, as data.

use http::StatusCode;

use super::content::{Content, Reply};
use super::media_type::{self, MediaTypes};

/// An operation of the document. Its types have no values; they only name it.
pub trait Operation: 'static {
    /// The method, as it stands in the request.
    const METHOD: &'static str;
    /// The path template.
    const PATH: &'static str;
    /// The server that it has for itself.
    const SERVER: Option<&'static str> = None;
    /// The credentials that it wants.
    const SECURITY: Security = &[];
    /// What each of them has to allow, in the same order: scopes with spaces between them.
    const SCOPES: Security = &[];
    /// The statuses that the document describes as success.
    const SUCCESS: Statuses = Statuses::SUCCESS;
    /// The statuses that the document describes as errors.
    const ERRORS: Statuses = Statuses::NONE;
    /// The statuses that the document describes as errors without a body, although others have one.
    const BODYLESS: Statuses = Statuses::NONE;
    /// The media types of successes, preferred first.
    const SUCCESS_MEDIA: MediaTypes = <Self::Success as Content>::MEDIA_TYPES;
    /// The media types of declared errors, preferred first.
    const ERROR_MEDIA: MediaTypes = <Self::Failure as Content>::MEDIA_TYPES;
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

    fn lists(self, status: StatusCode) -> bool {
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
    /// Not at all: its status says it all.
    Bodyless,
    /// Not at all.
    Undeclared,
}

/// What the document says of the responses of an operation, once for all its calls.
pub(super) struct Declared {
    outcomes: [(Statuses, Outcome); 3],
    /// The media types of successes that are read while they arrive.
    streams: MediaTypes,
}

impl Declared {
    pub(super) const fn by<O: Operation>() -> &'static Self {
        const {
            let success = (O::SUCCESS, Outcome::Success);
            let outcomes = [success, (O::ERRORS, Outcome::Failure), (O::BODYLESS, Outcome::Bodyless)];
            &Self { outcomes, streams: if O::Success::STREAMED { O::SUCCESS_MEDIA } else { &[] } }
        }
    }

    /// Whether the status stands in the document, itself or in a range.
    pub(super) fn describes(&self, status: StatusCode) -> bool {
        self.outcomes.iter().any(|(statuses, _)| statuses.lists(status) || statuses.spans(status))
    }

    /// Whether the body of a response is read while it arrives: that of an error is not.
    pub(super) fn is_streamed(&self, reply: &Reply) -> bool {
        !self.streams.is_empty()
            && media_type::best(self.streams, reply.media_type()).is_some()
            && matches!(self.outcome(reply.status()), Outcome::Success | Outcome::UndeclaredSuccess)
    }

    /// Returns what a status means, exact codes before ranges before `default`.
    pub(super) fn outcome(&self, status: StatusCode) -> Outcome {
        let first =
            |is: &dyn Fn(Statuses) -> bool| self.outcomes.iter().find(|(it, _)| is(*it)).map(|(_, it)| *it);
        first(&|it| it.lists(status))
            .or_else(|| first(&|it| it.spans(status)))
            .or_else(|| status.is_success().then_some(Outcome::UndeclaredSuccess))
            .or_else(|| first(&|it| it.default))
            .unwrap_or(Outcome::Undeclared)
    }
}
