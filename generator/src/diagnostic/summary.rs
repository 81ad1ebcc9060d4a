//! What a run came to, in a few lines: how much was made, and how often which code was reported.

use super::{Code, Severity, Sink};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use std::fmt;

/// The figures of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many operations and schemas the bindings have; `None` if there are none because of errors.
    pub made: Option<(usize, usize)>,
    codes: BTreeMap<&'static str, (Code, usize)>,
}

impl Summary {
    /// Counts what was reported.
    pub fn of(sink: &Sink) -> Self {
        let mut codes = BTreeMap::new();
        for diagnostic in sink.diagnostics() {
            codes.entry(diagnostic.code.as_str()).or_insert((diagnostic.code, 0)).1 += 1;
        }
        Self { made: None, codes }
    }

    /// Returns how many diagnostics weigh so much.
    pub fn count(&self, severity: Severity) -> usize {
        let counts = self.codes.values().filter(|(code, _)| code.severity() == severity);
        counts.map(|(_, count)| count).sum()
    }

    /// Returns the figures as a member `summary`.
    pub fn to_json(&self) -> Value {
        let codes: serde_json::Map<String, Value> =
            self.codes.iter().map(|(code, (_, count))| ((*code).to_owned(), json!(count))).collect();
        json!({ "summary": {
            "operations": self.made.map(|(operations, _)| operations),
            "schemas": self.made.map(|(_, schemas)| schemas),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "codes": codes,
        } })
    }
}

/// One line, and one more for each code.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some((operations, schemas)) = self.made {
            parts.push(counted(operations, "operation"));
            parts.push(counted(schemas, "schema"));
        }
        for (severity, noun) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
            match self.count(severity) {
                0 if severity == Severity::Error || self.made.is_none() => {}
                0 => parts.push("nothing degraded".to_owned()),
                count => parts.push(counted(count, noun)),
            }
        }
        f.write_str(&parts.join(", "))?;
        let mut codes: Vec<_> = self.codes.iter().collect();
        codes.sort_by_key(|(_, (_, count))| std::cmp::Reverse(*count));
        codes.into_iter().try_for_each(|(code, (_, count))| write!(f, "\n{count:>6}  {code}"))
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Pointer;

    #[test]
    fn codes_are_counted_and_the_most_frequent_stand_first() {
        let mut sink = Sink::default();
        for code in [Code::NotIgnored, Code::UnknownKeyword, Code::UnknownKeyword] {
            sink.report(code, &Pointer::root(), "odd");
        }
        let mut summary = Summary::of(&sink);
        summary.made = Some((1, 2));
        let text = "1 operation, 2 schemas, 3 warnings\n     2  unknown-keyword\n     1  not-ignored";
        assert_eq!(summary.to_string(), text);
        let codes = json!({ "not-ignored": 1, "unknown-keyword": 2 });
        let json = json!({ "operations": 1, "schemas": 2, "errors": 0, "warnings": 3, "codes": codes });
        assert_eq!(summary.to_json(), json!({ "summary": json }));
    }

    #[test]
    fn where_nothing_is_degraded_there_is_one_line() {
        let summary = Summary { made: Some((3, 0)), ..Summary::default() };
        assert_eq!(summary.to_string(), "3 operations, 0 schemas, nothing degraded");
    }
}
