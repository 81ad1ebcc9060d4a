//! `bindings.lock`: which names are pinned, which files are ours, and what we wrote into them.
//!
//! One line an entry, sorted, so that git merges what two branches did; where it cannot, both sides of a conflict are
//! read as what they are, lines, and the next run writes a clean file.
//!
//! ```text
//! format 1
//! edition 1
//! file models/pet.rs 6f1ed002ab559585
//! name schemas/pet Pet
//! ```

use super::tree::{broken_law, Tree};
use super::{disk, Error};
use crate::rust::{Edition, Pins};
use crate::tokens;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// The lock's own name.
pub(super) const LOCK: &str = "bindings.lock";

/// The public surface. It follows from the other files, so the lock lists it without a digest: a new property
/// changes one line here, not two.
pub(super) const SURFACE: &str = "api.txt";

const HEAD: &str = "\
# The names and files of the bindings, kept by openapi-bindgen; commit it, do not edit it.
# After a merge conflict, in here too, run the generator again: it takes both sides and writes a clean file.
";
const FORMAT: &str = "format 1";

/// Reads the names that earlier runs gave in `dir`, from the lock and from the public surface; none if there is neither.
pub fn read(dir: &Path) -> Result<Pins, Error> {
    let mut pins = Lock::read(dir)?.pins;
    if let Some(surface) = disk::read(dir, SURFACE)? {
        for (key, name) in tokens::remembered(&String::from_utf8_lossy(&surface)) {
            pins.entry(key).or_insert(name);
        }
    }
    Ok(pins)
}

/// Reads names and edition from the texts of a lock and of the public surface beside it, as they were once.
pub fn read_texts(lock: &str, surface: &str) -> Result<(Pins, Option<Edition>), Error> {
    let Lock { edition, mut pins, .. } = Lock::parse(Path::new(LOCK), lock)?;
    for (key, name) in tokens::remembered(surface) {
        pins.entry(key).or_insert(name);
    }
    Ok((pins, edition.or(Edition::ALL.first().copied())))
}

/// Reads the edition that the bindings in `dir` have; none if there are no bindings. A lock that names none is of the first.
pub fn read_edition(dir: &Path) -> Result<Option<Edition>, Error> {
    let exists = disk::read(dir, LOCK)?.is_some();
    let first = Edition::ALL.first().copied();
    Ok(Lock::read(dir)?.edition.or(first.filter(|_| exists)))
}

/// Reads the public surface that the bindings in `dir` have, if there are any. What git left in a conflict has the lines
/// of both sides.
pub fn read_surface(dir: &Path) -> Option<String> {
    let bytes = disk::read(dir, SURFACE).ok().flatten()?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter(|line| !is_conflict_marker(line));
    Some(lines.flat_map(|line| [line, "\n"]).collect())
}

/// What a lock says.
#[derive(Debug, Default)]
pub(super) struct Lock {
    /// The edition of the output; of two that were merged the newer one.
    edition: Option<Edition>,
    pins: Pins,
    /// Our files with the digests that are known to be ours: none for [`SURFACE`], more than one while a write or
    /// a merge is unfinished.
    files: BTreeMap<String, BTreeSet<String>>,
    /// The files on lines that git left in conflict: two branches regenerated them, or one did and the other gave them
    /// another name, with which git merges what it takes for one file.
    contested: BTreeSet<String>,
}

impl Lock {
    /// Reads the lock of a folder; an absent one says nothing.
    pub(super) fn read(dir: &Path) -> Result<Self, Error> {
        match disk::read(dir, LOCK)? {
            Some(bytes) => Self::parse(&dir.join(LOCK), &String::from_utf8_lossy(&bytes)),
            None => Ok(Self::default()),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let mut lock = Self::default();
        let mut is_contested = false;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if is_conflict_marker(line) {
                is_contested = !line.starts_with(">>>>>>>");
            }
            if line.is_empty() || line.starts_with('#') || is_conflict_marker(line) {
                continue;
            }
            lock.entry(line, is_contested).map_err(|message| Error::Lock {
                path: path.to_owned(),
                line: index + 1,
                message,
            })?;
        }
        Ok(lock)
    }

    /// Adds what one line says, which may be of one side of a conflict.
    fn entry(&mut self, line: &str, is_contested: bool) -> Result<(), String> {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["format", "1"] => {}
            ["format", other] => {
                return Err(format!(
                    "format `{other}` is of a newer openapi-bindgen; use that, or a newer one"
                ))
            }
            ["edition", edition] => self.edition = self.edition.max(Some(edition.parse()?)),
            ["file", path, digests @ ..] if digests.len() < 2 => {
                if let Some(law) = broken_law(path) {
                    return Err(format!("`{path}` cannot be a path of the bindings: {law}"));
                }
                let known = self.files.entry((*path).to_owned()).or_default();
                known.extend(digests.iter().map(|&digest| digest.to_owned()));
                if is_contested {
                    self.contested.insert((*path).to_owned());
                }
            }
            ["name", key, name] if is_identifier(name) => {
                let key = unescape(key).ok_or("the key is not written as openapi-bindgen writes it")?;
                self.pins.entry(key).or_insert_with(|| (*name).to_owned());
            }
            _ => {
                return Err(
                    "not a line of a lock; restore the file, or delete it and run the generator".to_owned()
                );
            }
        }
        Ok(())
    }

    /// Adds the files of another lock, whose digests are ours as well.
    pub(super) fn absorb(&mut self, other: Self) {
        self.contested.extend(other.contested);
        for (path, digests) in other.files {
            self.files.entry(path).or_default().extend(digests);
        }
    }

    /// Whether we wrote this text to this path, or `None` if the file is not ours at all.
    pub(super) fn wrote(&self, path: &str, text: &[u8]) -> Option<bool> {
        let known = self.files.get(path)?;
        // What two branches regenerated, git merged as text, and nobody ever wrote the result.
        Some(known.is_empty() || self.contested.contains(path) || known.contains(&digest(text)))
    }

    /// Returns our files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Returns the lock while `tree` is being written: what was known and what is new are both ours, so that a run
    /// that is killed half way leaves nothing that looks like an edit.
    pub(super) fn during(mut self, tree: &Tree, sealed: Self) -> String {
        (self.edition, self.pins) = (sealed.edition, sealed.pins);
        self.absorb(Self::of(tree, None, Pins::default()));
        self.print()
    }

    /// Returns the lock that is in a tree.
    pub(super) fn of_tree(tree: &Tree) -> Result<Self, Error> {
        Self::parse(Path::new(LOCK), tree.get(LOCK).unwrap_or_default())
    }

    fn of(tree: &Tree, edition: Option<Edition>, pins: Pins) -> Self {
        let mut files = BTreeMap::new();
        for (path, text) in tree.iter().filter(|(path, _)| *path != LOCK) {
            let digest = (path != SURFACE).then(|| digest(text.as_bytes()));
            files.insert(path.to_owned(), digest.into_iter().collect());
        }
        Self { edition, pins, files, contested: BTreeSet::new() }
    }

    fn print(&self) -> String {
        let mut lines = Vec::new();
        for (path, digests) in &self.files {
            if digests.is_empty() {
                lines.push(format!("file {path}"));
            }
            lines.extend(digests.iter().map(|digest| format!("file {path} {digest}")));
        }
        lines.extend(self.pins.iter().map(|(key, name)| format!("name {} {name}", escape(key))));
        lines.sort_unstable();
        let mut text = format!("{HEAD}{FORMAT}\n");
        if let Some(edition) = self.edition {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "edition {edition}");
        }
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// Adds the lock of a tree that is otherwise complete.
pub(super) fn seal(tree: &mut Tree, edition: Edition, pins: &Pins) -> Result<(), Error> {
    let text = Lock::of(tree, Some(edition), pins.clone()).print();
    tree.insert(LOCK.to_owned(), text)
}

/// Returns the first 16 hexadecimal digits of the SHA-256 of a text with `\n` line ends.
fn digest(text: &[u8]) -> String {
    let hash = Sha256::digest(text);
    hash.iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether git wrote the line between two sides of a conflict.
fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Pinned names become identifiers; a lock is a file that anybody may have edited.
fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Escapes what would not fit into one word of ASCII, in the manner of URLs.
fn escape(key: &str) -> String {
    key.bytes().fold(String::with_capacity(key.len()), |mut text, byte| {
        if byte.is_ascii_graphic() && byte != b'%' {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(text: &str) -> Result<Lock, Error> {
        Lock::parse(Path::new(LOCK), text)
    }

    #[test]
    fn a_lock_reads_as_it_was_written() {
        let pins: Pins =
            [("paths//pets get".to_owned(), "Get".to_owned()), ("ü%\n".to_owned(), "A".to_owned())]
                .into_iter()
                .collect();
        let mut tree = Tree::default();
        for path in ["lib.rs", SURFACE, "models/mod.rs"] {
            tree.insert(path.to_owned(), path.to_owned()).unwrap();
        }
        seal(&mut tree, Edition::default(), &pins).unwrap();
        let text = tree.get(LOCK).unwrap();
        let read = lock(text).unwrap();
        assert_eq!(read.pins, pins);
        assert_eq!(read.paths().collect::<Vec<_>>(), [SURFACE, "lib.rs", "models/mod.rs"]);
        assert_eq!(read.print(), text);
        assert_eq!(lock(&text.replace('\n', "\r\n")).unwrap().print(), text);
    }

    #[test]
    fn both_sides_of_a_conflict_are_known() {
        let text =
            "format 1\n<<<<<<< HEAD\nfile lib.rs aa\nname x A\n||||||| base\nfile lib.rs cc\n=======\n\
                    file lib.rs bb\nname x B\n>>>>>>> other\n";
        let lock = lock(text).unwrap();
        assert_eq!(lock.files["lib.rs"].iter().map(String::as_str).collect::<Vec<_>>(), ["aa", "bb", "cc"]);
        assert_eq!(lock.pins.get("x").map(String::as_str), Some("A"));
    }

    #[test]
    fn a_lock_that_nobody_wrote_is_refused_with_its_line() {
        for line in [
            "file ../x aa",
            "file /etc/passwd",
            "name x a;b",
            "name x 1a",
            "format 2",
            "edition 99",
            "hello",
            "name %g A",
        ] {
            let Err(Error::Lock { line: at, .. }) = lock(&format!("format 1\n{line}\n")) else {
                panic!("{line} is taken");
            };
            assert_eq!(at, 2);
        }
    }

    #[test]
    fn a_digest_is_the_start_of_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea");
    }
}
