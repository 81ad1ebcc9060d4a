//! The examples of a document, each with the schema that has a type in the bindings.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::make::Type;
use crate::schemas::{self, Schemas};

/// How deep a document is searched.
const MAX_DEPTH: usize = 200;

/// Returns the examples of media types, parameters, headers and schemas, by the pointer of their schema.
pub fn of(schemas: &Schemas, types: &BTreeMap<String, Type>) -> Vec<(String, Value)> {
    let mut search = Search { schemas, types, found: Vec::new() };
    search.walk(schemas.root(), "", 0);
    search.found
}

struct Search<'a> {
    schemas: &'a Schemas,
    types: &'a BTreeMap<String, Type>,
    found: Vec<(String, Value)>,
}

impl Search<'_> {
    fn walk(&mut self, value: &Value, at: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Object(members) => {
                self.object(value, at);
                for (key, member) in members {
                    // Below an example there is no schema.
                    if !matches!(
                        key.as_str(),
                        "example" | "examples" | "default" | "enum" | "const" | "value"
                    ) {
                        let key = key.replace('~', "~0").replace('/', "~1");
                        self.walk(member, &format!("{at}/{key}"), depth + 1);
                    }
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.walk(element, &format!("{at}/{index}"), depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Takes the examples of an object if it is something that has a schema, or a schema itself.
    fn object(&mut self, object: &Value, at: &str) {
        let schema = if object["schema"].is_object() { format!("{at}/schema") } else { at.to_owned() };
        for example in self.examples(object) {
            self.take(&schema, &example, 0);
        }
    }

    /// Returns the values of `example` and `examples` in each of their forms.
    fn examples(&self, object: &Value) -> Vec<Value> {
        let mut values: Vec<Value> = object.get("example").into_iter().cloned().collect();
        match object.get("examples") {
            Some(Value::Array(examples)) => values.extend(examples.iter().cloned()),
            Some(Value::Object(examples)) => values.extend(examples.iter().filter_map(|(key, example)| {
                let example = self.schemas.resolve(example);
                // In 2.0 they are by media type.
                if key.contains('/') && example.get("value").is_none() {
                    Some(example.clone())
                } else {
                    example.get("value").or(example.get("dataValue")).cloned()
                }
            })),
            _ => {}
        }
        values
    }

    /// Finds the type of a schema, or of what it is made of.
    fn take(&mut self, at: &str, example: &Value, depth: usize) {
        if self.types.contains_key(at) {
            self.found.push((at.to_owned(), example.clone()));
            return;
        }
        let Some(schema) = self.schemas.at(at).filter(|_| depth < MAX_DEPTH) else {
            return;
        };
        if let Some(target) = schema["$ref"].as_str().and_then(schemas::pointer) {
            self.take(&target, example, depth + 1);
        } else if let (Some(elements), true) = (example.as_array(), schema["items"].is_object()) {
            for element in elements {
                self.take(&format!("{at}/items"), element, depth + 1);
            }
        }
    }
}
