//! What `openapiv3` has no member for and no extension can hold, in its types.

use crate::diagnostic::Pointer;
use indexmap::IndexMap;
use openapiv3::{Operation, PathItem, ReferenceOr};
use std::collections::{BTreeMap, BTreeSet};

/// The pieces of a document that stand beside its [`openapiv3::OpenAPI`].
#[derive(Debug, Default)]
pub struct Beyond {
    /// `components.pathItems`.
    pub path_items: IndexMap<String, ReferenceOr<PathItem>>,
    /// The operations of path items with other methods than `openapiv3` knows, by the place of the path item.
    pub operations: BTreeMap<Pointer, Vec<FurtherOperation>>,
    /// The references of path items that have members beside their `$ref`, by their place.
    pub continued: BTreeMap<Pointer, ReferenceOr<PathItem>>,
    /// The webhooks and callbacks, in the document's order.
    pub hooks: Vec<Hook>,
    /// The names of the schemas with a `discriminator` whose `oneOf` the document leaves to its readers.
    pub bases: BTreeSet<String>,
}

/// An operation with a method of its own.
#[derive(Debug)]
pub struct FurtherOperation {
    /// The method as it is sent.
    pub method: String,
    /// Where it stands.
    pub at: Pointer,
    /// The operation.
    pub operation: Operation,
}

/// A request that the server sends.
#[derive(Debug)]
pub struct Hook {
    /// What the document calls it.
    pub name: String,
    /// Where its path item stands.
    pub at: Pointer,
    /// Its path item.
    pub item: ReferenceOr<PathItem>,
}
