//! Ten concurrent clients on one pool against a server on loopback: the bindings, reqwest's builder of requests and a
//! request put together by hand take turns, so that whatever else the machine does is the same for all. On a machine with
//! other work the time that the processors were busy says more than the time that went by. `cargo bench -p wire --bench throughput`.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wire::bench::models::Note;
use wire::bench::support::Reqwest;
use wire::bench::Client;
use wire::by_hand;

const CLIENTS: usize = 10;
const CALLS: usize = 500;
const ROUNDS: usize = 41;
const TOKEN: &str = "a-token";

/// Who calls.
#[derive(Clone, Copy)]
enum By {
    Bindings,
    Builder,
    Hand,
}

/// What the calls need.
#[derive(Clone)]
struct Clients {
    bindings: Client,
    pool: reqwest::Client,
    url: Url,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let base = format!("http://{}", serve().await?);
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider")?;
    let pool =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).referer(false).build()?;
    let bindings =
        Client::builder().base_url(&base).bearer(TOKEN).transport(Reqwest::from(pool.clone())).build()?;
    let clients = Clients { bindings, pool, url: Url::parse(&base)? };
    let ways = [By::Bindings, By::Builder, By::Hand];
    let mut times: [Vec<[f64; 2]>; 3] = Default::default();
    for round in 0..ROUNDS {
        // None is always the first.
        for turn in 0..ways.len() {
            let way = (round + turn) % ways.len();
            let (start, busy) = (Instant::now(), cpu());
            calls(&clients, ways[way]).await?;
            times[way].push([start.elapsed().as_secs_f64(), cpu() - busy]);
        }
    }
    println!("{CLIENTS} clients, {ROUNDS} rounds of {} calls in turns", CLIENTS * CALLS);
    let rate = |way: usize| (CLIENTS * CALLS) as f64 / middle(times[way].iter().map(|[time, _]| *time));
    println!("by bindings: {:.0} calls/s", rate(0));
    for (way, name) in [(1, "by reqwest's builder"), (2, "by hand")] {
        let pairs = || times[way].iter().zip(&times[0]);
        let ratio = |what: usize| quartiles(pairs().map(|(other, own)| other[what] / own[what]));
        println!(
            "{name}: {:.0} calls/s; the bindings make {} of that, by processor time {}",
            rate(way),
            ratio(0),
            ratio(1),
        );
    }
    Ok(())
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    sorted(values)[ROUNDS / 2]
}

/// Writes the median, and the quartiles around it.
fn quartiles(values: impl Iterator<Item = f64>) -> String {
    let values = sorted(values);
    format!("{:.3} ({:.3} to {:.3})", values[ROUNDS / 2], values[ROUNDS / 4], values[ROUNDS * 3 / 4])
}

/// Returns how long processors have worked for this process, in nanoseconds, where Linux says it.
fn cpu() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let times = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    times.filter_map(|times| times.split(' ').next()?.parse::<f64>().ok()).sum()
}

/// Has all clients make their calls, one after another each.
async fn calls(clients: &Clients, by: By) -> Result<(), Box<dyn Error>> {
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let clients = clients.clone();
            match by {
                By::Bindings => tokio::spawn(by_bindings(clients)),
                By::Builder => tokio::spawn(by_builder(clients)),
                By::Hand => tokio::spawn(by_hand(clients)),
            }
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn by_bindings(clients: Clients) -> Result<(), String> {
    let note: Note = serde_json::from_str(by_hand::NOTE).map_err(|error| error.to_string())?;
    for _ in 0..CALLS {
        let call = clients.bindings.notes().write_note("inbox", note.id, &note).expand(true);
        let answer = call.await.map_err(|error| error.to_string())?;
        assert_eq!(answer.id, note.id);
    }
    Ok(())
}

async fn by_builder(Clients { pool, url, .. }: Clients) -> Result<(), String> {
    let note: by_hand::Note = serde_json::from_str(by_hand::NOTE).map_err(|error| error.to_string())?;
    for _ in 0..CALLS {
        let answer = by_hand::call_by_builder(&pool, &url, TOKEN, &note).await;
        assert_eq!(answer.map_err(|error| format!("{error:?}"))?.id, note.id);
    }
    Ok(())
}

async fn by_hand(Clients { pool, url, .. }: Clients) -> Result<(), String> {
    let note: by_hand::Note = serde_json::from_str(by_hand::NOTE).map_err(|error| error.to_string())?;
    for _ in 0..CALLS {
        // The same deadline as the bindings have.
        let call = by_hand::call(&pool, &url, TOKEN, &note);
        let answer = tokio::time::timeout(Duration::from_secs(60), call).await;
        let answer = answer.map_err(|error| error.to_string())?.map_err(|error| format!("{error:?}"))?;
        assert_eq!(answer.id, note.id);
    }
    Ok(())
}

/// Starts a server that answers every request with the same note.
async fn serve() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    Ok(address)
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length";
    let answer = format!("{head}: {}\r\n\r\n{}", by_hand::NOTE.len(), by_hand::NOTE);
    let mut buffer = Vec::new();
    while stream.read_buf(&mut buffer).await? > 0 {
        while let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let whole = end + 4 + length.unwrap_or(0);
            if buffer.len() < whole {
                break;
            }
            buffer.drain(..whole);
            stream.write_all(answer.as_bytes()).await?;
        }
    }
    Ok(())
}
