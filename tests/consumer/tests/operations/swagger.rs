//! What a document of Swagger 2.0 says of requests and answers, after it has become one of OpenAPI 3.0.

use consumer::swagger_base_class::models::Shape;
use consumer::swagger_forms::models::{SearchRequest, SearchRequestKind};
use consumer::swagger_library::models::{Book, BookGenre, ReviewRequest};

use crate::{answered, body, client, header, json, line, response};

#[test]
fn a_form_has_the_fields_of_the_path_and_of_the_operation() {
    let client = client!(swagger_library; .key("k"));
    let review = ReviewRequest::new(5, "a&b").text("fine");
    let request = client.books().review("1", &review).into_request().unwrap();
    assert_eq!(line(&request), "POST https://example.com/v1/books/1/review");
    assert_eq!(header(&request, "content-type"), "application/x-www-form-urlencoded");
    let mut fields: Vec<_> = body(&request).split('&').collect();
    fields.sort_unstable();
    assert_eq!(fields, ["reader=a%26b", "stars=5", "text=fine"]);
}

#[test]
fn of_two_media_types_for_a_form_the_one_that_the_bindings_write_is_sent() {
    let client = client!(swagger_forms);
    let search =
        SearchRequest::new("x").kind(SearchRequestKind::Some).tags(vec!["a".to_owned(), "b".to_owned()]);
    let request = client.api().search(&search).into_request().unwrap();
    assert_eq!(header(&request, "content-type"), "application/x-www-form-urlencoded");
    let mut fields: Vec<_> = body(&request).split('&').collect();
    fields.sort_unstable();
    assert_eq!(fields, ["kind=some", "tags=a", "tags=b", "text=x"]);
}

#[test]
fn the_values_of_an_array_are_separated_by_its_collection_format() {
    let client = client!(swagger_separators);
    let words = ["a", "b"].map(str::to_owned);
    let call = client.api().find(&[1, 2]).csv(&words).ssv(&words).tsv("a\tb").pipes(&words).multi(&words);
    let rows = ["1,2", "3"].map(str::to_owned);
    let request = call.rows(&rows).x_words("a b").into_request().unwrap();
    let expected = "GET https://example.com/v1/find/1,2\
        ?csv=a,b&ssv=a%20b&tsv=a%09b&pipes=a%7Cb&multi=a&multi=b&rows=1%2C2%7C3";
    assert_eq!(line(&request), expected);
    assert_eq!(header(&request, "x-words"), "a b");
}

#[test]
fn a_query_without_a_collection_format_is_separated_by_commas() {
    let client = client!(swagger_library; .key("k"));
    let call = client.books().list_books().page(2).shelf(&[1, 2]).year(&[1999, 2000]);
    let request = call.genre(&[BookGenre::Crime, BookGenre::Poetry]).into_request().unwrap();
    assert_eq!(
        line(&request),
        "GET https://example.com/v1/books?page=2&shelf=1&shelf=2&year=1999%7C2000&genre=crime,poetry"
    );
    assert_eq!(header(&request, "x-key"), "k");
}

#[test]
fn a_file_is_read_as_its_bytes_whatever_it_is() {
    let picture = response(200, "image/png", "\u{89}PNG");
    let bytes = picture.body().clone();
    let client = consumer::swagger_library::Client::builder()
        .base_url("https://example.com/v1")
        .key("k")
        .retries(0)
        .transport(consumer::swagger_library::support::closure::from_fn(
            move |request: http::Request<bytes::Bytes>| {
                assert_eq!(header(&request, "accept"), "*/*");
                Ok(picture.clone())
            },
        ))
        .build()
        .unwrap();
    assert_eq!(client.books().cover("1").send_blocking().unwrap().output, bytes);
}

#[test]
fn a_nullable_property_of_2_0_can_be_cleared() {
    let client = client!(swagger_library; .staff("u", "p"));
    let request = client.books().add_book(&Book::new("One").subtitle(None::<String>)).into_request().unwrap();
    assert_eq!(body(&request), r#"{"title":"One","subtitle":null}"#);
    assert!(header(&request, "authorization").starts_with("Basic "));
}

#[test]
fn what_refers_to_a_base_class_is_read_as_what_derives_from_it() {
    let text = r#"[{"kind":"Circle","radius":1.5},{"kind":"Shape"},{"edge":2,"kind":"Cube"}]"#;
    let client = answered!(swagger_base_class, json(200, text));
    let output = client.api().list().send_blocking().unwrap().output;
    let [Shape::Circle(circle), Shape::Shape(shape), Shape::Unlisted(cube)] = &output[..] else {
        panic!("{output:?}");
    };
    assert_eq!((circle.radius, shape.kind.as_str(), &cube["edge"]), (Some(1.5), "Shape", &2.into()));
    let again = serde_json::to_value(&output).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).unwrap());
}
