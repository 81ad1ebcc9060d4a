//! The files that should be on the disk.

use super::Error;
use std::collections::BTreeMap;

/// What `tokens` calls the root file; the layout decides what it is called on the disk.
pub(super) const ROOT: &str = "lib.rs";

/// The files that should be on the disk, by their paths within the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// Adds a file.
    pub(super) fn insert(&mut self, path: String, text: String) -> Result<(), Error> {
        if let Some(law) = broken_law(&path) {
            return Err(Error::Path { path, law });
        }
        if self.0.contains_key(&path) {
            return Err(Error::Path { path, law: "two files have it" });
        }
        self.0.insert(path, text);
        Ok(())
    }

    /// Returns the files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// Returns the law that a path breaks, if any.
///
/// Paths come from names that `rust::name` made and, when stale files are deleted, from a lock that anybody may
/// have edited: neither is trusted with a way out of the folder.
pub(super) fn broken_law(path: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default();
        if part.is_empty() || part.starts_with('.') {
            return Some("its parts are not empty and start with no dot");
        }
        if part.len() > 120 {
            return Some("its parts have at most 120 characters");
        }
        if !part.chars().all(plain) {
            return Some("its parts are of `[a-z0-9_.]`");
        }
        if is_device(stem) {
            return Some("Windows has a device of that name");
        }
    }
    None
}

/// Whether Windows opens a device, whatever the extension.
fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']))
    };
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_out_of_the_folder() {
        for path in [
            "..",
            "../a.rs",
            "a/../b.rs",
            "/a.rs",
            "a//b.rs",
            "",
            "a\\b.rs",
            "A.rs",
            "c:a.rs",
            "a/con.rs",
            "lpt1",
        ] {
            assert!(broken_law(path).is_some(), "{path}");
        }
        for path in ["lib.rs", "models/native_sso_request.rs", "api.txt", "support/console.rs"] {
            assert_eq!(broken_law(path), None, "{path}");
        }
    }

    #[test]
    fn a_path_is_given_once() {
        let mut tree = Tree::default();
        assert!(tree.insert("a.rs".to_owned(), String::new()).is_ok());
        assert!(tree.insert("a.rs".to_owned(), String::new()).is_err());
    }
}
