//! What must hold of the files that are made of any document, a hostile one above all.
//!
//! [`make`] runs the whole pipeline in memory; [`inspect`] is what holds of every output, and the shape that it returns and
//! [`code`] are compared with those of a document that differs in its text alone. The tests of injection and the fuzz targets share it.

use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Pins;
use openapi_bindgen::vendor::{self, Layout, Tree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};
use std::cell::Cell;
use std::collections::BTreeMap;
use syn::visit::{self, Visit};

/// What the pipeline made of a document.
pub struct Made {
    /// The files; `None` if the document was refused.
    pub tree: Option<Tree>,
    /// The diagnostics as they are shown.
    pub diagnostics: String,
}

/// Runs the pipeline up to the files, which is all but the disk, and shows the diagnostics.
///
/// # Panics
///
/// If a document is accepted whose files cannot be made.
pub fn make(name: &str, bytes: &[u8], pins: &Pins) -> Made {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let config = Config::default();
    let input = Input::Bytes(name.to_owned(), bytes.to_vec());
    let bindings = openapi_bindgen::generate(&input, &config, pins, &mut sources, &mut sink);
    assert!(bindings.is_some() || sink.has_errors(), "a document is refused without an error");
    let bindings = bindings.filter(|_| !sink.has_errors());
    let tree = bindings.map(|bindings| {
        let needs = bindings.needs.of_module(&config.client);
        vendor::render(&bindings.krate, Layout::Module, &needs).unwrap_or_else(|error| panic!("{error}"))
    });
    Made { tree, diagnostics: render(&sink, &sources) }
}

/// Returns what was made of the document, without the runtime, which is the same for all.
pub fn own_files(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.iter().filter(|(path, _)| !path.starts_with("support/"))
}

/// What the files consist of, folder by folder: the kinds and the sizes of their items.
pub type Shape = BTreeMap<String, Vec<String>>;

/// Returns the shape of the files, or what is wrong with them, whatever the document was.
pub fn inspect(tree: &Tree) -> Result<Shape, String> {
    let mut shape = Shape::new();
    for (path, text) in own_files(tree) {
        let wrong = |what: String| format!("{path}: {what}");
        if let Some(broken) = broken_path(path).or_else(|| broken_characters(text)) {
            return Err(wrong(broken));
        }
        if path.ends_with(".rs") {
            let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
            shape.entry(folder.to_owned()).or_default().push(inspect_source(text).map_err(wrong)?);
        }
    }
    shape.values_mut().for_each(|files| files.sort());
    Ok(shape)
}

/// File names are plain on every system.
fn broken_path(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    parts.push(stem);
    let plain = |part: &&str| {
        let device = ["con", "prn", "aux", "nul"].contains(part)
            || (part.len() == 4
                && (part.starts_with("com") || part.starts_with("lpt"))
                && part.ends_with(char::is_numeric));
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        !part.is_empty() && part.len() <= 110 && part.chars().all(known) && !device
    };
    (!parts.iter().all(plain)).then(|| "the path is not plain".to_owned())
}

/// Nothing in a file hides from a reader, or has `git diff` show nothing.
fn broken_characters(text: &str) -> Option<String> {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{61c}')
            || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().find(|c| hidden(*c)).map(|c| format!("it contains U+{:04X}", u32::from(c)))
}

/// The file is Rust, and its documentation is nothing but text.
fn inspect_source(text: &str) -> Result<String, String> {
    let file = syn::parse_file(text).map_err(|error| format!("it is no Rust: {error}"))?;
    let mut reader = Reader::default();
    reader.visit_file(&file);
    let items: Vec<String> = file.items.iter().filter_map(item).collect();
    reader.broken.map_or_else(|| Ok(format!("{} links, {}", reader.links, items.join(", "))), Err)
}

/// Looks at every attribute and every item.
#[derive(Default)]
struct Reader {
    broken: Option<String>,
    /// How many texts in brackets are meant as links to items.
    links: usize,
}

impl Reader {
    fn attributes(&mut self, attributes: &[syn::Attribute]) {
        let docs = docs_of(attributes);
        if !docs.is_empty() {
            let (broken, links) = broken_docs(&docs);
            self.links += links;
            if self.broken.is_none() {
                self.broken = broken;
            }
        }
        for attribute in attributes {
            let name = attribute.path().segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
            if !KNOWN_ATTRIBUTES.contains(&name.as_str()) && self.broken.is_none() {
                self.broken = Some(format!("it has the attribute `{name}`"));
            }
        }
    }
}

/// The attributes that we write.
const KNOWN_ATTRIBUTES: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "skip",
    "warn",
];

impl<'ast> Visit<'ast> for Reader {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.attributes(&file.attrs);
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes: &[syn::Attribute] = match item {
            syn::Item::Struct(item) => &item.attrs,
            syn::Item::Enum(item) => &item.attrs,
            syn::Item::Type(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Const(item) => &item.attrs,
            syn::Item::Static(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Trait(item) => &item.attrs,
            _ => {
                self.broken = Some("it has an item of a kind that we never write".to_owned());
                return;
            }
        };
        self.attributes(attributes);
        visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.attributes(&field.attrs);
        visit::visit_field(self, field);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.attributes(&variant.attrs);
        visit::visit_variant(self, variant);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.attributes(&item.attrs);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        self.broken = Some("it has an `unsafe` block".to_owned());
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let name = mac.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
        if !KNOWN_MACROS.contains(&name.as_str()) {
            self.broken = Some(format!("it calls the macro `{name}`"));
        }
    }
}

/// The macros that we write; none of them carries text of the document.
const KNOWN_MACROS: &[&str] = &["matches", "write", "format", "vec", "concat"];

/// Returns the documentation as rustdoc puts it together.
fn docs_of(attributes: &[syn::Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let syn::Meta::NameValue(syn::MetaNameValue {
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
            ..
        }) = &attribute.meta
        {
            lines.extend(text.value().split('\n').map(str::to_owned));
        }
    }
    let indented = |line: &&String| !line.trim().is_empty();
    let indent =
        lines.iter().filter(indented).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Returns what in documentation is more than text, and how many links to items it may have.
fn broken_docs(docs: &str) -> (Option<String>, usize) {
    let links = Cell::new(0);
    let count = |_: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        links.set(links.get() + 1);
        None
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let broken = Parser::new_with_broken_link_callback(docs, options, Some(count))
        .find_map(|event| broken_event(&event));
    (broken.map(|broken| format!("{broken} in the documentation:\n{docs}")), links.get())
}

fn broken_event(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("there is HTML `{html}`")),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("there is indented code".to_owned()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label))) if is_rust(label) => {
            Some(format!("there is a doctest with the label `{label}`"))
        }
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if !is_harmless(dest_url) => {
            Some(format!("there is a link to `{dest_url}`"))
        }
        Event::Start(Tag::Image { .. }) => Some("there is an image".to_owned()),
        _ => None,
    }
}

/// Whether rustdoc might compile a block of this label. It reads several words; ours is always one.
fn is_rust(label: &str) -> bool {
    let ours = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#');
    let means_something = |label: &str| {
        ["rust", "should_panic", "no_run", "compile_fail", "test_harness", "custom", "standalone_crate"]
            .contains(&label)
            || label.starts_with("ignore")
            || label.starts_with("edition")
            || (label.starts_with('E') && label.len() == 5)
    };
    label.is_empty() || !label.chars().all(ours) || means_something(label)
}

/// Whether a link goes to the web, to a person, or to an item of ours.
fn is_harmless(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let is_item =
        url.chars().all(|c| c.is_ascii_alphanumeric() || "_:@()!".contains(c)) && !url.contains("script");
    ["http", "https", "mailto"].contains(&scheme.as_str()) || is_item
}

/// Returns the kind and size of an item. Imports depend on which names collide.
fn item(item: &syn::Item) -> Option<String> {
    Some(match item {
        syn::Item::Use(_) => return None,
        syn::Item::Struct(item) => format!("struct {}", item.fields.len()),
        syn::Item::Enum(item) => format!("enum {}", item.variants.len()),
        syn::Item::Impl(item) => {
            let of = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
            format!("impl {} {}", of.map(|it| it.ident.to_string()).unwrap_or_default(), item.items.len())
        }
        syn::Item::Type(_) => "type".to_owned(),
        syn::Item::Mod(_) => "mod".to_owned(),
        syn::Item::Const(_) => "const".to_owned(),
        syn::Item::Static(_) => "static".to_owned(),
        syn::Item::Fn(_) => "fn".to_owned(),
        _ => "something else".to_owned(),
    })
}

/// Returns the files without documentation, which is all that runs.
pub fn code(tree: &Tree) -> String {
    let is_code = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("///") && !line.starts_with("//!")
    };
    own_files(tree)
        .filter(|(path, _)| *path != "bindings.lock")
        .map(|(path, text)| {
            format!("== {path}\n{}\n", text.lines().filter(is_code).collect::<Vec<_>>().join("\n"))
        })
        .collect()
}
