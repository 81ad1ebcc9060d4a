//! Bindings against servers: one that fails in every way, and those that nobody here wrote.

pub mod faults;
pub mod random;
pub mod server;
pub mod soak;

/// The bindings of `soak.yaml`.
pub mod bindings {
    include!(concat!(env!("OUT_DIR"), "/soak.rs"));
}
