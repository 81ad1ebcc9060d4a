//! Ten concurrent clients on one pool against a server on loopback: the bindings and reqwest by hand take turns, so that
//! whatever else the machine does is the same for both. On a machine with other work the time that the processors were busy
//! says more than the time that went by. `cargo bench -p wire --bench throughput`.

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

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let base = format!("http://{}", serve().await?);
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a provider")?;
    let pool =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).referer(false).build()?;
    let client =
        Client::builder().base_url(&base).bearer(TOKEN).transport(Reqwest::from(pool.clone())).build()?;
    let url = Url::parse(&base)?;
    let (mut ours, mut theirs, mut busy) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Neither is always the first.
        let start = cpu();
        let first = if round % 2 == 0 { by_bindings(&client).await? } else { by_hand(&pool, &url).await? };
        let middle = cpu();
        let second = if round % 2 == 0 { by_hand(&pool, &url).await? } else { by_bindings(&client).await? };
        let (first, second) = ((first, middle - start), (second, cpu() - middle));
        let (our, their) = if round % 2 == 0 { (first, second) } else { (second, first) };
        ours.push(our.0);
        theirs.push(their.0);
        busy.push(their.1 / our.1);
    }
    let mut ratios: Vec<f64> =
        theirs.iter().zip(&ours).map(|(theirs, ours)| theirs.as_secs_f64() / ours.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    busy.sort_by(f64::total_cmp);
    let rate = |mut times: Vec<Duration>| {
        times.sort();
        (CLIENTS * CALLS) as f64 / times[ROUNDS / 2].as_secs_f64()
    };
    println!(
        "{CLIENTS} clients, {ROUNDS} rounds of {} calls in turns: by bindings {:.0} calls/s, by hand {:.0} calls/s; \
         median of the ratios {:.3} (quartiles {:.3} to {:.3}), of processor time {:.3} ({:.3} to {:.3})",
        CLIENTS * CALLS,
        rate(ours),
        rate(theirs),
        ratios[ROUNDS / 2],
        ratios[ROUNDS / 4],
        ratios[ROUNDS * 3 / 4],
        busy[ROUNDS / 2],
        busy[ROUNDS / 4],
        busy[ROUNDS * 3 / 4]
    );
    Ok(())
}

/// Returns how long processors have worked for this process, in nanoseconds, where Linux says it.
fn cpu() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let times = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    times.filter_map(|times| times.split(' ').next()?.parse::<f64>().ok()).sum()
}

async fn by_bindings(client: &Client) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let note: Note = serde_json::from_str(by_hand::NOTE).map_err(|error| error.to_string())?;
                for _ in 0..CALLS {
                    let call = client.notes().write_note("inbox", note.id, &note).expand(true);
                    let answer = call.await.map_err(|error| error.to_string())?;
                    assert_eq!(answer.id, note.id);
                }
                Ok::<(), String>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(start.elapsed())
}

async fn by_hand(pool: &reqwest::Client, url: &Url) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (pool, url) = (pool.clone(), url.clone());
            tokio::spawn(async move {
                let note: by_hand::Note =
                    serde_json::from_str(by_hand::NOTE).map_err(|error| error.to_string())?;
                for _ in 0..CALLS {
                    // The same deadline as the bindings have.
                    let call = by_hand::call(&pool, &url, TOKEN, &note);
                    let answer = tokio::time::timeout(Duration::from_secs(60), call).await;
                    let answer =
                        answer.map_err(|error| error.to_string())?.map_err(|error| format!("{error:?}"))?;
                    assert_eq!(answer.id, note.id);
                }
                Ok::<(), String>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(start.elapsed())
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
