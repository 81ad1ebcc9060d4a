//! The operations of a surface: which lines belong to each, and which are one and the same on two sides.
//!
//! `api.txt` has the method of an operation, `operations::Pets::list_all`, and what belongs to it in another module,
//! `Call<operations::pets::ListAll>::limit`: the names are told by their letters alone.

use crate::tokens::surface::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The operations of one side.
pub(super) struct Operations {
    all: Vec<Operation>,
    /// The operations by module and name, each in small letters alone.
    by_name: BTreeMap<(String, String), usize>,
}

/// An operation as a surface shows it.
struct Operation {
    /// The path of its method.
    path: String,
    /// The HTTP method and the path that it asks, quoted.
    http: (String, String),
}

/// What a line is to an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Method,
    /// The method for another media type, by the end of its name.
    Other(String),
    /// Anything else, by what it is called behind the name of the operation.
    Item(String),
}

impl Operations {
    pub fn of(surface: &BTreeMap<String, Entry>) -> Self {
        let mut all: Vec<Operation> = Vec::new();
        let mut by_name = BTreeMap::new();
        for entry in surface.values() {
            let Some(http) = http(entry) else { continue };
            let Some(key) = names(&entry.path) else { continue };
            // Methods for other media types are called after the first, and stand behind it.
            let is_other = |it: &Operation| {
                it.http == http
                    && entry.path.strip_prefix(&it.path).is_some_and(|rest| rest.starts_with("_as_"))
            };
            let index = match all.iter().position(is_other) {
                Some(index) => index,
                None => {
                    all.push(Operation { path: entry.path.clone(), http });
                    all.len() - 1
                }
            };
            by_name.insert(key, index);
        }
        Self { all, by_name }
    }

    /// Returns the operation that a line belongs to, and what it is to it.
    pub fn part(&self, entry: &Entry) -> Option<(usize, Part)> {
        let (module, name) = names(&entry.path)?;
        // The longest name that fits: `ListAllOutput` is of `ListAll` and not of `List`.
        let ends = (1..=name.len()).rev().filter_map(|end| name.get(..end).map(str::to_owned));
        let found =
            ends.filter_map(|start| self.by_name.get(&(module.clone(), start.clone())).zip(Some(start)));
        let (index, start) = found.into_iter().next()?;
        let operation = self.all.get(*index)?;
        let part = match http(entry) {
            Some(_) if operation.path == entry.path => Part::Method,
            Some(_) => Part::Other(entry.path.strip_prefix(&operation.path)?.to_owned()),
            None => {
                let place = if entry.path.starts_with("Call<") { "Call" } else { "" };
                let own = name.get(start.len()..).unwrap_or_default();
                let member = entry.path.splitn(4, "::").nth(3).unwrap_or_default();
                Part::Item(format!("{place}{own}::{member}"))
            }
        };
        Some((*index, part))
    }

    /// Finds the operations that are one and the same: by the path of the method, by what they send, or by their names and
    /// HTTP methods.
    pub fn matched(&self, new: &Self) -> BTreeMap<usize, usize> {
        let last = |it: &Operation| it.path.rsplit("::").next().map(str::to_owned);
        let keys: [&dyn Fn(&Operation) -> String; 3] =
            [&|it| it.path.clone(), &|it| format!("{} {}", it.http.0, it.http.1), &|it| {
                format!("{} {}", it.http.0, last(it).unwrap_or_default())
            }];
        let mut pairs = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for key in keys {
            let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (index, it) in new.all.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
                free.entry(key(it)).or_default().push(index);
            }
            for (index, it) in self.all.iter().enumerate() {
                if let (Some([only]), false) =
                    (free.get(&key(it)).map(Vec::as_slice), pairs.contains_key(&index))
                {
                    if taken.insert(*only) {
                        pairs.insert(index, *only);
                    }
                }
            }
        }
        pairs
    }
}

/// Returns the HTTP method and the quoted path that a line of a method has.
pub(super) fn http(entry: &Entry) -> Option<(String, String)> {
    entry.given.as_ref().filter(|_| entry.path.starts_with("operations::"))?;
    let note = entry.notes.iter().find_map(|note| note.split_once(' ').filter(|it| it.1.starts_with('"')))?;
    Some((note.0.to_owned(), note.1.to_owned()))
}

/// Returns the names of the module and of the item of a line, each in small letters alone.
fn names(path: &str) -> Option<(String, String)> {
    let path = path.strip_prefix("Call<").unwrap_or(path).strip_prefix("operations::")?;
    let mut parts = path.split("::");
    let (module, item) = (parts.next()?, parts.next()?);
    let plain = |text: &str| -> String {
        let text = text.trim_start_matches("r#");
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    Some((plain(module), plain(item.split('>').next()?)))
}
