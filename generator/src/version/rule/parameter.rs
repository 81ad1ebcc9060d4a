//! Parameters: R17 to R36.

use super::{Rule, Shown, BEHAVIOUR, BREAK, DRIFT, MAJOR, MINOR, OK, PATCH, REQUEST_BREAKS};

pub(super) const RULES: &[Rule] = &[
    Rule::of(17, "required parameter added", BREAK, MAJOR, "it is an argument of the method, and old clients do not send it"),
    Rule::of(18, "path parameter added", BREAK, MAJOR, "it is an argument of the method, and old clients ask another path"),
    Rule::of(19, "optional parameter added", OK, MINOR, "it is a method of the call, which breaks nobody"),
    Rule::of(20, "parameter removed", DRIFT, MAJOR, "its argument or method is gone; old clients still send it"),
    Rule::of(21, "parameter became required", BREAK, MAJOR, "it moves from a method of the call to an argument"),
    Rule::of(22, "parameter became optional", OK, MAJOR, "it moves from an argument to a method of the call"),
    Rule::of(23, "type of a parameter changed", BREAK, MAJOR, "what is sent is another type"),
    Rule::of(24, "type of a parameter widened", OK, MAJOR, "the server takes what old clients send; arguments are of the new type"),
    Rule::of(25, "style of a parameter changed", BREAK, BEHAVIOUR, "the same argument is written in another way"),
    Rule::of(26, "parameter moved to another place", BREAK, BEHAVIOUR, "the same argument is sent elsewhere"),
    Rule::of(27, "parameter changed between `schema` and `content`", BREAK, BEHAVIOUR, "the same argument is written in another way"),
    Rule::of(28, "parameter became an enumeration", BREAK, MAJOR, "the argument becomes an enum; other values are refused"),
    Rule::of(29, "value of a parameter's enumeration added or removed", BREAK, MINOR, "enums are open and `non_exhaustive`: a value more is minor, one that is gone takes its variant along"),
    Rule::of(30, "default of a parameter changed", DRIFT, PATCH, "defaults are documented and never sent: what the server does without the parameter changes for every client"),
    Rule::of(31, "constraint tightened", REQUEST_BREAKS, PATCH, "constraints are documented; the server refuses values that it took before, and only `check()` of a struct sees it"),
    Rule::of(32, "constraint loosened", OK, PATCH, "constraints are documented, and what is received is not held to them"),
    Rule::of(33, "order of required parameters changed", OK, BEHAVIOUR, "arguments stand in the document's order: where their types are equal callers compile and swap them"),
    Rule::none(34, "case of a header's name changed", "header names have no case"),
    Rule::of(35, "two parameters of one Rust name", OK, PATCH, "the newcomer gets a number, and the lock keeps the other's name: R17 or R19 report it").shown(Shown::Otherwise),
    Rule::none(36, "parameter moved between path and operation", "each operation has all its parameters before anything is compared"),
];
