//! Documents that are nearly right → files: the fixtures with members swapped, spliced, nested, retargeted and deleted.
//!
//! The bytes choose the document and what happens to it. `OPENAPI_SEEDS` names a folder with further documents.

#![no_main]

#[path = "../../generator/tests/hostile/oracle.rs"]
#[allow(dead_code)]
mod oracle;
#[path = "../../generator/tests/hostile/payloads.rs"]
mod payloads;
#[path = "../mutation.rs"]
mod mutation;

use libfuzzer_sys::fuzz_target;
use openapi_bindgen::rust::Pins;

fuzz_target!(|bytes: &[u8]| {
    let text = mutation::document(bytes).to_string();
    let made = oracle::make("<fuzz>.json", text.as_bytes(), &Pins::default());
    let broken = made.tree.and_then(|tree| oracle::inspect(&tree).err());
    if let Some(broken) = broken {
        panic!("{broken}\n{text}");
    }
});
