//! Documents that somebody wrote to harm: whatever they say, the files that are made of them are harmless, and making
//! them takes bounded time and memory.

#[path = "hostile/bounds.rs"]
mod bounds;
#[path = "hostile/compiled.rs"]
mod compiled;
#[path = "hostile/configuration.rs"]
mod configuration;
#[path = "hostile/injection.rs"]
mod injection;
#[path = "../../fuzz/mutation.rs"]
mod mutation;
#[path = "hostile/mutations.rs"]
mod mutations;
#[path = "hostile/oracle.rs"]
mod oracle;
#[path = "hostile/payloads.rs"]
mod payloads;
#[path = "hostile/sequences.rs"]
mod sequences;
#[path = "hostile/stability.rs"]
mod stability;
#[path = "hostile/told.rs"]
mod told;
