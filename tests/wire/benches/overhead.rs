//! What the bindings cost beside reqwest and serde's derives used by hand: time and allocations of making a request and of
//! reading a response. `cargo bench -p wire --bench overhead`.

use std::time::Duration;

use bytes::Bytes;
use divan::{black_box, AllocProfiler, Bencher};
use http::{Response, StatusCode};
use reqwest::Url;
use wire::bench::models::Note;
use wire::bench::operations::notes::WriteNote;
use wire::bench::support::{decode, Body, Reqwest};
use wire::bench::Client;
use wire::by_hand;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const BASE: &str = "http://127.0.0.1:1";
const TOKEN: &str = "a-token-of-a-usual-length-which-is-somewhat-long";

fn main() {
    divan::main();
}

#[divan::bench]
fn request_by_hand(bencher: Bencher<'_, '_>) {
    let (base, note) = (Url::parse(BASE).unwrap(), serde_json::from_str(by_hand::NOTE).unwrap());
    bencher.bench_local(|| by_hand::request(&base, TOKEN, "inbox", black_box(7), black_box(&note)).unwrap());
}

/// With the conversion to what reqwest sends, as the transport makes it.
#[divan::bench]
fn request_by_bindings(bencher: Bencher<'_, '_>) {
    let client = Client::builder().base_url(BASE).bearer(TOKEN).build().unwrap();
    let transport = Reqwest::new(Duration::from_secs(10)).unwrap();
    let note: Note = serde_json::from_str(by_hand::NOTE).unwrap();
    bencher.bench_local(|| {
        let call = client.notes().write_note("inbox", black_box(7), black_box(&note)).expand(true);
        transport.request(call.into_request().unwrap().map(Body::from)).unwrap()
    });
}

#[divan::bench]
fn response_by_hand(bencher: Bencher<'_, '_>) {
    let body = Bytes::from_static(by_hand::NOTE.as_bytes());
    bencher.bench_local(|| by_hand::decode(black_box(StatusCode::OK), black_box(&body)).unwrap());
}

#[divan::bench]
fn response_by_bindings(bencher: Bencher<'_, '_>) {
    let body = Bytes::from_static(by_hand::NOTE.as_bytes());
    let response = || {
        let mut response = Response::new(body.clone());
        response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
        response
    };
    bencher
        .with_inputs(response)
        .bench_local_values(|response| decode::<WriteNote>(black_box(response)).unwrap().output);
}
