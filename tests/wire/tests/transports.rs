//! Every kind of call through every transport: the table of `docs/client.md`, cell by cell.

#[path = "transports/calls.rs"]
mod calls;
#[path = "transports/service.rs"]
mod service;

use std::future::{ready, Future, Ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use hyper_util::client::legacy::{connect::HttpConnector, Client as Hyper};
use hyper_util::rt::TokioExecutor;
use wire::transports::support::{closure, tower, BoxError, Frames};
use wire::transports::{operations::api, Client};

use calls::{awaited, blocking, KINDS};
use service::Service;

const DOCS: &str = include_str!("../../../docs/client.md");

/// A transport: the name of its row, and a client that calls a service through it.
type Way = (&'static str, fn(&Arc<Service>) -> Client);

const WAYS: &[Way] = &[
    ("`Reqwest`", |service| on_loopback(service).build().unwrap()),
    ("`tower::streaming`", |service| {
        let hyper: Hyper<HttpConnector, Frames> = Hyper::builder(TokioExecutor::new()).build_http();
        on_loopback(service).transport(tower::streaming(hyper)).build().unwrap()
    }),
    ("`tower::service`", |service| {
        Client::builder().transport(tower::service(Function(Arc::clone(service)))).build().unwrap()
    }),
    ("`closure::from_fn`", |service| {
        let service = Arc::clone(service);
        let transport = closure::from_fn(move |request| Ok(service.whole(&request)));
        Client::builder().transport(transport).build().unwrap()
    }),
    ("`Stub`", |service| Client::builder().transport(stub(service)).build().unwrap()),
];

fn on_loopback(service: &Arc<Service>) -> wire::transports::Builder {
    Client::builder().base_url(format!("http://{}", Arc::clone(service).listen()))
}

/// A `tower::Service` whose bodies are whole.
#[derive(Clone)]
struct Function(Arc<Service>);

impl tower_service::Service<Request<Bytes>> for Function {
    type Response = Response<Bytes>;
    type Error = BoxError;
    type Future = Ready<Result<Response<Bytes>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        ready(Ok(self.0.whole(&request)))
    }
}

fn stub(service: &Arc<Service>) -> wire::transports::support::Stub {
    let (stub, service) = (Client::stub(), Arc::clone(service));
    macro_rules! answer {
        ($($operation:ident)*) => {$({
            let service = Arc::clone(&service);
            stub.answer_with::<api::$operation>(move |sent| {
                let uri = sent.query.as_ref().map_or(sent.path.clone(), |query| format!("{}?{query}", sent.path));
                let mut request = Request::new(sent.body.clone());
                (*request.method_mut(), *request.uri_mut()) = (sent.method.clone(), uri.parse().unwrap());
                *request.headers_mut() = sent.headers.clone();
                service.whole(&request)
            });
        })*};
    }
    answer!(Plain Bytes Upload Parts Events Items List);
    stub
}

/// Returns the rows below the heading of the table, as cells.
fn table() -> Vec<Vec<&'static str>> {
    let (_, table) = DOCS.split_once("| transport |").expect("the table is there");
    let rows = table.lines().take_while(|line| line.starts_with('|') || line.starts_with(' '));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn finish<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn each_kind_of_call_goes_through_each_transport_as_the_table_says() {
    let mut rows = Vec::new();
    for (way, client) in WAYS {
        for (suffix, is_blocking) in [("", false), (", blocking", true)] {
            let mut row = vec![format!("{way}{suffix}")];
            for kind in KINDS {
                let service = Arc::new(Service::default());
                let client = client(&service);
                let outcome = if is_blocking {
                    blocking(kind, &client, &service)
                } else {
                    finish(awaited(kind, &client, &service))
                };
                row.push(outcome.unwrap_or_else(|error| panic!("{way}{suffix}, {kind}: {error}")));
            }
            rows.push(row);
        }
    }
    let expected = table();
    assert_eq!(expected[0], KINDS);
    let shown = |rows: &[Vec<String>]| {
        rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(rows, expected[2..], "the table is\n{}", shown(&rows));
}
