//! The folders whose files may be referred to; the only part of bundling that touches the disk.

use crate::document::input::{self, Store};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where the files of a description are.
pub struct Folder {
    /// The folder of the document.
    base: PathBuf,
    /// The same as it was given, for messages.
    shown: PathBuf,
    /// What may be read: what is below one of these.
    roots: Vec<PathBuf>,
    /// Where the files are, and what messages write before their paths, if they are not on the disk.
    store: Option<(Arc<dyn Store + Send + Sync>, String)>,
}

/// Why a file cannot be had.
pub enum Problem {
    /// It is outside of the folders; `root` would be one that it is in, from the folder of the document, unless that
    /// is the whole disk.
    Outside { root: Option<PathBuf> },
    /// It is inside, and a symbolic link that leads out.
    LinkOutside,
    /// It does not exist.
    Missing,
    /// It is a folder, a device or the like.
    NoFile,
    /// The operating system says no.
    Io(io::Error),
}

impl Folder {
    /// Opens the folder of a document, and the one that the user has named.
    pub fn open(document: &Path, root: Option<&Path>) -> io::Result<Self> {
        let shown = document.parent().unwrap_or(Path::new(""));
        let base = fs::canonicalize(if shown.as_os_str().is_empty() { Path::new(".") } else { shown })?;
        let mut roots = vec![base.clone()];
        if let Some(root) = root {
            roots.push(fs::canonicalize(root)?);
        }
        Ok(Self { base, shown: shown.to_owned(), roots, store: None })
    }

    /// Opens the folder of a document that is not on the disk.
    pub fn stored(
        document: &Path,
        root: Option<&Path>,
        store: &Arc<dyn Store + Send + Sync>,
        prefix: &str,
    ) -> Self {
        let base = document.parent().unwrap_or(Path::new("/")).to_owned();
        let roots = [base.clone()].into_iter().chain(root.map(Path::to_owned)).collect();
        let store = Some((Arc::clone(store), prefix.to_owned()));
        Self { shown: base.clone(), base, roots, store }
    }

    /// Returns the one path of a file in this folder, however it is given.
    pub fn path_of(document: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(document)
    }

    /// Finds the file that `relative` means in the file `from`, and returns its one path.
    pub fn find(&self, from: &Path, relative: &str) -> Result<PathBuf, Problem> {
        let path = normalized(&from.parent().unwrap_or(from).join(relative));
        if !self.allows(&path) {
            return Err(Problem::Outside { root: self.root_for(&path) });
        }
        if let Some((store, _)) = &self.store {
            return if store.has(&path) { Ok(path) } else { Err(Problem::Missing) };
        }
        match fs::canonicalize(&path) {
            Ok(path) if !self.allows(&path) => Err(Problem::LinkOutside),
            Ok(path) => Ok(path),
            Err(error) if is_absence(&error) => Err(Problem::Missing),
            Err(error) => Err(Problem::Io(error)),
        }
    }

    /// Reads a file that was found, unless it has more than `limit` bytes.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Problem> {
        if let Some((store, _)) = &self.store {
            return store.read(path, limit).map_err(Problem::Io);
        }
        let metadata = fs::metadata(path).map_err(Problem::Io)?;
        if !metadata.is_file() {
            return Err(Problem::NoFile);
        }
        if metadata.len() > limit {
            return Ok(None);
        }
        fs::read(path).map(Some).map_err(Problem::Io)
    }

    /// Returns a path as it is from the folder of the document.
    pub fn relative(&self, path: &Path) -> PathBuf {
        relative(&self.base, path)
    }

    /// Returns a path as messages show it, and as it can be opened from the current folder.
    pub fn shown(&self, path: &Path) -> PathBuf {
        match &self.store {
            Some((_, prefix)) => PathBuf::from(input::shown(prefix, path)),
            None => self.shown.join(self.relative(path)),
        }
    }

    /// Returns the names of the files beside one, for suggestions.
    pub fn beside(&self, from: &Path, relative: &str) -> Vec<String> {
        let path = normalized(&from.parent().unwrap_or(from).join(relative));
        if let Some((store, _)) = &self.store {
            let is_allowed = path.parent().is_some_and(|folder| self.allows(folder));
            return if is_allowed { store.beside(&path) } else { Vec::new() };
        }
        let entries = path.parent().filter(|folder| self.allows(folder)).and_then(|it| fs::read_dir(it).ok());
        let names =
            entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.take(MAX_NAMES).collect();
        names.sort();
        names
    }

    fn allows(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// Returns the nearest folder above the document that a file is in, from the document's.
    fn root_for(&self, path: &Path) -> Option<PathBuf> {
        let above = self.base.ancestors().find(|folder| path.starts_with(folder));
        above.filter(|folder| folder.parent().is_some()).map(|folder| relative(&self.base, folder))
    }
}

/// How many files of a folder are looked at for a suggestion.
const MAX_NAMES: usize = 1_000;

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Takes `.` and `..` out of a path without asking the disk, as URIs are resolved.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Returns how `path` is written from the folder `from`; both are absolute.
fn relative(from: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for folder in from.ancestors() {
        if let Ok(rest) = path.strip_prefix(folder) {
            return if rest.as_os_str().is_empty() { up } else { up.join(rest) };
        }
        up.push("..");
    }
    path.to_owned()
}
