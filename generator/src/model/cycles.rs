//! Which schemas lead back to each other.

use super::SchemaId;
use std::collections::HashMap;

/// Sorts the schemas that the roots lead to into groups, of which all members lead to each other; most have one. A group
/// comes after those that it leads to (Gabow's search for strongly connected components, without recursion).
pub(crate) fn groups(
    roots: impl IntoIterator<Item = SchemaId>,
    mut edges: impl FnMut(SchemaId) -> Vec<SchemaId>,
) -> Vec<Vec<SchemaId>> {
    let mut search = Search::default();
    for root in roots {
        if !search.places.contains_key(&root) {
            search.run(root, &mut edges);
        }
    }
    search.groups
}

#[derive(Default)]
struct Search {
    /// Where in `open` a schema stands; nowhere if it has its group.
    places: HashMap<SchemaId, Option<usize>>,
    /// Those that have no group yet, as they were met.
    open: Vec<SchemaId>,
    /// Where in `open` the groups begin, as far as is known.
    starts: Vec<usize>,
    groups: Vec<Vec<SchemaId>>,
}

impl Search {
    fn run(&mut self, root: SchemaId, edges: &mut impl FnMut(SchemaId) -> Vec<SchemaId>) {
        let mut path = vec![(self.enter(root), edges(root))];
        while let Some((place, targets)) = path.last_mut() {
            let Some(target) = targets.pop() else {
                self.leave(*place);
                path.pop();
                continue;
            };
            match self.places.get(&target).copied() {
                None => path.push((self.enter(target), edges(target))),
                // All that was met since leads to it.
                Some(Some(earlier)) => {
                    while self.starts.last().is_some_and(|start| *start > earlier) {
                        self.starts.pop();
                    }
                }
                Some(None) => {}
            }
        }
    }

    fn enter(&mut self, id: SchemaId) -> usize {
        let place = self.open.len();
        self.places.insert(id, Some(place));
        self.open.push(id);
        self.starts.push(place);
        place
    }

    /// Closes the group that begins with this schema, if one does.
    fn leave(&mut self, place: usize) {
        if self.starts.last() == Some(&place) {
            self.starts.pop();
            let group = self.open.split_off(place);
            self.places.extend(group.iter().map(|id| (*id, None)));
            self.groups.push(group);
        }
    }
}
