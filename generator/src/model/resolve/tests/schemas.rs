//! Schemas without composition.

use super::*;

#[test]
fn a_schema_without_type_is_what_its_keywords_say() {
    let resolved = schemas(
        "P: {properties: {a: {type: string}}}\nM: {additionalProperties: {type: string}}\nL: {items: {type: string}}\nA: {description: x}\nO: {type: object}",
    );
    assert_eq!(names(resolved.object("P")), ["a"]);
    assert!(matches!(resolved.object("M").additional, Additional::Schema(_)));
    assert!(matches!(resolved.schema("L").kind, Kind::Array(_)));
    assert!(matches!(resolved.schema("A").kind, Kind::Any));
    assert_eq!(resolved.object("O").additional, Additional::Unspecified);
    assert_eq!(resolved.codes, []);
}

#[test]
fn null_is_a_value_in_every_spelling() {
    let resolved = schemas(
        "A: {type: string, nullable: true}\nB: {type: string, enum: [a, null]}\nC: {oneOf: [{$ref: '#/components/schemas/O'}, {nullable: true}]}\n\
         D: {anyOf: [{$ref: '#/components/schemas/O'}, {$ref: '#/components/schemas/N'}]}\nE: {nullable: true, allOf: [{$ref: '#/components/schemas/O'}]}\n\
         O: {type: object, properties: {x: {type: string}}}\nN: {enum: [null]}",
    );
    for name in ["A", "B", "C", "D", "E", "N"] {
        assert!(resolved.schema(name).nullable, "{name}");
    }
    for name in ["C", "D", "E"] {
        let Kind::Alias(used) = &resolved.schema(name).kind else { panic!("{name} is no alias") };
        assert_eq!(used.id, resolved.id("O"), "{name}");
    }
    assert!(!resolved.schema("O").nullable);
    assert_eq!(resolved.codes, []);
}

#[test]
fn an_annotated_reference_in_a_property_is_a_use_with_its_own_docs() {
    let resolved = schemas(
        "A: {type: object, properties: {x: {allOf: [{$ref: '#/components/schemas/O'}], description: mine, nullable: true, readOnly: true}, y: {allOf: [{$ref: '#/components/schemas/O'}, {description: other, writeOnly: true}]}}}\n\
         O: {type: object, description: theirs, properties: {x: {type: string}}}",
    );
    let x = resolved.property("A", "x");
    assert_eq!(x.schema, Use { nullable: true, ..Use::of(resolved.id("O")) });
    assert_eq!((x.docs.description.as_deref(), x.read_only), (Some("mine"), true));
    let y = resolved.property("A", "y");
    assert_eq!(y.schema, Use::of(resolved.id("O")));
    assert_eq!((y.docs.description.as_deref(), y.write_only), (Some("other"), true));
}

#[test]
fn read_only_of_a_component_holds_for_its_properties() {
    let resolved = schemas("A: {type: object, properties: {x: {$ref: '#/components/schemas/B'}}}\nB: {type: string, readOnly: true}");
    assert!(resolved.property("A", "x").read_only);
}

#[test]
fn an_enumeration_has_each_value_once_and_the_type_of_its_values() {
    let resolved = schemas("A: {type: string, enum: [a, b, a]}\nB: {enum: [1, 2]}\nC: {enum: [1, a]}\nD: {type: boolean, enum: [true]}\nE: {type: integer, enum: [1]}");
    let values = |name: &str| match &resolved.schema(name).kind {
        Kind::Enumeration(enumeration) => (enumeration.values.clone(), enumeration.scalar.clone()),
        kind => panic!("{kind:?}"),
    };
    assert_eq!(values("A"), (vec![json!("a"), json!("b")], Some(Scalar::String(None))));
    assert_eq!(values("B"), (vec![json!(1), json!(2)], Some(Scalar::Integer(None))));
    assert_eq!(values("C"), (vec![json!(1), json!("a")], None));
    assert_eq!(values("D"), (vec![json!(true)], Some(Scalar::Boolean)));
    assert_eq!(values("E"), (vec![json!(1)], Some(Scalar::Integer(None))));
    assert_eq!(resolved.codes, [Code::DuplicateValue]);
}

#[test]
fn notes_say_what_types_do_not() {
    let resolved = schemas(
        "A: {type: string, format: uri, minLength: 1, maxLength: 64, pattern: '^a`b$', default: x}\nB: {type: integer, format: int32, minimum: 1, maximum: 100, default: 5}\n\
         C: {type: array, items: {type: string, maxLength: 3}, maxItems: 2, uniqueItems: true}\nD: {type: number, exclusiveMinimum: true, minimum: 0}\nE: {type: integer, maximum: 18446744073709551615}",
    );
    let notes = |name: &str| resolved.schema(name).docs.notes.clone();
    assert_eq!(
        notes("A"),
        [
            "Format: `uri`",
            "Between 1 and 64 characters",
            "Matches the regular expression `` ^a`b$ ``",
            "Default: `x`"
        ]
    );
    assert_eq!(notes("B"), ["Between 1 and 100", "Default: `5`"]);
    assert_eq!(
        notes("C"),
        ["At most 2 elements", "No element stands twice", "Each element: at most 3 characters"]
    );
    assert_eq!(notes("D"), ["Greater than 0"]);
    assert_eq!(notes("E"), ["At most 18446744073709551615"]);
}

#[test]
fn a_required_name_that_is_no_property_is_reported_once_and_not_asked_for() {
    let resolved = schemas("A: {type: object, required: [a, token], properties: {a: {type: string}}}");
    assert_eq!(resolved.codes, [Code::RequiredWithoutProperty]);
    assert_eq!(required(resolved.object("A")), ["a"]);
}

#[test]
fn components_come_first_and_in_the_order_of_the_document() {
    let resolved = schemas("B: {type: object, properties: {x: {type: object}}}\nA: {type: string}");
    let order: Vec<_> = resolved.api.schemas.iter().map(|(_, schema)| schema.component.as_deref()).collect();
    assert_eq!(order, [Some("B"), Some("A"), None]);
}

#[test]
fn not_is_degraded_with_a_warning() {
    assert_eq!(
        schemas("A: {type: object, properties: {x: {not: {type: string}}}}").codes,
        [Code::NotIgnored]
    );
}

#[test]
fn a_property_that_is_both_read_only_and_write_only_is_neither() {
    let resolved =
        schemas("A: {type: object, properties: {x: {type: string, readOnly: true, writeOnly: true}}}");
    assert_eq!(resolved.codes, [Code::ContradictoryAccess]);
    let property = resolved.property("A", "x");
    assert!(!property.read_only && !property.write_only);
}
