//! Servers: where requests and their credentials go.

use super::docs;
use super::operation::Pair;
use crate::model::{Server, ServerVariable as Variable};
use crate::tokens::surface::quoted;
use crate::version::compare::{Cx, Judged, Place};
use crate::version::side::{Side, Sides};
use crate::version::verdict::{Rust, Wire};

/// Compares the servers of the documents.
pub(super) fn all(cx: &mut Cx<'_>) {
    let (old, new) = (&cx.old.api.servers, &cx.new.api.servers);
    let gone: Vec<&Server> = old.iter().filter(|it| !new.iter().any(|other| other.url == it.url)).collect();
    let come: Vec<&Server> = new.iter().filter(|it| !old.iter().any(|other| other.url == it.url)).collect();
    for (index, server) in old.iter().enumerate() {
        // Of several servers of one URL each is the one that is as far down.
        let before = old.iter().take(index).filter(|it| it.url == server.url).count();
        if let Some(after) = new.iter().filter(|it| it.url == server.url).nth(before) {
            let place = place_of(cx, Some(server), Some(after));
            docs::texts(cx, &place, server.description != after.description);
            variables(cx, server, after);
        }
    }
    // Of what is gone and what is new, those that stand in one place are one server that moved.
    for index in 0..gone.len().max(come.len()) {
        let (was, is) = (gone.get(index).copied(), come.get(index).copied());
        changed(cx, was, is);
    }
    let (was, is) = (old.first(), new.first());
    let is_told = |it: Option<&Server>, all: &[&Server]| {
        it.is_some_and(|it| all.iter().any(|other| other.url == it.url))
    };
    if let (Some(was), Some(is), false) = (was, is, is_told(was, &gone) && is_told(is, &come)) {
        if was.url != is.url {
            let place = Place { items: (None, None), ..place_of(cx, Some(was), Some(is)) };
            let detail = format!("the default from {} to {}", quoted(&was.url), quoted(&is.url));
            cx.report_as(10, &place, Judged::Fixed(Rust::Behaviour), detail);
        }
    }
}

fn changed(cx: &mut Cx<'_>, was: Option<&Server>, is: Option<&Server>) {
    let place = place_of(cx, was, is);
    if let (Some(was), Some(is), true) = (was, is, place.items.0 == place.items.1) {
        variables(cx, was, is);
    }
    let url = |server: &Server| quoted(&server.url);
    let detail = match (was, is) {
        (Some(was), Some(is)) => format!("from {} to {}", url(was), url(is)),
        (Some(was), None) => format!("{} is gone", url(was)),
        (None, Some(is)) => format!("{} is new", url(is)),
        (None, None) => return,
    };
    match cx.weigh(&place) {
        // What callers choose is another place now, or nothing.
        Some(rust) if was.is_some() => {
            cx.report_as(10, &place, Judged::Fixed(rust), detail);
        }
        None if was.is_some() => {
            cx.report_as(10, &place, Judged::Fixed(Rust::Behaviour), detail);
        }
        rust => {
            let found = cx.report_as(10, &place, Judged::Fixed(rust.unwrap_or(Rust::Patch)), detail);
            found.wire(Wire::Ok).security = false;
        }
    }
}

fn place_of(cx: &Cx<'_>, old: Option<&Server>, new: Option<&Server>) -> Place {
    let item = |side: &Side<'_>, server: Option<&Server>| {
        let server = server?;
        let found = side.krate.client.as_ref()?.servers.iter().find(|it| it.template == server.url)?;
        Some(format!("Server::{}", found.name))
    };
    Place {
        label: "servers".to_owned(),
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (item(&cx.old, old), item(&cx.new, new)),
        sides: Sides::REQUEST,
        ..Place::default()
    }
}

fn variables(cx: &mut Cx<'_>, old: &Server, new: &Server) {
    let place = place_of(cx, Some(old), Some(new));
    let names = old.variables.iter().chain(&new.variables).map(|it| it.name.as_str());
    let mut seen = std::collections::BTreeSet::new();
    for name in names.filter(|name| seen.insert(*name)) {
        let of = |server: &'_ Server| server.variables.iter().position(|it| it.name == name);
        let before = of(old).and_then(|at| old.variables.get(at));
        let after = of(new).and_then(|at| new.variables.get(at));
        let place = Place { label: format!("servers {} {name}", old.url), ..place.clone() };
        let place = Place { items: (field(&cx.old, old, name), field(&cx.new, new, name)), ..place };
        match (before, after) {
            (Some(a), Some(b)) => kept(cx, &place, (old, new), (a, b)),
            (None, Some(_)) => drop(cx.report_as(11, &place, Judged::Fixed(Rust::Major), "new")),
            (Some(_), None) => drop(cx.report_as(11, &place, Judged::Fixed(Rust::Major), "gone")),
            (None, None) => {}
        }
    }
}

/// Returns the path of the field of a variable.
fn field(side: &Side<'_>, server: &Server, name: &str) -> Option<String> {
    let server = side.krate.client.as_ref()?.servers.iter().find(|it| it.template == server.url)?;
    let variable = server.variables.iter().find(|it| it.wire == name)?;
    Some(format!("Server::{}.{}", server.name, variable.name))
}

fn kept(cx: &mut Cx<'_>, place: &Place, servers: (&Server, &Server), (old, new): (&Variable, &Variable)) {
    docs::texts(cx, place, old.description != new.description);
    if old.default != new.default {
        let shown = |default: &Option<String>| default.as_ref().map_or("none".to_owned(), |it| quoted(it));
        let detail = format!("the default from {} to {}", shown(&old.default), shown(&new.default));
        cx.report_as(11, place, Judged::Fixed(Rust::Behaviour), detail);
    }
    if old.values != new.values {
        if let Some(rust) = cx.weigh(place) {
            cx.report_as(11, place, Judged::Fixed(rust), "other values");
        }
        values(cx, place, servers, &old.name);
    }
}

/// Reports the values of a variable that come and go, and their variants.
fn values(cx: &mut Cx<'_>, place: &Place, (old, new): (&Server, &Server), variable: &str) {
    let variants = |side: &Side<'_>, server: &Server| -> Vec<(String, String)> {
        let Some(client) = &side.krate.client else { return Vec::new() };
        let server = client.servers.iter().find(|it| it.template == server.url);
        let variable = server.and_then(|it| it.variables.iter().find(|it| it.wire == variable));
        let choice = variable.and_then(|it| it.choice.as_ref());
        let choices =
            client.choices.iter().filter(|it| Some(it.name.to_string()) == choice.map(ToString::to_string));
        let values = choices.flat_map(|choice| choice.values.iter().map(move |it| (choice, it)));
        values.map(|(choice, it)| (it.wire.clone(), format!("{}::{}", choice.name, it.name))).collect()
    };
    let (was, is) = (variants(&cx.old, old), variants(&cx.new, new));
    let listed = |server: &Server| -> Vec<String> {
        server.variables.iter().filter(|it| it.name == variable).flat_map(|it| it.values.clone()).collect()
    };
    let item = |all: &[(String, String)], value: &str| {
        all.iter().find(|(wire, _)| wire == value).map(|(_, path)| path.clone())
    };
    let (before, after) = (listed(old), listed(new));
    for value in before.iter().filter(|value| !after.contains(value)) {
        let place = Place { items: (item(&was, value), None), ..place.clone() };
        cx.report_as(11, &place, Judged::Surface(Rust::Patch), format!("{} is gone", quoted(value)));
    }
    for value in after.iter().filter(|value| !before.contains(value)) {
        let place = Place { items: (None, item(&is, value)), ..place.clone() };
        cx.report_as(11, &place, Judged::Surface(Rust::Patch), format!("{} is new", quoted(value)))
            .wire(Wire::Ok);
    }
}

/// Compares the servers of an operation: the first one is where its calls go, the others are documented.
pub(super) fn of_operation(cx: &mut Cx<'_>, place: &Place, (old, new): Pair<'_>) {
    let own = |side: &Side<'_>, it| side.method(it).and_then(|(_, method)| method.server.clone());
    let urls = |servers: &[Server]| servers.iter().map(|it| it.url.clone()).collect::<Vec<_>>();
    let (was, is) = (own(&cx.old, old), own(&cx.new, new));
    if was != is {
        let shown = |url: &Option<String>| url.as_deref().map_or("that of the client".to_owned(), quoted);
        let items = (cx.old.marker_path(old), cx.new.marker_path(new));
        let place = Place { items, shown: (cx.old.marker(old), cx.new.marker(new)), ..place.clone() };
        let detail = format!("its own from {} to {}", shown(&was), shown(&is));
        cx.report_as(10, &place, Judged::Fixed(Rust::Behaviour), detail);
    } else if urls(&old.servers) != urls(&new.servers) {
        let place = Place { items: (None, None), ..place.clone() };
        let detail = "its own servers, which a call chooses with `base_url`";
        cx.report_as(10, &place, Judged::Fixed(Rust::Patch), detail);
    }
}
