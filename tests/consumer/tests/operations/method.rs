//! Methods: whichever HTTP has, as they stand in the document.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use consumer::operation_methods::Client;
use consumer::operation_methods::models::Query;
use consumer::operation_methods::support::closure;

use crate::{client, json, line};

#[test]
fn every_method_reaches_the_wire_as_it_is_written() {
    let client = client!(operation_methods);
    let api = client.api();
    let lines = [
        (api.get_note("1").into_request(), "GET https://example.com/v1/notes/1"),
        (api.query_notes("1", &Query::new("a")).into_request(), "QUERY https://example.com/v1/notes/1"),
        (api.copy_note("1", "/notes/2").into_request(), "COPY https://example.com/v1/notes/1"),
        (api.x_note_lock_notes_id("1").into_request(), "x-note.lock https://example.com/v1/notes/1"),
        (api.purge_archive("1").limit(2).into_request(), "PURGE https://example.com/v1/archive/1?limit=2"),
    ];
    for (request, expected) in lines {
        assert_eq!(line(&request.unwrap()), expected);
    }
}

/// Counts how often a busy server is asked.
fn asked(call: impl FnOnce(&Client)) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let transport = closure::from_fn(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(json(503, "{}"))
    });
    let client = Client::builder().base_url("https://example.com").retries(1).transport(transport).build();
    call(&client.unwrap());
    count.load(Ordering::Relaxed)
}

#[test]
fn only_methods_that_are_known_to_be_safe_are_sent_again() {
    assert_eq!(asked(|client| drop(client.api().query_notes("1", &Query::new("a")).send_blocking())), 2);
    assert_eq!(asked(|client| drop(client.api().copy_note("1", "/notes/2").send_blocking())), 1);
}
