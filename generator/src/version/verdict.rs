//! The two axes: what a change means to a client that is compiled already, and what to the source of a caller.

use std::fmt;

/// What a change means to a client that is compiled already and meets the new server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// Everything works.
    Ok,
    /// Nobody can say: the old document is not there.
    Unknown,
    /// It works, but a meaning or data is lost.
    Drift,
    /// A request is refused, or a response cannot be decoded.
    Break,
}

/// What a change means to the source of a caller that is compiled against the new bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rust {
    /// It compiles and does what it did.
    Patch,
    /// It compiles unchanged and does something else, which is what a compiler cannot find: `patch!`.
    Behaviour,
    /// It compiles, and there is something new to use or to be warned of.
    Minor,
    /// It need not compile.
    Major,
}

impl Wire {
    /// Returns the word that reports show.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Drift => "DRIFT",
            Self::Break => "BREAK",
        }
    }
}

impl Rust {
    /// Returns the word that reports show.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Behaviour => "patch!",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the version that is to be raised.
    pub fn bump(self) -> &'static str {
        match self {
            Self::Patch | Self::Behaviour => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
