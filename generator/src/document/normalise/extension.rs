//! The private extensions: what the stages of the generator tell each other through `openapiv3`.

use crate::diagnostic::{Code, Sink};
use crate::document::place::Place;
use serde_json::{Map, Value};

/// How the names of all of them start.
pub const PREFIX: &str = "x-bindgen-";

/// On an encoding: `explode` as the document writes it; absent when it leaves the choice to the style. On a header: it is
/// `true`.
pub const EXPLODE: &str = "x-bindgen-explode";
/// On a security scheme that is none of OpenAPI's, and stands as `http`: its `type`.
pub const SECURITY_TYPE: &str = "x-bindgen-security-type";
/// On an integer schema: a `minimum` that no `i64` holds.
pub const MINIMUM: &str = "x-bindgen-minimum";
/// On an integer schema: a `maximum` that no `i64` holds.
pub const MAXIMUM: &str = "x-bindgen-maximum";
/// On an integer schema: a `multipleOf` that no `i64` holds.
pub const MULTIPLE_OF: &str = "x-bindgen-multiple-of";
/// On a schema with `enum`: for each value whether it is deprecated.
pub const DEPRECATED: &str = "x-bindgen-deprecated";
/// On a schema: sentences for its documentation, without their full stops.
pub const NOTES: &str = "x-bindgen-notes";

/// On a parameter: `allowReserved`, which `openapiv3` has for queries only.
pub const ALLOW_RESERVED: &str = "x-bindgen-allow-reserved";
/// On a cookie parameter: its style is `cookie`.
pub const COOKIE_STYLE: &str = "x-bindgen-cookie-style";
/// On a query parameter: it is the whole query string.
pub const QUERY_STRING: &str = "x-bindgen-query-string";
/// On a media type: its schema is an array, of which the elements follow each other in the body.
pub const SEQUENCE: &str = "x-bindgen-sequence";
/// On a schema: its `xml`, as the document has it.
pub const XML: &str = "x-bindgen-xml";
/// On a discriminator: the member that values without a tag of their own are of.
pub const DEFAULT_MAPPING: &str = "x-bindgen-default-mapping";

/// Removes those that the document itself has, so that no document can forge one.
pub fn strip(sink: &mut Sink, at: &Place<'_>, members: &mut Map<String, Value>) {
    members.retain(|key, _| {
        let start = key.as_bytes().get(..PREFIX.len());
        let private = start.is_some_and(|start| start.eq_ignore_ascii_case(PREFIX.as_bytes()));
        if private {
            let message =
                format!("`{PREFIX}` is how the generator's own extensions start; `{key}` is ignored");
            sink.report(Code::ReservedExtension, &at.key(key).pointer(), message).help("rename it");
        }
        !private
    });
}
