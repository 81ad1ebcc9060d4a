//! Base URLs: the document's, the caller's, and none.

use crate::line;

#[test]
fn the_first_server_is_the_default_with_its_variables_filled_in() {
    use consumer::server_variables::{Client, Server, support};
    let builder =
        || Client::builder().transport(support::closure::from_fn(|_| panic!("nothing is sent here")));
    let chosen = builder().server(Server::ForTests).build().unwrap();
    let request = chosen.api().own_server().base_url("https://mine.example.com").into_request().unwrap();
    assert_eq!(line(&request), "GET https://mine.example.com/own");
    let request = builder().build().unwrap().api().list().into_request().unwrap();
    assert_eq!(line(&request), "GET https://eu.example.com:443/v1/pets");
    let request = chosen.api().list().into_request().unwrap();
    assert_eq!(line(&request), "GET https://staging.example.com/v1/pets");
}

#[test]
fn without_a_server_the_caller_gives_the_base_url() {
    use consumer::server_none::{Client, support};
    let builder =
        || Client::builder().transport(support::closure::from_fn(|_| panic!("nothing is sent here")));
    assert!(builder().build().is_err());
    let client = builder().base_url("https://example.com/").build().unwrap();
    assert_eq!(line(&client.api().list().into_request().unwrap()), "GET https://example.com/pets");
}

#[test]
fn a_transport_that_is_missing_is_a_typed_error() {
    let error = consumer::server_single::Client::builder().build().unwrap_err();
    assert!(matches!(error, consumer::server_single::support::BuildError::MissingTransport), "{error:?}");
}
