//! What the tests share: servers that record, a client for them, a runtime, and the document's examples.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use authlete_native_sso::models::NativeSsoRequest;
use authlete_native_sso::{Builder, Client};
use serde_json::Value;

use crate::stand_in::{self, Request, Server};

/// The bearer token of the tests' clients.
pub const TOKEN: &str = "secret-service-token";

/// A server that records requests and gives its answers in turn, the last one for ever.
pub struct Scripted {
    server: Server,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Starts it with the bytes of its answers.
    pub fn raw(answers: Vec<Vec<u8>>) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        let turn = AtomicUsize::new(0);
        let server = Server::start(move |request| {
            log.lock().unwrap().push(request.clone());
            let turn = turn.fetch_add(1, Ordering::SeqCst);
            answers[turn.min(answers.len() - 1)].clone()
        });
        Self { server: server.unwrap(), requests }
    }

    /// Starts it with one answer of status 200.
    pub fn json(body: &Value) -> Self {
        Self::raw(vec![stand_in::answer(200, body)])
    }

    /// Starts it with an answer of any status, headers and body.
    pub fn answer(head: &str, body: &str) -> Self {
        Self::raw(vec![answer(head, body)])
    }

    /// Returns the URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Returns a builder of clients for it: with a service and a token, without retries.
    pub fn builder(&self) -> Builder {
        Client::builder().base_url(self.url()).service_id("715948317").bearer(TOKEN).retries(0)
    }

    /// Returns a client for it.
    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns what it was sent so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the only request that it was sent.
    pub fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was expected");
        requests[0].clone()
    }
}

/// Returns the bytes of an answer; `head` is the status, its reason and perhaps headers.
pub fn answer(head: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// Returns a request to process.
pub fn native_sso() -> NativeSsoRequest {
    NativeSsoRequest::new("secret-access-token", "secret-device-secret")
}

/// Runs a future to its end.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

/// Reads the document.
pub fn document() -> Value {
    serde_yaml::from_str(include_str!("../../spec/nativesso.yaml")).unwrap()
}

/// Returns the operation at a path below `/api/{serviceId}/`.
pub fn operation(path: &str) -> Value {
    document()["paths"][format!("/api/{{serviceId}}/{path}")]["post"].clone()
}

/// Returns the examples of a media type: the single one, or all that have names.
pub fn examples(content: &Value) -> Vec<Value> {
    let content = &content["application/json"];
    let named = content["examples"].as_object().into_iter().flatten();
    let all: Vec<Value> = content
        .get("example")
        .cloned()
        .into_iter()
        .chain(named.map(|(_, example)| example["value"].clone()))
        .collect();
    assert!(!all.is_empty());
    all
}
