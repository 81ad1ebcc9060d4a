//! The bindings of every accepted fixture, compiled without a warning, under the lints that are on and `missing_docs`.
#![deny(warnings, missing_docs)]

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
