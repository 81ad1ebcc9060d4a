//! What the server does wrong while a stream is read, and calls that read streams and pages.

use std::time::Duration;

use crate::bindings::support::{BodyError, StreamError};
use crate::bindings::Client;
use crate::faults::{head, Fault, Outcome, Step, FAULTS, ITEM};
use crate::soak::{of, Plan};

use Outcome::{Body, Decode, Other, Timeout, Value};
use Step::{Close, Forever, Reset, Send, Stall, Wait};

/// How many items are read of a stream at most: one that is taken up again has no end.
const ENOUGH: usize = 10;

/// The ways of events, which are resumed after those that came.
const EVENTS: &[Fault] = &[
    Fault { name: "events, again and again", outcomes: &[Value], answer: |_| events(3, vec![]) },
    Fault { name: "events, closed in one", outcomes: &[Value], answer: |_| events(2, cut(vec![Close])) },
    Fault { name: "events, reset in one", outcomes: &[Value, Body], answer: |_| events(2, cut(vec![Reset])) },
    Fault { name: "events, then nothing", outcomes: &[Value, Timeout], answer: |_| events(2, vec![Stall]) },
    Fault { name: "no event but an end", outcomes: &[Value], answer: |_| events(0, vec![]) },
    Fault {
        name: "events that are none",
        outcomes: &[Value],
        answer: |_| sent("text/event-stream", "data: x\n\n", vec![]),
    },
    Fault {
        name: "an event without an end",
        outcomes: &[Body, Timeout],
        answer: |_| sent("text/event-stream", "data: ", vec![Forever(vec![b'x'; 16 << 10], Duration::ZERO)]),
    },
];

/// The ways of lines.
const LINES: &[Fault] = &[
    Fault { name: "lines", outcomes: &[Value], answer: |_| sent("application/jsonl", lines(5), vec![]) },
    Fault { name: "lines, slowly", outcomes: &[Value, Timeout], answer: |_| slow_lines() },
    Fault {
        name: "a line that is none",
        outcomes: &[Decode],
        answer: |_| sent("application/jsonl", "{}\n[\n", vec![]),
    },
    Fault {
        name: "lines, closed in one",
        outcomes: &[Body],
        answer: |_| unfinished("application/jsonl", &lines(2), Close),
    },
    Fault {
        name: "lines, reset in one",
        outcomes: &[Body],
        answer: |_| unfinished("application/jsonl", &lines(2), Reset),
    },
    Fault {
        name: "lines, then nothing",
        outcomes: &[Timeout],
        answer: |_| unfinished("application/jsonl", &lines(2), Stall),
    },
    Fault {
        name: "a line without an end",
        outcomes: &[Body, Timeout],
        answer: |_| sent("application/jsonl", "\"", vec![Forever(vec![b'x'; 16 << 10], Duration::ZERO)]),
    },
];

/// Returns a fault by its number: those of streams come after the others.
pub fn fault(number: usize) -> &'static Fault {
    FAULTS.iter().chain(EVENTS).chain(LINES).nth(number).unwrap_or(&FAULTS[0])
}

/// Returns all of them.
pub fn faults() -> impl Iterator<Item = &'static Fault> {
    FAULTS.iter().chain(EVENTS).chain(LINES)
}

/// What a call reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// One value.
    Whole,
    /// The bytes of a value while they arrive.
    Bytes,
    /// Items of pages.
    Pages,
    Events,
    Lines,
}

impl Reading {
    /// Chooses what to read; three of four calls read a value.
    pub fn new(random: u64) -> Self {
        match random % 16 {
            12 => Self::Bytes,
            13 => Self::Pages,
            14 => Self::Events,
            15 => Self::Lines,
            _ => Self::Whole,
        }
    }

    /// Chooses the fault that goes with it.
    pub fn fault(self, random: u64) -> usize {
        let random = random as usize;
        match self {
            Self::Events => FAULTS.len() + random % EVENTS.len(),
            Self::Lines => FAULTS.len() + EVENTS.len() + random % LINES.len(),
            // Every other call is answered as it should be, so that connections are kept between faults.
            _ if random & 0x100 == 0 => 0,
            _ => (random >> 9) % FAULTS.len(),
        }
    }

    /// Whether an outcome is one that it may have, though one that reads a value may not.
    pub fn may_end_in(self, outcome: Outcome) -> bool {
        match self {
            // Bytes are handed over as they come, so that what is in them is no mistake.
            Self::Bytes => matches!(outcome, Value | Body | Outcome::Undeclared | Outcome::Transport),
            // The second page may be another one than the first.
            Self::Pages => matches!(outcome, Value | Decode | Outcome::Undeclared),
            Self::Events => outcome == Body,
            Self::Whole | Self::Lines => false,
        }
    }
}

/// Makes a call that reads a stream or pages.
pub async fn send(client: &Client, plan: &Plan, number: u64) -> Outcome {
    let (fault, position) = (plan.fault.to_string(), number.to_string());
    let api = client.api();
    macro_rules! call {
        ($call:expr) => {
            $call.header("x-fault", &fault).header("x-number", &position).retries(plan.retries)
        };
    }
    macro_rules! read {
        ($call:expr) => {{
            let mut stream = match $call.await {
                Ok(stream) => stream,
                Err(error) => return of::<(), _>(Err(error)),
            };
            for _ in 0..ENOUGH {
                match stream.next().await {
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return of_stream(error),
                    None => break,
                }
            }
            Value
        }};
    }
    match plan.reading {
        Reading::Bytes => read!(call!(api.read_item(1)).streaming()),
        Reading::Events => read!(call!(api.events())),
        Reading::Lines => read!(call!(api.lines())),
        Reading::Pages | Reading::Whole => {
            let mut items = call!(api.pages()).items();
            for _ in 0..ENOUGH {
                match items.next().await {
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return of::<(), _>(Err(error)),
                    None => break,
                }
            }
            Value
        }
    }
}

fn of_stream(error: StreamError) -> Outcome {
    assert!(!error.to_string().is_empty());
    match error {
        StreamError::Body(BodyError::TooLarge { .. } | BodyError::Interrupted(_)) => Body,
        StreamError::Timeout { .. } => Timeout,
        StreamError::Decode { .. } => Decode,
        StreamError::Refused { .. } => Outcome::Undeclared,
        StreamError::Request(_) => Outcome::Request,
        _ => Other,
    }
}

fn lines(count: usize) -> String {
    format!("{ITEM}\n").repeat(count)
}

fn events(count: usize, then: Vec<Step>) -> Vec<Step> {
    let event = |id| format!("id: {id}\nretry: 1\ndata: {ITEM}\n\n");
    sent("text/event-stream", (0..count).map(event).collect::<String>(), then)
}

fn cut(then: Vec<Step>) -> Vec<Step> {
    let mut steps = vec![Send(b"14\r\ndata: {\"id\":1,\"name".to_vec())];
    steps.extend(then);
    steps
}

/// Returns an answer in chunks that ends, or goes on in another way.
fn sent(media_type: &str, body: impl AsRef<str>, then: Vec<Step>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\n").into_bytes();
    // What goes on without an end is the whole rest of the connection.
    if then.iter().any(|step| matches!(step, Forever(..))) {
        bytes.extend_from_slice(format!("connection: close\r\n\r\n{body}").as_bytes());
    } else {
        bytes.extend_from_slice(b"transfer-encoding: chunked\r\n\r\n");
        if !body.is_empty() {
            bytes.extend_from_slice(format!("{:x}\r\n{body}\r\n", body.len()).as_bytes());
        }
        if then.is_empty() {
            bytes.extend_from_slice(b"0\r\n\r\n");
        }
    }
    let mut steps = vec![Send(bytes)];
    steps.extend(then);
    steps
}

/// Returns an answer that has less than it says.
fn unfinished(media_type: &str, body: &str, then: Step) -> Vec<Step> {
    let mut bytes = head("200 OK", media_type, body.len() + 20);
    bytes.extend_from_slice(body.as_bytes());
    vec![Send(bytes), then]
}

fn slow_lines() -> Vec<Step> {
    let body = lines(1);
    let mut steps = vec![Send(head("200 OK", "application/jsonl", body.len() * 3))];
    for _ in 0..3 {
        steps.extend([Wait(Duration::from_millis(20)), Send(body.clone().into_bytes())]);
    }
    steps
}
