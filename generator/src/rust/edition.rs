//! Editions of the output: what an upgrade of the generator does not change until somebody asks.

use std::fmt;
use std::str::FromStr;

/// What bindings look like, as their users have reviewed it.
///
/// The first generation takes the newest edition, and `bindings.lock` keeps it for those that follow. What emits otherwise for
/// equal input asks the crate's edition, here or in `tokens`, and has an edition of its own to do so; nothing else knows editions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Edition {
    /// The first.
    #[default]
    One,
}

impl Edition {
    /// Every edition that can be made, the oldest first. The newest one is the default.
    pub const ALL: &'static [Self] = &[Self::One];

    /// Returns the number that it is known by.
    pub fn number(self) -> u64 {
        match self {
            Self::One => 1,
        }
    }

    /// Returns the edition of a number, or says which there are.
    pub fn of(number: u64) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|edition| edition.number() == number).copied();
        found.ok_or_else(|| {
            let known: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
            format!(
                "there is no edition {number} here: this openapi-bindgen makes edition {}",
                known.join(", ")
            )
        })
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.number(), f)
    }
}

impl FromStr for Edition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().map_err(|_| format!("`{}` is no number", text.escape_debug()))?;
        Self::of(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_edition_is_the_last_and_the_default() {
        assert!(Edition::ALL.is_sorted());
        assert_eq!(Edition::ALL.last().copied(), Some(Edition::default()));
        for edition in Edition::ALL {
            assert_eq!(edition.to_string().parse(), Ok(*edition));
        }
        assert!(Edition::of(0).is_err() && "newest".parse::<Edition>().is_err());
    }
}
