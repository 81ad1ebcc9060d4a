//! Discriminators in the words of JSON Schema.

use std::collections::BTreeMap;

use serde_json::{json, Map, Value};

/// Makes each `oneOf` with a discriminator an `anyOf`: the tag says which one, though others may be true of the value.
pub fn relax(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(relax),
        Value::Object(members) => {
            members.values_mut().for_each(relax);
            let told = members.get("discriminator").is_some_and(|it| it["propertyName"].is_string());
            if told && members.contains_key("oneOf") && !members.contains_key("anyOf") {
                let branches = members.remove("oneOf").unwrap_or_default();
                members.insert("anyOf".to_owned(), branches);
            }
        }
        _ => {}
    }
}

/// Adds to each union what its discriminator says: a value with a tag is one of the schema that the tag names.
pub fn enforce(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(enforce),
        Value::Object(members) => {
            members.values_mut().for_each(enforce);
            let rules = rules(members);
            if !rules.is_empty() {
                let all = members.entry("allOf").or_insert_with(|| json!([]));
                all.as_array_mut().into_iter().for_each(|all| all.extend(rules.iter().cloned()));
            }
        }
        _ => {}
    }
}

fn rules(schema: &Map<String, Value>) -> Vec<Value> {
    let rule = |(name, tag, branch): (&str, &str, &str)| {
        let tagged = json!({ "required": [name], "properties": { name: { "enum": [tag] } } });
        json!({ "anyOf": [{ "not": tagged }, { "$ref": branch }] })
    };
    tags(schema).into_iter().map(rule).collect()
}

/// Returns the reference among the branches of a union that the tag of a value names.
pub fn named<'s>(schema: &'s Value, value: &Value) -> Option<&'s str> {
    let tags = tags(schema.as_object()?);
    tags.into_iter().find(|(name, tag, _)| value[*name] == **tag).map(|(_, _, branch)| branch)
}

/// Returns the property, each of its values, and the branch that the value names.
fn tags(schema: &Map<String, Value>) -> Vec<(&str, &str, &str)> {
    let discriminator = schema.get("discriminator").unwrap_or(&Value::Null);
    let Some(name) = discriminator["propertyName"].as_str() else {
        return Vec::new();
    };
    let unions = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let branches: Vec<&str> = unions.filter_map(|branch| branch["$ref"].as_str()).collect();
    let mut tags = BTreeMap::new();
    for (tag, target) in discriminator["mapping"].as_object().into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let named = |branch: &&&str| **branch == target || last(branch) == target;
        tags.extend(branches.iter().find(named).map(|branch| (tag.as_str(), *branch)));
    }
    for branch in branches {
        if !tags.values().any(|mapped| *mapped == branch) {
            tags.entry(last(branch)).or_insert(branch);
        }
    }
    tags.into_iter().map(|(tag, branch)| (name, tag, branch)).collect()
}

fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}
