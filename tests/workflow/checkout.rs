//! A repository of its own with the files of the work tree, in which cargo and git run for real.
//!
//! It is `git clone` plus what is not yet committed, because a test has to judge the files that it was compiled with. It
//! stays where it is, in cargo's folder for the files of tests, and what has not changed keeps its time: cargo compiles
//! the generator again only when the generator has changed.

use crate::outcome::Outcome;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The document that the edits are made to.
pub const DOCUMENT: &str = "spec/nativesso.yaml";
/// The tag of the commit that every test starts from.
const BASE: &str = "base";

/// Whose turn it is, and whether the files have been brought in by this run.
static TURN: Mutex<bool> = Mutex::new(false);

/// The checkout, while it is a test's turn.
pub struct Checkout {
    root: PathBuf,
    turn: MutexGuard<'static, bool>,
}

impl Checkout {
    /// Waits for a turn and returns the checkout as the work tree is, built and committed.
    pub fn new() -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut checkout = Self { root: workplace().join("checkout"), turn };
        if *checkout.turn {
            checkout.reset();
        } else {
            checkout.bring_in();
            *checkout.turn = true;
        }
        // After an edit of the document was taken back, the build script has to see that it was.
        checkout.build().success();
        checkout.assert_unchanged();
        checkout
    }

    /// Takes over the files of the work tree and commits them.
    fn bring_in(&self) {
        let work_tree = Path::new(env!("CARGO_MANIFEST_DIR"));
        let list =
            Outcome::of(git(work_tree).args(["ls-files", "-z", "-co", "--exclude-standard"])).success();
        let paths = list.stdout.split('\0').filter(|path| work_tree.join(path).is_file());
        let paths: BTreeSet<&str> = paths.collect();
        let _ = fs::remove_dir_all(self.root.join(".git"));
        for stale in files(&self.root).iter().filter(|path| !paths.contains(path.as_str())) {
            fs::remove_file(self.root.join(stale)).unwrap();
        }
        for path in paths {
            copy_if_different(&work_tree.join(path), &self.root.join(path));
        }
        self.git(&["init", "--quiet", "--initial-branch", "main"]);
        self.commit("Start");
        self.git(&["tag", BASE]);
    }

    /// Goes back to where every test starts.
    fn reset(&self) {
        let _ = Outcome::of(git(&self.root).args(["merge", "--abort"]));
        self.git(&["checkout", "--quiet", "--force", "-B", "main", BASE]);
        self.git(&["clean", "--quiet", "--force", "-d"]);
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the text of a file.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces every `from` in a file, of which there is at least one.
    #[track_caller]
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}` any more: adapt this test to the new document");
        self.write(path, &text.replace(from, to));
    }

    /// Adds lines to the document after the first line that is `line` behind the line `anchor`.
    #[track_caller]
    pub fn insert(&self, anchor: &str, line: &str, new: &str) {
        let text = self.read(DOCUMENT);
        let place = text.find(&format!("\n{anchor}\n")).and_then(|start| {
            let rest = text.get(start + anchor.len() + 1..)?;
            Some(start + anchor.len() + 1 + rest.find(&format!("\n{line}\n"))? + line.len() + 2)
        });
        let place = place.unwrap_or_else(|| panic!("{DOCUMENT} has no `{line}` behind `{anchor}` any more"));
        let (before, after) = text.split_at(place);
        self.write(DOCUMENT, &format!("{before}{new}{after}"));
    }

    /// Adds a value to the enumeration of delivery modes: a small edit for tests of something else.
    #[track_caller]
    pub fn add_enum_value(&self) {
        self.insert("    delivery_mode:", "        - PUSH", "        - WEB_PUSH\n");
    }

    /// Runs git, which has to succeed, and returns what it printed.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        Outcome::of(git(&self.root).args(arguments)).success().stdout
    }

    /// Runs git, which may fail.
    pub fn try_git(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(git(&self.root).args(arguments))
    }

    /// Commits everything.
    #[track_caller]
    pub fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", subject]);
    }

    /// Runs `cargo build` on a developer's machine.
    pub fn build(&self) -> Outcome {
        self.build_with(&[])
    }

    /// Runs `cargo build` with more environment variables.
    pub fn build_with(&self, variables: &[(&str, &str)]) -> Outcome {
        let mut cargo = cargo(&self.root);
        Outcome::of(cargo.args(["build", "--locked"]).envs(variables.iter().copied()))
    }

    /// Returns what has changed since the last commit, as `path +added -removed` in the order of the paths. What is new
    /// counts, too.
    pub fn changes(&self) -> Vec<String> {
        self.git(&["add", "--all"]);
        let numbers = self.git(&["diff", "--cached", "--numstat", "--no-renames"]);
        let lines = numbers.lines().map(|line| match line.split('\t').collect::<Vec<_>>().as_slice() {
            [added, removed, path] => format!("{path} +{added} -{removed}"),
            _ => line.to_owned(),
        });
        lines.collect()
    }

    /// Returns the added or removed lines of a file, with the sign in front.
    pub fn changed_lines(&self, path: &str) -> Vec<String> {
        let diff = self.diff(path);
        let lines = diff.lines().skip_while(|line| !line.starts_with("@@"));
        lines.filter(|line| line.starts_with(['+', '-'])).map(str::to_owned).collect()
    }

    /// Fails with the diff unless exactly these files have changed, each written as in [`Self::changes`].
    #[track_caller]
    pub fn assert_changes(&self, expected: &[&str]) {
        let changes = self.changes();
        assert!(changes == expected, "expected {expected:#?}\nbut it is {changes:#?}\n{}", self.diff("."));
    }

    /// Fails with the diff unless everything is as it was committed.
    #[track_caller]
    pub fn assert_unchanged(&self) {
        self.assert_changes(&[]);
    }

    /// Fails with the diff unless exactly these lines of a file have changed.
    #[track_caller]
    pub fn assert_changed_lines(&self, path: &str, expected: &[&str]) {
        let changed = self.changed_lines(path);
        assert!(changed == expected, "expected {expected:#?}\nbut it is {changed:#?}\n{}", self.diff(path));
    }

    fn diff(&self, path: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["diff", "--cached", "--no-renames", "--unified=0", "--", path])
    }
}

/// Returns the folder in which all this happens.
pub fn workplace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflow");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns the folder of what cargo compiles here.
pub fn target() -> PathBuf {
    workplace().join("target")
}

/// Returns a cargo that is not told anything by the one that runs this test, nor by a CI.
pub fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(folder);
    for name in
        ["CI", "OPENAPI_UPDATE", "INSTA_UPDATE", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTDOCFLAGS"]
    {
        cargo.env_remove(name);
    }
    cargo.env("CARGO_TARGET_DIR", target());
    // What is said is compared, and nobody debugs what is compiled here.
    cargo.env("CARGO_TERM_COLOR", "never").env("CARGO_PROFILE_DEV_DEBUG", "false");
    cargo.env("CARGO_INCREMENTAL", "0");
    cargo
}

/// Runs a cargo that chooses versions: among those that have been downloaded if that will do, else over the network.
pub fn resolve(cargo: &mut Command) -> Outcome {
    let offline = Outcome::of(cargo.env("CARGO_NET_OFFLINE", "true"));
    if offline.succeeded || !offline.stderr.contains("offline") {
        return offline;
    }
    Outcome::of(cargo.env("CARGO_NET_OFFLINE", "false"))
}

/// Returns a git that does not care about the user's settings, nor about the hook that may run this test.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("LC_ALL", "C");
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "Workflow")
            .env(format!("GIT_{role}_EMAIL"), "workflow@example.com");
    }
    git
}

/// Lists the files below a folder, except git's, as paths with `/`.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(path) = folders.pop() {
        for entry in fs::read_dir(folder.join(&path)).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let inside = if path.is_empty() { name } else { format!("{path}/{name}") };
            match entry.file_type().unwrap().is_dir() {
                true if inside == ".git" => {}
                true => folders.push(inside),
                false => found.push(inside),
            }
        }
    }
    found.sort();
    found
}

/// Copies a file and makes the folders that it needs; one that has these bytes already keeps its time.
fn copy_if_different(from: &Path, to: &Path) {
    let bytes = fs::read(from).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    if fs::read(to).is_ok_and(|found| found == bytes) {
        return;
    }
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
}
