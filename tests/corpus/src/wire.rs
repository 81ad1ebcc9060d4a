//! Calls every operation of some documents through the bindings, against a Prism that serves the same document.
//!
//! Each document becomes a crate: the bindings, and a driver with a function for each operation. The driver reads lines that
//! say which operation is called with which values, and what Prism is asked to answer; it prints what came back. What the
//! answers mean is judged here, with the reasons of [`reason`], and compared with `wire.tsv` and `wire-reasons.tsv`.

mod crates;
mod function;
mod judge;
mod plan;
mod prism;
mod reason;
mod table;
mod values;

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::documents::{self, Document};
use crate::schemas::Schemas;
use crate::{batch, timed, worker, Failure, Options};
use judge::{Judge, Verdict};
use plan::{Ask, Planned};
use prism::Prism;
use table::{Row, Table};

/// The documents, unless others are asked for.
const DOCUMENTS: [&str; 8] = [
    "authlete.yaml",
    "box.json",
    "keycloak.json",
    "museum.yaml",
    "ory-hydra.json",
    "petstore.yaml",
    "resend.yaml",
    "spotify.yaml",
];

/// Runs everything; returns whether the outcomes are those that are known.
pub fn run(options: &Options) -> Result<bool, Failure> {
    let Some(program) = env::var_os("PRISM").map(PathBuf::from) else {
        println!("SKIPPED: calls against Prism, because PRISM does not say where it is");
        return Ok(true);
    };
    let mut documents = documents::of(&options.corpus)?;
    documents.retain(|document| match &options.only {
        Some(only) => documents::matches(only, &document.name),
        None => DOCUMENTS.contains(&document.name.as_str()),
    });
    fs::create_dir_all(options.out.join("wire"))?;
    let out = fs::canonicalize(&options.out)?;
    let plans = timed("plan", || {
        documents.iter().map(|document| crates::make(document, &out)).collect::<Result<Vec<_>, _>>()
    })?;
    let slugs: Vec<&str> = documents.iter().map(|document| document.slug.as_str()).collect();
    let built = timed("build", || batch::build(&out, "wire", &slugs))?;
    let (mut rows, mut all_built) = (Vec::new(), true);
    for (document, planned) in documents.iter().zip(&plans) {
        if let Some(Err(message)) = built.get(&document.slug) {
            println!("{}: the driver is {message}: see build.txt", document.name);
            all_built = false;
            continue;
        }
        let row = timed(&document.name, || worker::deep(|| call(document, planned, &program, &out))?)?;
        fs::write(out.join("wire").join(format!("{}.txt", document.slug)), row.evidence())?;
        rows.push(row);
    }
    let table = Table::new(rows);
    println!("{}\nin {}: wire/<document>.txt, with the evidence", table.to_markdown(), out.display());
    Ok(table.settle(options.update && all_built, options.only.is_none())? && all_built)
}

/// Calls the operations of a document.
fn call(document: &Document, planned: &[Planned], program: &Path, out: &Path) -> Result<Row, Failure> {
    let log = out.join("wire").join(format!("{}.prism.log", document.slug));
    let prism = Prism::start(program, &document.path, &log)?;
    let answers = drive(document, planned, &prism, out)?;
    let schemas = Schemas::read(&document.path)?;
    let registry = schemas.registry()?;
    let judge = Judge { schemas: &schemas, registry: &registry };
    let mut answers = answers.iter();
    let mut row = Row::new(&document.name);
    for planned in planned {
        match &planned.asks {
            Ok(asks) => {
                let judged: Vec<(&Ask, Verdict)> = asks
                    .iter()
                    .map(|ask| (ask, judge.judge(&planned.name, ask, answers.next().unwrap_or(&Value::Null))))
                    .collect();
                row.add(&planned.name, &judged);
                for (media_type, obstacle) in &planned.left_out {
                    row.leave_out(&planned.name, media_type, (*obstacle).into());
                }
            }
            Err(obstacle) => row.skip(&planned.name, (*obstacle).into()),
        }
    }
    Ok(row)
}

/// Lets the driver call everything, and returns what it says in the same order.
fn drive(document: &Document, planned: &[Planned], prism: &Prism, out: &Path) -> Result<Vec<Value>, Failure> {
    let mut lines = String::new();
    let mut first = 0;
    for planned in planned {
        for ask in planned.asks.iter().flatten() {
            lines.push_str(&plan::line(first, ask));
            lines.push('\n');
        }
        first += planned.functions.len();
    }
    let mut child = Command::new(batch::program(out, "wire", &document.slug))
        .env("PRISM_URL", &prism.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(lines.as_bytes())));
        child.wait_with_output()
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}
