//! Where the pieces of other files go, and what they are called there.
//!
//! A piece that a component of the document is nothing but a reference to takes this component's place. Others are
//! called by the last token of their pointer, or by the name of the file if they are the whole of it: `Pet` for
//! `schemas/Pet.yaml`, and for `#/components/schemas/Pet` in any file. If several pieces have a name, or a component of
//! the document has it, each of them is told by its file or folder: `orders_Error`, `pets_Error`. So names depend neither
//! on the order in which things are found nor on how many others there are.

use super::discover::Found;
use super::files::Files;
use super::Piece;
use crate::diagnostic::Pointer;
use crate::document::grammar::Kind;
use crate::document::version::Version;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Component, Path};

/// Folders and files that say what is in them, which the name of a piece need not say.
const GENERIC: &[&str] = &[
    "components",
    "definitions",
    "defs",
    "examples",
    "headers",
    "links",
    "models",
    "parameters",
    "params",
    "paths",
    "requestbodies",
    "requests",
    "resources",
    "responses",
    "schema",
    "schemas",
    "securityschemes",
    "spec",
    "specification",
    "src",
    "index",
];

/// Where the pieces go.
#[derive(Default)]
pub struct Names {
    /// The places of the pieces that are components, or in one.
    pub places: HashMap<Piece, Pointer>,
    /// The pieces that are added to the document, in the order of their places.
    pub added: BTreeMap<Pointer, Piece>,
    /// What the components would be called that are called otherwise.
    pub renamed: HashMap<Pointer, String>,
}

/// Decides about all pieces.
pub fn decide(files: &Files<'_>, found: &Found, version: Version) -> Names {
    let mut names = Names::default();
    for (piece, name) in &found.claims {
        let fits = *name == natural(files, piece);
        if let Some(place) = place(piece.kind, version, name) {
            if fits || !names.places.contains_key(piece) {
                names.places.insert(piece.clone(), place);
            }
        }
    }
    let taken: HashSet<_> = found.components.iter().map(|(kind, name)| (*kind, folded(name))).collect();
    let all: HashSet<&Piece> = found.pieces.iter().collect();
    let mut groups: BTreeMap<(Kind, String), Vec<&Piece>> = BTreeMap::new();
    let mut within = Vec::new();
    for piece in &found.pieces {
        if piece.kind.section(version).is_none() || names.places.contains_key(piece) {
            continue;
        }
        match owner(piece, &all) {
            Some(owner) => within.push((piece, owner)),
            None => {
                let name = natural(files, piece);
                groups.entry((piece.kind, folded(&name))).or_default().push(piece);
            }
        }
    }
    let mut named = named(files, &groups, taken);
    tell_from_schemas(&mut named, found);
    for (piece, name) in named {
        let Some(place) = place(piece.kind, version, &name) else { continue };
        let natural = natural(files, piece);
        if natural != name {
            names.renamed.insert(place.clone(), natural);
        }
        names.added.insert(place.clone(), piece.clone());
        names.places.insert(piece.clone(), place);
    }
    for (piece, owner) in within {
        let rest = piece.target.at.as_str().get(owner.target.at.as_str().len()..).unwrap_or_default();
        let rest = Pointer::parse(rest).unwrap_or_default();
        if let Some(place) = names.places.get(&owner) {
            let place = rest.tokens().fold(place.clone(), |place, token| place.join(token));
            names.places.insert(piece.clone(), place);
        }
    }
    names
}

fn place(kind: Kind, version: Version, name: &str) -> Option<Pointer> {
    let section = kind.section(version)?;
    Some(section.iter().fold(Pointer::root(), |at, key| at.join(key)).join(name))
}

/// Returns the outermost schema that is a piece itself and has this one in a place that references can lead to.
fn owner(piece: &Piece, all: &HashSet<&Piece>) -> Option<Piece> {
    if piece.kind != Kind::Schema {
        return None;
    }
    let mut found = None;
    let mut tokens = Vec::new();
    let mut at = piece.target.at.clone();
    while let (Some(token), Some(parent)) = (at.last(), at.parent()) {
        tokens.push(token);
        at = parent;
        let mut owner = piece.clone();
        owner.target.at = at.clone();
        if all.contains(&owner) && is_within(tokens.iter().rev().map(String::as_str)) {
            found = Some(owner);
        }
    }
    found
}

/// Whether these are steps from schema to schema.
fn is_within<'t>(mut tokens: impl Iterator<Item = &'t str>) -> bool {
    while let Some(token) = tokens.next() {
        let steps = match token {
            "items" | "additionalProperties" => true,
            "properties" | "allOf" | "oneOf" | "anyOf" => tokens.next().is_some(),
            _ => false,
        };
        if !steps {
            return false;
        }
    }
    true
}

/// Names the pieces of each group.
fn named<'p>(
    files: &Files<'_>,
    groups: &BTreeMap<(Kind, String), Vec<&'p Piece>>,
    mut taken: HashSet<(Kind, String)>,
) -> Vec<(&'p Piece, String)> {
    let mut named = Vec::new();
    let mut ambiguous = Vec::new();
    for ((kind, folded), pieces) in groups {
        match pieces.as_slice() {
            [piece] if taken.insert((*kind, folded.clone())) => named.push((*piece, natural(files, piece))),
            _ => ambiguous.push((*kind, pieces)),
        }
    }
    for (kind, pieces) in ambiguous {
        let mut pieces = pieces.clone();
        pieces.sort_by_key(|piece| (files.get(piece.target.file).relative.clone(), &piece.target.at));
        for (piece, name) in qualified(files, &pieces, |name| taken.contains(&(kind, name.to_owned()))) {
            taken.insert((kind, self::folded(&name)));
            named.push((piece, name));
        }
    }
    named
}

/// Adds to the names of responses and the like what they are, if a schema has the name: the schema that stands in a
/// response is called after the response, and `Account` is what `AccountResponse` has in it.
fn tell_from_schemas(named: &mut [(&Piece, String)], found: &Found) {
    let own = found.components.iter().map(|(kind, name)| (*kind, folded(name)));
    let others = named.iter().map(|(piece, name)| (piece.kind, folded(name)));
    let taken: HashSet<(Kind, String)> = own.chain(others).collect();
    for (piece, name) in named {
        let suffix = match piece.kind {
            Kind::Response => "response",
            Kind::RequestBody => "request",
            Kind::Parameter => "parameter",
            Kind::Header => "header",
            _ => continue,
        };
        let told = format!("{name}_{suffix}");
        let is_free = |kind| !taken.contains(&(kind, folded(&told)));
        if taken.contains(&(Kind::Schema, folded(name))) && is_free(Kind::Schema) && is_free(piece.kind) {
            *name = told;
        }
    }
}

/// Tells pieces of one name by their files and folders, as many of them as it takes; if that does not do, by numbers.
fn qualified<'p>(
    files: &Files<'_>,
    pieces: &[&'p Piece],
    is_taken: impl Fn(&str) -> bool,
) -> Vec<(&'p Piece, String)> {
    let spelt: Vec<Vec<String>> = pieces.iter().map(|piece| spellings(files, piece)).collect();
    let mut levels = vec![0_usize; pieces.len()];
    loop {
        let names: Vec<&String> =
            spelt.iter().zip(&levels).filter_map(|(spelt, level)| spelt.get(*level)).collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in &names {
            *counts.entry(folded(name)).or_default() += 1;
        }
        let clashes: Vec<bool> = names
            .iter()
            .map(|name| is_taken(&folded(name)) || counts.get(&folded(name)).is_some_and(|count| *count > 1))
            .collect();
        let mut moved = false;
        for ((level, spelt), clashes) in levels.iter_mut().zip(&spelt).zip(&clashes) {
            if *clashes && *level + 1 < spelt.len() {
                *level += 1;
                moved = true;
            }
        }
        if !moved {
            let names = names.into_iter().cloned().collect();
            return numbered(pieces, names, is_taken);
        }
    }
}

fn numbered<'p>(
    pieces: &[&'p Piece],
    names: Vec<String>,
    is_taken: impl Fn(&str) -> bool,
) -> Vec<(&'p Piece, String)> {
    let mut used = HashSet::new();
    let mut numbered = Vec::new();
    for (piece, name) in pieces.iter().zip(names) {
        let spelt = std::iter::once(name.clone()).chain((2_usize..).map(|number| format!("{name}_{number}")));
        let mut free = spelt.filter(|name| !is_taken(&folded(name)) && used.insert(folded(name)));
        numbered.push((*piece, free.next().unwrap_or(name.clone())));
    }
    numbered
}

/// Returns the name with one, two and more of the file and folders before it.
fn spellings(files: &Files<'_>, piece: &Piece) -> Vec<String> {
    let file = files.get(piece.target.file);
    let mut parts: Vec<String> = file
        .relative
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts.pop();
    if !piece.target.at.as_str().is_empty() {
        parts.push(stem(&file.relative));
    }
    let (generic, telling): (Vec<_>, Vec<_>) =
        parts.into_iter().rev().partition(|part| GENERIC.contains(&part.to_ascii_lowercase().as_str()));
    let mut name = natural(files, piece);
    let mut spellings = Vec::new();
    for part in telling.into_iter().chain(generic) {
        name = format!("{part}_{name}");
        spellings.push(name.clone());
    }
    if spellings.is_empty() {
        spellings.push(name);
    }
    spellings
}

/// Returns what a piece is called if nothing else is.
fn natural(files: &Files<'_>, piece: &Piece) -> String {
    let tokens: Vec<String> = piece.target.at.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let mut parts = Vec::new();
    let mut rest = tokens.as_slice();
    loop {
        rest = match rest {
            // What belongs to a schema or an operation is called after it, too.
            [owner @ .., "properties" | "patternProperties" | "headers" | "responses" | "content" | "examples", name]
                if !is_list(owner) =>
            {
                parts.push((*name).to_owned());
                owner
            }
            [owner @ .., list @ ("allOf" | "oneOf" | "anyOf" | "prefixItems" | "parameters"), index]
                if index.parse::<usize>().is_ok() =>
            {
                parts.push(format!("{list}_{index}"));
                owner
            }
            [owner @ .., name @ ("items" | "additionalProperties" | "not" | "requestBody")] => {
                parts.push((*name).to_owned());
                owner
            }
            [owner @ .., "schema"] if !owner.is_empty() => owner,
            [owner @ .., method @ ("get" | "put" | "post" | "delete" | "patch" | "head" | "options" | "trace")]
                if !owner.is_empty() =>
            {
                parts.push((*method).to_owned());
                owner
            }
            [.., name] => {
                parts.push((*name).to_owned());
                break;
            }
            [] => {
                parts.push(stem(&files.get(piece.target.file).relative));
                break;
            }
        }
    }
    parts.reverse();
    parts.join("_")
}

/// Whether `headers` and the like are lists of components here, and not of a schema or response.
fn is_list(owner: &[&str]) -> bool {
    owner.last() == Some(&"components")
}

/// Returns the name of a file without its ending; one that is the index of its folder is called like the folder.
fn stem(path: &Path) -> String {
    let name = |path: &Path| path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let own = name(path).unwrap_or_default();
    let folder = path.parent().and_then(name);
    folder.filter(|_| own.trim_start_matches('_').eq_ignore_ascii_case("index")).unwrap_or(own)
}

/// Returns what names have in common that Rust would write alike.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
