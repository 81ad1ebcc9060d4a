//! The stub of the service.

use consumer::configuration_testing::{Client, models::Pet, operations::api};

#[test]
fn a_stub_answers_with_the_examples_of_the_document() {
    let stub = Client::stub();
    let client = Client::builder().transport(stub.clone()).build().unwrap();
    let api = client.api();
    assert_eq!(api.list().send_blocking().unwrap().output[0].name, "Tom");
    assert_eq!(api.create(&Pet::new("Ann")).send_blocking().unwrap().output.name, "Kim \"the\" 'cat'");
    api.clear().send_blocking().unwrap();
    assert_eq!(api.read("1").send_blocking().unwrap().output.name, "string");
    stub.answer::<api::Read>(http::StatusCode::OK, &Pet::new("Ann")).unwrap();
    assert_eq!(api.read("1").send_blocking().unwrap().output.name, "Ann");
    assert_eq!(stub.sent_to::<api::Create>()[0].body, r#"{"name":"Ann"}"#);
    assert_eq!(stub.sent_to::<api::Read>()[1].path, "/v1/pets/1");
}

#[test]
fn without_an_example_it_answers_with_the_least_value_of_the_schema() {
    use consumer::configuration_stub::models::{OrderStatus, ShapesPlain, ShapesTagged};
    let client = consumer::configuration_stub::Client::builder();
    let client = client.transport(consumer::configuration_stub::Client::stub()).build().unwrap();
    let api = client.api();
    let orders = api.list_orders().send_blocking().unwrap().output;
    assert_eq!((orders.len(), orders[0].id, &orders[0].status), (1, 0, &OrderStatus::Open));
    assert_eq!(api.create_order().send_blocking().unwrap().status(), 201);
    assert_eq!(api.replace_order().send_blocking().unwrap().status(), 202);
    api.delete_order().send_blocking().unwrap();
    assert_eq!(api.change_order().send_blocking().unwrap().output, orders[0]);
    assert_eq!(api.read_order("1").send_blocking().unwrap().output, orders[0]);
    let numbers = api.numbers().send_blocking().unwrap().output;
    assert_eq!((numbers.a, numbers.b, numbers.c, numbers.d), (7, -3, 12, 0.5));
    assert_eq!(api.texts().send_blocking().unwrap().output.c, "AA-0");
    let shapes = api.shapes().send_blocking().unwrap().output;
    assert!(matches!(&shapes.tagged, ShapesTagged::Circle(_)), "{shapes:?}");
    assert!(matches!(&shapes.plain, ShapesPlain::Integer(0)), "{shapes:?}");
    assert!(api.chain().send_blocking().unwrap().output.next.is_none());
    assert_eq!(api.word().send_blocking().unwrap().output, "string");
    assert!(api.bytes().send_blocking().unwrap().output.is_empty());
    assert_eq!(api.lines().send_blocking().unwrap().output.into_iter().count(), 0);
    assert_eq!(api.chat().send_blocking().unwrap().output.name, "ab");
    let events = api.chat_stream().send_blocking().unwrap().output.into_iter();
    let names: Vec<_> = events.map(|event| event.unwrap().data.unwrap().name).collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn where_there_is_no_value_the_error_says_what_to_do() {
    use consumer::configuration_stub::{Client, Error, support::NoAnswer};
    use std::error::Error as _;
    let client = Client::builder().transport(Client::stub()).retries(0).build().unwrap();
    let Error::Transport(error) = client.api().endless().send_blocking().unwrap_err() else { panic!() };
    let why: &NoAnswer = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!(
        why.to_string(),
        "the stub has no answer for GET /endless; give it one with `answer` or `answer_with`"
    );
    assert!(client.api().impossible().send_blocking().is_err());
}
