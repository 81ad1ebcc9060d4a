//! Documents of a commit, and the files that they refer to, read from git without a checkout.

use openapi_bindgen::document::{Input, Store};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What the name of a document starts with that is in a repository.
pub const PREFIX: &str = "git:";

/// How many bytes a file may have.
const MAX_BYTES: u64 = 64 << 20;

/// A commit of the repository around.
#[derive(Clone, Debug)]
pub struct Commit {
    /// What was given for it.
    revision: String,
    /// The regular files by their paths from the top, each with the name of its object. Symbolic links are none.
    files: Arc<BTreeMap<PathBuf, String>>,
    /// The current folder from the top.
    current: PathBuf,
    /// The top, if there is a work tree.
    top: Option<PathBuf>,
}

/// A file of a commit.
pub struct Document {
    pub commit: Commit,
    /// Its path from the top.
    pub path: PathBuf,
}

impl Document {
    /// Finds `<rev>:<path>`. The revision becomes the name of a commit first, so that nothing that was given is read as an
    /// option or as anything else than a revision.
    pub fn find(document: &str) -> Result<Self, String> {
        let (revision, path) = document
            .split_once(':')
            .filter(|(revision, path)| !revision.is_empty() && !path.is_empty())
            .ok_or_else(|| format!("error: `git:{document}` is not `git:<rev>:<path>`"))?;
        let commit = Commit::find(revision)?;
        let is_relative = path.starts_with("./") || path.starts_with("../");
        let start = if is_relative { commit.current.as_path() } else { Path::new("") };
        let found = normalized(&start.join(path)).filter(|path| commit.files.contains_key(path));
        let path = found.ok_or_else(|| {
            format!(
                "error: `{}` cannot be read at `{revision}`: there is no such file\n = help: the path is seen from the top of the repository; start it with `./` otherwise",
                path.escape_debug()
            )
        })?;
        Ok(Self { commit, path })
    }

    /// Returns it with all that it may refer to.
    pub fn input(&self) -> Input {
        let prefix = format!("{PREFIX}{}:", self.commit.revision);
        Input::Stored { prefix, path: Path::new("/").join(&self.path), store: Arc::new(self.commit.clone()) }
    }
}

impl Commit {
    fn find(revision: &str) -> Result<Self, String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/@^~{}+".contains(c);
        if revision.starts_with('-') || !revision.chars().all(is_plain) {
            return Err(format!("error: `{}` cannot be a revision", revision.escape_debug()));
        }
        let name = format!("{revision}^{{commit}}");
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name])
            .map_err(|_| format!("error: there is no revision `{revision}` in the repository around"))?;
        let commit = commit.trim();
        if commit.is_empty() || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("error: git does not know a commit `{revision}`"));
        }
        let listing = git(&["ls-tree", "-r", "-z", "--full-tree", commit])
            .map_err(|message| format!("error: the files of `{revision}` cannot be listed: {message}"))?;
        let current = git(&["rev-parse", "--show-prefix"]).unwrap_or_default();
        let top = git(&["rev-parse", "--show-toplevel"]).ok();
        Ok(Self {
            revision: revision.to_owned(),
            files: Arc::new(listing.split('\0').filter_map(file).collect()),
            current: PathBuf::from(current.trim_end_matches('\n')),
            top: top.map(|top| PathBuf::from(top.trim_end_matches('\n'))),
        })
    }

    /// Returns the text of a file in a folder, which is seen from the current folder.
    pub fn text(&self, folder: &Path, file: &str) -> Option<String> {
        let path = normalized(&self.current.join(folder).join(file))?;
        self.text_at(&path)
    }

    /// Returns the text of a file, by its path from the top.
    pub fn text_at(&self, path: &Path) -> Option<String> {
        let bytes = Store::read(self, &Path::new("/").join(path), MAX_BYTES).ok()??;
        String::from_utf8(bytes).ok()
    }

    /// Returns a folder of the work tree as the commit has it.
    pub fn place(&self, folder: &Path) -> Option<PathBuf> {
        let top = self.top.as_ref()?.canonicalize().ok()?;
        let folder = folder.canonicalize().ok()?;
        Some(Path::new("/").join(folder.strip_prefix(top).ok()?))
    }

    fn object(&self, path: &Path) -> Option<&String> {
        self.files.get(path.strip_prefix("/").ok()?)
    }
}

impl Store for Commit {
    fn has(&self, path: &Path) -> bool {
        self.object(path).is_some()
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let object = self.object(path).ok_or(io::ErrorKind::NotFound)?;
        let mut git = Command::new("git");
        let mut git = git.args(["cat-file", "blob", object]).stdout(Stdio::piped()).spawn()?;
        let mut bytes = Vec::new();
        if let Some(output) = git.stdout.take() {
            output.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        }
        if bytes.len() as u64 > limit {
            // It writes on; nothing is left of it but what nobody reads.
            git.kill()?;
            git.wait()?;
            return Ok(None);
        }
        match git.wait()?.success() {
            true => Ok(Some(bytes)),
            false => Err(io::Error::other("git cannot read it")),
        }
    }

    fn beside(&self, path: &Path) -> Vec<String> {
        let folder = path.strip_prefix("/").ok().and_then(Path::parent).unwrap_or(Path::new(""));
        let files = self.files.keys().filter(|file| file.parent() == Some(folder));
        files.filter_map(|file| Some(file.file_name()?.to_str()?.to_owned())).collect()
    }
}

/// Reads an entry of `git ls-tree`: `100644 blob <object>\t<path>`.
fn file(entry: &str) -> Option<(PathBuf, String)> {
    let (about, path) = entry.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    let is_file = kind == "blob" && mode.starts_with("100");
    is_file.then(|| (PathBuf::from(path), object.to_owned()))
}

/// Takes `.` and `..` out of a path; nothing is above the top.
fn normalized(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => normal.pop().then_some(())?,
            Component::Normal(name) => normal.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(normal)
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").args(arguments).output();
    match output {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().escape_debug().to_string()),
        Err(error) => Err(format!("git cannot be run: {error}")),
    }
}
