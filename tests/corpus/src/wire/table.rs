//! What became of each document, and what was known to become of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::judge::{Finding, Verdict};
use super::plan::Ask;
use super::reason::Reason;
use crate::Failure;

const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/wire.tsv");
const KNOWN_REASONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/wire-reasons.tsv");
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/wire.md");

/// What stands around the tables in the documentation.
const MARKS: (&str, &str) = ("<!-- made by `corpus wire --update` -->\n", "<!-- end -->\n");

const COLUMNS: [&str; 8] = [
    "document",
    "operations",
    "called",
    "accepted",
    "calls",
    "calls accepted",
    "answers declared",
    "answers decoded",
];

/// What became of a document.
pub struct Row {
    document: String,
    operations: usize,
    called: usize,
    accepted: usize,
    calls: usize,
    calls_accepted: usize,
    /// Statuses and media types of operations, and those of which an answer was decoded.
    answers: usize,
    decoded: usize,
    reasons: BTreeMap<Reason, usize>,
    /// Operation, what was asked, and why it has not worked.
    lines: Vec<(String, Finding)>,
}

impl Row {
    pub fn new(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            operations: 0,
            called: 0,
            accepted: 0,
            calls: 0,
            calls_accepted: 0,
            answers: 0,
            decoded: 0,
            reasons: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    /// Adds an operation that was not called.
    pub fn skip(&mut self, operation: &str, reason: Reason) {
        self.operations += 1;
        self.note(format!("{operation}\tnot called"), &Finding { reason, evidence: String::new() });
    }

    /// Adds a body that was not sent with an operation that was called.
    pub fn leave_out(&mut self, operation: &str, media_type: &str, reason: Reason) {
        let finding = Finding { reason, evidence: String::new() };
        self.note(format!("{operation}\trequest of {media_type} not called"), &finding);
    }

    /// Adds an operation.
    pub fn add(&mut self, operation: &str, judged: &[(&Ask, Verdict)]) {
        self.operations += 1;
        self.called += 1;
        self.accepted += usize::from(judged.iter().all(|(_, verdict)| verdict.accepted.is_ok()));
        let mut answers: BTreeMap<(u16, &str), bool> = BTreeMap::new();
        for (ask, verdict) in judged {
            let accept = ask.accept.as_deref().unwrap_or("no body");
            *answers.entry((ask.status, accept)).or_default() |= verdict.decoded.is_ok();
            self.calls += 1;
            self.calls_accepted += usize::from(verdict.accepted.is_ok());
            match (&verdict.accepted, &verdict.decoded) {
                (Err(finding), _) => self.note(format!("{operation}\trequest {}", ask.request.name), finding),
                (Ok(()), Err(finding)) => {
                    self.note(format!("{operation}\t{} {accept} {}", ask.status, ask.body), finding);
                }
                (Ok(()), Ok(())) => {}
            }
        }
        self.answers += answers.len();
        self.decoded += answers.values().filter(|decoded| **decoded).count();
    }

    fn note(&mut self, what: String, finding: &Finding) {
        if self.lines.iter().any(|(other, old)| *other == what && old.reason == finding.reason) {
            return;
        }
        *self.reasons.entry(finding.reason).or_insert(0) += 1;
        self.lines.push((what, finding.clone()));
    }

    fn line(&self) -> String {
        let counts = [
            self.operations,
            self.called,
            self.accepted,
            self.calls,
            self.calls_accepted,
            self.answers,
            self.decoded,
        ];
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let reasons: Vec<String> =
            self.reasons.iter().map(|(reason, count)| format!("{} {count}", reason.code())).collect();
        format!("{}\t{}\t{}", self.document, counts.join("\t"), reasons.join(", "))
    }

    fn reasons(&self) -> impl Iterator<Item = String> + '_ {
        self.lines
            .iter()
            .map(|(what, finding)| format!("{}\t{what}\t{}", self.document, finding.reason.code()))
    }

    /// Returns everything that has not worked, with what Prism or the bindings say.
    pub fn evidence(&self) -> String {
        let lines = self.lines.iter().map(|(what, finding)| {
            let evidence: String = finding.evidence.chars().take(1_500).collect();
            format!("{}\t{what}\n    {}\n", finding.reason.code(), evidence.replace('\n', " "))
        });
        lines.collect()
    }
}

/// The rows in the order of the documents.
pub struct Table(Vec<Row>);

impl Table {
    pub fn new(rows: Vec<Row>) -> Self {
        Self(rows)
    }

    pub fn to_markdown(&self) -> String {
        markdown(&self.0.iter().map(Row::line).collect::<Vec<_>>())
    }

    /// Compares with what is known, or makes this known.
    pub fn settle(&self, update: bool, all: bool) -> Result<bool, Failure> {
        let lines: Vec<String> = self.0.iter().map(Row::line).collect();
        let reasons: Vec<String> = self.0.iter().flat_map(Row::reasons).collect();
        let head = COLUMNS.join("\t") + "\treasons";
        let same = settle(Path::new(KNOWN), &head, &lines, update, all)?;
        let same_reasons =
            settle(Path::new(KNOWN_REASONS), "document\toperation\twhat\treason", &reasons, update, all)?;
        let same_docs = document(update)?;
        Ok(same && same_reasons && same_docs)
    }
}

/// Compares lines with those of a file that are about the same documents, or replaces them.
fn settle(path: &Path, head: &str, found: &[String], update: bool, all: bool) -> Result<bool, Failure> {
    let document = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    let text = fs::read_to_string(path).unwrap_or_default();
    let about = |line: &str| all || found.iter().any(|it| document(it) == document(line));
    let (known, others): (Vec<&str>, Vec<&str>) = text.lines().skip(1).partition(|line| about(line));
    if update {
        let mut lines: Vec<&str> = others.into_iter().chain(found.iter().map(String::as_str)).collect();
        lines.sort();
        fs::write(path, format!("{head}\n{}\n", lines.join("\n")))?;
        return Ok(true);
    }
    let gone =
        known.iter().filter(|line| !found.iter().any(|it| it == *line)).map(|line| format!("- {line}"));
    let new = found.iter().filter(|line| !known.contains(&line.as_str())).map(|line| format!("+ {line}"));
    let differences: Vec<String> = gone.chain(new).collect();
    if !differences.is_empty() {
        println!("{} is not what was found:\n{}", path.display(), differences.join("\n"));
        println!("if that is as it should be, run the same again with `--update`");
    }
    Ok(differences.is_empty())
}

/// Writes what is known into the documentation, or compares it.
fn document(update: bool) -> Result<bool, Failure> {
    let known = fs::read_to_string(KNOWN)?;
    let lines: Vec<String> = known.lines().skip(1).map(str::to_owned).collect();
    let mut made = markdown(&lines);
    made.push('\n');
    for reason in Reason::ALL {
        made.push_str(&format!("- `{}`: {}.\n", reason.code(), reason.text()));
    }
    let text = fs::read_to_string(DOCS)?;
    let (before, rest) = text.split_once(MARKS.0).ok_or("docs/wire.md has no place for the table")?;
    let (old, after) = rest.split_once(MARKS.1).ok_or("the table of docs/wire.md has no end")?;
    if update {
        fs::write(DOCS, format!("{before}{}{made}{}{after}", MARKS.0, MARKS.1))?;
    } else if old != made {
        println!("docs/wire.md does not show tests/corpus/wire.tsv");
    }
    Ok(update || old == made)
}

fn markdown(lines: &[String]) -> String {
    let mut text = format!("| {} | reasons |\n|{}\n", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len() + 1));
    for line in lines {
        text.push_str(&format!("| {} |\n", line.replace('\t', " | ")));
    }
    text
}
