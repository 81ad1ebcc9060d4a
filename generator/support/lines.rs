//! Bodies of JSON values that come one after the other: JSON Lines (NDJSON) and JSON text sequences (RFC 7464).

use std::borrow::Borrow;

use serde::Serialize;

use super::call::Call;
use super::request_error::RequestError;

impl<O> Call<O> {
    /// Sends values one after the other, in JSON: a line each, in a JSON text sequence after a record separator.
    pub fn lines<T: Serialize, I: Borrow<T>>(
        self,
        media_type: &str,
        items: impl IntoIterator<Item = I>,
    ) -> Self {
        let is_sequence =
            media_type.split(';').next().is_some_and(|name| name.trim_end().ends_with("json-seq"));
        let mut body = Vec::new();
        for item in items {
            body.extend(is_sequence.then_some(0x1e));
            if let Err(error) = serde_json::to_writer(&mut body, item.borrow()) {
                return self.encoded(media_type, Err(RequestError::Body(error)));
            }
            body.push(b'\n');
        }
        self.encoded(media_type, Ok(body))
    }
}
