//! Hostile text in `bindings.yaml` and in overlays: refused with a reason, or as harmless as in the document.
//!
//! Types, derives and attributes are code by intention, so that only their grammar stands in the way there; what comes of
//! them must be Rust all the same.

use super::injection::{maximal, places, Place, MAXIMAL};
use super::oracle;
use super::payloads::payloads;
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Layout};
use serde_json::{json, Value};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;

const CONFIGURATION: &str = include_str!("maximal.bindings.yaml");

/// Runs the pipeline; `None` if something is refused, and else what is wrong with the files.
fn made(document: &Value, configuration: &Value, overlay: Option<PathBuf>) -> Option<Result<(), String>> {
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
    Some(tree.map_err(|error| error.to_string()).and_then(|tree| oracle::inspect(&tree).map(|_| ())))
}

/// Puts payloads into places, so many for each, and runs what comes of it.
fn inject(value: &Value, each: usize, run: impl Fn(&Value) -> Option<Result<(), String>>) {
    let payloads = payloads();
    assert_eq!(run(value), Some(Ok(())), "nothing comes of the benign one");
    for (index, place) in places(value, |_| true).iter().enumerate() {
        let step = (payloads.len() / each).max(1);
        for payload in payloads.iter().skip(index % step).step_by(step) {
            let mut hostile = value.clone();
            place.put(&mut hostile, payload);
            let broken = catch_unwind(AssertUnwindSafe(|| run(&hostile)));
            let broken = broken.map_err(|_| "it panics".to_owned()).and_then(|made| made.unwrap_or(Ok(())));
            let Place { at, key, .. } = place;
            let is_attribute = at.starts_with("/type_attributes") || at.starts_with("/field_attributes");
            let broken =
                broken.or_else(|broken| match is_attribute && broken.contains("has the attribute") {
                    true => Ok(()),
                    false => Err(broken),
                });
            assert_eq!(broken, Ok(()), "{payload:?} at {at} {key:?}");
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
