//! The command line: `generate`, `check`, `diff` and `explain`.
//!
//! Standard output says what was done, standard error what is wrong. The exit code is 0 when it was done, 1 when
//! something was refused or has drifted, 2 when the command line is wrong.

mod diff;
mod git;

use clap::{Args, Parser, Subcommand, ValueEnum};
use openapi_bindgen::config::{self, Config};
use openapi_bindgen::diagnostic::{closest, render, render_json, Code, Severity, Sink, Sources, Summary};
use openapi_bindgen::document::Input;
use openapi_bindgen::rust::Edition;
use openapi_bindgen::vendor::{self, Drift, Edits, Layout, Manifest, Needs, Tree};
use openapi_bindgen::version::rule;
use serde_json::json;
use std::fmt;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Generates Rust bindings from OpenAPI documents, made to be vendored and reviewed.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the bindings; files that are as they should be are not touched
    Generate {
        #[command(flatten)]
        options: Options,
        /// Replaces files that were edited by hand or that somebody else wrote
        #[arg(long)]
        force: bool,
    },
    /// Writes nothing, lists what `generate` would change, and fails if there is anything
    Check {
        #[command(flatten)]
        options: Options,
    },
    /// Says what a change of the document does to old clients and to callers' source
    Diff(diff::Options),
    /// Explains a diagnostic, such as `unresolved-reference`, or a rule of `diff`, such as `R50`
    Explain {
        /// What stands in brackets after `error` or `warning`
        code: String,
    },
}

#[derive(Args)]
struct Options {
    /// The OpenAPI document, YAML or JSON; `-` is standard input
    #[arg(value_name = "SPEC")]
    document: PathBuf,
    /// The folder of the bindings
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Makes a whole crate of this name, instead of a module with `mod.rs` at the top
    #[arg(long, value_name = "NAME", value_parser = crate_name)]
    crate_name: Option<String>,
    /// Our decisions about names and secrets [default: `bindings.yaml` beside the document, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An OpenAPI Overlay that is applied to the document first, after those of the configuration; may be repeated
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// A folder whose files the document may refer to, as `../common/error.yaml` [default: that of the document]
    #[arg(long, value_name = "DIR")]
    reference_root: Option<PathBuf>,
    /// The edition of the output [default: that of the bindings that are there, or else the newest]
    #[arg(long, value_name = "NUMBER")]
    edition: Option<Edition>,
    /// How diagnostics and results are written
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
}

fn main() -> ExitCode {
    let mut summary = Summary::default();
    let (done, format) = match CommandLine::parse().command {
        Command::Generate { options, force } => {
            let edits = if force { Edits::Overwrite } else { Edits::Refuse };
            let done = options.make(&mut summary).and_then(|made| generate(&options, &made, edits));
            (done, options.message_format)
        }
        Command::Check { options } => {
            let done = options.make(&mut summary).and_then(|made| check(&options, &made));
            (done, options.message_format)
        }
        Command::Diff(options) => return diff::run(&options),
        Command::Explain { code } => return explain(&code),
    };
    let code = match done {
        Ok(code) => code,
        Err(failure) => {
            failure.print();
            ExitCode::FAILURE
        }
    };
    match format {
        // Where not even the document was read there is nothing to sum up.
        MessageFormat::Human if summary == Summary::default() => {}
        MessageFormat::Human => eprintln!("{summary}"),
        MessageFormat::Json => eprintln!("{}", summary.to_json()),
    }
    code
}

/// What the pipeline made, before it is compared or written.
struct Made {
    tree: Tree,
    needs: Needs,
    /// The features that bring in operations.
    features: Vec<String>,
    /// What the change means to callers, line by line.
    verdict: Vec<String>,
}

impl Options {
    /// Runs the pipeline and prints its diagnostics.
    fn make(&self, summary: &mut Summary) -> Result<Made, Failure> {
        let input = self.input()?;
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let mut config = match self.configuration() {
            Some(path) => Config::load(&path, &mut sources, &mut sink),
            None => Config::default(),
        };
        let kept = vendor::read_edition(&self.out).map_err(|error| self.failure(&error))?;
        config.edition = self.edition.or(config.edition).or(kept);
        config.overlays.extend_from_slice(&self.overlays);
        if let Some(root) = &self.reference_root {
            config.references.root = Some(root.clone());
        }
        if self.crate_name.is_none() {
            config.check_module(&mut sink);
        }
        let pins = vendor::read_pins(&self.out).map_err(|error| self.failure(&error))?;
        let bindings = openapi_bindgen::generate(&input, &config, &pins, &mut sources, &mut sink);
        match self.message_format {
            MessageFormat::Human => eprint!("{}", render(&sink, &sources)),
            MessageFormat::Json => eprint!("{}", render_json(&sink, &sources)),
        }
        *summary = Summary::of(&sink);
        let Some(bindings) = bindings.filter(|_| !sink.has_errors()) else {
            let message = format!("`{}` is refused; nothing was written", input.name());
            return Err(self.failure(&message));
        };
        let (layout, needs) = self.layout(bindings.needs, &config.client);
        summary.made = Some((bindings.operations, bindings.schemas));
        let verdict = openapi_bindgen::verdict(&self.out, &bindings.krate);
        match vendor::render(&bindings.krate, layout, &needs) {
            Ok(tree) => Ok(Made { tree, needs, features: bindings.krate.features(), verdict }),
            Err(error) => Err(self.failure(&error)),
        }
    }

    fn layout(&self, needs: Needs, client: &config::Client) -> (Layout, Needs) {
        match self.crate_name {
            Some(_) => (Layout::Package, needs.of_crate(client)),
            None => (Layout::Module, needs.of_module(client)),
        }
    }

    fn input(&self) -> Result<Input, Failure> {
        if self.document != Path::new("-") {
            return Ok(Input::File(self.document.clone()));
        }
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(Input::Bytes("<stdin>".to_owned(), bytes)),
            Err(error) => Err(self.failure(&format!("standard input cannot be read: {error}"))),
        }
    }

    /// Returns the configuration that was named, or the one beside the document.
    fn configuration(&self) -> Option<PathBuf> {
        self.config.clone().or_else(|| {
            let beside = self.document.parent()?.join(Config::FILE);
            (self.document != Path::new("-") && beside.is_file()).then_some(beside)
        })
    }

    fn failure(&self, message: &dyn fmt::Display) -> Failure {
        Failure { format: self.message_format, message: message.to_string(), help: None }
    }

    /// Returns the command line that does something else with the same options.
    fn command(&self, command: &str) -> String {
        let mut text =
            format!("openapi-bindgen {command} {} --out {}", self.document.display(), self.out.display());
        if let Some(name) = &self.crate_name {
            text.push_str(&format!(" --crate-name {name}"));
        }
        if let Some(config) = &self.config {
            text.push_str(&format!(" --config {}", config.display()));
        }
        for overlay in &self.overlays {
            text.push_str(&format!(" --overlay {}", overlay.display()));
        }
        if let Some(edition) = self.edition {
            text.push_str(&format!(" --edition {edition}"));
        }
        if let Some(root) = &self.reference_root {
            text.push_str(&format!(" --reference-root {}", root.display()));
        }
        text
    }
}

/// Why a command ended, for people or as JSON.
struct Failure {
    format: MessageFormat,
    message: String,
    help: Option<String>,
}

impl Failure {
    fn print(&self) {
        match self.format {
            MessageFormat::Human => {
                eprintln!("error: {}", self.message);
                if let Some(help) = &self.help {
                    eprintln!(" = help: {help}");
                }
            }
            MessageFormat::Json => {
                let object =
                    json!({ "code": null, "severity": "error", "message": self.message, "help": self.help });
                eprintln!("{object}");
            }
        }
    }
}

fn generate(options: &Options, made: &Made, edits: Edits) -> Result<ExitCode, Failure> {
    let drift = vendor::write(&made.tree, &options.out, edits).map_err(|error| {
        let help = matches!(error, vendor::Error::Refused(_)).then(|| {
            format!(
                "move your changes into the document or `bindings.yaml`, then run `{} --force`",
                options.command("generate")
            )
        });
        Failure { help, ..options.failure(&error) }
    })?;
    let manifest = Manifest::new(&made.needs).with_features(&made.features);
    let lacking = match &options.crate_name {
        Some(name) => manifest.write_or_check(&options.out, name).map_err(|error| options.failure(&error))?,
        None => Vec::new(),
    };
    match options.message_format {
        MessageFormat::Json => say(format_args!(
            "{}",
            json!({ "changes": changes(&drift), "dependencies": manifest.dependencies(), "missing": lacking })
        )),
        MessageFormat::Human => {
            say(format_args!("{}: {}", options.out.display(), written(&drift, &made.tree)));
            made.verdict.iter().for_each(|line| eprintln!("{line}"));
            report_lacking(options, &lacking);
            if options.crate_name.is_none() {
                say(format_args!(
                    "\nThe crate around needs:\n\n[dependencies]\n{}",
                    manifest.dependencies().join("\n")
                ));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(options: &Options, made: &Made) -> Result<ExitCode, Failure> {
    let drift = vendor::check(&made.tree, &options.out).map_err(|error| options.failure(&error))?;
    let lacking = match &options.crate_name {
        Some(_) => {
            let manifest = Manifest::new(&made.needs).with_features(&made.features);
            manifest.check(&options.out).map_err(|error| options.failure(&error))?
        }
        None => Vec::new(),
    };
    if options.message_format == MessageFormat::Json {
        say(format_args!(
            "{}",
            json!({ "changes": changes(&drift), "diff": drift.first_diff(), "missing": lacking })
        ));
    } else {
        for (path, change) in drift.iter() {
            say(format_args!("{path}: {change}"));
        }
        if let Some(diff) = drift.first_diff() {
            say(format_args!("\n{}", diff.trim_end()));
        }
        report_lacking(options, &lacking);
    }
    if drift.is_empty() && lacking.is_empty() {
        if options.message_format == MessageFormat::Human {
            say(format_args!("{}: nothing has drifted", options.out.display()));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let message =
        format!("`{}` is not what `{}` asks for", options.out.display(), options.document.display());
    let help = Some(format!("run `{}` and commit the result", options.command("generate")));
    Err(Failure { format: options.message_format, message, help })
}

fn explain(code: &str) -> ExitCode {
    if let Some(code) = Code::ALL.iter().find(|it| it.as_str() == code) {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        say(format_args!("{severity}[{code}]\n\n{}", code.explanation()));
        return ExitCode::SUCCESS;
    }
    if let Some(rule) = rule::rules().find(|rule| rule.code.to_string() == code) {
        say(format_args!("{}", diff::explanation(rule)));
        return ExitCode::SUCCESS;
    }
    eprintln!("error: there is no diagnostic `{}`", code.escape_debug());
    match closest(code, Code::ALL.iter().map(|it| it.as_str())) {
        Some(code) => eprintln!(" = help: there is `{code}`"),
        None => {
            let codes: Vec<&str> = Code::ALL.iter().map(|it| it.as_str()).collect();
            eprintln!(" = help: there are {}", codes.join(", "));
        }
    }
    ExitCode::from(2)
}

/// Says what is missing in a `Cargo.toml`, which is its owner's and never written twice.
fn report_lacking(options: &Options, lacking: &[String]) {
    if !lacking.is_empty() {
        let path = options.out.join(Manifest::FILE);
        eprintln!("warning: `{}` lacks what the bindings use:\n{}", path.display(), lacking.join("\n"));
    }
}

/// Prints a line of results. Whoever closes the pipe, as `head` does, has seen enough.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn changes(drift: &Drift) -> serde_json::Value {
    drift.iter().map(|(path, change)| json!({ "path": path, "change": change.to_string() })).collect()
}

fn written(drift: &Drift, tree: &Tree) -> String {
    let (written, deleted): (Vec<_>, Vec<_>) = drift.iter().partition(|(path, _)| tree.get(path).is_some());
    let unchanged = tree.iter().count() - written.len();
    format!("{} written, {} deleted, {unchanged} unchanged", plural(written.len(), "file"), deleted.len())
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Checks the name of a crate as cargo does.
fn crate_name(name: &str) -> Result<String, String> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if plain && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Ok(name.to_owned())
    } else {
        Err("cargo wants letters, digits, `-` and `_`, and a letter first".to_owned())
    }
}
