//! A document and all files that it refers to as one value, put together without the generator's help.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_bindgen::diagnostic::{Sink, Source, Syntax};
use openapi_bindgen::document::parse;

use serde_json::{Map, Value};

use crate::percent;
use crate::Failure;

/// Where the other files are, by their paths.
const FILES: &str = "x-corpus-files";

/// Reads a document; what its files hold is below a member of it, and references say so.
pub fn all(document: &Path) -> Result<Value, Failure> {
    let document = fs::canonicalize(document)?;
    let mut root = one(&document)?;
    let mut links = Links { document: &document, found: Vec::new() };
    links.redirect(&mut root, &document);
    let mut files = Map::new();
    while let Some(path) = links.found.pop() {
        let key = path.to_string_lossy().into_owned();
        // A description in Markdown is no part of it.
        let (false, Ok(mut value)) = (files.contains_key(&key), one(&path)) else {
            continue;
        };
        links.redirect(&mut value, &path);
        files.insert(key, value);
    }
    if let (Some(root), false) = (root.as_object_mut(), files.is_empty()) {
        root.insert(FILES.to_owned(), Value::Object(files));
    }
    Ok(root)
}

/// Returns where in that value a pointer of a file is.
pub fn place(document: &Path, file: &Path, pointer: &str) -> Option<String> {
    let (document, file) = (fs::canonicalize(document).ok()?, fs::canonicalize(file).ok()?);
    Some(format!("{}{pointer}", prefix(&document, &file)))
}

fn prefix(document: &Path, file: &Path) -> String {
    if document == file {
        return String::new();
    }
    let key = file.to_string_lossy().replace('~', "~0").replace('/', "~1");
    format!("/{FILES}/{key}")
}

struct Links<'a> {
    document: &'a Path,
    found: Vec<PathBuf>,
}

impl Links<'_> {
    /// Makes the references in a file those of the one value.
    fn redirect(&mut self, value: &mut Value, file: &Path) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.redirect(element, file)),
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text) if key == "$ref" => {
                            if let Some(target) = self.target(text, file) {
                                *text = target;
                            }
                        }
                        Value::Object(mapping) if key == "mapping" => {
                            for target in mapping.values_mut() {
                                let text = target.as_str().filter(|text| text.contains(['/', '#', '.']));
                                if let Some(found) = text.and_then(|text| self.target(text, file)) {
                                    *target = Value::String(found);
                                }
                            }
                        }
                        member => self.redirect(member, file),
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns another text for a reference that leads out of the document or stands outside of it.
    fn target(&mut self, reference: &str, file: &Path) -> Option<String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.contains("://") || (path.is_empty() && file == self.document) {
            return None;
        }
        let file = if path.is_empty() {
            file.to_owned()
        } else {
            let near = |path: &str| fs::canonicalize(file.parent()?.join(path)).ok();
            near(path).or_else(|| near(&percent::decoded(path)))?
        };
        let prefix = percent::encoded(&prefix(self.document, &file));
        if file != self.document {
            self.found.push(file);
        }
        Some(format!("#{prefix}{fragment}"))
    }
}

/// Reads one file.
fn one(path: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(path)?;
    let text = text.trim_start_matches('\u{feff}');
    if path.extension().is_some_and(|it| it == "json") {
        return Ok(serde_json::from_str(text)?);
    }
    match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(mut yaml) => {
            yaml.apply_merge()?;
            Ok(json_of(yaml))
        }
        // It refuses integers beyond 64 bits, which real documents have.
        Err(error) => Ok(parse(text, Syntax::Yaml, Source::Document, &mut Sink::default()).ok_or(error)?),
    }
}

/// Converts YAML to JSON; keys become strings by their text.
fn json_of(yaml: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or(number.as_u64().map(Value::from))
            .unwrap_or_else(|| number.as_f64().map_or(Value::Null, Value::from)),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(elements) => elements.into_iter().map(json_of).collect(),
        Yaml::Mapping(members) => {
            let members = members.into_iter().map(|(key, value)| (key_of(key), json_of(value)));
            Value::Object(members.collect())
        }
        Yaml::Tagged(tagged) => json_of(tagged.value),
    }
}

fn key_of(key: serde_yaml::Value) -> String {
    match json_of(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
