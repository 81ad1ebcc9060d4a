//! `xml`: how a schema is written in XML (OAS, XML Object).

use super::keywords::Keywords;
use super::reference::Node;
use super::settle::Task;
use crate::document::extension;
use crate::model::{Xml, XmlNode};
use openapiv3::ReferenceOr;
use serde_json::Value;

/// Returns what a schema says itself; what it refers to says it for itself.
pub(super) fn of(task: &Task<'_>) -> Xml {
    match task {
        Task::Node(Node::Schema(schema)) => said(schema),
        _ => Xml::default(),
    }
}

/// Returns what is said at the schema, or else by the last member of its `allOf` that stands there and says it. The loader
/// bounds how deep they nest.
pub(super) fn said(schema: &openapiv3::Schema) -> Xml {
    if let Some(xml) = schema.schema_data.extensions.get(extension::XML) {
        return read(xml);
    }
    let members = Keywords::of(schema).all_of.iter().rev().filter_map(ReferenceOr::as_item);
    members.map(said).find(|xml| *xml != Xml::default()).unwrap_or_default()
}

fn read(xml: &Value) -> Xml {
    let text = |key: &str| {
        let text = xml.get(key).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let is = |key: &str| xml.get(key).and_then(Value::as_bool).unwrap_or_default();
    // OAS 3.2.0 has `nodeType` for `attribute` and `wrapped`; there `element` wraps an array.
    let node_type = xml.get("nodeType").and_then(Value::as_str);
    Xml {
        name: text("name"),
        namespace: text("namespace"),
        prefix: text("prefix"),
        wrapped: is("wrapped") || node_type == Some("element"),
        node: match node_type {
            Some("attribute") => XmlNode::Attribute,
            Some("text" | "cdata") => XmlNode::Text,
            _ if is("attribute") => XmlNode::Attribute,
            _ => XmlNode::Element,
        },
    }
}
