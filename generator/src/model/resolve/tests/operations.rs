//! Operations, parameters, bodies, responses, security and servers.

use super::*;
use crate::model::{Serialization, Style};

#[test]
fn parameters_of_the_operation_override_those_of_the_path_and_come_in_order() {
    let resolved = path(
        "/{b}/{a}",
        "parameters:\n- {name: a, in: path, required: true, schema: {type: string}}\n- {name: q, in: query, schema: {type: string}}\n\
         get:\n  parameters:\n  - {name: b, in: path, required: true, schema: {type: string}}\n  - {name: q, in: query, schema: {type: integer}}\n  - {name: r, in: query, required: true, schema: {type: string}}\n  responses: {'200': {description: ok}}",
    );
    let names: Vec<&str> =
        resolved.operation().parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(names, ["b", "a", "r", "q"]);
    assert!(matches!(
        resolved.kind_of(&resolved.operation().parameters[3].schema),
        Kind::Scalar(Scalar::Integer(None))
    ));
    assert_eq!(resolved.codes, []);
}

#[test]
fn headers_that_openapi_ignores_are_no_parameters() {
    let resolved = path(
        "/a",
        "get:\n  parameters:\n  - {name: ACCEPT, in: header, schema: {type: string}}\n  - {name: Authorization, in: header, schema: {type: string}}\n  - {name: X-A, in: header, schema: {type: string}}\n  responses: {'200': {description: ok}}",
    );
    assert_eq!(resolved.operation().parameters.len(), 1);
    assert_eq!(resolved.operation().parameters[0].location, Location::Header);
}

#[test]
fn path_parameters_and_the_path_are_made_to_agree() {
    let resolved = path("/a/{x}", "get:\n  parameters: [{name: y, in: path, required: true, schema: {type: string}}]\n  responses: {'200': {description: ok}}");
    assert_eq!(resolved.codes, [Code::UndeclaredPathParameter, Code::UnusedPathParameter]);
    let parameters = &resolved.operation().parameters;
    assert_eq!((parameters.len(), parameters[0].name.as_str(), parameters[0].required), (1, "x", true));
}

#[test]
fn of_two_parameters_with_one_name_the_first_stays() {
    let resolved = path(
        "/a",
        "get:\n  parameters:\n  - {name: Cookie, in: header, schema: {type: string}}\n  - {name: cookie, in: header, schema: {type: integer}}\n  responses: {'200': {description: ok}}",
    );
    assert_eq!(resolved.codes, [Code::DuplicateParameter]);
    assert_eq!(resolved.operation().parameters[0].name, "Cookie");
}

#[test]
fn responses_come_in_order_with_the_default_last() {
    let resolved = path(
        "/a",
        "get:\n  responses: {default: {description: d}, '404': {description: ''}, 2XX: {description: ok}}",
    );
    let statuses: Vec<Status> =
        resolved.operation().responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [Status::Code(404), Status::Range(2), Status::Default]);
    assert_eq!(resolved.operation().responses[0].description, None);
}

#[test]
fn security_of_the_operation_overrides_that_of_the_document() {
    let resolved = resolve(
        "security: [{key: []}]\npaths:\n  /a:\n    get: {responses: {'200': {description: ok}}}\n    put: {security: [], responses: {'200': {description: ok}}}\n    \
         post: {security: [{}, {key: [], token: []}, {gone: []}], responses: {'200': {description: ok}}}\n\
         components:\n  securitySchemes:\n    token: {type: http, scheme: Bearer}\n    key: {type: apiKey, in: header, name: X-Key}\n",
    );
    let security: Vec<_> =
        resolved.api.operations.iter().map(|operation| operation.security.clone()).collect();
    let requirement = |schemes: &[usize]| Requirement {
        schemes: schemes.to_vec(),
        scopes: vec![Vec::new(); schemes.len()],
        undeclared: Vec::new(),
    };
    let gone = Requirement { schemes: Vec::new(), scopes: Vec::new(), undeclared: vec!["gone".to_owned()] };
    assert_eq!(
        security,
        [vec![requirement(&[1])], vec![], vec![requirement(&[]), requirement(&[1, 0]), gone]]
    );
    assert_eq!(resolved.codes, [Code::UndeclaredSecurityScheme]);
}

#[test]
fn media_types_keep_their_order_and_examples() {
    let resolved = resolve(
        "paths:\n  /a:\n    post:\n      requestBody: {$ref: '#/components/requestBodies/B'}\n      responses: {'200': {description: ok}}\n\
         components:\n  examples: {E: {value: 2}}\n  requestBodies:\n    B:\n      content:\n        text/plain: {schema: {type: string}}\n        \
         application/json: {schema: {type: integer}, examples: {one: {value: 1}, two: {$ref: '#/components/examples/E'}}}\n",
    );
    let body = resolved.operation().body.as_ref().expect("a body");
    assert_eq!(body.at.as_str(), "/components/requestBodies/B");
    assert_eq!(
        body.content.iter().map(|media_type| media_type.name.as_str()).collect::<Vec<_>>(),
        ["text/plain", "application/json"]
    );
    assert_eq!(
        body.content[1].examples,
        [(Some("one".to_owned()), json!(1)), (Some("two".to_owned()), json!(2))]
    );
}

#[test]
fn a_dangling_example_is_only_a_warning() {
    let resolved = path("/a", "get:\n  responses: {'200': {description: ok, content: {text/plain: {examples: {a: {$ref: '#/components/examples/A'}}}}}}");
    assert_eq!(resolved.codes, [Code::UnresolvedExample]);
}

#[test]
fn a_second_operation_with_the_same_id_loses_it() {
    let resolved = path("/a", "get: {operationId: x, responses: {'200': {description: ok}}}\nput: {operationId: x, responses: {'200': {description: ok}}}");
    assert_eq!(resolved.codes, [Code::DuplicateOperationId]);
    assert_eq!(resolved.api.operations[1].id, None);
}

#[test]
fn callbacks_are_reported_once_with_their_number() {
    let callback = "callbacks: {c: {'{$url}': {post: {responses: {'200': {description: ok}}}}}}";
    let resolved = path("/a", &format!("get: {{responses: {{'200': {{description: ok}}}}, {callback}}}\nput: {{responses: {{'200': {{description: ok}}}}, {callback}}}"));
    assert_eq!(resolved.codes, [Code::CallbacksIgnored]);
    assert_eq!(
        resolved.messages,
        ["the bindings have the payloads of callbacks of 2 operations, but nothing that receives them"]
    );
}

#[test]
fn a_document_without_servers_has_the_root() {
    let resolved = path("/a", "get: {responses: {'200': {description: ok}}}");
    assert_eq!(resolved.api.servers.iter().map(|server| server.url.as_str()).collect::<Vec<_>>(), ["/"]);
}

#[test]
fn an_encoding_has_the_defaults_of_its_style() {
    let resolved = path(
        "/a",
        "post:\n  requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object}, encoding: {\
         a: {contentType: text/plain}, b: {style: deepObject}, c: {explode: false}, d: {allowReserved: true}}}}}\n\
         \x20 responses: {'200': {description: ok}}",
    );
    let encoding = &resolved.operation().body.as_ref().unwrap().content[0].encoding;
    let serializations: Vec<_> = encoding.iter().map(|encoding| encoding.serialization).collect();
    let serialization =
        |style, explode, allow_reserved| Some(Serialization { style, explode, allow_reserved });
    assert_eq!(
        serializations,
        [
            None,
            serialization(Style::DeepObject, false, false),
            serialization(Style::Form, false, false),
            serialization(Style::Form, true, true),
        ]
    );
    assert_eq!(encoding[0].content_type.as_deref(), Some("text/plain"));
}
