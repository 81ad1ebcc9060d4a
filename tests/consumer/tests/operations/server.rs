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

macro_rules! builder {
    ($fixture:ident) => {
        consumer::$fixture::Client::builder()
            .transport(consumer::$fixture::support::closure::from_fn(|_| panic!("nothing is sent here")))
    };
}

#[test]
fn an_operation_is_sent_to_its_own_server_with_the_credentials_that_it_asks_for() {
    let client = builder!(server_operations).key("secret").build().unwrap();
    let api = client.api();
    let sent = [
        (api.list().into_request(), "GET https://api.example.com/v1/pets"),
        (api.files().into_request(), "GET https://eu.files.example.com/v1/files"),
        (api.upload().into_request(), "POST https://upload.example.com/files"),
        (api.newer().into_request(), "GET https://api.example.com/v2/newer"),
        (api.same().into_request(), "GET https://api.example.com/v1/same"),
        (api.unknown().into_request(), "GET https://api.example.com/v1/unknown"),
        (
            api.upload().base_url("https://mine.example.com/x").into_request(),
            "POST https://mine.example.com/x/files",
        ),
        (api.upload().base_url("/x").into_request(), "POST https://api.example.com/x/files"),
    ];
    for (request, expected) in sent {
        let request = request.unwrap();
        assert_eq!((line(&request).as_str(), crate::header(&request, "x-key")), (expected, "secret"));
    }
    let error = api.plain().into_request().unwrap_err();
    assert!(matches!(error, consumer::server_operations::support::RequestError::Insecure), "{error:?}");
}

/// Whoever says an address keeps everything there: a stand-in of the service, and the credentials for it.
#[test]
fn a_client_with_an_address_of_the_callers_sends_nothing_elsewhere() {
    use consumer::server_operations::Server;
    let mine =
        builder!(server_operations).key("secret").base_url("http://localhost:4010/mock").build().unwrap();
    let test = builder!(server_operations).key("secret").server(Server::Test).build().unwrap();
    let hosts = [
        (&mine, "http://localhost:4010/mock", "http://localhost:4010"),
        (&test, "https://test.example.com/v1", "https://test.example.com"),
    ];
    for (client, address, host) in hosts {
        let api = client.api();
        assert_eq!(line(&api.files().into_request().unwrap()), format!("GET {address}/files"));
        assert_eq!(line(&api.upload().into_request().unwrap()), format!("POST {address}/files"));
        assert_eq!(line(&api.plain().into_request().unwrap()), format!("PUT {address}/files"));
        assert_eq!(line(&api.same().into_request().unwrap()), format!("GET {address}/same"));
        assert_eq!(line(&api.newer().into_request().unwrap()), format!("GET {host}/v2/newer"));
    }
    let production = builder!(server_operations).key("secret").server(Server::Production).build().unwrap();
    let request = production.api().upload().into_request().unwrap();
    assert_eq!(line(&request), "POST https://upload.example.com/files");
}

#[test]
fn a_relative_server_is_on_the_address_of_the_caller() {
    use consumer::server_relative::{Server, ServerStage};
    let error = builder!(server_relative).server(Server::ApiV3).build().unwrap_err();
    assert!(matches!(error, consumer::server_relative::support::BuildError::MissingBaseUrl), "{error:?}");
    let sent = |server: Server| {
        let client = builder!(server_relative)
            .server(server)
            .base_url("https://example.com:8443/docs/")
            .build()
            .unwrap();
        line(&client.api().list().into_request().unwrap())
    };
    assert_eq!(sent(Server::ApiV3), "GET https://example.com:8443/api/v3/pets");
    assert_eq!(sent(Server::Beta), "GET https://example.com:8443/beta/pets");
    assert_eq!(
        sent(Server::Staged { stage: ServerStage::Live }),
        "GET https://example.com:8443/live/api/pets"
    );
    assert_eq!(
        sent(Server::Custom("https://whole.example.com".into())),
        "GET https://example.com:8443/docs/pets"
    );
    let whole = builder!(server_relative).base_url("https://example.com/docs").build().unwrap();
    assert_eq!(line(&whole.api().list().into_request().unwrap()), "GET https://example.com/docs/pets");
}

#[test]
fn operations_with_servers_of_their_own_ask_for_no_other() {
    let client = builder!(server_only_operations).build().unwrap();
    let api = client.api();
    assert_eq!(line(&api.pets().into_request().unwrap()), "GET https://pets.example.com/pets");
    assert_eq!(line(&api.cats().into_request().unwrap()), "GET https://cats.example.com/cats/cats");
}

#[test]
fn a_value_stays_at_its_place_in_the_address_or_is_refused() {
    use consumer::server_templates::{Server, ServerProtocol, ServerSite, support::BuildError};
    let sent = |server: Server| {
        let client = builder!(server_templates).server(server).build()?;
        Ok::<_, BuildError>(line(&client.api().list().into_request().unwrap()))
    };
    let free = |host: &str, path: &str| {
        sent(Server::Free { protocol: ServerProtocol::Https, host: host.into(), path: path.into() })
    };
    let sites = |sub: &str| sent(Server::Sites { sub: sub.into(), site: ServerSite::ExampleEu });
    assert_eq!(
        free("[::1]:8080", "a/b c?d#{host}").unwrap(),
        "GET https://[::1]:8080/a/b%20c%3Fd%23%7Bhost%7D/pets"
    );
    assert_eq!(sites("eu-1").unwrap(), "GET https://eu-1.example.eu/pets");
    assert_eq!(sent(Server::Start { api_root: "https://h/x".into() }).unwrap(), "GET https://h/x/v1/pets");
    assert_eq!(
        sent(Server::Twice { site: ServerSite::ExampleCom }).unwrap(),
        "GET https://x.example.com/example.com/pets"
    );
    for sub in [
        "evil.com/",
        "evil.com#",
        "evil.com?",
        "me@evil.com",
        "evil.com:443",
        "evil.com\\",
        "a b",
        "%2f",
        "ü",
    ] {
        assert!(sites(sub).is_err(), "{sub}");
    }
    for (host, path) in [
        ("evil.com/x", ""),
        ("a@evil.com", ""),
        ("h", ".."),
        ("h", "a/../../b"),
        ("h", "%2e%2E"),
        ("h", "a/./b"),
    ] {
        let sent = free(host, path);
        assert!(sent.is_err() || path.contains('%'), "{host} {path} {sent:?}");
    }
    for root in ["//evil.com", "ftp://evil.com", "https://me:you@evil.com", "https://evil.com/?"] {
        assert!(sent(Server::Start { api_root: root.into() }).is_err(), "{root}");
    }
}

#[test]
fn a_transport_that_is_missing_is_a_typed_error() {
    let error = consumer::server_single::Client::builder().build().unwrap_err();
    assert!(matches!(error, consumer::server_single::support::BuildError::MissingTransport), "{error:?}");
}
