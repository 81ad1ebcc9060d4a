//! Answers in XML: they become the types of the document, and what was sent is read again.

use std::collections::BTreeMap;

use consumer::response_xml::models::{Note, Person, PersonLevel, PersonRole, Shape};
use consumer::response_xml::operations::api::{DifferentOutput, GetPerson, PutPersonOutput};
use consumer::response_xml::support::{Error, Nullable};
use serde_json::json;

use crate::{answered, body, client, header, response};

const XML: &str = "application/xml; charset=utf-8";

fn person(
    status: u16,
    media_type: &str,
    text: &str,
) -> Result<Person, Error<consumer::response_xml::models::Problem>> {
    let client = answered!(response_xml, response(status, media_type, text));
    client.api().get_person(1).send_blocking().map(|response| response.output)
}

#[test]
fn an_answer_in_xml_becomes_a_value() {
    let text = r#"<?xml version="1.0"?>
        <p:person xmlns:p="http://example.com/people" id="7" xml:lang="en">
          <name>A &lt;B&gt;</name>
          <x:nick-name xmlns:x="http://example.com/sample">N</x:nick-name>
          <height>1.50</height><active>true</active><role>admin</role><level>2</level>
          <p:person id="8"><tags/></p:person>
          <tags><tag>a</tag><tag>b</tag></tags>
          <grid><row><cell>1</cell><cell>2</cell></row><row/></grid>
          <counts><x>1</x><y>2</y></counts><lists><z>1</z><z>2.5</z></lists>
          <note lang="de"><text>t</text><extra>e</extra></note>
          <anything><deep>1</deep></anything><unknown>1</unknown>
          <p:person id="9"><tags/></p:person>
        </p:person>"#;
    let read = person(200, XML, text).unwrap();
    assert_eq!((read.id, read.lang.as_deref(), read.born), (7, Some("en"), None));
    assert_eq!((read.name.as_deref(), read.nick), (Some("A <B>"), Nullable::Value("N".to_owned())));
    assert_eq!((read.height, read.active), (Some(1.5), Some(true)));
    assert_eq!((read.role, read.level), (Some(PersonRole::Admin), Some(PersonLevel::Value2)));
    assert_eq!(read.friends.iter().map(|friend| friend.id).collect::<Vec<_>>(), [8, 9]);
    assert_eq!(read.tags, ["a", "b"]);
    assert_eq!(read.grid, Some(vec![vec![1, 2], vec![]]));
    assert_eq!(read.counts, Some(BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)])));
    assert_eq!(read.lists, Some(BTreeMap::from([("z".to_owned(), vec![1.0, 2.5])])));
    let note = read.note.unwrap();
    assert_eq!((note.lang.as_deref(), note.text.as_str()), (Some("de"), "t"));
    assert_eq!(note.additional_properties, BTreeMap::from([("extra".to_owned(), json!("e"))]));
    assert_eq!(read.anything, Some(json!({ "deep": "1" })));
}

#[test]
fn what_is_sent_in_xml_is_read_as_the_same_value() {
    let client = client!(response_xml);
    let full = Person::new(
        -1,
        Some("2000-01-01".to_owned()),
        vec![Person::new(2, None, vec![], vec![])],
        vec![" ".to_owned()],
    )
    .lang("\"<&>\"")
    .name("\r\n\ttext ")
    .nick(Nullable::Null)
    .height(0.1)
    .active(false)
    .role(PersonRole::Unlisted("other".to_owned()))
    .level(PersonLevel::Value1)
    .grid(vec![vec![], vec![3]])
    .counts(BTreeMap::new())
    .note(Note::new("").lang(""))
    .anything(json!("free"));
    for sent in [full, Person::new(1, None, vec![], vec![])] {
        let request = client.api().put_person(1, &sent).into_request().unwrap();
        assert_eq!(header(&request, "accept"), "application/xml");
        assert_eq!(person(200, XML, body(&request)).unwrap(), sent, "{}", body(&request));
    }
    let null = Person::new(1, None, vec![], vec![]).nick(Nullable::Null);
    let request = client.api().put_person(1, &null).into_request().unwrap();
    assert_eq!(
        body(&request),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<person xmlns=\"http://example.com/people\" id=\"1\">\
         <s:nick-name xmlns:s=\"http://example.com/sample\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:nil=\"true\"></s:nick-name><tags></tags></person>"
    );
}

#[test]
fn errors_in_xml_are_typed_and_statuses_told_apart() {
    let error = person(404, "application/problem+xml", "<Problem><code>7</code></Problem>").unwrap_err();
    assert_eq!(error.api().map(|problem| problem.code), Some(7));
    let put = |status, text| {
        let client = answered!(response_xml, response(status, "text/xml", text));
        client.api().put_person(1, &Person::new(1, None, vec![], vec![])).send_blocking().unwrap().output
    };
    assert!(
        matches!(put(202, "<Problem><code>1</code></Problem>"), PutPersonOutput::Accepted(it) if it.code == 1)
    );
    assert!(matches!(put(200, "<person id='3'><tags/></person>"), PutPersonOutput::Ok(it) if it.id == 3));
}

#[test]
fn xml_is_asked_for_where_json_does_not_say_the_same() {
    let accept = |request: http::Request<bytes::Bytes>| header(&request, "accept").to_owned();
    let client = client!(response_xml);
    assert_eq!(
        accept(client.api().get_person(1).into_request().unwrap()),
        "application/xml, text/xml, application/problem+xml"
    );
    assert_eq!(accept(client.api().either().into_request().unwrap()), "application/json");
    assert_eq!(accept(client.api().different().into_request().unwrap()), "application/json, application/xml");
    let different = |media_type, text| {
        let client = answered!(response_xml, response(200, media_type, text));
        client.api().different().send_blocking().unwrap().output
    };
    let xml = different(XML, "<Problem><code>1</code></Problem>");
    assert!(matches!(xml, DifferentOutput::OkXml(problem) if problem.code == 1));
    let json = different("application/json", r#"{"kind":"circle","radius":1}"#);
    assert!(matches!(json, DifferentOutput::Ok(Shape::Circle(circle)) if circle.radius == 1.0));
}

#[test]
fn arrays_documents_without_a_name_unions_and_text_are_read() {
    let answered = |text| answered!(response_xml, response(200, XML, text));
    let people = answered("<people><person id='1'><tags/></person><person id='2'><tags/></person></people>");
    let people = people.api().list_people().send_blocking().unwrap().output;
    assert_eq!(people.iter().map(|person| person.id).collect::<Vec<_>>(), [1, 2]);
    assert!(answered("<people/>").api().list_people().send_blocking().unwrap().output.is_empty());
    assert_eq!(
        answered("<any><total>3</total></any>").api().unnamed().send_blocking().unwrap().output.total,
        3
    );
    let drawing = "<Drawing><shapes><kind>group</kind><members><members radius='2'><kind>circle</kind></members></members>\
                   </shapes><shapes><kind>star</kind><points>5</points></shapes><width>5</width></Drawing>";
    let drawing = answered(drawing).api().shapes().send_blocking().unwrap().output;
    let shapes = drawing.shapes.unwrap();
    let Shape::Group(group) = &shapes[0] else { panic!("{shapes:?}") };
    assert!(matches!(&group.members.as_ref().unwrap()[0], Shape::Circle(circle) if circle.radius == 2.0));
    assert!(matches!(&shapes[1], Shape::Unlisted(star) if star["kind"] == "star"));
    assert_eq!(answered("<a/>").api().markup().send_blocking().unwrap().output, "<a/>");
}

#[test]
fn a_mistake_in_xml_is_an_error_that_names_the_place_and_nothing_of_the_text() {
    for (text, place) in [
        ("<person id='hush'><tags/></person>", "$.id"),
        (
            "<person id='1'><tags/><person id='1'><tags/></person><person id='hush'/></person>",
            "$.friends[1].id",
        ),
        ("<person id='1'>\n<tags><hush></tags></person>", "line 2"),
        ("<person id='1'/>", "missing field `tags`"),
        ("<!DOCTYPE hush><person id='1'/>", "document type"),
        ("", "the body is empty"),
    ] {
        let error = person(200, XML, text).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(place) && !shown.contains("hush"), "{text}: {shown}");
        assert!(matches!(error, Error::Decode { .. }), "{shown}");
    }
    let json = person(200, "application/json", "{}").unwrap_err();
    assert!(matches!(json, Error::Undeclared { .. }), "{json:?}");
    let decoded = consumer::response_xml::support::decode::<GetPerson>(response(200, XML, "<person/>"));
    assert!(decoded.is_err());
}
