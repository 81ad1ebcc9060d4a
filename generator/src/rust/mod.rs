//! The bindings in Rust's words: every name, type and `Box` is decided here.
//!
//! Comes from a [`crate::model::Api`] through [`lower()`], goes to `tokens::emit`, which decides nothing any more.
//! No token, no file and no format is made here.

mod analyze;
pub mod docs;
pub mod edition;
pub mod foreign;
pub mod item;
mod lower;
pub mod method;
pub mod name;
pub mod ty;
pub mod xml;

pub use edition::Edition;
pub use lower::lower;
pub use name::Pins;

use docs::Docs;
use foreign::Foreign;
use item::Item;
use method::{Client, Group};
use name::Name;

/// All that is to be written for one API.
#[derive(Debug)]
pub struct Crate {
    /// The documentation of the root module.
    pub docs: Docs,
    /// `models/`: one module a component, sorted by name; inline schemas stand with their owner.
    pub models: Vec<Module>,
    /// `client.rs`, unless the document has no operation.
    pub client: Option<Client>,
    /// `operations/`: one module a tag, sorted by name.
    pub operations: Vec<Group>,
    /// `xml.rs`: how bodies are written in XML, sorted by name; empty unless some are.
    pub xml: Vec<xml::Item>,
    /// The types that are not made of the document, sorted.
    pub foreign: Vec<Foreign>,
    /// The edition of the output, which `bindings.lock` keeps.
    pub edition: Edition,
    /// The names that needed a decision, for `bindings.lock`.
    pub pins: Pins,
    /// The item of each schema that has one, by [`crate::model::SchemaId::index`].
    pub named: Vec<Option<Name>>,
}

impl Crate {
    /// Returns the features that bring in operations, sorted; none unless the configuration asks for them.
    pub fn features(&self) -> Vec<String> {
        self.operations.iter().filter_map(|group| group.feature.clone()).collect()
    }
}

/// A module of models.
#[derive(Debug)]
pub struct Module {
    /// The module's name, which is the file's too.
    pub name: Name,
    /// Its items: the component's first, then those of its inline schemas in the document's order.
    pub items: Vec<Item>,
}
