//! Bindings against servers: one that fails in every way, and those that nobody here wrote.

pub mod by_hand;
pub mod faults;
pub mod random;
pub mod server;
pub mod soak;
pub mod streams;

/// The bindings of `bench.yaml`.
pub mod bench {
    include!(concat!(env!("OUT_DIR"), "/bench.rs"));
}

/// The bindings of `httpbin.yaml`.
pub mod httpbin {
    include!(concat!(env!("OUT_DIR"), "/httpbin.rs"));
}

/// The bindings of `soak.yaml`.
pub mod bindings {
    include!(concat!(env!("OUT_DIR"), "/soak.rs"));
}

/// The bindings of `transports.yaml`.
pub mod transports {
    include!(concat!(env!("OUT_DIR"), "/transports.rs"));
}
