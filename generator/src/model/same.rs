//! Whether two schemas have the same values.
//!
//! Names, documentation, constraints and order do not count. Schemas that lead back to themselves are compared under the
//! assumption that they are equal where they close, and no pair is looked at twice: inline schemas may be shared so that
//! walking them as a tree would never end.

use super::{Additional, Enumeration, Kind, Object, Property, SchemaId, Schemas, Union, Use};
use std::collections::{BTreeMap, BTreeSet};

/// How many pairs of schemas one comparison may look at before it gives up and takes them for different.
const BUDGET: usize = 4096;

impl Schemas {
    /// Whether two uses are of one schema, or of two that have the same values and of which one at least is inline: each
    /// component is a type of its own.
    pub fn is_same(&self, one: &Use, other: &Use) -> bool {
        let is_component = |id: SchemaId| self[id].component.is_some();
        let settle = |one, other| match one == other {
            true => Some(true),
            false if is_component(one) && is_component(other) => Some(false),
            false => None,
        };
        same((self, one), (self, other), settle)
    }

    /// Whether the use of a schema has the same values as one of another document's.
    pub fn is_same_as(&self, one: &Use, others: &Self, other: &Use) -> bool {
        same((self, one), (others, other), |_, _| None)
    }
}

/// Compares the uses, `null` included, except for the schemas of which `settle` knows the outcome.
fn same(
    one: (&Schemas, &Use),
    other: (&Schemas, &Use),
    settle: impl Fn(SchemaId, SchemaId) -> Option<bool>,
) -> bool {
    let (one, other, mut open) = (one.0, other.0, vec![(one.1, other.1)]);
    let mut assumed = BTreeSet::new();
    while let Some((a, b)) = open.pop() {
        if one.is_nullable(a) != other.is_nullable(b) {
            return false;
        }
        let (a, b) = (one.target(a.id), other.target(b.id));
        match settle(a, b) {
            Some(true) => continue,
            Some(false) => return false,
            None if !assumed.insert((a, b)) => continue,
            None => {}
        }
        if assumed.len() > BUDGET || !alike(&one[a].kind, &other[b].kind, &mut open) {
            return false;
        }
    }
    true
}

/// Pairs of uses that are yet to be compared.
type Open<'a> = Vec<(&'a Use, &'a Use)>;

/// Compares two schemas but for their parts, which it adds to `open`.
fn alike<'a>(one: &'a Kind, other: &'a Kind, open: &mut Open<'a>) -> bool {
    match (one, other) {
        (Kind::Any, Kind::Any) => true,
        (Kind::Scalar(a), Kind::Scalar(b)) => a == b,
        (Kind::Enumeration(a), Kind::Enumeration(b)) => same_values(a, b),
        (Kind::Array(a), Kind::Array(b)) => {
            open.push((&a.items, &b.items));
            true
        }
        (Kind::Union(a), Kind::Union(b)) => same_union(a, b, open),
        (Kind::Object(a), Kind::Object(b)) => same_object(a, b, open),
        _ => false,
    }
}

fn same_values(a: &Enumeration, b: &Enumeration) -> bool {
    let texts = |it: &Enumeration| it.values.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    a.values.len() == b.values.len() && (a.values == b.values || texts(a) == texts(b))
}

fn same_union<'a>(a: &'a Union, b: &'a Union, open: &mut Open<'a>) -> bool {
    let tags = |union: &'a Union| union.discriminator.as_ref().map(|it| (&it.property, &it.mapping));
    open.extend(a.members.iter().zip(&b.members));
    a.members.len() == b.members.len() && tags(a) == tags(b)
}

fn same_object<'a>(a: &'a Object, b: &'a Object, open: &mut Open<'a>) -> bool {
    let additional = match (&a.additional, &b.additional) {
        (Additional::Schema(a), Additional::Schema(b)) => {
            open.push((a, b));
            true
        }
        (a, b) => a == b,
    };
    let flags = |it: &Property| (it.required, it.read_only, it.write_only);
    let others: BTreeMap<&str, &Property> = b.properties.iter().map(|it| (it.name.as_str(), it)).collect();
    additional
        && a.properties.len() == others.len()
        && a.properties.iter().all(|one| {
            let other = others.get(one.name.as_str());
            open.extend(other.map(|other| (&one.schema, &other.schema)));
            other.is_some_and(|other| flags(one) == flags(other))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Pointer;
    use crate::model::{Docs, Schema, Xml};

    /// Adds an inline object whose properties `a` and `b` are both of the schema.
    fn twice(schemas: &mut Schemas, part: SchemaId) -> SchemaId {
        let property = |name: &str| Property {
            at: Pointer::root(),
            name: name.to_owned(),
            required: false,
            read_only: false,
            write_only: false,
            docs: Docs::default(),
            schema: Use::of(part),
        };
        let properties = vec![property("a"), property("b")];
        inline(schemas, Kind::Object(Object { properties, additional: Additional::Forbidden }))
    }

    fn inline(schemas: &mut Schemas, kind: Kind) -> SchemaId {
        let (docs, xml) = (Docs::default(), Xml::default());
        schemas.add(Schema { at: Pointer::root(), component: None, docs, nullable: false, xml, kind })
    }

    fn tower(schemas: &mut Schemas, height: usize) -> Use {
        let mut id = inline(schemas, Kind::Any);
        for _ in 0..height {
            id = twice(schemas, id);
        }
        Use::of(id)
    }

    #[test]
    fn shared_parts_are_compared_once() {
        let mut schemas = Schemas::default();
        let (one, other, less) =
            (tower(&mut schemas, 1000), tower(&mut schemas, 1000), tower(&mut schemas, 999));
        assert!(schemas.is_same(&one, &other));
        assert!(schemas.is_same_as(&one, &schemas, &other));
        assert!(!schemas.is_same(&one, &less));
    }

    #[test]
    fn equal_components_are_two_types_for_one_document_and_the_same_values_for_two() {
        let mut schemas = Schemas::default();
        let mut any = |component: Option<&str>| {
            let id = inline(&mut schemas, Kind::Any);
            schemas.get_mut(id).component = component.map(str::to_owned);
            Use::of(id)
        };
        let (one, other, inline) = (any(Some("One")), any(Some("Other")), any(None));
        assert!(!schemas.is_same(&one, &other));
        assert!(schemas.is_same(&one, &inline));
        assert!(schemas.is_same_as(&one, &schemas, &other));
    }
}
