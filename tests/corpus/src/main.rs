//! Runs real documents through the generator, and values through the bindings.
//!
//! Each document of the corpus becomes two crates: one as a user would have it, which clippy looks at, and one whose models
//! go both ways, through which every example and every sample is decoded and encoded. What comes out is compared with
//! `outcomes.tsv`: whatever changes, for better or worse, fails until `--update` says that it should.
//!
//! A document is read by a process of its own, so that its memory can be measured and neither a panic nor a stack that
//! overflows ends the run.

mod batch;
mod compare;
mod discriminator;
mod doctests;
mod documents;
mod examples;
mod files;
mod judge;
mod make;
mod pattern;
mod percent;
mod sample;
mod schemas;
mod splice;
mod table;
mod wire;
mod worker;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use documents::Document;
use serde_json::Value;
use table::{Outcome, Table};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long a document may keep one process busy.
const PATIENCE: Duration = Duration::from_secs(600);

const USAGE: &str =
    "usage: OPENAPI_CORPUS=<folder> corpus [--only <glob>] [--representative] [--update] [--out <folder>]
       OPENAPI_CORPUS=<folder> PRISM=<program> corpus wire [--only <glob>] [--update] [--out <folder>]";

/// What is asked for.
struct Options {
    corpus: PathBuf,
    out: PathBuf,
    only: Option<String>,
    representative: bool,
    update: bool,
    /// Whether the operations are called, instead of values going through the models.
    wire: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["make", document, slug, out] => {
            worker::run(|| make::make(Path::new(document), slug, Path::new(out)))
        }
        ["judge", document, slug, out] => {
            worker::run(|| judge::judge(Path::new(document), slug, Path::new(out)))
        }
        words => match Options::parse(words) {
            Ok(Some(options)) if options.wire => wire::run(&options),
            Ok(Some(options)) => run(&options),
            Ok(None) => {
                println!("SKIPPED: the corpus, because OPENAPI_CORPUS is not set");
                Ok(true)
            }
            Err(message) => {
                eprintln!("{message}\n{USAGE}");
                return ExitCode::from(2);
            }
        },
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

impl Options {
    /// Returns `None` without a corpus.
    fn parse(words: &[&str]) -> Result<Option<Self>, String> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
        let mut options = Self {
            corpus: PathBuf::new(),
            out: target.join("corpus"),
            only: None,
            representative: false,
            update: false,
            wire: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("`{word}` wants a value"));
            match *word {
                "--only" => options.only = Some((*value()?).to_owned()),
                "--out" => options.out = value()?.into(),
                "--representative" => options.representative = true,
                "--update" => options.update = true,
                "wire" => options.wire = true,
                other => return Err(format!("there is no option `{other}`")),
            }
        }
        let Some(corpus) = env::var_os("OPENAPI_CORPUS") else {
            return Ok(None);
        };
        options.corpus = corpus.into();
        Ok(Some(options))
    }
}

/// Runs everything; returns whether the outcomes are those that are known.
fn run(options: &Options) -> Result<bool, Failure> {
    let mut documents = documents::of(&options.corpus)?;
    if let Some(only) = &options.only {
        documents.retain(|document| documents::matches(only, &document.name));
    }
    if options.representative {
        documents.retain(|document| document.representative);
    }
    fs::create_dir_all(&options.out)?;
    let out = fs::canonicalize(&options.out)?;
    let made =
        timed("make", || each(&documents, |document| worker::start("make", document, &out, PATIENCE)))?;
    let accepted: Vec<&str> = documents
        .iter()
        .zip(&made)
        .filter(|(_, made)| made["result"] == "accepted")
        .map(|(document, _)| document.slug.as_str())
        .collect();
    let compiled = timed("compile", || batch::clippy(&out, &accepted))?;
    let sampled: Vec<&str> =
        accepted.iter().copied().filter(|slug| out.join("samples").join(slug).exists()).collect();
    let built = timed("build", || batch::build(&out, "values", &sampled))?;
    let judged = timed("round trips", || {
        each(&documents, |document| match built.get(&document.slug) {
            Some(Ok(())) => worker::start("judge", document, &out, PATIENCE),
            Some(Err(message)) => serde_json::json!({ "result": message }),
            None => Value::Null,
        })
    })?;
    let outcomes = documents.iter().zip(made.iter().zip(&judged)).map(|(document, (made, judged))| {
        Outcome::new(&document.name, made, compiled.get(&document.slug), judged)
    });
    let table = Table::new(outcomes.collect());
    fs::write(out.join("table.md"), table.to_markdown())?;
    println!("{}", table.to_markdown());
    println!("in {}: table.md, and failures/ with each value that did not come back", out.display());
    table.settle(options.update, options.only.is_none() && !options.representative)
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let start = Instant::now();
    let done = work();
    eprintln!("{what}: {:.1} s", start.elapsed().as_secs_f64());
    done
}

/// Does something for each document, on all cores, and returns the results in the order of the documents.
fn each(documents: &[Document], work: impl Fn(&Document) -> Value + Sync) -> Result<Vec<Value>, Failure> {
    let threads = std::thread::available_parallelism()?.get();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let results = std::sync::Mutex::new(vec![Value::Null; documents.len()]);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| loop {
                let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(document) = documents.get(index) else {
                    return;
                };
                let result = work(document);
                if let Some(place) =
                    results.lock().unwrap_or_else(|poison| poison.into_inner()).get_mut(index)
                {
                    *place = result;
                }
            });
        }
    });
    Ok(results.into_inner().unwrap_or_else(|poison| poison.into_inner()))
}
