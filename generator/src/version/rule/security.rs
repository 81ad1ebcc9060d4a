//! Security, versions and the crate around: R121 to R128.

use super::{Rule, Shown, Wire, BEHAVIOUR, BREAK, DRIFT, MAJOR, MINOR, OK, PATCH};

const REFUSED: (Wire, Wire) = (Wire::Break, Wire::Break);

pub(super) const RULES: &[Rule] = &[
    Rule::of(121, "security added, or an alternative withdrawn", REFUSED, BEHAVIOUR, "a call without the credential is refused, by the bindings before it is sent and by the server").secure(),
    Rule::of(122, "security removed, or an alternative added", OK, BEHAVIOUR, "the credential is not sent any more").secure(),
    Rule::of(123, "security scheme changed", BREAK, BEHAVIOUR, "the credential is sent in another form or place; a secret in a URL reaches logs").secure(),
    Rule::of(124, "URL or scope of an OAuth flow changed", DRIFT, BEHAVIOUR, "tokens are fetched elsewhere, or have to allow something else; where the bindings fetch none, look at what does").secure(),
    Rule::of(125, "what a type can do changed", OK, MAJOR, "`new()`, setters and `Serialize` come with requests, `Deserialize` with responses; `Default` is lost with a required member, `Hash` where an enumeration mixes types"),
    Rule::of(126, "`Send`, `Sync` or `Unpin` lost", OK, MAJOR, "models are made of owned plain data, which has them all").shown(Shown::Impossible),
    Rule::of(127, "dependency or cargo feature added or removed", OK, MINOR, "`Cargo.toml` changes; a feature that is gone is major"),
    Rule::of(128, "version or title of the API changed", OK, PATCH, "only comments change"),
];
