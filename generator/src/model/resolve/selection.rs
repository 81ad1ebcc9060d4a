//! What the configuration selects: the rest is neither resolved nor reported, as if the document did not have it.

use super::context::Cx;
use super::uses;
use crate::config::{OperationSubject, Selection, Selector};
use crate::diagnostic::{closest, Code, Pointer, Sink, Source};
use crate::model::{Api, Kind, Schema, SchemaId, Schemas};
use std::collections::{BTreeSet, HashSet};

/// How many parts of the document are named when a selector selects nothing.
const MAX_CANDIDATES: usize = 10_000;

/// Selecting, and what it has come to so far.
pub(super) struct Selected<'c> {
    selection: &'c Selection,
    /// The places of the selectors that have selected something.
    matched: BTreeSet<Pointer>,
    /// What selectors could have named: operations and then schemas.
    candidates: (Vec<String>, Vec<String>),
    /// The operations that are left out.
    skipped: HashSet<Pointer>,
    /// The component schemas that are selected by themselves, and those that are replaced by any value.
    pub roots: Vec<SchemaId>,
    free: Vec<SchemaId>,
    /// The components that nothing needed so far.
    pub asleep: HashSet<SchemaId>,
}

impl<'c> Selected<'c> {
    pub fn new(selection: &'c Selection) -> Self {
        Self {
            selection,
            matched: BTreeSet::new(),
            candidates: (Vec::new(), Vec::new()),
            skipped: HashSet::new(),
            roots: Vec::new(),
            free: Vec::new(),
            asleep: HashSet::new(),
        }
    }

    /// Whether operations are selected, so that nothing else is emitted than what they need.
    pub fn is_of_operations(&self) -> bool {
        self.selection.is_of_operations()
    }

    /// Whether an operation is emitted.
    pub fn takes(&mut self, operation: &OperationSubject<'_>) -> bool {
        let candidates = &mut self.candidates.0;
        if !self.selection.is_everything() && candidates.len() < MAX_CANDIDATES {
            let path = format!("{} {}", operation.method.to_ascii_uppercase(), operation.path);
            candidates.extend(operation.id.map(str::to_owned).into_iter().chain([path]));
            candidates.extend(operation.tags.iter().map(|tag| format!("tag: {tag}")));
        }
        let Selection { select, skip } = self.selection;
        let selects = |selector: &Selector| selector.selects_operation(operation);
        let selected = match &select.operations {
            Some(selectors) => note(&mut self.matched, "select", "operations", selectors, selects),
            None => true,
        };
        let skipped = note(&mut self.matched, "skip", "operations", &skip.operations, selects);
        let takes = selected && !skipped;
        if !takes {
            self.skipped.insert(operation.at.clone());
        }
        takes
    }

    /// Whether a component schema is emitted even if nothing reaches it; if not, it sleeps until something does.
    pub fn takes_schema(&mut self, id: SchemaId, name: &str, at: &Pointer) -> bool {
        if !self.selection.is_everything() && self.candidates.1.len() < MAX_CANDIDATES {
            self.candidates.1.push(name.to_owned());
        }
        let Selection { select, skip } = self.selection;
        let selects = |selector: &Selector| selector.selects(name, at);
        let selected = match &select.schemas {
            Some(selectors) => note(&mut self.matched, "select", "schemas", selectors, selects),
            None => !self.selection.is_of_operations(),
        };
        let skipped = note(&mut self.matched, "skip", "schemas", &skip.schemas, selects);
        if skipped {
            self.free.push(id);
        }
        let takes = selected && !skipped;
        if takes {
            self.roots.push(id);
        } else {
            self.asleep.insert(id);
        }
        takes
    }
}

/// Whether one of the selectors selects; notes all that do.
fn note(
    matched: &mut BTreeSet<Pointer>,
    section: &str,
    kind: &str,
    selectors: &[Selector],
    selects: impl Fn(&Selector) -> bool,
) -> bool {
    let mut any = false;
    for (index, _) in selectors.iter().enumerate().filter(|(_, selector)| selects(selector)) {
        matched.insert(place(section, kind, index));
        any = true;
    }
    any
}

fn place(section: &str, kind: &str, index: usize) -> Pointer {
    Pointer::root().join(section).join(kind).join(index)
}

/// Leaves out of the API what the selection does not reach.
pub(super) fn prune(api: &mut Api, roots: &[SchemaId], free: &[SchemaId]) {
    for &id in free {
        let schema = api.schemas.get_mut(id);
        (schema.kind, schema.component) = (Kind::Any, None);
    }
    let reached = reached(api, roots);
    let mut kept = Schemas::default();
    let moved: Vec<Option<SchemaId>> = api
        .schemas
        .iter()
        .map(|(id, schema)| reached.contains(&id).then(|| kept.add(Schema::clone(schema))))
        .collect();
    api.schemas = kept;
    uses::for_each(api, |used| {
        if let Some(Some(id)) = moved.get(used.id.index()) {
            used.id = *id;
        }
    });
}

/// Returns the schemas that operations or the roots lead to, themselves included.
fn reached(api: &mut Api, roots: &[SchemaId]) -> HashSet<SchemaId> {
    let mut next = roots.to_vec();
    uses::for_each_of_operations(api, |used| next.push(used.id));
    let mut reached = HashSet::new();
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            let uses = uses::of_kind(&mut api.schemas.get_mut(id).kind);
            next.extend(uses.into_iter().map(|used| used.id));
        }
    }
    reached
}

/// What is done when everything is resolved.
pub(super) struct Rest<'c> {
    selected: Selected<'c>,
    unused: Vec<Pointer>,
}

impl<'c> Rest<'c> {
    pub fn of(cx: &mut Cx<'c, '_>) -> Self {
        let selection = cx.selected.selection;
        let selected = std::mem::replace(&mut cx.selected, Selected::new(selection));
        let unused = selected.asleep.iter().chain(&selected.free);
        let unused = unused.map(|id| cx.arena.schemas[*id].at.clone()).collect();
        Self { selected, unused }
    }

    /// Leaves out what is not selected, of the API and of what was reported.
    pub fn apply(self, api: &mut Api, sink: &mut Sink) {
        let Self { selected, unused } = self;
        if selected.selection.is_everything() {
            return;
        }
        let mut roots = selected.roots.clone();
        roots.retain(|id| !selected.free.contains(id));
        prune(api, &roots, &selected.free);
        report_unmatched(&selected, sink);
        let left_out: HashSet<Pointer> = selected.skipped.into_iter().chain(unused).collect();
        sink.retain(|diagnostic| {
            let mut at = Some(diagnostic.at.clone());
            while let Some(place) = at {
                if diagnostic.source == Source::Document && left_out.contains(&place) {
                    return false;
                }
                at = place.parent();
            }
            true
        });
    }
}

fn report_unmatched(selected: &Selected<'_>, sink: &mut Sink) {
    let Selection { select, skip } = selected.selection;
    let lists = [
        ("select", "operations", select.operations.as_deref().unwrap_or_default()),
        ("select", "schemas", select.schemas.as_deref().unwrap_or_default()),
        ("skip", "operations", &skip.operations),
        ("skip", "schemas", &skip.schemas),
    ];
    for (section, kind, selectors) in lists {
        let candidates = if kind == "operations" { &selected.candidates.0 } else { &selected.candidates.1 };
        for (index, selector) in selectors.iter().enumerate() {
            let at = place(section, kind, index);
            if selected.matched.contains(&at) || selector.as_str().is_empty() {
                continue;
            }
            let message = format!("`{}` selects nothing in the document", selector.as_str());
            let help = match closest(selector.as_str(), candidates.iter().map(String::as_str)) {
                Some(found) => format!("there is `{found}`"),
                None => "mend the selector or remove it".to_owned(),
            };
            sink.report_configuration(Code::UnmatchedConfiguration, &at, message).help(help);
        }
    }
}
