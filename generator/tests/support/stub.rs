//! The stub of the service.

use std::error::Error as _;

use bytes::Bytes;
use http::{Response, StatusCode};

use super::notes::{self, Client, Note};
use super::runtime::{Blank, Error, Example, Stub};
use super::server::run;

const EXAMPLES: &[Example] = &[Example {
    operations: &[("GET", "/{tenant}/notes/{id}")],
    status: 200,
    media_type: "application/json",
    body: r#"{"id":5,"title":"example"}"#,
}];

fn client(stub: &Stub) -> Client {
    let builder = Client::builder().base_url("https://example.org/v1").tenant("acme").bearer("hush");
    builder.transport(stub.clone()).build().unwrap()
}

#[test]
fn a_stub_answers_with_the_example_and_remembers_what_was_sent() {
    let stub = Stub::new(EXAMPLES);
    let client = client(&stub);
    assert_eq!(client.notes().read(7).send_blocking().unwrap().output.title.as_deref(), Some("example"));
    assert_eq!(run(client.notes().read(8)).unwrap().id, 5);
    let error = client.notes().text().retries(0).send_blocking().unwrap_err();
    let Error::Transport(error) = error else { panic!("{error}") };
    assert_eq!(
        error.source().unwrap().to_string(),
        "the stub has no answer for GET /text; give it one with `answer` or `answer_with`"
    );
    let sent = stub.sent_to::<notes::Read>();
    assert_eq!((stub.sent().len(), sent.len()), (3, 2));
    assert_eq!((sent[0].path.as_str(), sent[0].query.as_deref()), ("/v1/acme/notes/7", None));
    assert_eq!(sent[0].headers["authorization"], "Bearer hush");
    assert!(!format!("{stub:?} {sent:?}").contains("hush"), "{stub:?}");
}

#[test]
fn a_test_gives_answers_of_its_own() {
    let stub = Stub::new(EXAMPLES);
    let client = client(&stub);
    stub.answer::<notes::Read>(StatusCode::OK, &Note { id: 9, ..Note::blank() }).unwrap();
    assert_eq!(client.notes().read(7).send_blocking().unwrap().output.id, 9);
    stub.answer_with::<notes::Read>(|sent| {
        let mut response = Response::new(Bytes::from(format!(r#"{{"code":"{}"}}"#, sent.path)));
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.headers_mut().insert("content-type", "application/json".parse().unwrap());
        response
    });
    let error = client.notes().read(7).send_blocking().unwrap_err();
    assert_eq!(error.api().unwrap().code.as_deref(), Some("/v1/acme/notes/7"));
    client.notes().create(&Note::blank()).send_blocking().unwrap_err();
    assert_eq!(stub.sent_to::<notes::Create>()[0].body, r#"{"id":0}"#);
}
