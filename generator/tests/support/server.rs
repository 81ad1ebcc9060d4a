//! Servers of the tests.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::notes::{Builder, Client};

/// A server on loopback; it answers one request a connection and ends with the test's process.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What becomes of a request.
pub enum Answer {
    /// These bytes, and then the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes, and then nothing for longer than any test waits.
    Stall(Vec<u8>),
}

impl Server {
    /// Starts a server that answers a request by its number, from zero.
    pub fn start(answer: impl Fn(usize) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let Some(request) = read(&mut connection) else {
                    continue;
                };
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request);
                    seen.len() - 1
                };
                match answer(number) {
                    Answer::Bytes(bytes) => drop(connection.write_all(&bytes)),
                    Answer::Stall(bytes) => {
                        thread::spawn(move || {
                            drop(connection.write_all(&bytes));
                            thread::sleep(Duration::from_secs(60));
                        });
                    }
                }
            }
        });
        Self { url, requests }
    }

    /// Starts a server that always answers the same.
    pub fn always(status: &str, headers: &str, body: &str) -> Self {
        let bytes = response(status, headers, body);
        Self::start(move |_| Answer::Bytes(bytes.clone()))
    }

    /// Returns the requests so far, as they came.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns a builder of a client of this server.
    pub fn builder(&self) -> Builder {
        Client::builder().base_url(&self.url).tenant("acme").bearer("t0ken")
    }

    /// Returns a client of this server.
    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

/// Returns the bytes of a response of the right length; `headers` end with line breaks.
pub fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
        .into_bytes()
}

fn read(connection: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let chunked = head.contains("\r\ntransfer-encoding: chunked");
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let is_whole = !chunked || body.ends_with("0\r\n\r\n");
            if is_whole && body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Some(text);
            }
        }
        match connection.read(&mut chunk).unwrap_or(0) {
            0 => return None,
            read => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}

/// Runs a future on a runtime of its own.
pub fn run<T>(future: impl std::future::IntoFuture<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { future.await })
}
