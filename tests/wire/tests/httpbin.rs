//! Calls against httpbin, a server that says what it was sent.
//!
//! Runs only when `HTTPBIN_URL` says where it listens, as `.ci/run` does.

mod httpbin {
    mod behaviour;
    mod echo;
    mod parts;
    mod streaming;
}

use wire::httpbin::{Builder, Client};

/// Returns a client without credentials, or `None` without httpbin.
fn client() -> Option<Client> {
    builder().map(|builder| builder.build().expect("the URL of httpbin is one"))
}

fn builder() -> Option<Builder> {
    let url = std::env::var("HTTPBIN_URL").ok();
    if url.is_none() {
        println!("SKIPPED: HTTPBIN_URL is not set");
    }
    url.map(|url| Client::builder().base_url(url).retries(0))
}
