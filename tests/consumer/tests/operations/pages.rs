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

/// Makes the client of the searches, which notes bodies and keys, and gets these answers.
macro_rules! searches {
    ($seen:ident, $answers:expr) => {{
        let (log, answers) = ($seen.clone(), $answers);
        let transport = consumer::configuration_pages_body::support::closure::from_fn(move |request| {
            let mut log = log.lock().unwrap();
            let header = |name: &str| request.headers().get(name).map_or("", |it| it.to_str().unwrap());
            log.push([
                String::from_utf8(request.body().to_vec()).unwrap(),
                header("content-type").to_owned(),
                header("idempotency-key").to_owned(),
            ]);
            Ok(json(200, answers[log.len() - 1]))
        });
        consumer::configuration_pages_body::Client::builder().transport(transport).build().unwrap()
    }};
}

#[test]
fn a_cursor_goes_into_the_body_and_keeps_the_rest_of_it() {
    use consumer::configuration_pages_body::models::Query;
    let seen = Arc::new(Mutex::new(Vec::<[String; 3]>::new()));
    let client = searches!(
        seen,
        [
            r#"{"results":["a"],"next":"c\"1"}"#,
            r#"{"results":["b"],"next":"c2"}"#,
            r#"{"results":[],"next":null}"#
        ]
    );
    let query = Query::new("x/y").weight(0.1);
    let found: Vec<_> = client.api().search(&query).items().blocking().map(Result::unwrap).collect();
    assert_eq!(found, ["a", "b"]);
    let seen = seen.lock().unwrap();
    let bodies: Vec<serde_json::Value> =
        seen.iter().map(|[body, ..]| serde_json::from_str(body).unwrap()).collect();
    assert_eq!(
        bodies,
        [
            serde_json::json!({ "text": "x/y", "weight": 0.1 }),
            serde_json::json!({ "text": "x/y", "weight": 0.1, "start_cursor": "c\"1" }),
            serde_json::json!({ "text": "x/y", "weight": 0.1, "start_cursor": "c2" })
        ]
    );
    assert!(seen.iter().all(|[_, media_type, _]| media_type == "application/json"));
}

#[test]
fn a_cursor_in_the_body_has_the_type_that_the_page_gives_it_and_each_page_its_own_key() {
    let seen = Arc::new(Mutex::new(Vec::<[String; 3]>::new()));
    let client = searches!(seen, [r#"{"results":["a"],"after":7}"#, r#"{"results":["b"]}"#]);
    let found: Vec<_> = client.api().scroll().items().blocking().map(Result::unwrap).collect();
    assert_eq!(found, ["a", "b"]);
    let seen = seen.lock().unwrap();
    assert_eq!([&seen[0][0], &seen[0][1]], ["", ""]);
    assert_eq!([&seen[1][0], &seen[1][1]], [r#"{"page":{"after":7}}"#, "application/json"]);
    // A server would answer the same key with the same page.
    assert!(seen[0][2].len() == 36 && seen[1][2].len() == 36 && seen[0][2] != seen[1][2]);
}

#[test]
fn an_offset_in_the_body_starts_where_the_call_does() {
    use consumer::configuration_pages_body::models::Query;
    let seen = Arc::new(Mutex::new(Vec::<[String; 3]>::new()));
    let client = searches!(seen, [r#"{"results":["a","b"]}"#, r#"{"results":[]}"#]);
    let pages = client.api().skip(&Query::new("x").skip(10)).pages().blocking();
    assert_eq!(pages.map(|page| page.unwrap().output.results.len()).collect::<Vec<_>>(), [2, 0]);
    let body: serde_json::Value = serde_json::from_str(&seen.lock().unwrap()[1][0]).unwrap();
    assert_eq!(body, serde_json::json!({ "skip": 12, "text": "x" }));
}
