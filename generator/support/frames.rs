//! Bodies that are sent, as the crate `http-body` has them, for transports that send piece by piece.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{ready, Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::transport::{Body, Chunks, TransportError};

/// A body that is sent, which is empty at its end. Nothing is shared: the lock makes it `Sync`, which `reqwest` wants.
pub struct Frames(Mutex<Result<Bytes, Box<dyn Chunks>>>);

impl From<Body> for Frames {
    fn from(body: Body) -> Self {
        Self(Mutex::new(body.into_whole()))
    }
}

impl HttpBody for Frames {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = match body {
            Ok(bytes) => Ok(Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty())),
            Err(chunks) => ready!(chunks.poll_next(context)),
        };
        if !matches!(piece, Ok(Some(_))) {
            *body = Ok(Bytes::new());
        }
        Poll::Ready(piece.transpose().map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.size_hint().exact() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Ok(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Err(chunks) => chunks.length().map_or_else(SizeHint::new, SizeHint::with_exact),
        }
    }
}
