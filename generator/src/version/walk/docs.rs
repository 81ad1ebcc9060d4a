//! What is said of schemas and properties: texts, deprecation, defaults and constraints, none of which is typed.

use crate::model::{Constraint, Docs, Kind, SchemaId, Use};
use crate::version::compare::{Cx, Judged, Place, Role};
use crate::version::side::Side;
use crate::version::verdict::Rust;
use serde_json::Number;
use std::cmp::Ordering;

/// How many aliases are followed behind each other.
const MAX_ALIASES: usize = 16;

/// The start of the note that quotes a default.
const DEFAULT: &str = "Default: ";

/// How notes start that only spell out what is compared by itself: constraints and formats.
const SPELLED: &[&str] = &[
    "A multiple of ",
    "Above ",
    "Always ",
    "At least ",
    "At most ",
    "Below ",
    "Between ",
    "Each element: ",
    "Exactly ",
    "Format: ",
    "Greater than ",
    "Less than ",
    "Matches the regular expression ",
    "No element stands twice",
];

/// Compares what is said of a schema itself.
pub(super) fn schema(cx: &mut Cx<'_>, (o, n): (SchemaId, SchemaId), place: &Place) {
    let of = |side: &Side<'_>, id: SchemaId| side.api.schemas[id].docs.clone();
    let (old, new) = (of(&cx.old, o), of(&cx.new, n));
    // Of a schema in its place the property, parameter or header says it already.
    if !matches!(place.role, Role::Property | Role::Parameter | Role::Header) {
        property(cx, place, (&old, &new), (&Use::of(o), &Use::of(n)));
    }
}

/// Compares what is said of a property, parameter or schema and, where it leads to other schemas than before, of those.
pub(super) fn property(cx: &mut Cx<'_>, place: &Place, docs: (&Docs, &Docs), uses: (&Use, &Use)) {
    let (old, new) = (behind(&cx.old, uses.0), behind(&cx.new, uses.1));
    let with = |docs: &Docs, behind: &[(Option<&str>, &Docs)], others: &[(Option<&str>, &Docs)]| {
        let mut docs = docs.clone();
        // What both refer to is compared by itself.
        let own =
            behind.iter().filter(|(key, _)| key.is_none() || others.iter().all(|(other, _)| other != key));
        for (_, said) in own {
            add(&mut docs.notes, &said.notes);
            add(&mut docs.constraints, &said.constraints);
        }
        docs
    };
    compare(cx, place, (&with(docs.0, &old, &new), &with(docs.1, &new, &old)));
}

/// Adds what is not there.
fn add<T: Clone + PartialEq>(to: &mut Vec<T>, from: &[T]) {
    for one in from {
        if !to.contains(one) {
            to.push(one.clone());
        }
    }
}

/// Returns what is said of the schemas that a use leads to, through all aliases, with the keys of components.
fn behind<'a>(side: &Side<'a>, used: &Use) -> Vec<(Option<&'a str>, &'a Docs)> {
    let mut found = Vec::new();
    let mut next = Some(used.id);
    while let Some(id) = next.filter(|_| found.len() <= MAX_ALIASES) {
        let schema = &side.api.schemas[id];
        found.push((schema.component.as_deref(), &schema.docs));
        next = match &schema.kind {
            Kind::Alias(target) => Some(target.id),
            _ => None,
        };
    }
    found
}

fn compare(cx: &mut Cx<'_>, place: &Place, (old, new): (&Docs, &Docs)) {
    texts(cx, place, (old.summary != new.summary) || (old.description != new.description));
    deprecation(cx, place, old.deprecated, new.deprecated);
    default(cx, place, (old, new));
    conditions(cx, place, (old, new));
    constraints(cx, place, (&old.constraints, &new.constraints));
}

/// Reports what callers are warned of, or not any more.
pub(super) fn deprecation(cx: &mut Cx<'_>, place: &Place, was: bool, is: bool) {
    match (was, is) {
        (false, true) => {
            // Callers cannot be warned of an argument.
            let is_argument = place.items.1.as_ref().is_some_and(|path| path.starts_with("operations::"));
            let is_silent = place.role == Role::Parameter && is_argument;
            let rust = if is_silent { Rust::Patch } else { Rust::Minor };
            cx.report_as(79, place, Judged::Fixed(rust), "deprecated");
        }
        (true, false) => {
            cx.report_quiet(79, place, "deprecation withdrawn");
        }
        _ => {}
    }
}

/// Compares what is said of a part without a name.
pub(super) fn part(cx: &mut Cx<'_>, place: &Place, (old, new): (&Docs, &Docs)) {
    default(cx, place, (old, new));
    constraints(cx, place, (&old.constraints, &new.constraints));
}

/// Reports texts that changed, without quoting any.
pub(super) fn texts(cx: &mut Cx<'_>, place: &Place, changed: bool) {
    if changed {
        cx.report_quiet(14, place, "");
    }
}

fn default(cx: &mut Cx<'_>, place: &Place, (old, new): (&Docs, &Docs)) {
    let of = |docs: &Docs| docs.notes.iter().find_map(|note| note.strip_prefix(DEFAULT).map(str::to_owned));
    let (before, after) = (of(old), of(new));
    if before == after {
        return;
    }
    let shown = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let code = if place.role == Role::Parameter { 30 } else { 78 };
    cx.report_quiet(code, place, format!("from {} to {}", shown(before), shown(after)));
}

/// Reports sentences about members that depend on each other.
fn conditions(cx: &mut Cx<'_>, place: &Place, (old, new): (&Docs, &Docs)) {
    let of = |docs: &Docs| -> Vec<String> {
        let said =
            |note: &&String| !note.starts_with(DEFAULT) && !SPELLED.iter().any(|it| note.starts_with(it));
        docs.notes.iter().filter(said).cloned().collect()
    };
    let (before, after) = (of(old), of(new));
    let gone = before.iter().filter(|note| !after.contains(note)).count();
    let come = after.iter().filter(|note| !before.contains(note)).count();
    if come > 0 {
        cx.report_quiet(86, place, format!("{come} added"));
    }
    if gone > 0 {
        cx.report_quiet(86, place, format!("{gone} withdrawn")).wire(crate::version::Wire::Ok);
    }
}

/// Compares constraints: tightened where a value that was taken may be refused now.
fn constraints(cx: &mut Cx<'_>, place: &Place, (old, new): (&[Constraint], &[Constraint])) {
    let is_items = |it: &Constraint| matches!(it, Constraint::Count(..) | Constraint::Unique);
    for items in [false, true] {
        let of = |all: &[Constraint]| -> Vec<Constraint> {
            all.iter().filter(|it| is_items(it) == items).cloned().collect()
        };
        let (before, after) = (of(old), of(new));
        let tighter = after.iter().any(|it| !before.iter().any(|was| implies(was, it)));
        let looser = before.iter().any(|it| !after.iter().any(|is| implies(is, it)));
        let by_property = items && place.role != Role::Parameter;
        let detail = format!("from {} to {}", shown(&before), shown(&after));
        if tighter {
            let code = if by_property { 82 } else { 31 };
            let rust = if is_checked(cx, place) { Rust::Behaviour } else { Rust::Patch };
            cx.report_as(code, place, Judged::Fixed(rust), detail);
        } else if looser {
            let code = if by_property { 82 } else { 32 };
            let rust = if is_checked(cx, place) { Rust::Behaviour } else { Rust::Patch };
            cx.report_as(code, place, Judged::Fixed(rust), detail).wire(crate::version::Wire::Ok);
        }
    }
}

fn is_checked(cx: &Cx<'_>, place: &Place) -> bool {
    let owner = place.owner.1.and_then(|id| cx.new.structure(id));
    owner.is_some_and(|owner| owner.checks.is_some())
}

/// Whether whatever satisfies `a` satisfies `b`.
fn implies(a: &Constraint, b: &Constraint) -> bool {
    use Constraint::{Count, Length, Maximum, Minimum, Size};
    let within = |(least, most): (usize, Option<usize>), (low, high): (usize, Option<usize>)| {
        least >= low && high.is_none_or(|high| most.is_some_and(|most| most <= high))
    };
    match (a, b) {
        (Length(a, x), Length(b, y)) | (Count(a, x), Count(b, y)) | (Size(a, x), Size(b, y)) => {
            within((*a, *x), (*b, *y))
        }
        (Minimum(a, x), Minimum(b, y)) => match order(a, b) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => *x || !*y,
            _ => false,
        },
        (Maximum(a, x), Maximum(b, y)) => match order(a, b) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => *x || !*y,
            _ => false,
        },
        (a, b) => a == b,
    }
}

fn order(a: &Number, b: &Number) -> Option<Ordering> {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn shown(constraints: &[Constraint]) -> String {
    let each = constraints.iter().map(|constraint| {
        let range = |word: &str, least: &usize, most: &Option<usize>| match most {
            Some(most) => format!("{word} {least} to {most}"),
            None => format!("{word} of {least} or more"),
        };
        match constraint {
            Constraint::Length(least, most) => range("length", least, most),
            Constraint::Count(least, most) => range("items", least, most),
            Constraint::Size(least, most) => range("members", least, most),
            Constraint::Unique => "unique items".to_owned(),
            Constraint::Pattern(pattern) => format!("pattern {}", crate::tokens::surface::quoted(pattern)),
            Constraint::Minimum(bound, exclusive) => {
                format!("{} {bound}", if *exclusive { ">" } else { ">=" })
            }
            Constraint::Maximum(bound, exclusive) => {
                format!("{} {bound}", if *exclusive { "<" } else { "<=" })
            }
            Constraint::MultipleOf(factor) => format!("multiple of {factor}"),
        }
    });
    let all: Vec<_> = each.collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    }
}
