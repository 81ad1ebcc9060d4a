//! Enumerations and unions: R87 to R102.

use super::{Rule, Shown, BEHAVIOUR, BREAK, DRIFT, MAJOR, MINOR, OK, PATCH, REQUEST_BREAKS};

pub(super) const RULES: &[Rule] = &[
    Rule::of(87, "value added to an enumeration of responses", OK, MINOR, "enums are open: an old client keeps a value that it does not know"),
    Rule::of(88, "value added to an enumeration of requests", OK, MINOR, "a variant more; enums are `non_exhaustive`"),
    Rule::of(89, "value removed from an enumeration of requests", REQUEST_BREAKS, MAJOR, "the variant is gone, and the server refuses the value"),
    Rule::of(90, "value removed from an enumeration of responses", OK, MAJOR, "the variant is gone; the value never comes"),
    Rule::of(91, "text or number became an enumeration", REQUEST_BREAKS, MAJOR, "the type becomes an enum, and other values are refused"),
    Rule::of(92, "enumeration became a text or number", OK, MAJOR, "the enum is gone; enums are open, so old clients decode what comes"),
    Rule::of(93, "order of values changed", OK, PATCH, "enums have no discriminants and no order"),
    Rule::of(94, "name of a value changed", OK, PATCH, "`x-enum-varnames` names what has no name yet; a name that callers use stays, by `api.txt`"),
    Rule::of(95, "two values of one variant name", OK, PATCH, "the newcomer gets a number, and `api.txt` keeps the other's name: R87 or R88 report it").shown(Shown::Otherwise),
    Rule::of(96, "member added to a union", OK, MINOR, "a variant more; unions are `non_exhaustive` and keep what no member takes"),
    Rule::of(97, "member removed from a union", REQUEST_BREAKS, MAJOR, "the variant is gone"),
    Rule::of(98, "discriminator changed", BREAK, BEHAVIOUR, "another property tells the members apart"),
    Rule::of(99, "value of a discriminator changed", BREAK, BEHAVIOUR, "another value names the member"),
    Rule::of(100, "order of members changed", DRIFT, BEHAVIOUR, "without a discriminator the first member that loses no data is taken"),
    Rule::of(101, "members became ambiguous", OK, PATCH, "a value is of the first member that loses none of it, so that no data is lost either way; R96 and R100 report what made them so").shown(Shown::Otherwise),
    Rule::of(102, "`oneOf` changed to `anyOf`, or back", OK, PATCH, "both are the same enum; `allOf` is another type, which R64 reports"),
];
