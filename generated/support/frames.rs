//! Bodies as the crate `http-body` has them, for transports that send piece by piece.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::transport::{Body, BoxFuture, Chunks, TransportError};

/// A body that is sent piece by piece. Nothing is shared: the lock makes it `Sync`, which `reqwest` wants.
pub struct Frames(Mutex<Step>);

enum Step {
    /// What is left; nothing at the end.
    Whole(Bytes),
    Idle(Box<dyn Chunks>),
    Reading(BoxFuture<'static, (Box<dyn Chunks>, Piece)>),
}

type Piece = Result<Option<Bytes>, TransportError>;

impl From<Body> for Frames {
    fn from(body: Body) -> Self {
        Self(Mutex::new(body.into_whole().map_or_else(Step::Idle, Step::Whole)))
    }
}

impl HttpBody for Frames {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let step = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut reading = match std::mem::replace(step, Step::Whole(Bytes::new())) {
            Step::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Step::Whole(bytes) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Step::Idle(mut chunks) => Box::pin(async move {
                let piece = chunks.next().await;
                (chunks, piece)
            }),
            Step::Reading(reading) => reading,
        };
        let Poll::Ready((chunks, piece)) = reading.as_mut().poll(context) else {
            *step = Step::Reading(reading);
            return Poll::Pending;
        };
        if let Ok(Some(_)) = piece {
            *step = Step::Idle(chunks);
        }
        Poll::Ready(piece.transpose().map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.size_hint().exact() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Step::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Step::Idle(chunks) => chunks.length().map_or_else(SizeHint::new, SizeHint::with_exact),
            Step::Reading(_) => SizeHint::new(),
        }
    }
}
