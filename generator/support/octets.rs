//! Octets: bytes that are sent from memory, from a file, or piece by piece as they come.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;

use super::call::Call;
use super::transport::{Body, BoxError, Chunks, Reopen, TransportError};

/// How much of a file or reader is in memory at a time.
const PIECE: u64 = 64 * 1024;

/// Bytes that are sent: those in memory (`Bytes`, `Vec<u8>`, `String` …), those of a file, or pieces as they come.
///
/// A file is opened again when a call is sent again. What a reader or other pieces have can be sent only once, so that
/// such a call is not repeated and follows no redirect.
pub struct Octets(Kind);

enum Kind {
    Whole(Bytes),
    Path(PathBuf),
    Once(Mutex<Option<Body>>),
}

impl Octets {
    /// Sends the file of that path, read as it is sent, on the thread that sends.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Kind::Path(path.into()))
    }

    /// Sends pieces as they come.
    pub fn chunks(chunks: impl Chunks + 'static) -> Self {
        Self(Kind::Once(Mutex::new(Some(Body::chunks(chunks)))))
    }

    /// Sends all that a reader has, read as it is sent, on the thread that sends.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::chunks(Reading { reader, length: None })
    }

    /// Returns the bytes that are in memory.
    pub(super) fn as_whole(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Whole(bytes) => Some(bytes),
            Kind::Path(_) | Kind::Once(_) => None,
        }
    }
}

impl Reopen for Octets {
    fn open(&self) -> Result<Option<Body>, BoxError> {
        Ok(match &self.0 {
            Kind::Whole(bytes) => Some(Body::from(bytes.clone())),
            Kind::Path(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                // A pipe or device has no length that would mean anything.
                let length = metadata.is_file().then_some(metadata.len());
                Some(Body::chunks(Reading { reader: file.take(length.unwrap_or(u64::MAX)), length }))
            }
            Kind::Once(body) => body.lock().unwrap_or_else(PoisonError::into_inner).take(),
        })
    }

    fn is_repeatable(&self) -> bool {
        !matches!(self.0, Kind::Once(_))
    }
}

impl fmt::Debug for Octets {
    /// Shows no byte of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Whole(bytes) => write!(f, "Octets({} bytes)", bytes.len()),
            Kind::Path(path) => write!(f, "Octets({})", path.display()),
            Kind::Once(_) => f.write_str("Octets(pieces)"),
        }
    }
}

impl From<Bytes> for Octets {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Whole(bytes))
    }
}

impl From<Vec<u8>> for Octets {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Octets {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Octets {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from(bytes).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for Octets {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for Octets {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

/// What a reader has, piece by piece.
struct Reading<R> {
    reader: R,
    length: Option<u64>,
}

impl<R: Read + Send> Chunks for Reading<R> {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        let piece = read(&mut self.reader).map_err(TransportError::new);
        Poll::Ready(piece.map(|piece| Some(piece).filter(|piece| !piece.is_empty())))
    }

    fn length(&self) -> Option<u64> {
        self.length
    }
}

fn read(reader: &mut impl Read) -> io::Result<Bytes> {
    let mut piece = Vec::new();
    reader.take(PIECE).read_to_end(&mut piece)?;
    Ok(piece.into())
}

impl<O> Call<O> {
    /// Sends a body from memory, from a file, or piece by piece.
    pub fn octets(self, media_type: &str, body: impl Into<Octets>) -> Self {
        let body = body.into();
        match body.as_whole() {
            Some(bytes) => self.binary(media_type, bytes.clone()),
            None => self.pieces(media_type, body),
        }
    }
}
