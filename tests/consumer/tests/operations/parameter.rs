//! Parameters: where they go, how they are written, which names they have.

use std::collections::BTreeMap;

use consumer::parameter_locations::models::{ListFilterKindItem, ListSort, Status};
use consumer::parameter_query_string::models::FormFilter;
use consumer::parameter_styles::models::Point;

use crate::{client, header, line};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn each_parameter_goes_to_its_place() {
    let client = client!(parameter_locations);
    let kinds = [ListFilterKindItem::A, ListFilterKindItem::from("new")];
    let call = client.api().list("a b", 7, &ListSort::from("-name"), "r-1").page(2).deep(true);
    let call = call.filter_kind(&kinds).status(&Status::Open).x_trace(&texts(&["t1", "t2"])).session("s 1");
    let request = call.into_request().unwrap();
    assert_eq!(
        line(&request),
        "GET https://example.com/v1/orders/a%20b/items/7?sort=-name&page=2&deep=true&filter%5Bkind%5D=a&\
         filter%5Bkind%5D=new&status=open"
    );
    assert_eq!((header(&request, "x-request-id"), header(&request, "x-trace")), ("r-1", "t1,t2"));
    assert!(header(&request, "cookie").starts_with("session=s"), "{}", header(&request, "cookie"));
}

#[test]
fn an_optional_parameter_that_is_not_set_is_not_sent() {
    let client = client!(parameter_locations);
    let request = client.api().list("1", 2, &ListSort::Name, "r").into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/orders/1/items/2?sort=name");
    assert_eq!((header(&request, "cookie"), header(&request, "x-trace")), ("", ""));
}

#[test]
fn a_path_value_stays_in_its_segment() {
    let client = client!(parameter_locations);
    let list = |order: &str| client.api().list(order, 1, &ListSort::Name, "r").into_request();
    assert_eq!(
        line(&list("a/b?c#d{item-id}%").unwrap()),
        "GET https://example.com/v1/orders/a%2Fb%3Fc%23d%7Bitem-id%7D%25/items/1?sort=name"
    );
    for refused in ["", ".", ".."] {
        let error = list(refused).unwrap_err().to_string();
        assert!(error.contains("`order`"), "{error}");
    }
}

#[test]
fn a_header_value_with_a_line_end_is_refused_by_name() {
    let client = client!(parameter_locations);
    let call = client.api().list("1", 2, &ListSort::Name, "r\r\nX-Evil: 1");
    let error = call.into_request().unwrap_err().to_string();
    assert!(error.contains("`X-Request-Id`") && !error.contains("Evil"), "{error}");
}

#[test]
fn each_style_is_written_as_the_specification_says() {
    let client = client!(parameter_styles);
    let point = Point::new(1).y(2);
    let call = client.api().styles("s", &texts(&["a", "b"]), "l", &[3, 4], "m", &point, &texts(&["p", "q"]));
    let path = "https://example.com/v1/s/a,b/.l/.3.4/;matrix=m/;x=1;y=2";
    let request = call.into_request().unwrap();
    assert_eq!(line(&request), format!("GET {path}?pipes=p%7Cq"));
}

#[test]
fn the_styles_of_a_query_are_written_as_the_specification_says() {
    let client = client!(parameter_styles);
    let point = Point::new(1).y(2);
    let call = || client.api().styles("s", &texts(&["a"]), "l", &[3], "m", &point, &texts(&["p"]));
    let query = |call: consumer::parameter_styles::Call<_>| {
        let request = call.into_request().unwrap();
        request.uri().query().unwrap_or_default().replacen("pipes=p", "", 1)
    };
    assert_eq!(query(call().joined(&texts(&["a", "b"]))), "&joined=a,b");
    assert_eq!(query(call().object(&point)), "&x=1&y=2");
    assert_eq!(query(call().spaces(&texts(&["a", "b"]))), "&spaces=a%20b");
    assert_eq!(query(call().deep(&point)), "&deep%5Bx%5D=1&deep%5By%5D=2");
    assert_eq!(query(call().reserved("a/b?c")), "&reserved=a/b?c");
    let request = call().x_point(&point).into_request().unwrap();
    assert_eq!(header(&request, "x-point"), "x=1,y=2");
}

#[test]
fn parameters_named_after_methods_are_sent_under_their_own_names() {
    let client = client!(parameter_names);
    let call = client.api().clash("a", "b", "c", "d", "e", "f");
    let call = call.query_timeout(5).query_header("h").query_send(true).query_new("n").value("v");
    let request = call.into_request().unwrap();
    assert_eq!(
        line(&request),
        "POST https://example.com/v1/a/a/b?body=c&core=d&id=e&timeout=5&header=h&send=true&new=n&value=v"
    );
    assert_eq!(header(&request, "id"), "f");
}

#[test]
fn a_parameter_of_the_client_is_sent_with_every_call_and_a_call_overrides_it() {
    use consumer::parameter_client_level::{Store, support};
    let builder = || {
        let transport = support::closure::from_fn(|_| panic!("nothing is sent here"));
        Store::builder().base_url("https://example.com").transport(transport)
    };
    let store = builder().tenant("acme").build().unwrap();
    assert_eq!(line(&store.api().all().into_request().unwrap()), "GET https://example.com/acme/pets");
    assert_eq!(line(&store.api().all().tenant(7).into_request().unwrap()), "GET https://example.com/7/pets");
    let error = builder().build().unwrap().api().all().into_request().unwrap_err().to_string();
    assert!(error.contains("`tenant`"), "{error}");
}

#[test]
fn a_type_of_a_format_is_sent_as_its_text() {
    let client = client!(scalar_jiff);
    let id = uuid::Uuid::from_u128(1);
    let day = "2026-02-03".parse().unwrap();
    let since = "2026-02-03T04:05:06Z".parse().unwrap();
    let change = consumer::scalar_jiff::models::Change::new(id).blob(*b"?>");
    let call = client.api().change_thing(&id, &day, &i64::MIN.into(), &change).since(&since);
    let request = call.ids(&[id, id]).from(&[192, 0, 2, 1].into()).token(&b"\xfb".to_vec().into());
    let request = request.into_request().unwrap();
    let id = "00000000-0000-0000-0000-000000000001";
    assert_eq!(
        line(&request),
        format!(
            "POST https://example.com/v1/things/{id}/2026-02-03?revision=-9223372036854775808&since=2026-02-03T04%3A05%3A06Z\
             &ids={id}&ids={id}"
        )
    );
    assert_eq!((header(&request, "from"), header(&request, "cookie")), ("192.0.2.1", "token=%2Bw%3D%3D"));
    assert_eq!(crate::body(&request), format!("id={id}&blob=Pz4%3D"));
}

/// OpenAPI 3.2 has parameters that are the whole query string.
#[test]
fn a_query_string_is_a_form_json_or_text() {
    let client = client!(parameter_query_string);
    let filter = FormFilter::new().name("a&b").tags(vec!["x".to_owned(), "y z".to_owned()]);
    let api = client.api();
    let lines = [
        (api.form(&filter).into_request(), "GET https://example.com/v1/form?name=a%26b&tags=x&tags=y+z"),
        (
            api.json().filter(&BTreeMap::from([("a".to_owned(), 1)])).into_request(),
            "GET https://example.com/v1/json?%7B%22a%22%3A1%7D",
        ),
        (api.json().into_request(), "GET https://example.com/v1/json"),
        (api.text("two words").into_request(), "GET https://example.com/v1/text?two%20words"),
    ];
    for (request, expected) in lines {
        assert_eq!(line(&request.unwrap()), expected);
    }
}

#[test]
fn a_parameter_that_may_be_empty_has_a_method_for_it() {
    let client = client!(parameter_empty);
    let call =
        client.api().list().pretty_empty_2().sort_empty().tags_empty().query_text("").pretty_empty("x");
    let request = call.into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/pets?pretty=&sort=&tags=&text=&pretty_empty=x");
    let request = client.api().list().pretty(false).into_request().unwrap();
    assert_eq!(line(&request), "GET https://example.com/v1/pets?pretty=false");
}

#[test]
fn a_content_is_written_in_its_media_type() {
    use consumer::parameter_content::models::Point;
    let client = client!(parameter_content);
    let point = Point::new(1.5).x(2.0).name("ü");
    let call = client.api().list(&point, "a b").filter(&point).words("\"q\"").count(7).query_xml("<a/>");
    let request =
        call.x_point(&point).x_words("a, b").free(&serde_json::json!([1, null])).into_request().unwrap();
    let json = "%7B%22y%22%3A1.5%2C%22x%22%3A2%2C%22name%22%3A%22%C3%BC%22%7D";
    assert_eq!(
        line(&request),
        format!(
            "GET https://example.com/v1/pets/{json}/a%20b?filter={json}&words=%22q%22&count=7&xml=%3Ca%2F%3E\
             &free=%5B1%2Cnull%5D"
        )
    );
    assert_eq!(header(&request, "x-point"), r#"{"y":1.5,"x":2,"name":"\u00fc"}"#);
    assert_eq!(header(&request, "x-words"), "a, b");
}
