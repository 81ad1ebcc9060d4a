//! Pages by configuration: what is asked for one after the other, and when it ends.

use std::sync::{Arc, Mutex};

use consumer::configuration_pages::{Client, support};

use crate::json;

type Seen = Arc<Mutex<Vec<String>>>;

/// Builds a client that gets these bodies, one after the other.
fn client(bodies: &[&str]) -> (Seen, Client) {
    let seen = Seen::default();
    let (log, bodies) = (seen.clone(), bodies.iter().map(|body| body.to_string()).collect::<Vec<_>>());
    let transport = support::closure::from_fn(move |request| {
        let mut log = log.lock().unwrap();
        log.push(request.uri().to_string().replace("https://api.example.com/v1", ""));
        Ok(json(200, &bodies[log.len() - 1]))
    });
    (seen, Client::builder().transport(transport).build().unwrap())
}

#[test]
fn items_of_a_cursor_are_typed_and_keep_the_other_parameters() {
    let (seen, client) = client(&[
        r#"{"has_more":true,"result":{"cursor":"c 1","data":[{"name":"Tom"},{"name":"Kim"}]}}"#,
        r#"{"has_more":false,"result":{"cursor":"c 2","data":[{"name":"Ann"}]}}"#,
    ]);
    let pets: Vec<_> =
        client.api().list_pets().limit(2).items().blocking().map(|pet| pet.unwrap().name).collect();
    assert_eq!(pets, ["Tom", "Kim", "Ann"]);
    assert_eq!(*seen.lock().unwrap(), ["/pets?limit=2", "/pets?limit=2&after=c%201"]);
}

#[test]
fn pages_start_where_the_call_does() {
    let page = |toys: &str| format!(r#"{{"all":{{"toys":{toys}}},"count":4}}"#);
    let (seen, client) = client(&[&page(r#"["ball"]"#), &page(r#"["bone"]"#), &page("null")]);
    let toys: Vec<_> =
        client.api().list_toys(3).items(7).all_items().blocking().map(Result::unwrap).collect();
    assert_eq!(toys, ["ball", "bone"]);
    assert_eq!(
        *seen.lock().unwrap(),
        ["/toys?page=3&items=7", "/toys?items=7&page=4", "/toys?items=7&page=5"]
    );
}

#[test]
fn pages_and_items_are_streams_that_can_be_sent() {
    fn is_stream(_: impl futures_core::Stream + Send + Unpin) {}
    let (_, client) = client(&[]);
    is_stream(client.api().list_pets().pages());
    is_stream(client.api().list_pets().items());
}

#[test]
fn a_next_page_on_another_server_ends_in_an_error() {
    let (seen, client) = client(&[r#"{"data":["Ann"],"links":{"next":"https://example.net/owners"}}"#]);
    let mut owners = client.api().list_owners().pages().blocking();
    assert_eq!(owners.next().unwrap().unwrap().output.data, ["Ann"]);
    let error = owners.next().unwrap().unwrap_err();
    assert!(matches!(error, support::Error::Request(support::RequestError::NextPage { .. })), "{error}");
    assert!(owners.next().is_none());
    assert_eq!(seen.lock().unwrap().len(), 1);
}
