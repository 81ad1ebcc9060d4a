//! Hostile text in `bindings.yaml` and in overlays: refused with a reason, or as harmless as in the document.
//!
//! Types and derives are code by intention, so that only their grammar stands in the way there; what comes of them must be
//! Rust all the same. Attributes are code of the user's, whatever it does, and must be nothing but one attribute: the bindings
//! are to the token what they are with another attribute there.

use super::injection::{maximal, places, Place, MAXIMAL};
use super::oracle;
use super::payloads::payloads;
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Layout, Tree};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{json, Value};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;

const CONFIGURATION: &str = include_str!("maximal.bindings.yaml");

/// Runs the pipeline; `None` if something is refused, and else the files, or what is wrong.
fn made(document: &Value, configuration: &Value, overlay: Option<PathBuf>) -> Option<Result<Tree, String>> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let mut config = Config::read(&configuration.to_string(), &mut sink);
    config.overlays.extend(overlay);
    let input = Input::Bytes("hostile.json".to_owned(), document.to_string().into_bytes());
    let made = openapi_bindgen::generate(&input, &config, &Pins::default(), &mut sources, &mut sink);
    let shown = render(&sink, &sources);
    let made = made.filter(|_| !sink.has_errors());
    if made.is_none() && !shown.contains("error[") {
        return Some(Err("it is refused without a reason".to_owned()));
    }
    let made = made?;
    let tree = vendor::render(&made.krate, Layout::Module, &made.needs.of_module(&config.client));
    Some(tree.map_err(|error| error.to_string()))
}

/// Puts payloads into places, so many for each, and runs what comes of it.
fn inject(value: &Value, each: usize, run: impl Fn(&Value) -> Option<Result<Tree, String>>) {
    let payloads = payloads();
    let benign = run(value).expect("the benign one is taken").unwrap();
    assert_eq!(oracle::inspect(&benign).err(), None);
    for (index, place) in places(value, |_| true).iter().enumerate() {
        let step = (payloads.len() / each).max(1);
        for payload in payloads.iter().skip(index % step).step_by(step) {
            let mut hostile = value.clone();
            place.put(&mut hostile, payload);
            let made =
                catch_unwind(AssertUnwindSafe(|| run(&hostile))).unwrap_or(Some(Err("it panics".to_owned())));
            let harmless = made.map_or(Ok(()), |made| match made {
                Ok(tree) if is_attribute(place) => differs(&benign, &tree).map_or(Ok(()), Err),
                Ok(tree) => oracle::inspect(&tree).map(|_| ()),
                Err(broken) => Err(broken),
            });
            assert_eq!(harmless, Ok(()), "{payload:?} at {} {:?}", place.at, place.key);
        }
    }
}

/// Whether an attribute stands there, which is code.
fn is_attribute(place: &Place) -> bool {
    let is_below = |key: &str| place.at.strip_prefix(key).is_some_and(|rest| rest.starts_with('/'));
    place.key.is_none() && ["/type_attributes", "/field_attributes"].into_iter().any(is_below)
}

/// Returns a file that is another one even without attributes.
fn differs(benign: &Tree, tree: &Tree) -> Option<String> {
    let bare = |tree: &Tree| -> Vec<(String, String)> {
        let files = oracle::own_files(tree).filter(|(path, _)| path.ends_with(".rs"));
        files.map(|(path, text)| (path.to_owned(), bare(text.parse().unwrap()))).collect()
    };
    let (benign, bare) = (bare(benign), bare(tree));
    bare.into_iter().find(|file| !benign.contains(file)).map(|(path, text)| format!("{path}: {text}"))
}

/// Returns the tokens of a file without attributes and documentation.
fn bare(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_attributed = |next: &TokenTree| match next {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
            next => next.to_string() == "!",
        };
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                while tokens.next_if(is_attributed).is_some_and(|next| next.to_string() == "!") {}
            }
            TokenTree::Group(group) => text.push_str(&format!("({}) ", bare(group.stream()))),
            token => text.push_str(&format!("{token} ")),
        }
    }
    text
}

#[test]
fn what_is_more_than_an_attribute_is_refused() {
    let document = maximal(MAXIMAL[0]);
    for text in [
        "#![allow(dead_code)]",
        "#[a] #[b]",
        "a] struct X; #[b",
        "a] // ",
        "#[a] struct X;",
        "/// text",
        "doc = \"a\"] fn f() {} #[doc = \"b\"",
    ] {
        for key in ["type_attributes", "field_attributes"] {
            let selector = if key == "type_attributes" { "zqDog" } else { "zqDog.zqBark" };
            assert!(made(&document, &json!({ key: { selector: text } }), None).is_none(), "{text}");
        }
    }
}

#[test]
fn rust_that_is_nested_deep_is_refused_and_takes_no_stack() {
    let document = maximal(MAXIMAL[0]);
    let nested =
        |open: &str, close: &str, levels| format!("{}a{}", open.repeat(levels), close.repeat(levels));
    for (open, close) in [
        ("*", ""),
        ("-", ""),
        ("&", ""),
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("a<", ">"),
        ("a(", ")"),
        ("|| ", ""),
        ("if a {} else ", "{}"),
    ] {
        for levels in [45, 2_000] {
            let text = nested(open, close, levels);
            for (key, value) in [
                ("schemas", json!({ "zqAlias": { "type": text } })),
                ("formats", json!({ "zqCookieFormat": { "type": "crate::Cookie", "blank": text } })),
                ("derive", json!({ "zqCat": [text] })),
                ("type_attributes", json!({ "zqDog": format!("doc = {text}") })),
                ("field_attributes", json!({ "zqDog.zqBark": format!("a({text})") })),
            ] {
                let made = made(&document, &json!({ key: value }), None);
                assert!(made.is_none_or(|made| made.is_ok() && levels == 45), "{levels} {open}");
            }
        }
    }
}

fn inject_into_configuration(each: usize) {
    let document = maximal(MAXIMAL[0]);
    let configuration: Value = serde_yaml::from_str(CONFIGURATION).unwrap();
    inject(&configuration, each, |configuration| made(&document, configuration, None));
}

#[test]
fn text_of_the_configuration_is_harmless() {
    inject_into_configuration(3);
}

#[test]
#[ignore = "takes minutes; it tries every text in every place"]
fn no_text_of_the_configuration_does_harm() {
    inject_into_configuration(usize::MAX);
}

#[test]
fn text_of_an_overlay_is_harmless() {
    let document = maximal(MAXIMAL[0]);
    let overlay = json!({
        "overlay": "1.1.0",
        "info": { "title": "Corrections", "version": "1", "description": "What is wrong." },
        "extends": "openapi.json",
        "actions": [
            { "target": "$.info", "description": "Says more.", "update": { "description": "Text.", "x-more": "more" } },
            { "target": "$.components.schemas['zqCat'].properties", "update": { "named": { "type": "string", "enum": ["value"] } } },
            { "target": "$.paths[?@.delete].delete", "remove": true },
            { "target": "$.components.schemas.zqDog", "copy": "$.components.schemas.zqCat" }
        ]
    });
    let path = std::env::temp_dir().join(format!("hostile-{}.overlay.json", std::process::id()));
    inject(&overlay, 3, |overlay| {
        std::fs::write(&path, overlay.to_string()).unwrap();
        made(&document, &json!({ "client": { "transports": [] } }), Some(path.clone()))
    });
    std::fs::remove_file(&path).unwrap();
}
