//! Request bodies and their media types: R37 to R47.

use super::{Rule, BEHAVIOUR, BREAK, DRIFT, MAJOR, MINOR, OK, PATCH};

pub(super) const RULES: &[Rule] = &[
    Rule::of(37, "required request body added", BREAK, MAJOR, "it is an argument of the method, and old clients do not send it"),
    Rule::of(38, "optional request body added", OK, MINOR, "it is a method of the call, which breaks nobody"),
    Rule::of(39, "request body removed", DRIFT, MAJOR, "its argument or method is gone; old clients still send it"),
    Rule::of(40, "request body became required", BREAK, MAJOR, "it moves from a method of the call to an argument"),
    Rule::of(41, "request body became optional", OK, MAJOR, "it moves from an argument to a method of the call"),
    Rule::of(42, "media type of a request body added", OK, PATCH, "what is sent stays what it was, unless R44 says otherwise"),
    Rule::of(43, "media type of a request body removed", OK, PATCH, "it breaks clients where it is the one that is sent, which R44 reports"),
    Rule::of(44, "media type that is sent changed", BREAK, BEHAVIOUR, "the bindings send JSON if it is offered, or else a form, text or bytes; an old client sends what it did"),
    Rule::of(45, "encoding of a form or of a multipart body changed", BREAK, BEHAVIOUR, "the same members are written in another way"),
    Rule::of(46, "parameter of a media type changed", BREAK, BEHAVIOUR, "the `Content-Type` that is sent changes"),
    Rule::of(47, "kind of a body changed", BREAK, MAJOR, "JSON, forms, text and bytes are other types"),
];
