//! Multipart bodies on the wire.

use bytes::Bytes;
use http::{Request, Response};
use serde_json::json;

use super::notes::Client;
use super::runtime::{from_fn, Call, Multipart, NoContent, Octets, Operation, Part, RequestError};
use super::server::{run, Server};

enum Put {}

impl Operation for Put {
    const METHOD: &'static str = "PUT";
    const PATH: &'static str = "/parts";
    type Success = NoContent;
    type Failure = NoContent;
}

fn call() -> Call<Put> {
    let transport = from_fn(|_| Ok(Response::new(Bytes::new())));
    let client = Client::builder().base_url("https://example.org").transport(transport).build().unwrap();
    client.notes().start()
}

fn request(body: Multipart) -> Result<Request<Bytes>, RequestError> {
    call().multipart("multipart/form-data", body).into_request()
}

fn boundary(media_type: &str) -> &str {
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect(media_type);
    assert!(boundary.len() == 32 && boundary.bytes().all(|byte| byte.is_ascii_hexdigit()), "{boundary}");
    boundary
}

/// Returns the body with `B` for the boundary.
fn written(body: Multipart) -> String {
    let request = request(body).unwrap();
    let boundary = boundary(request.headers()["content-type"].to_str().unwrap());
    std::str::from_utf8(request.body()).unwrap().replace(boundary, "B")
}

#[test]
fn parts_are_written_in_their_order() {
    let body = Multipart::new()
        .value("title", "Grüße")
        .value("count", 3)
        .value("tags", ["a", "b"])
        .value("nothing", None::<&str>)
        .value("meta", json!({"a": [1]}))
        .value("grid", [[1, 2]])
        .json("name", "application/json", "quoted")
        .text("rows", "text/csv", "a,b")
        .file("file", "image/png", b"PNG")
        .files(
            "more",
            "application/octet-stream",
            [Part::new("1").file_name("1.txt").content_type("text/plain")],
        );
    assert_eq!(
        written(body),
        "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nGrüße\r\n\
         --B\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n3\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nb\r\n\
         --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":[1]}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"grid\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
         --B\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: application/json\r\n\r\n\"quoted\"\r\n\
         --B\r\nContent-Disposition: form-data; name=\"rows\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n\
         --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"more\"; filename=\"1.txt\"\r\nContent-Type: text/plain\r\n\r\n1\r\n\
         --B--\r\n"
    );
    assert_eq!(written(Multipart::new()), "--B--\r\n");
}

#[test]
fn parts_may_have_an_order_of_their_own() {
    let body = Multipart::in_order(&["meta", "file"]).file("file", "image/png", "F").value("x", 1);
    let body = body.value("meta", "M").part(Part::new("2").named("y"));
    let names: Vec<String> = written(body).split("name=\"").skip(1).map(|it| it[..1].to_owned()).collect();
    assert_eq!(names.concat(), "mffxy");
}

#[test]
fn a_part_that_is_given_twice_is_sent_once() {
    let body = Multipart::new().value("a", 1).value("b", 2).header("a", "X-Of", "late").value("a", ["x"]);
    assert_eq!(
        written(body),
        "--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n\
         --B\r\nContent-Disposition: form-data; name=\"a\"\r\nX-Of: late\r\n\r\nx\r\n--B--\r\n"
    );
}

#[test]
fn parts_without_names_have_no_disposition_unless_they_are_files() {
    let body =
        Multipart::new().part("plain").part(Part::new("x").file_name("a.txt").header("Content-ID", "<1>"));
    assert_eq!(
        written(body),
        "--B\r\n\r\nplain\r\n--B\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\nContent-ID: <1>\r\n\r\nx\r\n--B--\r\n"
    );
}

#[test]
fn names_cannot_end_before_their_end_and_headers_are_one_line() {
    let part = Part::new("").named("a\"\r\nX: 1").file_name("b\"; c=\"\r\n\r\nd");
    assert_eq!(
        written(Multipart::new().part(part)),
        "--B\r\nContent-Disposition: form-data; name=\"a%22%0D%0AX: 1\"; filename=\"b%22; c=%22%0D%0A%0D%0Ad\"\r\n\r\n\r\n--B--\r\n"
    );
    for (part, is_name) in [
        (Part::new("").content_type("text/plain\r\nX: 1"), false),
        (Part::new("").header("X", "1\r\nY: 2"), false),
        (Part::new("").header("X: 1\r\nY", "2"), true),
    ] {
        match request(Multipart::new().part(part)) {
            Err(RequestError::HeaderName) => assert!(is_name),
            Err(RequestError::HeaderValue { .. }) => assert!(!is_name),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn boundaries_differ() {
    let [one, other] = [0, 1].map(|_| request(Multipart::new()).unwrap().headers()["content-type"].clone());
    assert_ne!(one, other);
}

#[test]
fn a_file_is_streamed_with_the_length_of_the_whole_body() {
    let path = std::env::temp_dir().join(format!("openapi-bindgen-{}-part.txt", std::process::id()));
    std::fs::write(&path, "y".repeat(70_000)).unwrap();
    let server = Server::always("204 No Content", "", "");
    let body = Multipart::new().value("a", 1).file("file", "text/plain", Part::path(&path));
    run(server.client().notes().start::<Put>().multipart("multipart/form-data", body)).unwrap();
    std::fs::remove_file(&path).unwrap();
    let request = &server.requests()[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    assert!(body.contains("-part.txt\"\r\nContent-Type: text/plain\r\n\r\nyyy"));
    assert!(body.ends_with("--\r\n"));
}

#[test]
fn a_part_that_is_read_once_makes_the_call_one_that_is_sent_once() {
    let server = Server::always("503 Service Unavailable", "", "");
    let body = Multipart::new().file("file", "text/plain", Octets::reader("abc".as_bytes()));
    assert!(run(server.client().notes().start::<Put>().multipart("multipart/form-data", body)).is_err());
    assert_eq!(server.requests().len(), 1);
    assert!(server.requests()[0].contains("transfer-encoding: chunked"));
    assert!(server.requests()[0].contains("\r\nabc\r\n"));
}
