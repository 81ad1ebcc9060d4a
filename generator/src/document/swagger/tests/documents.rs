use super::{converted, operation, origin, run};
use serde_json::json;

fn servers(members: &str) -> (serde_json::Value, Vec<String>) {
    let (mut value, reported) = converted(members);
    (value["servers"].take(), reported)
}

#[test]
fn there_is_a_server_for_each_scheme_and_the_safe_one_is_first() {
    let (value, reported) = servers("host: a.example\nbasePath: /v1/\nschemes: [http, https, http]\n");
    assert_eq!(value, json!([{ "url": "https://a.example/v1" }, { "url": "http://a.example/v1" }]));
    assert!(reported.is_empty(), "{reported:?}");
    assert_eq!(origin("host: a\nschemes: [http, https]\n", "/servers/0/url"), "/schemes/1/url");
}

#[test]
fn without_a_host_the_server_is_relative() {
    assert_eq!(servers("basePath: /v1\n").0, json!([{ "url": "/v1" }]));
    assert_eq!(servers("basePath: v1\nschemes: [https]\n").0, json!([{ "url": "/v1" }]));
    assert_eq!(servers("basePath: /\n").0, json!(null));
}

#[test]
fn a_host_without_schemes_is_spoken_to_in_secret() {
    let (value, reported) = servers("host: a.example:8443\n");
    assert_eq!(value, json!([{ "url": "https://a.example:8443" }]));
    assert_eq!(reported, ["missing-field 3:1"]);
}

#[test]
fn a_scheme_in_the_host_is_taken_as_one() {
    let (value, reported) = servers("host: http://a.example/\n");
    assert_eq!(value, json!([{ "url": "http://a.example" }]));
    assert_eq!(reported, ["wrong-type 3:1"]);
}

#[test]
fn schemes_that_are_not_spoken_are_left_out() {
    let (value, reported) = servers("host: a.example\nschemes: [wss, htps, https]\n");
    assert_eq!(value, json!([{ "url": "https://a.example" }]));
    assert_eq!(reported, ["ignored-server 4:11", "ignored-server 4:16"]);
}

#[test]
fn schemes_of_an_operation_are_servers_of_its_own_if_they_differ() {
    let text = |own: &str| {
        format!("host: a.example\nbasePath: /v1\nschemes: [http, https]\npaths: {{ /a: {{ get: {{ schemes: [{own}] }} }} }}\n")
    };
    let (value, reported) = converted(&text("https"));
    assert_eq!(value["paths"]["/a"]["get"], json!({ "servers": [{ "url": "https://a.example/v1" }] }));
    assert!(reported.is_empty(), "{reported:?}");
    assert_eq!(converted(&text("https, http")).0["paths"]["/a"]["get"], json!({}));
    assert_eq!(origin(&text("https"), "/paths/~1a/get/servers/0"), "/paths/~1a/get/schemes/0");
}

#[test]
fn security_schemes_are_said_in_other_words() {
    let (value, reported) = converted(
        "securityDefinitions:\n  b: { type: basic, description: d }\n  k: { type: apiKey, name: n, in: query }\n",
    );
    let expected = json!({
        "b": { "type": "http", "description": "d", "scheme": "basic" },
        "k": { "type": "apiKey", "name": "n", "in": "query" },
    });
    assert_eq!(value["components"]["securitySchemes"], expected);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn each_flow_has_the_members_of_its_scheme() {
    for (flow, name) in [
        ("implicit", "implicit"),
        ("password", "password"),
        ("application", "clientCredentials"),
        ("accessCode", "authorizationCode"),
    ] {
        let (value, reported) = converted(&format!(
            "securityDefinitions:\n  o: {{ type: oauth2, flow: {flow}, tokenUrl: 't', authorizationUrl: a, scopes: {{ r: R, x-a: 1 }}, x-b: 2 }}\n"
        ));
        let flow = json!({ "tokenUrl": "t", "authorizationUrl": "a", "scopes": { "r": "R" }, "x-a": 1 });
        let expected = json!({ "type": "oauth2", "x-b": 2, "flows": { name: flow } });
        assert_eq!(value["components"]["securitySchemes"]["o"], expected);
        assert!(reported.is_empty(), "{reported:?}");
    }
}

#[test]
fn a_flow_that_is_none_is_reported() {
    let (value, reported) =
        converted("securityDefinitions:\n  o: { type: oauth2, flow: accesCode }\n  p: { type: oauth2 }\n");
    assert_eq!(value["components"]["securitySchemes"]["o"], json!({ "type": "oauth2", "flows": {} }));
    assert_eq!(reported, ["unknown-security-scheme 4:22", "unknown-security-scheme 5:3"]);
}

#[test]
fn what_has_the_same_name_stays_as_it_is() {
    let rest = "tags: [{ name: t }]\nexternalDocs: { url: u }\nsecurity: [{ a: [] }]\nx-a: { $ref: '#/definitions/A' }\nodd: 1\n";
    let (value, reported) = converted(rest);
    let expected = json!({
        "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "tags": [{ "name": "t" }],
        "externalDocs": { "url": "u" }, "security": [{ "a": [] }], "x-a": { "$ref": "#/definitions/A" }, "odd": 1,
    });
    assert_eq!(value, expected);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn members_of_3_0_that_2_0_says_otherwise_are_reported() {
    let (value, reported) = converted("servers: [{ url: u }]\ncomponents: { schemas: {} }\n");
    assert_eq!(value, json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" } }));
    assert_eq!(reported, ["unknown-keyword 3:1", "unknown-keyword 4:1"]);
    let (value, reported) = operation("requestBody: {}, callbacks: {}, summary: s, x-a: 1, odd: 2");
    assert_eq!(value, json!({ "summary": "s", "x-a": 1, "odd": 2 }));
    assert_eq!(reported, ["unknown-keyword 5:13", "unknown-keyword 5:30"]);
}

#[test]
fn the_order_is_that_of_the_document() {
    let rest =
        "definitions: { Z: {}, A: {}, M: { properties: { z: {}, a: {} } } }\npaths: { /z: {}, /a: {} }\n";
    let (value, _) = converted(rest);
    assert_eq!(
        value["components"].to_string(),
        r#"{"schemas":{"Z":{},"A":{},"M":{"properties":{"z":{},"a":{}}}}}"#
    );
    assert_eq!(value["paths"].to_string(), r#"{"/z":{},"/a":{}}"#);
}

#[test]
fn what_is_of_another_kind_stays_for_the_reader_to_report() {
    let rest = "paths: 1\ndefinitions: [2]\nparameters: three\nresponses: 4\nsecurityDefinitions: { a: 5 }\nhost: 6\n";
    let (value, reported) = converted(rest);
    assert_eq!(value["paths"], json!(1));
    assert_eq!(reported, ["wrong-type 8:1"]);
    let expected =
        json!({ "schemas": [2], "parameters": "three", "responses": 4, "securitySchemes": { "a": 5 } });
    assert_eq!(value["components"], expected);
    assert_eq!(
        converted("paths: { /a: { get: { parameters: 1, responses: 2 }, put: 3 } }\n").1,
        Vec::<String>::new()
    );
}

#[test]
fn what_operations_share_cannot_be_made_to_grow_without_end() {
    let types: Vec<String> = (0..100).map(|n| format!("application/{}{n}", "x".repeat(9_000))).collect();
    let mut text = format!("produces: [{}]\npaths:\n", types.join(", "));
    for n in 0..100 {
        text.push_str(&format!(
            "  /{n}: {{ get: {{ responses: {{ 200: {{ schema: {{ type: string }} }} }} }} }}\n"
        ));
    }
    let (value, _, sink) = run(&text);
    assert!(value.is_none());
    let codes: Vec<_> = sink.diagnostics().iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["too-large"]);
}
