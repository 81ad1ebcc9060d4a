//! Idempotency keys: calls that can be sent again, because the server knows them when they come twice.

use std::hash::{BuildHasher, RandomState};

use super::call::Call;

impl<O> Call<O> {
    /// Gives the call a key of its own in a header, the same each time it is sent; so it is sent again like one of a method
    /// that may come twice. A key that the caller sets is taken instead.
    pub fn repeatable(mut self, header: &'static str) -> Self {
        self.draft.header(header, &key());
        self.draft.limits.key = Some((header, key));
        self
    }
}

/// Returns a random UUID (RFC 9562, version 4).
fn key() -> String {
    // Each state has keys of its own, made of what the operating system gives at random.
    let random = || RandomState::new().hash_one(());
    let (high, low) = (random(), random());
    let (a, b, c) = (high >> 32, high >> 16 & 0xffff, high & 0xfff);
    let (d, e) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}
