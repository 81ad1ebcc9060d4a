//! Answers that are read while they arrive.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Request;
use wire::httpbin::models::Line;
use wire::httpbin::support::{Answering, Attempt, Body, BoxFuture, CannotBlock, StreamError, Transport};

use crate::{builder, client};

/// Calls JSON Lines by their name, which httpbin does not.
struct Named(Arc<dyn Transport>);

impl Transport for Named {
    fn send(&self, request: Request<Body>, attempt: Attempt) -> Answering<'_> {
        Box::pin(async move {
            let mut answer = self.0.send(request, attempt).await?;
            answer.headers_mut().insert("content-type", "application/jsonl".parse().unwrap());
            Ok(answer)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration)
    }

    fn block_on(&self, work: BoxFuture<'_, ()>) -> Result<(), CannotBlock> {
        self.0.block_on(work)
    }
}

#[tokio::test]
async fn bytes_arrive_while_the_server_sends_them() {
    let Some(client) = client() else { return };
    let start = Instant::now();
    let drip = client.streaming().drip().duration(1.5).numbytes(3).delay(0.0);
    let mut pieces = drip.streaming().await.unwrap();
    let first = pieces.next().await.unwrap().unwrap();
    assert_eq!((&first[..], start.elapsed() < Duration::from_secs(1)), (&b"*"[..], true));
    let mut rest = Vec::new();
    while let Some(piece) = pieces.next().await {
        rest.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(rest, b"**");
    assert!(start.elapsed() > Duration::from_millis(900));
}

#[tokio::test]
async fn streamed_bytes_are_those_of_a_whole_answer() {
    let Some(client) = client() else { return };
    let call = || client.streaming().stream_bytes(50_000).seed(7).chunk_size(1_000);
    let whole = call().await.unwrap();
    let mut pieces = call().streaming().send().await.unwrap().output;
    let mut streamed = Vec::new();
    while let Some(piece) = pieces.next().await {
        streamed.extend_from_slice(&piece.unwrap());
    }
    assert_eq!((whole.len(), streamed == whole), (50_000, true));
    let mut pieces = call().streaming().await.unwrap().limit(10_000);
    let mut read = 0;
    let error = loop {
        match pieces.next().await.unwrap() {
            Ok(piece) => read += piece.len(),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StreamError::Body(_)) && read <= 10_000, "{error}");
    assert!(pieces.next().await.is_none());
}

#[tokio::test]
async fn each_piece_has_the_time_of_the_call() {
    let Some(client) = client() else { return };
    let slow = || client.streaming().drip().duration(2.0).numbytes(4).delay(0.0).streaming();
    // Longer in all than the time, but never between two pieces.
    let mut pieces = slow().timeout(Duration::from_millis(1_500)).await.unwrap();
    let mut count = 0;
    while let Some(piece) = pieces.next().await {
        count += piece.unwrap().len();
    }
    assert_eq!(count, 4);
    let mut pieces = slow().timeout(Duration::from_millis(250)).await.unwrap();
    assert_eq!(&pieces.next().await.unwrap().unwrap()[..], b"*");
    let error = pieces.next().await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn lines_of_json_are_items() {
    let Some(builder) = builder() else { return };
    let client = builder.layer(Named).build().unwrap();
    let mut lines = client.streaming().stream(20).await.unwrap();
    let mut ids = Vec::new();
    while let Some(line) = lines.next().await {
        let Line { id, url, .. } = line.unwrap();
        assert!(url.ends_with("/stream/20"), "{url}");
        ids.push(id);
    }
    assert_eq!(ids, (0..20).collect::<Vec<_>>());
}

/// It would be one document of JSON, and is not.
#[tokio::test]
async fn lines_under_another_media_type_are_an_error_and_not_half_of_the_truth() {
    let Some(client) = client() else { return };
    let error = client.streaming().stream(5).await.unwrap_err();
    let wire::httpbin::Error::Undeclared { reply } = error else { panic!("{error}") };
    assert_eq!(serde_json::Deserializer::from_slice(reply.body()).into_iter::<Line>().count(), 5);
}

#[test]
fn streams_are_iterators_where_nothing_is_awaited() {
    let Some(builder) = builder() else { return };
    let client = builder.layer(Named).build().unwrap();
    let lines = client.streaming().stream(3).send_blocking().unwrap().output;
    assert_eq!(lines.into_iter().map(|line| line.unwrap().id).collect::<Vec<_>>(), [0, 1, 2]);
    let pieces = client.streaming().stream_bytes(3_000).chunk_size(500).streaming();
    let pieces = pieces.send_blocking().unwrap().output.into_iter();
    assert_eq!(pieces.map(|piece| piece.unwrap().len()).sum::<usize>(), 3_000);
}
