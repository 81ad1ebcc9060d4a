//! The laws of the sources, which `ARCHITECTURE.md` explains; each failure names the file, the line and the law.

use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The stages in the order of the pipeline, which is that of the alphabet: each may use those before it.
const STAGES: &[&str] = &["diagnostic", "document", "model", "rust", "tokens", "vendor", "version"];

/// What a stage may not use although it comes before.
const UNSEEN: &[(&str, &str)] =
    &[("tokens", "document"), ("tokens", "model"), ("vendor", "document"), ("vendor", "model")];

/// The folders or files that may name a foreign crate; what is not listed may be named anywhere.
const HOMES: &[(&str, &[&str])] = &[
    ("clap", &["diff.rs", "main.rs"]),
    ("deunicode", &["rust/name"]),
    ("heck", &["rust/name"]),
    ("openapiv3", &["document", "model/mod.rs", "model/resolve"]),
    ("percent_encoding", &["diagnostic/pointer.rs", "document/bundle/reference.rs"]),
    ("prettyplease", &["vendor/format.rs"]),
    ("proc_macro2", &["rust/name", "tokens", "vendor/format.rs"]),
    ("pulldown_cmark", &["rust/docs"]),
    ("quote", &["tokens"]),
    ("saphyr_parser", &["diagnostic/locate"]),
    ("serde_json_path", &["document/overlay/query.rs"]),
    ("serde_yaml", &["document"]),
    ("sha2", &["vendor/lock.rs", "version/report/mod.rs"]),
    ("similar", &["vendor/diff.rs"]),
    ("syn", &["config/name.rs", "rust/name", "vendor/format.rs"]),
];

/// The files that may make a call by which text becomes Rust. In `config/name.rs` and in
/// `rust/name/written.rs` it is text of the configuration.
const TEXT_TO_RUST: &[(&str, &[&str])] = &[
    ("Ident::new", &["rust/name"]),
    ("Ident::new_raw", &["rust/name"]),
    ("format_ident", &[]),
    ("parse_str", &["config/name.rs", "rust/name"]),
    ("parse_quote", &[]),
    ("TokenStream::from_str", &[]),
    ("parse::<TokenStream>", &["rust/name"]),
];

/// The files that may use the disk: loading and writing.
const DISK: &[&str] = &[
    "cargo.rs",
    "config/mod.rs",
    "diff.rs",
    "document/bundle/folder.rs",
    "document/input.rs",
    "main.rs",
    "vendor/disk.rs",
];

/// The stages in which everything is in the order of the output; those before look things up, too.
const IN_OUTPUT_ORDER: &[&str] = &["rust", "tokens", "vendor", "version"];

const MAX_FILE: usize = 600;
const MAX_FUNCTION: usize = 100;

/// Files that may be longer, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

#[test]
fn the_sources_obey_their_laws() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut broken = Vec::new();
    for folder in ["src", "support"] {
        let root = root.join(folder);
        for path in sources(&root) {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if name.ends_with("/tests.rs") || name.contains("/tests/") {
                continue;
            }
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{folder}/{name}: {error}"));
            let mut check = Check { file: &name, shown: format!("{folder}/{name}"), broken: &mut broken };
            check.text(&text, &file);
            if folder == "src" {
                check.visit_file(&file);
            }
        }
    }
    assert!(broken.is_empty(), "{} laws broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn modules_are_named_after_what_they_produce() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&root) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["util", "utils", "helpers", "common", "misc"].contains(&stem.as_str()),
            "{}",
            path.display()
        );
    }
}

/// Every Rust file below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Checks one file. Tests within it are free to do what they like.
struct Check<'a> {
    /// The path below `src`.
    file: &'a str,
    shown: String,
    broken: &'a mut Vec<String>,
}

impl Check<'_> {
    fn fail(&mut self, line: usize, law: &str) {
        self.broken.push(format!("{}:{line}: {law}", self.shown));
    }

    /// The laws that hold for the runtime, too.
    fn text(&mut self, text: &str, file: &syn::File) {
        if !text.starts_with("//!") {
            self.fail(1, "a module starts with `//!`: what goes in, what comes out, what is not here");
        }
        let lines = text.lines().count();
        if lines > MAX_FILE && !LONG_FILES.iter().any(|(file, _)| *file == self.file) {
            self.fail(
                MAX_FILE,
                "a file has at most 600 lines: look for the second noun, or waive it with a reason",
            );
        }
        for item in &file.items {
            if let syn::Item::Static(item) = item {
                self.fail(item.span().start().line, "there is no global state");
            }
        }
    }

    /// Checks a path such as `crate::model::Api` or `serde_yaml::from_str`.
    fn path(&mut self, segments: &[String], line: usize) {
        let stage = self.file.split(['/', '.']).next().unwrap_or_default().to_owned();
        if let [krate, used, ..] = segments {
            let position = |name: &str| STAGES.iter().position(|it| *it == name);
            if let (true, Some(own), Some(other)) = (krate == "crate", position(&stage), position(used)) {
                if other > own {
                    self.fail(line, &format!("`{stage}` does not use `{used}`, which comes after it"));
                }
                if UNSEEN.contains(&(stage.as_str(), used.as_str())) {
                    self.fail(line, &format!("`{stage}` does not see `{used}`"));
                }
            }
            let disk = matches!((krate.as_str(), used.as_str()), ("std", "fs") | ("fs" | "OpenOptions", _));
            if disk && !DISK.contains(&self.file) {
                self.fail(line, "only loading and writing use the disk");
            }
            if let Some((_, homes)) = HOMES.iter().find(|(name, _)| name == krate) {
                if !homes.iter().any(|home| self.file.starts_with(home)) {
                    self.fail(line, &format!("`{krate}` is named in {} alone", homes.join(", ")));
                }
            }
        }
        if let [.., ty, function] = segments {
            self.text_to_rust(&format!("{ty}::{function}"), line);
        }
        if let [.., name] = segments {
            self.text_to_rust(name, line);
            if name == "HashMap" && IN_OUTPUT_ORDER.contains(&stage.as_str()) {
                self.fail(line, "no `HashMap`: its order would show in the output");
            }
        }
    }

    fn text_to_rust(&mut self, call: &str, line: usize) {
        if let Some((_, homes)) = TEXT_TO_RUST.iter().find(|(name, _)| *name == call) {
            if !homes.iter().any(|home| self.file.starts_with(home)) {
                self.fail(line, &format!("`{call}` makes Rust of text, which belongs to `rust/name`"));
            }
        }
    }

    fn function(&mut self, block: &syn::Block) {
        let (start, end) = (block.span().start().line, block.span().end().line);
        if end - start > MAX_FUNCTION {
            self.fail(start, "a function has at most 100 lines");
        }
    }

    /// Checks the paths of a `use` item, each as if it were written out.
    fn uses(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.uses(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.uses(tree, prefix)),
            syn::UseTree::Name(syn::UseName { ident, .. })
            | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                prefix.push(ident.to_string());
                self.path(prefix, ident.span().start().line);
                prefix.pop();
            }
            syn::UseTree::Glob(glob) => self.path(prefix, glob.span().start().line),
        }
    }

    /// Looks at the tokens of a macro for what would be calls and paths outside of it.
    fn tokens(&mut self, tokens: TokenStream, line: usize) {
        let text = tokens.to_string().replace(' ', "");
        let called = |call: &str| text.contains(&format!("{call}(")) || text.contains(&format!("{call}!("));
        for (call, _) in TEXT_TO_RUST.iter().filter(|(call, _)| called(call)) {
            self.text_to_rust(call, line);
        }
        for forbidden in FORBIDDEN_METHODS.iter().filter(|name| text.contains(&format!(".{name}("))) {
            self.fail(line, &format!("no `{forbidden}`: nothing that input reaches may panic"));
        }
    }
}

/// Methods that panic.
const FORBIDDEN_METHODS: &[&str] = &["unwrap", "expect"];
/// Macros that panic, or that leave something undone. `unreachable!` is for bugs of ours and names the broken law.
const FORBIDDEN_MACROS: &[&str] = &["panic", "todo", "unimplemented", "dbg"];

/// Whether an item is compiled for tests only.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || matches!(&attribute.meta, syn::Meta::List(list)
                if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Check<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.function(&item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.uses(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(&segments, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let (method, line) = (call.method.to_string(), call.method.span().start().line);
        if FORBIDDEN_METHODS.contains(&method.as_str()) {
            self.fail(line, &format!("no `{method}`: nothing that input reaches may panic"));
        }
        let target = call.turbofish.as_ref().map(|it| it.args.iter().map(target_of).collect::<String>());
        if method == "parse" && target.is_some_and(|it| it == "TokenStream") {
            self.text_to_rust("parse::<TokenStream>", line);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let (name, line) = (
            mac.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default(),
            mac.span().start().line,
        );
        if FORBIDDEN_MACROS.contains(&name.as_str()) {
            self.fail(line, &format!("no `{name}!`: nothing that input reaches may panic"));
        }
        if name == "unreachable" && mac.tokens.is_empty() {
            self.fail(line, "`unreachable!` says which law was broken");
        }
        self.tokens(mac.tokens.clone(), line);
        visit::visit_macro(self, mac);
    }
}

/// The last name of a type argument.
fn target_of(argument: &syn::GenericArgument) -> String {
    match argument {
        syn::GenericArgument::Type(syn::Type::Path(ty)) => {
            ty.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Keeps the tables above true: an entry that names nothing is a slip or has had its day.
#[test]
fn every_exception_is_still_needed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let homes = HOMES.iter().chain(TEXT_TO_RUST).flat_map(|(_, homes)| homes.iter()).chain(DISK);
    let missing: Vec<_> = homes.filter(|home| !root.join(home).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let lines: BTreeMap<_, _> = LONG_FILES
        .iter()
        .map(|(file, _)| (file, fs::read_to_string(root.join(file)).unwrap().lines().count()))
        .collect();
    assert!(lines.values().all(|lines| *lines > MAX_FILE), "{lines:?}");
}
