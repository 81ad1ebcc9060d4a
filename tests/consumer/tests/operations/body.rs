//! Request bodies: each media type, and bodies that need not be there.

use std::collections::BTreeMap;

use consumer::body_media_types::models::Pet;
use consumer::body_shapes::models as shapes;
use serde_json::json;

use bytes::Bytes;
use http::Request;

use crate::{answered, body, client, header, line, response};

#[test]
fn each_media_type_is_sent_as_itself() {
    let client = client!(body_media_types);
    let pet = Pet::new("Rex").tags(vec!["a b".to_owned(), "c&d".to_owned()]);
    let api = client.api();
    let sent = [
        (api.json(&pet).into_request(), "application/json", r#"{"name":"Rex","tags":["a b","c&d"]}"#),
        (
            api.merge_patch(&pet).into_request(),
            "application/merge-patch+json",
            r#"{"name":"Rex","tags":["a b","c&d"]}"#,
        ),
        (api.form(&pet).into_request(), "application/x-www-form-urlencoded", "name=Rex&tags=a+b&tags=c%26d"),
        (api.text("plain").into_request(), "text/plain", "plain"),
        (api.bytes("raw").into_request(), "application/octet-stream", "raw"),
        (api.image("image/png", "raw").into_request(), "image/png", "raw"),
        (
            api.xml(&pet).into_request(),
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Pet><name>Rex</name><tags>a b</tags><tags>c&amp;d</tags></Pet>",
        ),
        (api.json_or_form(&pet).into_request(), "application/json", r#"{"name":"Rex","tags":["a b","c&d"]}"#),
    ];
    for (request, media_type, text) in sent {
        let request = request.unwrap();
        assert!(header(&request, "content-type").starts_with(media_type), "{request:?}");
        assert_eq!(body(&request), text);
    }
}

#[test]
fn a_body_that_is_bytes_or_any_text_is_sent_as_it_is() {
    let client = client!(body_raw);
    let api = client.api();
    let pet = consumer::body_raw::models::Pet::new().name("Rex");
    for (request, media_type, text) in [
        (api.import_file(r#"{"a":1}"#).into_request(), "application/json", r#"{"a":1}"#),
        (api.upload_asset().body("image/png", "PNG").into_request(), "image/png", "PNG"),
        (api.upload_asset().into_request(), "", ""),
        (api.anything("application/zip", b"PK").into_request(), "application/zip", "PK"),
        (api.rows("a,b".to_owned()).into_request(), "text/csv", "a,b"),
        (api.form_text("a=1&b=2").into_request(), "application/x-www-form-urlencoded", "a=1&b=2"),
        (api.pet(&pet).into_request(), "application/json", r#"{"name":"Rex"}"#),
        (api.both(&pet).into_request(), "application/json", r#"{"name":"Rex"}"#),
        (api.both_as("text/plain", "Rex").into_request(), "text/plain", "Rex"),
    ] {
        let request = request.unwrap();
        assert_eq!((header(&request, "content-type"), body(&request)), (media_type, text));
    }
}

#[test]
fn an_optional_body_is_sent_if_it_is_given() {
    let client = client!(body_shapes);
    let without = client.api().optional().into_request().unwrap();
    assert_eq!((body(&without), header(&without, "content-type")), ("", ""));
    // Servers answer 411 to a `POST` that does not say how long its body is, be it empty (RFC 9110, 8.6).
    assert_eq!(header(&without, "content-length"), "0");
    let lying = client.api().string("x").header("content-length", "1").into_request().unwrap();
    assert_eq!((header(&lying, "content-length"), body(&lying)), ("3", "\"x\""));
    let with = client.api().optional().body(&shapes::Pet::new("Rex")).into_request().unwrap();
    assert_eq!(body(&with), r#"{"name":"Rex"}"#);
}

#[test]
fn each_shape_of_json_is_sent() {
    let client = client!(body_shapes);
    let api = client.api();
    let pet = shapes::Pet::new("Rex");
    let map = BTreeMap::from([("a".to_owned(), 1)]);
    let sent = [
        (api.array(std::slice::from_ref(&pet)).into_request(), r#"[{"name":"Rex"}]"#),
        (api.map(&map).into_request(), r#"{"a":1}"#),
        (api.scalar(5).into_request(), "5"),
        (api.string("x").into_request(), "\"x\""),
        (api.inline(&shapes::InlineRequest::new("x")).into_request(), r#"{"a":"x"}"#),
        (api.union(&shapes::UnionRequest::Pet(pet.clone())).into_request(), r#"{"name":"Rex"}"#),
        (api.free(&json!([null])).into_request(), "[null]"),
        (api.nullable(&None).into_request(), "null"),
    ];
    for (request, text) in sent {
        assert_eq!(body(&request.unwrap()), text);
    }
}

#[test]
#[allow(deprecated)]
fn each_media_type_that_a_server_can_tell_apart_has_a_method() {
    use consumer::body_several::models::{Change, OptionalFormRequest, Pet};
    use consumer::body_several::operations::api::AddForm;
    let client = client!(body_several);
    let api = client.api();
    let sent = [
        (api.same(&Pet::new("Rex")).into_request(), "application/json", r#"{"name":"Rex"}"#),
        (api.patch("1", &[]).into_request(), "application/json-patch+json", "[]"),
        (
            api.patch_as_apply_patch_yaml("1", "name: Rex").into_request(),
            "application/apply-patch+yaml",
            "name: Rex",
        ),
        (api.add_as_text_2("x").into_request(), "text/plain", "x"),
        (api.add_as_png(b"PNG").into_request(), "image/png", "PNG"),
        (
            api.optional_as_form(&OptionalFormRequest::new().name("Rex")).into_request(),
            "application/x-www-form-urlencoded",
            "name=Rex",
        ),
    ];
    for (request, media_type, text) in sent {
        let request = request.unwrap();
        assert_eq!(header(&request, "content-type"), media_type);
        assert_eq!(body(&request), text);
    }
    let form = api.add_as_multipart(AddForm::new("x").note("n")).into_request().unwrap();
    assert!(header(&form, "content-type").starts_with("multipart/form-data; boundary="));
    assert_eq!(line(&api.add_as_text().into_request().unwrap()), "POST https://example.com/v1/taken");
    let patch = |change: Change| {
        let request = api.patch_as_merge_patch_json("1", &change).into_request().unwrap();
        assert_eq!(header(&request, "content-type"), "application/merge-patch+json");
        body(&request).to_owned()
    };
    assert_eq!(patch(Change::new()), "{}");
    assert_eq!(patch(Change::new().owner(None)), r#"{"owner":null}"#);
    assert_eq!(patch(Change::new().name("Rex").owner("Ann".to_owned())), r#"{"name":"Rex","owner":"Ann"}"#);
}

/// Returns the body of a multipart request with `B` for the boundary.
fn parts(request: &Request<Bytes>, media_type: &str) -> String {
    let boundary = header(request, "content-type").strip_prefix(media_type).unwrap();
    let boundary = boundary.strip_prefix("; boundary=").unwrap();
    body(request).replace(boundary, "B")
}

#[test]
fn each_part_of_a_form_is_written_as_the_document_says() {
    use consumer::body_multipart::models::{Meta, UploadFileRequestPagesItem, UploadFileRequestPurpose};
    use consumer::body_multipart::operations::api::{PutMetaForm, UploadFileForm};
    use consumer::body_multipart::support::Part;
    let client = client!(body_multipart);
    let photo = Part::new(b"PNG").file_name("a\"b.png").content_type("image/png");
    let form = UploadFileForm::new(photo, &UploadFileRequestPurpose::Avatar)
        .file_x_rate_limit(5)
        .r#type(7)
        .thumbnails(["1", "2"])
        .meta(&Meta::new().author("Ann"))
        .tags(&["x".to_owned(), "y".to_owned()])
        .pages(&[UploadFileRequestPagesItem::new().number(1)])
        .label("red")
        .rows("a,b")
        .config("a = 1")
        // Whenever it is set, it is sent where the document has it.
        .title("Grüße");
    let request = client.api().upload_file(form).into_request().unwrap();
    assert_eq!(
        parts(&request, "multipart/form-data"),
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\nX-Rate-Limit: 5\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\navatar\r\n\
         --B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nGrüße\r\n\
         --B\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n7\r\n\
         --B\r\nContent-Disposition: form-data; name=\"thumbnails\"; filename=\"thumbnails\"\r\nContent-Type: image/png\r\n\r\n1\r\n\
         --B\r\nContent-Disposition: form-data; name=\"thumbnails\"; filename=\"thumbnails\"\r\nContent-Type: image/png\r\n\r\n2\r\n\
         --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"author\":\"Ann\"}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n\
         --B\r\nContent-Disposition: form-data; name=\"pages\"\r\nContent-Type: application/json\r\n\r\n{\"number\":1}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"label\"\r\nContent-Type: application/json\r\n\r\n\"red\"\r\n\
         --B\r\nContent-Disposition: form-data; name=\"rows\"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\na,b\r\n\
         --B\r\nContent-Disposition: form-data; name=\"config\"; filename=\"config\"\r\nContent-Type: application/toml\r\n\r\na = 1\r\n\
         --B--\r\n"
    );
    let form = PutMetaForm::new().author("Ann").part(Part::new("1").named("extra"));
    let request = client.api().put_meta().body(form).into_request().unwrap();
    assert_eq!(
        parts(&request, "multipart/form-data"),
        "--B\r\nContent-Disposition: form-data; name=\"author\"\r\n\r\nAnn\r\n\
         --B\r\nContent-Disposition: form-data; name=\"extra\"\r\n\r\n1\r\n--B--\r\n"
    );
}

#[test]
fn parts_of_other_multipart_bodies_come_in_the_order_of_the_caller() {
    use consumer::body_multipart::support::{Multipart, Part};
    let client = client!(body_multipart);
    let body = Multipart::new().part(Part::json(&json!({"a": 1})).unwrap()).part("plain");
    let request = client.api().mixed(body).into_request().unwrap();
    assert_eq!(
        parts(&request, "multipart/mixed"),
        "--B\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n--B\r\n\r\nplain\r\n--B--\r\n"
    );
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

#[test]
fn xml_has_the_names_attributes_and_namespaces_of_the_document() {
    use consumer::body_xml::models::{Person, PersonEither, Tag};
    let client = client!(body_xml);
    let extra = BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]);
    let person = Person::new(7)
        .name("A & <B>")
        .nick("\"q\"\n".to_owned())
        .lang("e\"n")
        .children(vec![Person::new(8), Person::new(9).name("C")])
        .tag(Tag::new().text("t").extra(extra))
        .either(PersonEither::Tag(Tag::new().text("u")));
    let request = client.api().add_person_as_xml(&person).into_request().unwrap();
    assert_eq!(header(&request, "content-type"), "application/xml");
    let sample = "xmlns:sample=\"http://example.com/schema/sample\"";
    assert_eq!(
        body(&request),
        format!(
            "{XML}<Person xmlns:l=\"http://example.com/lang\" id=\"7\" l:lang=\"e&quot;n\">\
             <sample:name {sample}>A &amp; &lt;B&gt;</sample:name>\
             <sample:nick-name {sample}>&quot;q&quot;&#10;</sample:nick-name>\
             <children id=\"8\"></children>\
             <children id=\"9\"><sample:name {sample}>C</sample:name></children>\
             <label><text>t</text><extra><x>1</x><y>2</y></extra></label>\
             <either><text>u</text></either></Person>"
        )
    );
    let bell = client.api().add_person_as_xml(&Person::new(1).name("\u{7}")).into_request();
    assert!(bell.unwrap_err().to_string().contains("XML"));
}

#[test]
fn xml_beside_a_reference_says_how_the_value_is_written_there() {
    use consumer::body_xml_references::models::{Book, BookOwner, Person};
    let client = client!(body_xml_references);
    let person = |name: &str| Person::new().name(name);
    let book = Book::new()
        .id(7)
        .author(person("A"))
        .editor(person("E"))
        .translator(person("T"))
        .printer(person("P"))
        .readers(vec![person("R"), person("S")])
        .tags(vec!["t".to_owned()])
        .sequel(Book::new().id(8))
        .owner(BookOwner::Person(person("O")));
    let request = client.api().put_book(&book).into_request().unwrap();
    let of = |element: &str, name: &str| {
        format!("<p:{element} xmlns:p=\"http://example.com/person\"><name>{name}</name></p:{element}>")
    };
    let expected = [
        of("Author", "A"),
        of("Editor", "E"),
        of("Translator", "T"),
        of("printer", "P"),
        of("reader", "R"),
        of("reader", "S"),
        "<Labels><tag>t</tag></Labels><Next id=\"8\"></Next><owner><name>O</name></owner>".to_owned(),
    ];
    assert_eq!(body(&request), format!("{XML}<book id=\"7\">{}</book>", expected.concat()));
    let answer = body(&request)
        .replace("<book ", "<Book xmlns=\"http://example.com/book\" ")
        .replace("</book>", "</Book>");
    let client = answered!(body_xml_references, response(200, "application/xml", &answer));
    assert_eq!(client.api().put_book(&book).send_blocking().unwrap().output, book);
}

#[test]
fn arrays_in_xml_are_wrapped_and_named_as_the_document_says() {
    use consumer::body_xml::models::{Tag, Zoo};
    let client = client!(body_xml);
    let two = || vec!["a".to_owned(), "b".to_owned()];
    let zoo = Zoo::new()
        .plain(two())
        .named(two())
        .wrapped(two())
        .outer(two())
        .both(two())
        .tags(vec![Tag::new().text("t")])
        .grid(vec![vec![1, 2], vec![]]);
    let request = client.api().put_zoo(&zoo).into_request().unwrap();
    assert_eq!(
        body(&request),
        format!(
            "{XML}<zoo xmlns=\"http://example.com/zoo\"><plain>a</plain><plain>b</plain>\
             <animal>a</animal><animal>b</animal>\
             <wrapped><wrapped>a</wrapped><wrapped>b</wrapped></wrapped>\
             <aliens><aliens>a</aliens><aliens>b</aliens></aliens>\
             <creatures><animal>a</animal><animal>b</animal></creatures>\
             <tags><label><text>t</text></label></tags>\
             <grid><row><cell>1</cell><cell>2</cell></row><row></row></grid></zoo>"
        )
    );
    let tags = [Tag::new().text("t"), Tag::new()];
    let request = client.api().put_tags().body(&tags).into_request().unwrap();
    assert_eq!(header(&request, "content-type"), "application/vnd.tags+xml");
    assert_eq!(body(&request), format!("{XML}<labels><label><text>t</text></label><label></label></labels>"));
    assert_eq!(body(&client.api().unnamed("<a/>").into_request().unwrap()), "<a/>");
}

#[test]
fn a_node_type_goes_before_what_older_documents_say() {
    use consumer::body_xml_nodes::models::Note;
    let client = client!(body_xml_nodes);
    let note = Note::new().lang("en").body("b").marks(vec![1]);
    let request = client.api().add_note(&note).into_request().unwrap();
    assert_eq!(body(&request), format!("{XML}<note lang=\"en\">b<marks><mark>1</mark></marks></note>"));
}

#[test]
fn values_of_a_stream_are_sent_one_by_one() {
    use consumer::body_lines::models::Event;
    use consumer::body_lines::support::{ItemError, Lines, closure};
    use std::sync::{Arc, Mutex};
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = sent.clone();
    let transport = closure::from_fn(move |request| {
        kept.lock().unwrap().push(request.into_body());
        Ok(http::Response::builder().status(204).body(Default::default()).unwrap())
    });
    let client =
        consumer::body_lines::Client::builder().base_url("https://example.com").transport(transport).build();
    let client = client.unwrap();
    let events = || vec![Ok::<_, &str>(Event::new(1)), Ok(Event::new(2))];
    client.api().items(Lines::stream(Few(events()))).send_blocking().unwrap();
    client.api().one().body(Lines::stream(Few(events()))).send_blocking().unwrap();
    let torn = client.api().items(Lines::stream(Few(vec![Ok(Event::new(1)), Err("torn")]))).send_blocking();
    assert!(
        matches!(ItemError::of(&torn.unwrap_err()), Some(ItemError::Stream(error)) if error.to_string() == "torn")
    );
    let sequence = "\u{1e}{\"id\":1}\n\u{1e}{\"id\":2}\n";
    assert_eq!(*sent.lock().unwrap(), ["{\"id\":1}\n{\"id\":2}\n", sequence]);
}

/// What a vector has, as a stream.
struct Few<T>(Vec<T>);

impl<T: Unpin> futures_core::Stream for Few<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        let items = &mut self.0;
        std::task::Poll::Ready((!items.is_empty()).then(|| items.remove(0)))
    }
}

#[test]
fn values_that_follow_each_other_are_sent_one_by_one() {
    use consumer::body_lines::models::Event;
    let client = client!(body_lines);
    let api = client.api();
    let events = [Event::new(1).note("a\nb"), Event::new(2)];
    let sent = [
        (
            api.items(&events).into_request(),
            "application/jsonl",
            "{\"id\":1,\"note\":\"a\\nb\"}\n{\"id\":2}\n",
        ),
        (api.array(1..4).into_request(), "application/x-ndjson", "1\n2\n3\n"),
        (
            api.one().body(events.clone()).into_request(),
            "application/json-seq",
            "\u{1e}{\"id\":1,\"note\":\"a\\nb\"}\n\u{1e}{\"id\":2}\n",
        ),
        (api.raw("{}\n").into_request(), "application/x-ndjson", "{}\n"),
        (api.items(Vec::<Event>::new()).into_request(), "application/jsonl", ""),
    ];
    for (request, media_type, text) in sent {
        let request = request.unwrap();
        assert_eq!(header(&request, "content-type"), media_type);
        assert_eq!(body(&request), text);
    }
}

#[test]
fn a_form_writes_each_member_as_its_encoding_says() {
    use consumer::body_form::models::{Address, Order};
    let client = client!(body_form);
    let address = || Address::new().street("1 A&B").city("Köln");
    let order = Order::new("a b~*").tags(vec!["x".to_owned(), "y+z".to_owned()]).count(3).address(address());
    let order = order.lines(vec![address(), Address::new().city("")]).url("http://a/?b=c&d%20");
    let api = client.api();
    let address = "%7B%22street%22%3A%221+A%26B%22%2C%22city%22%3A%22K%C3%B6ln%22%7D";
    assert_eq!(
        body(&api.plain(&order).into_request().unwrap()),
        format!(
            "note=a+b%7E*&tags=x&tags=y%2Bz&count=3&address={address}&lines={address}&lines=%7B%22city%22%3A%22%22%7D\
             &url=http%3A%2F%2Fa%2F%3Fb%3Dc%26d%2520"
        )
    );
    assert_eq!(
        body(&api.styled(&order).into_request().unwrap()),
        "note=a%20b~%2A&tags=x%7Cy%2Bz&count=3&address%5Bstreet%5D=1%20A%26B&address%5Bcity%5D=K%C3%B6ln\
         &lines%5B0%5D%5Bstreet%5D=1%20A%26B&lines%5B0%5D%5Bcity%5D=K%C3%B6ln&lines%5B1%5D%5Bcity%5D=\
         &url=http://a/?b=c%26d%20"
    );
    let request = api.typed().body(&order).into_request().unwrap();
    assert_eq!(header(&request, "content-type"), "application/x-www-form-urlencoded");
    assert!(body(&request).starts_with("note=%22a+b%7E*%22&tags=%22x%22&tags=%22y%2Bz%22&count=3&"));
    assert!(api.typed().into_request().unwrap().body().is_empty());
}

#[test]
fn parts_with_a_style_are_what_pairs_of_a_query_would_be() {
    use consumer::body_multipart_style::models::{
        Point, StyledRequestDeep, StyledRequestDeepB, StyledRequestPiped,
    };
    use consumer::body_multipart_style::operations::api::StyledForm;
    let client = client!(body_multipart_style);
    let point = || Point::new().x(1).z(vec![2, 3]);
    let two = ["a,b".to_owned(), "&c".to_owned()];
    let form = StyledForm::new(&two)
        .repeated(&two)
        .repeated_x_note("n")
        .spaced(&[1, 2])
        .piped(&StyledRequestPiped::new().a("1").b("2"))
        .deep(&StyledRequestDeep::new().a("1").b(StyledRequestDeepB::new().c(vec![true, false])))
        .spread(&Point::new().x(9))
        .spread(&point())
        .flat(&point())
        .reserved("a/b c");
    let request = client.api().styled(form).into_request().unwrap();
    let boundary = header(&request, "content-type").split_once("boundary=").unwrap().1;
    let part = |name: &str, rest: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{rest}\r\n")
    };
    let parts = [
        part("joined", "\r\na,b,&c"),
        part("repeated", "X-Note: n\r\n\r\na,b"),
        part("repeated", "X-Note: n\r\n\r\n&c"),
        part("spaced", "\r\n1 2"),
        part("piped", "\r\na|1|b|2"),
        part("deep[a]", "\r\n1"),
        part("deep[b][c]", "\r\ntrue"),
        part("deep[b][c]", "\r\nfalse"),
        part("x", "\r\n1"),
        part("z&", "\r\n2"),
        part("z&", "\r\n3"),
        part("flat", "\r\nx,1,z&,[2,3]"),
        part("reserved", "\r\na/b c"),
    ];
    assert_eq!(body(&request), format!("{}--{boundary}--\r\n", parts.concat()));
}
