//! Calls of the whole Authlete document, one for each of its quirks, against Prism serving that document.
//!
//! `tests/authlete.rs` puts this file into the crate that it generates. Prism runs with `--errors`: a request that
//! violates the document is answered with 422 and fails the test.

use authlete::models::{ClientRegistrationApiRequest, GrantType, IntrospectionRequest, TokenCreateRequest};
use authlete::{Client, Error};

/// Returns a client of Prism, or `None` where nobody has started it.
fn client() -> Option<Client> {
    let url = std::env::var("PRISM_URL").ok()?;
    Some(Client::builder().base_url(url).bearer("a-token").build().expect("the URL of Prism is one"))
}

macro_rules! client {
    () => {
        match client() {
            Some(client) => client,
            None => return println!("SKIPPED: PRISM_URL is not set"),
        }
    };
}

#[tokio::test]
async fn query_parameters_are_options_of_the_call() {
    let list = client!().client_management().client_get_list_api("715948317").start(0).end(5).developer("john").await;
    assert!(list.expect("the list").clients.is_some());
}

#[tokio::test]
async fn a_required_query_parameter_is_an_argument() {
    let response = client!().client_management().client_granted_scopes_get_api("715948317", "26478243745571", "john").await;
    response.expect("the scopes");
}

#[tokio::test]
async fn what_all_of_requires_is_an_argument_of_new() {
    let client = client!();
    let request = ClientRegistrationApiRequest::new(r#"{"client_name":"test"}"#);
    client.dynamic_client_registration().client_registration_api("715948317", &request).await.expect("the registration");
}

#[tokio::test]
async fn two_hundred_is_some_and_two_hundred_and_four_is_none() {
    let client = client!();
    let keys = client.jwk_set_endpoint().service_jwks_get_api("715948317").pretty(true).await;
    assert!(keys.expect("the keys").is_some());
    let none = client.jwk_set_endpoint().service_jwks_get_api("715948317").header("prefer", "code=204").await;
    assert!(none.expect("no keys").is_none());
}

#[tokio::test]
async fn two_hundred_and_two_hundred_and_one_are_one_type() {
    let client = client!();
    for status in [200, 201] {
        let call = client.client_management().client_create_api("715948317").body(&authlete::models::Client::new());
        let response = call.header("prefer", &format!("code={status}")).send().await.expect("a client");
        assert_eq!(response.status().as_u16(), status);
        assert!(response.output.client_id.is_some());
    }
}

#[tokio::test]
async fn plain_text_is_a_string_and_needs_no_operation_id() {
    let text = client!().lifecycle().get_api_lifecycle_healthcheck().extended(true).await;
    assert!(!text.expect("the health").is_empty());
}

#[tokio::test]
async fn an_array_is_a_body() {
    let request = TokenCreateRequest::new(GrantType::AuthorizationCode, 26478243745571);
    let response = client!().token_operations().auth_token_create_batch_api("715948317", &[request]).dry_run(true).await;
    response.expect("the batch");
}

#[tokio::test]
async fn an_open_object_keeps_all_its_members() {
    let configuration = client!().service_management().service_configuration_api("715948317").await;
    assert!(!configuration.expect("the configuration").is_empty());
}

#[tokio::test]
async fn a_nullable_sibling_of_a_reference_is_read() {
    let client_model = client!().client_management().client_get_api("715948317", "26478243745571").await;
    client_model.expect("a client with its algorithms");
}

#[tokio::test]
async fn an_operation_without_security_sends_no_token() {
    let client = client!();
    let request = client.utility_endpoints().info_api().into_request().expect("the request");
    assert!(!request.headers().contains_key("authorization"));
    client.utility_endpoints().info_api().await.expect("the version");
}

#[tokio::test]
async fn no_content_is_unit() {
    let client = client!();
    client.client_management().client_delete_api("715948317", "26478243745571").await.expect("nothing");
    client.utility_endpoints().misc_echo_api().await.expect("nothing");
}

#[tokio::test]
async fn a_declared_error_is_typed() {
    let client = client!();
    let request = IntrospectionRequest::new("a-token");
    let call = client.introspection_endpoint().auth_introspection_api("715948317", &request);
    match call.header("prefer", "code=403").await {
        Err(Error::Api { error, reply }) => {
            assert_eq!(reply.status(), 403);
            assert!(error.result_code.is_some());
        }
        other => panic!("{other:?}"),
    }
}
