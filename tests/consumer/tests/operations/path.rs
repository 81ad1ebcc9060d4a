//! Paths that are sent otherwise than the document writes them.

use crate::{client, line};

#[test]
fn a_fragment_is_not_sent() {
    let client = client!(path_odd);
    assert_eq!(
        line(&client.api().fragment("1").into_request().unwrap()),
        "GET https://example.com/v1/files/1"
    );
}

#[test]
fn a_query_in_a_path_goes_before_the_parameters() {
    let client = client!(path_odd);
    let request = client.api().query("a&b?c").size(3).into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/search?kind=a&id=a%26b%3Fc&size=3");
    let request = client.api().query("1").into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/search?kind=a&id=1");
}

#[test]
fn what_no_url_has_is_sent_percent_encoded() {
    let client = client!(path_odd);
    let request = client.api().unencoded("x").into_request().unwrap();
    assert_eq!(
        line(&request),
        "GET https://example.com/v1/a%20b/%C3%A9/%22%3C%3E%7C%5C%5E%60/100%25/%41/%01x"
    );
    let request = client.api().braces("x").into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/open%7B/%7B%7D/%7D/%7Bx%7D/%7Bax");
    let request = client.api().twice("x").into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/x/again/x");
}
