//! The rule that tells best what a line of `api.txt` shows, and what it is on the wire as far as that is known.

use super::operation::{http, Part};
use crate::tokens::surface::{Entry, Lead};
use crate::version::rule::Code;
use crate::version::surface::arguments_of_new;
use crate::version::verdict::{Rust, Wire};
use std::collections::BTreeSet;

/// What the struct of a field says of it.
#[derive(Clone, Copy)]
pub(super) struct Owned {
    /// Callers make the struct.
    pub is_built: bool,
    /// It has to be there.
    pub is_required: bool,
}

/// Returns the rule of a line, and what is known on the wire.
pub(super) fn of(
    part: Option<&Part>,
    rust: Rust,
    owned: Owned,
    before: Option<&Entry>,
    after: Option<&Entry>,
) -> (Code, Wire) {
    let (code, wire) = match part {
        Some(Part::Method) => method(rust, before, after),
        Some(Part::Other(_)) => {
            of_three(before, after, (43, Wire::Unknown), (42, Wire::Ok), (64, Wire::Unknown))
        }
        Some(Part::Item(_)) => item(before, after),
        None => match before.or(after).map_or("", |entry| entry.path.as_str()) {
            path if path.starts_with("models::") => model(rust, owned, before, after),
            path if path.starts_with("Server::") => {
                of_three(before, after, (10, Wire::Drift), (10, Wire::Ok), (10, Wire::Drift))
            }
            path if path.starts_with("Builder::") => {
                of_three(before, after, (122, Wire::Unknown), (121, Wire::Unknown), (123, Wire::Unknown))
            }
            _ => (69, Wire::Ok),
        },
    };
    (Code(code), wire)
}

type Verdict = (u8, Wire);

/// Chooses among what is said of something that is gone, new or another.
fn of_three(
    before: Option<&Entry>,
    after: Option<&Entry>,
    gone: Verdict,
    new: Verdict,
    changed: Verdict,
) -> Verdict {
    match (before, after) {
        (Some(_), None) => gone,
        (None, _) => new,
        (Some(_), Some(_)) => changed,
    }
}

/// Returns the rule of a method: one that stays has its HTTP method and path in a note.
fn method(rust: Rust, before: Option<&Entry>, after: Option<&Entry>) -> Verdict {
    let (Some(old), Some(new)) = (before, after) else {
        return of_three(before, after, (2, Wire::Break), (1, Wire::Ok), (64, Wire::Unknown));
    };
    let group = |entry: &Entry| entry.path.rsplit_once("::").map(|(group, _)| group.to_owned());
    match (http(old), http(new)) {
        (Some(was), Some(is)) if was.1 != is.1 => (6, Wire::Break),
        (Some(was), Some(is)) if was.0 != is.0 => (8, Wire::Break),
        _ if group(old) != group(new) => (9, Wire::Unknown),
        _ if old.path != new.path => (5, Wire::Unknown),
        _ if rust < Rust::Behaviour && old.is("deprecated") && !new.is("deprecated") => (4, Wire::Ok),
        _ if rust == Rust::Minor && new.is("deprecated") => (3, Wire::Ok),
        _ => (64, Wire::Unknown),
    }
}

/// Returns the rule of what belongs to an operation besides its methods.
fn item(before: Option<&Entry>, after: Option<&Entry>) -> Verdict {
    let Some(entry) = before.or(after) else { return (64, Wire::Unknown) };
    let three = |gone, new, changed| of_three(before, after, gone, new, changed);
    let notes = |start: &str| entry.notes.first().is_some_and(|note| note.starts_with(start));
    let is_call = entry.path.starts_with("Call<");
    if entry.ty().starts_with("Header<") {
        return header(before, after);
    }
    let is_deprecation = matches!((before, after), (Some(a), Some(b)) if a.seen() == b.seen());
    match &entry.ty {
        _ if notes("at \"") => (10, Wire::Drift),
        _ if notes("sent with \"") => (15, Wire::Drift),
        Some((Lead::Returns, _)) => (15, Wire::Ok),
        Some(_) if is_call && entry.notes.is_empty() => {
            three((39, Wire::Drift), (38, Wire::Ok), (64, Wire::Unknown))
        }
        Some(_) if is_deprecation => (79, Wire::Ok),
        Some(_) if is_call => three((20, Wire::Drift), (19, Wire::Ok), (23, Wire::Unknown)),
        Some(_) => three((53, Wire::Drift), (48, Wire::Ok), (64, Wire::Unknown)),
        None if entry.is("struct") => (64, Wire::Unknown),
        // What is answered by status: outputs and errors have such names.
        None if entry.path.contains("Error") => three((107, Wire::Ok), (106, Wire::Ok), (109, Wire::Unknown)),
        None => three((104, Wire::Drift), (103, Wire::Unknown), (64, Wire::Unknown)),
    }
}

/// Returns the rule of a header of responses.
fn header(before: Option<&Entry>, after: Option<&Entry>) -> Verdict {
    let value = |entry: &Entry| entry.ty().replace("Option<", "").replace('>', "");
    match (before, after) {
        (None, _) => (112, Wire::Ok),
        (Some(_), None) => (113, Wire::Drift),
        (Some(before), Some(after)) if before.ty() == after.ty() => (79, Wire::Ok),
        (Some(before), Some(after)) if value(before) == value(after) => (113, Wire::Unknown),
        (Some(_), Some(_)) => (64, Wire::Unknown),
    }
}

/// Returns the rule of a type or of a member of one.
fn model(rust: Rust, owned: Owned, before: Option<&Entry>, after: Option<&Entry>) -> Verdict {
    let Some(entry) = before.or(after) else { return (64, Wire::Unknown) };
    let three = |gone, new, changed| of_three(before, after, gone, new, changed);
    if entry.owner() == entry.path {
        return three((116, Wire::Unknown), (115, Wire::Ok), of_type(before, after));
    }
    match (before, after) {
        (Some(old), Some(new)) => match presence(owned.is_built, old, new) {
            Some(verdict) => verdict,
            None if !old.is("secret") && new.is("secret") => (84, Wire::Ok),
            None if old.is("secret") && !new.is("secret") => (85, Wire::Ok),
            None if rust == Rust::Minor || old.is("deprecated") != new.is("deprecated") => (79, Wire::Ok),
            None if old.ty == new.ty && old.notes.first() != new.notes.first() => (68, Wire::Drift),
            None => (64, Wire::Unknown),
        },
        _ if entry.path.contains('.') => match (owned.is_built || entry.is("setter"), owned.is_required) {
            (true, true) => three((53, Wire::Unknown), (50, Wire::Break), (64, Wire::Unknown)),
            (true, false) => three((53, Wire::Unknown), (48, Wire::Ok), (64, Wire::Unknown)),
            (false, true) => three((55, Wire::Break), (51, Wire::Ok), (64, Wire::Unknown)),
            (false, false) => three((54, Wire::Unknown), (49, Wire::Ok), (64, Wire::Unknown)),
        },
        // A variant with a value is a member of a union.
        _ if entry.given.is_some() => three((97, Wire::Unknown), (96, Wire::Ok), (64, Wire::Unknown)),
        _ => three((89, Wire::Unknown), (87, Wire::Ok), (64, Wire::Unknown)),
    }
}

/// Returns the rule of the line of a type that stays.
fn of_type(before: Option<&Entry>, after: Option<&Entry>) -> Verdict {
    let only_order = matches!((before, after), (Some(old), Some(new))
        if new_of(old).is_some() && new_of(new).is_some() && rest(old) == rest(new));
    let is_alias = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.ty.is_some());
    match (is_alias(before), is_alias(after)) {
        _ if only_order => (80, Wire::Ok),
        (true, true) => (64, Wire::Unknown),
        (true, false) | (false, true) => (75, Wire::Unknown),
        (false, false) => (125, Wire::Unknown),
    }
}

/// Returns the rule of a field that may be absent or `null` now, or not any more.
fn presence(is_built: bool, old: &Entry, new: &Entry) -> Option<Verdict> {
    let split = |entry: &Entry| -> (&'static str, String) {
        for kind in ["Option<", "Nullable<"] {
            if let Some(inner) = entry.ty().strip_prefix(kind).and_then(|rest| rest.strip_suffix('>')) {
                return (kind, inner.to_owned());
            }
        }
        ("", entry.ty().to_owned())
    };
    let ((was, before), (is, after)) = (split(old), split(new));
    if before != after || was == is {
        return None;
    }
    Some(match (was, is) {
        ("", "Option<") if is_built => (57, Wire::Unknown),
        ("", "Option<") => (59, Wire::Break),
        (_, "") if is_built => (56, Wire::Break),
        (_, "") => (58, Wire::Ok),
        (_, "Nullable<") => (60, Wire::Unknown),
        _ => (62, Wire::Unknown),
    })
}

/// Whether the line of a struct differs only in what its fields say: the arguments of `new()`, and `Default` with them.
pub(super) fn is_told_by_fields(old: &Entry, new: &Entry) -> bool {
    let (was, is) = (new_of(old), new_of(new));
    let differs = was != is || old.is("default") != new.is("default");
    was.is_some() == is.is_some() && differs && rest(old) == rest(new)
}

/// Whether a field has to be there: it is an argument of the `new()` of its struct, or read as it is.
pub(super) fn is_required(owner: Option<&Entry>, field: &Entry) -> bool {
    let name = field.path.rsplit_once('.').map_or("", |(_, name)| name);
    match owner.and_then(new_of) {
        Some(arguments) => arguments.iter().any(|it| it.split(':').next() == Some(name)),
        None => !["Option<", "Nullable<"].iter().any(|kind| field.ty().starts_with(kind)),
    }
}

fn new_of(entry: &Entry) -> Option<BTreeSet<String>> {
    Some(entry.notes.iter().find_map(|note| arguments_of_new(note))?.into_iter().collect())
}

fn rest(entry: &Entry) -> Vec<&String> {
    let told = |note: &&String| *note != "default" && arguments_of_new(note).is_none();
    entry.notes.iter().filter(told).collect()
}
