//! `xml`: how a schema is written in XML (OAS, XML Object).

use super::reference::Node;
use super::settle::Task;
use crate::document::extension;
use crate::model::{Xml, XmlNode};
use serde_json::Value;

/// Returns what a schema says itself; what it refers to says it for itself.
pub(super) fn of(task: &Task<'_>) -> Xml {
    let Task::Node(Node::Schema(schema)) = task else {
        return Xml::default();
    };
    let Some(xml) = schema.schema_data.extensions.get(extension::XML) else {
        return Xml::default();
    };
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
