use super::{schema, value};
use serde_json::{json, Value};

fn silent(text: &str) -> Value {
    let (value, reported) = schema(text);
    assert!(reported.is_empty(), "{text}: {reported:?}");
    value
}

/// Whatever `openapiv3` can read by itself has the shape that it gives it.
#[test]
fn schemas_have_the_shapes_of_openapiv3() {
    for text in [
        "{}",
        "{ type: string, format: date, pattern: a, minLength: 1, maxLength: 2, enum: [a, b] }",
        "{ type: number, minimum: 1, maximum: 2.5, exclusiveMinimum: true, multipleOf: 0.5 }",
        "{ type: integer, format: int32, minimum: 1, enum: [1, 2] }",
        "{ type: integer, enum: [18446744073709551615] }",
        "{ type: boolean, enum: [true] }",
        "{ type: object, required: [a], properties: { a: { type: string } }, additionalProperties: false }",
        "{ type: object, additionalProperties: { type: string }, minProperties: 1 }",
        "{ type: object, enum: [{ a: 1 }] }",
        "{ type: array, items: { $ref: '#/components/schemas/A' }, uniqueItems: true }",
        "{ oneOf: [{ type: string }, { type: integer }], discriminator: { propertyName: kind, mapping: { a: A } } }",
        "{ anyOf: [{ type: string }, { type: integer }] }",
        "{ allOf: [{ $ref: '#/components/schemas/A' }], nullable: true, description: d }",
        "{ allOf: [{ $ref: '#/components/schemas/A' }], required: [a] }",
        "{ type: object, allOf: [{ type: object }], properties: { b: { type: string } } }",
        "{ not: { type: string } }",
        "{ not: { type: string }, type: integer }",
        "{ enum: [1, a] }",
        "{ format: uuid }",
        "{ properties: { a: { type: string } } }",
        "{ title: t, description: d, readOnly: true, writeOnly: true, deprecated: true, default: 1, x-a: 1 }",
    ] {
        let plain: openapiv3::Schema = serde_yaml::from_str(text).expect("openapiv3 reads it");
        assert_eq!(silent(text), serde_json::to_value(plain).expect("it is JSON"), "{text}");
    }
}

#[test]
fn what_stands_beside_a_reference_is_kept_in_an_all_of() {
    let reference = json!([{ "$ref": "#/components/schemas/A" }]);
    let value = silent("{ $ref: '#/components/schemas/A', nullable: true, description: d, readOnly: true }");
    assert_eq!(value, json!({ "nullable": true, "description": "d", "readOnly": true, "allOf": reference }));
    let alone = silent("{ $ref: '#/components/schemas/A', nullable: false, x-a: 1 }");
    assert_eq!(alone, json!({ "$ref": "#/components/schemas/A" }));
}

#[test]
fn a_contradiction_beside_a_reference_is_reported() {
    let (value, reported) = schema("{ $ref: '#/components/schemas/A', type: string }");
    assert_eq!(value, json!({ "$ref": "#/components/schemas/A" }));
    assert_eq!(reported, ["ignored-sibling 6:42"]);
}

#[test]
fn names_of_properties_and_data_are_not_keywords() {
    let text = "{ type: object, properties: { $ref: { type: string }, properties: { type: integer }, \
                x-bindgen-a: { type: string } }, example: { $ref: 'x.yaml', x-bindgen-b: 1, type: file } }";
    let value = silent(text);
    assert_eq!(value["properties"]["$ref"], json!({ "type": "string" }));
    assert_eq!(value["properties"]["properties"], json!({ "type": "integer" }));
    assert_eq!(value["properties"]["x-bindgen-a"], json!({ "type": "string" }));
    assert_eq!(value["example"], json!({ "$ref": "x.yaml", "x-bindgen-b": 1, "type": "file" }));
}

#[test]
fn null_is_said_by_nullable_only() {
    let nullable = json!({ "type": "string", "nullable": true, "enum": ["a"] });
    assert_eq!(silent("{ type: string, enum: [a, null] }"), nullable);
    let one = json!({ "allOf": [{ "type": "string" }], "nullable": true });
    for text in [
        "{ oneOf: [{ type: string }, { type: 'null' }] }",
        "{ anyOf: [{ type: string }, { enum: [null] }] }",
        "{ anyOf: [{ nullable: true }, { type: string }] }",
    ] {
        assert_eq!(silent(text), one, "{text}");
    }
    let value = silent("{ type: [string, 'null'] }");
    assert_eq!(value, json!({ "type": "string", "nullable": true }));
    assert_eq!(silent("{ type: 'null' }"), json!({ "nullable": true }));
    assert_eq!(silent("{ const: null }"), json!({ "nullable": true }));
}

#[test]
fn several_types_are_a_choice_with_the_keywords_of_each() {
    let value =
        silent("{ type: [string, integer, 'null'], format: int64, minLength: 1, minimum: 2, title: t }");
    let members =
        json!([{ "type": "string", "minLength": 1 }, { "type": "integer", "format": "int64", "minimum": 2 }]);
    assert_eq!(value, json!({ "anyOf": members, "nullable": true, "title": "t" }));
    assert_eq!(silent("{ type: [integer, number] }"), json!({ "type": "number" }));
    assert_eq!(silent("{ type: [string, number, boolean, object, array] }"), json!({}));
    assert_eq!(silent("{ type: [string, integer], enum: [1, a] }"), json!({ "enum": [1, "a"] }));
}

#[test]
fn a_constant_is_an_enum_of_one_value() {
    assert_eq!(silent("{ type: string, const: a }"), json!({ "type": "string", "enum": ["a"] }));
    assert_eq!(silent("{ enum: [a, b], const: a }"), json!({ "enum": ["a"] }));
    assert_eq!(schema("{ enum: [b], const: a }").1, ["contradictory-value 6:21"]);
}

#[test]
fn odd_types_degrade_alone() {
    for (text, expected) in [
        ("{ type: String }", json!({ "type": "string" })),
        ("{ type: file }", json!({ "type": "string", "format": "binary" })),
        ("{ type: any, description: d }", json!({ "description": "d" })),
        ("{ type: 5 }", json!({})),
    ] {
        let (value, reported) = schema(text);
        assert_eq!((value, reported), (expected, vec!["unknown-type 6:10".to_owned()]), "{text}");
    }
}

#[test]
fn bounds_are_numbers_with_boolean_exclusions() {
    let value = silent("{ type: number, exclusiveMinimum: 1, minimum: 0, exclusiveMaximum: 9, maximum: 5 }");
    let expected = json!({ "type": "number", "exclusiveMinimum": true, "minimum": 1.0, "maximum": 5.0 });
    assert_eq!(value, expected);
}

#[test]
fn bounds_of_integers_that_no_i64_holds_travel_in_an_extension() {
    let value = silent("{ type: integer, minimum: 1.0, maximum: 18446744073709551615, multipleOf: 0.5 }");
    let expected = json!({ "type": "integer", "minimum": 1, "x-bindgen-maximum": u64::MAX, "x-bindgen-multiple-of": 0.5 });
    assert_eq!(value, expected);
}

#[test]
fn values_of_enums_have_the_type() {
    let (value, reported) = schema("{ type: integer, enum: [1, 2.0, '3', x] }");
    assert_eq!(value["enum"], json!([1, 2, 3]));
    assert_eq!(reported, ["contradictory-value 6:40", "contradictory-value 6:45"]);
    let (value, reported) = schema("{ type: string, enum: [1, a] }");
    assert_eq!(value["enum"], json!(["1", "a"]));
    assert_eq!(reported, ["contradictory-value 6:31"]);
}

#[test]
fn keywords_of_another_type_are_ignored() {
    assert_eq!(silent("{ type: string, uniqueItems: true, maxItems: 3 }"), json!({ "type": "string" }));
    let (value, reported) = schema("{ type: string, items: { type: string } }");
    assert_eq!(value, json!({ "type": "string" }));
    assert_eq!(reported, ["ineffective-keyword 6:24"]);
}

#[test]
fn keywords_without_a_value_are_absent() {
    let expected = json!({ "type": "object", "default": null });
    assert_eq!(silent("{ type: object, description: , required: , properties: ~, default: }"), expected);
}

#[test]
fn elements_by_place_are_of_one_schema_or_a_choice() {
    let one = json!({ "type": "array", "items": { "type": "string" } });
    assert_eq!(silent("{ type: array, items: [{ type: string }] }"), one);
    let (value, reported) = schema("{ prefixItems: [{ type: string }, { type: integer }], items: false }");
    let choice = json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] });
    assert_eq!((&value["items"], &value["maxItems"], &value["type"]), (&choice, &json!(2), &json!("array")));
    assert_eq!(reported, ["tuple-degraded 6:10"]);
}

#[test]
fn a_choice_of_constants_is_an_enum() {
    let value = silent("{ type: integer, oneOf: [{ const: 1, title: One }, { const: 2, description: Two }, { const: null }] }");
    let names = json!(["One", ""]);
    assert_eq!(
        (&value["enum"], &value["nullable"], &value["x-enum-varnames"]),
        (&json!([1, 2]), &json!(true), &names)
    );
    let kept = json!({ "anyOf": [{ "enum": ["a"] }, { "type": "integer" }] });
    assert_eq!(silent("{ anyOf: [{ const: a }, { type: integer }] }"), kept);
}

#[test]
fn what_is_no_schema_accepts_anything() {
    for text in ["", "[1]", "5", "false"] {
        let (value, reported) = schema(text);
        assert_eq!((value, reported), (json!({}), vec!["wrong-type 6:5".to_owned()]), "{text}");
    }
    assert_eq!(silent("true"), json!({}));
    let (value, reported) = schema("{ type: object, required: true, properties: { a: { type: string } } }");
    assert_eq!(value, json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
    assert_eq!(reported, ["wrong-type 6:24"]);
}

#[test]
fn no_document_can_forge_a_private_extension() {
    let (value, reported) = value("x-bindgen-explode: 1\nX-Bindgen-A: 2\nx-other: 3\n");
    assert_eq!(value.get("x-bindgen-explode"), None);
    assert_eq!(value["x-other"], json!(3));
    assert_eq!(reported, ["reserved-extension 4:1", "reserved-extension 5:1"]);
}
