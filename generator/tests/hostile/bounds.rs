//! Documents that are too much: too deep, too long, too many, round in circles.
//!
//! Each is refused with a place or read in bounded time, on the stack of a test thread, and never with a panic. Growth is
//! measured with two sizes in the processor time of this thread: twice the document may take three times as long, no more.

use super::oracle::{self, Made};
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use serde_json::{json, Map, Value};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What anything here may take, on a busy machine and without optimisation.
const BUDGET: Duration = Duration::from_secs(60);
/// How much longer twice the document may take; quadratic time would be 4 and more.
const GROWTH: u32 = 3;
/// What is too short to be compared.
const NOISE: Duration = Duration::from_millis(150);

fn make(name: &str, document: &str) -> Made {
    let start = Instant::now();
    let made = oracle::make(name, document.as_bytes(), &Pins::default());
    assert!(start.elapsed() < BUDGET, "{name} takes {:?}", start.elapsed());
    made
}

fn with_schemas(schemas: Value) -> String {
    json!({ "openapi": "3.0.3", "info": { "title": "Bounds", "version": "1" }, "paths": {}, "components": { "schemas": schemas } })
        .to_string()
}

fn with_paths(paths: Value) -> String {
    json!({ "openapi": "3.0.3", "info": { "title": "Bounds", "version": "1" }, "paths": paths }).to_string()
}

/// Runs all stages but formatting, which goes line by line, and returns how long that takes.
fn resolved(document: &str) -> Duration {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::Bytes("bounds.json".to_owned(), document.as_bytes().to_vec());
    let start = spent();
    let bindings =
        openapi_bindgen::generate(&input, &Default::default(), &Pins::default(), &mut sources, &mut sink);
    let taken = spent().saturating_sub(start);
    assert!(bindings.is_some() || sink.has_errors(), "{}", render(&sink, &sources));
    taken
}

/// Returns the processor time of this thread, which a busy machine does not change; elsewhere than on Linux, the time.
fn spent() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Compares the time for a document with that for one of twice the size; the best of three counts.
fn grows_linearly(what: &str, size: usize, document: impl Fn(usize) -> String) {
    let (once, twice) = (document(size), document(size * 2));
    let mut seen = Vec::new();
    for _ in 0..3 {
        let (one, two) = (resolved(&once), resolved(&twice));
        assert!(two < BUDGET, "{what}: {two:?}");
        if two < one * GROWTH || two < NOISE {
            return;
        }
        seen.push((one, two));
    }
    panic!("{what}: twice the size takes {seen:?}");
}

fn refused(name: &str, document: &str, code: &str) {
    let made = make(name, document);
    assert!(made.tree.is_none(), "{name} is accepted");
    assert!(made.diagnostics.contains(&format!("error[{code}]")), "{}", made.diagnostics);
    assert!(made.diagnostics.contains(&format!("{name}:")), "it has no place: {}", made.diagnostics);
}

fn accepted(document: &str) -> Made {
    let made = make("bounds.json", document);
    let tree = made.tree.as_ref().unwrap_or_else(|| panic!("{:.2000}", made.diagnostics));
    oracle::inspect(tree).unwrap();
    made
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\nx-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        writeln!(text, "x-{level}: &a{level} [{}]", [alias.as_str(); 10].join(", ")).unwrap();
    }
    refused("bombs.yaml", &text, "too-large");
    // The same with text instead of values.
    let long = "y".repeat(1 << 20);
    let aliases = ["*long"; 200].join(", ");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: &long {long}, version: '1'}}\npaths: {{}}\nx-all: [{aliases}]\n"
    );
    refused("long.yaml", &text, "too-large");
}

#[test]
fn an_alias_to_its_own_anchor_is_refused() {
    for text in [
        "openapi: &a 3.0.3\ninfo: &b {x: *b}\npaths: {}\n",
        "&root {openapi: 3.0.3, paths: {}, x-root: *root}\n",
    ] {
        let made = make("circle.yaml", text);
        assert!(made.tree.is_none());
        assert!(made.diagnostics.contains("circle.yaml:"), "{}", made.diagnostics);
    }
}

#[test]
fn deep_nesting_is_refused_wherever_it_stands() {
    const DEEP: usize = 10_000;
    let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";
    refused("deep.yaml", &format!("{head}x-deep: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)), "too-deep");
    refused(
        "deep.yaml",
        &format!("{head}x-deep: {}1{}\n", "{a: ".repeat(DEEP), "}".repeat(DEEP)),
        "too-deep",
    );
    refused("deep.yaml", &format!("{head}x-deep:\n  {}x\n", "- ".repeat(DEEP)), "too-deep");
    refused("open.yaml", &format!("{head}x-deep: {}\n", "[".repeat(1_000_000)), "too-deep");
    // In JSON, as extensions, schemas and examples.
    let json = |inner: &str| {
        format!(r#"{{"openapi":"3.0.3","info":{{"title":"t","version":"1"}},"paths":{{}},{inner}}}"#)
    };
    refused("deep.json", &json(&format!("\"x\":{}{}", "[".repeat(DEEP), "]".repeat(DEEP))), "too-deep");
    let schema = format!("{}{{}}{}", r#"{"items":"#.repeat(DEEP), "}".repeat(DEEP));
    refused("deep.json", &json(&format!(r#""components":{{"schemas":{{"A":{schema}}}}}"#)), "too-deep");
    let closed = format!("\"x\":{}", "{\"a\":".repeat(DEEP));
    assert!(make("open.json", &json(&closed)).tree.is_none());
}

#[test]
fn indentation_without_end_is_refused() {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\nx-deep:\n".to_owned();
    for level in 1..2_000 {
        writeln!(text, "{}a:", " ".repeat(level)).unwrap();
    }
    refused("indented.yaml", &text, "too-deep");
}

#[test]
fn brackets_in_text_are_text() {
    let open = "[{".repeat(5_000);
    for scalar in
        [format!("\"{open}\""), format!("'{open}'"), format!("|\n    {open}"), format!(">-\n    {open}")]
    {
        let text = format!(
            "openapi: 3.0.3\ninfo:\n  title: t\n  version: '1'\n  description: {scalar}\npaths: {{}}\n"
        );
        assert!(make("text.yaml", &text).tree.is_some());
    }
    let comment = format!("# {open}\nopenapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n");
    assert!(make("comment.yaml", &comment).tree.is_some());
}

#[test]
fn schemas_that_nest_to_the_limit_need_little_stack() {
    for (open, close) in [
        (r#"{"type":"array","items":"#, "}"),
        (r#"{"type":"object","properties":{"a":"#, "}}"),
        (r#"{"type":"object","additionalProperties":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        (r#"{"oneOf":[{"type":"string"},"#, "]}"),
        (r#"{"anyOf":[{"type":"object","properties":{"b":{}}},"#, "]}"),
        (r#"{"not":"#, "}"),
    ] {
        for depth in [30, 45, 90] {
            let schema = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
            let document = format!(
                r#"{{"openapi":"3.0.3","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{"A":{schema}}}}}}}"#
            );
            let made = make("nested.json", &document);
            assert!(
                made.tree.is_some() || made.diagnostics.contains("too-deep"),
                "{open} {depth}: {}",
                made.diagnostics
            );
        }
    }
}

/// Makes `A0` → `A1` → … → `A<size>`, and back to `A0` if it is a circle.
fn chain(size: usize, closed: bool, link: impl Fn(&str) -> Value) -> String {
    let name = |index: usize| format!("#/components/schemas/A{index}");
    let mut schemas = Map::new();
    for index in 0..size {
        let next = if index + 1 < size { Some(index + 1) } else { closed.then_some(0) };
        let schema = next.map_or_else(|| json!({ "type": "string" }), |next| link(&name(next)));
        schemas.insert(format!("A{index}"), schema);
    }
    with_schemas(Value::Object(schemas))
}

#[test]
fn long_chains_and_wide_circles_of_references_end() {
    type Link = fn(&str) -> Value;
    let links: [(&str, Link); 8] = [
        ("alias", |to| json!({ "$ref": to })),
        ("allOf", |to| json!({ "allOf": [{ "$ref": to }] })),
        (
            "allOf of two",
            |to| json!({ "allOf": [{ "$ref": to }, { "type": "object", "properties": { "a": {} } }] }),
        ),
        ("oneOf", |to| json!({ "oneOf": [{ "$ref": to }, { "type": "integer" }] })),
        ("array", |to| json!({ "type": "array", "items": { "$ref": to } })),
        ("map", |to| json!({ "type": "object", "additionalProperties": { "$ref": to } })),
        (
            "required",
            |to| json!({ "type": "object", "required": ["a"], "properties": { "a": { "$ref": to } } }),
        ),
        ("nullable", |to| json!({ "nullable": true, "anyOf": [{ "$ref": to }] })),
    ];
    for (name, link) in links {
        for closed in [false, true] {
            grows_linearly(&format!("{name}, closed {closed}"), 1_000, |size| chain(size, closed, link));
        }
    }
}

#[test]
fn circles_of_components_that_are_no_schemas_end() {
    let circle = |section: &str, size: usize| {
        let link =
            |index: usize| json!({ "$ref": format!("#/components/{section}/C{}", (index + 1) % size) });
        (0..size).map(|index| (format!("C{index}"), link(index))).collect::<Map<_, _>>()
    };
    for section in [
        "parameters",
        "responses",
        "headers",
        "examples",
        "requestBodies",
        "links",
        "callbacks",
        "securitySchemes",
    ] {
        let at = json!({ "$ref": format!("#/components/{section}/C0") });
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "t", "version": "1" },
            "components": { section: circle(section, 500) },
            "security": [{ "C0": [] }],
            "paths": { "/a": { "get": {
                "parameters": if section == "parameters" { json!([at]) } else { json!([]) },
                "requestBody": if section == "requestBodies" { at.clone() } else { json!({ "content": {} }) },
                "responses": { "200": if section == "responses" { at.clone() } else { json!({
                    "description": "", "headers": { "X": at }, "links": { "l": at }, "content": { "application/json": { "examples": { "e": at } } }
                }) } },
                "callbacks": { "c": at }
            } } }
        });
        let made = make("circle.json", &document.to_string());
        assert!(made.tree.is_some(), "{section}: {}", made.diagnostics);
    }
    let paths: Map<String, Value> = (0..500)
        .map(|index| (format!("/{index}"), json!({ "$ref": format!("#/paths/~1{}", (index + 1) % 500) })))
        .collect();
    accepted(&with_paths(Value::Object(paths)));
}

#[test]
fn all_of_that_doubles_is_bounded() {
    // Every level takes in the one below twice: 2^60 members, and as many properties were they not the same.
    let mut schemas = Map::new();
    schemas.insert("L0".into(), json!({ "type": "object", "properties": { "a": {}, "b": {}, "c": {} } }));
    for level in 1..60 {
        let below = json!({ "$ref": format!("#/components/schemas/L{}", level - 1) });
        schemas.insert(
            format!("L{level}"),
            json!({ "allOf": [below, below, { "properties": { format!("p{level}"): {} } }] }),
        );
    }
    accepted(&with_schemas(Value::Object(schemas)));
}

#[test]
fn all_of_that_multiplies_properties_is_refused() {
    let properties: Map<String, Value> = (0..2_000).map(|index| (format!("p{index}"), json!({}))).collect();
    let mut schemas = Map::new();
    schemas.insert("Base".into(), json!({ "type": "object", "properties": properties }));
    for index in 0..200 {
        schemas.insert(format!("D{index}"), json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "type": "object" , "properties": { "x": {} } }] }));
    }
    refused("wide.json", &with_schemas(Value::Object(schemas)), "too-many-properties");
}

#[test]
fn unions_of_unions_are_bounded() {
    let mut schemas = Map::new();
    schemas.insert("U0".into(), json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
    schemas.insert("V0".into(), json!({ "type": "object", "properties": { "b": { "type": "string" } } }));
    for level in 1..40 {
        let below = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}{}", level - 1) });
        let own = json!({ "type": "object", "properties": { format!("p{level}"): {} } });
        schemas.insert(format!("U{level}"), json!({ "oneOf": [below("U"), below("V"), own] }));
        schemas.insert(
            format!("V{level}"),
            json!({ "anyOf": [below("V"), below("U"), own], "properties": { "also": {} } }),
        );
    }
    accepted(&with_schemas(Value::Object(schemas)));
    // Choices beside choices multiply if they are written out.
    let choice = |index: usize| {
        let member = |name: &str| json!({ "type": "object", "properties": { format!("{name}{index}"): {} } });
        json!({ "oneOf": [member("a"), member("b"), member("c")] })
    };
    let all: Vec<Value> = (0..40).map(choice).collect();
    accepted(&with_schemas(json!({ "Product": { "allOf": all } })));
}

/// Counts as documents have them at most, in the proportion of `percent`.
fn counts(percent: usize) {
    let of = |count: usize| count * percent / 100;
    values(of);
    members(of);
    operations(of);
}

#[test]
fn many_values_properties_and_operations_take_linear_time() {
    counts(10);
}

#[test]
#[ignore = "takes minutes; it has 100,000 values, 50,000 properties and 20,000 operations"]
fn as_many_values_properties_and_operations_as_there_ever_are_take_linear_time() {
    counts(100);
}

/// Returns a text of its own that has the name of all others.
fn one_name(index: usize) -> String {
    format!("same{}", format!("{index:b}").replace('0', "-").replace('1', "."))
}

fn values(of: impl Fn(usize) -> usize) {
    let values = |count: usize| (0..count).map(|index| json!(format!("value-{index}"))).collect::<Vec<_>>();
    grows_linearly("values", of(50_000), |size| {
        with_schemas(json!({ "E": { "type": "string", "enum": values(size) } }))
    });
    // All of one name, and all the same.
    let alike = |count: usize| (0..count).map(|index| json!(one_name(index))).collect::<Vec<_>>();
    grows_linearly("values of one name", of(10_000), |size| {
        with_schemas(json!({ "E": { "type": "string", "enum": alike(size) } }))
    });
    grows_linearly("equal values", of(50_000), |size| {
        with_schemas(json!({ "E": { "type": "string", "enum": vec![json!("same"); size] } }))
    });
}

fn members(of: impl Fn(usize) -> usize) {
    let properties = |size: usize| {
        (0..size).map(|index| (format!("p{index}"), json!({ "type": "string" }))).collect::<Map<_, _>>()
    };
    grows_linearly("properties", of(25_000), |size| {
        with_schemas(json!({ "S": { "type": "object", "properties": properties(size) } }))
    });
    // All of them of one name in Rust.
    let alike = |size: usize| (0..size).map(|index| (one_name(index), json!({}))).collect::<Map<_, _>>();
    grows_linearly("properties of one name", of(10_000), |size| {
        with_schemas(json!({ "S": { "type": "object", "properties": alike(size) } }))
    });
    let required = |size: usize| (0..size).map(|index| json!(format!("m{index}"))).collect::<Vec<_>>();
    grows_linearly("required names", of(10_000), |size| {
        with_schemas(
            json!({ "S": { "type": "object", "properties": { "a": {} }, "required": required(size) } }),
        )
    });
    grows_linearly("schemas", of(5_000), |size| {
        let schema = |index: usize| {
            (
                format!("Schema{index}"),
                json!({ "type": "object", "properties": { "id": { "type": "string" } } }),
            )
        };
        with_schemas((0..size).map(schema).collect::<Map<_, _>>().into())
    });
}

fn operations(of: impl Fn(usize) -> usize) {
    let operation = |index: usize| {
        let parameters =
            json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
        (
            format!("/p{index}/{{id}}"),
            json!({ "get": { "tags": [format!("t{}", index % 50)], "parameters": parameters, "responses": { "200": { "description": "" } } } }),
        )
    };
    grows_linearly("operations", of(10_000), |size| {
        with_paths((0..size).map(operation).collect::<Map<_, _>>().into())
    });
    let parameters = |size: usize| {
        (0..size)
            .map(
                |index| json!({ "name": format!("q{index}"), "in": "query", "schema": { "type": "string" } }),
            )
            .collect::<Vec<_>>()
    };
    grows_linearly("parameters", of(5_000), |size| {
        with_paths(json!({ "/a": { "get": { "parameters": parameters(size), "responses": {} } } }))
    });
    let tags = |size: usize| {
        (0..size)
            .map(|index| {
                (
                    format!("/p{index}"),
                    json!({ "get": { "tags": [format!("tag {index}")], "responses": {} } }),
                )
            })
            .collect::<Map<_, _>>()
    };
    grows_linearly("tags", of(5_000), |size| with_paths(tags(size).into()));
}

#[test]
fn many_members_of_a_union_take_linear_time() {
    let members = |size: usize| {
        (0..size).map(|index| json!({ "type": "object", "required": [format!("k{index}")], "properties": { format!("k{index}"): { "type": "string" } } })).collect::<Vec<_>>()
    };
    grows_linearly("members", 500, |size| with_schemas(json!({ "U": { "oneOf": members(size) } })));
    let tagged = |size: usize| {
        let name = |index: usize| format!("M{index}");
        let mut schemas: Map<String, Value> = (0..size).map(|index| (name(index), json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } }))).collect();
        let members: Vec<Value> = (0..size)
            .map(|index| json!({ "$ref": format!("#/components/schemas/{}", name(index)) }))
            .collect();
        schemas.insert("U".into(), json!({ "oneOf": members, "discriminator": { "propertyName": "kind" } }));
        with_schemas(schemas.into())
    };
    grows_linearly("tagged members", 1_000, tagged);
}

#[test]
fn long_texts_take_linear_time() {
    let described = |text: String| {
        json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1", "description": text }, "paths": {} }).to_string()
    };
    let pieces = [
        "word ",
        "*a* ",
        "[",
        "](x) ",
        "`",
        "<b>",
        "> ",
        "- a\n",
        "1. a\n\n",
        "***",
        "_a",
        "&amp;",
        "\\",
        "| a ",
        "|-",
        "[a]: b\n",
        "\n\n",
        "http://a.b ",
        "a@b.c ",
        "!",
        "~~",
        "<!--",
        "<a href='",
        "[^1]",
        "    x\n",
        "\t",
        "```\n",
        "# a\n",
        "é",
        "\u{200b}",
        "[a](<",
        "**a*",
    ];
    for piece in pieces {
        let repeated = |size: usize| described(piece.repeat(size / piece.len()));
        grows_linearly(&format!("{piece:?}"), 100_000, repeated);
    }
    resolved(&described("A long sentence of words, and *some* `marks`. ".repeat(5 << 20 >> 5)));
}

#[test]
fn what_is_no_text_or_no_yaml_is_refused_with_its_place() {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";
    refused("tab.yaml", &format!("{head}components:\n\tschemas: {{}}\n"), "syntax-error");
    refused("twice.yaml", &format!("{head}paths: {{}}\n"), "duplicate-key");
    refused(
        "twice.json",
        r#"{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"paths":{}}"#,
        "duplicate-key",
    );
    let bytes = [head.as_bytes(), b"x-bytes: \xff\xfe\n"].concat();
    let made = oracle::make("bytes.yaml", &bytes, &Pins::default());
    assert!(made.diagnostics.contains("bytes.yaml:4:10"), "{}", made.diagnostics);
    for document in [
        "",
        " ",
        "\u{feff}",
        "null",
        "[]",
        "3",
        "\"text\"",
        "{",
        "---\n---\n",
        "%YAML 9.9\n---\n",
        "&a",
        "*a",
        "!!binary x",
        "? ",
        "<<: 1",
    ] {
        for name in ["odd.yaml", "odd.json"] {
            let made = make(name, document);
            assert!(made.tree.is_none() && made.diagnostics.contains("error["), "{document:?}");
        }
    }
    assert!(make("mark.yaml", &format!("\u{feff}{head}")).tree.is_some());
    assert!(make("ends.yaml", &head.replace('\n', "\r\n")).tree.is_some());
}

#[test]
fn numbers_beyond_64_bits_degrade_their_keyword() {
    let numbers = [
        "99999999999999999999999",
        "-99999999999999999999999",
        "1e400",
        "-1e400",
        "0.1e-400",
        "18446744073709551616",
    ];
    for number in numbers {
        for keyword in [
            "minimum",
            "maximum",
            "multipleOf",
            "default",
            "example",
            "maxLength",
            "minItems",
            "maxProperties",
        ] {
            for ty in ["integer", "number", "string", "array", "object"] {
                let document = format!(
                    r#"{{"openapi":"3.0.3","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{"A":{{"type":"{ty}","{keyword}":{number}}},"B":{{"type":"{ty}","enum":[{number}]}}}}}}}}"#
                );
                for name in ["numbers.json", "numbers.yaml"] {
                    let made = make(name, &document);
                    let is_finite = made.tree.is_some() || number.contains("e400");
                    assert!(is_finite, "{document}: {}", made.diagnostics);
                }
            }
        }
    }
}
