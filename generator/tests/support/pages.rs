//! Pages.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;
use http::Response;
use serde_json::Value;

use super::notes::Client;
use super::runtime::{
    from_fn, ApiKey, Call, Credential, Error, Items, Json, NoContent, Operation, Paged, Pages, Paging,
    RequestError, Security,
};
use super::server::run;

/// How an operation of these tests is paged.
trait Way: 'static {
    const PAGING: Paging;
}

/// `GET /things`, paged in some way.
struct Things<W>(PhantomData<W>);

impl<W: Way> Operation for Things<W> {
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/things";
    const SECURITY: Security = &[&["key"], &[]];
    type Success = Json<Value>;
    type Failure = NoContent;
}

impl<W: Way> Paged for Things<W> {
    type Item = i64;
    const PAGING: Paging = W::PAGING;

    fn items(page: Value) -> Vec<i64> {
        let items = page.get("data").unwrap_or(&page).as_array().cloned().unwrap_or_default();
        items.iter().filter_map(Value::as_i64).collect()
    }
}

macro_rules! way {
    ($($name:ident $paging:expr;)*) => { $(
        enum $name {}
        impl Way for $name {
            const PAGING: Paging = $paging;
        }
    )* };
}

way! {
    Offset Paging::offset("offset").items("/data");
    Total Paging::offset("offset").items("/data").total("/meta/total");
    Numbered Paging::page("page", 1).items("/data").more("/more");
    Cursor Paging::cursor("after", "/meta/next~1page").items("/data");
    Link Paging::link();
    Url Paging::next_url("/next").items("/data");
}

/// What was asked for, without the server.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

/// Starts a call of a client that gets these answers, one after the other: the header `Link` and the body.
fn call<W: Way>(answers: &[(&str, &str)]) -> (Seen, Call<Things<W>>) {
    let (seen, noted) = (Seen::default(), Seen::default());
    let answers: Vec<_> = answers.iter().map(|(link, body)| (link.to_string(), body.to_string())).collect();
    let log = seen.clone();
    let transport = from_fn(move |request| {
        log.0.lock().unwrap().push(request.uri().to_string().replace("https://example.org/v1", ""));
        let mut count = noted.0.lock().unwrap();
        count.push(String::new());
        let (link, body) = answers.get(count.len() - 1).expect("no further page is asked for");
        let mut response = Response::new(Bytes::from(body.clone()));
        if let Ok(status) = body.parse::<u16>() {
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        }
        if !link.is_empty() {
            response.headers_mut().insert("link", link.parse().unwrap());
        }
        response.headers_mut().insert("content-type", "application/json".parse().unwrap());
        Ok(response)
    });
    let key = Credential::api_key(ApiKey::Query("key"), "hush");
    let builder = Client::builder().base_url("https://example.org/v1").retries(0);
    let client = builder.transport(transport).credential("key", key).build().unwrap();
    (seen, client.notes().start())
}

impl Seen {
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|url| url.replace("key=hush", "K")).collect()
    }
}

/// Returns the items up to an error, which becomes a text, and what was asked for.
fn walk<W: Way>(answers: &[(&str, &str)]) -> (Vec<i64>, String, Vec<String>) {
    let (seen, call) = call::<W>(answers);
    let mut error = String::new();
    let items = Items::new(call).blocking().map_while(|item| item.map_err(|it| error = it.to_string()).ok());
    let items = items.collect();
    (items, error, seen.all())
}

#[test]
fn an_offset_grows_by_what_came_until_nothing_comes() {
    let (items, error, asked) =
        walk::<Offset>(&[("", r#"{"data":[1,2]}"#), ("", r#"{"data":[3]}"#), ("", r#"{"data":[]}"#)]);
    assert_eq!((items, error.as_str()), (vec![1, 2, 3], ""));
    assert_eq!(asked, ["/things?K", "/things?offset=2&K", "/things?offset=3&K"]);
    // No items at all, or something else in their place.
    for body in ["{}", r#"{"data":null}"#, r#"{"data":7}"#, "[]"] {
        assert_eq!(walk::<Offset>(&[("", body)]).2.len(), 1, "{body}");
    }
}

#[test]
fn an_offset_starts_where_the_call_does_and_ends_at_the_total() {
    let page = |items: &str| format!(r#"{{"data":[{items}],"meta":{{"total":"5"}}}}"#);
    let (one, two) = (page("4"), page("5"));
    let (seen, call) = call::<Total>(&[("", &one), ("", &two)]);
    let items: Vec<_> = Items::new(call.extra_query("offset", 3)).blocking().map(Result::unwrap).collect();
    assert_eq!(items, [4, 5]);
    assert_eq!(seen.all(), ["/things?offset=3&K", "/things?offset=4&K"]);
}

#[test]
fn pages_are_numbered_until_there_are_no_more() {
    let answers = [("", r#"{"data":[1],"more":true}"#), ("", r#"{"data":[2],"more":false}"#)];
    let (items, _, asked) = walk::<Numbered>(&answers);
    assert_eq!((items, asked), (vec![1, 2], vec!["/things?K".to_owned(), "/things?page=2&K".to_owned()]));
    // The same page again is that of a server that does not know the parameter.
    let (items, error, asked) = walk::<Numbered>(&[("", r#"{"data":[1]}"#), ("", r#"{"data":[1]}"#)]);
    assert_eq!((items, error.as_str(), asked.len()), (vec![1], "", 2));
}

#[test]
fn a_cursor_is_followed_until_there_is_none_or_it_is_an_old_one() {
    let page = |items: &str, next: &str| format!(r#"{{"data":[{items}],"meta":{{"next/page":{next}}}}}"#);
    let answers = [page("1", r#""a b&c""#), page("", "7"), page("2", "null")];
    let answers: Vec<_> = answers.iter().map(|body| ("", body.as_str())).collect();
    let (items, error, asked) = walk::<Cursor>(&answers);
    assert_eq!((items, error.as_str()), (vec![1, 2], ""));
    assert_eq!(asked, ["/things?K", "/things?after=a%20b%26c&K", "/things?after=7&K"]);
    let answers = [page("1", r#""a""#), page("2", r#""b""#), page("3", r#""a""#)];
    let answers: Vec<_> = answers.iter().map(|body| ("", body.as_str())).collect();
    assert_eq!(walk::<Cursor>(&answers).0, [1, 2, 3]);
    for next in [r#""""#, "[]", "{}", "false"] {
        assert_eq!(walk::<Cursor>(&[("", &page("1", next))]).0, [1], "{next}");
    }
}

#[test]
fn empty_pages_do_not_go_on_for_ever() {
    let pages: Vec<String> =
        (0..200).map(|number| format!(r#"{{"data":[],"meta":{{"next/page":{number}}}}}"#)).collect();
    let pages: Vec<_> = pages.iter().map(|body| ("", body.as_str())).collect();
    let (items, error, asked) = walk::<Cursor>(&pages);
    assert_eq!((items.len(), asked.len()), (0, 100));
    assert_eq!(error, "the next page is not asked for: a hundred pages in a row were empty");
}

#[test]
fn the_link_header_leads_to_the_next_page() {
    let first = r#"<https://example.org/v1/things?x=1>; title="a, \"<b>; rel=next"; rel="prev", </v1/things?page=2&key=hush>; rel="last NEXT""#;
    let (items, error, asked) =
        walk::<Link>(&[(first, "[1]"), ("<?page=3>;rel=next", "[2]"), ("<x>; rel=prev, <", "[3]")]);
    assert_eq!((items, error.as_str()), (vec![1, 2, 3], ""));
    assert_eq!(asked, ["/things?K", "/things?page=2&K", "/things?page=3&K"]);
}

#[test]
fn a_page_on_another_server_is_not_asked_for() {
    let page = |next: &str| format!(r#"{{"data":[1],"next":"{next}"}}"#);
    for next in [
        "https://evil.example/v1/things",
        "http://example.org/v1/things",
        "https://example.org:8443/things",
        "//evil.example/things",
        "https://a@example.org/things",
        "javascript:alert(1)",
        "https://",
    ] {
        let (items, error, asked) = walk::<Url>(&[("", &page(next))]);
        assert_eq!((items, asked.len()), (vec![1], 1), "{next}");
        assert_eq!(error, "the next page is not asked for: it is on another server, or is no URL", "{next}");
    }
    let next = "https://EXAMPLE.org:443/other?a=b c";
    let (items, error, asked) = walk::<Url>(&[("", &page(next)), ("", "{}")]);
    assert_eq!((items, error.as_str()), (vec![1], ""));
    assert!(asked[1].ends_with("/other?a=b%20c&K"), "{asked:?}");
}

#[test]
fn an_error_ends_the_pages() {
    let (seen, call) = call::<Offset>(&[("", r#"{"data":[1]}"#), ("", "500")]);
    let mut pages = Pages::new(call).blocking();
    assert!(pages.next().unwrap().is_ok());
    assert!(matches!(pages.next().unwrap(), Err(Error::Undeclared { .. })));
    assert!(pages.next().is_none());
    assert_eq!(seen.all().len(), 2);
    let (_, call) = self::call::<Offset>(&[]);
    let mut pages = Pages::new(call.header("a\n", "")).blocking();
    assert!(matches!(pages.next().unwrap(), Err(Error::Request(RequestError::HeaderName))));
    assert!(pages.next().is_none());
}

#[test]
fn pages_and_items_are_streams() {
    let answers = [("", r#"{"data":[1,2],"more":true}"#), ("", r#"{"data":[3],"more":false}"#)];
    run(async {
        let (_, call) = call::<Numbered>(&answers);
        let mut pages = Pages::new(call);
        assert_eq!(pages.next().await.unwrap().unwrap().output["data"][1], 2);
        assert_eq!(pages.next().await.unwrap().unwrap().status().as_u16(), 200);
        assert!(pages.next().await.is_none());
        let mut items = Items::new(self::call::<Numbered>(&answers).1);
        let mut sum = 0;
        while let Some(item) = std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
            sum += item.unwrap();
        }
        assert_eq!(sum, 6);
    });
    let (_, call) = call::<Offset>(&[]);
    assert_eq!(format!("{:?}", Pages::new(call)), "Pages(GET /things)");
}
