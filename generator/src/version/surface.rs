//! What a difference of the public surface means to the source of a caller.
//!
//! Two entries of one path are compared part by part. Types are equal where they are the same after aliases are followed
//! and renamed types are called as they are now, so that a rename is one change and not one a use.

use super::verdict::Rust;
use crate::tokens::surface::{parts, Entry};
use std::collections::BTreeMap;

/// How the types of both sides are called.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What types are called now, by what they were called.
    pub renamed: BTreeMap<String, String>,
    pub old_aliases: BTreeMap<String, String>,
    pub new_aliases: BTreeMap<String, String>,
}

/// How many aliases are followed behind each other.
const MAX_ALIASES: usize = 16;

impl Names {
    /// Returns the path that an old one has now that its type is called otherwise.
    pub fn path(&self, old: &str) -> String {
        let renamed = || {
            let rest = old.strip_prefix("models::")?;
            let end = rest.find(['.', ':']).unwrap_or(rest.len());
            let (name, rest) = rest.split_at(end);
            Some(format!("models::{}{rest}", self.renamed.get(name)?))
        };
        renamed().unwrap_or_else(|| old.to_owned())
    }

    /// Whether two types are one.
    pub fn is_same_type(&self, old: &str, new: &str) -> bool {
        let renamed = replaced(old, &self.renamed);
        if renamed == new {
            return true;
        }
        let mut old = old.to_owned();
        let mut new = new.to_owned();
        for _ in 0..MAX_ALIASES {
            old = replaced(&old, &self.old_aliases);
            new = replaced(&new, &self.new_aliases);
        }
        replaced(&old, &self.renamed) == new
    }

    /// Compares arguments; `None` if they are the same to callers and to the server.
    fn arguments(&self, old: &[String], new: &[String]) -> Option<Rust> {
        if old.len() != new.len() {
            return Some(Rust::Major);
        }
        old.iter().zip(new).filter_map(|(old, new)| self.argument(&Entry::read(old), &Entry::read(new))).max()
    }

    fn argument(&self, old: &Entry, new: &Entry) -> Option<Rust> {
        // What a variant holds has no name.
        let of = |entry: &Entry| if entry.ty.is_some() { entry.ty().to_owned() } else { entry.path.clone() };
        let ((old_kind, old_type), (new_kind, new_type)) = (body(&of(old)), body(&of(new)));
        if !self.is_same_type(&old_type, &new_type) {
            return Some(Rust::Major);
        }
        let moved =
            old_kind != new_kind || old.notes != new.notes || old.ty.is_some() && old.path != new.path;
        // Without a wire name it is the name that tells: arguments of `new()` that change places are mixed up.
        moved.then_some(match old.notes == new.notes && !old.notes.is_empty() {
            true if old_kind == new_kind => Rust::Patch,
            _ => Rust::Behaviour,
        })
    }
}

/// Splits what `api.txt` says of a request body.
fn body(text: &str) -> (Option<&'static str>, String) {
    for kind in ["json ", "form "] {
        if let Some(ty) = text.strip_prefix(kind) {
            return (Some(kind), ty.to_owned());
        }
    }
    (None, text.to_owned())
}

/// Replaces the identifiers of a type that have another name.
fn replaced(ty: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(ty.len());
    let mut rest = ty;
    while !rest.is_empty() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        text.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_part).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        text.push_str(between);
        rest = after;
    }
    text
}

/// Compares two entries; `None` if they say the same.
pub(super) fn weigh(names: &Names, old: Option<&Entry>, new: Option<&Entry>) -> Option<Rust> {
    match (old, new) {
        (None, None) => None,
        // What is said of an operation is how it is sent.
        (None, Some(only)) | (Some(only), None) if is_marker(only) => Some(Rust::Behaviour),
        // A variant's fields are all there where one is made; a struct is `non_exhaustive`.
        (None, Some(new)) if is_field_of_variant(new) => Some(Rust::Major),
        (None, Some(_)) => Some(Rust::Minor),
        (Some(_), None) => Some(Rust::Major),
        (Some(old), Some(new)) if names.path(&old.path) != new.path => Some(Rust::Major),
        (Some(old), Some(new)) => {
            let given = match (&old.given, &new.given) {
                (Some(old), Some(new)) => names.arguments(old, new),
                (None, None) => None,
                _ => Some(Rust::Major),
            };
            given.max(types(names, old, new)).max(notes(names, old, new))
        }
    }
}

/// Whether an entry is what is noted of an operation: its own server, the header of its key.
fn is_marker(entry: &Entry) -> bool {
    entry.notes.first().is_some_and(|note| note.starts_with("at \"") || note.starts_with("sent with \""))
}

/// Whether an entry is a variable of a server.
fn is_field_of_variant(entry: &Entry) -> bool {
    entry.path.starts_with("Server::") && entry.owner() != entry.path
}

/// Compares what two entries are or return.
pub(super) fn types(names: &Names, old: &Entry, new: &Entry) -> Option<Rust> {
    let ((old_kind, old), (new_kind, new)) = (body(old.ty()), body(new.ty()));
    if !names.is_same_type(&old, &new) {
        return Some(Rust::Major);
    }
    (old_kind != new_kind).then_some(Rust::Behaviour)
}

/// Compares what is noted of two entries.
fn notes(names: &Names, old: &Entry, new: &Entry) -> Option<Rust> {
    let is_type = |entry: &Entry| entry.is("struct") || entry.is("enum");
    let gone = old.notes.iter().filter(|note| !new.notes.contains(note)).filter_map(|note| {
        match kind(note, is_type(old)) {
            Note::New(old) => match new.notes.iter().find_map(|note| arguments_of_new(note)) {
                Some(new) => names.arguments(&old, &new),
                None => Some(Rust::Major),
            },
            Note::Ability => Some(Rust::Major),
            Note::Warning => Some(Rust::Patch),
            Note::Wire => Some(Rust::Behaviour),
        }
    });
    let come = new.notes.iter().filter(|note| !old.notes.contains(note)).filter_map(|note| {
        match kind(note, is_type(new)) {
            // The other side has compared them.
            Note::New(_) if old.notes.iter().any(|note| arguments_of_new(note).is_some()) => None,
            Note::New(_) | Note::Ability | Note::Warning => Some(Rust::Minor),
            Note::Wire => Some(Rust::Behaviour),
        }
    });
    gone.chain(come).max()
}

/// What a note means to callers.
enum Note {
    /// The arguments of `new()`.
    New(Vec<String>),
    /// Something that callers can do.
    Ability,
    /// `deprecated`
    Warning,
    /// What is sent or shown.
    Wire,
}

fn kind(note: &str, of_type: bool) -> Note {
    match (note, arguments_of_new(note)) {
        (_, Some(arguments)) => Note::New(arguments),
        ("struct" | "enum" | "default" | "check()" | "setter", _) => Note::Ability,
        ("deprecated", _) => Note::Warning,
        // A trait that the configuration derives.
        _ if of_type && !note.starts_with("tagged by") => Note::Ability,
        _ => Note::Wire,
    }
}

/// Returns the arguments that a note gives `new()`.
pub(super) fn arguments_of_new(note: &str) -> Option<Vec<String>> {
    Some(parts(note.strip_prefix("new(")?.strip_suffix(')')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(old: &str, new: &str) -> Option<Rust> {
        let names = Names {
            renamed: [("Cat".to_owned(), "Dog".to_owned())].into(),
            old_aliases: [("Id".to_owned(), "i64".to_owned())].into(),
            new_aliases: BTreeMap::new(),
        };
        weigh(&names, Some(&Entry::read(old)), Some(&Entry::read(new)))
    }

    #[test]
    fn what_callers_do_not_notice_is_nothing() {
        for (old, new) in [
            ("models::A.b: Option<Cat> (\"b\")", "models::A.b: Option<Dog> (\"b\")"),
            ("models::A.b: Vec<Id> (\"b\")", "models::A.b: Vec<i64> (\"b\")"),
        ] {
            assert_eq!(weighed(old, new), None, "{old}");
        }
    }

    #[test]
    fn each_part_has_its_verdict() {
        for (old, new, verdict) in [
            ("models::A.b: i64 (\"b\")", "models::A.b: i32 (\"b\")", Rust::Major),
            ("models::A.b: i64 (\"b\")", "models::A.b: i64 (\"c\")", Rust::Behaviour),
            ("models::A.b: i64 (\"b\")", "models::A.b: i64 (\"b\", secret)", Rust::Behaviour),
            ("models::A.b: i64 (\"b\")", "models::A.b: i64 (\"b\", deprecated)", Rust::Minor),
            ("models::A.b: i64 (\"b\", setter)", "models::A.b: i64 (\"b\")", Rust::Major),
            ("models::A (struct, new(a: i64))", "models::A (struct, new(a: i64, b: i64))", Rust::Major),
            (
                "models::A (struct, new(a: i64, b: i64))",
                "models::A (struct, new(b: i64, a: i64))",
                Rust::Behaviour,
            ),
            ("models::A (struct, default)", "models::A (struct)", Rust::Major),
            ("models::A (struct)", "models::A (enum)", Rust::Major),
            (
                "g::f(a: i64 (\"a\")) -> () or () (GET \"/\")",
                "g::f(b: i64 (\"a\")) -> () or () (GET \"/\")",
                Rust::Patch,
            ),
            ("g::f(body: json A) -> () or ()", "g::f(body: form A) -> () or ()", Rust::Behaviour),
            ("g::f() -> A or () (GET \"/\")", "g::f() -> B or () (GET \"/\")", Rust::Major),
            ("g::f() -> () or () (GET \"/\")", "g::f() -> () or () (PUT \"/\")", Rust::Behaviour),
        ] {
            assert_eq!(weighed(old, new), Some(verdict), "{old} -> {new}");
        }
    }
}
