//! Pointer → place in the text.
//!
//! The parser that reads values knows no places, so a second one goes over the text when the first diagnostic must be
//! shown, and keeps the place of every value.

mod json;
mod yaml;

pub use yaml::nests_within;

use super::{Pointer, Position, Syntax};
use std::collections::HashMap;

/// How many merge keys are followed within each other; a text may merge a mapping into itself.
const MAX_MERGES: usize = 16;

/// A piece of one line; without a length it reaches to the end of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub start: Position,
    pub length: Option<usize>,
}

/// The values of a text with their places.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    /// The key that leads to it, in an object.
    key: Option<Span>,
    value: Span,
    content: Content,
}

/// A key of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub name: String,
    pub span: Span,
}

#[derive(Debug)]
enum Content {
    Scalar,
    Array(Vec<usize>),
    /// By the keys; of two members with one key, which is a mistake, it is the later.
    Object(HashMap<String, usize>),
    /// The same as another node.
    Alias(usize),
}

impl Tree {
    /// Reads a text as far as it can be read.
    pub fn new(text: &str, syntax: Syntax) -> Self {
        let mut builder = Builder::default();
        match syntax {
            Syntax::Yaml => yaml::read(text, &mut builder),
            Syntax::Json => json::read(text, &mut builder),
        }
        builder.tree
    }

    /// Returns the place of a value, or of its nearest ancestor; `None` if the text has no value at all.
    pub fn find(&self, at: &Pointer) -> Option<Span> {
        let mut node = self.nodes.first()?;
        let tokens: Vec<_> = at.tokens().collect();
        let mut rest = tokens.as_slice();
        while let [token, after @ ..] = rest {
            match (self.child(node, token, MAX_MERGES), after) {
                (Some(child), _) => (node, rest) = (child, after),
                // A `$ref` with siblings was read as the only member of an `allOf`.
                (None, [index, after @ ..]) if token == "allOf" && index == "0" => rest = after,
                (None, _) => break,
            }
        }
        Some(node.key.unwrap_or(node.value))
    }

    /// Returns the member or element `token`.
    fn child(&self, node: &Node, token: &str, merges: usize) -> Option<&Node> {
        match &self.target(node).content {
            Content::Array(elements) => self.nodes.get(*elements.get(token.parse::<usize>().ok()?)?),
            Content::Object(members) => {
                let named = |name: &str| self.nodes.get(*members.get(name)?);
                named(token).or_else(|| self.merged(named("<<")?, token, merges))
            }
            Content::Scalar | Content::Alias(_) => None,
        }
    }

    /// Returns a member of what is merged: a mapping or a list of them.
    fn merged(&self, merge: &Node, token: &str, merges: usize) -> Option<&Node> {
        let merges = merges.checked_sub(1)?;
        match &self.target(merge).content {
            Content::Array(mappings) => mappings
                .iter()
                .filter_map(|index| self.nodes.get(*index))
                .find_map(|mapping| self.child(mapping, token, merges)),
            _ => self.child(merge, token, merges),
        }
    }

    /// Returns what an alias stands for; an alias cannot stand for another.
    fn target<'t>(&'t self, node: &'t Node) -> &'t Node {
        match node.content {
            Content::Alias(index) => self.nodes.get(index).unwrap_or(node),
            _ => node,
        }
    }
}

/// Makes a tree of the values of a text in their order.
#[derive(Default)]
pub(super) struct Builder {
    tree: Tree,
    /// The arrays and objects that are open, each with the key that waits for its value.
    open: Vec<(usize, Option<Key>)>,
    anchors: HashMap<usize, usize>,
}

impl Builder {
    /// Whether the next scalar is a key.
    pub fn wants_key(&self) -> bool {
        let Some((index, None)) = self.open.last() else {
            return false;
        };
        matches!(self.tree.nodes.get(*index), Some(Node { content: Content::Object(_), .. }))
    }

    /// Takes the key of the next value.
    pub fn key(&mut self, key: Key) {
        if let Some((_, waiting)) = self.open.last_mut() {
            *waiting = Some(key);
        }
    }

    /// Takes a scalar; `anchor` names it for aliases.
    pub fn scalar(&mut self, value: Span, anchor: Option<usize>) {
        self.push(value, Content::Scalar, anchor);
    }

    /// Takes the start of an array.
    pub fn array(&mut self, value: Span, anchor: Option<usize>) {
        let index = self.push(value, Content::Array(Vec::new()), anchor);
        self.open.push((index, None));
    }

    /// Takes the start of an object.
    pub fn object(&mut self, value: Span, anchor: Option<usize>) {
        let index = self.push(value, Content::Object(HashMap::new()), anchor);
        self.open.push((index, None));
    }

    /// Takes an alias of what `anchor` names.
    pub fn alias(&mut self, value: Span, anchor: usize) {
        let content = self.anchors.get(&anchor).map_or(Content::Scalar, |index| Content::Alias(*index));
        self.push(value, content, None);
    }

    /// Takes the end of the array or object that was opened last.
    pub fn close(&mut self) {
        self.open.pop();
    }

    fn push(&mut self, value: Span, content: Content, anchor: Option<usize>) -> usize {
        let index = self.tree.nodes.len();
        let parent = self.open.last_mut().map(|(parent, waiting)| (*parent, waiting.take()));
        let (parent, key) =
            parent.map_or((None, None), |(parent, key)| (self.tree.nodes.get_mut(parent), key));
        let span = key.as_ref().map(|key| key.span);
        match (parent.map(|parent| &mut parent.content), key) {
            (Some(Content::Array(elements)), _) => elements.push(index),
            (Some(Content::Object(members)), Some(key)) => {
                members.insert(key.name, index);
            }
            _ => {}
        }
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, index);
        }
        self.tree.nodes.push(Node { key: span, value, content });
        index
    }
}
