//! The bindings of every accepted fixture, compiled without a warning, under the lints that are on and `missing_docs`.
#![deny(warnings, missing_docs)]
// Documents that call things `new` and `clone` (object/deprecated, names/operations, parameter/names) get them called so.
#![allow(clippy::new_ret_no_self, clippy::self_named_constructors, clippy::should_implement_trait)]

pub mod own;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
