//! What tells a schema from all others in the lock, whatever comes to stand before it.

use crate::diagnostic::Pointer;
use crate::model::Api;
use std::collections::BTreeMap;

/// The keys of schemas: their pointers, with parameters by place and name instead of their positions in a list.
#[derive(Debug)]
pub(super) struct Keys {
    /// By the pointers of the parameters that have a position.
    parameters: BTreeMap<String, Pointer>,
}

impl Keys {
    /// Finds the parameters of an API.
    pub(super) fn of_api(api: &Api) -> Self {
        let all = api.operations.iter().flat_map(|operation| &operation.parameters);
        let listed = all.filter_map(|parameter| {
            let (list, position) = parameter.at.as_str().rsplit_once('/')?;
            position.parse::<usize>().ok()?;
            let named = Pointer::parse(list)?.join(parameter.location.as_str()).join(&parameter.name);
            Some((parameter.at.as_str().to_owned(), named))
        });
        Self { parameters: listed.collect() }
    }

    /// Returns the key of a schema at a pointer.
    pub(super) fn of(&self, at: &Pointer) -> String {
        let text = at.as_str();
        let parameters = text.match_indices("/parameters/").filter_map(|(start, found)| {
            let position = start + found.len();
            let end = text.get(position..)?.find('/')? + position;
            let named = self.parameters.get(text.get(..end)?)?;
            Some(format!("{}{}", named.as_str(), text.get(end..)?))
        });
        parameters.last().unwrap_or_else(|| text.to_owned())
    }
}
