//! `items`.

use super::context::Cx;
use super::keywords::Keywords;
use crate::diagnostic::Pointer;
use crate::model::{Array, Kind, Use};

/// Returns an array with the elements that the document describes, or with any.
pub(super) fn of<'a>(cx: &mut Cx<'a, '_>, keywords: &Keywords<'a>, at: &Pointer) -> Kind {
    let at = at.join("items");
    let items = match keywords.items {
        Some(items) => cx.use_of(items.into(), &at),
        None => Use::of(cx.anything(&at)),
    };
    Kind::Array(Array { items })
}

/// Returns what two arrays in one `allOf` have in common: the elements of the later one unless it says nothing.
pub(super) fn common(cx: &mut Cx<'_, '_>, earlier: &Array, later: &Array) -> Array {
    let says_nothing = cx.node(later.items.id).is_none();
    if says_nothing {
        earlier.clone()
    } else {
        later.clone()
    }
}
