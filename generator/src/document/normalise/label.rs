//! `x-enum-varnames`, `x-enum-descriptions` and their other spellings: what a document calls the values of `enum`.

use super::extension::DEPRECATED;
use serde_json::{Map, Value};

/// The spellings of the names.
pub const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];
/// The spellings of the descriptions.
pub const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// Removes what is said of values that are removed from `enum`. `stays` has an element for each value.
pub fn retain(schema: &mut Map<String, Value>, stays: &[bool]) {
    for key in NAMES.iter().chain(DESCRIPTIONS).chain([&DEPRECATED]) {
        if let Some(Value::Array(texts)) = schema.get_mut(*key) {
            if texts.len() == stays.len() {
                let mut stays = stays.iter();
                texts.retain(|_| stays.next().copied().unwrap_or_default());
            }
        }
    }
}
