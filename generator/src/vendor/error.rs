//! Why a tree could not be rendered or written.

use super::Drift;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a tree could not be rendered or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// What was emitted is not Rust: a bug of this crate, never of the document.
    NotRust {
        /// The file, within the tree.
        path: String,
        /// The first line of the item, as far as it can be shown.
        item: String,
        /// What the parser says.
        message: String,
    },
    /// A path of the tree or of the lock's manifest is not one that is ever emitted.
    Path {
        /// The path.
        path: String,
        /// Which law it breaks.
        law: &'static str,
    },
    /// The lock has a line that no version of this program wrote.
    Lock {
        /// The lock.
        path: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// Files would be lost that the lock does not know as ours; nothing was written.
    Refused(Drift),
    /// A symbolic link, or something else that is no file, stands where a file should be written.
    Obstructed(PathBuf),
    /// The tree may not be written to.
    ReadOnly(PathBuf),
    /// The disk said no.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl Error {
    /// Wraps what the disk said; a lack of permission is a read-only tree.
    pub(super) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(path.into())
            }
            _ => Self::Io { path: path.into(), source },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRust { path, item, message } => write!(
                f,
                "what was made for `{path}` is not Rust: {message}, in `{item}`; this is a bug of openapi-bindgen, \
                 please report it with the document"
            ),
            Self::Path { path, law } => write!(f, "`{}` cannot be a path of the bindings: {law}", path.escape_debug()),
            Self::Lock { path, line, message } => write!(f, "{}:{line}: {message}", path.display()),
            Self::Refused(drift) => {
                f.write_str("nothing was written, because something would be lost:")?;
                drift.refusals().try_for_each(|(path, change)| write!(f, "\n  {path}: {change}"))
            }
            Self::Obstructed(path) => {
                write!(f, "`{}` is a symbolic link or no regular file; it is not written through", path.display())
            }
            Self::ReadOnly(path) => write!(f, "`{}` is read-only", path.display()),
            Self::Io { path, source } => write!(f, "`{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
