//! Many calls against a server that fails in every way: each ends in time, in a value or a typed error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::bindings::models::{Item, ItemColor};
use crate::bindings::{Client, Error};
use crate::faults::Outcome;
use crate::streams::{self, Reading};
use crate::{random, server};

/// How many calls are on their way at once.
const TASKS: usize = 64;

/// The time of a call.
const TIMEOUT: Duration = Duration::from_millis(250);

/// How long a reader waits for the end of a stream.
const PATIENCE: Duration = Duration::from_secs(2);

/// The largest body that is accepted.
const MAX_BODY: usize = 256 << 10;

/// What is over the time of a call at most, on a machine that has other things to do.
const SLACK: Duration = Duration::from_secs(5);

/// What became of the calls.
pub struct Report {
    pub calls: u64,
    pub seed: u64,
    pub took: Duration,
    /// How often each outcome, by fault.
    pub counts: BTreeMap<(usize, Outcome), u64>,
    /// Outcomes that a fault must not have, and calls that took too long.
    pub complaints: Vec<String>,
    /// Calls that were sent once, on a connection that the server had just closed after an answer to another one.
    pub stale: u64,
    pub panics: usize,
    pub longest: Duration,
    /// The memory of the process in KiB, after each twentieth of the calls.
    pub memory: Vec<u64>,
}

/// Makes that many calls.
pub async fn run(calls: u64, seed: u64) -> Result<Report, Box<dyn std::error::Error>> {
    let address = server::start().await?;
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .timeout(TIMEOUT)
        .connect_timeout(Duration::from_secs(2))
        .max_response_bytes(MAX_BODY)
        .build()?;
    let state = Arc::new(State::default());
    let start = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (client, state) = (client.clone(), state.clone());
            tokio::spawn(async move {
                loop {
                    let number = state.next.fetch_add(1, Ordering::Relaxed);
                    if number >= calls {
                        return;
                    }
                    let (client, inner) = (client.clone(), state.clone());
                    // A task of its own: a panic ends it, and is counted.
                    if tokio::spawn(async move { inner.call(&client, seed, number).await }).await.is_err() {
                        state.panics.fetch_add(1, Ordering::Relaxed);
                    }
                    if number % (calls / 20).max(1) == 0 {
                        state.memory.lock().unwrap_or_else(|it| it.into_inner()).extend(memory());
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await?;
    }
    let took = start.elapsed();
    let take = |it: &Mutex<Counts>| std::mem::take(&mut *it.lock().unwrap_or_else(|it| it.into_inner()));
    let Counts { counts, mut complaints, stale, longest } = take(&state.counts);
    if stale > 1 + calls / 1000 {
        complaints.push(format!("{stale} calls met a connection that was closed"));
    }
    let memory = state.memory.lock().unwrap_or_else(|it| it.into_inner()).clone();
    let panics = state.panics.load(Ordering::Relaxed);
    Ok(Report { calls, seed, took, counts, complaints, stale, panics, longest, memory })
}

#[derive(Default)]
struct State {
    next: AtomicU64,
    panics: AtomicUsize,
    counts: Mutex<Counts>,
    memory: Mutex<Vec<u64>>,
}

#[derive(Default)]
struct Counts {
    counts: BTreeMap<(usize, Outcome), u64>,
    complaints: Vec<String>,
    stale: u64,
    longest: Duration,
}

/// A call as the seed decides.
pub struct Plan {
    pub fault: usize,
    pub reading: Reading,
    operation: u64,
    pub retries: u32,
    drop_after: Option<Duration>,
}

impl Plan {
    fn new(seed: u64, number: u64) -> Self {
        let random = random::number(seed, number);
        let reading = Reading::new(random);
        Self {
            reading,
            fault: reading.fault(random >> 8),
            operation: (random >> 32) % 8,
            retries: if (random >> 40) % 4 == 0 { 1 } else { 0 },
            drop_after: ((random >> 48) % 50 == 0).then(|| Duration::from_micros((random >> 52) % 3_000)),
        }
    }
}

impl State {
    async fn call(&self, client: &Client, seed: u64, number: u64) {
        let plan = Plan::new(seed, number);
        let start = Instant::now();
        let call = send(client, &plan, number);
        // A stream may take as long as something comes, so that its reader has the last word.
        let is_stream = !matches!(plan.reading, Reading::Whole);
        let outcome = match plan.drop_after.or_else(|| is_stream.then_some(PATIENCE)) {
            Some(time) => tokio::time::timeout(time, call).await.unwrap_or(Outcome::Dropped),
            None => call.await,
        };
        let took = start.elapsed();
        let fault = streams::fault(plan.fault);
        let mut counts = self.counts.lock().unwrap_or_else(|it| it.into_inner());
        *counts.counts.entry((plan.fault, outcome)).or_insert(0) += 1;
        counts.longest = counts.longest.max(took);
        // On a busy machine any call may be late.
        let is_expected = fault.outcomes.contains(&outcome)
            || matches!(outcome, Outcome::Timeout | Outcome::Dropped)
            || plan.reading.may_end_in(outcome)
            || is_text(&plan) && matches!(outcome, Outcome::Value | Outcome::Decode | Outcome::Undeclared);
        // A server may close a kept connection while a request is on its way (RFC 9112, 9.3.1); only sending it again helps.
        if !is_expected && outcome == Outcome::Transport && plan.retries == 0 {
            counts.stale += 1;
        } else if !is_expected {
            counts.complaints.push(format!("call {number}: {} ended in {outcome:?}", fault.name));
        }
        if took > PATIENCE + SLACK || !is_stream && took > TIMEOUT + SLACK {
            counts.complaints.push(format!("call {number}: {} took {took:?}", fault.name));
        }
    }
}

fn is_text(plan: &Plan) -> bool {
    plan.operation == 0 && plan.reading == Reading::Whole
}

async fn send(client: &Client, plan: &Plan, number: u64) -> Outcome {
    let (fault, position) = (plan.fault.to_string(), number.to_string());
    let id = i64::try_from(number).unwrap_or_default();
    let item = Item::new(id, "one").color(ItemColor::Green).tags(vec!["a".to_owned()]);
    let api = client.api();
    if plan.reading != Reading::Whole {
        return streams::send(client, plan, number).await;
    }
    macro_rules! outcome {
        ($call:expr) => {{
            let call = $call.header("x-fault", &fault).header("x-number", &position).retries(plan.retries);
            of(call.into_future().await)
        }};
    }
    match plan.operation {
        0 => outcome!(api.read_text(id)),
        1 => outcome!(api.write_item(id, &item)),
        2 => outcome!(api.use_item(id, &item)),
        _ => outcome!(api.read_item(id)),
    }
}

pub fn of<T, E>(result: Result<T, Error<E>>) -> Outcome {
    match result {
        Ok(_) => Outcome::Value,
        Err(error) => {
            // What an error says must not fail either.
            assert!(!error.to_string().is_empty());
            match error {
                Error::Api { .. } => Outcome::Api,
                Error::Status { .. } => Outcome::Status,
                Error::Undeclared { .. } => Outcome::Undeclared,
                Error::Decode { .. } => Outcome::Decode,
                Error::Body { .. } => Outcome::Body,
                Error::Transport(_) => Outcome::Transport,
                Error::Timeout { .. } => Outcome::Timeout,
                Error::Request(_) => Outcome::Request,
                _ => Outcome::Other,
            }
        }
    }
}

/// Returns the memory that this process has now, in KiB, where Linux says it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

impl Report {
    /// Whether the memory has not grown after the first quarter, but for a quarter and 16 MiB.
    pub fn is_flat(&self) -> bool {
        let (Some(early), Some(last)) = (self.memory.get(self.memory.len() / 4), self.memory.last()) else {
            return true;
        };
        *last <= early + early / 4 + (16 << 10)
    }

    /// Returns the counts as a table, and the rest in sentences.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("| the server | calls | ended in |\n|---|---|---|\n");
        for (index, fault) in streams::faults().enumerate() {
            let found: Vec<_> = self.counts.iter().filter(|((fault, _), _)| *fault == index).collect();
            let calls: u64 = found.iter().map(|(_, count)| **count).sum();
            let outcomes: Vec<String> =
                found.iter().map(|((_, outcome), count)| format!("{outcome:?} {count}")).collect();
            let _ = writeln!(text, "| {} | {calls} | {} |", fault.name, outcomes.join(", "));
        }
        let mut all: BTreeMap<Outcome, u64> = BTreeMap::new();
        for ((_, outcome), count) in &self.counts {
            *all.entry(*outcome).or_insert(0) += count;
        }
        let all: Vec<String> = all.iter().map(|(outcome, count)| format!("{outcome:?} {count}")).collect();
        let memory: Vec<String> =
            self.memory.iter().map(|it| format!("{:.0}", *it as f64 / 1024.0)).collect();
        let _ = writeln!(
            text,
            "\n{} calls with seed {} in {:.0} s: {}. {} panics. \
             {} met a connection that the server had just closed. The longest call took {:.0} ms, of {} ms that it had. \
             Memory after each twentieth, in MiB: {}.",
            self.calls,
            self.seed,
            self.took.as_secs_f64(),
            all.join(", "),
            self.panics,
            self.stale,
            self.longest.as_secs_f64() * 1e3,
            TIMEOUT.as_millis(),
            memory.join(", ")
        );
        text
    }
}
