use super::{converted, operation, origin};
use serde_json::{json, Value};

/// Converts a parameter of an operation.
fn parameter(members: &str) -> (Value, Vec<String>) {
    let (mut value, reported) = operation(&format!("parameters: [{{ {members} }}]"));
    (value["parameters"][0].take(), reported)
}

#[test]
fn what_is_about_values_becomes_the_schema() {
    let (value, reported) = parameter(
        "name: n, in: query, description: d, required: true, allowEmptyValue: true, type: integer, format: int32, \
         minimum: 1, default: 2, enum: [1, 2], x-nullable: true, x-enum-varnames: [a, b], x-example: 1",
    );
    let expected = json!({
        "name": "n", "in": "query", "description": "d", "required": true, "allowEmptyValue": true, "x-example": 1,
        "schema": {
            "type": "integer", "format": "int32", "minimum": 1, "default": 2, "enum": [1, 2],
            "x-enum-varnames": ["a", "b"], "nullable": true,
        },
    });
    assert_eq!(value, expected);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn the_values_of_an_array_are_separated_as_they_were() {
    for (place, format, style) in [
        ("query", "", Some(("form", false))),
        ("query", ", collectionFormat: csv", Some(("form", false))),
        ("query", ", collectionFormat: multi", None),
        ("query", ", collectionFormat: ssv", Some(("spaceDelimited", false))),
        ("query", ", collectionFormat: pipes", Some(("pipeDelimited", false))),
        ("path", "", None),
        ("header", ", collectionFormat: csv", None),
    ] {
        let (value, reported) =
            parameter(&format!("name: n, in: {place}, type: array, items: {{ type: string }}{format}"));
        let mut expected =
            json!({ "name": "n", "in": place, "schema": { "type": "array", "items": { "type": "string" } } });
        if let Some((style, explode)) = style {
            expected["style"] = style.into();
            expected["explode"] = explode.into();
        }
        assert_eq!(value, expected, "{place}{format}");
        assert!(reported.is_empty(), "{reported:?}");
    }
}

#[test]
fn an_array_without_a_style_in_3_0_is_a_text() {
    for (place, format) in [("query", "tsv"), ("path", "ssv"), ("header", "pipes"), ("header", "tsv")] {
        let (value, reported) = parameter(&format!(
            "name: n, in: {place}, type: array, items: {{ type: string }}, maxItems: 3, collectionFormat: {format}"
        ));
        assert_eq!(value, json!({ "name": "n", "in": place, "schema": { "type": "string" } }));
        assert_eq!(reported.len(), 1);
        assert!(reported[0].starts_with("collection-format 5:"), "{reported:?}");
    }
}

#[test]
fn separators_that_do_not_fit_are_commas() {
    let (value, reported) =
        parameter("name: n, in: header, type: array, items: { type: string }, collectionFormat: multi");
    assert_eq!(value.get("style"), None);
    assert_eq!(reported, ["unknown-style 5:87"]);
    let (value, reported) =
        parameter("name: n, in: query, type: array, items: { type: string }, collectionFormat: cvs");
    assert_eq!((&value["style"], &value["explode"]), (&json!("form"), &json!(false)));
    assert_eq!(reported, ["unknown-style 5:86"]);
}

#[test]
fn the_elements_of_an_array_of_arrays_are_texts() {
    let (value, reported) = parameter(
        "name: n, in: query, type: array, collectionFormat: pipes, items: { type: array, items: { type: integer } }",
    );
    let expected = json!({
        "name": "n", "in": "query", "style": "pipeDelimited", "explode": false,
        "schema": { "type": "array", "items": { "type": "string" } },
    });
    assert_eq!(value, expected);
    assert_eq!(reported, ["collection-format 5:86"]);
}

#[test]
fn a_collection_format_of_no_array_says_nothing() {
    let (value, reported) = parameter("name: n, in: query, type: string, collectionFormat: tsv");
    assert_eq!(value, json!({ "name": "n", "in": "query", "schema": { "type": "string" } }));
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn a_schema_of_3_0_is_read_where_there_is_none() {
    let (value, reported) = parameter("name: n, in: query, schema: { x-nullable: true, type: string }");
    assert_eq!(value["schema"], json!({ "type": "string", "nullable": true }));
    assert!(reported.is_empty(), "{reported:?}");
    let (_, reported) =
        parameter("name: n, in: query, type: string, style: form, explode: true, content: {}");
    assert_eq!(reported, ["unknown-keyword 5:62", "unknown-keyword 5:75", "unknown-keyword 5:90"]);
}

#[test]
fn parameters_move_up_where_a_body_goes() {
    let members = "parameters: [{ name: b, in: body, schema: {} }, { name: q, in: query, type: string }]";
    let (value, _) = operation(members);
    assert_eq!(value["parameters"], json!([{ "name": "q", "in": "query", "schema": { "type": "string" } }]));
    let text = format!("paths: {{ /a: {{ post: {{ {members} }} }} }}\n");
    for (to, from) in [
        ("/parameters/0/name", "/parameters/1/name"),
        ("/parameters/0/schema/type", "/parameters/1/type"),
        ("/requestBody", "/parameters/0"),
        ("/requestBody/content/application~1json/schema/type", "/parameters/0/schema/type"),
    ] {
        assert_eq!(origin(&text, &format!("/paths/~1a/post{to}")), format!("/paths/~1a/post{from}"));
    }
}

#[test]
fn shared_parameters_stay_shared() {
    let (value, reported) = converted(
        "parameters: { P: { name: p, in: query, type: array, items: { type: string } } }\npaths: { /a: { parameters: [{ $ref: '#/parameters/P' }] } }\n",
    );
    let parameter = &value["components"]["parameters"]["P"];
    assert_eq!((&parameter["style"], &parameter["schema"]["type"]), (&json!("form"), &json!("array")));
    assert_eq!(value["paths"]["/a"]["parameters"], json!([{ "$ref": "#/components/parameters/P" }]));
    assert!(reported.is_empty(), "{reported:?}");
}
