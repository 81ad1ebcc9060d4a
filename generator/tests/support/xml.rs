//! XML: what is written is read again, for the shapes of all fixtures; and what servers send that they should not.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::xml::{Absent, Element, Item, Node, Shape as Made};
use openapi_bindgen::rust::Pins;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{json, Map, Value};

use super::runtime::xml::{List, Member, Name, Root, Shape};
use super::runtime::{read_xml, write_xml};

/// How deep shapes that lead back to themselves are followed.
const DEPTH: usize = 2;

static PET: Shape = Shape::Open(
    &[
        Member::attribute("id", Name::new("id"), &Shape::Number),
        Member::plain("name", &Shape::Text),
        Member::plain("age", &Shape::Number),
        Member::plain("tame", &Shape::Boolean),
        Member::plain(
            "tags",
            &Shape::List(&List { name: Name::new("tags"), is_wrapped: false, shape: &Shape::Text }),
        ),
        Member::plain(
            "toys",
            &Shape::List(&List { name: Name::new("toy"), is_wrapped: true, shape: &Shape::Text }),
        ),
        Member::element("code", Name::qualified("code", "x", "urn:x"), &Shape::Text),
        Member::element("other", Name::qualified("code", "y", "urn:y"), &Shape::Text),
        Member::plain("friend", &PET),
    ],
    &Shape::Any,
);

static ROOT: Root = Root { name: Name::new("pet"), shape: &PET };
static CLOSED: Root =
    Root { name: Name::new("pet"), shape: &Shape::Object(&[Member::plain("name", &Shape::Text)]) };

fn read(text: &str) -> Value {
    read_xml(&ROOT, text).unwrap()
}

fn error(text: &str) -> String {
    read_xml(&ROOT, text).unwrap_err().to_string()
}

#[test]
fn values_are_read_by_their_shapes() {
    let text =
        "\u{feff}<?xml version='1.0' encoding='utf-8'?>\n<!-- a -->\n<pet id=' 07 ' xmlns:a='urn:x'>\n\
                <name>A &amp; <![CDATA[<B>]]>&#33;</name> <age>+1.50</age><tame>1</tame>\
                <tags>x</tags><toys><toy>a</toy><!-- b --><TOY/></toys><tags/>\
                <c:code xmlns:c='urn:y'>y</c:code><a:code>x</a:code></pet>\n<?end?>";
    assert_eq!(
        read(text),
        json!({
            "id": 7, "name": "A & <B>!", "age": 1.5, "tame": true, "tags": ["x", ""], "toys": ["a", ""],
            "other": "y", "code": "x"
        })
    );
    assert_eq!(read("<pet><age/><tame></tame></pet>"), json!({ "age": null, "tame": null }));
    assert_eq!(read("<pet name='a' xmlns='urn:z'/>"), json!({}), "an attribute is no element");
    assert_eq!(read("<pet><name>a\r\nb</name></pet>"), json!({ "name": "a\nb" }));
}

#[test]
fn what_is_not_declared_is_kept_where_anything_may_come() {
    let text =
        "<pet xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='x' colour='red'>text<size>1</size>\
                <size><b>2</b></size><empty/></pet>";
    let sizes = json!(["1", { "b": "2" }]);
    assert_eq!(read(text), json!({ "colour": "red", "size": sizes, "empty": "", "#text": "text" }));
    let nil = "<pet xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><name i:nil='true'/><friend i:nil='1'/></pet>";
    assert_eq!(read(nil), json!({ "name": null, "friend": null }));
}

#[test]
fn what_does_not_fit_is_left_to_the_type_to_refuse() {
    assert_eq!(read("<pet><age>old</age></pet>"), json!({ "age": "old" }));
    assert_eq!(read("<pet><name>a<b/></name></pet>"), json!({ "name": { "b": "", "#text": "a" } }));
    assert_eq!(read("<pet><name>a</name><name>b</name></pet>"), json!({ "name": ["a", "b"] }));
    assert_eq!(read("<pet><friend>Rex</friend></pet>"), json!({ "friend": "Rex" }));
}

#[test]
fn a_root_of_another_name_has_something_that_is_known() {
    assert_eq!(read("<Pet><name>a</name></Pet>"), json!({ "name": "a" }));
    assert!(error("<html></html>").contains("another name"));
}

#[test]
fn a_document_that_is_none_is_an_error_at_its_place() {
    for (text, expected) in [
        ("", "the body is empty"),
        (" \n", "the body is empty"),
        ("text", "not one element around all others in line 1"),
        ("<pet/><pet/>", "not one element around all others in line 1"),
        ("<pet>\n <name>", "an element that does not end in line 2, column 8"),
        ("<pet>\n </nam></pet>", "an end tag of another name than the start tag in line 2, column 2"),
        ("<pet a='1' a='2'/>", "stands twice"),
        ("<pet a=1/>", "an attribute that is not well-formed"),
        ("<pet>&secret;</pet>", "a reference that is not known"),
        ("<pet a='&secret;'/>", "a reference that is not known"),
        ("<!DOCTYPE pet [<!ENTITY a 'b'>]><pet/>", "a document type"),
        ("<?xml version='1.0' encoding='latin1'?><pet>\u{e9}</pet>", "not UTF-8"),
    ] {
        let error = error(text);
        assert!(error.contains(expected) && !error.contains("secret"), "{text}: {error}");
    }
}

#[test]
fn hostile_documents_end_in_linear_time() {
    let deep = |depth| format!("{}{}", "<friend>".repeat(depth), "</friend>".repeat(depth));
    assert!(error(&format!("<pet>{}</pet>", deep(100_000))).contains("deeper"));
    assert!(read_xml(&ROOT, &format!("<pet>{}</pet>", deep(50))).is_ok());
    let laughs = "<!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><pet>&b;</pet>";
    assert!(error(laughs).contains("document type"));
    let many = 100_000;
    let attributes: String = (0..many).map(|index| format!(" a{index}=''")).collect();
    let prefixes: String = (0..many).map(|index| format!(" xmlns:a{index}='urn:{index}'")).collect();
    let start = Instant::now();
    for text in [
        format!("<pet{attributes}/>"),
        format!("<pet{prefixes}>{}</pet>", "<a5:x/>".repeat(many)),
        format!("<pet>{}</pet>", "<tags/>".repeat(many)),
        format!("<pet>{}</pet>", "<x/>".repeat(many)),
        format!("<pet>{}</pet>", "&amp;".repeat(many)),
        format!("<pet><friend xmlns='{}'>{}</friend></pet>", "u".repeat(many), "<friend/>".repeat(many)),
    ] {
        let _ = read_xml(&ROOT, &text);
        let _ = read_xml(&CLOSED, &text);
    }
    let ignored = format!("<pet><name>a</name>{}</pet>", deep(many));
    assert_eq!(read_xml(&CLOSED, &ignored).unwrap(), json!({ "name": "a" }));
    assert!(start.elapsed() < Duration::from_secs(90), "{:?}", start.elapsed());
}

#[test]
fn what_is_written_of_the_shapes_of_all_fixtures_is_read_again() {
    let (mut shapes, mut config) = (0, ProptestConfig::with_cases(12));
    config.failure_persistence = None;
    config.rng_seed = RngSeed::Fixed(1);
    for (name, document) in documents() {
        let items = items(&document);
        for item in items.iter().filter(|item| item.root.is_some()) {
            let root = leak(&items, item);
            let values = values(&items, &item.shape, DEPTH);
            TestRunner::new(config.clone())
                .run(&values, |value| {
                    let text = write_xml(&root, &value).unwrap();
                    let read = read_xml(&root, &text)
                        .map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
                    prop_assert_eq!(read, value, "{}", text);
                    Ok(())
                })
                .unwrap_or_else(|error| panic!("{name}, {}: {error}", item.of));
            shapes += 1;
        }
    }
    assert!(shapes > 100, "{shapes}");
}

/// Returns every accepted fixture that has schemas, and those of `OPENAPI_CORPUS`, with an answer in XML for each schema.
fn documents() -> Vec<(String, Value)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/accept")];
    folders.extend(env::var_os("OPENAPI_CORPUS").map(Into::into));
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let document = serde_yaml::from_str(&text).ok().and_then(in_xml);
                found.extend(document.map(|document| (path.display().to_string(), document)));
            }
        }
    }
    found
}

fn in_xml(document: Value) -> Option<Value> {
    let version = document.get("openapi")?.as_str()?;
    let schemas = document.pointer("/components/schemas")?;
    let paths: Map<String, Value> = schemas
        .as_object()?
        .keys()
        .enumerate()
        .map(|(index, name)| {
            let schema = json!({ "$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1")) });
            let schema = if index % 4 == 3 { json!({ "type": "array", "items": schema }) } else { schema };
            let answer = json!({ "description": "An answer.", "content": { "application/xml": { "schema": schema } } });
            (format!("/{index}"), json!({ "get": { "responses": { "200": answer } } }))
        })
        .collect();
    Some(json!({
        "openapi": version, "info": { "title": "XML", "version": "1" }, "paths": paths,
        "components": { "schemas": schemas }
    }))
}

fn items(document: &Value) -> Vec<Item> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::Bytes("document.json".to_owned(), document.to_string().into_bytes());
    let made =
        openapi_bindgen::understand(&input, &Config::default(), &Pins::default(), &mut sources, &mut sink);
    made.map(|meaning| meaning.krate.xml).unwrap_or_default()
}

/// Returns the root as it is compiled. Shapes that lead back to themselves end somewhere.
fn leak(items: &[Item], item: &Item) -> Root {
    let name = item.root.as_ref().map(|root| self::name(&root.element)).unwrap();
    // A document without a name cannot be written.
    let name = if item.root.as_ref().unwrap().element.name.is_empty() { Name::new("root") } else { name };
    Root { name, shape: shape(items, &item.shape, DEPTH + 4) }
}

fn item<'i>(items: &'i [Item], name: &openapi_bindgen::rust::name::Name) -> &'i Made {
    &items.iter().find(|item| item.name == *name).unwrap().shape
}

fn shape(items: &[Item], made: &Made, depth: usize) -> &'static Shape {
    let Some(below) = depth.checked_sub(1) else { return &Shape::Any };
    Box::leak(Box::new(match made {
        Made::Any => Shape::Any,
        Made::Text => Shape::Text,
        Made::Number => Shape::Number,
        Made::Boolean => Shape::Boolean,
        Made::Item(name) => return shape(items, item(items, name), depth),
        Made::Object(members, others) => {
            let members = members.iter().map(|member| {
                let wire: &'static str = Box::leak(member.wire.clone().into_boxed_str());
                let (name, shape) = (self::name(&member.element), shape(items, &member.shape, below));
                let made = match member.node {
                    Node::Attribute => Member::attribute(wire, name, shape),
                    Node::Element => Member::element(wire, name, shape),
                    Node::Text => Member::text(wire, shape),
                };
                match member.absent {
                    Absent::Missing => made,
                    Absent::Null => made.or_null(),
                    Absent::Empty => made.or_empty(),
                }
            });
            let members: &'static [Member] = Vec::leak(members.collect());
            match others {
                None => Shape::Object(members),
                Some(others) => Shape::Open(members, shape(items, others, below)),
            }
        }
        Made::List(list) => {
            let (name, shape) = (self::name(&list.name), shape(items, &list.shape, below));
            Shape::List(Box::leak(Box::new(List { name, is_wrapped: list.is_wrapped, shape })))
        }
    }))
}

fn name(element: &Element) -> Name<'static> {
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    Name::qualified(leak(&element.name), leak(&element.prefix), leak(&element.namespace))
}

/// Any text that XML can have.
fn text() -> BoxedStrategy<Value> {
    let any = any::<String>().prop_map(|text| {
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect::<String>()
    });
    prop_oneof!["[a \t\r\n<>&\"'\\]]{0,5}", any].prop_map(Value::from).boxed()
}

fn number() -> BoxedStrategy<Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0))
    ]
    .boxed()
}

/// Returns the values of a shape, as reading returns them.
fn values(items: &[Item], made: &Made, depth: usize) -> BoxedStrategy<Value> {
    match made {
        // What has no type is text, or what looks like an object.
        Made::Any | Made::Text => text(),
        Made::Number => number(),
        Made::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Made::Item(name) => values(items, item(items, name), depth),
        Made::List(list) => elements(items, &list.shape, depth, 0),
        Made::Object(members, others) => {
            let mut fields = Just(Map::new()).boxed();
            for member in members {
                let (wire, absent, is_list) =
                    (member.wire.clone(), member.absent, member.shape.is_bare_list());
                let value = field(items, member, depth).prop_map(move |value| match (value, absent) {
                    (None, Absent::Missing) => None,
                    (None, Absent::Null) => Some(Value::Null),
                    (None, Absent::Empty) if is_list => Some(json!([])),
                    (None, Absent::Empty) => Some(json!("")),
                    (value, _) => value,
                });
                fields = add(fields, Just(wire).boxed(), value.boxed());
            }
            if let Some(others) = others.as_ref().filter(|_| depth > 0) {
                let value = match others.is_bare_list() {
                    true => elements_of(items, others, depth - 1),
                    false => or_null(values(items, others, depth - 1)),
                };
                let value = prop::option::of(value).boxed();
                fields = add(fields, "zq[a-z0-9.-]{1,3}".boxed(), value);
            }
            fields.prop_map(Value::Object).boxed()
        }
    }
}

fn add(
    fields: BoxedStrategy<Map<String, Value>>,
    name: BoxedStrategy<String>,
    value: BoxedStrategy<Option<Value>>,
) -> BoxedStrategy<Map<String, Value>> {
    let added = (fields, name, value).prop_map(|(mut fields, name, value)| {
        fields.extend(value.map(|value| (name, value)));
        fields
    });
    added.boxed()
}

fn or_null(values: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![9 => values, 1 => Just(Value::Null)].boxed()
}

fn elements(items: &[Item], made: &Made, depth: usize, least: usize) -> BoxedStrategy<Value> {
    if depth == 0 {
        return Just(json!([])).boxed();
    }
    prop::collection::vec(or_null(values(items, made, depth - 1)), least..4).prop_map(Value::from).boxed()
}

/// Returns the arrays of a shape that have elements.
fn elements_of(items: &[Item], made: &Made, depth: usize) -> BoxedStrategy<Value> {
    match made {
        Made::List(list) => elements(items, &list.shape, depth.max(1), 1),
        _ => unreachable!("an array"),
    }
}

fn field(
    items: &[Item],
    member: &openapi_bindgen::rust::xml::Member,
    depth: usize,
) -> BoxedStrategy<Option<Value>> {
    let value = match member.node {
        _ if depth == 0 => return Just(None).boxed(),
        Node::Attribute => values(items, &member.shape, 0),
        Node::Text => {
            // Text that is empty is as good as none.
            let is_said = |value: &Value| value.as_str().is_none_or(|text| !text.is_empty());
            values(items, &member.shape, 0).prop_filter("said", is_said).boxed()
        }
        Node::Element if member.shape.is_bare_list() => elements_of(items, &member.shape, depth - 1),
        Node::Element => or_null(values(items, &member.shape, depth - 1)),
    };
    prop::option::of(value).boxed()
}
