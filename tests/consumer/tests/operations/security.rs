//! Credentials: which are sent where, and that none is printed.

use crate::{body, client, header, json, line};

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
    // Two in one header: the first, as the warning says.
    let request = api.clash().into_request().unwrap();
    assert_eq!(
        (header(&request, "authorization"), header(&request, "x-api-key")),
        ("Basic YW5uOmh1c2gtMg==", "hush-3")
    );
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
fn a_scheme_that_the_bindings_do_not_speak_is_refused_before_anything_is_sent() {
    use consumer::security_schemes::support::RequestError;
    let client = client!(security_schemes);
    for (error, wanted) in [
        (client.api().digest().into_request().unwrap_err(), "digest"),
        (client.api().digest_or().into_request().unwrap_err(), "digest"),
        (client.api().odd().into_request().unwrap_err(), "odd"),
    ] {
        assert!(
            matches!(&error, RequestError::UnsupportedScheme { scheme } if scheme == wanted),
            "{error:?}"
        );
        assert!(error.to_string().contains("do not speak"), "{error}");
    }
    // Another alternative does.
    let client = client!(security_schemes; .token("hush"));
    let request = client.api().digest_or().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer hush");
}

#[test]
fn a_scheme_that_the_bindings_do_not_speak_is_left_to_the_caller_or_the_transport() {
    use consumer::security_schemes::support::Credential;
    let client = client!(security_schemes);
    let request =
        client.api().digest().header("Authorization", "Digest username=\"ann\"").into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Digest username=\"ann\"");
    let client = client!(security_schemes; .credential("digest", Credential::by_transport()));
    let request = client.api().digest().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "");
}

/// What was sent: the URL, the `Authorization` and the body of each request.
type Seen = std::sync::Arc<std::sync::Mutex<Vec<String>>>;

/// Answers a token endpoint with numbered tokens, and everything else with 204.
fn flows() -> (Seen, consumer::security_flows::Builder) {
    use consumer::security_flows::{Client, support};
    let seen = Seen::default();
    let noted = seen.clone();
    let transport = support::closure::from_fn(move |request| {
        let mut seen = noted.lock().unwrap();
        seen.push(format!("{} {} {}", line(&request), header(&request, "authorization"), body(&request)));
        let is_token = request.uri().path().contains("/token");
        let count = seen.iter().filter(|line| line.contains("/token")).count();
        let token = format!(r#"{{"access_token":"t{count}","token_type":"Bearer","expires_in":"3600"}}"#);
        Ok(if is_token { json(200, &token) } else { crate::response(204, "", "") })
    });
    (seen, Client::builder().transport(transport))
}

#[test]
fn a_client_gets_tokens_for_itself_with_the_scopes_of_the_operation() {
    use consumer::security_flows::support::ClientCredentials;
    let (seen, builder) = flows();
    let client =
        builder.machine_client_credentials(ClientCredentials::new("me", "hush")).key("k").build().unwrap();
    let api = client.api();
    api.replace().send_blocking().unwrap();
    api.read().send_blocking().unwrap();
    api.write().send_blocking().unwrap();
    api.read().send_blocking().unwrap();
    api.mine().send_blocking().unwrap();
    let token = "POST https://login.example.com/token Basic bWU6aHVzaA== grant_type=client_credentials";
    let expected = [
        token.to_owned(),
        "PUT https://api.example.com/v1/reports Bearer t1 ".to_owned(),
        format!("{token}&scope=reports%3Aread"),
        "GET https://api.example.com/v1/reports Bearer t2 ".to_owned(),
        format!("{token}&scope=reports%3Aread%20reports%3Awrite"),
        "POST https://api.example.com/v1/reports Bearer t3 ".to_owned(),
        "GET https://api.example.com/v1/reports Bearer t2 ".to_owned(),
        format!("{token}&scope=mine"),
        "GET https://api.example.com/v1/mine Bearer t4 ".to_owned(),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    assert!(!format!("{client:?}").contains("hush"));
}

#[test]
fn nothing_is_sent_where_no_security_is_wanted_or_the_connection_has_it() {
    use consumer::security_flows::support::ClientCredentials;
    let (seen, builder) = flows();
    let client =
        builder.machine_client_credentials(ClientCredentials::new("me", "hush")).key("k").build().unwrap();
    client.api().status().send_blocking().unwrap();
    client.api().theirs().send_blocking().unwrap();
    let expected = ["GET https://api.example.com/v1/status  ", "GET https://api.example.com/v1/theirs  "];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[test]
fn a_relative_token_endpoint_is_on_the_server_of_the_api() {
    use consumer::security_flows::support::ClientCredentials;
    let (seen, builder) = flows();
    let credentials = ClientCredentials::new("me", "hush").in_body();
    builder
        .partner_client_credentials(credentials)
        .build()
        .unwrap()
        .api()
        .partners()
        .send_blocking()
        .unwrap();
    let expected = "POST https://api.example.com/oauth/token  \
                    grant_type=client_credentials&client_id=me&client_secret=hush";
    assert_eq!(seen.lock().unwrap()[0], expected);
}

#[test]
fn other_flows_and_open_id_connect_take_a_token_or_its_provider() {
    let (seen, builder) = flows();
    let client = builder.person_provider(|| async { Ok::<_, std::io::Error>("fresh") }).build().unwrap();
    client.api().remove().send_blocking().unwrap();
    let client = flows().1.login("plain").build().unwrap();
    let request = client.api().remove().into_request().unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer plain");
    assert_eq!(*seen.lock().unwrap(), ["DELETE https://api.example.com/v1/reports Bearer fresh "]);
}

#[test]
fn a_missing_credential_is_named_before_anything_is_sent() {
    use consumer::security_flows::{Client, support};
    use support::{Error, RequestError};
    let builder =
        || Client::builder().transport(support::closure::from_fn(|_| panic!("nothing is sent here")));
    let missing = |builder: consumer::security_flows::Builder| match builder
        .build()
        .unwrap()
        .api()
        .write()
        .send_blocking()
        .unwrap_err()
    {
        Error::Request(RequestError::MissingCredential { scheme }) => scheme,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(builder()), "machine");
    // Half of a combination is none.
    assert_eq!(missing(builder().machine("t")), "key");
    assert_eq!(missing(builder().key("k")), "machine");
}

#[test]
fn a_variable_of_the_environment_that_is_not_set_is_named() {
    use consumer::security_environment::{Client, support};
    let builder = Client::from_env().base_url("https://example.com");
    let error = builder.transport(support::closure::from_fn(|_| panic!())).build().unwrap_err().to_string();
    assert!(error.contains("PETSTORE_"), "{error}");
}
