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
    assert_eq!(api.read("1").send_blocking().unwrap_err().status().unwrap().as_u16(), 501);
    stub.answer::<api::Read>(http::StatusCode::OK, &Pet::new("Ann")).unwrap();
    assert_eq!(api.read("1").send_blocking().unwrap().output.name, "Ann");
    assert_eq!(stub.sent_to::<api::Create>()[0].body, r#"{"name":"Ann"}"#);
    assert_eq!(stub.sent_to::<api::Read>()[1].path, "/v1/pets/1");
}
