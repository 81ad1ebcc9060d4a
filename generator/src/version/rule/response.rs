//! Responses: R103 to R114.

use super::{Rule, Shown, DRIFT, MAJOR, MINOR, OK, PATCH, RESPONSE_BREAKS};

pub(super) const RULES: &[Rule] = &[
    Rule::of(103, "success status added", RESPONSE_BREAKS, MINOR, "a status of the same content changes nothing; another content makes the output an enum"),
    Rule::of(104, "success status removed", DRIFT, PATCH, "a status of the same content changes nothing; otherwise its variant is gone"),
    Rule::of(105, "success gained or lost its body", RESPONSE_BREAKS, MAJOR, "`T` becomes `()` or an `Option`, or the other way"),
    Rule::of(106, "error status added", OK, MINOR, "statuses that are not declared keep their body; a declared one of another content makes the error an enum"),
    Rule::of(107, "error status removed", OK, PATCH, "the status is not decoded any more and keeps its body; its variant is gone where there was one"),
    Rule::of(108, "`default` or a range of statuses added or removed", OK, MINOR, "what it covers is decoded, or keeps its body as an undeclared status does"),
    Rule::of(109, "body of an error changed", RESPONSE_BREAKS, MAJOR, "an error that cannot be decoded keeps its status and its body"),
    Rule::of(110, "media type of a response added", OK, PATCH, "`Accept` asks for what the bindings read, unless that changes with it"),
    Rule::of(111, "media type of a response removed", RESPONSE_BREAKS, PATCH, "it matters where it is the one that is read"),
    Rule::of(112, "response header added", OK, MINOR, "it is a constant of the operation, unless another response brings that"),
    Rule::of(113, "response header removed or changed", DRIFT, MAJOR, "its constant is gone or of another type, unless another response keeps it; the body is decoded whatever becomes of a header"),
    Rule::of(114, "link added or removed", OK, PATCH, "nothing is made of links").shown(Shown::Impossible),
];
