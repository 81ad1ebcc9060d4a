//! Credentials: which are sent where, and that none is printed.

use crate::{client, header, line};

#[test]
fn each_kind_of_credential_goes_to_its_place() {
    let client = client!(security_schemes; .token("hush-1").login("ann", "hush-2").header_key("hush-3").query_key("hush-4").cookie_key("hush-5").oauth("hush-6"));
    let api = client.api();
    let request = api.global().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer hush-1");
    assert!(request.headers()["authorization"].is_sensitive());
    let request = api.public().into_request().unwrap();
    assert_eq!(
        (header(&request, "authorization"), header(&request, "x-api-key"), header(&request, "cookie")),
        ("", "", "")
    );
    let request = api.both().into_request().unwrap();
    assert_eq!(header(&request, "x-api-key"), "hush-3");
    assert!(line(&request).ends_with("/both?key=hush-4"), "{}", line(&request));
    let request = api.cookie().into_request().unwrap();
    assert_eq!(header(&request, "cookie"), "session=hush-5");
    let request = api.oauth().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer hush-6");
    assert!(!format!("{client:?}").contains("hush"), "{client:?}");
}

#[test]
fn of_alternatives_the_first_that_can_be_met_is_sent() {
    let client = client!(security_schemes; .login("ann", "pw"));
    let request = client.api().either().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Basic YW5uOnB3");
    let client = client!(security_schemes);
    let request = client.api().optional().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "");
}

#[test]
fn an_empty_credential_is_refused_before_anything_is_sent() {
    use consumer::security_schemes::{Client, support};
    let transport = support::closure::from_fn(|_| panic!("nothing is sent here"));
    let builder = Client::builder().base_url("https://example.com").transport(transport).token("");
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains("`token`"), "{error}");
}

#[test]
fn a_scheme_that_the_bindings_do_not_speak_is_left_to_the_caller() {
    let client = client!(security_schemes);
    let request =
        client.api().digest().header("Authorization", "Digest username=\"ann\"").into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Digest username=\"ann\"");
}

#[test]
fn a_variable_of_the_environment_that_is_not_set_is_named() {
    use consumer::security_environment::{Client, support};
    let builder = Client::from_env().base_url("https://example.com");
    let error = builder.transport(support::closure::from_fn(|_| panic!())).build().unwrap_err().to_string();
    assert!(error.contains("PETSTORE_"), "{error}");
}
