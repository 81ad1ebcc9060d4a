//! JSONPath (RFC 9535): which places of the document an action is about.

use crate::diagnostic::Pointer;
use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

/// How long a query may be.
const MAX_BYTES: usize = 2_000;
/// How deep filters may stand in filters: the parser takes twice as long for each level.
const MAX_FILTERS: usize = 6;
/// How many steps may be `..`: the nodes that they find multiply with the depth of the document.
const MAX_DESCENDANTS: usize = 2;

/// A query that has been read.
pub(super) struct Query(JsonPath);

impl Query {
    /// Reads a query, or says why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("it has more than {MAX_BYTES} bytes"));
        }
        if text.matches("..").count() > MAX_DESCENDANTS {
            return Err(format!("it has more than {MAX_DESCENDANTS} times `..`"));
        }
        if nested(text) > MAX_FILTERS {
            return Err(format!("it is nested more than {MAX_FILTERS} levels deep"));
        }
        JsonPath::parse(text).map(Self).map_err(|error| error.to_string())
    }

    /// Returns the places that it selects, each once, in the order of the document.
    pub fn places(&self, document: &Value) -> IndexSet<Pointer> {
        let found = self.0.query_located(document);
        let places = found.iter().map(|node| {
            node.location().iter().fold(Pointer::root(), |at, element| match element {
                PathElement::Name(name) => at.join(name),
                PathElement::Index(index) => at.join(index),
            })
        });
        places.collect()
    }
}

/// Returns how many filters, brackets and parentheses are open at a time within filters; those in texts count, too.
fn nested(text: &str) -> usize {
    let (mut open, mut most, mut filter) = (0_usize, 0, false);
    for c in text.chars() {
        match c {
            '?' => filter = true,
            '[' | '(' => open += 1,
            ']' | ')' => open = open.saturating_sub(1),
            _ => {}
        }
        if filter {
            most = most.max(open);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_query_selects_places_in_the_order_of_the_document() {
        let document = json!({ "paths": { "/b": { "get": { "tags": ["x", "y"] } }, "/a": { "get": {} } } });
        let places = |text: &str| -> Vec<String> {
            let query = Query::parse(text).unwrap();
            query.places(&document).iter().map(Pointer::to_string).collect()
        };
        assert_eq!(places("$.paths.*.get"), ["/paths/~1b/get", "/paths/~1a/get"]);
        assert_eq!(places("$.paths['/b'].get.tags[?@ == 'y']"), ["/paths/~1b/get/tags/1"]);
        assert_eq!(places("$.paths[?match(@.get.tags[0], 'x|z')]"), ["/paths/~1b"]);
        assert_eq!(places("$..get.tags, $.nothing".split(',').next().unwrap()), ["/paths/~1b/get/tags"]);
    }

    #[test]
    fn what_is_no_query_is_told_and_what_takes_forever_is_refused() {
        for text in
            ["paths", "$.x-y", "$[", &format!("${}", "[?@".repeat(20)), "$..*..*..*", &"$".repeat(3_000)]
        {
            assert!(Query::parse(text).is_err(), "{text}");
        }
    }
}
