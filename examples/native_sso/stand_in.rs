//! A stand-in of Authlete on loopback, for the example and the tests.
//!
//! It reads requests as header bytes and `serde_json::Value` and answers from the examples in `spec/nativesso.yaml`:
//! the generated types would make the same mistakes on both sides. One answer a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{json, Value};

/// The service that the stand-in serves.
pub const SERVICE_ID: &str = "715948317";
/// The only bearer token that it accepts.
pub const BEARER: &str = "stand-in-service-access-token";

const SPEC: &str = include_str!("../../spec/nativesso.yaml");
const LONGEST_BODY: u64 = 1 << 20;

/// A request as it came over the wire.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The target with its query, still percent-encoded.
    pub target: String,
    /// The headers, names in lower case, in the order of the wire.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns the value of a header, given its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Reads a request with `Content-Length`, or without a body; the bindings send nothing else.
    pub fn read(stream: impl Read) -> io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let first = line(&mut reader)?;
        let mut words = first.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::Error::other("no request line"));
        };
        let mut request = Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        loop {
            let line = line(&mut reader)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| io::Error::other("no header"))?;
            request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = request.header("content-length").map_or(Ok(0), str::parse).map_err(io::Error::other)?;
        reader.take(LONGEST_BODY.min(length)).read_to_end(&mut request.body)?;
        Ok(request)
    }
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.take(1 << 14).read_line(&mut line)?;
    line.strip_suffix("\r\n").map(str::to_owned).ok_or_else(|| io::Error::other("a line has no end"))
}

/// Returns the bytes of an answer with a JSON body, after which the connection closes.
pub fn answer(status: u16, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A server on loopback with a thread a connection; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts one that answers each request with the bytes that `respond` returns for it.
    pub fn start(respond: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> io::Result<Self> {
        Self::serve(move |mut stream| {
            let request = Request::read(&stream)?;
            stream.write_all(&respond(&request))
        })
    }

    /// Starts one that hands each connection to `handle`.
    pub fn serve(handle: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let handle = Arc::new(handle);
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let handle = Arc::clone(&handle);
                // A client that goes away in the middle is its own affair.
                thread::spawn(move || {
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                    let _ = handle(stream);
                });
            }
        });
        Ok(Self { address, stop, listening: Some(listening) })
    }

    /// Returns the address with its port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The listening thread sees the flag with its next connection: this one.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

/// What Authlete would answer.
pub struct Authlete {
    document: Value,
    notification_endpoint: String,
}

impl Authlete {
    /// Reads the document; notifications are to go to `notification_endpoint`.
    pub fn new(notification_endpoint: &str) -> Result<Self, serde_yaml::Error> {
        Ok(Self {
            document: serde_yaml::from_str(SPEC)?,
            notification_endpoint: notification_endpoint.to_owned(),
        })
    }

    /// Answers a request: the credential first, then the place, then what was sent.
    pub fn respond(&self, request: &Request) -> Vec<u8> {
        let bearer = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if bearer != Some(BEARER) {
            return self.refuse(401);
        }
        let Some(rest) = request.target.strip_prefix("/api/") else {
            return self.refuse(400);
        };
        let Some((service, rest)) = rest.split_once('/') else {
            return self.refuse(400);
        };
        if service != SERVICE_ID {
            return self.refuse(403);
        }
        let operation = &self.document["paths"][format!("/api/{{serviceId}}/{rest}")]["post"];
        let json = request.header("content-type").is_some_and(|value| value.starts_with("application/json"));
        if request.method != "POST" || operation.is_null() || !json {
            return self.refuse(400);
        }
        match serde_json::from_slice::<Value>(&request.body) {
            Ok(Value::Object(body)) => answer(200, &self.perform(operation, &Value::Object(body))),
            _ => self.refuse(400),
        }
    }

    /// Carries an operation out. What is missing is told by `action`, not by the status.
    fn perform(&self, operation: &Value, body: &Value) -> Value {
        let schema = self.resolve(&operation["requestBody"]["content"]["application/json"]["schema"]);
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        let ciba = operation["tags"][0] == "CIBA";
        for name in required.iter().filter_map(Value::as_str) {
            if body[name].as_str().is_none_or(str::is_empty) {
                let action = if ciba { "SERVER_ERROR" } else { "CALLER_ERROR" };
                return json!({ "action": action, "resultMessage": format!("{name} is missing.") });
            }
        }
        let content = &operation["responses"]["200"]["content"]["application/json"];
        if !ciba {
            return content["example"].clone();
        }
        let mut push = content["examples"]["push"]["value"].clone();
        push["clientNotificationEndpoint"] = json!(self.notification_endpoint);
        push
    }

    /// Answers with an error that the document declares, by its example.
    fn refuse(&self, status: u16) -> Vec<u8> {
        let response = &self.document["components"]["responses"][status.to_string()];
        answer(status, &response["content"]["application/json"]["example"])
    }

    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let reference = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }
}
