//! Options from two places, of a file and of a caller, as one value in which everything knows where it stands.

use crate::diagnostic::{Origins, Pointer, Source};
use serde_json::{json, Map, Value};

/// Adds `more` to `value`: mappings are merged, lists add up, and of two other values the one of `more` counts.
///
/// `from` is what the text of `more` is called.
pub(super) fn combine(value: &mut Value, more: Value, from: Source) -> Origins {
    let mut combine = Combine { from, origins: Origins::default() };
    combine.add(&Pointer::root(), value, &Pointer::root(), more);
    combine.origins
}

struct Combine {
    from: Source,
    origins: Origins,
}

impl Combine {
    /// Options are a few levels deep: the reader takes no others, and parsing limits them.
    fn add(&mut self, to: &Pointer, value: &mut Value, at: &Pointer, more: Value) {
        if let (Value::String(name), Value::Object(_), true) = (&*value, &more, is_entry(to)) {
            *value = json!({ "name": name });
        }
        match (value, more) {
            (Value::Object(members), Value::Object(more)) => self.add_members(to, members, at, more),
            (Value::Array(elements), Value::Array(more)) => {
                for (index, element) in more.into_iter().enumerate() {
                    self.origins.insert(to.join(elements.len()), self.from, at.join(index));
                    elements.push(element);
                }
            }
            (value, more) => {
                self.origins.insert(to.clone(), self.from, at.clone());
                *value = more;
            }
        }
    }

    fn add_members(
        &mut self,
        to: &Pointer,
        members: &mut Map<String, Value>,
        at: &Pointer,
        more: Map<String, Value>,
    ) {
        for (key, more) in more {
            let (to, at) = (to.join(&key), at.join(&key));
            match members.get_mut(&key) {
                Some(value) => self.add(&to, value, &at, more),
                None => {
                    self.origins.insert(to, self.from, at);
                    members.insert(key, more);
                }
            }
        }
    }
}

/// Whether a text at this place is short for a mapping with a `name`.
fn is_entry(at: &Pointer) -> bool {
    let tokens: Vec<String> = at.tokens().collect();
    let section = |section: &String| ["servers", "tags", "operations", "schemas"].contains(&section.as_str());
    tokens.len() == 2 && tokens.first().is_some_and(section)
}
