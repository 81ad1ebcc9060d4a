//! A few of the documents that the fuzz target `structure` makes, so that it compiles and never starts with a failure.

use super::mutation;
use super::oracle;
use openapi_bindgen::rust::Pins;

const DOCUMENTS: u64 = 64;
/// How many bytes choose what happens to a document: enough for all that may happen.
const BYTES: usize = 64;

/// Returns bytes that look random enough (splitmix64).
fn bytes(seed: u64) -> Vec<u8> {
    let mixed = |index: u64| {
        let mut mixed = (seed << 32 | index).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    };
    (0..).flat_map(|index| mixed(index).to_le_bytes()).take(BYTES).collect()
}

#[test]
fn documents_that_are_nearly_right_are_harmless() {
    for seed in 0..DOCUMENTS {
        let text = mutation::document(&bytes(seed)).to_string();
        let made = oracle::make("mutated.json", text.as_bytes(), &Pins::default());
        if let Some(broken) = made.tree.and_then(|tree| oracle::inspect(&tree).err()) {
            panic!("{broken}\n{text}");
        }
    }
}
