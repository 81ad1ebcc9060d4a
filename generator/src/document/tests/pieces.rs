use super::{read, value};
use serde_json::json;

/// Reads a document with one operation that has these members.
fn operation(members: &str) -> (serde_json::Value, Vec<String>) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    get: {{ {members} }}\n"
    );
    let (document, reported) = read(&text);
    let mut value = serde_json::to_value(document.expect("the document is read")).expect("it is JSON");
    (value["paths"]["/a"]["get"].take(), reported)
}

#[test]
fn references_out_of_the_document_are_refused() {
    for target in ["other.yaml#/A", "https://example.com/a.json", "../a.yaml", "//host/a"] {
        let (_, reported) =
            value(&format!("components: {{ schemas: {{ A: {{ items: {{ $ref: '{target}' }} }} }} }}\n"));
        assert_eq!(reported, ["external-reference 4:40"], "{target}");
    }
    let (_, reported) = value("components: { schemas: { A: { $ref: '#A' } } }\n");
    assert_eq!(reported, ["unresolved-reference 4:31"]);
    let (_, reported) = operation("$ref: a.yaml");
    assert_eq!(reported, ["external-reference 5:12", "missing-field 5:5"]);
}

#[test]
fn responses_are_read_key_by_key() {
    let (value, reported) =
        operation("responses: { 200: {}, 4xx: { description: d }, 20X: {}, default: , x-a: 1 }");
    let expected = json!({
        "200": { "description": "" }, "4XX": { "description": "d" }, "default": { "description": "" }, "x-a": 1
    });
    assert_eq!(value["responses"], expected);
    assert_eq!(reported, ["unknown-key 5:59"]);
}

#[test]
fn an_operation_without_responses_has_none() {
    let (value, reported) = operation("operationId: a");
    assert_eq!(value, json!({ "operationId": "a", "responses": {} }));
    assert_eq!(reported, ["missing-field 5:5"]);
}

#[test]
fn a_path_without_its_slash_is_given_one() {
    let (document, reported) =
        read("openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: { pets: {}, x-a: 1 }\n");
    let value = serde_json::to_value(document).expect("it is JSON");
    assert_eq!(value["paths"], json!({ "/pets": {}, "x-a": 1 }));
    assert_eq!(reported, ["unknown-key 3:10"]);
}

#[test]
fn a_parameter_that_cannot_be_sent_is_left_out_alone() {
    let (value, reported) = operation(
        "responses: {}, parameters: [{ in: query }, { name: a, in: body }, { name: b, in: query, schema: {} }]",
    );
    assert_eq!(value["parameters"], json!([{ "name": "b", "in": "query", "schema": {}, "style": "form" }]));
    assert_eq!(reported, ["unusable-parameter 5:40", "unusable-parameter 5:55"]);
}

#[test]
fn a_style_of_another_place_becomes_the_default() {
    let (value, reported) =
        operation("responses: {}, parameters: [{ name: a, in: path, schema: {}, style: deepObject }]");
    assert_eq!(value["parameters"][0]["style"], json!("simple"));
    assert_eq!(reported, ["unknown-style 5:73"]);
}

#[test]
fn a_parameter_without_a_schema_accepts_anything() {
    let (value, reported) = operation("responses: {}, parameters: [{ name: a, in: header, content: {} }]");
    assert_eq!(value["parameters"][0]["schema"], json!({}));
    assert_eq!(reported, ["missing-field 5:40"]);
}

#[test]
fn an_explode_that_is_written_is_known_from_one_that_is_not() {
    let (value, _) = operation(
        "responses: {}, requestBody: { content: { a/b: { encoding: { a: { explode: false }, b: {} } } } }",
    );
    let encoding = &value["requestBody"]["content"]["a/b"]["encoding"];
    assert_eq!(encoding["a"]["x-bindgen-explode"], json!(false));
    assert_eq!(encoding["b"].get("x-bindgen-explode"), None);
}

#[test]
fn security_is_read_alternative_by_alternative() {
    let (value, reported) = operation("responses: {}, security: [{ a: , b: [c] }, d, 5]");
    assert_eq!(value["security"], json!([{ "a": [], "b": ["c"] }, { "d": [] }]));
    assert_eq!(reported, ["wrong-type 5:55", "wrong-type 5:58"]);
    assert_eq!(operation("responses: {}, security: []").0["security"], json!([]));
    assert_eq!(operation("responses: {}, security:").0.get("security"), None);
}

#[test]
fn an_unknown_security_scheme_keeps_its_name() {
    let (value, reported) =
        value("components: { securitySchemes: { a: { type: digestTLS }, b: { type: oauth2 } } }\n");
    let schemes = &value["components"]["securitySchemes"];
    assert_eq!(schemes["a"]["scheme"], json!("digestTLS"));
    assert_eq!(schemes["a"]["x-bindgen-security-type"], json!("digestTLS"));
    assert_eq!(schemes["b"], json!({ "type": "oauth2", "flows": {} }));
    assert_eq!(reported, ["unknown-security-scheme 4:34"]);
}

#[test]
fn values_without_quotes_are_read_with_a_warning() {
    let (value, reported) = value("servers: [{ url: 'http://a:{p}', variables: { p: { default: 443 } } }]\n");
    assert_eq!(value["servers"][0]["variables"]["p"]["default"], json!("443"));
    assert_eq!(reported, ["unquoted-value 4:52"]);
    let (value, reported) = operation("responses: {}, deprecated: 'true'");
    assert_eq!(value["deprecated"], json!(true));
    assert_eq!(reported, ["unquoted-value 5:27"]);
}

#[test]
fn unknown_keywords_are_reported_and_extensions_kept() {
    let (value, reported) = operation("responses: {}, sumary: s, x-a: { $ref: 'anything' }");
    assert_eq!(value, json!({ "responses": {}, "x-a": { "$ref": "anything" } }));
    assert_eq!(reported, ["unknown-keyword 5:27"]);
}

#[test]
fn references_to_callbacks_and_odd_links_do_not_matter() {
    let (value, reported) = operation(
        "callbacks: { a: { $ref: '#/components/callbacks/a' } }, responses: { 200: { links: { l: {} } } }",
    );
    assert_eq!(value["callbacks"], json!({ "a": {} }));
    assert_eq!(value["responses"]["200"], json!({ "description": "" }));
    assert_eq!(reported, ["missing-field 5:97"]);
}

#[test]
fn examples_may_be_a_list_or_bare_values() {
    let (value, reported) =
        operation("responses: { 200: { content: { a/b: { examples: [1] }, c/d: { examples: { e: 2 } } } } }");
    let content = &value["responses"]["200"]["content"];
    assert_eq!(content["a/b"]["examples"], json!({ "0": { "value": 1 } }));
    assert_eq!(content["c/d"]["examples"], json!({ "e": { "value": 2 } }));
    assert_eq!(reported, ["wrong-type 5:50", "wrong-type 5:86"]);
}
