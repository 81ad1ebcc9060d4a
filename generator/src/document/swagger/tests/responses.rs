use super::{converted, operation, origin};
use serde_json::{json, Value};

/// Converts a response of an operation, which has these other members.
fn response(operation_members: &str, members: &str) -> (Value, Vec<String>) {
    let (mut value, reported) =
        operation(&format!("{operation_members}responses: {{ 200: {{ {members} }} }}"));
    (value["responses"]["200"].take(), reported)
}

#[test]
fn the_schema_stands_under_each_media_type_that_is_produced() {
    let (value, reported) = response("", "description: d, schema: { type: string }, x-a: 1");
    let content = json!({ "application/json": { "schema": { "type": "string" } } });
    assert_eq!(value, json!({ "description": "d", "x-a": 1, "content": content }));
    assert!(reported.is_empty(), "{reported:?}");
    let (value, _) = response("produces: [a/b, c/d], ", "schema: { $ref: '#/x' }");
    let schema = json!({ "schema": { "$ref": "#/x" } });
    assert_eq!(value["content"], json!({ "a/b": schema, "c/d": schema }));
    let (value, _) = response("produces: [a/b, c/d], ", "schema: { type: object }");
    let place = "#/paths/~1a/post/responses/200/content/a~1b/schema";
    assert_eq!(value["content"]["c/d"], json!({ "schema": { "$ref": place } }));
}

#[test]
fn without_a_schema_there_is_no_content() {
    assert_eq!(response("produces: [a/b], ", "description: d").0, json!({ "description": "d" }));
    assert_eq!(response("", "schema:").0, json!({}));
    assert_eq!(operation("operationId: o").0, json!({ "operationId": "o" }));
}

#[test]
fn a_file_is_no_json() {
    let media_types = |produces: &str| {
        let (mut value, reported) = response(produces, "schema: { type: file, description: d }");
        assert!(reported.is_empty(), "{reported:?}");
        value["content"].take()
    };
    let file = json!({ "schema": { "type": "string", "description": "d", "format": "binary" } });
    assert_eq!(media_types(""), json!({ "application/octet-stream": file }));
    assert_eq!(media_types("produces: [application/json, image/png], "), json!({ "image/png": file }));
    assert_eq!(media_types("produces: [application/json], "), json!({ "*/*": {} }));
}

#[test]
fn headers_have_a_schema() {
    let (value, reported) = response(
        "",
        "headers: { A: { type: integer, description: d, x-a: 1 }, B: { type: array, items: { type: string } } }",
    );
    let expected = json!({
        "A": { "description": "d", "x-a": 1, "schema": { "type": "integer" } },
        "B": { "schema": { "type": "array", "items": { "type": "string" } } },
    });
    assert_eq!(value["headers"], expected);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn an_example_stands_with_its_media_type() {
    let (value, reported) = response(
        "produces: [application/json; charset=utf-8], ",
        "schema: { type: object }, examples: { application/json: { $ref: data }, text/plain: t }",
    );
    let expected = json!({ "schema": { "type": "object" }, "example": { "$ref": "data" } });
    assert_eq!(value["content"], json!({ "application/json; charset=utf-8": expected }));
    assert_eq!(reported, ["unknown-key 5:150"]);
}

#[test]
fn an_example_shows_what_comes_where_nothing_else_does() {
    let (value, reported) = response("produces: [a/b], ", "examples: { a/b: 1, c/d: 2 }");
    assert_eq!(value["content"], json!({ "a/b": { "example": 1 }, "c/d": { "example": 2 } }));
    assert!(reported.is_empty(), "{reported:?}");
    let (value, _) = response("", "schema: { type: string }, examples: { text/plain: t }");
    assert_eq!(value["content"], json!({ "text/plain": { "schema": { "type": "string" }, "example": "t" } }));
    assert_eq!(response("", "examples: [1]").1, ["wrong-type 5:33"]);
}

#[test]
fn a_shared_response_is_a_component_unless_an_operation_produces_something_else() {
    let text = "produces: [application/json]\nresponses: { R: { description: d, schema: { type: object } } }\npaths:\n  /a:\n    put: { responses: { 400: { $ref: '#/responses/R' } } }\n    post: { produces: [a/b], responses: { 400: { $ref: '#/responses/R' } } }\n";
    let (value, reported) = converted(text);
    let component =
        json!({ "description": "d", "content": { "application/json": { "schema": { "type": "object" } } } });
    assert_eq!(value["components"], json!({ "responses": { "R": component } }));
    let item = &value["paths"]["/a"];
    assert_eq!(item["put"]["responses"]["400"], json!({ "$ref": "#/components/responses/R" }));
    let place = "#/components/responses/R/content/application~1json/schema";
    let content = json!({ "a/b": { "schema": { "$ref": place } } });
    assert_eq!(item["post"]["responses"]["400"], json!({ "description": "d", "content": content }));
    assert!(reported.is_empty(), "{reported:?}");
    assert_eq!(origin(text, "/components/responses/R/content/application~1json"), "/produces/0");
    assert_eq!(
        origin(text, "/components/responses/R/content/application~1json/schema"),
        "/responses/R/schema"
    );
}

#[test]
fn content_and_links_are_members_of_3_0() {
    let (value, reported) = response("", "content: {}, links: {}, odd: 1");
    assert_eq!(value, json!({ "odd": 1 }));
    assert_eq!(reported, ["unknown-keyword 5:33", "unknown-keyword 5:46"]);
}
