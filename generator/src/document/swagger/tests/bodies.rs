use super::{converted, operation, origin};
use serde_json::{json, Value};

const BODY: &str =
    "{ name: b, in: body, description: d, required: true, schema: { $ref: '#/definitions/A' }, x-a: 1 }";

/// Converts an operation, and returns its request body.
fn body(members: &str) -> (Value, Vec<String>) {
    let (mut value, reported) = operation(members);
    (value["requestBody"].take(), reported)
}

fn content(members: &str) -> Value {
    let (mut value, reported) = body(members);
    assert!(reported.is_empty(), "{reported:?}");
    value["content"].take()
}

#[test]
fn a_body_parameter_becomes_the_request_body() {
    let (value, reported) = converted(&format!(
        "definitions: {{ A: {{}} }}\npaths: {{ /a: {{ post: {{ parameters: [{BODY}] }} }} }}\n"
    ));
    let schema = json!({ "$ref": "#/components/schemas/A" });
    let expected = json!({
        "description": "d", "required": true, "x-a": 1, "content": { "application/json": { "schema": schema } },
    });
    assert_eq!(value["paths"]["/a"]["post"], json!({ "parameters": [], "requestBody": expected }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn a_schema_is_written_out_once_where_the_bindings_look_first() {
    let content = content(
        "consumes: [application/xml, application/json; charset=utf-8], parameters: [{ in: body, schema: { type: string } }]",
    );
    let place = "#/paths/~1a/post/requestBody/content/application~1json; charset=utf-8/schema";
    let expected = json!({
        "application/xml": { "schema": { "$ref": place } },
        "application/json; charset=utf-8": { "schema": { "type": "string" } },
    });
    assert_eq!(content, expected);
    assert_eq!(
        content.as_object().and_then(|content| content.keys().next()).map(String::as_str),
        Some("application/xml")
    );
}

#[test]
fn an_operation_consumes_what_it_says_or_else_what_the_document_says() {
    let text = |own: &str| {
        format!("consumes: [text/csv]\npaths: {{ /a: {{ post: {{ {own}parameters: [{{ in: body, schema: {{}} }}] }} }} }}\n")
    };
    for (own, name) in [
        ("", "text/csv"),
        ("consumes: [a/b], ", "a/b"),
        ("consumes: [], ", "text/csv"),
        ("consumes: a/b, ", "a/b"),
    ] {
        let (value, _) = converted(&text(own));
        assert_eq!(
            value["paths"]["/a"]["post"]["requestBody"]["content"],
            json!({ name: { "schema": {} } }),
            "{own}"
        );
    }
    let at = "/paths/~1a/post/requestBody/content/";
    assert_eq!(origin(&text(""), &format!("{at}text~1csv")), "/consumes/0");
    assert_eq!(origin(&text("consumes: [a/b], "), &format!("{at}a~1b")), "/paths/~1a/post/consumes/0");
}

#[test]
fn a_body_without_a_schema_is_read_as_far_as_it_goes() {
    let (value, reported) = body("parameters: [{ name: b, in: body, type: string }]");
    assert_eq!(value["content"], json!({ "application/json": { "schema": { "type": "string" } } }));
    assert_eq!(reported, ["missing-field 5:26"]);
}

#[test]
fn a_body_that_operations_share_is_a_component_unless_they_consume_something_else() {
    let (value, reported) = converted(
        "parameters: { B: { name: b, in: body, schema: { type: string } } }\npaths:\n  /a:\n    put: { parameters: [{ $ref: '#/parameters/B' }] }\n    post: { consumes: [a/b], parameters: [{ $ref: '#/parameters/B' }] }\n",
    );
    let component = json!({ "content": { "application/json": { "schema": { "type": "string" } } } });
    assert_eq!(value["components"], json!({ "requestBodies": { "B": component } }));
    let item = &value["paths"]["/a"];
    assert_eq!(item["put"]["requestBody"], json!({ "$ref": "#/components/requestBodies/B" }));
    let place = "#/components/requestBodies/B/content/application~1json/schema";
    assert_eq!(item["post"]["requestBody"]["content"], json!({ "a/b": { "schema": { "$ref": place } } }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn fields_become_the_properties_of_a_form() {
    let (value, reported) = body(
        "parameters: [{ name: a, in: formData, description: d, required: true, type: integer, x-a: 1 }, \
         { name: b, in: formData, type: array, items: { type: string } }, \
         { name: c, in: formData, type: array, items: { type: string }, collectionFormat: multi, allowEmptyValue: true }]",
    );
    let items = json!({ "type": "string" });
    let schema = json!({
        "type": "object",
        "properties": {
            "a": { "type": "integer", "description": "d", "x-a": 1 },
            "b": { "type": "array", "items": items },
            "c": { "type": "array", "items": items },
        },
        "required": ["a"],
    });
    let encoding = json!({ "b": { "style": "form", "explode": false } });
    let content = json!({ "application/x-www-form-urlencoded": { "schema": schema, "encoding": encoding } });
    assert_eq!(value, json!({ "content": content, "required": true }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn a_form_is_sent_in_the_media_types_that_forms_have() {
    let names = |consumes: &str, ty: &str| -> Vec<String> {
        let content = content(&format!("{consumes}parameters: [{{ name: a, in: formData, type: {ty} }}]"));
        content.as_object().into_iter().flat_map(|content| content.keys().cloned()).collect()
    };
    let both = "consumes: [multipart/form-data, application/x-www-form-urlencoded], ";
    assert_eq!(names("", "string"), ["application/x-www-form-urlencoded"]);
    assert_eq!(names("consumes: [application/json], ", "string"), ["application/x-www-form-urlencoded"]);
    assert_eq!(names("consumes: [multipart/form-data], ", "string"), ["multipart/form-data"]);
    assert_eq!(names(both, "string"), ["multipart/form-data", "application/x-www-form-urlencoded"]);
    assert_eq!(names("", "file"), ["multipart/form-data"]);
    assert_eq!(names(both, "file"), ["multipart/form-data"]);
}

#[test]
fn a_file_in_a_form_is_a_binary_string() {
    let content = content("parameters: [{ name: a, in: formData, type: file }]");
    let property = &content["multipart/form-data"]["schema"]["properties"]["a"];
    assert_eq!(*property, json!({ "type": "string", "format": "binary" }));
}

#[test]
fn fields_that_operations_share_are_written_out_in_each() {
    let (value, reported) = converted(
        "parameters: { F: { name: f, in: formData, type: string } }\npaths:\n  /a:\n    parameters: [{ $ref: '#/parameters/F' }, { name: g, in: formData, type: string }]\n    put: {}\n    post: { parameters: [{ name: f, in: formData, type: integer }] }\n",
    );
    assert_eq!(value.get("components"), None);
    let item = &value["paths"]["/a"];
    assert_eq!(item["parameters"], json!([]));
    let form = |method: &str| {
        item[method]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
            .clone()
    };
    assert_eq!(form("put"), json!({ "f": { "type": "string" }, "g": { "type": "string" } }));
    assert_eq!(form("post"), json!({ "f": { "type": "integer" }, "g": { "type": "string" } }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn of_a_body_and_a_form_the_body_wins() {
    let (value, reported) = body(
        "parameters: [{ name: a, in: formData, type: string }, { in: body, schema: { type: string } }, { in: body }]",
    );
    assert_eq!(value["content"], json!({ "application/json": { "schema": { "type": "string" } } }));
    let mut reported = reported;
    reported.sort();
    assert_eq!(reported, ["duplicate-parameter 5:107", "unusable-parameter 5:26"]);
}

#[test]
fn a_field_that_is_listed_twice_or_has_no_name_is_left_out() {
    let (value, reported) = body(
        "parameters: [{ name: a, in: formData, type: string }, { name: a, in: formData, type: integer }, { in: formData }]",
    );
    let schema = &value["content"]["application/x-www-form-urlencoded"]["schema"];
    assert_eq!(schema["properties"], json!({ "a": { "type": "string" } }));
    assert_eq!(reported, ["duplicate-parameter 5:67", "unusable-parameter 5:109"]);
}
