//! Keys that make calls repeatable.

use crate::{client, header};

#[test]
fn a_selected_operation_is_sent_with_a_key_of_its_own_or_the_callers() {
    let client = client!(configuration_behaviour);
    let api = client.api();
    let key = |request: http::Request<bytes::Bytes>| header(&request, "idempotency-key").to_owned();
    let (one, other) = (key(api.create().into_request().unwrap()), key(api.create().into_request().unwrap()));
    assert!(one.len() == 36 && one != other, "{one} {other}");
    assert_eq!(key(api.create().idempotency_key("mine").into_request().unwrap()), "mine");
    assert_eq!(key(api.change("1", "mine").into_request().unwrap()), "mine");
    assert_eq!(key(api.list().into_request().unwrap()), "");
}

#[test]
fn spans_are_a_layer() {
    client!(configuration_behaviour; .layer(consumer::configuration_behaviour::support::Traced::new));
}
