//! Text → value → `openapiv3::OpenAPI`.
//!
//! [`load`] takes a file or its bytes, gives the document as OpenAPI 3.0, and reports whatever of it cannot be read, is
//! not OpenAPI or gets lost; see `read` for the audit and `normalise` for the rewriting. Whether references lead
//! anywhere and whether the pieces fit together is the business of `model`.

mod beyond;
mod branch;
mod bundle;
mod definition;
mod grammar;
mod hierarchy;
mod input;
mod normalise;
mod overlay;
mod parse;
mod place;
mod read;
mod swagger;
#[cfg(test)]
mod tests;
mod unused;
mod version;

pub use beyond::{Beyond, FurtherOperation, Hook};
pub use input::{Input, Store};
pub use normalise::{extension, label};

use crate::diagnostic::{Sink, Source, Sources, Syntax};
use openapiv3::OpenAPI;
use parse::{Allowance, Parsed};
use serde_json::Value;
use std::path::{Path, PathBuf};
use version::Version;

/// A document that has been read.
#[derive(Debug)]
pub struct Document {
    /// Its name, as in diagnostics: the path that was given, or `<stdin>`.
    pub name: String,
    /// The files that it refers to, as they can be opened from the current folder.
    pub files: Vec<PathBuf>,
    /// What it says, in OpenAPI 3.0 and with the private extensions of [`extension`].
    pub openapi: OpenAPI,
    /// What it says besides.
    pub beyond: Beyond,
}

/// Reads a document.
///
/// `overlays` are applied to it first, one after the other. Files that it refers to must be below its own folder, or
/// below `reference_root` if one is given. All texts go to `sources`, where diagnostics of all stages find them. Returns `None` if nothing of it could be read;
/// a document with errors is returned as far as it goes, for the next stage to report its own.
pub fn load(
    input: &Input,
    overlays: &[PathBuf],
    reference_root: Option<&Path>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Document> {
    let text = input.read(sources, sink)?;
    let mut allowance = Allowance::default();
    let parsed = parse::parse(text.as_str(), text.syntax(), Source::Document, &mut allowance, sink)?;
    let Parsed { mut value, mut leaves } = parsed;
    for path in overlays {
        leaves |= overlay::apply(&mut value, path, &mut allowance, sources, sink);
    }
    let written = version::check(&value, sink)?;
    let mut version = written;
    let mut files = Vec::new();
    if version != Version::V2_0 {
        // Before anything is looked for in other files: it may be the name of something in this one.
        let origins = definition::resolve(&mut value, version, sink);
        if !origins.is_empty() {
            sources.moved(origins, sink);
        }
    }
    unused::leave_out(&mut value, version, leaves, sink);
    if leaves {
        let mut all = bundle::Files::new(value, input, reference_root, allowance, sources, sink);
        (value, files) = bundle::bundle(&mut all, version);
    }
    if version == Version::V2_0 {
        let converted = swagger::convert(&value, sink)?;
        sources.moved(converted.origins, sink);
        (value, version) = (converted.value, Version::V3_0);
    }
    branch::resolve(&mut value);
    let bases = hierarchy::resolve(&mut value);
    let (openapi, mut beyond) = read::document(sink, [written, version], value);
    beyond.bases = bases;
    Some(Document { name: input.name(), files, openapi, beyond })
}

/// Reads a text as a value, or reports why it cannot be read.
pub fn parse(text: &str, syntax: Syntax, source: Source, sink: &mut Sink) -> Option<Value> {
    parse::parse(text, syntax, source, &mut Allowance::default(), sink).map(|parsed| parsed.value)
}
