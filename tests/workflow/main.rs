//! The workflow of this repository, as its people have it: edit the document, run `cargo build`, review the diff.
//!
//! Everything runs the real `cargo` and `git` in a [`Checkout`](checkout::Checkout), a repository of its own with the
//! files of the work tree as they are now. The tests take turns there, so that dependencies compile once.

mod at_once;
mod checkout;
mod consumer;
mod copies;
mod dependant;
mod edits;
mod features;
mod merges;
mod outcome;
mod refusals;
mod snapshots;
