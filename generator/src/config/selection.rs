//! `select` and `skip`: which operations and schemas the bindings have.

use super::reader::Options;
use super::selector::{Kind, Selector};

/// Which operations and schemas are emitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What is emitted.
    pub select: Select,
    /// What of it is not.
    pub skip: Skip,
}

/// What is emitted, with all that it reaches; `None` where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// The operations; all by default.
    pub operations: Option<Vec<Selector>>,
    /// The schemas besides those that operations reach; all by default, none if operations are selected or skipped.
    pub schemas: Option<Vec<Selector>>,
}

/// What is not emitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skip {
    /// The operations.
    pub operations: Vec<Selector>,
    /// The schemas; where one is used, any JSON value stands.
    pub schemas: Vec<Selector>,
}

impl Selection {
    /// Whether everything is emitted.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether operations are selected or skipped, so that what none of the others reaches is not emitted.
    pub fn is_of_operations(&self) -> bool {
        self.select.operations.is_some() || !self.skip.operations.is_empty()
    }
}

/// What can stand at `select`.
pub(super) const SELECT: Options<Select> = &[
    ("operations", |select, reader, at, value| {
        select.operations = Some(reader.selectors(at, value, Kind::Operations));
    }),
    ("schemas", |select, reader, at, value| {
        select.schemas = Some(reader.selectors(at, value, Kind::Schemas));
    }),
];

/// What can stand at `skip`.
pub(super) const SKIP: Options<Skip> = &[
    ("operations", |skip, reader, at, value| {
        skip.operations = reader.selectors(at, value, Kind::Operations);
    }),
    ("schemas", |skip, reader, at, value| skip.schemas = reader.selectors(at, value, Kind::Schemas)),
];
