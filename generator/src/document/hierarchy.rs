//! Bases of hierarchies: a schema with a `discriminator` and without `oneOf` stands for what derives from it.
//!
//! A value of such a schema is of one of the schemas that take it in by `allOf`, or that its `mapping` names; the
//! specification leaves the list to whoever reads. It becomes the `oneOf` of the schema, so that everything behind knows
//! only unions. The base is one of its own members where a tag names it.

use crate::diagnostic::Pointer;
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many steps along `allOf` all hierarchies may take together; what is beyond stays as it is.
const MAX_STEPS: usize = 200_000;

/// Lists the members of every hierarchy; returns the names of the bases.
pub fn resolve(document: &mut Value) -> BTreeSet<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let families = schemas.map(|schemas| Hierarchies::of(schemas).families()).unwrap_or_default();
    let mut bases = BTreeSet::new();
    for (name, family) in families {
        if let Some(Value::Object(base)) = document.pointer_mut(place(&name).as_str()) {
            family.apply(base);
            bases.insert(name);
        }
    }
    bases
}

fn place(name: &str) -> Pointer {
    Pointer::root().join("components").join("schemas").join(name)
}

/// What is added to a base.
struct Family {
    members: Vec<String>,
    /// The tags of members that schemas between have, with the names of the members.
    tags: Vec<(String, String)>,
}

impl Family {
    fn apply(self, base: &mut Map<String, Value>) {
        let reference = |name: &str| place(name).to_reference();
        let members = self.members.iter().map(|name| json!({ "$ref": reference(name) }));
        base.insert("oneOf".to_owned(), members.collect());
        let Some(Value::Object(discriminator)) = base.get_mut("discriminator") else { return };
        if self.tags.is_empty() {
            return;
        }
        let mapping = discriminator.entry("mapping").or_insert_with(|| json!({}));
        if let Value::Object(mapping) = mapping {
            for (tag, name) in self.tags {
                mapping.entry(tag).or_insert_with(|| reference(&name).into());
            }
        }
    }
}

/// A schema with a discriminator and without a list of members.
struct Base<'d> {
    property: &'d str,
    /// The tags with the names of components.
    mapping: Vec<(&'d str, &'d str)>,
    /// Whether it says something of its values itself.
    has_members: bool,
}

type Names<'d> = BTreeSet<&'d str>;

struct Hierarchies<'d> {
    schemas: &'d Map<String, Value>,
    /// What each schema takes in by `allOf`, and what takes it in.
    taken: BTreeMap<&'d str, Names<'d>>,
    derived: BTreeMap<&'d str, Names<'d>>,
    bases: BTreeMap<&'d str, Base<'d>>,
    left: usize,
}

impl<'d> Hierarchies<'d> {
    fn of(schemas: &'d Map<String, Value>) -> Self {
        let (taken, derived, bases) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut all = Self { schemas, taken, derived, bases, left: MAX_STEPS };
        all.bases =
            schemas.iter().filter_map(|(name, schema)| Some((name.as_str(), all.base(schema)?))).collect();
        if all.bases.is_empty() {
            return all;
        }
        for (name, schema) in schemas {
            let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            for text in parts.filter_map(|part| part.get("$ref")?.as_str()) {
                if let Some(base) = all.referred(text).filter(|base| base != name) {
                    all.taken.entry(name).or_default().insert(base);
                    all.derived.entry(base).or_default().insert(name);
                }
            }
        }
        let Self { bases, derived, .. } = &mut all;
        bases.retain(|name, base| {
            derived.contains_key(name) || base.mapping.iter().any(|(_, target)| target != name)
        });
        all
    }

    fn base(&self, schema: &'d Value) -> Option<Base<'d>> {
        let schema = schema.as_object()?;
        let lists = |key: &str| schema.contains_key(key);
        let is_object = schema.get("type").is_none_or(|ty| {
            ty == "object" || ty.as_array().is_some_and(|types| types.iter().any(|ty| ty == "object"))
        });
        if !is_object || ["oneOf", "anyOf", "enum", "$ref"].into_iter().any(lists) {
            return None;
        }
        let discriminator = schema.get("discriminator")?;
        let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
        Some(Base {
            property: discriminator.get("propertyName")?.as_str().filter(|name| !name.is_empty())?,
            mapping: mapping
                .filter_map(|(tag, to)| Some((tag.as_str(), self.named(to.as_str()?)?)))
                .collect(),
            has_members: ["properties", "allOf"].into_iter().any(lists),
        })
    }

    /// Returns the component that a mapping names.
    fn named(&self, text: &str) -> Option<&'d str> {
        let by_name = self.schemas.get_key_value(text).map(|(name, _)| name.as_str());
        by_name.or_else(|| self.referred(text))
    }

    /// Returns the component that a reference leads to.
    fn referred(&self, text: &str) -> Option<&'d str> {
        let pointer = Pointer::of_reference(text)?;
        let name = pointer.last().filter(|name| place(name) == pointer)?;
        self.schemas.get_key_value(&name).map(|(name, _)| name.as_str())
    }

    fn families(mut self) -> Vec<(String, Family)> {
        let names: Vec<&str> = self.bases.keys().copied().collect();
        names.into_iter().filter_map(|name| Some((name.to_owned(), self.family(name)?))).collect()
    }

    fn family(&mut self, name: &'d str) -> Option<Family> {
        let above = self.all_above(name)?;
        let below = self.all_below(name, &above)?;
        let base = self.bases.get(name)?;
        let mut members = Names::new();
        for child in below.iter().copied() {
            // What a base between stands for is members of this one, if the same property tells them.
            let between = self.bases.get(child).filter(|between| between.property == base.property);
            if between.is_none_or(|between| names(between, child)) {
                members.insert(child);
            }
        }
        let is_plain = |target: &&str| below.contains(target) || !self.bases.contains_key(target);
        let mapped = base.mapping.iter().map(|(_, target)| *target);
        members.extend(mapped.filter(is_plain).filter(|target| *target != name && !above.contains(target)));
        let is_alone = members.len() == 1;
        if base.has_members && (is_alone || names(base, name)) {
            members.insert(name);
        } else if is_alone {
            return None;
        }
        let between = below.iter().filter_map(|child| self.bases.get(child));
        let between = between.filter(|between| between.property == base.property);
        let tags: Vec<(&str, &str)> = between
            .flat_map(|between| between.mapping.iter().copied())
            .filter(|(_, target)| members.contains(target))
            .collect();
        let tags = tags.into_iter().map(|(tag, target)| (tag.to_owned(), target.to_owned())).collect();
        // By name, so that the order of the components means nothing.
        let members: Vec<String> = members.into_iter().map(str::to_owned).collect();
        (!members.is_empty()).then_some(Family { members, tags })
    }

    /// Returns what a schema takes in, and what that takes in.
    fn all_above(&mut self, name: &'d str) -> Option<Names<'d>> {
        let (mut found, mut waiting) = (Names::new(), vec![name]);
        while let Some(at) = waiting.pop() {
            for base in self.taken.get(at).into_iter().flatten().copied() {
                self.left = self.left.checked_sub(1)?;
                if found.insert(base) {
                    waiting.push(base);
                }
            }
        }
        Some(found)
    }

    /// Returns what derives from a schema, as far as the same property tells it, without what it derives from itself.
    fn all_below(&mut self, name: &'d str, above: &Names<'d>) -> Option<Names<'d>> {
        let (mut found, mut waiting) = (Names::new(), vec![name]);
        let property = self.bases.get(name)?.property;
        while let Some(at) = waiting.pop() {
            for child in self.derived.get(at).into_iter().flatten().copied() {
                self.left = self.left.checked_sub(1)?;
                let is_new = child != name && !above.contains(child) && found.insert(child);
                if is_new && self.bases.get(child).is_none_or(|base| base.property == property) {
                    waiting.push(child);
                }
            }
        }
        Some(found)
    }
}

/// Whether a base has a tag of its own.
fn names(base: &Base<'_>, name: &str) -> bool {
    base.mapping.iter().any(|(_, target)| *target == name)
}
