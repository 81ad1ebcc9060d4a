//! Why something is not as it should be: a closed list.

use super::plan::Obstacle;

/// A reason that is nobody's but the document's, Prism's or the sampler's, or else ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The bindings are wrong. There should be none of these.
    Bindings,
    /// The bindings take the body as the caller encodes it, or Prism does not read what they make of it.
    CallerEncodes,
    /// No valid value of a required argument was found.
    NoValue,
    /// The document's example of an answer is not valid by its own schema.
    ExampleInvalid,
    /// Prism has answered with something that is not valid by the document.
    AnswerInvalid,
    /// The bindings read the status in another media type that the document declares for it.
    MediaType,
    /// Prism finds a schema too complex to make an answer of.
    TooComplex,
    /// Prism routes the path to another operation, or to none.
    Route,
    /// Prism does not read all of a form.
    Form,
    /// Prism has failed with something else.
    PrismFails,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Bindings,
        Self::CallerEncodes,
        Self::NoValue,
        Self::ExampleInvalid,
        Self::AnswerInvalid,
        Self::MediaType,
        Self::TooComplex,
        Self::Route,
        Self::Form,
        Self::PrismFails,
    ];

    /// Returns its name in the tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bindings => "bindings",
            Self::CallerEncodes => "caller-encodes",
            Self::NoValue => "no-value",
            Self::ExampleInvalid => "example-invalid",
            Self::AnswerInvalid => "answer-invalid",
            Self::MediaType => "media-type",
            Self::TooComplex => "prism-too-complex",
            Self::Route => "prism-route",
            Self::Form => "prism-form",
            Self::PrismFails => "prism-fails",
        }
    }

    /// Returns a sentence for the documentation.
    pub fn text(self) -> &'static str {
        match self {
            Self::Bindings => "the bindings are wrong",
            Self::CallerEncodes => "the caller encodes the body, or it is XML or JSON Lines, which Prism does not read",
            Self::NoValue => "the sampler finds no valid value of a required argument",
            Self::ExampleInvalid => "the document's example of the answer breaks its own schema",
            Self::AnswerInvalid => "what Prism makes up as an answer breaks the schema, by Prism's own word or by that of a validator",
            Self::MediaType => "the bindings read the status in another media type that the document declares for it",
            Self::TooComplex => "Prism finds the schema of the answer too complex to make one up",
            Self::Route => "Prism takes the path for another operation's or for none: what stands behind a `#` in a path of the document is not sent",
            Self::Form => "Prism misses what is there: of a form it reads only the members that the schema declares, of several of one name only the last, and nothing that is JSON",
            Self::PrismFails => "Prism ends the request with an error of its own",
        }
    }
}

impl From<Obstacle> for Reason {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::CallerEncodes => Self::CallerEncodes,
            Obstacle::NoValue => Self::NoValue,
        }
    }
}
