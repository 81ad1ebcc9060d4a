//! The table of `docs/parameters.md`: every cell is what the bindings send. What RFC 6570 defines is compared with what a
//! URI template of another author expands to.

use std::collections::BTreeSet;

use consumer::parameter_table::models::{Color, Rgb};
use consumer::parameter_table::{Client, support::RequestError};
use http::Request;
use iri_string::spec::UriSpec;
use iri_string::template::UriTemplateStr;
use iri_string::template::simple_context::{SimpleContext, Value};

use crate::client;

const DOCS: &str = include_str!("../../../../docs/parameters.md");

/// The values of the columns, from the fourth on.
fn values() -> [Color; 6] {
    let list = |values: &[&str]| Color::List(values.iter().map(|value| (*value).to_owned()).collect());
    [
        Color::String(String::new()),
        Color::String("blue".to_owned()),
        list(&["blue", "black", "brown"]),
        Color::Rgb(Rgb::new().r(100).g(200).b(150)),
        list(&[]),
        Color::String("50% a/b,c&d;é".to_owned()),
    ]
}

/// A row: place, style and `explode`, and what its cells say.
struct Row {
    operation: String,
    template: Option<String>,
    cells: Vec<String>,
}

fn rows() -> Vec<Row> {
    let lines = DOCS.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    lines.take_while(|line| line.starts_with('|')).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<String> = line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    let [place, style, explode, cells @ ..] = cells.as_slice() else { panic!("{line}") };
    let exploded = explode == "true";
    let style = match style.as_str() {
        "spaceDelimited" => "space",
        "pipeDelimited" => "pipe",
        "deepObject" => "deep",
        "`content` in JSON" => "json",
        reserved if reserved.ends_with("`allowReserved`") => "reserved",
        style => style,
    };
    let is_alone = place == "path" && !matches!(style, "reserved" | "json");
    let place_of = if is_alone { String::new() } else { format!("{place}_") };
    let star = if exploded { "*" } else { "" };
    let template = match (place.as_str(), style) {
        ("path", "matrix") => Some(format!("{{;color{star}}}")),
        ("path", "label") => Some(format!("{{.color{star}}}")),
        ("path", "simple") => Some(format!("{{color{star}}}")),
        ("query", "form") => Some(format!("{{?color{star}}}")),
        _ => None,
    };
    let operation = format!("{place_of}{style}{}", if exploded { "_exploded" } else { "" });
    Row { operation, template, cells: cells.iter().map(|cell| plain(cell)).collect() }
}

/// Returns what a cell says, without its marks.
fn plain(cell: &str) -> String {
    let cell = cell.trim_end_matches(" ¹").trim_end_matches(" ²");
    match cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')) {
        Some(text) => text.to_owned(),
        None if cell == "empty" => String::new(),
        None => cell.to_owned(),
    }
}

macro_rules! operations {
    ($($name:ident)*) => {
        const OPERATIONS: &[&str] = &[$(stringify!($name)),*];

        fn request(client: &Client, name: &str, color: &Color) -> Result<Request<bytes::Bytes>, RequestError> {
            match name {
                $(stringify!($name) => client.api().$name(color).into_request(),)*
                _ => panic!("there is no operation `{name}`"),
            }
        }
    };
}
operations! {
    matrix matrix_exploded label label_exploded simple simple_exploded path_reserved path_json
    query_form query_form_exploded query_reserved query_space query_space_exploded query_pipe query_pipe_exploded
    query_deep query_deep_exploded query_json header_simple header_simple_exploded header_json
    cookie_form cookie_form_exploded cookie_reserved cookie_cookie cookie_cookie_exploded cookie_json
}

/// Returns what a cell should say.
fn sent(client: &Client, operation: &str, color: &Color) -> String {
    let Ok(request) = request(client, operation, color) else { return "refused".to_owned() };
    let header =
        |name| request.headers().get(name).map(|value| String::from_utf8(value.as_bytes().to_vec()).unwrap());
    let nothing = || "nothing".to_owned();
    match operation.split_once('_') {
        Some(("query", _)) => request.uri().query().map_or_else(nothing, str::to_owned),
        Some(("header", _)) => header("color").unwrap_or_else(nothing),
        Some(("cookie", _)) => header("cookie").unwrap_or_else(nothing),
        _ => request.uri().path().trim_start_matches("/v1/").split_once('/').unwrap().1.to_owned(),
    }
}

#[test]
fn every_cell_of_the_table_is_what_is_sent() {
    let client = client!(parameter_table);
    for row in rows() {
        for (color, expected) in values().iter().zip(&row.cells) {
            assert_eq!(&sent(&client, &row.operation, color), expected, "{} of {color:?}", row.operation);
        }
        assert_eq!(row.cells.len(), values().len(), "{}", row.operation);
    }
    let tested: BTreeSet<String> = rows().into_iter().map(|row| row.operation).collect();
    assert_eq!(tested.len(), OPERATIONS.len());
}

#[test]
fn what_rfc_6570_defines_is_what_a_template_of_another_author_expands_to() {
    let client = client!(parameter_table);
    let mut compared = 0;
    for row in rows() {
        let Some(template) = &row.template else { continue };
        for color in more_values() {
            let ours = sent(&client, &row.operation, &color);
            let mut context = SimpleContext::new();
            context.insert("color", of_template(&color));
            let template = UriTemplateStr::new(template).unwrap();
            let theirs = template.expand::<UriSpec, _>(&context).unwrap().to_string();
            let theirs = theirs.trim_start_matches('?');
            if row.operation == "matrix_exploded" && has_empty_part(&color) {
                // RFC 6570, 3.2.1: "If the member/pair value is empty, append the ifemp string", which is nothing for
                // `;`; the other author has `=` there.
                assert_eq!(ours.replace('=', ""), theirs.replace('=', ""), "{color:?}");
            } else if ours == "refused" {
                assert!(matches!(theirs, "" | "." | ".."), "{}: {theirs}", row.operation);
            } else if ours == "nothing" {
                assert_eq!(theirs, "");
            } else {
                assert_eq!(ours, theirs, "{} of {color:?}", row.operation);
                compared += 1;
            }
        }
    }
    assert!(compared > 60, "{compared}");
}

/// The values of the table, and some that only RFC 6570 tells of.
fn more_values() -> Vec<Color> {
    let list = |values: &[&str]| Color::List(values.iter().map(|value| (*value).to_owned()).collect());
    let mut odd = Rgb::new().r(1);
    odd.additional_properties.insert("empty".to_owned(), String::new());
    odd.additional_properties.insert("k ey=,".to_owned(), "a=b;c".to_owned());
    let mut all = Vec::from(values());
    all.extend([
        list(&[""]),
        list(&["", "a b", "c,d", ".", ";"]),
        list(&["."]),
        list(&["", ""]),
        Color::String(".".to_owned()),
        Color::String("..".to_owned()),
        Color::String("𝄞~%20!'()*".to_owned()),
        Color::Rgb(odd),
        Color::Rgb(Rgb::new()),
    ]);
    all
}

fn has_empty_part(color: &Color) -> bool {
    match color {
        Color::List(values) => values.iter().any(String::is_empty),
        Color::Rgb(rgb) => rgb.additional_properties.values().any(String::is_empty),
        _ => false,
    }
}

fn of_template(color: &Color) -> Value {
    match color {
        Color::String(text) => Value::String(text.clone()),
        Color::List(values) => Value::List(values.clone()),
        Color::Rgb(rgb) => {
            let declared = [("R", rgb.r), ("G", rgb.g), ("B", rgb.b)];
            let declared =
                declared.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())));
            let others = rgb.additional_properties.clone();
            Value::Assoc(declared.chain(others).collect())
        }
        _ => panic!("no other color is sent"),
    }
}
