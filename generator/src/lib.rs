//! Generates Rust bindings from OpenAPI documents: models and a client that read as if somebody had written them by
//! hand, made to be vendored, regenerated and reviewed.
//!
//! Data flows one way, and each stage is a module that only knows those before it:
//!
//! ```text
//! bytes ─▶ document ─▶ model ─▶ rust ─▶ tokens ─▶ vendor ─▶ files
//! ```
//!
//! A build script uses [`cargo::Builder`], everything else [`generate`] and then [`vendor`].

pub mod cargo;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod model;
pub mod rust;
pub mod tokens;
pub mod vendor;
pub mod version;

use config::Config;
use diagnostic::{Code, Sink, Sources};
use document::Input;
use rust::foreign::Source;
use rust::item::{Item, Step, Struct};
use rust::method::{BodyKind, Content, Method, PartKind, Style};
use rust::Pins;
use std::path::{Path, PathBuf};
use vendor::Needs;

/// What [`generate`] makes: everything that [`vendor::render`] needs.
#[derive(Debug)]
pub struct Bindings {
    /// Everything that is to be written.
    pub krate: rust::Crate,
    /// What the files need of the support module.
    pub needs: Needs,
    /// The files that the document refers to, as they can be opened from the current folder.
    pub files: Vec<PathBuf>,
    /// How many operations there are.
    pub operations: usize,
    /// How many component schemas there are.
    pub schemas: usize,
}

/// Fails a test when vendored bindings are not what their document asks for, and shows the items that differ.
///
/// It takes the [`Builder`](cargo::Builder) of the build script. A package without one needs nothing but this test to keep
/// its bindings honest:
///
/// ```no_run
/// # use openapi_bindgen::cargo::Builder;
/// #[test]
/// fn the_bindings_are_those_of_the_document() {
///     openapi_bindgen::assert_vendored!(Builder::new().document("spec/petstore.yaml").vendored("src/petstore"));
/// }
/// ```
#[macro_export]
macro_rules! assert_vendored {
    ($builder:expr) => {
        if let Err(failure) = $crate::cargo::Builder::verify($builder) {
            panic!("{failure}");
        }
    };
}

/// What [`understand`] makes: what a document says, in its own words and in those of Rust.
#[derive(Debug)]
pub struct Meaning {
    /// The API, resolved.
    pub api: model::Api,
    /// Its bindings.
    pub krate: rust::Crate,
    /// The files that the document refers to, as they can be opened from the current folder.
    pub files: Vec<PathBuf>,
}

/// Reads a document up to where all decisions are made; nothing is emitted.
pub fn understand(
    input: &Input,
    config: &Config,
    pins: &Pins,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Meaning> {
    meaning(input, config, pins, sources, sink, |_| {})
}

/// Reads another version of a document than the one that the configuration is for: what that names need not be there.
pub fn understand_other(
    input: &Input,
    config: &Config,
    pins: &Pins,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Meaning> {
    meaning(input, config, pins, sources, sink, |sink| {
        sink.retain(|diagnostic| diagnostic.code != Code::UnmatchedConfiguration);
    })
}

fn meaning(
    input: &Input,
    config: &Config,
    pins: &Pins,
    sources: &mut Sources,
    sink: &mut Sink,
    forgive: fn(&mut Sink),
) -> Option<Meaning> {
    let document = document::load(input, &config.overlays, config.references.root.as_deref(), sources, sink)?;
    let api = model::resolve(&document, &config.selection, sink);
    forgive(sink);
    if sink.has_errors() {
        return None;
    }
    let krate = rust::lower(&api, config, pins, sink);
    forgive(sink);
    (!sink.has_errors()).then_some(Meaning { api, krate, files: document.files })
}

/// Says what new bindings mean to the callers of those that a folder has: a few lines, and none where nothing changed or
/// nothing was there.
pub fn verdict(folder: &Path, krate: &rust::Crate) -> Vec<String> {
    let surface = vendor::read_surface(folder);
    surface.map_or_else(Vec::new, |surface| version::compare_vendored(&surface, krate).block())
}

/// Makes the bindings of a document.
///
/// `pins` are the names that an earlier run decided. Whatever is wrong with the document or the configuration is in the
/// sink; `None` means that it refuses them. A stage reports all its mistakes before it stops.
pub fn generate(
    input: &Input,
    config: &Config,
    pins: &Pins,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Bindings> {
    let Meaning { api, krate, files } = understand(input, config, pins, sources, sink)?;
    let schemas = api.schemas.iter().filter(|(_, schema)| schema.component.is_some()).count();
    let needs = needs(&krate);
    let operations = api.operations.len();
    Some(Bindings { krate, needs, files, operations, schemas })
}

fn needs(krate: &rust::Crate) -> Needs {
    let items = || krate.models.iter().flat_map(|module| &module.items);
    let methods = || krate.operations.iter().flat_map(|group| &group.methods);
    let bodies = || methods().flat_map(Method::bodies).map(|body| &body.kind);
    let contents = || {
        let variants = methods().flat_map(|method| &method.outcomes).flat_map(|outcome| &outcome.variants);
        let contents = variants.map(|variant| &variant.content);
        contents.chain(methods().map(|method| &method.success)).map(Content::body)
    };
    // What is checked of each item that has `check`.
    let checked = || {
        items().filter_map(|item| -> Option<Vec<&[Step]>> {
            match item {
                Item::Struct(item) => {
                    Some(item.checks.as_ref()?.iter().map(|checked| &checked.steps[..]).collect())
                }
                Item::Union(item) if item.checked => {
                    Some(item.variants.iter().map(|variant| &variant.checks[..]).collect())
                }
                _ => None,
            }
        })
    };
    let has_pattern = checked().flatten().flatten().any(Step::has_pattern);
    let checks = checked().next().map(|_| Source::Check).into_iter();
    let checks = checks.chain(has_pattern.then_some(Source::Pattern));
    let parameters = || methods().flat_map(|method| method.arguments.iter().chain(&method.options));
    let servers = || krate.client.iter().flat_map(|client| &client.servers);
    Needs {
        enumerations: items().any(|item| matches!(item, Item::Enumeration(_))),
        unions: items().any(|item| matches!(item, Item::Union(_))),
        secrets: items().any(|item| matches!(item, Item::Struct(item) if Struct::has_secrets(item))),
        octets: bodies().any(BodyKind::is_octets),
        xml: !krate.xml.is_empty(),
        xml_writer: bodies().any(|kind| matches!(kind, BodyKind::Xml(..))),
        xml_reader: krate.xml.iter().flat_map(|item| &item.root).any(|root| root.reader.is_some()),
        lines: bodies().any(|kind| matches!(kind, BodyKind::Lines(_))),
        multipart: bodies().any(|kind| matches!(kind, BodyKind::Multipart(_))),
        styled_parts: methods()
            .flat_map(|method| &method.forms)
            .flat_map(|form| &form.parts)
            .any(|part| matches!(part.kind, PartKind::Styled(..))),
        streams: contents().any(|it| matches!(it, Content::Binary | Content::Events(_) | Content::Items(_))),
        events: contents().any(|it| matches!(it, Content::Events(_))),
        items: contents().any(|it| matches!(it, Content::Items(_))),
        formats: krate.foreign.iter().filter_map(|foreign| foreign.source).chain(checks).collect(),
        client: krate.client.is_some(),
        tokens: krate.client.iter().flat_map(|client| &client.credentials).any(|it| it.flow.is_some()),
        parameters: parameters().any(|parameter| !parameter.is_direct()),
        headers: methods().any(|method| !method.headers.is_empty()),
        servers: servers().any(|server| !server.variables.is_empty()),
        forms: parameters().any(|parameter| parameter.style == Style::Whole)
            || bodies().any(|kind| matches!(kind, BodyKind::Form(..))),
        keys: methods().any(|method| method.key_header.is_some()),
        tracing: false,
        stub: krate.client.as_ref().is_some_and(|client| client.examples.is_some()),
        pages: methods().any(|method| method.paging.is_some()),
        reqwest: krate.client.is_some(),
        tower: krate.client.is_some(),
    }
}
