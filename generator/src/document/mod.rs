//! Text → value → `openapiv3::OpenAPI`.
//!
//! [`load`] takes a file or its bytes, gives the document as OpenAPI 3.0, and reports whatever of it cannot be read, is
//! not OpenAPI or gets lost; see `read` for the audit and `normalise` for the rewriting. Whether references lead
//! anywhere and whether the pieces fit together is the business of `model`.

mod beyond;
mod input;
mod normalise;
mod parse;
mod place;
mod read;
mod swagger;
#[cfg(test)]
mod tests;
mod version;

pub use beyond::{Beyond, FurtherOperation, Hook};
pub use input::Input;
pub use normalise::{extension, label};
pub use parse::parse;

use crate::diagnostic::{Sink, Sources};
use openapiv3::OpenAPI;
use version::Version;

/// A document that has been read.
#[derive(Debug)]
pub struct Document {
    /// Its name, as in diagnostics: the path that was given, or `<stdin>`.
    pub name: String,
    /// What it says, in OpenAPI 3.0 and with the private extensions of [`extension`].
    pub openapi: OpenAPI,
    /// What it says besides.
    pub beyond: Beyond,
}

/// Reads a document.
///
/// Its text goes to `sources`, where diagnostics of all stages find it. Returns `None` if nothing of it could be read;
/// a document with errors is returned as far as it goes, for the next stage to report its own.
pub fn load(input: &Input, sources: &mut Sources, sink: &mut Sink) -> Option<Document> {
    let text = input.read(sources, sink)?;
    let mut value = parse::parse(text.as_str(), text.syntax(), sink)?;
    let mut version = version::check(&value, sink)?;
    if version == Version::V2_0 {
        let converted = swagger::convert(&value, sink)?;
        sources.moved(converted.origins, sink);
        (value, version) = (converted.value, Version::V3_0);
    }
    let (openapi, beyond) = read::document(sink, version, value);
    Some(Document { name: input.name(), openapi, beyond })
}
