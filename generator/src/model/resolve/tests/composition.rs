//! `allOf`, `oneOf` and `anyOf`.

use super::*;

#[test]
fn all_of_adds_up_properties_in_the_order_of_its_members() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {x: {type: string}}}], properties: {y: {type: string}}}\n\
         B: {allOf: [{$ref: '#/components/schemas/C'}], properties: {b: {type: string}}}\nC: {type: object, properties: {c: {type: string}}, required: [c]}",
    );
    assert_eq!(names(resolved.object("A")), ["c", "b", "x", "y"]);
    assert_eq!(required(resolved.object("A")), ["c"]);
    assert_eq!(resolved.codes, []);
}

#[test]
fn required_of_one_member_holds_for_the_properties_of_all() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {required: [b]}, {$ref: '#/components/schemas/Mixin'}]}\n\
         B: {type: object, properties: {a: {type: string}, b: {type: string}}}\nMixin: {required: [a]}",
    );
    assert_eq!(required(resolved.object("A")), ["a", "b"]);
    assert_eq!(required(resolved.object("B")), [] as [&str; 0]);
    assert_eq!(resolved.codes, []);
}

#[test]
fn all_of_one_reference_is_an_alias() {
    let resolved = schemas("A: {description: x, allOf: [{$ref: '#/components/schemas/B'}]}\nB: {type: object, properties: {a: {type: string}}}");
    assert!(matches!(&resolved.schema("A").kind, Kind::Alias(used) if used.id == resolved.id("B")));
    assert_eq!(resolved.schema("A").docs.description.as_deref(), Some("x"));
}

#[test]
fn the_later_and_more_specific_schema_of_a_property_wins() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {narrowed: {type: string, enum: [x]}, redocumented: {description: new}, contradicted: {type: integer}}}]}\n\
         B: {type: object, properties: {narrowed: {type: string}, redocumented: {type: boolean}, contradicted: {type: string, description: old}}}",
    );
    assert!(matches!(resolved.kind_of(&resolved.property("A", "narrowed").schema), Kind::Enumeration(_)));
    let redocumented = resolved.property("A", "redocumented");
    assert!(matches!(resolved.kind_of(&redocumented.schema), Kind::Scalar(Scalar::Boolean)));
    assert_eq!(redocumented.docs.description.as_deref(), Some("new"));
    let contradicted = resolved.property("A", "contradicted");
    assert!(matches!(resolved.kind_of(&contradicted.schema), Kind::Scalar(Scalar::Integer(None))));
    assert_eq!(contradicted.docs.description.as_deref(), Some("old"));
    assert_eq!(resolved.codes, [Code::AllOfConflict]);
}

#[test]
fn two_objects_of_one_property_are_merged() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {o: {type: object, properties: {y: {type: string}}}}}]}\n\
         B: {type: object, properties: {o: {type: object, properties: {x: {type: string}}}}}",
    );
    let merged = resolved.as_object(resolved.property("A", "o").schema.id);
    assert_eq!(names(merged), ["x", "y"]);
    assert_eq!(names(resolved.as_object(resolved.property("B", "o").schema.id)), ["x"]);
}

#[test]
fn all_of_a_scalar_narrows_it() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/S'}, {type: string, enum: [x, y]}]}\nB: {allOf: [{$ref: '#/components/schemas/A'}, {type: string, enum: [y, z]}]}\n\
         C: {allOf: [{$ref: '#/components/schemas/S'}, {maxLength: 3}]}\nD: {allOf: [{type: string}, {type: integer}]}\nS: {type: string}",
    );
    let values = |name: &str| match &resolved.schema(name).kind {
        Kind::Enumeration(enumeration) => enumeration.values.clone(),
        kind => panic!("{kind:?}"),
    };
    assert_eq!(values("A"), [json!("x"), json!("y")]);
    assert_eq!(values("B"), [json!("y")]);
    assert!(matches!(&resolved.schema("C").kind, Kind::Alias(_)));
    assert_eq!(resolved.schema("C").docs.notes, ["At most 3 characters"]);
    assert!(matches!(resolved.schema("D").kind, Kind::Any));
    assert_eq!(resolved.codes, [Code::AllOfConflict]);
}

#[test]
fn a_union_has_the_mapped_values_then_those_of_the_members() {
    let resolved = schemas(
        "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind, mapping: {b: '#/components/schemas/B', bb: B, z: Z}}}\n\
         A: {type: object, properties: {kind: {type: string}}}\nB: {type: object, properties: {kind: {type: string}}}\nC: {type: object, properties: {kind: {type: string, enum: [sea]}}}\nZ: {type: object}",
    );
    let (members, discriminator) = resolved.members("U");
    assert_eq!(
        members.iter().map(|member| member.id).collect::<Vec<_>>(),
        ["A", "B", "C"].map(|name| resolved.id(name))
    );
    let mapping =
        [("b", 1), ("bb", 1), ("A", 0), ("sea", 2)].map(|(value, position)| (value.to_owned(), position));
    assert_eq!(discriminator.expect("a discriminator").mapping, mapping);
    assert_eq!(resolved.codes, [Code::DiscriminatorMapping]);
}

#[test]
fn a_member_without_the_discriminator_property_is_reported() {
    let resolved = schemas(
        "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {b: B, bb: B}}}\n\
         A: {type: object, properties: {x: {type: string}}}\nB: {type: object, properties: {x: {type: string}}}",
    );
    // `A` has one value, which is written; `B` has two.
    assert_eq!(resolved.codes, [Code::DiscriminatorProperty]);
}

#[test]
fn a_discriminator_may_tell_two_members_alike() {
    let member = |name: &str| {
        format!(
            "{{type: object, properties: {{kind: {{type: string, enum: [x]}}, {name}: {{type: string}}}}}}"
        )
    };
    let resolved = schemas(&format!(
        "U: {{oneOf: [{}, {}], discriminator: {{propertyName: kind}}}}",
        member("a"),
        member("b")
    ));
    let mapping = [("x".to_owned(), 0), ("x".to_owned(), 1)];
    assert_eq!(resolved.members("U").1.expect("a discriminator").mapping, mapping);
    assert_eq!(resolved.codes, [Code::DiscriminatorMember]);
}

#[test]
fn an_inline_member_without_a_value_is_reported() {
    let resolved = schemas(
        "U: {oneOf: [{type: object, properties: {kind: {type: string}}}, {$ref: '#/components/schemas/A'}], discriminator: {propertyName: kind}}\n\
         A: {type: object, properties: {kind: {type: string}}}",
    );
    assert_eq!(resolved.members("U").1.expect("a discriminator").mapping, [("A".to_owned(), 1)]);
    assert_eq!(resolved.codes, [Code::DiscriminatorMember]);
}

#[test]
fn a_union_of_one_member_is_that_member() {
    let resolved = schemas("U: {oneOf: [{type: object, properties: {a: {type: string}}}]}\nV: {anyOf: [{type: string}, {nullable: true}]}");
    assert_eq!(names(resolved.object("U")), ["a"]);
    assert!(matches!(resolved.schema("V").kind, Kind::Scalar(_)) && resolved.schema("V").nullable);
}

#[test]
fn members_that_only_require_leave_the_plain_object() {
    let resolved = schemas("A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}");
    assert_eq!(names(resolved.object("A")), ["a", "b"]);
    assert_eq!(required(resolved.object("A")), [] as [&str; 0]);
    assert_eq!(resolved.codes, []);
}

#[test]
fn properties_beside_a_union_are_carried_into_its_members() {
    let resolved = schemas(
        "A: {type: object, properties: {id: {type: string}}, required: [id], oneOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {c: {type: string}}}]}\n\
         B: {type: object, properties: {b: {type: string}}}",
    );
    let (members, _) = resolved.members("A");
    assert_eq!(names(resolved.as_object(members[0].id)), ["id", "b"]);
    assert_eq!(names(resolved.as_object(members[1].id)), ["id", "c"]);
    assert_eq!(required(resolved.as_object(members[1].id)), ["id"]);
    assert_eq!(names(resolved.object("B")), ["b"]);
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_member_of_a_union_that_names_members_keeps_the_others_of_the_base() {
    let resolved = schemas(
        "A: {type: object, properties: {data: {type: object, additionalProperties: {}}}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}\n\
         B: {type: object, properties: {data: {$ref: '#/components/schemas/D'}, b: {type: string}}}\n\
         C: {type: object, properties: {data: {type: object, properties: {c: {type: string}}}, c: {type: string}}}\n\
         D: {type: object, properties: {a: {type: string}}}",
    );
    let (members, _) = resolved.members("A");
    let data = members.iter().map(|member| {
        let data = resolved.as_object(resolved.as_object(member.id).properties[0].schema.id);
        (names(data), data.additional.clone())
    });
    assert_eq!(data.collect::<Vec<_>>(), [(vec!["a"], Additional::Any), (vec!["c"], Additional::Any)]);
    assert_eq!(resolved.object("D").additional, Additional::Any);
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_union_inside_all_of_takes_the_other_members_in() {
    let resolved = schemas(
        "A: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/U'}]}\nBase: {type: object, properties: {id: {type: string}}}\n\
         U: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}\nB: {type: object, properties: {b: {type: string}}}\nC: {type: object, properties: {c: {type: string}}}",
    );
    let (members, _) = resolved.members("A");
    assert_eq!(names(resolved.as_object(members[1].id)), ["id", "c"]);
}

#[test]
fn what_derives_from_a_base_that_lists_it_takes_its_properties() {
    let resolved = schemas(
        "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}\n\
         Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meow: {type: boolean}}}]}\n\
         Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: boolean}}}]}",
    );
    assert_eq!(names(resolved.object("Cat")), ["kind", "meow"]);
    let (members, discriminator) = resolved.members("Pet");
    assert_eq!(
        members.iter().map(|member| member.id).collect::<Vec<_>>(),
        [resolved.id("Cat"), resolved.id("Dog")]
    );
    assert_eq!(
        discriminator.expect("a discriminator").mapping,
        [("Cat".to_owned(), 0), ("Dog".to_owned(), 1)]
    );
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_base_that_lists_a_grandchild_ends() {
    let resolved = schemas(
        "Pet: {type: object, properties: {kind: {type: string}}, oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]}\n\
         Animal: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {legs: {type: integer}}}]}\n\
         Dog: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {bark: {type: boolean}}}]}\nCat: {type: object, properties: {meow: {type: boolean}}}",
    );
    assert!(resolved.api.schemas.len() < 100, "{}", resolved.api.schemas.len());
}

#[test]
fn a_discriminator_without_a_union_is_one_of_what_derives_from_it() {
    let resolved = schemas(
        "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: Cat}}}\n\
         Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meow: {type: boolean}}}]}\n\
         Ant: {allOf: [{$ref: '#/components/schemas/Pet'}]}\nBee: {allOf: [{$ref: '#/components/schemas/Ant'}]}",
    );
    let (members, discriminator) = resolved.members("Pet");
    let ids: Vec<_> = members.iter().map(|member| member.id).collect();
    assert_eq!(ids, ["Ant", "Bee", "Cat"].map(|name| resolved.id(name)));
    let mapping = [("cat", 2), ("Ant", 0), ("Bee", 1)].map(|(value, position)| (value.to_owned(), position));
    assert_eq!(discriminator.expect("a discriminator").mapping, mapping);
    assert_eq!(names(resolved.object("Cat")), ["kind", "meow"]);
    assert_eq!(names(resolved.object("Ant")), ["kind"]);
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_base_of_one_schema_or_with_a_tag_of_its_own_is_one_of_its_members() {
    let resolved = schemas(
        "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n\
         Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meow: {type: boolean}}}]}\n\
         Bare: {type: object, discriminator: {propertyName: kind}}\nLess: {allOf: [{$ref: '#/components/schemas/Bare'}]}",
    );
    let (members, discriminator) = resolved.members("Pet");
    let mapping = [("Cat", 0), ("Pet", 1)].map(|(value, position)| (value.to_owned(), position));
    assert_eq!(discriminator.expect("a discriminator").mapping, mapping);
    assert_eq!(resolved.api.schemas[members[1].id].component, None);
    // Nothing would be left of it as a member.
    assert!(matches!(resolved.schema("Bare").kind, Kind::Object(_)));
    assert_eq!(resolved.codes, []);
}

#[test]
fn two_unions_at_once_keep_the_properties_and_say_so() {
    let union = "oneOf: [{type: object, properties: {b: {type: string}}}, {type: object, properties: {c: {type: string}}}]";
    let resolved = schemas(&format!(
        "A: {{type: object, properties: {{a: {{type: string}}}}, {union}, {}}}\nB: {{{union}, {}}}",
        union.replace("oneOf", "anyOf"),
        union.replace("oneOf", "anyOf")
    ));
    assert_eq!(names(resolved.object("A")), ["a"]);
    assert_eq!(resolved.object("A").additional, Additional::Any);
    assert!(matches!(resolved.schema("B").kind, Kind::Any));
    assert_eq!(resolved.codes, [Code::UnionDegraded; 2]);
}

#[test]
fn schemas_that_take_in_each_other_have_what_all_of_them_say_in_any_order() {
    let lines = [
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, required: [b], properties: {a: {type: string}}}]}",
        "B: {allOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/Outside'}, {type: object, properties: {b: {type: string}}}]}",
        "C: {type: object, properties: {c: {type: string}}, allOf: [{$ref: '#/components/schemas/Alias'}]}",
        "Alias: {$ref: '#/components/schemas/A'}",
        "Outside: {type: object, properties: {o: {type: string}}}",
    ];
    for turn in 0..lines.len() {
        let mut lines = lines;
        lines.rotate_left(turn);
        let resolved = schemas(&lines.join("\n"));
        for (name, properties) in
            [("A", ["o", "b", "c", "a"]), ("B", ["a", "c", "o", "b"]), ("C", ["a", "o", "b", "c"])]
        {
            assert_eq!(names(resolved.object(name)), properties, "{name}, turned by {turn}");
        }
        assert_eq!(required(resolved.object("C")), ["b"]);
        assert!(matches!(&resolved.schema("Alias").kind, Kind::Alias(used) if used.id == resolved.id("A")));
        assert_eq!(resolved.codes, [Code::ReferenceCycle; 3]);
    }
}

#[test]
fn a_base_that_lists_one_schema_is_no_circle() {
    for lines in [
        ["Base: {type: object, properties: {kind: {type: string}}, oneOf: [{$ref: '#/components/schemas/Only'}]}",
         "Only: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {size: {type: integer}}}]}"],
        ["Only: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {size: {type: integer}}}]}",
         "Base: {type: object, properties: {kind: {type: string}}, oneOf: [{$ref: '#/components/schemas/Only'}]}"],
    ] {
        let resolved = schemas(&lines.join("\n"));
        assert!(matches!(&resolved.schema("Base").kind, Kind::Alias(used) if used.id == resolved.id("Only")));
        assert_eq!(names(resolved.object("Only")), ["kind", "size"]);
        assert_eq!(resolved.codes, []);
    }
}

#[test]
fn bases_that_take_in_each_other_and_list_what_derives_from_them_overflow_nothing() {
    let family = "[{$ref: '#/components/schemas/D'}, {type: string}]";
    let resolved = schemas(&format!(
        "A: {{allOf: [{{$ref: '#/components/schemas/B'}}], oneOf: {family}, properties: {{a: {{type: string}}}}}}\n\
         B: {{allOf: [{{$ref: '#/components/schemas/A'}}], oneOf: {family}, properties: {{b: {{type: string}}}}}}\n\
         D: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{type: object, properties: {{d: {{type: string}}}}}}]}}"
    ));
    assert_eq!(names(resolved.object("D")), ["b", "a", "d"]);
    let chain: String = (0..10_000)
        .map(|i| format!("S{i}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}], oneOf: {family}}}\n", i + 1))
        .collect();
    let resolved = schemas(&format!(
        "{chain}S10000: {{type: object}}\nD: {{allOf: [{{$ref: '#/components/schemas/S0'}}], properties: {{d: {{type: string}}}}}}"
    ));
    assert!(resolved.codes.contains(&Code::AllOfConflict));
}
