use super::{converted, origin};
use serde_json::json;

/// Converts a document with a definition that only refers.
fn reference(target: &str) -> (serde_json::Value, Vec<String>) {
    let rest = "  Pet: { type: object, properties: { name: { type: string } } }\n  'a/b c%': {}\nparameters:\n  B: { name: b, in: body, schema: { type: object } }\n  P: { name: p, in: query, type: array, items: { type: string } }\nresponses:\n  R: { description: d, schema: { type: object } }\npaths:\n  /a:\n    post:\n      parameters: [{ name: b, in: body, schema: { type: string } }, { name: q, in: query, type: array, items: {} }]\n      responses: { 200: { schema: { type: array, items: {} } } }\n";
    let (mut value, reported) = converted(&format!("definitions:\n  S: {{ $ref: '{target}' }}\n{rest}"));
    (value["components"]["schemas"]["S"].take(), reported)
}

#[test]
fn references_lead_to_where_things_went() {
    for (old, new) in [
        ("#/definitions/Pet", "#/components/schemas/Pet"),
        ("#/definitions/Pet/properties/name", "#/components/schemas/Pet/properties/name"),
        ("#/definitions/a~1b%20c%25", "#/components/schemas/a~1b c%25"),
        ("#/parameters/B/schema", "#/components/requestBodies/B/content/application~1json/schema"),
        ("#/parameters/P/items", "#/components/parameters/P/schema/items"),
        ("#/responses/R/schema", "#/components/responses/R/content/application~1json/schema"),
        (
            "#/paths/~1a/post/parameters/0/schema",
            "#/paths/~1a/post/requestBody/content/application~1json/schema",
        ),
        ("#/paths/~1a/post/parameters/1/items", "#/paths/~1a/post/parameters/0/schema/items"),
        (
            "#/paths/~1a/post/responses/200/schema/items",
            "#/paths/~1a/post/responses/200/content/application~1json/schema/items",
        ),
        ("#definitions/Pet", "#/components/schemas/Pet"),
        ("/definitions/Pet", "#/components/schemas/Pet"),
        ("Pet", "#/components/schemas/Pet"),
        ("a/b c%", "#/components/schemas/a~1b c%25"),
    ] {
        let (value, reported) = reference(old);
        assert_eq!(value, json!({ "$ref": new }));
        assert!(reported.is_empty(), "{reported:?}");
    }
}

#[test]
fn references_out_of_the_document_stay_for_the_reader_to_report() {
    for target in
        ["pet.yaml", "pet.yaml#/definitions/Pet", "https://example.com/a", "#Pet", "#/components/schemas/Pet"]
    {
        let (value, reported) = reference(target);
        assert_eq!(value, json!({ "$ref": target }));
        assert!(reported.is_empty(), "{reported:?}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_reported_in_the_words_of_the_document() {
    for target in ["#/definitions/Pets", "#/definitions/Pet/properties/nam", "#/parameters/X"] {
        assert_eq!(reference(target).1, ["unresolved-reference 4:8"], "{target}");
    }
}

#[test]
fn siblings_of_a_reference_stay() {
    let (value, _) = converted(
        "definitions: { A: {}, S: { $ref: '#/definitions/A', description: d, x-nullable: true } }\n",
    );
    let expected = json!({ "$ref": "#/components/schemas/A", "description": "d", "nullable": true });
    assert_eq!(value["components"]["schemas"]["S"], expected);
}

#[test]
fn references_that_lead_in_a_circle_end() {
    let (value, _) = converted(
        "definitions: { A: { $ref: '#/definitions/B' }, B: { $ref: '#/definitions/A' } }\nparameters: { P: { $ref: '#/parameters/P' } }\n",
    );
    assert_eq!(value["components"]["parameters"]["P"], json!({ "$ref": "#/components/parameters/P" }));
}

#[test]
fn references_between_parameters_are_followed_to_what_they_are() {
    let text = "parameters:\n  A: { $ref: '#/parameters/B' }\n  B: { name: b, in: body, schema: {} }\n  F: { name: f, in: formData, type: string }\npaths:\n  /a:\n    put: { parameters: [{ $ref: '#/parameters/A' }] }\n    post: { parameters: [{ $ref: '#/parameters/F' }] }\n";
    let (value, reported) = converted(text);
    assert_eq!(value["components"]["requestBodies"]["A"], json!({ "$ref": "#/components/requestBodies/B" }));
    let item = &value["paths"]["/a"];
    assert_eq!(item["put"]["requestBody"], json!({ "$ref": "#/components/requestBodies/A" }));
    let at = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/f";
    assert_eq!(origin(text, at), "/parameters/F");
    assert!(reported.is_empty(), "{reported:?}");
}
