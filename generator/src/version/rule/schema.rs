//! Schemas as named things: R115 to R120.

use super::{Rule, Shown, MAJOR, MINOR, OK, PATCH};

pub(super) const RULES: &[Rule] = &[
    Rule::of(115, "component schema added", OK, MINOR, "a type more"),
    Rule::of(
        116,
        "component schema removed or renamed",
        OK,
        MAJOR,
        "its type is gone; where one of the same shape is new, a name in `bindings.yaml` keeps it",
    ),
    Rule::of(
        117,
        "inline schema became a component, or a component an inline schema",
        OK,
        MAJOR,
        "a component's type is named after its key; a name in `bindings.yaml` keeps the old one",
    ),
    Rule::of(
        118,
        "newcomer shifted another name",
        OK,
        MAJOR,
        "names are pinned in `bindings.lock` and `api.txt`, so that a newcomer gets the number",
    )
    .shown(Shown::Impossible),
    Rule::of(
        119,
        "title of an inline schema changed",
        OK,
        PATCH,
        "titles name nothing; they are documentation, R14",
    )
    .shown(Shown::Otherwise),
    Rule::of(
        120,
        "reference gained siblings and became a schema of its own",
        OK,
        MAJOR,
        "an alias becomes a struct, or a struct an alias",
    ),
];
