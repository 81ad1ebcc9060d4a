//! What became of each document, and what was known to become of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Failure;

/// The known outcomes.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/outcomes.tsv");

/// What is compared, in the order of the columns.
const COLUMNS: [&str; 15] = [
    "document",
    "result",
    "version",
    "operations",
    "schemas",
    "diagnostics",
    "rustc and clippy",
    "doctests",
    "samples passed",
    "samples failed",
    "examples passed",
    "examples failed",
    "examples invalid",
    "excepted",
    "schemas unsampled",
];

/// What became of a document.
pub struct Outcome {
    /// One for each of [`COLUMNS`].
    cells: Vec<String>,
    seconds: f64,
    memory: u64,
    lines: u64,
}

impl Outcome {
    pub fn new(name: &str, made: &Value, compiled: Option<&BTreeMap<String, usize>>, judged: &Value) -> Self {
        let number = |key: &str| made[key].as_u64().map_or_else(|| "-".to_owned(), |it| it.to_string());
        let codes = listed(&made["codes"]);
        let compiled = compiled.map_or_else(
            || "-".to_owned(),
            |findings| {
                let findings: Vec<String> =
                    findings.iter().map(|(code, count)| format!("{code} {count}")).collect();
                if findings.is_empty() {
                    "clean".to_owned()
                } else {
                    findings.join(", ")
                }
            },
        );
        let count = |key: &str| match judged["result"].as_str() {
            Some("judged") => judged["counts"][key].as_u64().unwrap_or_default().to_string(),
            Some(other) => other.to_owned(),
            None => "-".to_owned(),
        };
        let by_reason = |key: &str| {
            let reasons: Vec<String> = listed(&judged[key]);
            if reasons.is_empty() {
                count(key)
            } else {
                reasons.join(", ")
            }
        };
        let failed = made["values"].as_str().map(|failure| failure.replace(['\n', '\t'], " "));
        let cells = vec![
            name.to_owned(),
            made["result"].as_str().unwrap_or_default().to_owned(),
            made["version"].as_str().unwrap_or("-").to_owned(),
            number("operations"),
            number("schemas"),
            codes.join(", "),
            compiled,
            number("doctests"),
            failed.unwrap_or_else(|| count("samples passed")),
            count("samples failed"),
            count("examples passed"),
            count("examples failed"),
            count("examples invalid"),
            by_reason("exceptions"),
            by_reason("unsampled"),
        ];
        Self {
            cells,
            seconds: made["seconds"].as_f64().unwrap_or_default(),
            memory: made["memory"].as_u64().unwrap_or_default(),
            lines: made["lines"].as_u64().unwrap_or_default(),
        }
    }

    fn line(&self) -> String {
        self.cells.join("\t")
    }
}

/// Returns how often there is each of several things.
fn listed(counts: &Value) -> Vec<String> {
    counts.as_object().into_iter().flatten().map(|(what, count)| format!("{what} {count}")).collect()
}

/// The outcomes in the order of the documents.
pub struct Table(Vec<Outcome>);

impl Table {
    pub fn new(outcomes: Vec<Outcome>) -> Self {
        Self(outcomes)
    }

    /// Returns everything, also what differs from machine to machine.
    pub fn to_markdown(&self) -> String {
        let head = COLUMNS.join(" | ");
        let mut text = format!("| {head} | seconds | MiB | lines |\n|{}\n", "---|".repeat(COLUMNS.len() + 3));
        for outcome in &self.0 {
            let (seconds, memory) = (outcome.seconds, outcome.memory / 1024);
            text.push_str(&format!(
                "| {} | {seconds:.2} | {memory} | {} |\n",
                outcome.cells.join(" | "),
                outcome.lines
            ));
        }
        text
    }

    /// Compares with the known outcomes, or makes these the known ones.
    pub fn settle(&self, update: bool, all: bool) -> Result<bool, Failure> {
        let path = Path::new(KNOWN);
        let text = fs::read_to_string(path).unwrap_or_default();
        let name = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        let known: BTreeMap<String, String> =
            text.lines().skip(1).map(|line| (name(line), line.to_owned())).collect();
        let found: BTreeMap<String, String> =
            self.0.iter().map(|outcome| outcome.line()).map(|line| (name(&line), line)).collect();
        if update {
            let mut lines = if all { BTreeMap::new() } else { known };
            lines.extend(found);
            let lines: Vec<String> = std::iter::once(COLUMNS.join("\t")).chain(lines.into_values()).collect();
            fs::write(path, lines.join("\n") + "\n")?;
            return Ok(true);
        }
        let mut same = true;
        for (name, line) in &found {
            if known.get(name) != Some(line) {
                same = false;
                let known = known.get(name).map_or("nothing", String::as_str);
                println!("{name} has changed\n  known: {known}\n  found: {line}");
            }
        }
        if all {
            for name in known.keys().filter(|name| !found.contains_key(*name)) {
                same = false;
                println!("{name} is known and was not found");
            }
        }
        if !same {
            println!("if that is as it should be, run the same again with `--update`");
        }
        Ok(same)
    }
}
