//! What a `build.rs` calls: keeps vendored bindings equal to their document, or writes one file to `OUT_DIR`.
//!
//! ```no_run
//! fn main() -> Result<(), openapi_bindgen::cargo::Failure> {
//!     openapi_bindgen::cargo::Builder::new().document("spec/petstore.yaml").vendored("src/petstore").generate()
//! }
//! ```
//!
//! What `bindings.yaml` can say the builder's methods can say, too. Of both, mappings are merged, lists add up, and for
//! everything else the builder's word counts.
//!
//! The environment variable `OPENAPI_UPDATE` says what happens when the bindings are not what the document asks for:
//!
//! | value | |
//! |---|---|
//! | `auto` (default) | they are rewritten; where `CI` is set, the build fails instead |
//! | `always` | they are rewritten, even where `CI` is set |
//! | `no` | nothing is written; a warning says so |
//!
//! No other file of this crate prints `cargo::` lines.

mod options;

use crate::config::{Caller, Config};
use crate::diagnostic::{render, Sink, Sources};
use crate::document::Input;
use crate::rust::{Edition, Pins};
use crate::vendor::{self, Drift, Edits, Layout, Manifest, Needs, Tree};
use crate::Bindings;
use serde_json::Value;
use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// How many files a warning names.
const MAX_NAMED: usize = 10;

/// Makes the bindings of one document for the crate whose build script calls it.
///
/// Paths are relative to the package, in whose folder cargo runs build scripts.
#[derive(Clone, Debug)]
pub struct Builder {
    document: PathBuf,
    config: Option<PathBuf>,
    /// What the methods of `options` have written.
    options: Value,
    target: Target,
}

/// Where the bindings go.
#[derive(Clone, Debug)]
enum Target {
    /// Into a folder of the package.
    Folder(PathBuf, Layout),
    /// Into a file in `OUT_DIR`.
    File(String),
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Starts with the document `openapi.yaml` and the file `bindings.rs` in `OUT_DIR`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            document: "openapi.yaml".into(),
            config: None,
            options: Value::Null,
            target: Target::File("bindings.rs".to_owned()),
        }
    }

    /// Says where the document is.
    #[must_use]
    pub fn document(self, path: impl Into<PathBuf>) -> Self {
        Self { document: path.into(), ..self }
    }

    /// Says where the configuration is, if not in `bindings.yaml` beside the document.
    #[must_use]
    pub fn config(self, path: impl Into<PathBuf>) -> Self {
        Self { config: Some(path.into()), ..self }
    }

    /// Keeps the bindings in a folder of the package, as a module with `mod.rs` at the top.
    #[must_use]
    pub fn vendored(self, folder: impl Into<PathBuf>) -> Self {
        Self { target: Target::Folder(folder.into(), Layout::Module), ..self }
    }

    /// Keeps the bindings in a folder of the package, as the whole of its library: `lib.rs` is at the top, and the
    /// package's features are `reqwest` and `tower`.
    #[must_use]
    pub fn vendored_crate(self, folder: impl Into<PathBuf>) -> Self {
        Self { target: Target::Folder(folder.into(), Layout::Crate), ..self }
    }

    /// Writes one file to `OUT_DIR`, for `include!(concat!(env!("OUT_DIR"), "/petstore.rs"));`.
    #[must_use]
    pub fn out_file(self, name: impl Into<String>) -> Self {
        Self { target: Target::File(name.into()), ..self }
    }

    /// Makes the bindings and writes what is different.
    ///
    /// # Errors
    ///
    /// The document or the configuration is refused, the bindings have drifted where they may not be rewritten, or
    /// somebody's edits would be lost. Nothing was written then.
    pub fn generate(self) -> Result<(), Failure> {
        let package = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let copy = matches!(self.target, Target::Folder(..)).then(|| copy_of_cargo(&package)).flatten();
        if let Some(reason) = copy {
            // Cargo shows warnings of the user's own packages only, who would want to know.
            println!("cargo::rerun-if-changed=build.rs");
            println!(
                "cargo::warning=the bindings are used as they are, because `{}` {reason}",
                package.display()
            );
            return Ok(());
        }
        let update = Update::from_env()?;
        self.watch();
        match &self.target {
            Target::Folder(folder, layout) => self.folder(folder, *layout, update),
            Target::File(name) => self.file(name),
        }
    }

    /// Compares the bindings with the document and writes nothing, as [`assert_vendored!`](crate::assert_vendored) does.
    ///
    /// # Errors
    ///
    /// The document or the configuration is refused, or the bindings have drifted: the failure says how, first of all
    /// in the items of `api.txt`.
    pub fn verify(self) -> Result<(), Failure> {
        let Target::Folder(folder, layout) = &self.target else {
            return Err(Failure("what a build script writes to OUT_DIR cannot drift".to_owned()));
        };
        let (tree, _) = self.tree(folder, *layout)?;
        let drift = vendor::check(&tree, folder)?;
        match drift.is_empty() {
            true => Ok(()),
            false => Err(Failure(format!(
                "{}\nmake the bindings anew and commit the result",
                self.difference(folder, &drift)
            ))),
        }
    }

    /// Tells cargo what this build script has looked at.
    fn watch(&self) {
        println!("cargo::rerun-if-env-changed=OPENAPI_UPDATE");
        println!("cargo::rerun-if-env-changed=CI");
        println!("cargo::rerun-if-changed={}", self.document.display());
        match &self.config {
            Some(config) => println!("cargo::rerun-if-changed={}", config.display()),
            // Cargo takes a file that is not there for one that has changed; its folder changes when it comes.
            None => {
                let beside = self.document.with_file_name(Config::FILE);
                let exists = beside.is_file();
                let watched = if exists { Some(beside.as_path()) } else { beside.parent() };
                let watched = watched.filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
                println!("cargo::rerun-if-changed={}", watched.display());
            }
        }
        if let Target::Folder(folder, _) = &self.target {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
    }

    /// Runs the pipeline and prints its diagnostics.
    fn make(&self, pins: &Pins, kept: Option<Edition>) -> Result<Made, Failure> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let beside = Some(self.document.with_file_name(Config::FILE)).filter(|path| path.is_file());
        let path = self.config.as_ref().or(beside.as_ref()).map(PathBuf::as_path);
        let caller = self.options.as_object().map(|options| Caller {
            name: "build.rs, the options of the builder".to_owned(),
            options: options.clone(),
        });
        let mut config = Config::load_with(path, caller, &mut sources, &mut sink);
        config.edition = config.edition.or(kept);
        if !matches!(self.target, Target::Folder(_, Layout::Crate | Layout::Package)) {
            config.check_module(&mut sink);
        }
        let input = Input::File(self.document.clone());
        let bindings = crate::generate(&input, &config, pins, &mut sources, &mut sink);
        eprint!("{}", render(&sink, &sources));
        match bindings.filter(|_| !sink.has_errors()) {
            Some(bindings) => Ok(Made { bindings, config, warnings: sink.diagnostics().len() }),
            None => {
                let document = self.document.display();
                Err(Failure(format!("`{document}` is refused, see above; the bindings are as they were")))
            }
        }
    }

    /// Keeps a folder equal to the document.
    fn folder(&self, folder: &Path, layout: Layout, update: Update) -> Result<(), Failure> {
        let (tree, made) = self.tree(folder, layout)?;
        made.watch();
        warn_of_missing_features(&made.bindings.krate.features());
        if update == Update::Write {
            let verdict = crate::verdict(folder, &made.bindings.krate);
            if self.rewrite(folder, &tree, made.warnings)? {
                warn_of(&verdict);
            }
            if layout == Layout::Module {
                warn_of_missing_dependencies(&made.needs(layout));
            }
            return Ok(());
        }
        let drift = vendor::check(&tree, folder)?;
        if update == Update::Fail && !drift.is_empty() {
            return Err(self.drifted(folder, &drift));
        }
        if !drift.is_empty() {
            let (files, document) = (named(folder, &drift), self.document.display());
            println!("cargo::warning={files}: not what {document} asks for, and OPENAPI_UPDATE is `no`");
            warn_of(&crate::verdict(folder, &made.bindings.krate));
        }
        Ok(())
    }

    /// Makes the files that the folder should have.
    fn tree(&self, folder: &Path, layout: Layout) -> Result<(Tree, Made), Failure> {
        let made = self.make(&vendor::read_pins(folder)?, vendor::read_edition(folder)?)?;
        let tree = vendor::render(&made.bindings.krate, layout, &made.needs(layout))?;
        Ok((tree, made))
    }

    /// Writes what is different and says so; returns whether it did.
    fn rewrite(&self, folder: &Path, tree: &Tree, warnings: usize) -> Result<bool, Failure> {
        let document = self.document.display();
        match vendor::write(tree, folder, Edits::Refuse) {
            Ok(drift) if drift.is_empty() => Ok(false),
            Ok(drift) => {
                let hint = match warnings {
                    0 => String::new(),
                    count => format!("; warnings about the document: {count}, see them with `cargo build -vv`"),
                };
                println!("cargo::warning=rewrote {} for {document}{hint}", named(folder, &drift));
                Ok(true)
            }
            Err(vendor::Error::ReadOnly(path)) => {
                let (folder, path) = (folder.display(), path.display());
                println!("cargo::warning={folder} is not what {document} asks for, but {path} is read-only");
                // What is never there has always changed: the next build looks again.
                println!("cargo::rerun-if-changed={folder}/.read-only");
                Ok(false)
            }
            Err(error @ vendor::Error::Refused(_)) => Err(Failure(format!(
                "{error}\nput what you want into the document or its `{}`; a file of ours that you restore or delete is \
                 made anew by the next build",
                Config::FILE
            ))),
            Err(error) => Err(error.into()),
        }
    }

    /// Lists what is different, and shows the first of it.
    fn difference(&self, folder: &Path, drift: &Drift) -> String {
        let mut message =
            format!("`{}` is not what `{}` asks for:", folder.display(), self.document.display());
        for (path, change) in drift.iter() {
            message.push_str(&format!("\n  {path}: {change}"));
        }
        if let Some(diff) = drift.first_diff() {
            message.push_str(&format!("\n\n{diff}"));
        }
        message
    }

    /// Says what should have been committed.
    fn drifted(&self, folder: &Path, drift: &Drift) -> Failure {
        let mut message = self.difference(folder, drift);
        message.push_str(
            "\nrun `cargo build` on your machine and commit the result; where `CI` is set nothing is rewritten, unless \
             OPENAPI_UPDATE=always is set, too (OPENAPI_UPDATE=auto|always|no)",
        );
        Failure(message)
    }

    /// Writes one file to `OUT_DIR`.
    fn file(&self, name: &str) -> Result<(), Failure> {
        let made = self.make(&Pins::default(), None)?;
        made.watch();
        let needs = made.needs(Layout::Module);
        let text = vendor::render_single(&made.bindings.krate, &needs)?;
        vendor::write_single(&text, Path::new(&variable("OUT_DIR")?), name)?;
        warn_of_missing_dependencies(&needs);
        Ok(())
    }
}

/// What the pipeline made.
struct Made {
    bindings: Bindings,
    config: Config,
    warnings: usize,
}

impl Made {
    /// Tells cargo which files were read besides the document.
    fn watch(&self) {
        let files =
            self.config.overlays.iter().chain(&self.bindings.files).map(|file| file.to_string_lossy());
        // A name with a line break would be two lines to cargo, of which the document chose the second.
        for file in files.filter(|file| !file.contains(char::is_control)) {
            println!("cargo::rerun-if-changed={file}");
        }
    }

    /// Returns what the files need of the support module.
    fn needs(&self, layout: Layout) -> Needs {
        match layout {
            Layout::Module => self.bindings.needs.of_module(&self.config.client),
            Layout::Crate | Layout::Package => self.bindings.needs.of_crate(&self.config.client),
        }
    }
}

/// What to do about drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Update {
    Write,
    Fail,
    Warn,
}

impl Update {
    fn from_env() -> Result<Self, Failure> {
        let ci = env::var("CI").unwrap_or_default();
        Self::new(env::var("OPENAPI_UPDATE").ok().as_deref(), &ci)
    }

    fn new(update: Option<&str>, ci: &str) -> Result<Self, Failure> {
        match update {
            None | Some("" | "auto") if matches!(ci, "" | "0" | "false") => Ok(Self::Write),
            None | Some("" | "auto") => Ok(Self::Fail),
            Some("always") => Ok(Self::Write),
            Some("no") => Ok(Self::Warn),
            Some(other) => {
                Err(Failure(format!("OPENAPI_UPDATE is `{other}`; it can be `auto`, `always` or `no`")))
            }
        }
    }
}

/// Says why a package is one of cargo's copies, if it is: of a registry, of a git repository, or of `cargo vendor`.
fn copy_of_cargo(package: &Path) -> Option<&'static str> {
    if package.ancestors().any(|folder| folder.join(".cargo-ok").exists()) {
        return Some("is a copy that cargo has unpacked (`.cargo-ok`)");
    }
    if package.join(".cargo-checksum.json").exists() {
        return Some("is a copy of `cargo vendor` (`.cargo-checksum.json`)");
    }
    let own = env::var_os("HOME").or(env::var_os("USERPROFILE")).map(|home| Path::new(&home).join(".cargo"));
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or(own)?;
    let (home, package) = (fs::canonicalize(home).ok()?, fs::canonicalize(package).ok()?);
    package.starts_with(home).then_some("is below CARGO_HOME")
}

/// Names the files that differ, as a warning does in one line.
fn named(folder: &Path, drift: &Drift) -> String {
    let paths: Vec<String> =
        drift.iter().take(MAX_NAMED).map(|(path, _)| folder.join(path).display().to_string()).collect();
    let more = drift.iter().count().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", paths.join(", "))
}

/// Says what a change means to callers, as the command line does.
fn warn_of(verdict: &[String]) {
    verdict.iter().for_each(|line| println!("cargo::warning={line}"));
}

/// Says which dependencies the new bindings need and the package does not have; rustc would only name their crates.
fn warn_of_missing_dependencies(needs: &Needs) {
    println!("cargo::rerun-if-changed={}", Manifest::FILE);
    let Ok(text) = fs::read_to_string(Manifest::FILE) else {
        return;
    };
    for line in Manifest::new(needs).missing_dependencies(&text) {
        println!("cargo::warning=the bindings need this line under [dependencies]: {line}");
    }
}

/// Says which features the package does not have: without them operations are left out, and rustc only wonders at them.
fn warn_of_missing_features(features: &[String]) {
    if features.is_empty() {
        return;
    }
    println!("cargo::rerun-if-changed={}", Manifest::FILE);
    let text = fs::read_to_string(Manifest::FILE).unwrap_or_default();
    for line in Manifest::new(&Needs::default()).with_features(features).missing_features(&text) {
        println!("cargo::warning=the bindings need this line under [features]: {line}");
    }
}

fn variable(name: &str) -> Result<String, Failure> {
    env::var(name).map_err(|_| Failure(format!("`{name}` is not set: call this from a build script")))
}

/// Why the bindings were not made, for the build script's `main` to return.
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As it is displayed: this is what a `main` that returns it prints.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl From<vendor::Error> for Failure {
    fn from(error: vendor::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ci_fails_unless_it_is_told_to_write() {
        let update = |update, ci| Update::new(update, ci).unwrap();
        assert_eq!(update(None, ""), Update::Write);
        assert_eq!(update(Some("auto"), "false"), Update::Write);
        assert_eq!(update(None, "true"), Update::Fail);
        assert_eq!(update(Some("auto"), "1"), Update::Fail);
        assert_eq!(update(Some("always"), "1"), Update::Write);
        assert_eq!(update(Some("no"), ""), Update::Warn);
        assert!(Update::new(Some("yes"), "").is_err());
    }

    #[test]
    fn copies_of_cargo_are_told_from_checkouts() {
        let folder = env::temp_dir().join(format!("openapi-bindgen-{}-copies", std::process::id()));
        for (mark, copy) in
            [("a/.cargo-ok", true), ("b/x/.cargo-checksum.json", true), ("c/Cargo.toml", false)]
        {
            let package = folder.join(&mark[..1]).join("x");
            fs::create_dir_all(&package).unwrap();
            fs::write(folder.join(mark), "").unwrap();
            assert_eq!(copy_of_cargo(&package).is_some(), copy, "{mark}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
