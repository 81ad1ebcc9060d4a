//! The documents that are edited, and how a failure becomes small: by leaving out paths and schemas.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The largest document that is taken: a case makes the bindings twice, unoptimised. The round over large documents takes
/// those that are named in `LOCALITY_DOCUMENTS`, whatever their size.
const MAX_BYTES: u64 = 24 << 10;

/// Every document in one file that is small enough and a mapping.
static ALL: LazyLock<Vec<(PathBuf, Value)>> = LazyLock::new(|| {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/accept")];
    folders.extend(std::env::var_os("OPENAPI_CORPUS").map(PathBuf::from));
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(value) = read(&path) {
                found.push((path, value));
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
});

fn read(path: &Path) -> Option<Value> {
    let is_text =
        path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|it| ending == *it));
    let named = std::env::var("LOCALITY_DOCUMENTS").ok();
    let is_wanted = match &named {
        Some(names) => names.split(' ').any(|name| path.ends_with(name)),
        None => fs::metadata(path).ok()?.len() <= MAX_BYTES,
    };
    if !is_text || !is_wanted {
        return None;
    }
    let value: Value = serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()?;
    value.get("openapi")?.as_str()?.starts_with("3.").then_some(value)
}

/// A document, and which of its paths and schemas are left out.
#[derive(Clone, Debug)]
pub struct Document {
    index: usize,
    left_out: Vec<bool>,
}

/// Returns any document. Shrinking leaves out what can be.
pub fn any() -> impl Strategy<Value = Document> {
    let left_out = vec(prop::bool::weighted(0.9).prop_map(|keep| !keep), 0..64);
    (any_index(), left_out).prop_map(|(index, left_out)| Document { index: index.index(ALL.len()), left_out })
}

fn any_index() -> impl Strategy<Value = prop::sample::Index> {
    proptest::arbitrary::any::<prop::sample::Index>()
}

impl Document {
    /// Returns the document. References to what was left out become strings.
    pub fn value(&self) -> Value {
        let mut value = ALL[self.index].1.clone();
        let mut left_out = self.left_out.iter().copied();
        let mut keep = |members: Option<&mut Map<String, Value>>| {
            if let Some(members) = members {
                members.retain(|_, _| !left_out.next().unwrap_or_default());
            }
        };
        keep(value.get_mut("paths").and_then(Value::as_object_mut));
        keep(value.pointer_mut("/components/schemas").and_then(Value::as_object_mut));
        let names: BTreeSet<String> = schemas(&value).map(|(name, _)| name.clone()).collect();
        replace_dangling(&mut value, &names);
        value
    }
}

/// Returns where the references in a value lead to, and those that stand there.
pub fn reachable(document: &Value, value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let target = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        if let Some(at) = target.filter(|at| found.insert((*at).to_owned())) {
            open.extend(document.pointer(at));
        }
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(elements) => open.extend(elements),
            _ => {}
        }
    }
    found
}

/// Returns the component schemas.
pub fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten()
}

fn replace_dangling(value: &mut Value, names: &BTreeSet<String>) {
    let target =
        value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/components/schemas/"));
    if target.is_some_and(|target| !names.contains(target)) {
        *value = json!({ "type": "string" });
        return;
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| replace_dangling(value, names)),
        Value::Array(elements) => elements.iter_mut().for_each(|value| replace_dangling(value, names)),
        _ => {}
    }
}
