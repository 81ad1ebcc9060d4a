//! A version of a document, read from a text, and what becomes of two.

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::version::{self, Report, Version};
use openapi_bindgen::{understand_other, Meaning};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A document that was read from a text.
pub struct Side(pub Meaning, pub Sources);

impl Side {
    pub fn new(name: &str, text: &str, config: &Config, pins: &Pins) -> Self {
        let mut sink = Sink::default();
        let (meaning, sources) = understood(name, text, config, pins, &mut sink);
        match meaning.filter(|_| !sink.has_errors()) {
            Some(meaning) => Self(meaning, sources),
            None => panic!("{}\n{text}", render(&sink, &sources)),
        }
    }

    /// Reads a document, unless it is refused.
    pub fn read(text: &str, config: &Config, pins: &Pins) -> Option<Self> {
        let (meaning, sources) = understood("document.yaml", text, config, pins, &mut Sink::default());
        Some(Self(meaning?, sources))
    }

    pub fn version(&self) -> Version<'_> {
        Version { api: &self.0.api, krate: &self.0.krate, sources: &self.1 }
    }
}

fn understood(
    name: &str,
    text: &str,
    config: &Config,
    pins: &Pins,
    sink: &mut Sink,
) -> (Option<Meaning>, Sources) {
    let mut sources = Sources::default();
    let input = Input::Bytes(name.to_owned(), text.as_bytes().to_vec());
    (understand_other(&input, config, pins, &mut sources, sink), sources)
}

pub fn configuration(text: Option<&String>) -> Config {
    let Some(text) = text else { return Config::default() };
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("changes-{}.yaml", NUMBER.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    Config::load(&path, &mut Sources::default(), &mut Sink::default())
}

pub fn compare(old: &Value, new: &Value, configs: [Option<&String>; 2]) -> Report {
    let (old, new) = sides(old, new, configs);
    version::compare(&old.version(), &new.version())
}

/// Reads two documents, the new one with the names of the old one.
pub fn sides(old: &Value, new: &Value, configs: [Option<&String>; 2]) -> (Side, Side) {
    let text = |value: &Value| serde_yaml::to_string(value).unwrap();
    let old = Side::new("old.yaml", &text(old), &configuration(configs[0]), &Pins::new());
    let new = Side::new("new.yaml", &text(new), &configuration(configs[1]), &version::names(&old.0.krate));
    (old, new)
}
