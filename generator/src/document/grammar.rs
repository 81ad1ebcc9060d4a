//! What stands where in a description: the kind of each value by the kind of what holds it, for OpenAPI 3 and
//! Swagger 2 alike.
//!
//! Only what may hold a reference is here. Values that belong to the author of the document, such as examples and
//! extensions, are [`Kind::Data`]: whatever looks like a reference in them is none.

use crate::document::version::Version;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The root.
    Document,
    Components,
    /// Values of one kind, in a map or a list.
    Many(&'static Kind),
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Response,
    Header,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    Discriminator,
    /// The values of `mapping`: names of schemas, or references to them.
    Mapping,
    /// What OpenAPI defines, and in which nothing but its authors' tools expects a reference.
    Plain,
    /// What OpenAPI leaves to the author: it is not looked into.
    Data,
}

use Kind::{
    Callback, Components, Data, Discriminator, Document, Example, Header, Link, Many, Mapping, MediaType,
    Operation, Parameter, PathItem, Plain, RequestBody, Response, Schema, SecurityScheme,
};

/// The members of the kinds that name theirs; others of them are data.
const MEMBERS: &[(Kind, &[&str], Kind)] = &[
    (Document, &["paths", "webhooks", "x-webhooks"], Many(&PathItem)),
    (Document, &["components"], Components),
    (Document, &["definitions"], Many(&Schema)),
    (Document, &["parameters"], Many(&Parameter)),
    (Document, &["responses"], Many(&Response)),
    (Document, &["info", "servers", "tags", "externalDocs"], Plain),
    (Components, &["schemas"], Many(&Schema)),
    (Components, &["parameters"], Many(&Parameter)),
    (Components, &["responses"], Many(&Response)),
    (Components, &["requestBodies"], Many(&RequestBody)),
    (Components, &["headers"], Many(&Header)),
    (Components, &["examples"], Many(&Example)),
    (Components, &["links"], Many(&Link)),
    (Components, &["callbacks"], Many(&Callback)),
    (Components, &["securitySchemes"], Many(&SecurityScheme)),
    (Components, &["pathItems"], Many(&PathItem)),
    (Components, &["mediaTypes"], Many(&MediaType)),
    (PathItem, &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"], Operation),
    (PathItem, &["additionalOperations"], Many(&Operation)),
    (PathItem, &["parameters"], Many(&Parameter)),
    (PathItem, &["summary", "description", "servers"], Plain),
    (Operation, &["parameters"], Many(&Parameter)),
    (Operation, &["requestBody"], RequestBody),
    (Operation, &["responses"], Many(&Response)),
    (Operation, &["callbacks"], Many(&Callback)),
    (Operation, &["summary", "description", "externalDocs", "servers", "tags"], Plain),
    (Parameter, &["schema"], Schema),
    (Parameter, &["content"], Many(&MediaType)),
    (Parameter, &["examples"], Many(&Example)),
    (Parameter, &["description"], Plain),
    (Header, &["schema"], Schema),
    (Header, &["content"], Many(&MediaType)),
    (Header, &["examples"], Many(&Example)),
    (Header, &["description"], Plain),
    (RequestBody, &["content"], Many(&MediaType)),
    (RequestBody, &["description"], Plain),
    (Response, &["headers"], Many(&Header)),
    (Response, &["content"], Many(&MediaType)),
    (Response, &["links"], Many(&Link)),
    (Response, &["schema"], Schema),
    (Response, &["description"], Plain),
    (MediaType, &["schema", "itemSchema"], Schema),
    (MediaType, &["examples"], Many(&Example)),
    (MediaType, &["encoding"], Many(&MediaType)),
    (MediaType, &["prefixEncoding"], Many(&MediaType)),
    (MediaType, &["itemEncoding"], MediaType),
    // An encoding, whose other members are those of a media type.
    (MediaType, &["headers"], Many(&Header)),
    (Example, &["summary", "description"], Plain),
    (Link, &["description", "server"], Plain),
    (SecurityScheme, &["description", "flows"], Plain),
    (Schema, &["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"], Many(&Schema)),
    (Schema, &["allOf", "oneOf", "anyOf", "prefixItems"], Many(&Schema)),
    (Schema, &["items", "additionalItems", "unevaluatedItems", "contains"], Schema),
    (Schema, &["additionalProperties", "unevaluatedProperties", "propertyNames"], Schema),
    (Schema, &["not", "if", "then", "else", "contentSchema"], Schema),
    (Schema, &["discriminator"], Discriminator),
    (Schema, &["title", "description", "required", "externalDocs", "xml"], Plain),
    (Discriminator, &["mapping"], Mapping),
];

impl Kind {
    /// Whether a `$ref` is a reference. Where OpenAPI has plain text, as in a `description`, some tools take in Markdown by
    /// one: it stays, and `read` says that it is ignored.
    pub fn takes(self, reference: &str) -> bool {
        let path = reference.split('#').next().unwrap_or_default().to_ascii_lowercase();
        self != Self::Plain || [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end))
    }

    /// What components can be.
    pub const COMPONENTS: [Self; 9] =
        [Schema, Parameter, Response, RequestBody, Header, Example, Link, Callback, SecurityScheme];

    /// Returns what the member `key`, or an element of a list, is.
    pub fn child(self, key: &str) -> Self {
        // What tools called `webhooks` before OpenAPI had them.
        let extension = key.starts_with("x-") && key != "x-webhooks";
        match self {
            Many(PathItem) | Callback if !extension => PathItem,
            Many(PathItem) | Callback => Data,
            Many(kind) => *kind,
            _ if extension => Data,
            Plain => Plain,
            _ => {
                let row = MEMBERS.iter().find(|(kind, keys, _)| *kind == self && keys.contains(&key));
                row.map_or(Data, |(_, _, child)| *child)
            }
        }
    }

    /// Returns what an element of a list is.
    pub fn element(self) -> Self {
        match self {
            // `items` of a tuple, as JSON Schema had it once.
            Schema => Schema,
            _ => self.child(""),
        }
    }

    /// Returns where a document keeps what is referred to, if it has a place for this kind; everything else is put
    /// where the reference stands.
    pub fn section(self, version: Version) -> Option<&'static [&'static str]> {
        Some(match self {
            Schema if version == Version::V2_0 => &["definitions"],
            Parameter if version == Version::V2_0 => &["parameters"],
            Response if version == Version::V2_0 => &["responses"],
            _ if version == Version::V2_0 => return None,
            Schema => &["components", "schemas"],
            Parameter => &["components", "parameters"],
            Response => &["components", "responses"],
            RequestBody => &["components", "requestBodies"],
            Header => &["components", "headers"],
            Example => &["components", "examples"],
            Link => &["components", "links"],
            Callback => &["components", "callbacks"],
            SecurityScheme => &["components", "securitySchemes"],
            _ => return None,
        })
    }
}
