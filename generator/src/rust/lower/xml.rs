//! XML: which bodies are written and read by the shapes of their schemas.

use super::context::Cx;
use super::markup::{element, Draft, Drafts};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Kind, MediaType, SchemaId, Use, Xml};
use crate::rust::name::{Case, Name, Scope};
use crate::rust::xml::{Element, Item, Root};
use std::collections::{BTreeMap, BTreeSet};

/// The shapes that were made so far.
#[derive(Debug)]
pub(super) struct Shapes {
    /// The names of shapes.
    scope: Scope,
    /// The names of the types that stand for the roots that are read.
    readers: Scope,
    drafts: Drafts,
    names: BTreeMap<SchemaId, Name>,
    /// The item of each root, by its schema and what its use says of XML.
    roots: BTreeMap<(SchemaId, Option<Box<Xml>>), usize>,
    /// Of the schemas of answers that were looked at: why they are not read, if they are not.
    unread: BTreeMap<SchemaId, Option<String>>,
    /// What was said of bodies that are written.
    reported: BTreeSet<Pointer>,
    items: Vec<Item>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            scope: Scope::new("xml", Case::Value, "shape"),
            readers: Scope::new("xml type", Case::Type, "Document"),
            drafts: Drafts::default(),
            names: BTreeMap::new(),
            roots: BTreeMap::new(),
            unread: BTreeMap::new(),
            reported: BTreeSet::new(),
            items: Vec::new(),
        }
    }
}

impl Shapes {
    /// Returns the shapes, sorted by name.
    pub(super) fn finish(self) -> Vec<Item> {
        let mut items = self.items;
        let is_read = items.iter().any(|item| item.root.as_ref().is_some_and(|root| root.reader.is_some()));
        if !is_read {
            items.iter_mut().for_each(|item| item.shape.forget_absent());
        }
        items.sort_by(|a, b| a.name.cmp(&b.name));
        items
    }
}

/// Whether a media type is XML.
pub(super) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Returns the schema of a body that is made of elements; text and bytes are XML already.
fn structured<'a>(cx: &Cx<'_>, media: &'a MediaType) -> Option<&'a Use> {
    let used = media.schema.as_ref()?;
    let kind = &cx.api.schemas[cx.target(used.id)].kind;
    matches!(kind, Kind::Object(_) | Kind::Array(_) | Kind::Union(_)).then_some(used)
}

/// Returns the name of the root element, if the document says one.
fn root_name(cx: &Cx<'_>, used: &Use) -> Option<String> {
    let component = |id| cx.api.schemas[id].component.clone();
    cx.api.schemas.xml(used).name.or_else(|| cx.api.schemas.aliases(used.id).find_map(component))
}

/// Returns the name of the shape of a body that is written. There is none for what is text or bytes already, and for what has
/// no name in XML.
pub(super) fn written(cx: &mut Cx<'_>, media: &MediaType) -> Option<Name> {
    let used = structured(cx, media)?;
    let of = root_name(cx, used)?;
    if let Some(item) = cx.xml.roots.get(&(used.id, used.xml.clone())) {
        return Some(cx.xml.items.get(*item)?.name.clone());
    }
    let root = element(&cx.api.schemas.xml(used), of.clone())?;
    let draft = draft(cx, used, &of);
    for problem in cx.xml.drafts.problems(&draft) {
        if let Some(written) = problem.written.filter(|_| cx.xml.reported.insert(problem.at.clone())) {
            cx.sink.report(Code::RawMediaType, &problem.at, written);
        }
    }
    let item = item(cx, used, &of, root, draft);
    Some(cx.xml.items.get(item)?.name.clone())
}

/// Looks at a body of an answer, before anybody asks whether it is read.
pub(super) fn look(cx: &mut Cx<'_>, media: &MediaType) {
    let Some(used) = structured(cx, media) else { return };
    if cx.xml.unread.contains_key(&used.id) {
        return;
    }
    let of = root_name(cx, used).unwrap_or_default();
    let draft = draft(cx, used, &of);
    let problem = cx.xml.drafts.problems(&draft).into_iter().next();
    cx.xml.unread.insert(used.id, problem.map(|problem| format!("{} (`{}`)", problem.message, problem.at)));
}

/// Whether a body that was looked at is read.
pub(super) fn is_read(cx: &Cx<'_>, media: &MediaType) -> bool {
    structured(cx, media).is_some_and(|used| cx.xml.unread.get(&used.id).is_some_and(Option::is_none))
}

/// Returns the type that stands for the document that an answer is; `hint` names what has no name.
pub(super) fn read(cx: &mut Cx<'_>, media: &MediaType, hint: &str) -> Option<Name> {
    let used = structured(cx, media)?;
    let named = root_name(cx, used);
    let of = named.clone().unwrap_or_else(|| hint.to_owned());
    let root = named.and_then(|name| element(&cx.api.schemas.xml(used), name)).unwrap_or_default();
    let draft = draft(cx, used, &root.name);
    let index = item(cx, used, &of, root, draft);
    let name = cx.xml.items.get(index)?.name.clone();
    let mut shapes = std::mem::take(&mut cx.xml);
    let root = shapes.items.get_mut(index).and_then(|item| item.root.as_mut());
    let reader = root.map(|root| {
        let key = key(cx, used, &of);
        root.reader.get_or_insert_with(|| cx.claim(&mut shapes.readers, &key, name.as_str())).clone()
    });
    cx.xml = shapes;
    reader
}

/// Says why an answer in XML is handed over as text.
pub(super) fn report_unread(cx: &mut Cx<'_>, media: &MediaType) {
    let Some(used) = structured(cx, media) else { return };
    if let Some(Some(problem)) = cx.xml.unread.get(&used.id) {
        let name = crate::rust::docs::code(&media.name);
        let message = format!("an answer of the media type {name} is not read by its schema: {problem}");
        cx.sink
            .report(Code::RawMediaType, &media.at, message)
            .help("the bindings hand over the body as text");
    }
}

fn draft(cx: &mut Cx<'_>, used: &Use, of: &str) -> Draft {
    let mut drafts = std::mem::take(&mut cx.xml.drafts);
    let draft = drafts.draft(cx, used, of);
    cx.xml.drafts = drafts;
    draft
}

/// Returns what the names of a root are remembered by.
fn key(cx: &Cx<'_>, used: &Use, of: &str) -> String {
    let at = &cx.api.schemas[used.id].at;
    match &used.xml {
        Some(_) => format!("{at} {of} document"),
        None => format!("{at} document"),
    }
}

/// Makes the item of a root, and those of the components that it leads to, unless they are there. Returns its position.
fn item(cx: &mut Cx<'_>, used: &Use, of: &str, root: Element, draft: Draft) -> usize {
    if let Some(item) = cx.xml.roots.get(&(used.id, used.xml.clone())) {
        return *item;
    }
    let api = cx.api;
    let mut shapes = std::mem::take(&mut cx.xml);
    let new: Vec<SchemaId> =
        shapes.drafts.reachable(&draft).into_iter().filter(|id| !shapes.names.contains_key(id)).collect();
    for id in &new {
        let component = api.schemas[*id].component.clone().unwrap_or_default();
        let name = cx.claim(&mut shapes.scope, &component, &component);
        shapes.names.insert(*id, name);
    }
    let key = key(cx, used, of);
    let name = cx.claim(&mut shapes.scope, &key, &format!("{of} document"));
    let named = |id: SchemaId| shapes.names.get(&id).cloned().unwrap_or_else(|| Name::fixed("shape"));
    for id in new {
        let shape = shapes.drafts.shape(id).map(&named);
        let of = api.schemas[id].component.clone().unwrap_or_default();
        shapes.items.push(Item { name: named(id), of, root: None, shape });
    }
    let shape = draft.shape.map(&named);
    let of = if root.name.is_empty() { of.to_owned() } else { format!("<{}>", root.name) };
    let position = shapes.items.len();
    shapes.items.push(Item { name, of, root: Some(Root { element: root, reader: None }), shape });
    shapes.roots.insert((used.id, used.xml.clone()), position);
    cx.xml = shapes;
    position
}
