//! Keywords that only exclude values: the documentation says them, as it does for `pattern`.

use super::extension::NOTES;
use serde_json::{Map, Value};

/// Rewrites what constrains the members of objects and the elements of arrays to notes.
pub fn of_constraints(schema: &mut Map<String, Value>) {
    if let Some(Value::Object(dependencies)) = schema.shift_remove("dependentRequired") {
        for (name, needed) in &dependencies {
            let needed: Vec<String> =
                needed.as_array().into_iter().flatten().filter_map(Value::as_str).map(code).collect();
            if !needed.is_empty() {
                add(schema, format!("{} comes only with {}", code(name), needed.join(" and ")));
            }
        }
    }
    if let Some(Value::Object(names)) = schema.shift_remove("propertyNames") {
        for note in of_names(&names) {
            add(schema, note);
        }
    }
    let least = schema.shift_remove("minContains").and_then(|count| count.as_u64());
    let most = schema.shift_remove("maxContains").and_then(|count| count.as_u64());
    if schema.shift_remove("contains").is_some() && least != Some(0) {
        let least = least.unwrap_or(1);
        let range = match most {
            Some(most) if most == least => format!("{least}"),
            Some(most) => format!("{least} to {most}"),
            None => format!("at least {least}"),
        };
        add(schema, format!("Of the elements, {range} must be as `contains` says, which is not checked"));
    }
}

/// Describes the names of members, as far as a sentence can.
fn of_names(names: &Map<String, Value>) -> Vec<String> {
    let mut notes = Vec::new();
    let count = |key: &str| names.get(key).and_then(Value::as_u64);
    if let Some(pattern) = names.get("pattern").and_then(Value::as_str) {
        notes.push(format!("Each name matches the regular expression {}", code(pattern)));
    }
    match (count("minLength").filter(|least| *least > 0), count("maxLength")) {
        (Some(least), Some(most)) => notes.push(format!("Each name has {least} to {most} characters")),
        (Some(least), None) => notes.push(format!("Each name has at least {least} characters")),
        (None, Some(most)) => notes.push(format!("Each name has at most {most} characters")),
        (None, None) => {}
    }
    let listed = names.get("enum").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let listed: Vec<String> =
        listed.iter().chain(names.get("const")).filter_map(Value::as_str).map(code).collect();
    if !listed.is_empty() {
        notes.push(format!("Each name is one of {}", listed.join(", ")));
    }
    if let Some(format) = names.get("format").and_then(Value::as_str) {
        notes.push(format!("Each name has the format {}", code(format)));
    }
    if let Some(target) = names.get("$ref").and_then(Value::as_str) {
        let name = target.rsplit('/').next().unwrap_or(target);
        notes.push(format!("Each name is a value of the schema {}", code(name)));
    }
    notes
}

/// Adds a sentence without its full stop to the documentation of a schema.
pub fn add(schema: &mut Map<String, Value>, note: String) {
    let notes = schema.entry(NOTES).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(notes) = notes {
        notes.push(note.into());
    }
}

/// Returns a text of the document as a code span.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}
