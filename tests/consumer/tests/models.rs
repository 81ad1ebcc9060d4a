//! What the models do on the wire: a test for each promise, over the bindings of the fixtures.

mod models {
    pub mod array;
    pub mod check;
    pub mod configuration;
    pub mod enumeration;
    pub mod files;
    pub mod format;
    pub mod object;
    pub mod recursion;
    pub mod redaction;
    pub mod union;
}

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decodes a value.
fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Returns why a value is not decoded.
fn refusal<T: DeserializeOwned>(value: Value) -> String {
    match serde_json::from_value::<T>(value) {
        Ok(_) => panic!("the value was decoded"),
        Err(error) => error.to_string(),
    }
}

fn write(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Asserts that nothing is lost between decoding and encoding, neither of a text nor of a value: the two are read by
/// different deserializers.
#[track_caller]
fn assert_kept<T: DeserializeOwned + Serialize>(value: Value) {
    assert_eq!(write(&read::<T>(value.clone())), value);
    let text = value.to_string();
    assert_eq!(write(&serde_json::from_str::<T>(&text).unwrap()), value);
}
