//! Bodies as the crate `http-body` has them, for transports that send and receive piece by piece.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{ready, Context, Poll};

use bytes::{Buf, Bytes};
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

/// A body that is received, and what its errors are to the bindings.
pub(super) struct Arriving<B: HttpBody>(pub(super) B, pub(super) fn(B::Error) -> TransportError);

impl<B: HttpBody + Send + Unpin> Chunks for Arriving<B> {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(context));
        let data = |mut data: B::Data| data.copy_to_bytes(data.remaining());
        // Trailers are no piece of the body; an empty piece stands for them.
        let piece = |frame: Frame<_>| frame.into_data().map_or_else(|_| Bytes::new(), data);
        Poll::Ready(frame.map(|frame| frame.map(piece)).transpose().map_err(self.1))
    }
}
