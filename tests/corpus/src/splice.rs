//! `properties` that are a reference, which no OpenAPI knows but tools that put files together do: what it leads to
//! stands in their place.

use serde_json::Value;

use crate::schemas::pointer;

/// How often what stands in place may have such references itself.
const MAX_ROUNDS: usize = 8;

/// Puts them into a document.
pub fn in_place(root: &mut Value) {
    for _ in 0..MAX_ROUNDS {
        let mut found = Vec::new();
        find(root, "", false, &mut found);
        if found.is_empty() {
            return;
        }
        for (at, target) in found {
            let target = root.pointer(&target).cloned();
            if let (Some(place), Some(target)) = (root.pointer_mut(&at), target) {
                *place = target;
            }
        }
    }
}

/// Finds where they are, and what they lead to; the members of `names` are no keywords.
fn find(value: &Value, at: &str, names: bool, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                find(element, &format!("{at}/{index}"), false, found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                let is_map = key == "properties" && !names;
                match member["$ref"].as_str().and_then(pointer).filter(|_| is_map) {
                    Some(target) => found.push((at, target)),
                    None => find(member, &at, is_map, found),
                }
            }
        }
        _ => {}
    }
}
