//! Where a schema contains itself.
//!
//! A struct that holds itself by value has no size, so such a field is boxed: every field that leads back to its
//! owner is, whichever the walk meets first, so that the order of the document decides nothing. A chain of required
//! fields that leads back has no finite value, and a chain of aliases that leads back has no type.

use crate::model::{cycles, Additional, Api, Kind, SchemaId, Schemas};

/// Tells which uses of schemas lead back to where they stand.
#[derive(Debug)]
pub(in crate::rust) struct Recursion {
    by_value: Vec<usize>,
    required: Vec<usize>,
    by_name: Vec<usize>,
    by_choice: Vec<usize>,
    levels: Vec<usize>,
    choices: Vec<usize>,
}

/// How many arrays and maps a type spells out within each other. More takes the compiler, and whoever reads it, too long;
/// coordinates of polygons, the deepest of what is in use, have four.
const MAX_LEVELS: usize = 8;

/// How many unions a value is read through at one place, which is how many calls deep.
const MAX_CHOICES: usize = 32;

impl Recursion {
    /// Finds the cycles of an API.
    pub(in crate::rust) fn of(api: &Api) -> Self {
        let by_choice = components(&api.schemas, by_choice);
        Self {
            by_value: components(&api.schemas, by_value),
            required: components(&api.schemas, required),
            by_name: components(&api.schemas, by_name),
            levels: levels(&api.schemas),
            choices: choices(&api.schemas, &by_choice),
            by_choice,
        }
    }

    /// Whether `owner` would hold itself by value through a member that is a `part`.
    pub(in crate::rust) fn is_by_value(&self, owner: SchemaId, part: SchemaId) -> bool {
        self.by_value[owner.index()] == self.by_value[part.index()]
    }

    /// Whether every `owner` would need another one through a required member that is a `part`.
    pub(in crate::rust) fn is_endless(&self, owner: SchemaId, part: SchemaId) -> bool {
        self.required[owner.index()] == self.required[part.index()]
    }

    /// Whether the type that `owner` is an alias of would need `part` to be spelled out, and that `owner` again.
    pub(in crate::rust) fn is_endless_alias(&self, owner: SchemaId, part: SchemaId) -> bool {
        self.by_name[owner.index()] == self.by_name[part.index()]
    }

    /// Whether the member of a union leads back to it, or on to so many others, that reading a value would not end in time.
    pub(in crate::rust) fn is_endless_choice(&self, union: SchemaId, member: SchemaId) -> bool {
        let level = self.choices[member.index()];
        self.by_choice[union.index()] == self.by_choice[member.index()]
            || level > 0 && level % MAX_CHOICES == 0
    }

    /// Whether so many arrays and maps stand within the array or map `owner` that its members are not spelled out. It is
    /// counted from the inside, so that what a type is depends on what it is made of alone.
    pub(in crate::rust) fn is_too_deep(&self, owner: SchemaId) -> bool {
        let level = self.levels[owner.index()];
        level > 0 && level % MAX_LEVELS == 0
    }
}

/// Counts the arrays and maps from each schema down; what is in a cycle is cut there and counts none.
fn levels(schemas: &Schemas) -> Vec<usize> {
    let mut levels: Vec<Option<usize>> = vec![None; schemas.len()];
    for (id, _) in schemas.iter() {
        let mut path = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| levels[id.index()].is_none()) {
            levels[id.index()] = Some(0);
            path.push(id);
            next = by_name(schemas, id).first().copied();
        }
        let mut level = next.and_then(|id| levels[id.index()]).unwrap_or_default();
        for id in path.into_iter().rev() {
            level +=
                usize::from(!matches!(schemas[id].kind, Kind::Alias(_)) && !by_name(schemas, id).is_empty());
            levels[id.index()] = Some(level);
        }
    }
    levels.into_iter().map(Option::unwrap_or_default).collect()
}

/// What a value of the schema holds without an allocation of its own.
fn by_value(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].kind {
        Kind::Object(object) => object.properties.iter().map(|property| property.schema.id).collect(),
        Kind::Union(union) => union.members.iter().map(|member| member.id).collect(),
        Kind::Alias(target) => vec![target.id],
        Kind::Any | Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Array(_) => Vec::new(),
    }
}

/// What no value of the schema can do without.
fn required(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].kind {
        Kind::Object(object) => object
            .properties
            .iter()
            .filter(|property| {
                property.required && !property.schema.nullable && !schemas[property.schema.id].nullable
            })
            .map(|property| property.schema.id)
            .collect(),
        Kind::Alias(target) if !target.nullable => vec![target.id],
        _ => Vec::new(),
    }
}

/// What an alias spells out.
fn by_name(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].kind {
        Kind::Array(array) => vec![array.items.id],
        Kind::Alias(target) => vec![target.id],
        Kind::Object(object) if object.properties.is_empty() => match &object.additional {
            Additional::Schema(values) => vec![values.id],
            Additional::Unspecified | Additional::Forbidden | Additional::Any => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What reads a value in place of the schema.
fn by_choice(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].kind {
        Kind::Union(union) => union.members.iter().map(|member| member.id).collect(),
        Kind::Alias(target) => vec![target.id],
        Kind::Any | Kind::Scalar(_) | Kind::Enumeration(_) | Kind::Object(_) | Kind::Array(_) => Vec::new(),
    }
}

/// Counts the unions that lead on from each schema, itself included, without going in circles.
fn choices(schemas: &Schemas, components: &[usize]) -> Vec<usize> {
    let mut ids: Vec<SchemaId> = schemas.iter().map(|(id, _)| id).collect();
    // What a component leads to has a lower number.
    ids.sort_by_key(|id| components[id.index()]);
    let mut counts = vec![0; ids.len()];
    for id in ids {
        let is_other = |target: &SchemaId| components[target.index()] != components[id.index()];
        let onward = by_choice(schemas, id).into_iter().filter(is_other);
        let most = onward.map(|target| counts[target.index()]).max().unwrap_or(0);
        counts[id.index()] = most + usize::from(matches!(schemas[id].kind, Kind::Union(_)));
    }
    counts
}

/// Numbers the schemas by the group whose members all lead to each other. One that is in no cycle, not even with itself,
/// has a number that no use leads back to.
fn components(schemas: &Schemas, edges: fn(&Schemas, SchemaId) -> Vec<SchemaId>) -> Vec<usize> {
    let mut numbers = vec![0; schemas.len()];
    let groups = cycles::groups(schemas.iter().map(|(id, _)| id), |id| edges(schemas, id));
    for (number, group) in groups.into_iter().enumerate() {
        for id in group {
            numbers[id.index()] = number;
        }
    }
    numbers
}
