use super::{converted, origin};
use serde_json::{json, Value};

fn schema(schema: &str) -> Value {
    let (mut value, reported) = converted(&format!("definitions: {{ A: {{}}, S: {schema} }}\n"));
    assert!(reported.is_empty(), "{reported:?}");
    value["components"]["schemas"]["S"].take()
}

#[test]
fn what_2_0_says_otherwise_is_said_as_in_3_0() {
    for (old, new) in [
        ("{ discriminator: kind }", json!({ "discriminator": { "propertyName": "kind" } })),
        ("{ type: string, x-nullable: true }", json!({ "type": "string", "nullable": true })),
        ("{ type: string, x-nullable: false }", json!({ "type": "string", "x-nullable": false })),
        ("{ type: file, format: f }", json!({ "type": "string", "format": "binary" })),
        ("{ x-oneOf: [{ $ref: '#/definitions/A' }] }", json!({ "x-oneOf": [{ "$ref": "#/definitions/A" }] })),
        ("{ readOnly: true, example: { $ref: a } }", json!({ "readOnly": true, "example": { "$ref": "a" } })),
    ] {
        assert_eq!(schema(old), new);
    }
}

#[test]
fn schemas_are_converted_wherever_they_stand() {
    let (old, new) = ("{ type: file }", json!({ "type": "string", "format": "binary" }));
    for (keyword, is_list) in [
        ("items", false),
        ("additionalProperties", false),
        ("not", false),
        ("allOf", true),
        ("oneOf", true),
        ("anyOf", true),
    ] {
        let (old, new) =
            if is_list { (format!("[{old}]"), json!([new])) } else { (old.to_owned(), new.clone()) };
        assert_eq!(schema(&format!("{{ {keyword}: {old} }}")), json!({ keyword: new }));
    }
    assert_eq!(schema(&format!("{{ properties: {{ a: {old} }} }}")), json!({ "properties": { "a": new } }));
}

#[test]
fn a_property_may_be_called_like_a_keyword() {
    let names =
        "{ properties: { $ref: { type: file }, discriminator: { type: string }, schema: { type: string } } }";
    let properties = schema(names)["properties"].take();
    assert_eq!(properties["$ref"], json!({ "type": "string", "format": "binary" }));
    assert_eq!(properties["discriminator"], json!({ "type": "string" }));
}

#[test]
fn data_stays_as_it_is() {
    let data = json!({ "type": "file", "$ref": "#/definitions/A", "x-nullable": true });
    for keyword in ["default", "example", "x-a"] {
        assert_eq!(schema(&format!("{{ {keyword}: {data} }}"))[keyword], data);
    }
    assert_eq!(schema(&format!("{{ enum: [{data}] }}"))["enum"], json!([data]));
}

#[test]
fn a_schema_is_shown_where_it_stood() {
    assert_eq!(origin("definitions: { A: {} }\n", "/components/schemas/A/type"), "/definitions/A/type");
}
