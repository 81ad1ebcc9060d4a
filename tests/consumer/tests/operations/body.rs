//! Request bodies: each media type, and bodies that need not be there.

use std::collections::BTreeMap;

use consumer::body_media_types::models::Pet;
use consumer::body_shapes::models as shapes;
use serde_json::json;

use crate::{body, client, header};

#[test]
fn each_media_type_is_sent_as_itself() {
    let client = client!(body_media_types);
    let pet = Pet::new("Rex").tags(vec!["a b".to_owned(), "c&d".to_owned()]);
    let api = client.api();
    let sent = [
        (api.json(&pet).into_request(), "application/json", r#"{"name":"Rex","tags":["a b","c&d"]}"#),
        (
            api.merge_patch(&pet).into_request(),
            "application/merge-patch+json",
            r#"{"name":"Rex","tags":["a b","c&d"]}"#,
        ),
        (api.form(&pet).into_request(), "application/x-www-form-urlencoded", "name=Rex&tags=a+b&tags=c%26d"),
        (api.text("plain").into_request(), "text/plain", "plain"),
        (api.bytes("raw").into_request(), "application/octet-stream", "raw"),
        (api.image("image/png", "raw").into_request(), "image/png", "raw"),
        (api.xml("<a/>").into_request(), "application/xml", "<a/>"),
        (
            api.upload("multipart/form-data; boundary=x", "--x--").into_request(),
            "multipart/form-data; boundary=x",
            "--x--",
        ),
        (api.json_or_form(&pet).into_request(), "application/json", r#"{"name":"Rex","tags":["a b","c&d"]}"#),
    ];
    for (request, media_type, text) in sent {
        let request = request.unwrap();
        assert!(header(&request, "content-type").starts_with(media_type), "{request:?}");
        assert_eq!(body(&request), text);
    }
}

#[test]
fn an_optional_body_is_sent_if_it_is_given() {
    let client = client!(body_shapes);
    let without = client.api().optional().into_request().unwrap();
    assert_eq!((body(&without), header(&without, "content-type")), ("", ""));
    let with = client.api().optional().body(&shapes::Pet::new("Rex")).into_request().unwrap();
    assert_eq!(body(&with), r#"{"name":"Rex"}"#);
}

#[test]
fn each_shape_of_json_is_sent() {
    let client = client!(body_shapes);
    let api = client.api();
    let pet = shapes::Pet::new("Rex");
    let map = BTreeMap::from([("a".to_owned(), 1)]);
    let sent = [
        (api.array(std::slice::from_ref(&pet)).into_request(), r#"[{"name":"Rex"}]"#),
        (api.map(&map).into_request(), r#"{"a":1}"#),
        (api.scalar(5).into_request(), "5"),
        (api.string("x").into_request(), "\"x\""),
        (api.inline(&shapes::InlineRequest::new("x")).into_request(), r#"{"a":"x"}"#),
        (api.union(&shapes::UnionRequest::Pet(pet.clone())).into_request(), r#"{"name":"Rex"}"#),
        (api.free(&json!([null])).into_request(), "[null]"),
        (api.nullable(&None).into_request(), "null"),
    ];
    for (request, text) in sent {
        assert_eq!(body(&request.unwrap()), text);
    }
}
