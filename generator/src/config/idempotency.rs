//! `idempotency`: which operations are sent with a key, so that they can come twice.

use super::reader::{Options, Reader};
use super::selector::{Kind, Selector};
use crate::diagnostic::{Code, Pointer};
use serde_json::Value;

/// Which operations are sent with a key, and in which header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Idempotency {
    /// The header.
    pub header: Option<String>,
    /// The operations.
    pub operations: Vec<Selector>,
}

/// What can stand there.
pub(super) const IDEMPOTENCY: Options<Idempotency> = &[
    ("header", |idempotency, reader, at, value| idempotency.header = reader.header(at, value)),
    ("operations", |idempotency, reader, at, value| {
        idempotency.operations = reader.selectors(at, value, Kind::Operations);
    }),
];

impl Reader<'_> {
    /// Reads the keys; operations without a header have none.
    pub(super) fn idempotency(&mut self, at: &Pointer, value: Value) -> Idempotency {
        let has_header = value.get("header").is_some();
        let idempotency = self.made(IDEMPOTENCY, at, value);
        if !has_header {
            let message = "there is no `header` here";
            self.sink
                .report_configuration(Code::WrongOption, at, message)
                .help("write the name of the header, such as `Idempotency-Key`");
        }
        idempotency
    }

    /// Reads the name of a header (RFC 9110, 5.1).
    fn header(&mut self, at: &Pointer, value: Value) -> Option<String> {
        let name = self.text(at, value)?;
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if !name.is_empty() && name.chars().all(is_token) {
            return Some(name);
        }
        let message = format!("`{name}` cannot be the name of a header");
        self.sink.report_configuration(Code::WrongOption, at, message);
        None
    }
}
