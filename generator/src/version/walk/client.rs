//! What the client shows and nothing else explained: its name, its servers and their variables, what its builder takes.

use crate::rust::name::Name;
use crate::tokens::surface::{Entry, Lead};
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::Side;
use crate::version::surface::weigh;
use crate::version::verdict::Wire;
use std::collections::BTreeSet;

/// Compares the surfaces of the clients, where both documents have one.
pub(super) fn all(cx: &mut Cx<'_>) {
    if cx.old.krate.client.is_none() || cx.new.krate.client.is_none() {
        return;
    }
    let paths: BTreeSet<String> = paths(&cx.old).chain(paths(&cx.new)).cloned().collect();
    for path in paths {
        let (old, new) = (cx.old.surface.get(&path).cloned(), cx.new.surface.get(&path).cloned());
        let Some(rust) = weigh(&cx.names, old.as_ref(), new.as_ref()) else { continue };
        let is_told = cx.explained(Some(&path), Some(&path)).is_some_and(|known| known >= rust);
        let credential = credential(cx, &path);
        let is_of_another =
            credential.as_ref().is_some_and(|it| cx.explained(Some(it), Some(it)) >= Some(rust));
        if is_told || is_of_another || is_part(cx, &old, &new) {
            continue;
        }
        let item = |entry: &Option<Entry>| entry.as_ref().map(|entry| entry.path.clone());
        let place = Place { label: path.clone(), items: (item(&old), item(&new)), ..Place::default() };
        let code = match path.strip_prefix("Server") {
            Some(rest) if rest.starts_with("::") && !rest.contains('.') => 10,
            Some(_) => 11,
            None if credential.is_some() => 124,
            None => 69,
        };
        cx.report_as(code, &place, Judged::Fixed(rust), "a part of the client").wire(Wire::Ok);
    }
}

fn paths<'s>(side: &'s Side<'_>) -> impl Iterator<Item = &'s String> {
    let others = ["models::", "operations::", "Call<"];
    side.surface.keys().filter(move |path| !others.iter().any(|other| path.starts_with(other)))
}

/// Returns the path of the method that gives a credential, of those that get it otherwise.
fn credential(cx: &Cx<'_>, path: &str) -> Option<String> {
    let name = path.strip_prefix("Builder::")?;
    let clients = [&cx.old, &cx.new].into_iter().filter_map(|side| side.krate.client.as_ref());
    let mut credentials = clients.flat_map(|client| &client.credentials);
    let is = |other: Option<&Name>| other.is_some_and(|other| other.as_str() == name);
    let found =
        credentials.find(|it| is(it.provider.as_ref()) || is(it.flow.as_ref().map(|flow| &flow.method)))?;
    Some(format!("Builder::{}", found.method))
}

/// Whether an entry came or went with something else: a sub-client with its operations, a variable with its server, what is
/// in an enum with all of it.
fn is_part(cx: &Cx<'_>, old: &Option<Entry>, new: &Option<Entry>) -> bool {
    let (entry, other) = match (old, new) {
        (Some(entry), None) => (entry, &cx.new),
        (None, Some(entry)) => (entry, &cx.old),
        _ => return false,
    };
    let is_link = matches!(&entry.ty, Some((Lead::Returns, ty)) if ty.starts_with("operations::"));
    let choice = entry.path.split_once("::").filter(|(choice, _)| !matches!(*choice, "Server" | "Builder"));
    is_link
        || entry.is("enum")
        || entry.owner() != entry.path && !other.surface.contains_key(entry.owner())
        || choice.is_some_and(|(choice, _)| !other.surface.contains_key(choice))
}
