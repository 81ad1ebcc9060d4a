//! `const`: an `enum` of one value.

use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{json, Map, Value};

/// Rewrites `const`. Of an `enum` beside it nothing else is left.
pub fn of_one_value(sink: &mut Sink, at: &Place<'_>, schema: &mut Map<String, Value>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    let contradicts = matches!(schema.get("enum"), Some(Value::Array(values)) if !values.contains(&value));
    if contradicts {
        let message = "`const` is none of the values of `enum`; it is read as if it were the only one";
        sink.report(Code::ContradictoryValue, &at.key("const").pointer(), message);
    }
    schema.insert("enum".to_owned(), json!([value]));
}
