//! `content`: a schema under each media type of a list.

use super::context::{Cx, MediaTypes, Spot};
use super::schema;
use crate::document::place::Place;
use serde_json::{json, Map, Value};
use std::rc::Rc;

/// What is sent and received if nothing says so.
const JSON: &str = "application/json";

/// Returns the media types of a body.
pub fn consumed(consumes: &Rc<MediaTypes>) -> Rc<MediaTypes> {
    or_else(consumes, JSON)
}

/// Returns a list of media types, or that of the one that is meant if there is none.
pub fn or_else(types: &Rc<MediaTypes>, name: &str) -> Rc<MediaTypes> {
    if types.names.is_empty() {
        Rc::new(MediaTypes { names: vec![(0, name.to_owned())], at: None })
    } else {
        Rc::clone(types)
    }
}

/// Makes `content`, which is at `to`, of what stands at `from`.
///
/// The schema is written out once, where the bindings look first, and the other media types refer to it; so does what
/// was written out before, such as the schema of a response that operations share.
pub fn content(
    cx: &mut Cx<'_, '_>,
    to: &Place<'_>,
    types: &MediaTypes,
    from: &Place<'_>,
    schema: Option<(&Value, Place<'_>)>,
) -> Map<String, Value> {
    let mut content = Map::new();
    for (index, name) in &types.names {
        if cx.notes.has_exceeded() {
            return content;
        }
        let listed = types.at.as_ref().map(|at| at.join(index));
        cx.made(&to.key(name), &listed.as_ref().map_or(*from, Place::at));
        content.insert(name.clone(), json!({}));
    }
    let Some((value, from)) = schema else {
        return content;
    };
    let preferred = types.names.iter().find(|(_, name)| is_json(name)).or(types.names.first());
    let preferred = preferred.map_or("", |(_, name)| name.as_str());
    let media_type = to.key(preferred);
    let first = Spot { from, to: media_type.key("schema") };
    let is_reference = value.get("$ref").is_some_and(Value::is_string);
    for name in std::iter::once(preferred).chain(types.names.iter().map(|(_, name)| name.as_str())) {
        let media_type = to.key(name);
        let at = Spot { from, to: media_type.key("schema") };
        let Some(Value::Object(members)) = content.get_mut(name) else { continue };
        if members.is_empty() {
            let earlier = cx.notes.moved.get(&from.pointer()).filter(|_| !is_reference);
            let schema = match earlier {
                Some(earlier) => json!({ "$ref": earlier.to_reference() }),
                None => {
                    cx.moved(&first);
                    schema::schema(cx, &at, value)
                }
            };
            cx.made(&at.to, &at.from);
            members.insert("schema".to_owned(), schema);
        }
    }
    content
}

/// Whether a media type is JSON.
pub fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == JSON || essence == "text/json" || essence.ends_with("+json")
}

/// Returns a media type without its parameters, in lower case.
pub fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
