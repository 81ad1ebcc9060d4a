//! The changes that somebody has accepted: a file with a fingerprint a line.
//!
//! ```text
//! # the client of version 2 is no longer used
//! R2 6f1ed002ab559585
//! ```

use super::report::{Change, Report};
use std::collections::BTreeSet;

/// The fingerprints of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted(BTreeSet<String>);

impl Accepted {
    /// Reads the text of a file: of each line the first word that is a fingerprint; what follows `#` is a comment.
    ///
    /// Returns the number of the first line that has something else.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut fingerprints = BTreeSet::new();
        for (index, line) in text.lines().enumerate() {
            let said = line.split('#').next().unwrap_or_default().trim();
            if said.is_empty() {
                continue;
            }
            let found = said.split_whitespace().find(|word| is_fingerprint(word)).ok_or(index + 1)?;
            fingerprints.insert(found.to_owned());
        }
        Ok(Self(fingerprints))
    }

    /// Takes the changes that are accepted out of a report; returns the fingerprints that no change has.
    pub fn apply(&self, report: &mut Report) -> Vec<String> {
        let is_accepted = |change: &Change| self.0.contains(&change.fingerprint);
        let (accepted, rest) = report.changes.drain(..).partition(is_accepted);
        report.changes = rest;
        report.accepted = accepted;
        let met: BTreeSet<&str> = report.accepted.iter().map(|change| change.fingerprint.as_str()).collect();
        self.0.iter().filter(|it| !met.contains(it.as_str())).cloned().collect()
    }
}

fn is_fingerprint(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_fingerprint_or_says_nothing() {
        let accepted = Accepted::read("# why\n\nR2 6f1ed002ab559585 # gone\n0123456789abcdef\n").unwrap();
        assert_eq!(accepted.0.len(), 2);
        assert_eq!(Accepted::read("R2\n"), Err(1));
        assert_eq!(Accepted::read("\n6F1ED002AB559585\n"), Err(2));
    }
}
