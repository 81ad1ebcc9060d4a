//! Calls that fail, over HTTP.

use std::time::{Duration, Instant};

use super::notes::{Client, Note, Problem};
use super::runtime::{
    Blank, BodyError, BuildError, Error, Json, NoContent, Operation, RequestError, Reqwest, Statuses,
};
use super::server::{response, run, Answer, Server};

fn read(server: &Server) -> Error<Problem> {
    run(server.client().notes().read(1).retries(0)).unwrap_err()
}

/// Returns the path and the problem of a body that cannot be read.
fn undecodable(body: &str) -> (String, String) {
    match read(&Server::always("200 OK", "", body)) {
        Error::Decode { error, reply } => {
            assert_eq!((reply.status().as_u16(), reply.body().as_ref()), (200, body.as_bytes()));
            (error.path().to_owned(), error.problem().to_owned())
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_declared_error_is_typed() {
    let server = Server::always("404 Not Found", "x-id: 7\r\n", r#"{"code":"gone"}"#);
    let error = read(&server);
    assert_eq!(error.api(), Some(&Problem { code: Some("gone".to_owned()) }));
    assert_eq!(
        (error.status().unwrap().as_u16(), &error.headers().unwrap()["x-id"]),
        (404, &"7".parse().unwrap())
    );
    assert_eq!(error.body().unwrap(), r#"{"code":"gone"}"#);
    let server = Server::always("599 Odd", "", "{}");
    assert!(matches!(read(&server), Error::Api { .. }));
}

#[test]
fn an_undeclared_status_keeps_status_headers_and_body() {
    let server =
        Server::always("418 I'm a teapot", "content-type: text/html; charset=utf-8\r\n", "<b>secret</b>");
    let error = read(&server);
    assert!(matches!(error, Error::Undeclared { .. }));
    assert_eq!(
        (error.status().unwrap().as_u16(), error.body().unwrap().as_ref()),
        (418, &b"<b>secret</b>"[..])
    );
    let shown =
        "the server answered 418 I'm a teapot (text/html, 13 bytes), which the document does not have";
    assert_eq!(error.to_string(), shown);
}

#[test]
fn a_success_that_is_undeclared_and_does_not_fit_is_an_undeclared_status() {
    let server = Server::always("202 Accepted", "", "");
    assert!(matches!(read(&server), Error::Undeclared { .. }));
}

#[test]
fn a_declared_error_that_does_not_fit_keeps_its_status() {
    for body in ["", "<html>", r#"{"code":1}"#] {
        let error = read(&Server::always("404 Not Found", "", body));
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert_eq!(
            (error.status().unwrap().as_u16(), error.body().unwrap().as_ref()),
            (404, body.as_bytes())
        );
    }
}

#[test]
fn a_compressed_body_is_an_error_that_names_the_compression() {
    let long = format!("content-encoding: {}\r\n", "x".repeat(65));
    for (header, shown) in [("content-encoding: br\r\n", "`br`"), (long.as_str(), "`..`")] {
        let error = read(&Server::always("200 OK", header, r#"{"id":1}"#));
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert!(error.to_string().contains(&format!("compressed with {shown}")), "{error}");
        assert_eq!(error.body().unwrap(), r#"{"id":1}"#);
    }
    let server = Server::always("200 OK", "content-encoding: Identity\r\n", r#"{"id":1}"#);
    assert_eq!(run(server.client().notes().read(1)).unwrap().id, 1);
}

#[test]
fn a_decode_error_names_the_path() {
    let cases = [
        (r#"{"id":"x"}"#, "$.id", "invalid type: string, expected an integer of 64 bits"),
        (r#"{"title":"a"}"#, "$", "missing field `id`"),
        (r#"{"id":1,"parent":{"id":2,"parent":{"title":"a"}}}"#, "$.parent.parent", "missing field `id`"),
        (r#"{"id":1,"tags":["a",null,3.5]}"#, "$.tags[2]", "invalid type: floating point, expected a string"),
        (r#"{"id":1,"tags":[{"a":1}]}"#, "$.tags[0]", "invalid type: map, expected a string"),
        (r#"{"id":1,"tags":{}}"#, "$.tags", "invalid type: map, expected an array"),
        (
            "{\n \"a\\\"}\": [\"}\"],\n \"title\": true}",
            "$.title",
            "invalid type: boolean, expected a string",
        ),
        (r#"{"a":[{"b":[1,{}]}],"id":null}"#, "$.id", "invalid type: null, expected an integer of 64 bits"),
        ("[]", "$", "invalid type: sequence, expected an object"),
        ("", "$", "the body is empty"),
    ];
    for (body, path, problem) in cases {
        assert_eq!(undecodable(body), (path.to_owned(), problem.to_owned()), "{body}");
    }
}

#[test]
fn a_body_that_is_no_json_says_where_it_ends() {
    let (path, problem) = undecodable(r#"{"id":1,"tags":["a","#);
    assert_eq!(
        (path.as_str(), problem.as_str()),
        ("$.tags[1]", "EOF while parsing a value in line 1, column 20")
    );
    assert_eq!(undecodable("<html>").1, "expected value in line 1, column 1");
    assert_eq!(undecodable(r#"{"id":1} x"#).1, "trailing characters in line 1, column 10");
}

#[test]
fn a_truncated_body_keeps_status_and_what_came() {
    let server =
        Server::start(|_| Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\":".to_vec()));
    let error = read(&server);
    assert!(matches!(error, Error::Body { error: BodyError::Interrupted(_), .. }), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap().as_ref()), (200, &b"{\"id\":"[..]));
    assert!(error.is_retryable());
}

#[test]
fn a_connection_that_is_closed_without_an_answer_is_a_transport_error() {
    let server = Server::start(|_| Answer::Bytes(Vec::new()));
    let error = read(&server);
    assert!(matches!(&error, Error::Transport(error) if !error.is_connect()), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_a_connect_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().base_url(url).build().unwrap();
    let error = run(client.notes().text().retries(0)).unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!(error.to_string(), "no connection to the server");
}

#[test]
fn a_server_that_stalls_ends_in_a_timeout() {
    let stalls = ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\""];
    for bytes in stalls {
        let server = Server::start(move |_| Answer::Stall(bytes.as_bytes().to_vec()));
        let start = Instant::now();
        let error = run(server.client().notes().read(1).timeout(Duration::from_millis(700))).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.to_string(), "no answer within 700ms");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let large = response("200 OK", "", &"x".repeat(100_000));
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunked =
        format!("{chunked}{}0\r\n\r\n", format!("3e8\r\n{}\r\n", "x".repeat(1000)).repeat(100)).into_bytes();
    for bytes in [large, chunked] {
        let server = Server::start(move |_| Answer::Bytes(bytes.clone()));
        let client = server.builder().max_response_bytes(1000).build().unwrap();
        let error = run(client.notes().text()).unwrap_err();
        assert!(matches!(error, Error::Body { error: BodyError::TooLarge { limit: 1000 }, .. }), "{error}");
        assert!(error.status().unwrap().is_success() && error.body().unwrap().len() <= 1000);
        assert_eq!(server.requests().len(), 1);
    }
    let server = Server::always("200 OK", "", &"x".repeat(1000));
    let client = server.builder().max_response_bytes(1000).build().unwrap();
    assert_eq!(run(client.notes().text()).unwrap().len(), 1000);
}

#[test]
fn a_redirect_to_another_server_is_not_followed() {
    let other = Server::always("200 OK", "", "[]");
    let port = other.url.rsplit(':').next().unwrap().to_owned();
    for location in [
        other.url.clone(),
        format!("//127.0.0.1:{port}/x"),
        "https://127.0.0.1/".to_owned(),
        "http://[".to_owned(),
    ] {
        let server = Server::always("302 Found", &format!("location: {location}\r\n"), "");
        let error = run(server.client().notes().list()).unwrap_err();
        assert!(matches!(error, Error::Undeclared { .. }), "{error}");
        assert_eq!(
            (error.status().unwrap().as_u16(), &error.headers().unwrap()["location"]),
            (302, &location.parse().unwrap())
        );
    }
    assert_eq!(other.requests().len(), 0);
}

/// An operation whose answer is where to go.
enum Link {}

impl Operation for Link {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/link";
    const ERRORS: Statuses = Statuses::codes(&[]).ranges(&[3]);
    type Success = NoContent;
    type Failure = Json<Problem>;
}

#[test]
fn a_redirect_that_is_described_is_an_answer() {
    let server = Server::always("302 Found", "location: /elsewhere\r\n", r#"{"code":"moved"}"#);
    let error = run(server.client().notes().start::<Link>()).unwrap_err();
    assert_eq!(error.api(), Some(&Problem { code: Some("moved".to_owned()) }));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn only_requests_that_ask_are_redirected() {
    let server = Server::always("307 Temporary Redirect", "location: /elsewhere\r\n", "");
    let error = run(server.client().notes().create(&Note::blank())).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (307, 1));
}

#[test]
fn redirects_end() {
    let server = Server::always("302 Found", "location: /again\r\n", "");
    let error = run(server.client().notes().list()).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (302, 11));
}

#[test]
fn a_mistake_in_an_argument_is_reported_before_anything_is_sent() {
    let server = Server::always("200 OK", "", "{}");
    let client = server.client();
    let dots = run(client.notes().read("..")).unwrap_err();
    assert!(matches!(dots, Error::Request(RequestError::PathValue { name }) if name == "id"));
    let tenant = run(client.notes().read(1).path("tenant", "..")).unwrap_err();
    assert!(matches!(tenant, Error::Request(RequestError::PathValue { name }) if name == "tenant"));
    let header = run(client.notes().read(1).header("x-a", "b\r\nc: d")).unwrap_err();
    assert!(matches!(header, Error::Request(RequestError::HeaderValue { name }) if name == "x-a"));
    let url = run(client.notes().read(1).base_url("ftp://example.org")).unwrap_err();
    assert!(matches!(url, Error::Request(RequestError::BaseUrl)));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_builder_refuses_what_would_fail_every_call() {
    let urls = [
        "",
        "example.org",
        "ftp://a",
        "https://u:p@a",
        "https://a?b",
        "https://a#b",
        "https://a b",
        "http://",
    ];
    for url in urls {
        let error = Client::builder().base_url(url).build().unwrap_err();
        assert!(matches!(error, BuildError::Request(RequestError::BaseUrl)), "{url}");
    }
    assert!(matches!(Client::builder().build(), Err(BuildError::MissingBaseUrl)));
    // A path is one of a server that is there.
    assert!(matches!(Client::builder().base_url("/v1").build(), Err(BuildError::MissingBaseUrl)));
    let header = Client::builder().base_url("https://a").header("x-a", "\n").build().unwrap_err();
    assert!(matches!(header, BuildError::Request(RequestError::HeaderValue { name }) if name == "x-a"));
    assert!(Reqwest::new(Duration::from_secs(1)).is_ok());
}
