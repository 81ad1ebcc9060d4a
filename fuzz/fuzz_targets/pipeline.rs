//! Bytes → files: refused with a reason, or files of which the oracle of the injection tests holds.

#![no_main]

#[path = "../../generator/tests/hostile/oracle.rs"]
#[allow(dead_code)]
mod oracle;

use libfuzzer_sys::fuzz_target;
use openapi_bindgen::rust::Pins;

fuzz_target!(|bytes: &[u8]| {
    if let Some(tree) = oracle::make("<fuzz>", bytes, &Pins::default()).tree {
        if let Err(broken) = oracle::inspect(&tree) {
            panic!("{broken}");
        }
    }
});
