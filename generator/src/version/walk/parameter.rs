//! Parameters: those that come and go, presence, place and style.

use super::operation::Pair;
use super::{docs, schema};
use crate::model::{Location, Operation, Parameter};
use crate::tokens::surface;
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::{Side, Sides};
use crate::version::verdict::Rust;
use std::collections::BTreeSet;

/// Compares the parameters of an operation.
pub(super) fn all(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>) {
    let (old, new) = (&pair.0.parameters, &pair.1.parameters);
    let pairs = matched(pair);
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = pairs.iter().copied().unzip();
    for (a, b) in pairs.iter().filter_map(|(a, b)| Some((old.get(*a)?, new.get(*b)?))) {
        kept(cx, operation, pair, a, b);
    }
    for (_, parameter) in old.iter().enumerate().filter(|(index, _)| !before.contains(index)) {
        let place = place_of(cx, operation, pair, Some(parameter), None);
        let detail = cx.old.describe(&parameter.schema);
        cx.report_as(20, &place, Judged::Fixed(Rust::Major), detail);
    }
    for (_, parameter) in new.iter().enumerate().filter(|(index, _)| !after.contains(index)) {
        let place = place_of(cx, operation, pair, None, Some(parameter));
        let code = match (parameter.location, parameter.required) {
            (Location::Path, _) => 18,
            (_, true) => 17,
            (_, false) => 19,
        };
        let is_option =
            cx.new.argument(pair.1, parameter.location, &parameter.name).is_some_and(|(_, is)| is);
        let rust = if is_option { Rust::Minor } else { Rust::Major };
        let detail = cx.new.describe(&parameter.schema);
        cx.report_as(code, &place, Judged::Fixed(rust), detail);
    }
}

/// Whether two parameters are one.
type Test<'t> = &'t dyn Fn(&Parameter, &Parameter) -> bool;

/// Finds the parameters that are one and the same: by place and name, path parameters also by position, and others by name
/// in another place.
fn matched((old, new): Pair<'_>) -> Vec<(usize, usize)> {
    let is_named = |a: &Parameter, b: &Parameter| match a.location {
        Location::Header => b.location == a.location && a.name.eq_ignore_ascii_case(&b.name),
        _ => b.location == a.location && a.name == b.name,
    };
    let position = |operation: &Operation, it: &Parameter| {
        let place = (it.location == Location::Path).then(|| format!("{{{}}}", it.name))?;
        Some(operation.path.get(..operation.path.find(&place)?)?.matches('{').count())
    };
    let is_placed =
        |a: &Parameter, b: &Parameter| position(old, a).is_some() && position(old, a) == position(new, b);
    let is_moved = |a: &Parameter, b: &Parameter| a.name == b.name;
    let tests: [Test<'_>; 3] = [&is_named, &is_placed, &is_moved];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for test in tests {
        for (index, parameter) in old.parameters.iter().enumerate() {
            let taken = |at: usize| pairs.iter().any(|(_, after)| *after == at);
            let mut others = new.parameters.iter().enumerate();
            let fits = others.find(|(at, other)| !taken(*at) && test(parameter, other));
            if let (Some((at, _)), false) = (fits, pairs.iter().any(|(before, _)| *before == index)) {
                pairs.push((index, at));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Where a parameter stands.
fn place_of(
    cx: &Cx<'_>,
    operation: &Place,
    pair: Pair<'_>,
    old: Option<&Parameter>,
    new: Option<&Parameter>,
) -> Place {
    let (before, after) = (item(&cx.old, pair.0, old), item(&cx.new, pair.1, new));
    let named = new.or(old).map(|it| format!("{} {}", it.location.as_str(), it.name)).unwrap_or_default();
    Place {
        at: (old.map(|it| it.at.clone()), new.map(|it| it.at.clone())),
        items: (before.as_ref().map(|it| it.0.clone()), after.as_ref().map(|it| it.0.clone())),
        shown: (before.and_then(|it| it.1), after.and_then(|it| it.1)),
        sides: Sides::REQUEST,
        ..operation.part(&named, Role::Parameter)
    }
}

/// Returns the path of the item that a parameter is part of, and what is shown of it if that is not all of it.
fn item(
    side: &Side<'_>,
    operation: &Operation,
    parameter: Option<&Parameter>,
) -> Option<(String, Option<String>)> {
    let parameter = parameter?;
    let (argument, is_option) = side.argument(operation, parameter.location, &parameter.name)?;
    if is_option {
        return Some((format!("{}::{}", side.call_path(operation)?, argument.name), None));
    }
    let path = side.method_path(operation)?;
    let shown = format!("{path}({}: {})", argument.name, surface::ty(&argument.ty));
    Some((path, Some(shown)))
}

fn kept(cx: &mut Cx<'_>, operation: &Place, pair: Pair<'_>, old: &Parameter, new: &Parameter) {
    let place = place_of(cx, operation, pair, Some(old), Some(new));
    let judged = || Judged::Fixed(effect(cx, pair, old, new).unwrap_or(Rust::Behaviour));
    if old.location != new.location {
        let detail = format!("from {} to {}", old.location.as_str(), new.location.as_str());
        let judged = judged();
        cx.report_as(26, &place, judged, detail);
    } else if old.location == Location::Path && old.name != new.name {
        let rust = effect(cx, pair, old, new).unwrap_or(Rust::Patch);
        cx.report_as(7, &place, Judged::Fixed(rust), format!("from {} to {}", old.name, new.name));
        // The line of the method shows the name, and the path with it.
        cx.explain(&place, Rust::Behaviour);
    } else {
        // A header's name has no case.
        let spelled = if old.name == new.name { Rust::Patch } else { Rust::Behaviour };
        cx.explain(&place, spelled);
    }
    if old.required != new.required {
        let code = if new.required { 21 } else { 22 };
        let rust = effect(cx, pair, old, new).unwrap_or(Rust::Patch);
        cx.report_as(code, &place, Judged::Fixed(rust), "");
    }
    let style = |it: &Parameter| (it.style, it.explode, it.allow_reserved);
    match (&old.content, &new.content) {
        (None, None) | (Some(_), Some(_))
            if old.content != new.content || old.location == new.location && style(old) != style(new) =>
        {
            let detail = format!("from {} to {}", written(old), written(new));
            cx.report_as(25, &place, Judged::Fixed(Rust::Behaviour), detail);
        }
        (None, Some(_)) | (Some(_), None) => {
            let detail = format!("from {} to {}", written(old), written(new));
            cx.report_as(27, &place, Judged::Fixed(Rust::Behaviour), detail);
        }
        _ => {}
    }
    types(cx, &place, pair, old, new);
    docs::property(cx, &place, (&old.docs, &new.docs), (&old.schema, &new.schema));
}

/// Compares the schemas; what that means to callers is the argument's business.
fn types(cx: &mut Cx<'_>, place: &Place, pair: Pair<'_>, old: &Parameter, new: &Parameter) {
    let rust = effect(cx, pair, old, new).unwrap_or(Rust::Patch);
    let start = cx.found.len();
    // The method's line has the other arguments, too.
    let bare = Place { items: (None, None), ..place.clone() };
    schema::uses(cx, &bare, &old.schema, &new.schema);
    for found in cx.found.iter_mut().skip(start).filter(|found| found.place.role == Role::Parameter) {
        if matches!(found.code, 23 | 24 | 28) {
            found.rust = rust;
        }
        if found.place.items == (None, None) {
            found.place.items.clone_from(&place.items);
        }
    }
    cx.explain(place, rust);
}

/// Returns what the argument's difference means to callers, if there is one.
fn effect(cx: &Cx<'_>, pair: Pair<'_>, old: &Parameter, new: &Parameter) -> Option<Rust> {
    let (before, was_option) = cx.old.argument(pair.0, old.location, &old.name)?;
    let (after, is_option) = cx.new.argument(pair.1, new.location, &new.name)?;
    let same_type = cx.names.is_same_type(&surface::ty(&before.ty), &surface::ty(&after.ty));
    let renamed = is_option && before.name != after.name;
    // Text in a path may be anything that has a text; elsewhere it is a `&str`.
    let is_path = |location: Location| location == Location::Path;
    let narrower = is_path(old.location) && !is_path(new.location);
    (was_option != is_option || !same_type || renamed || narrower).then_some(Rust::Major)
}

fn written(parameter: &Parameter) -> String {
    match &parameter.content {
        Some(media_type) => surface::quoted(media_type),
        None => {
            let style = format!("{:?}", parameter.style).to_ascii_lowercase();
            let explode = if parameter.explode { ", exploded" } else { "" };
            let reserved = if parameter.allow_reserved { ", reserved characters" } else { "" };
            format!("{style}{explode}{reserved}")
        }
    }
}
