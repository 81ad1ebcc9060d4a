//! The `use` items of a file.
//!
//! A name is imported and written short, unless the file defines an item of that name: then it is written with its
//! path, as one would by hand.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::name::Name;

/// Names of other crates, of std and of the support module that generated files write short. A model of such a name
/// is never imported.
const RESERVED: &[&str] = &[
    "BTreeMap",
    "Blank",
    "Box",
    "Bytes",
    "Call",
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "Formatter",
    "From",
    "Into",
    "Map",
    "Members",
    "Model",
    "Nullable",
    "Object",
    "Operation",
    "Option",
    "PartialEq",
    "Redacted",
    "Result",
    "Serialize",
    "Serializer",
    "String",
    "ToString",
    "Value",
    "Vec",
    "Writer",
];

/// The path of a module that names are imported from. As rustfmt sorts them, `super` comes before crates.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Module {
    is_crate: bool,
    segments: Vec<&'static str>,
}

impl Module {
    fn new(segments: Vec<&'static str>) -> Self {
        Self { is_crate: segments.first() != Some(&"super"), segments }
    }
}

/// Collects what a file uses.
pub(super) struct Imports {
    /// How the file gets to the module that holds `support`.
    root: &'static [&'static str],
    /// The names that the file defines.
    local: BTreeSet<String>,
    used: BTreeMap<Module, BTreeSet<Name>>,
}

impl Imports {
    /// Starts the imports of a file that is `depth` modules below the root.
    pub(super) fn new(depth: usize, local: impl IntoIterator<Item = String>) -> Self {
        const SUPERS: &[&str] = &["super", "super"];
        let root = SUPERS.get(..depth.min(SUPERS.len())).unwrap_or(SUPERS);
        Self { root, local: local.into_iter().collect(), used: BTreeMap::new() }
    }

    /// Returns a name of another crate, given as `serde::de::MapAccess`, or of std's prelude, given as `std::option::Option`.
    pub(super) fn path(&mut self, path: &'static str) -> TokenStream {
        let mut segments: Vec<_> = path.split("::").collect();
        let Some(last) = segments.pop() else {
            return TokenStream::new();
        };
        self.refer(segments, last)
    }

    /// Returns a name of the prelude, which needs no `use`.
    pub(super) fn prelude(&mut self, path: &'static str) -> TokenStream {
        let last = path.rsplit("::").next().unwrap_or(path);
        if self.local.contains(last) {
            return spelled(path.split("::"));
        }
        spelled([last])
    }

    /// Returns a name of the support module.
    pub(super) fn support(&mut self, name: &'static str) -> TokenStream {
        let segments: Vec<_> = self.root.iter().copied().chain(["support"]).collect();
        self.refer(segments, name)
    }

    /// Returns a module below the root, such as `models`.
    pub(super) fn module(&mut self, name: &'static str) -> TokenStream {
        self.refer(self.root.to_vec(), name)
    }

    /// Returns an item of another file of the same folder.
    pub(super) fn sibling(&mut self, name: &Name) -> TokenStream {
        let ident = name.ident();
        if self.local.contains(name.as_str()) {
            return quote!(#ident);
        }
        if RESERVED.contains(&name.as_str()) {
            return quote!(super::#ident);
        }
        self.used.entry(Module::new(vec!["super"])).or_default().insert(name.clone());
        quote!(#ident)
    }

    fn refer(&mut self, module: Vec<&'static str>, name: &'static str) -> TokenStream {
        if self.local.contains(name) {
            return spelled(module.into_iter().chain([name]));
        }
        self.used.entry(Module::new(module)).or_default().insert(Name::fixed(name));
        spelled([name])
    }

    /// Returns the `use` items in rustfmt's order: `super` first, then by path, a list after what stands alone.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut uses: Vec<_> = self.used.iter().collect();
        uses.sort_by_key(|(module, names)| {
            let alone = names.first().filter(|_| names.len() == 1).map_or("{", Name::as_str);
            let path: Vec<_> = module.segments.iter().copied().chain([alone]).collect();
            (module.is_crate, path)
        });
        uses.into_iter().map(|(module, names)| use_item(module, names)).collect()
    }
}

fn use_item(module: &Module, names: &BTreeSet<Name>) -> TokenStream {
    let module = spelled(module.segments.iter().copied());
    // Modules and functions come before types.
    let is_type = |name: &&Name| name.as_str().starts_with(|c: char| c.is_ascii_uppercase());
    let (types, values): (Vec<_>, Vec<_>) = names.iter().partition(is_type);
    let names: Vec<_> = values.into_iter().chain(types).map(Name::ident).collect();
    match names.as_slice() {
        [name] => quote!(use #module::#name;),
        names => quote!(use #module::{#(#names),*};),
    }
}

fn spelled<'a>(segments: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let segments = segments.into_iter().map(|segment| match segment {
        "super" => quote!(super),
        "self" => quote!(self),
        "crate" => quote!(crate),
        other => {
            let ident = Name::fixed(other).ident();
            quote!(#ident)
        }
    });
    quote!(#(#segments)::*)
}
