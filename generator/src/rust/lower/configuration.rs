//! What the configuration selects, and that each of its entries selects something.

use std::collections::BTreeSet;

use super::context::Cx;
use crate::config::Config;
use crate::diagnostic::{Code, Pointer};

/// The fields that `Debug` hides, by selectors such as `*.accessToken`.
pub(super) struct Redaction {
    selectors: Vec<(String, String)>,
    matched: BTreeSet<usize>,
}

impl Redaction {
    pub(super) fn of(config: &Config) -> Self {
        let selectors = config.redact.iter().map(|selector| match selector.rsplit_once('.') {
            Some((schema, property)) => (schema.to_owned(), property.to_owned()),
            None => (selector.clone(), "*".to_owned()),
        });
        Self { selectors: selectors.collect(), matched: BTreeSet::new() }
    }

    /// Whether a selector names the property; every one that does counts as matched.
    pub(super) fn matches(&mut self, schema: &str, property: &str) -> bool {
        let mut any = false;
        for (index, (schemas, properties)) in self.selectors.iter().enumerate() {
            if glob(schemas, schema) && glob(properties, property) {
                self.matched.insert(index);
                any = true;
            }
        }
        any
    }
}

/// Matches `*` with any text; everything else stands for itself.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match text.find(part) {
            Some(found) => text = &text[found + part.len()..],
            None => return false,
        }
    }
    true
}

/// Reports every entry that named nothing: a name that has changed in the document, or a slip.
pub(super) fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let sections: [(&str, Vec<&String>); 5] = [
        ("servers", config.servers.keys().collect()),
        ("tags", config.tags.keys().collect()),
        ("operations", config.operations.keys().collect()),
        ("schemas", config.schemas.keys().collect()),
        ("environment", config.client.environment.keys().collect()),
    ];
    for (section, keys) in sections {
        for key in keys
            .into_iter()
            .filter(|key| !cx.matched.contains(&format!("{section} {key}")))
            .collect::<Vec<_>>()
        {
            let at = match section {
                "environment" => Pointer::root().join("client").join(section).join(key),
                _ => Pointer::root().join(section).join(key),
            };
            report(cx, &at, key);
        }
    }
    for (index, name) in config.client.parameters.iter().enumerate() {
        if !cx.matched.contains(&format!("parameters {name}")) {
            let at = Pointer::root().join("client").join("parameters").join(index);
            let message = format!("no operation has a path parameter `{name}`");
            let help = "only path parameters can be given once on the client";
            cx.sink.report_configuration(Code::UnmatchedConfiguration, &at, message).help(help);
        }
    }
    for (index, selector) in config.redact.iter().enumerate() {
        if !cx.redaction.matched.contains(&index) {
            report(cx, &Pointer::root().join("redact").join(index), selector);
        }
    }
}

fn report(cx: &mut Cx<'_>, at: &Pointer, entry: &str) {
    cx.sink
        .report_configuration(
            Code::UnmatchedConfiguration,
            at,
            format!("`{entry}` names nothing in the document"),
        )
        .help("mend the name or remove the entry");
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(glob("*", "accessToken"));
        assert!(glob("*Token", "accessToken"));
        assert!(glob("access*", "accessToken"));
        assert!(glob("a*T*n", "accessToken"));
        assert!(!glob("*Token", "accessTokenDuration"));
        assert!(!glob("token", "tokens"));
        assert!(!glob("a*b*b", "ab"));
    }
}
