//! What the configuration selects, and that each of its entries selects something.

use std::collections::BTreeSet;

use super::context::Cx;
use crate::config::{Config, Selector};
use crate::diagnostic::{Code, Pointer};
use crate::model::Property;

/// The fields that `Debug` hides.
pub(super) struct Redaction<'a> {
    selectors: &'a [Selector],
    matched: BTreeSet<usize>,
}

impl<'a> Redaction<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        Self { selectors: &config.redact, matched: BTreeSet::new() }
    }

    /// Whether a selector names the property of a schema; every one that does counts as matched.
    pub(super) fn matches(&mut self, schema: &str, property: &Property) -> bool {
        let name = format!("{schema}.{}", property.name);
        let mut any = false;
        for (index, selector) in self.selectors.iter().enumerate() {
            if selector.selects(&name, &property.at) {
                self.matched.insert(index);
                any = true;
            }
        }
        any
    }
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
        if !cx.redaction.matched.contains(&index) && !selector.as_str().is_empty() {
            report(cx, &Pointer::root().join("redact").join(index), selector.as_str());
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
