//! `openapi-bindgen diff`: what a change of the document does to old clients and to the source of callers.
//!
//! The report goes to standard output. The exit code is 0, or 1 where a document is refused or the threshold of
//! `--fail-on` is reached.

use super::git;
use clap::{Args, ValueEnum};
use openapi_bindgen::config::Config;
use openapi_bindgen::diagnostic::{render, Sink, Sources};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::{Edition, Pins};
use openapi_bindgen::version::rule::{Rule, Shown};
use openapi_bindgen::version::{self, Accepted, Report, Rust, Version};
use openapi_bindgen::{understand, understand_other, vendor, Meaning};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the command takes.
#[derive(Args)]
pub struct Options {
    /// The old document: a file, or `git:<rev>:<path>`; with `--against-vendored` the new one
    old: String,
    /// The new document: a file, or `git:<rev>:<path>`
    #[arg(required_unless_present = "against_vendored", conflicts_with = "against_vendored")]
    new: Option<String>,
    /// Compares the document with the bindings in this folder, which say what callers see now
    #[arg(long, value_name = "DIR")]
    against_vendored: Option<PathBuf>,
    /// The folder of the bindings whose `bindings.lock` says how things are called for callers: at the revision of the old
    /// document, if it has one [default: the folder of the old document]
    #[arg(long, value_name = "DIR", conflicts_with = "against_vendored")]
    vendored: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fails where the suggested bump is at least this
    #[arg(long, value_enum, default_value_t = Threshold::Never)]
    fail_on: Threshold,
    /// A file with the fingerprints of changes that are accepted, one a line
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// Our decisions about names and secrets [default: `bindings.yaml` beside the document, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// Callers need not compile
    Major,
    /// There is something new
    Minor,
    /// Anything changed
    Patch,
    /// Never fails
    Never,
}

impl Threshold {
    fn is_reached(self, report: &Report) -> bool {
        let Some(rust) = report.rust() else { return false };
        match self {
            Self::Major => rust == Rust::Major,
            Self::Minor => rust >= Rust::Minor,
            Self::Patch => true,
            Self::Never => false,
        }
    }
}

/// Runs the command.
pub fn run(options: &Options) -> ExitCode {
    match report(options) {
        Ok(report) => {
            let text = match options.format {
                Format::Text => report.to_text(),
                Format::Markdown => report.to_markdown(),
                Format::Json => format!("{:#}\n", report.to_json()),
            };
            super::say(format_args!("{}", text.trim_end()));
            ExitCode::from(u8::from(options.fail_on.is_reached(&report)))
        }
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn report(options: &Options) -> Result<Report, String> {
    let accepted = options.accept.as_deref().map(accepted).transpose()?;
    let mut report = match (&options.against_vendored, &options.new) {
        (Some(folder), _) => vendored(options, folder)?,
        (None, new) => {
            let new = new.as_deref().unwrap_or(&options.old);
            let config = configuration(options, &[new, &options.old]);
            let known = Known::of(options)?;
            let old = Side::read(&options.old, config.as_deref(), &known, understand_other)?;
            let known = Known { pins: version::names(&old.meaning.krate), ..known };
            let new = Side::read(new, config.as_deref(), &known, understand)?;
            version::compare(&old.version(), &new.version())
        }
    };
    if let Some(accepted) = accepted {
        for fingerprint in accepted.apply(&mut report) {
            eprintln!("warning: nothing that changed has the accepted fingerprint {fingerprint}");
        }
    }
    Ok(report)
}

fn vendored(options: &Options, folder: &Path) -> Result<Report, String> {
    let path = folder.join("api.txt");
    let surface = fs::read_to_string(&path).map_err(|error| {
        format!(
            "error: `{}` cannot be read: {error}\n = help: name the folder of the bindings, which has an `api.txt`",
            path.display()
        )
    })?;
    let known = Known::on_disk(folder)?;
    let config = configuration(options, &[&options.old]);
    let new = Side::read(&options.old, config.as_deref(), &known, understand)?;
    Ok(version::compare_vendored(&surface, &new.meaning.krate))
}

fn accepted(path: &Path) -> Result<Accepted, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("error: `{}` cannot be read: {error}", path.display()))?;
    Accepted::read(&text).map_err(|line| {
        format!(
            "error: the line has no fingerprint\n  --> {}:{line}\n = help: a fingerprint has 16 hexadecimal digits; a comment starts with `#`",
            path.display()
        )
    })
}

/// Returns the configuration that was named, or the one beside the first document that is a file.
fn configuration(options: &Options, documents: &[&str]) -> Option<PathBuf> {
    options.config.clone().or_else(|| {
        let files = documents.iter().filter(|document| !document.starts_with(git::PREFIX));
        let mut beside = files.filter_map(|document| Some(Path::new(document).parent()?.join(Config::FILE)));
        beside.find(|path| path.is_file())
    })
}

/// How a document is read.
type Understand = fn(&Input, &Config, &Pins, &mut Sources, &mut Sink) -> Option<Meaning>;

/// A document that was read.
struct Side {
    meaning: Meaning,
    sources: Sources,
}

impl Side {
    fn read(
        document: &str,
        config: Option<&Path>,
        known: &Known,
        understand: Understand,
    ) -> Result<Self, String> {
        let stored = document.strip_prefix(git::PREFIX).map(git::Document::find).transpose()?;
        let input = match &stored {
            Some(stored) => stored.input(),
            None => Input::File(PathBuf::from(document)),
        };
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let mut config = match config {
            Some(path) => Config::load(path, &mut sources, &mut sink),
            None => Config::default(),
        };
        config.edition = config.edition.or(known.edition);
        if let Some(stored) = &stored {
            let root = config.references.root.take();
            config.references.root = root.and_then(|root| stored.commit.place(&root));
        }
        let meaning =
            understand(&input, &config, &known.pins, &mut sources, &mut sink).filter(|_| !sink.has_errors());
        match meaning {
            Some(meaning) => Ok(Self { meaning, sources }),
            None => Err(format!("{}error: `{}` is refused", render(&sink, &sources), input.name())),
        }
    }

    fn version(&self) -> Version<'_> {
        Version { api: &self.meaning.api, krate: &self.meaning.krate, sources: &self.sources }
    }
}

/// What callers of the old bindings know: how things are called, and in which edition.
#[derive(Default)]
struct Known {
    pins: Pins,
    edition: Option<Edition>,
}

impl Known {
    /// Reads the lock of the old bindings: in the folder that was named, or else beside the old document; where that is of a
    /// commit, as the commit has it.
    fn of(options: &Options) -> Result<Self, String> {
        let named = options.vendored.as_deref();
        let Some(document) = options.old.strip_prefix(git::PREFIX) else {
            let beside = Path::new(&options.old).parent().unwrap_or(Path::new(""));
            return Self::on_disk(named.unwrap_or(beside));
        };
        let git::Document { commit, path } = git::Document::find(document)?;
        let text = |file: &str| match named {
            Some(folder) => commit.text(folder, file),
            None => commit.text_at(&path.with_file_name(file)),
        };
        match (text("bindings.lock"), named) {
            (Some(lock), _) => {
                let surface = text("api.txt").unwrap_or_default();
                let known = vendor::read_texts(&lock, &surface);
                let (pins, edition) = known.map_err(|error| format!("error: {error}"))?;
                Ok(Self { pins, edition })
            }
            // The commit has none: the one that is there says what callers see now.
            (None, Some(folder)) => Self::on_disk(folder),
            (None, None) => Ok(Self::default()),
        }
    }

    fn on_disk(folder: &Path) -> Result<Self, String> {
        let failed = |error: vendor::Error| format!("error: {error}");
        let edition = vendor::read_edition(folder).map_err(failed)?;
        let pins = if edition.is_some() { vendor::read_pins(folder).map_err(failed)? } else { Pins::new() };
        Ok(Self { pins, edition })
    }
}

/// Returns what `explain` says of a rule.
pub fn explanation(rule: &Rule) -> String {
    let shown = match rule.shown {
        Shown::Itself => "",
        Shown::Never => "\n\nIt is no change, and never reported.",
        Shown::Otherwise => "\n\nOther rules report it.",
        Shown::Impossible => "\n\nIt is never reported.",
    };
    let security = if rule.security { "\nSomebody must look at it for security." } else { "" };
    format!(
        "{}: {}\n\nusually {}, at least {}; on the wire {} in requests, {} in responses{security}\n\n{}{shown}",
        rule.code, rule.title, rule.usual, rule.quiet, rule.request, rule.response, rule.reason
    )
}
