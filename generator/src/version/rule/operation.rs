//! Operations, paths and servers: R1 to R16.

use super::{Rule, Shown, BEHAVIOUR, BREAK, DRIFT, MAJOR, MINOR, OK, PATCH, RESPONSE_BREAKS};

pub(super) const RULES: &[Rule] = &[
    Rule::of(1, "operation added", OK, MINOR, "a method more; no trait of ours is implemented by callers"),
    Rule::of(2, "operation removed", BREAK, MAJOR, "the method is gone, and the server does not answer any more"),
    Rule::of(3, "operation deprecated", OK, MINOR, "the method is `#[deprecated]`, which fails a build with `-D warnings`"),
    Rule::of(4, "deprecation withdrawn", OK, PATCH, "the warning is gone"),
    Rule::of(5, "operationId changed", OK, PATCH, "`bindings.lock` keeps the names of the method and of its types, by method and path"),
    Rule::of(6, "path changed", BREAK, BEHAVIOUR, "the method stays and asks another place; an old client gets no answer there"),
    Rule::of(7, "path parameter renamed", OK, PATCH, "it is given by position, and the name is not sent"),
    Rule::of(8, "HTTP method changed", BREAK, BEHAVIOUR, "the method stays and sends another verb, which also decides whether it is retried"),
    Rule::of(9, "first tag changed", OK, MAJOR, "sub-clients follow the first tag: the method moves to another one"),
    Rule::of(10, "server changed", DRIFT, BEHAVIOUR, "requests and their credentials go to another place").secure(),
    Rule::of(11, "server variable changed", DRIFT, BEHAVIOUR, "a variable is a field of the server's variant; its default is part of the URL where none is given"),
    Rule::of(12, "webhook or callback added or removed", RESPONSE_BREAKS, MINOR, "the bindings have the models of what the server sends by itself"),
    Rule::of(13, "payload of a webhook or callback changed", RESPONSE_BREAKS, MAJOR, "the rules of schemas report it, the payload on the side of responses").shown(Shown::Otherwise),
    Rule::of(14, "documentation changed", OK, PATCH, "only comments change"),
    Rule::of(15, "pages or key of an operation changed", DRIFT, MAJOR, "no extension decides them but `bindings.yaml`: without pages `pages()` and `items()` are gone; another header has the key"),
    Rule::none(16, "path item moved behind a `$ref`", "references are resolved before anything is compared"),
];
