//! The kinds of calls, awaited and blocking; each comes to the same values and the same requests, and how its bodies went.

use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::task::{ready, Context, Poll};

use bytes::Bytes;
use wire::transports::models::Number;
use wire::transports::operations::api::PartsForm;
use wire::transports::support::{BoxFuture, CannotBlock, Chunks, Octets, Part, StreamError, TransportError};
use wire::transports::{Client, Error};

use crate::service::{until, Service};

/// The kinds of calls, as the columns are called.
pub const KINDS: [&str; 7] = ["call", "bytes", "events", "items", "pages", "upload", "parts"];

/// What is left to see when everything was as it must be.
type Outcome = Result<String, String>;

const AS_THEY_COME: &str = "as they come";
const WHEN_ALL_IS_THERE: &str = "when all is there";

/// Two pieces, the second of which waits until the first has arrived.
struct Upload {
    service: Arc<Service>,
    sent: usize,
    arrival: BoxFuture<'static, ()>,
}

impl Chunks for Upload {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        if self.sent == 1 {
            ready!(self.arrival.as_mut().poll(context));
            let has_arrived = self.service.is_begun.load(Ordering::SeqCst);
            self.service.is_collected.store(!has_arrived, Ordering::SeqCst);
        }
        self.sent += 1;
        Poll::Ready(Ok(match self.sent {
            1 => Some(Bytes::from_static(b"first")),
            2 => Some(Bytes::from_static(b"second")),
            _ => None,
        }))
    }
}

fn octets(service: &Arc<Service>) -> Octets {
    let arriving = Arc::clone(service);
    let arrival = Box::pin(async move { until(&arriving.is_begun).await });
    Octets::chunks(Upload { service: Arc::clone(service), sent: 0, arrival })
}

fn form(service: &Arc<Service>) -> PartsForm {
    PartsForm::new(Part::new(octets(service)).file_name("f")).note("n")
}

/// What a call was seen to do.
struct Seen {
    values: Vec<String>,
    /// Whether the answer had been sent to its end when its first piece was read.
    was_sent: Option<bool>,
}

impl Seen {
    fn new() -> Self {
        Self { values: Vec::new(), was_sent: None }
    }

    fn push(&mut self, service: &Service, value: impl ToString) {
        self.was_sent.get_or_insert(service.is_sent.load(Ordering::SeqCst));
        service.is_read.store(true, Ordering::SeqCst);
        self.values.push(value.to_string());
    }
}

/// Makes the call and awaits it.
pub async fn awaited(kind: &str, client: &Client, service: &Arc<Service>) -> Outcome {
    let (api, mut seen) = (client.api(), Seen::new());
    let stop = |error: &dyn std::fmt::Display| error.to_string();
    match kind {
        "call" => seen.push(service, api.plain(&Number::new(5)).await.map_err(|it| stop(&it))?.n),
        "upload" => seen.push(service, api.upload(octets(service)).await.map_err(|it| stop(&it))?.n),
        "parts" => seen.push(service, api.parts(form(service)).await.map_err(|it| stop(&it))?.n),
        "bytes" => {
            let mut pieces = api.bytes().streaming().await.map_err(|it| stop(&it))?;
            while let Some(piece) = pieces.next().await {
                seen.push(service, String::from_utf8_lossy(&piece.map_err(|it| stop(&it))?));
            }
        }
        "events" => {
            let mut events = api.events().await.map_err(|it| stop(&it))?;
            while let Some(event) = events.next().await {
                seen.push(service, event.map_err(|it| stop(&it))?.data.unwrap().n);
            }
        }
        "items" => {
            let mut items = api.items().await.map_err(|it| stop(&it))?;
            while let Some(item) = items.next().await {
                seen.push(service, item.map_err(|it| stop(&it))?.n);
            }
        }
        _ => {
            let mut items = api.list().items();
            while let Some(item) = items.next().await {
                seen.push(service, item.map_err(|it| stop(&it))?.n);
            }
            let mut pages = api.list().pages();
            while let Some(page) = pages.next().await {
                seen.push(service, page.map_err(|it| stop(&it))?.output.data.len());
            }
        }
    }
    judge(kind, service, seen)
}

/// Makes the call and blocks.
pub fn blocking(kind: &str, client: &Client, service: &Arc<Service>) -> Outcome {
    match block(kind, client, service) {
        Ok(seen) => judge(kind, service, seen),
        Err(Some(CannotBlock::Unsupported)) => {
            assert!(service.arrived.lock().unwrap().is_empty(), "nothing is sent");
            Ok("`CannotBlock`".to_owned())
        }
        Err(other) => Err(format!("{other:?}")),
    }
}

fn why<E>(error: Error<E>) -> Option<CannotBlock> {
    match error {
        Error::Blocking(error) => Some(error),
        _ => None,
    }
}

fn why_not_on(error: StreamError) -> Option<CannotBlock> {
    match error {
        StreamError::Blocking(error) => Some(error),
        _ => None,
    }
}

fn block(kind: &str, client: &Client, service: &Arc<Service>) -> Result<Seen, Option<CannotBlock>> {
    let (api, mut seen) = (client.api(), Seen::new());
    match kind {
        "call" => seen.push(service, api.plain(&Number::new(5)).send_blocking().map_err(why)?.output.n),
        "upload" => seen.push(service, api.upload(octets(service)).send_blocking().map_err(why)?.output.n),
        "parts" => seen.push(service, api.parts(form(service)).send_blocking().map_err(why)?.output.n),
        "bytes" => {
            for piece in api.bytes().streaming().send_blocking().map_err(why)?.output {
                seen.push(service, String::from_utf8_lossy(&piece.map_err(why_not_on)?));
            }
        }
        "events" => {
            for event in api.events().send_blocking().map_err(why)?.output {
                seen.push(service, event.map_err(why_not_on)?.data.unwrap().n);
            }
        }
        "items" => {
            for item in api.items().send_blocking().map_err(why)?.output {
                seen.push(service, item.map_err(why_not_on)?.n);
            }
        }
        _ => {
            for item in api.list().items().blocking() {
                seen.push(service, item.map_err(why)?.n);
            }
            for page in api.list().pages().blocking() {
                seen.push(service, page.map_err(why)?.output.data.len());
            }
        }
    }
    Ok(seen)
}

/// Compares what was seen with what must be, and returns what may differ.
fn judge(kind: &str, service: &Service, seen: Seen) -> Outcome {
    let parts = "POST /parts --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\nfirstsecond\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nn\r\n--B--";
    let (values, arrived): (&[&str], &[&str]) = match kind {
        "call" => (&["7"], &["POST /plain {\"n\":5}"]),
        "upload" => (&["7"], &["PUT /bytes firstsecond"]),
        "parts" => (&["7"], &[parts]),
        "bytes" => (&["onetwo"], &["GET /bytes"]),
        "events" => (&["1", "2", "3"], &["GET /events", "GET /events 2", "GET /events 3"]),
        "items" => (&["1", "2", "3"], &["GET /items"]),
        _ => (
            &["1", "2", "3", "2", "1"],
            &["GET /pages", "GET /pages?after=a%20b", "GET /pages", "GET /pages?after=a%20b"],
        ),
    };
    let found = if kind == "bytes" { vec![seen.values.concat()] } else { seen.values };
    if found != values || *service.arrived.lock().unwrap() != arrived {
        return Err(format!("{found:?} of {:?}", service.arrived));
    }
    let is_whole = match kind {
        "call" | "pages" => return Ok("yes".to_owned()),
        "upload" | "parts" => service.is_collected.load(Ordering::SeqCst),
        _ => seen.was_sent == Some(true),
    };
    Ok(if is_whole { WHEN_ALL_IS_THERE } else { AS_THEY_COME }.to_owned())
}
