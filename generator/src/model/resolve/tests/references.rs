//! References.

use super::*;

#[test]
fn a_reference_to_a_component_is_a_use_of_it() {
    let resolved = schemas("Pet: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}\nOwner: {type: object}");
    assert_eq!(resolved.property("Pet", "owner").schema, Use::of(resolved.id("Owner")));
    assert_eq!(resolved.api.schemas.len(), 2);
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_deep_pointer_shares_the_inline_schema() {
    let resolved = schemas(
        "A: {type: object, properties: {x: {$ref: '#/components/schemas/Pet/properties/tag'}}}\n\
         Pet: {type: object, properties: {tag: {type: object, properties: {name: {type: string}}}}}",
    );
    assert_eq!(resolved.property("A", "x").schema, resolved.property("Pet", "tag").schema);
    let id = resolved.property("A", "x").schema.id;
    assert_eq!(resolved.api.schemas[id].at.as_str(), "/components/schemas/Pet/properties/tag");
    assert_eq!(resolved.codes, []);
}

#[test]
fn a_deep_pointer_passes_paths_encoding_and_references() {
    let resolved = resolve(
        "paths:\n  /a{id}/b:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      \
         responses: {'200': {$ref: '#/components/responses/Ok'}}\n\
         components:\n  responses:\n    Ok: {description: ok, content: {application/json: {schema: {type: array, items: {type: integer}}}}}\n  \
         schemas:\n    X: {$ref: '#/paths/~1a%7Bid%7D~1b/get/responses/200/content/application~1json/schema'}\n",
    );
    assert_eq!(resolved.codes, []);
    let Kind::Alias(used) = &resolved.schema("X").kind else { panic!("not an alias") };
    assert!(matches!(resolved.kind_of(used), Kind::Array(_)));
    assert_eq!(Some(used), resolved.operation().responses[0].content[0].schema.as_ref());
}

#[test]
fn a_dangling_reference_is_reported_with_the_closest_name_and_the_rest_goes_on() {
    let resolved = schemas(
        "Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Ownr'}, b: {$ref: '#/components/schemas/Zzz'}}}\n\
         Owner: {type: object}",
    );
    assert_eq!(resolved.codes, [Code::UnresolvedReference; 2]);
    assert_eq!(names(resolved.object("Pet")), ["a", "b"]);
}

#[test]
fn the_closest_name_is_suggested() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {items: {$ref: '#/components/schemas/Ownr'}}, Owner: {type: object}, Other: {type: object}}}";
    let mut sink = Sink::default();
    let input = Input::Bytes("test.yaml".to_owned(), document.as_bytes().to_vec());
    let document = document::load(&input, &[], None, &mut Sources::default(), &mut sink)
        .expect("the document can be read");
    super::super::resolve(&document, &Selection::default(), &mut sink);
    let help = sink.diagnostics().iter().find_map(|diagnostic| diagnostic.help.as_deref());
    assert_eq!(help, Some("there is `#/components/schemas/Owner`"));
}

#[test]
fn a_reference_to_something_else_is_told_from_a_dangling_one() {
    let resolved = resolve(
        "paths:\n  /a:\n    get:\n      responses: {'200': {$ref: '#/components/schemas/Ok'}}\ncomponents:\n  schemas:\n    Ok: {type: string}\n",
    );
    assert_eq!(
        resolved.messages,
        ["`$ref` `#/components/schemas/Ok` points to a schema, not to a response: the bindings do without"]
    );
}

#[test]
fn references_that_lead_back_to_themselves_are_reported() {
    let resolved = schemas(
        "A: {$ref: '#/components/schemas/A'}\nB: {$ref: '#/components/schemas/C'}\nC: {$ref: '#/components/schemas/B'}\n\
         D: {allOf: [{$ref: '#/components/schemas/D'}, {type: object, properties: {x: {type: string}}}]}",
    );
    assert_eq!(resolved.codes, [Code::ReferenceCycle; 4]);
    assert!(["A", "B", "C"].iter().all(|name| matches!(resolved.schema(name).kind, Kind::Any)));
    assert_eq!(names(resolved.object("D")), ["x"]);
}

#[test]
fn parameters_responses_and_path_items_that_refer_to_themselves_are_reported() {
    let resolved = resolve(
        "paths:\n  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}\n  /c:\n    get:\n      \
         parameters: [{$ref: '#/components/parameters/P'}]\n      responses: {'200': {$ref: '#/components/responses/R'}}\n\
         components:\n  parameters: {P: {$ref: '#/components/parameters/P'}}\n  responses: {R: {$ref: '#/components/responses/R'}}\n",
    );
    assert_eq!(resolved.codes, [Code::ReferenceCycle; 4]);
    assert_eq!(resolved.operation().parameters.len(), 0);
}

#[test]
fn schemas_may_recurse_through_properties_arrays_and_unions() {
    let resolved = schemas(
        "Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, children: {type: array, items: {$ref: '#/components/schemas/Node'}}}}\n\
         Json: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Json'}}]}",
    );
    assert_eq!(resolved.codes, []);
    assert_eq!(resolved.property("Node", "next").schema.id, resolved.id("Node"));
}

#[test]
fn a_chain_of_ten_thousand_references_overflows_nothing() {
    let chain: String =
        (0..10_000).map(|i| format!("S{i}: {{$ref: '#/components/schemas/S{}'}}\n", i + 1)).collect();
    let resolved = schemas(&format!("{chain}S10000: {{type: string}}"));
    assert_eq!(resolved.codes, []);
    assert!(matches!(resolved.schema("S0").kind, Kind::Alias(_)));
}

#[test]
fn a_chain_of_ten_thousand_all_ofs_is_bounded() {
    let chain: String = (0..10_000)
        .map(|i| format!("S{i}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}], properties: {{p{i}: {{type: string}}}}}}\n", i + 1))
        .collect();
    let resolved = schemas(&format!("{chain}S10000: {{type: object}}"));
    assert_eq!(resolved.codes, [Code::TooManyProperties]);
}

#[test]
fn all_of_that_doubles_at_every_step_is_merged_once_a_component() {
    let chain: String = (0..200)
        .map(|i| format!("S{i}: {{allOf: [{{$ref: '#/components/schemas/S{n}'}}, {{$ref: '#/components/schemas/S{n}'}}, {{type: object, properties: {{p{i}: {{type: string}}}}}}]}}\n", n = i + 1))
        .collect();
    let resolved = schemas(&format!("{chain}S200: {{type: object}}"));
    assert_eq!(resolved.codes, []);
    assert_eq!(resolved.object("S0").properties.len(), 200);
}
