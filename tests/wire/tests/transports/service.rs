//! The service that all transports lead to: on loopback, or as a function.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How long one side waits for the other before it goes on by itself.
const PATIENCE: Duration = Duration::from_secs(1);

/// What happened during one call.
#[derive(Default)]
pub struct Service {
    /// What arrived: method, path and query, what else counts, body.
    pub arrived: Mutex<Vec<String>>,
    /// Whether the client has read the first piece of an answer.
    pub is_read: AtomicBool,
    /// Whether all pieces of an answer were sent.
    pub is_sent: AtomicBool,
    /// Whether the first piece of a request has arrived.
    pub is_begun: AtomicBool,
    /// Whether a request went on to its second piece before the first one had arrived.
    pub is_collected: AtomicBool,
}

impl Service {
    /// Answers a request with pieces.
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Vec<&'static str>> {
        let header = |name: &str| request.headers().get(name).map_or("", |value| value.to_str().unwrap());
        let uri = request.uri().path_and_query().unwrap().as_str();
        let line = format!("{} {uri} {}", request.method(), header("last-event-id"));
        let mut body = String::from_utf8_lossy(request.body()).into_owned();
        if let Some((_, boundary)) = header("content-type").split_once("boundary=") {
            body = body.replace(boundary, "B");
        }
        self.arrived.lock().unwrap().push(format!("{} {body}", line.trim()).trim().to_owned());
        let (status, media_type, pieces) = match (uri, header("last-event-id")) {
            ("/bytes", _) if request.method() == "GET" => {
                (200, "application/octet-stream", vec!["one", "two"])
            }
            ("/items", _) => (200, "application/jsonl", vec!["{\"n\":1}\n", "{\"n\":2}\n{\"n\":3}"]),
            ("/pages", _) => (200, "application/json", vec![r#"{"data":[{"n":1},{"n":2}],"next":"a b"}"#]),
            ("/pages?after=a%20b", _) => (200, "application/json", vec![r#"{"data":[{"n":3}]}"#]),
            ("/events", "") => {
                let first = "retry: 1\nid: 1\ndata: {\"n\":1}\n\n";
                (200, "text/event-stream", vec![first, "id: 2\ndata: {\"n\":2}\n\n"])
            }
            ("/events", "2") => (200, "text/event-stream", vec!["id: 3\ndata: {\"n\":3}\n\n"]),
            ("/events", _) => (204, "", vec![]),
            _ => (200, "application/json", vec![r#"{"n":7}"#]),
        };
        let mut response = Response::new(pieces);
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        if !media_type.is_empty() {
            response.headers_mut().insert("content-type", media_type.parse().unwrap());
        }
        response
    }

    /// Answers a request as a function does, which has all of both bodies at once.
    pub fn whole(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.is_begun.store(true, Ordering::SeqCst);
        let answer = self.answer(request).map(|pieces| Bytes::from(pieces.concat()));
        self.is_sent.store(true, Ordering::SeqCst);
        answer
    }

    /// Listens on loopback, on a thread of its own.
    pub fn listen(self: Arc<Self>) -> SocketAddr {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            runtime.block_on(async {
                while let Ok((stream, _)) = listener.accept().await {
                    let service = Arc::clone(&self);
                    // A client hangs up when the test is over.
                    tokio::spawn(async move { drop(service.serve(stream).await) });
                }
            });
        });
        address
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut buffer = Vec::new();
        while let Some(request) = self.receive(&mut stream, &mut buffer).await? {
            let answer = self.answer(&request);
            let (status, pieces) = (answer.status(), answer.body());
            let media_type = answer.headers().get("content-type").map_or("", |it| it.to_str().unwrap());
            if pieces.is_empty() {
                stream.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).await?;
                continue;
            }
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await?;
            for (index, piece) in pieces.iter().enumerate() {
                if index > 0 {
                    until(&self.is_read).await;
                }
                stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes()).await?;
            }
            self.is_sent.store(true, Ordering::SeqCst);
            stream.write_all(b"0\r\n\r\n").await?;
        }
        Ok(())
    }

    async fn receive(
        &self,
        stream: &mut TcpStream,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<Request<Bytes>>> {
        let end = loop {
            if let Some(end) = find(buffer, b"\r\n\r\n") {
                break end;
            }
            if stream.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end + 4);
        let mut lines = head.lines();
        let mut words = lines.next().unwrap().split(' ');
        let mut request = Request::builder().method(words.next().unwrap()).uri(words.next().unwrap());
        for line in lines {
            let (name, value) = line.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        let request = request.body(Bytes::new()).unwrap();
        let length = request.headers().get("content-length").map(|it| it.to_str().unwrap().parse().unwrap());
        let mut body = Vec::new();
        if request.headers().contains_key("transfer-encoding") {
            loop {
                let size = self.take(stream, buffer, None).await?;
                let size = usize::from_str_radix(&String::from_utf8_lossy(&size), 16).unwrap();
                let chunk = self.take(stream, buffer, Some(size + 2)).await?;
                body.extend_from_slice(&chunk[..size]);
                if size == 0 {
                    break;
                }
                self.is_begun.store(true, Ordering::SeqCst);
            }
        } else if let Some(length) = length {
            body = self.take(stream, buffer, Some(length)).await?;
        }
        Ok(Some(request.map(|_| Bytes::from(body))))
    }

    /// Takes so many bytes, or a line.
    async fn take(
        &self,
        stream: &mut TcpStream,
        buffer: &mut Vec<u8>,
        count: Option<usize>,
    ) -> io::Result<Vec<u8>> {
        loop {
            let end = count
                .map_or_else(|| find(buffer, b"\r\n"), |count| Some(count).filter(|it| buffer.len() >= *it));
            if let Some(end) = end {
                let taken = buffer[..end].to_vec();
                buffer.drain(..end + if count.is_none() { 2 } else { 0 });
                return Ok(taken);
            }
            if stream.read_buf(buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

fn find(buffer: &[u8], mark: &[u8]) -> Option<usize> {
    buffer.windows(mark.len()).position(|window| window == mark)
}

/// Waits for the other side, but not for ever: a transport that wants all of a body first would.
pub async fn until(flag: &AtomicBool) {
    let end = Instant::now() + PATIENCE;
    poll_fn(|context| {
        if flag.load(Ordering::SeqCst) || Instant::now() >= end {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(2));
            waker.wake();
        });
        Poll::Pending
    })
    .await;
}
