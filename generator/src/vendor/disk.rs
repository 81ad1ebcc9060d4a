//! The only place that touches the disk: reads, replaces and removes files below a folder.
//!
//! A file is replaced by renaming a complete one over it, so that nobody ever reads half of it. Below the folder no
//! symbolic link is followed.

use super::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Reads a file, or returns `None` if there is none.
pub(super) fn read(dir: &Path, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let full = dir.join(path);
    let mut place = dir.to_owned();
    for part in path.split('/') {
        place.push(part);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if place == full && !metadata.is_file() => return Err(Error::Obstructed(place)),
            Ok(metadata) if place != full && !metadata.is_dir() => return Err(Error::Obstructed(place)),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Io { path: place, source }),
        }
    }
    match fs::read(&full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: full, source }),
    }
}

/// Writes a file so that it is never seen half-written, with the folders that it needs.
pub(super) fn replace(dir: &Path, path: &str, text: &str) -> Result<(), Error> {
    let full = dir.join(path);
    let folder = full.parent().unwrap_or(dir);
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    let (temporary, file) = temporary(&full).map_err(|source| Error::io(folder, source))?;
    let written = fill(file, text).and_then(|()| fs::rename(&temporary, &full));
    written.map_err(|source| {
        // What is reported is why writing failed, not whether cleaning up after it did.
        let _ = fs::remove_file(&temporary);
        Error::io(full, source)
    })
}

/// Opens a new file beside `full`, whatever names other builds have taken at this moment.
fn temporary(full: &Path) -> io::Result<(PathBuf, File)> {
    let name = full.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    let mut attempt = 0_u32;
    loop {
        let path = full.with_file_name(format!(".{name}.{process}-{attempt}.tmp"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(error),
        }
    }
}

/// How many names are tried before something else must be wrong.
const ATTEMPTS: u32 = 1000;

fn fill(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())
}

/// Removes a file and the folders that it leaves empty, up to `dir`.
pub(super) fn remove(dir: &Path, path: &str) -> Result<(), Error> {
    let full = dir.join(path);
    match fs::remove_file(&full) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::io(full, error)),
        _ => {}
    }
    for folder in full.ancestors().skip(1).take_while(|folder| *folder != dir) {
        // A folder that still holds something stays.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns an error if the file at `path` could not be replaced or removed.
///
/// The permission bits decide, not an attempt: a build as root would otherwise write into a tree that somebody
/// made read-only on purpose.
pub(super) fn writable(dir: &Path, path: &str) -> Result<(), Error> {
    let full = dir.join(path);
    for place in full.ancestors() {
        // An empty path is the parent of a relative one: the current folder.
        let asked = if place.as_os_str().is_empty() { Path::new(".") } else { place };
        let Ok(metadata) = fs::metadata(asked) else {
            continue;
        };
        // Windows has such a bit on folders, too, but it does not keep files from being made in them.
        let counts = cfg!(unix) || metadata.is_file();
        if counts && metadata.permissions().readonly() {
            return Err(Error::ReadOnly(asked.to_owned()));
        }
        if metadata.is_dir() {
            break;
        }
    }
    Ok(())
}
