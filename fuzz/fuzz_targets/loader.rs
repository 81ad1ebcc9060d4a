//! Bytes → document: never a panic, and whatever is refused has a reason that can be shown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::{self, Input};

fuzz_target!(|bytes: &[u8]| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let input = Input::Bytes("<fuzz>".to_owned(), bytes.to_vec());
    let document = document::load(&input, &[], None, &mut sources, &mut sink);
    assert!(document.is_some() || sink.has_errors(), "refused without a reason");
    let shown = render(&sink, &sources);
    assert_eq!(shown.is_empty(), sink.diagnostics().is_empty());
});
